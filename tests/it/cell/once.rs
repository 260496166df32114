//! `OnceCell` and `LazyCell`: initialisers that fail, panic, or ask for the very value that they are to make.

use std::cell::Cell;

use drystone::cell::{LazyCell, OnceCell};

use crate::support::catch::{Caught, catch};
use crate::support::probe::{Elem, Probe};
use crate::support::scale::scale;
use crate::support::world::{Kind, World, blow, for_every_panic_point, tick};

fn words<R>(result: Result<R, Caught>) -> String {
    let Err(caught) = result else {
        panic!("there was no panic")
    };
    caught.message.unwrap_or_default()
}

#[test]
fn a_failed_or_panicking_initialiser_leaves_an_empty_cell() {
    let cell = OnceCell::new();
    assert!(catch(|| cell.get_or_init(|| -> String { blow() }).len()).is_err());
    assert_eq!(cell.get(), None);
    assert_eq!(cell.get_or_try_init(|| Err(7)), Err(7));
    assert!(catch(|| cell.get_or_try_init(|| -> Result<_, ()> { blow() }).is_ok()).is_err());
    assert_eq!(cell.get(), None);
    assert_eq!(cell.get_or_init(|| "dry".to_owned()), "dry");
    assert_eq!(cell.get_or_try_init(|| Err(7)).unwrap(), "dry");

    let mut cell = OnceCell::new();
    assert!(catch(|| cell.get_mut_or_init(|| -> String { blow() }).len()).is_err());
    assert_eq!(cell.get_mut_or_try_init(|| Err(7)), Err(7));
    assert_eq!(cell.get(), None);
    cell.get_mut_or_init(|| "dry".to_owned()).push('!');
    assert_eq!(cell.get_mut_or_try_init(|| Err(7)).unwrap(), "dry!");
    assert_eq!(cell.take().as_deref(), Some("dry!"));
    assert_eq!(cell.take(), None);
}

/// The value that the initialiser wrote itself stays, references to it included.
#[test]
fn an_initialiser_that_writes_the_cell_itself() {
    let cell = OnceCell::new();
    let inner = Cell::new(None);
    let outcome = catch(|| {
        cell.get_or_init(|| {
            inner.set(Some(cell.get_or_init(|| "inner".to_owned())));
            "outer".to_owned()
        });
    });
    assert_eq!(words(outcome), "reentrant init");
    assert_eq!(inner.get().map(String::as_str), Some("inner"));
    assert_eq!(cell.into_inner().as_deref(), Some("inner"));

    // Looking is no writing.
    let cell = OnceCell::new();
    cell.get_or_init(|| u8::from(cell.get().is_none()));
    assert_eq!(cell.get(), Some(&1));
}

#[test]
fn try_insert_gives_both_values_back() {
    let cell = OnceCell::new();
    let first: &String = cell.try_insert("dry".to_owned()).expect("it was empty");
    let (old, new) = cell.try_insert("wet".to_owned()).expect_err("it was full");
    assert!(std::ptr::eq(first, old));
    assert_eq!((old.as_str(), new.as_str()), ("dry", "wet"));
}

#[test]
fn a_panicking_function_poisons_a_lazy_cell() {
    const POISONED: &str = "LazyCell instance has previously been poisoned";
    let calls = Cell::new(0);
    let mut cell = LazyCell::new(|| -> u32 {
        calls.set(calls.get() + 1);
        blow()
    });
    assert_eq!(words(catch(|| *LazyCell::force(&cell))), "");
    assert_eq!(words(catch(|| *cell)), POISONED);
    assert_eq!(words(catch(|| *LazyCell::force_mut(&mut cell))), POISONED);
    assert_eq!(LazyCell::get(&cell), None);
    assert_eq!(LazyCell::get_mut(&mut cell), None);
    assert_eq!(format!("{cell:?}"), "LazyCell(<uninit>)");
    assert_eq!(
        words(catch(|| LazyCell::into_inner(cell).is_ok())),
        POISONED
    );
    assert_eq!(calls.get(), 1);

    let mut cell = LazyCell::new(|| -> u32 { blow() });
    assert_eq!(words(catch(|| *LazyCell::force_mut(&mut cell))), "");
    assert_eq!(words(catch(|| *LazyCell::force_mut(&mut cell))), POISONED);
    assert_eq!(words(catch(|| *cell)), POISONED);
}

/// A function that asks for its own value finds the cell poisoned, and what it owns is dropped once.
#[test]
fn a_function_that_asks_for_its_own_value() {
    use std::rc::{Rc, Weak};
    type Own = LazyCell<u32, Box<dyn FnOnce() -> u32>>;
    let cell: Rc<Own> = Rc::new_cyclic(|this: &Weak<Own>| {
        let this = Weak::clone(this);
        LazyCell::new(Box::new(move || {
            let this = this.upgrade().expect("its cell is there");
            assert_eq!(LazyCell::get(&this), None);
            assert!(catch(|| *LazyCell::force(&this)).is_err());
            6
        }))
    });
    assert_eq!(**cell, 6);
    assert_eq!(LazyCell::get(&cell), Some(&6));
}

/// References from before stay good when others follow, and when the cell is asked again.
#[test]
fn references_stay() {
    let cell = OnceCell::new();
    let first = cell.get_or_init(|| vec![1, 2, 3]);
    let again = cell.get_or_init(Vec::new);
    drop(cell.set(Vec::new()));
    assert!(std::ptr::eq(first, again));
    assert_eq!(first, again);
    let lazy = LazyCell::new(|| vec![1, 2, 3]);
    let (first, again) = (LazyCell::force(&lazy), &*lazy);
    assert!(std::ptr::eq(first, again));
    assert_eq!(LazyCell::get(&lazy), Some(first));
}

/// Whatever user code panics, every element is dropped once.
#[test]
fn every_panic_drops_each_element_once() {
    let points = for_every_panic_point(&[Kind::Clone, Kind::Drop, Kind::Call], |fuse| {
        let mut world = World::new();
        world.arm(fuse);
        let _ = world.run(|| {
            catch(|| {
                let kept = <Probe>::new(1);
                let lazy = LazyCell::new(move || {
                    tick(Kind::Call);
                    kept.clone()
                });
                let cell = OnceCell::new();
                cell.get_or_init(|| LazyCell::force(&lazy).clone());
                drop(cell.set(<Probe>::new(2)));
                let copy = cell.clone();
                assert_eq!(copy.into_inner().map(|p| p.value()), Some(1));
                let mut lazy = lazy;
                LazyCell::force_mut(&mut lazy).set(3);
                drop(LazyCell::into_inner(lazy).ok());
                drop(LazyCell::<Probe>::default());
            })
        });
        let reached = world.disarm();
        world.check();
        // What a closure has made is lost when the drop of what it owns unwinds: that is the language's.
        assert!(world.live() == 0 || fuse.kind == Kind::Drop);
        reached
    });
    assert!(points >= scale(8, 4).min(8), "only {points} panics");
}
