//! Values that come back to their own pointers while these are at work.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc as Kept;

use drystone::alloc::{AllocError, Allocator, Global, Layout};
use drystone::sync::{Arc, UniqueArc, Weak};

use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Elem, Probe};
use crate::support::world::World;

type OnDrop = Box<dyn FnOnce(&Weak<Actor, Handle>)>;

/// A value with a pointer to itself, and something to do with it in its own drop.
struct Actor {
    probe: Probe,
    me: Weak<Actor, Handle>,
    on_drop: Cell<Option<OnDrop>>,
}

impl Drop for Actor {
    fn drop(&mut self) {
        if let Some(act) = self.on_drop.take() {
            act(&self.me);
        }
        // Still alive, whatever that was.
        let _ = self.probe.value();
    }
}

fn actor(handle: &Handle, act: impl FnOnce(&Weak<Actor, Handle>) + 'static) -> Arc<Actor, Handle> {
    Arc::new_cyclic_in(
        |me| Actor {
            probe: Probe::new(1),
            me: me.clone(),
            on_drop: Cell::new(Some(Box::new(act))),
        },
        handle.another(),
    )
}

fn run(test: impl FnOnce(&Handle)) {
    let handle = Handle::new(Heap::new(Manner::Moving));
    let mut world = World::new();
    world.run(|| test(&handle));
    world.finish();
    handle.heap().finish();
}

#[test]
fn a_value_that_asks_for_itself_while_it_is_dropped() {
    run(|handle| {
        let kept = Kept::new(RefCell::new(Vec::new()));
        let slot = Kept::clone(&kept);
        drop(actor(handle, move |me| {
            assert!(me.upgrade().is_none());
            assert_eq!((me.strong_count(), me.weak_count()), (0, 0));
            // One that stays and one that goes at once.
            slot.borrow_mut().push(me.clone());
            drop(me.clone());
        }));
        assert_eq!(handle.heap().live(), 1);
        assert!(kept.borrow()[0].upgrade().is_none());
        kept.borrow_mut().clear();
        assert_eq!(handle.heap().live(), 0);
    });
}

#[test]
fn the_last_weak_goes_while_the_value_is_dropped() {
    run(|handle| {
        let kept = Kept::new(RefCell::new(None));
        let slot = Kept::clone(&kept);
        let arc = actor(handle, move |_| drop(slot.take()));
        *kept.borrow_mut() = Some(Arc::downgrade(&arc));
        drop(arc);
        assert_eq!(handle.heap().live(), 0);

        // The same of a unique owner, whose drop is another path.
        let slot = Kept::clone(&kept);
        let act = move |me: &Weak<Actor, Handle>| {
            assert!(me.upgrade().is_none());
            drop(slot.take());
        };
        let mut unique = UniqueArc::new_in(
            Actor {
                probe: Probe::new(2),
                me: Weak::new_in(handle.another()),
                on_drop: Cell::new(Some(Box::new(act))),
            },
            handle.another(),
        );
        unique.me = UniqueArc::downgrade(&unique);
        *kept.borrow_mut() = Some(UniqueArc::downgrade(&unique));
        drop(unique);
        assert_eq!(handle.heap().live(), 0);
    });
}

#[test]
fn a_value_that_shares_another_while_it_is_dropped() {
    run(|handle| {
        let other = Arc::new_in(Probe::<()>::new(7), handle.another());
        let out = Kept::new(RefCell::new(None));
        let (inner, slot) = (Arc::clone(&other), Kept::clone(&out));
        drop(actor(handle, move |_| {
            let weak = Arc::downgrade(&inner);
            *slot.borrow_mut() = weak.upgrade();
            drop(inner);
        }));
        assert_eq!(Arc::strong_count(&other), 2);
        drop(out.take());
        assert_eq!((Arc::strong_count(&other), Arc::weak_count(&other)), (1, 0));
    });
}

thread_local! {
    static OTHERS: RefCell<Vec<Arc<Forgetful>>> = const { RefCell::new(Vec::new()) };
}

/// Its clone makes all other owners of the original go.
#[derive(Debug)]
struct Forgetful(Probe);

impl Clone for Forgetful {
    fn clone(&self) -> Self {
        OTHERS.with(|others| others.take().clear());
        Self(self.0.clone())
    }
}

#[test]
fn a_clone_that_drops_the_other_owners() {
    let mut world = World::new();
    world.run(|| {
        let mut arc = Arc::new(Forgetful(Probe::new(1)));
        OTHERS.with(|others| others.borrow_mut().push(Arc::clone(&arc)));
        let old = Arc::downgrade(&arc);
        Arc::make_mut(&mut arc).0.set(2);
        assert!(old.upgrade().is_none());
        assert_eq!((Arc::strong_count(&arc), arc.0.value()), (1, 2));

        OTHERS.with(|others| others.borrow_mut().push(Arc::clone(&arc)));
        let value = Arc::unwrap_or_clone(arc);
        assert_eq!(value.0.value(), 2);

        let arc = Arc::new(value);
        OTHERS.with(|others| others.borrow_mut().push(Arc::clone(&arc)));
        // `map` asks who else is there when its closure has run.
        let arc = Arc::map(arc, |value| [value.clone()]);
        assert_eq!(arc[0].0.value(), 2);
    });
    world.finish();
}

#[test]
fn a_closure_that_makes_another_owner_keeps_its_value() {
    let mut world = World::new();
    world.run(|| {
        let first = Arc::new(Probe::<()>::new(1));
        let weak = Arc::downgrade(&first);
        let mut kept = None;
        let second = Arc::map(first, |value| {
            kept = weak.upgrade();
            [value.value()]
        });
        assert_eq!(second[0], kept.expect("it was there").value());
    });
    world.finish();
}

thread_local! {
    static KNOWN: RefCell<Option<Weak<Probe, Upgrading>>> = const { RefCell::new(None) };
    static UPGRADED: RefCell<Option<Arc<Probe, Upgrading>>> = const { RefCell::new(None) };
}

/// Asks the `Weak` in `KNOWN` for an owner whenever it is asked for memory.
#[derive(Clone, Copy)]
struct Upgrading;

// SAFETY: all memory comes from `Global` and goes back there.
unsafe impl Allocator for Upgrading {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if let Some(weak) = KNOWN.take() {
            UPGRADED.set(weak.upgrade());
            KNOWN.set(Some(weak));
        }
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { Global.deallocate(ptr, layout) };
    }
}

/// Between the look at the counts and the move of the value, a `Weak` becomes an owner.
#[test]
fn an_allocator_that_upgrades_a_weak_of_what_it_makes_room_for() {
    let mut world = World::new();
    world.run(|| {
        let mut arc = Arc::new_in(Probe::<()>::new(1), Upgrading);
        KNOWN.set(Some(Arc::downgrade(&arc)));
        Arc::make_mut(&mut arc).set(2);
        KNOWN.set(None);
        let other = UPGRADED.take().expect("the value was there");
        assert!(!Arc::ptr_eq(&arc, &other));
        assert_eq!((arc.value(), other.value()), (2, 1));
        assert_eq!((Arc::strong_count(&arc), Arc::strong_count(&other)), (1, 1));
    });
    world.finish();
}
