//! `RefCell`'s guards: kept, forgotten, swapped, split, leaked, and too many of them.

use std::mem::{forget, swap};
use std::rc::Rc;

use drystone::cell::{BorrowState, Ref, RefCell, RefMut};

use crate::support::catch::catch;

#[track_caller]
fn state<T: ?Sized>(cell: &RefCell<T>, expected: BorrowState) {
    assert_eq!(cell.borrow_state(), expected);
    assert_eq!(
        cell.try_borrow().is_ok(),
        !matches!(expected, BorrowState::Exclusive(_))
    );
    assert_eq!(
        cell.try_borrow_mut().is_ok(),
        expected == BorrowState::Unused
    );
}

/// What is forgotten stays borrowed, whatever form the guard has had; `&mut` ends it.
#[test]
fn every_guard_forgotten() {
    let mut cell = RefCell::new([1, 2]);
    forget(cell.borrow());
    state(&cell, BorrowState::Shared(1));
    forget(Ref::map(cell.borrow(), |pair| &pair[0]));
    forget(Ref::clone(&cell.borrow()));
    forget(Ref::map_split(cell.borrow(), |[a, b]| (a, b)));
    state(&cell, BorrowState::Shared(5));
    assert_eq!(*cell.borrow(), [1, 2]);
    *cell.get_mut() = [3, 4];
    state(&cell, BorrowState::Shared(5));
    assert_eq!(*cell.undo_leak(), [3, 4]);
    state(&cell, BorrowState::Unused);

    forget(cell.borrow_mut());
    state(&cell, BorrowState::Exclusive(1));
    cell.undo_leak();
    let (a, b) = RefMut::map_split(cell.borrow_mut(), |[a, b]| (a, b));
    forget(a);
    drop(b);
    state(&cell, BorrowState::Exclusive(1));
    cell.undo_leak();
    *cell.borrow_mut() = [5, 6];
    assert_eq!(cell.into_inner(), [5, 6]);
}

#[test]
fn leaked_references_live_as_long_as_the_cell() {
    let mut cell = RefCell::new(String::from("dry"));
    let (a, b) = (Ref::leak(cell.borrow()), Ref::leak(cell.borrow()));
    assert_eq!((a.as_str(), b.as_str()), ("dry", "dry"));
    state(&cell, BorrowState::Shared(2));
    assert_eq!(a, b);
    cell.undo_leak();
    RefMut::leak(cell.borrow_mut()).push_str(" stone");
    state(&cell, BorrowState::Exclusive(1));
    assert_eq!(cell.into_inner(), "dry stone");
}

/// A guard takes its count along.
#[test]
fn swapped_guards_count_for_what_they_point_to() {
    let (a, b) = (RefCell::new(1), RefCell::new(2));
    let (mut x, mut y) = (a.borrow(), b.borrow());
    let z = b.borrow();
    swap(&mut x, &mut y);
    assert_eq!((*x, *y, *z), (2, 1, 2));
    drop(x);
    state(&a, BorrowState::Shared(1));
    state(&b, BorrowState::Shared(1));
    drop((y, z));

    let (mut x, mut y) = (a.borrow_mut(), b.borrow_mut());
    swap(&mut x, &mut y);
    (*x, *y) = (20, 10);
    drop(x);
    state(&a, BorrowState::Exclusive(1));
    state(&b, BorrowState::Unused);
    drop(y);
    assert_eq!((a.into_inner(), b.into_inner()), (10, 20));
}

/// The parts of an exclusive borrow are independent, and the borrow ends with the last of them.
#[test]
fn parts_of_an_exclusive_borrow() {
    let cell = RefCell::new([1, 2, 3, 4]);
    let (front, mut back) = RefMut::map_split(cell.borrow_mut(), |all| all.split_at_mut(2));
    let (mut a, mut b) = RefMut::map_split(front, |front| front.split_at_mut(1));
    state(&cell, BorrowState::Exclusive(3));
    swap(&mut a[0], &mut back[1]);
    b[0] = 9;
    drop(a);
    let mut last = RefMut::map(back, |back| &mut back[0]);
    drop(b);
    *last = 8;
    state(&cell, BorrowState::Exclusive(1));
    drop(last);
    state(&cell, BorrowState::Unused);
    assert_eq!(cell.into_inner(), [4, 9, 8, 1]);
}

