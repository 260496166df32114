//! Sizes, alignments, constants, and payloads without a size of their own.

use std::fmt::{Debug, Display};

use drystone::cell::{BorrowError, BorrowMutError, Cell, LazyCell, OnceCell, Ref, RefCell, RefMut};

use crate::support::probe::{Align64, Align4096, Token};

/// The feature buys its answers with room; the sizes promised are those without it.
const PLAIN: bool = !cfg!(feature = "borrow-sites");

#[test]
fn a_small_ref_cell_is_half_of_stds() {
    if PLAIN {
        assert_eq!(size_of::<RefCell<u8>>(), 8);
        assert_eq!(size_of::<RefCell<u32>>(), 8);
        assert_eq!(size_of::<RefCell<[u8; 4]>>(), 8);
        assert_eq!(size_of::<RefCell<()>>(), 4);
        // The flag fills up to the value's alignment.
        let flag = align_of::<String>().max(4);
        assert_eq!(size_of::<RefCell<String>>(), flag + size_of::<String>());
        #[cfg(target_pointer_width = "64")]
        assert_eq!(
            size_of::<RefCell<u32>>() * 2,
            size_of::<std::cell::RefCell<u32>>()
        );
        assert_eq!(
            (size_of::<BorrowError>(), size_of::<BorrowMutError>()),
            (0, 0)
        );
    }
    fn no_larger<T>() {
        if PLAIN {
            assert!(size_of::<RefCell<T>>() <= size_of::<std::cell::RefCell<T>>());
            assert_eq!(size_of::<Ref<'_, T>>(), size_of::<std::cell::Ref<'_, T>>());
            assert_eq!(
                size_of::<RefMut<'_, T>>(),
                size_of::<std::cell::RefMut<'_, T>>()
            );
        }
        assert_eq!(size_of::<Cell<T>>(), size_of::<T>());
        assert_eq!(align_of::<Cell<T>>(), align_of::<T>());
        assert_eq!(size_of::<OnceCell<T>>(), size_of::<Option<T>>());
        assert_eq!(
            size_of::<LazyCell<T>>(),
            size_of::<std::cell::LazyCell<T>>()
        );
        assert!(align_of::<RefCell<T>>() >= align_of::<T>());
    }
    no_larger::<u8>();
    no_larger::<u64>();
    no_larger::<u128>();
    no_larger::<String>();
    no_larger::<Token>();
    no_larger::<Token<Align64>>();
    no_larger::<[Align4096; 1]>();
}

#[test]
fn cells_are_made_and_taken_apart_by_constants() {
    const CELL: u32 = {
        let mut cell = Cell::new(1);
        *cell.get_mut() += 1;
        let old = cell.replace(cell.get() + 1);
        old + cell.into_inner()
    };
    const ELEMENTS: usize = {
        let cell = Cell::new([1, 2]);
        let slice: &Cell<[u32]> = &cell;
        cell.as_array_of_cells().len() + slice.as_slice_of_cells().len()
    };
    const FROM_MUT: u8 = {
        let mut n = 1;
        Cell::from_mut(&mut n).replace(2) + n
    };
    const REF_CELL: u32 = {
        let mut cell = RefCell::new(1);
        *cell.get_mut() += 1;
        *cell.undo_leak() += 1;
        cell.into_inner()
    };
    const ONCE: Option<u32> = {
        let mut cell = OnceCell::<u32>::new();
        assert!(cell.get().is_none() && cell.get_mut().is_none() && cell.take().is_none());
        cell.into_inner()
    };
    const LAZY: bool = {
        let mut cell = LazyCell::<u32>::new(|| 5);
        assert!(LazyCell::get(&cell).is_none() && LazyCell::get_mut(&mut cell).is_none());
        LazyCell::into_inner(cell).is_err()
    };
    assert_eq!((CELL, ELEMENTS, FROM_MUT, REF_CELL), (5, 4, 3, 3));
    assert_eq!((ONCE, LAZY), (None, true));
}

/// Constants that own something: the `const fn`s take any type.
#[test]
fn what_is_taken_out_is_dropped_once() {
    use crate::support::world::World;
    let mut world = World::new();
    world.run(|| {
        let cell = Cell::new(<Token>::new());
        drop(cell.into_inner());
        drop(RefCell::new(<Token>::new()).into_inner());
        drop(OnceCell::from(<Token>::new()).into_inner());
        drop(OnceCell::from(<Token>::new()));
        let lazy = LazyCell::new(<Token>::new);
        LazyCell::force(&lazy);
        drop(LazyCell::into_inner(lazy).ok());
        let kept = <Token>::new();
        let waiting = LazyCell::new(move || kept);
        drop(LazyCell::into_inner(waiting).err());
        let kept = <Token>::new();
        drop(LazyCell::new(move || kept));
    });
    world.finish();
}

