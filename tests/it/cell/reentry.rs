//! User code that comes back to the cell that it is in: from `Drop`, `Clone`, `PartialEq`, `Debug` and `Default`.

use std::fmt::{self, Debug, Write};
use std::rc::{Rc, Weak};

use drystone::cell::{Cell, CloneFromCell, LazyCell, OnceCell, RefCell};

use crate::support::catch::catch;
use crate::support::world::blow;

/// A value that can reach the cell that it is in.
struct Knot<C> {
    name: u8,
    cell: Weak<C>,
    meddle: fn(&C),
}

impl<C> Knot<C> {
    fn plain(name: u8) -> Self {
        Self {
            name,
            cell: Weak::new(),
            meddle: |_| (),
        }
    }

    fn new(name: u8, cell: &Rc<C>, meddle: fn(&C)) -> Self {
        Self {
            name,
            cell: Rc::downgrade(cell),
            meddle,
        }
    }

    fn meddle(&self) {
        if let Some(cell) = self.cell.upgrade() {
            (self.meddle)(&cell);
        }
    }
}

impl<C> Drop for Knot<C> {
    fn drop(&mut self) {
        self.meddle();
    }
}

impl<C> Clone for Knot<C> {
    fn clone(&self) -> Self {
        self.meddle();
        Self::plain(self.name + 100)
    }
}

impl<C> PartialEq for Knot<C> {
    fn eq(&self, other: &Self) -> bool {
        self.meddle();
        self.name == other.name
    }
}

impl<C> Debug for Knot<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.meddle();
        write!(f, "{}", self.name)
    }
}

#[derive(Default)]
struct Slot(Cell<Option<Knot<Slot>>>);

impl Slot {
    fn name(&self) -> Option<u8> {
        let knot = self.0.take();
        let name = knot.as_ref().map(|knot| knot.name);
        self.0.set(knot);
        name
    }
}

/// The old value's `Drop` finds the new one in its place, and may replace it again.
#[test]
fn a_drop_that_sets_the_cell_it_came_from() {
    let slot = Rc::new(Slot::default());
    slot.0.set(Some(Knot::new(1, &slot, |slot| {
        assert_eq!(slot.name(), Some(2));
        slot.0.set(Some(Knot::plain(3)));
    })));
    slot.0.set(Some(Knot::plain(2)));
    assert_eq!(slot.name(), Some(3));
    slot.0
        .set(Some(Knot::new(4, &slot, |slot| drop(slot.0.take()))));
    assert_eq!(slot.0.replace(None).map(|knot| knot.name), Some(4));
    assert_eq!(slot.name(), None);
}

thread_local! {
    static PLACE: Cell<u32> = const { Cell::new(7) };
}

/// `take` makes the default first, `update` sets last: what their user code does in between is overwritten or taken.
#[test]
fn code_of_a_user_runs_beside_the_exchange() {
    #[derive(Copy, Clone)]
    struct Meddler;
    impl Default for Meddler {
        fn default() -> Self {
            PLACE.with(|place| place.set(8));
            Meddler
        }
    }
    let cell = Cell::new(Meddler);
    let Meddler = cell.take();
    PLACE.with(|place| {
        assert_eq!(place.get(), 8);
        place.update(|n| {
            place.set(100);
            n + 1
        });
        assert_eq!(place.get(), 9);
    });
}

/// A cell of a counted pointer, whose drop may be the last and then comes back to this very cell.
#[test]
fn get_cloned_of_pointers_that_come_back() {
    type Place = Cell<Option<Rc<Link>>>;
    struct Link(Weak<Place>);
    impl Drop for Link {
        fn drop(&mut self) {
            if let Some(place) = self.0.upgrade() {
                assert!(place.get_cloned().take().is_none());
                place.set(None);
            }
        }
    }
    let place: Rc<Place> = Rc::default();
    place.set(Some(Rc::new(Link(Rc::downgrade(&place)))));
    let other = place.get_cloned();
    let three = Cell::new((1, [other.get_cloned().take(), None], "dry")).get_cloned();
    place.set(None);
    assert!(other.take().is_some());
    drop(three);
    assert!(place.take().is_none());
}

