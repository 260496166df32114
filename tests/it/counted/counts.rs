//! The counts: what each method does to them, and where they can be read.

use std::fmt::Debug;

use crate::support::probe::{Align64, Align4096, Token};

use super::super::subject::{self, Counted, HEADER, Unique, Weak};

/// The two counts where the documentation says that they are: the weak one is told with that of the strong owners.
fn header<T: ?Sized>(owner: &Counted<T>) -> [u32; 2] {
    let value = Counted::as_ptr(owner);
    let align = align_of_val(&**owner);
    // SAFETY: the block begins as many bytes before the value as the header takes when rounded up to the alignment.
    let block = unsafe { value.byte_sub(HEADER.next_multiple_of(align)) };
    // SAFETY: nobody changes the counts meanwhile.
    unsafe { subject::read_counts(block.cast()) }
}

fn header_of<T: Debug + 'static>(value: T) {
    let owner = Counted::new(value);
    assert_eq!(header(&owner), [1, 1]);
    let (also, weak) = (Counted::clone(&owner), Counted::downgrade(&owner));
    assert_eq!(header(&owner), [2, 2]);
    assert_eq!(
        (Counted::strong_count(&owner), Counted::weak_count(&owner)),
        (2, 1)
    );
    drop((also, weak));
    // SAFETY: from an owner.
    let shown = unsafe { Counted::from_raw(Counted::into_raw(owner) as *const dyn Debug) };
    let weaks = [Counted::downgrade(&shown), Counted::downgrade(&shown)];
    assert_eq!(header(&shown), [1, 3]);
    drop(weaks);
}

#[test]
fn the_header_tells_the_counts() {
    header_of(7_u8);
    header_of(7_u32);
    header_of(7_u64);
    header_of([7_u8; 33]);
    header_of([0_u64; 0]);
    header_of((Token::<Align64>::new(), 7_u8));
    header_of((Token::<Align4096>::new(), 7_u8));
    assert_eq!(header(&Counted::<str>::from("dry")), [1, 1]);
    assert_eq!(header(&Counted::<[u16]>::from([1, 2, 3])), [1, 1]);
}

#[cfg(not(feature = "trace-leaks"))]
#[test]
fn a_block_is_eight_bytes_larger_than_its_value() {
    use super::super::subject::ALIGN;
    use crate::support::heap::{Heap, Manner};

    let size = |f: &dyn Fn(&Heap)| {
        let heap = Heap::new(Manner::Moving);
        f(&heap);
        heap.sizes()
    };
    let word = align_of::<u64>().max(ALIGN);
    let wide = align_of::<u128>();
    assert_eq!(
        size(&|heap| drop(Counted::new_in(1_u64, heap))),
        [(16, word)]
    );
    assert_eq!(
        size(&|heap| drop(Counted::new_in(1_u32, heap))),
        [(8 + 4_usize.next_multiple_of(ALIGN), ALIGN)]
    );
    assert_eq!(
        size(&|heap| drop(Counted::new_in(1_u8, heap))),
        [(8 + 4_usize.next_multiple_of(ALIGN), ALIGN)]
    );
    assert_eq!(size(&|heap| drop(Counted::new_in((), heap))), [(8, ALIGN)]);
    assert_eq!(
        size(&|heap| drop(Counted::new_in(1_u128, heap))),
        [(wide + 16, wide)]
    );
    assert_eq!(
        size(&|heap| drop(Counted::new_in([1_u64; 5], heap))),
        [(48, word)]
    );
    let text = |heap: &Heap| drop(Counted::clone_from_ref_in("dry", heap));
    assert_eq!(size(&text), [(8 + 4_usize.next_multiple_of(ALIGN), ALIGN)]);
    let slice = |heap: &Heap| drop(Counted::clone_from_ref_in(&[1_u64; 3][..], heap));
    assert_eq!(size(&slice), [(32, word)]);
}