/// A part that lives elsewhere, and that is freed as soon as nothing holds it.
#[test]
fn guards_may_end_in_the_callee_that_frees_the_value() {
    fn ends_a_reader(guard: Ref<'_, String>, cell: &RefCell<String>) -> usize {
        let len = guard.len();
        drop(guard);
        // Were there a reference in the guard, it would still be protected here.
        *cell.borrow_mut() = String::new();
        len
    }
    fn ends_a_writer(guard: RefMut<'_, String>, cell: &RefCell<String>) -> usize {
        drop(guard);
        cell.replace("wall".repeat(9)).len()
    }
    let cell = RefCell::new("dry".repeat(9));
    assert_eq!(ends_a_reader(cell.borrow(), &cell), 27);
    assert_eq!(ends_a_writer(cell.borrow_mut(), &cell), 0);
    assert_eq!(cell.into_inner().len(), 36);
}

/// An owner of a cell and of a guard of it, as crates for self-reference make them, given to the function that drops both.
#[test]
fn guards_may_end_in_the_callee_that_frees_the_cell() {
    struct Owner<G, T> {
        _guard: G,
        _cell: Rc<RefCell<T>>,
    }
    fn owner<G, T: 'static>(value: T, guard: impl FnOnce(&'static RefCell<T>) -> G) -> Owner<G, T> {
        let cell = Rc::new(RefCell::new(value));
        // SAFETY: the guard stands before the owner of its cell, so it is dropped first.
        let borrowed = unsafe { &*Rc::as_ptr(&cell) };
        Owner {
            _guard: guard(borrowed),
            _cell: cell,
        }
    }
    // With and without padding behind the flag, and behind the value.
    drop(owner(5_u64, |cell| cell.borrow()));
    drop(owner(5_u64, |cell| cell.borrow_mut()));
    drop(owner([5_u8; 3], |cell| cell.borrow()));
    drop(owner([5_u8; 3], |cell| cell.borrow_mut()));
    drop(owner((), |cell| cell.borrow()));
    drop(owner(String::from("dry"), |cell| {
        Ref::map(cell.borrow(), String::as_str)
    }));
    drop(owner(String::from("dry"), |cell| {
        RefMut::map(cell.borrow_mut(), String::as_mut_str)
    }));
}

/// A closure of `map` that panics ends the borrow, and no panic leaves the cell behind borrowed.
#[test]
fn a_panic_in_a_closure_ends_the_borrow() {
    let cell = RefCell::new([1, 2]);
    let boom = || -> ! { std::panic::resume_unwind(Box::new(())) };
    assert!(catch(|| drop(Ref::map(cell.borrow(), |_| -> &u8 { boom() }))).is_err());
    assert!(catch(|| drop(Ref::map_split(cell.borrow(), |_| -> (&u8, &u8) { boom() }))).is_err());
    assert!(
        catch(|| drop(Ref::filter_map(cell.borrow(), |_| -> Option<&u8> { boom() }).ok())).is_err()
    );
    assert!(
        catch(|| drop(RefMut::map(cell.borrow_mut(), |pair| -> &mut u8 {
            pair[0] = 9;
            boom()
        })))
        .is_err()
    );
    assert!(
        catch(|| drop(
            RefMut::try_map(cell.borrow_mut(), |_| -> Result<&mut u8, u8> { boom() }).ok()
        ))
        .is_err()
    );
    assert!(catch(|| cell.replace_with(|_| boom())).is_err());
    state(&cell, BorrowState::Unused);
    assert_eq!(*cell.borrow(), [9, 2]);
    let words = catch(|| cell.swap(&cell)).expect_err("a cell can't be swapped with itself");
    assert!(
        words
            .message
            .is_some_and(|m| m.starts_with("RefCell already "))
    );
    state(&cell, BorrowState::Unused);
}

/// Sets the flag of a cell whose layout says that it comes first.
fn set_flag(cell: &mut RefCell<u8>, flag: i32) {
    // SAFETY: `RefCell` is `repr(C)` and begins with its flag, and the cell is borrowed exclusively.
    unsafe { std::ptr::from_mut(cell).cast::<i32>().write(flag) };
}