/// A clone that unwinds drops the clones made before it, here of a pointer to what would come back to the cell.
#[test]
fn a_clone_in_a_cell_that_unwinds() {
    type Place = Cell<Option<([Rc<Link>; 2], Fragile)>>;
    struct Link(Weak<Place>);
    impl Drop for Link {
        fn drop(&mut self) {
            if let Some(place) = self.0.upgrade() {
                place.set(None);
            }
        }
    }
    struct Fragile;
    impl Clone for Fragile {
        fn clone(&self) -> Self {
            blow()
        }
    }
    // SAFETY: its clone makes nothing and touches nothing.
    unsafe impl CloneFromCell for Fragile {}

    let place: Rc<Place> = Rc::default();
    let link = || Rc::new(Link(Rc::downgrade(&place)));
    place.set(Some(([link(), link()], Fragile)));
    assert!(catch(|| place.get_cloned()).is_err());
    let ([a, b], Fragile) = place.take().expect("nobody took it");
    assert_eq!((Rc::strong_count(&a), Rc::strong_count(&b)), (1, 1));
}

/// What may be cloned in a cell: the types of the list, and no others.
#[test]
fn the_types_that_may_be_cloned_in_a_cell() {
    fn may<T: CloneFromCell + PartialEq + Debug>(value: T) {
        let cell = Cell::new(value);
        assert_eq!(cell.get_cloned().into_inner(), cell.into_inner());
    }
    may(());
    may((true, 'c'));
    may((1_i8, 2_i16, 3_i32, 4_i64, 5_i128, 6_isize));
    may((1_u8, 2_u16, 3_u32, 4_u64, 5_u128, 6_usize));
    may((1.5_f32, 2.5_f64));
    may(("dry", &[1, 2][..]));
    may([Some(Rc::new(1)), None]);
    may(Some(std::sync::Arc::<str>::from("dry")));
    #[cfg(feature = "std")]
    may(drystone::rc::Rc::new(1));
    may((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    assert!(
        Cell::new(Weak::<u8>::new())
            .get_cloned()
            .take()
            .upgrade()
            .is_none()
    );
    assert!(
        Cell::new(std::sync::Weak::<u8>::new())
            .get_cloned()
            .take()
            .upgrade()
            .is_none()
    );
    #[cfg(feature = "std")]
    {
        let ours = drystone::rc::Weak::<u8>::new();
        assert!(Cell::new(ours).get_cloned().take().upgrade().is_none());
    }
}

type Borrowed = RefCell<Vec<Knot<Shelf>>>;
#[derive(Default)]
struct Shelf(Borrowed);

/// Everything that runs while the value is borrowed finds it borrowed, and nobody is left borrowing.
#[test]
fn user_code_finds_the_value_borrowed() {
    let shelf = Rc::new(Shelf::default());
    let shared: fn(&Shelf) = |shelf| {
        assert!(shelf.0.try_borrow_mut().is_err());
        assert_eq!(shelf.0.borrow().len(), 1);
    };
    shelf.0.borrow_mut().push(Knot::new(1, &shelf, shared));
    let clone = shelf.0.clone();
    assert_eq!(clone.borrow()[0].name, 101);
    assert!(shelf.0 == RefCell::new(vec![Knot::plain(1)]));
    assert!(shelf.0 == shelf.0);
    let mut text = String::new();
    write!(text, "{:?}", shelf.0).expect("a string takes all");
    assert_eq!(text, "RefCell { value: [1] }");
    assert!(shelf.0.try_borrow_mut().is_ok());

    let exclusive: fn(&Shelf) = |shelf| {
        assert!(shelf.0.try_borrow().is_err());
        assert!(catch(|| drop(shelf.0.borrow_mut())).is_err());
        assert_eq!(format!("{:?}", shelf.0), "RefCell { value: <borrowed> }");
    };
    shelf.0.borrow_mut()[0].meddle = exclusive;
    shelf.0.borrow_mut().clear();
    assert!(shelf.0.try_borrow_mut().is_ok());

    // What `replace` and `take` give back is dropped when the borrow has ended.
    let free: fn(&Shelf) = |shelf| shelf.0.borrow_mut().push(Knot::plain(9));
    for round in 0..2 {
        shelf.0.replace(vec![Knot::new(2, &shelf, free)]);
        drop(if round == 0 {
            shelf.0.take()
        } else {
            shelf.0.replace(Vec::new())
        });
        assert_eq!(shelf.0.borrow()[0].name, 9);
    }
}

#[derive(Default)]
struct Once(OnceCell<Knot<Once>>);

/// A value that is cloned, compared or shown comes back to its cell, which holds it all the while; so does one that is
/// dropped because it came too late.
#[test]
fn a_once_cell_may_be_asked_by_its_own_value() {
    let once = Rc::new(Once::default());
    let full: fn(&Once) = |once| {
        assert_eq!(once.0.get().map(|knot| knot.name), Some(1));
        assert!(once.0.set(Knot::plain(2)).is_err());
        assert_eq!(once.0.get_or_init(|| unreachable!()).name, 1);
    };
    let value = once.0.get_or_init(|| Knot::new(1, &once, full));
    assert!(once.0.set(Knot::new(3, &once, full)).is_err());
    assert!(once.0.try_insert(Knot::new(4, &once, full)).is_err());
    let clone = once.0.clone();
    assert_eq!(clone.get().map(|knot| knot.name), Some(101));
    assert!(once.0 == once.0 && once.0 != clone);
    assert_eq!(format!("{:?}", once.0), "OnceCell(1)");
    assert_eq!(value.name, 1);

    // An initialiser that fails drops what it has when the cell is still empty, and fills it so.
    let once = Rc::new(Once::default());
    let fill: fn(&Once) = |once| drop(once.0.set(Knot::plain(5)));
    let outcome = once.0.get_or_try_init(|| Err(Knot::new(6, &once, fill)));
    drop(outcome.map(|knot| knot.name));
    assert_eq!(once.0.get().map(|knot| knot.name), Some(5));
}

type Init = Box<dyn FnOnce() -> Knot<Lazy>>;
struct Lazy(LazyCell<Knot<Lazy>, Init>);

/// What a lazy cell's function owns is dropped before there is a value, and the value may ask for itself from then on.
#[test]
fn a_lazy_cell_may_be_asked_by_what_is_in_it() {
    fn lazy(init: impl FnOnce(&Weak<Lazy>) -> Init) -> Rc<Lazy> {
        Rc::new_cyclic(|this| Lazy(LazyCell::new(init(this))))
    }
    let empty: fn(&Lazy) = |lazy| {
        assert!(LazyCell::get(&lazy.0).is_none());
        assert!(catch(|| LazyCell::force(&lazy.0).name).is_err());
        assert_eq!(format!("{:?}", lazy.0), "LazyCell(<uninit>)");
    };
    let full: fn(&Lazy) = |lazy| assert_eq!((lazy.0.name, LazyCell::force(&lazy.0).name), (1, 1));
    let cell = lazy(|this| {
        let knot = |name, meddle| Knot {
            name,
            cell: Weak::clone(this),
            meddle,
        };
        let (owned, value) = (knot(9, empty), knot(1, full));
        Box::new(move || {
            drop(owned);
            value
        })
    });
    assert_eq!(cell.0.name, 1);
    assert_eq!(cell.0.clone().name, 101);
    assert!(*cell.0 == *cell.0);
    assert_eq!(format!("{:?}", cell.0), "LazyCell(1)");
}