#[test]
fn every_method_moves_the_counts_that_it_should() {
    let owner = Counted::new(1);
    let counts = || header(&owner);
    let raw = Counted::into_raw(Counted::clone(&owner));
    assert_eq!(counts(), [2, 1]);
    // SAFETY: from `into_raw`, here and below.
    unsafe { Counted::increment_strong_count(raw) };
    assert_eq!(counts(), [3, 1]);
    // SAFETY: as above.
    unsafe { Counted::decrement_strong_count(raw) };
    // SAFETY: as above.
    drop(unsafe { Counted::from_raw(raw) });
    assert_eq!(counts(), [1, 1]);

    let weak = Counted::downgrade(&owner);
    let raw = weak.clone().into_raw();
    assert_eq!(counts(), [1, 3]);
    assert_eq!((weak.strong_count(), weak.weak_count()), (1, 2));
    // SAFETY: from `into_raw`.
    drop(unsafe { Weak::from_raw(raw) });
    let upgraded = weak.upgrade();
    assert_eq!(counts(), [2, 2]);
    drop((upgraded, weak));

    assert!(Counted::is_unique(&owner));
    let other = Counted::try_unwrap(Counted::clone(&owner)).expect_err("there are two");
    assert_eq!(counts(), [2, 1]);
    assert!(!Counted::is_unique(&owner) && Counted::into_inner(other).is_none());
    assert_eq!(counts(), [1, 1]);
}

#[test]
fn a_unique_owner_counts_as_none() {
    let unique = Unique::new(1);
    let weaks = [Unique::downgrade(&unique), Unique::downgrade(&unique)];
    assert!(weaks[0].upgrade().is_none());
    assert_eq!((weaks[0].strong_count(), weaks[1].weak_count()), (0, 0));
    let owner = subject::share(unique);
    assert_eq!(header(&owner), [1, 3]);
    assert_eq!((weaks[0].strong_count(), weaks[1].weak_count()), (1, 2));
    assert!(
        weaks[0]
            .upgrade()
            .is_some_and(|other| Counted::ptr_eq(&owner, &other))
    );
}

#[test]
fn only_a_sole_owner_without_weaks_may_change_the_value() {
    let mut owner = Counted::new(1);
    *Counted::get_mut(&mut owner).expect("there is no other") += 1;
    let weak = Counted::downgrade(&owner);
    assert!(Counted::get_mut(&mut owner).is_none());
    drop(weak);
    let other = Counted::clone(&owner);
    assert!(Counted::get_mut(&mut owner).is_none());
    drop(other);
    assert_eq!(Counted::get_mut(&mut owner), Some(&mut 2));
}

#[test]
fn only_pointers_to_one_block_are_equal() {
    let (owner, other) = (Counted::new(()), Counted::new(()));
    assert!(Counted::ptr_eq(&owner, &owner.clone()) && !Counted::ptr_eq(&owner, &other));
    let (weak, of_other) = (Counted::downgrade(&owner), Counted::downgrade(&other));
    assert!(weak.ptr_eq(&weak.clone()) && !weak.ptr_eq(&of_other) && !weak.ptr_eq(&Weak::new()));
}

#[test]
fn the_last_count_before_the_limit_is_counted() {
    // The process ends one further: `tests/count_limits.rs`.
    let limit = i32::MAX as u32;
    let owner = Counted::new(1_u64);
    let set = |strong: u32, weak: u32| {
        // SAFETY: the header stands before the value, and a `u64` leaves no room between them.
        let block = unsafe { Counted::as_ptr(&owner).byte_sub(HEADER.next_multiple_of(8)) };
        // SAFETY: the block is alive, and nobody looks at the counts meanwhile.
        unsafe { subject::write_counts(block.cast_mut().cast(), [strong, weak]) };
    };
    set(limit - 1, limit - 1);
    let also = Counted::clone(&owner);
    let weak = Counted::downgrade(&owner);
    assert_eq!(Counted::strong_count(&owner), limit as usize);
    assert_eq!(Counted::weak_count(&owner), limit as usize - 1);
    assert_eq!(header(&owner), [limit, limit]);
    drop((also, weak));
    assert_eq!(header(&owner), [limit - 1, limit - 1]);
    set(1, 1);
}