/// A reference to a cell of an array is one to a cell of a slice, and so for trait objects, by the language alone.
#[test]
fn unsized_values_behind_references() {
    let numbers = RefCell::new([1, 2, 3]);
    let slice: &RefCell<[i32]> = &numbers;
    slice.borrow_mut()[0] = 9;
    {
        let (a, b) = Ref::map_split(slice.borrow(), |all| all.split_at(1));
        assert_eq!((&*a, &*b), (&[9][..], &[2, 3][..]));
        assert!(slice.try_borrow_mut().is_err());
    }
    assert_eq!(format!("{slice:?}"), "RefCell { value: [9, 2, 3] }");
    assert!(*slice == *(&RefCell::new([9, 2, 3]) as &RefCell<[i32]>));

    let word: std::boxed::Box<RefCell<dyn Display>> = std::boxed::Box::new(RefCell::new("dry"));
    assert_eq!(word.borrow().to_string(), "dry");
    let part: Ref<'_, dyn Debug> = Ref::map(numbers.borrow(), |all| all as &dyn Debug);
    assert_eq!(format!("{part:?}"), "[9, 2, 3]");
    drop(part);

    let over: &RefCell<dyn Debug> = &RefCell::new((7_u8, [Align64; 0]));
    assert!(
        std::ptr::from_ref(&*over.borrow())
            .cast::<Align64>()
            .is_aligned()
    );

    let cells: &Cell<[u8]> = &Cell::new([1, 2]);
    cells.as_slice_of_cells()[0].swap(&cells.as_slice_of_cells()[1]);
    let seen: &[Cell<u8>] = cells.as_ref();
    assert_eq!(seen, [Cell::new(2), Cell::new(1)]);
    assert!(cells.as_slice_of_cells().get(2).is_none());
    let mut array = [3, 4];
    let array = Cell::from_mut(&mut array);
    let seen: &[Cell<u8>] = array.as_ref();
    assert_eq!(seen, [Cell::new(3), Cell::new(4)]);
    let array: &[Cell<u8>; 2] = array.as_ref();
    assert_eq!(array.each_ref().map(Cell::get), [3, 4]);
}

#[cfg(feature = "unsize")]
mod unsize {
    use super::*;
    use ::unsize::{CoerceUnsize, Coercion};
    use drystone::boxed::Box;
    use drystone::rc::{Rc, Weak};
    use std::any::Any;

    #[test]
    fn boxes_of_cells_and_guards_are_unsized() {
        let any: Box<RefCell<dyn Display>> =
            Box::new(RefCell::new(5)).unsize(RefCell::to_display());
        assert_eq!(any.borrow().to_string(), "5");
        let over: Box<RefCell<dyn Debug>> =
            Box::new(RefCell::new([Align4096; 2])).unsize(RefCell::to_debug());
        let address = std::ptr::from_ref(&*over.borrow()).cast::<Align4096>();
        assert!(address.is_aligned());
        let cells: Box<Cell<[String]>> =
            Box::new(Cell::new(["a", "b"].map(str::to_owned))).unsize(Cell::to_slice());
        assert_eq!(cells.as_slice_of_cells()[1].take(), "b");

        let numbers: Box<RefCell<[i32]>> =
            Box::new(RefCell::new([1, 2, 3])).unsize(RefCell::to_slice());
        numbers.borrow_mut()[2] = 9;
        assert_eq!(*numbers.borrow(), [1, 2, 9]);

        let shared = Rc::new(RefCell::new("dry".to_owned()));
        let weak: Weak<RefCell<dyn Debug>> = Rc::downgrade(&shared).unsize(RefCell::to_debug());
        shared.borrow_mut().push('!');
        let again = weak.upgrade().expect("`shared` is there");
        assert_eq!(format!("{:?}", again.borrow()), "\"dry!\"");
        assert!(shared.try_borrow_mut().is_ok());
        let any: Rc<RefCell<dyn Any>> = shared.unsize(RefCell::to_any());
        assert!(any.borrow_mut().downcast_mut::<String>().is_some());

        let numbers = RefCell::new([1, 2, 9]);
        let shown: Ref<'_, dyn Debug> = numbers.borrow().unsize(Coercion::to_debug());
        assert_eq!(format!("{shown:?}"), "[1, 2, 9]");
        assert!(numbers.try_borrow_mut().is_err());
        drop(shown);
        assert!(numbers.try_borrow_mut().is_ok());
    }
}

/// What only a nightly compiler coerces by itself.
#[cfg(feature = "nightly")]
#[test]
fn coercions_by_themselves() {
    let numbers = RefCell::new([1, 2, 3]);
    let slice: RefMut<'_, [i32]> = numbers.borrow_mut();
    assert_eq!(slice.len(), 3);
    drop(slice);
    let shown: Ref<'_, dyn Debug> = numbers.borrow();
    assert_eq!(format!("{shown:?}"), "[1, 2, 3]");
    let any: Cell<&dyn Debug> = Cell::new(&5);
    let cell: RefCell<std::boxed::Box<dyn Debug>> = RefCell::new(std::boxed::Box::new(5));
    assert_eq!(format!("{:?} {:?}", any.get(), cell.borrow()), "5 5");
}

/// Two cells that share some bytes are no business of safe code; whoever makes them gets a panic and no torn values.
#[test]
fn overlapping_cells_are_not_swapped() {
    let bytes = Cell::new([1_u8, 2, 3]);
    let all = bytes.as_ptr().cast::<u8>();
    let [a, b] = [0, 1].map(|at| all.wrapping_add(at).cast::<Cell<[u8; 2]>>());
    // SAFETY: both are within the array, whose bytes are in cells for as long.
    let [a, b] = [a, b].map(|pair| unsafe { &*pair });
    for (a, b) in [(a, b), (b, a)] {
        let caught = crate::support::catch::catch(|| a.swap(b)).expect_err("they overlap");
        assert!(
            caught
                .message
                .is_some_and(|words| words.contains("overlapping"))
        );
    }
    a.swap(a);
    assert_eq!(bytes.get(), [1, 2, 3]);
    // Side by side is beside each other.
    let [a, b, c] = bytes.as_array_of_cells();
    a.swap(b);
    c.swap(b);
    assert_eq!(bytes.get(), [2, 3, 1]);
    let nothing = Cell::new([(); 2]);
    nothing.swap(&Cell::new([(); 2]));
}