/// One reader more than can be counted is refused, and the cell goes on.
#[test]
fn too_many_borrows_panic_and_leave_the_cell_usable() {
    let mut cell = RefCell::new(5);
    set_flag(&mut cell, i32::MAX - 1);
    let most = i32::MAX.unsigned_abs();
    let last = cell.borrow();
    assert_eq!(cell.borrow_state(), BorrowState::Shared(most));
    assert!(cell.try_borrow().is_err());
    assert!(cell.try_borrow_mut().is_err());
    assert!(catch(|| drop(cell.borrow())).is_err());
    let caught = catch(|| drop(Ref::clone(&last))).expect_err("one too many");
    let words = caught.message.expect("words");
    assert!(words.contains("too often"), "{words}");
    assert_eq!((*last, cell.borrow_state()), (5, BorrowState::Shared(most)));
    let split = catch(|| drop(Ref::map_split(last, |n| (n, n))));
    assert!(split.is_err());
    assert_eq!(cell.borrow_state(), BorrowState::Shared(most - 1));
    assert_eq!(*cell.borrow(), 5);
    cell.undo_leak();
    *cell.borrow_mut() = 6;

    set_flag(&mut cell, i32::MIN);
    assert_eq!(cell.borrow_state(), BorrowState::Exclusive(1 << 31));
    assert!(cell.try_borrow().is_err());
    assert!(cell.try_borrow_mut().is_err());
    cell.undo_leak();
    let writer = cell.borrow_mut();
    // SAFETY: as in `set_flag`; the writer keeps everybody else away.
    unsafe {
        std::ptr::from_ref(&cell)
            .cast_mut()
            .cast::<i32>()
            .write(i32::MIN)
    };
    assert!(catch(|| drop(RefMut::map_split(writer, |n| (n, <&mut [u8]>::default())))).is_err());
    cell.undo_leak();
    assert_eq!(cell.into_inner(), 6);
}

/// The same without a short cut: counting to 2^31 is quick when optimised.
#[cfg(not(any(debug_assertions, miri)))]
#[test]
fn two_billion_readers_are_counted() {
    let mut cell = RefCell::new(5);
    let mut readers = 0_u32;
    while let Ok(guard) = cell.try_borrow() {
        forget(guard);
        readers += 1;
    }
    assert_eq!(readers, i32::MAX.unsigned_abs());
    assert!(catch(|| drop(cell.borrow())).is_err());
    assert_eq!(*cell.undo_leak(), 5);
    assert!(cell.try_borrow_mut().is_ok());
}

/// Debug, Display and the errors say what std's say.
#[test]
fn words_are_stds() {
    use std::cell as theirs;
    let (a, b) = (RefCell::new("dry"), theirs::RefCell::new("dry"));
    assert_eq!(format!("{a:?} {a:#?}"), format!("{b:?} {b:#?}"));
    {
        let (x, y) = (a.borrow(), b.borrow());
        assert_eq!(format!("{x:?} {x:>5}"), format!("{y:?} {y:>5}"));
        let (ours, theirs) = (
            a.try_borrow_mut().unwrap_err(),
            b.try_borrow_mut().unwrap_err(),
        );
        assert!(ours.to_string().starts_with(&theirs.to_string()), "{ours}");
        assert!(
            format!("{ours:?}").starts_with(&format!("{theirs:?}")),
            "{ours:?}"
        );
    }
    let (mut x, mut y) = (a.borrow_mut(), b.borrow_mut());
    (*x, *y) = ("wet", "wet");
    assert_eq!(format!("{x:?} {x:>5} {a:?}"), format!("{y:?} {y:>5} {b:?}"));
    let (ours, theirs) = (a.try_borrow().unwrap_err(), b.try_borrow().unwrap_err());
    assert!(ours.to_string().starts_with(&theirs.to_string()), "{ours}");
    assert!(
        format!("{ours:?}").starts_with(&format!("{theirs:?}")),
        "{ours:?}"
    );
    if size_of_val(&ours) == 0 {
        // Without the feature `borrow-sites` nothing more is said, and padding is obeyed.
        let ours = format!("{ours:>40} {ours:40?}");
        assert_eq!(ours, format!("{theirs:>40} {theirs:40?}"));
    }
    let source: &dyn std::error::Error = &ours;
    assert!(source.source().is_none());
}
