//! The counts: what each method does to them, and where they can be read.

use std::fmt::Debug;

use drystone::rc::{Rc, UniqueRc, Weak};

use crate::support::probe::{Align64, Align4096, Token};

/// The bytes before the value, as documented.
const HEADER: usize = if cfg!(feature = "trace-leaks") { 12 } else { 8 };

/// The two counts where the documentation says that they are: the weak one is told with that of the strong owners.
fn header<T: ?Sized>(rc: &Rc<T>) -> [u32; 2] {
    let value = Rc::as_ptr(rc);
    let align = align_of_val(&**rc);
    // SAFETY: the block begins as many bytes before the value as the header takes when rounded up to the alignment.
    let counts = unsafe { value.byte_sub(HEADER.next_multiple_of(align)) };
    // SAFETY: it begins with two counts, which nobody changes meanwhile.
    unsafe { counts.cast::<[u32; 2]>().read() }
}

fn header_of<T: Debug + 'static>(value: T) {
    let rc = Rc::new(value);
    assert_eq!(header(&rc), [1, 1]);
    let (also, weak) = (Rc::clone(&rc), Rc::downgrade(&rc));
    assert_eq!(header(&rc), [2, 2]);
    assert_eq!((Rc::strong_count(&rc), Rc::weak_count(&rc)), (2, 1));
    drop((also, weak));
    // SAFETY: from an owner.
    let shown = unsafe { Rc::from_raw(Rc::into_raw(rc) as *const dyn Debug) };
    let weaks = [Rc::downgrade(&shown), Rc::downgrade(&shown)];
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
    assert_eq!(header(&Rc::<str>::from("dry")), [1, 1]);
    assert_eq!(header(&Rc::<[u16]>::from([1, 2, 3])), [1, 1]);
}

#[cfg(not(feature = "trace-leaks"))]
#[test]
fn a_block_is_eight_bytes_larger_than_its_value() {
    use crate::support::heap::{Heap, Manner};

    let size = |f: &dyn Fn(&Heap)| {
        let heap = Heap::new(Manner::Moving);
        f(&heap);
        heap.sizes()
    };
    assert_eq!(size(&|heap| drop(Rc::new_in(1_u64, heap))), [(16, 8)]);
    assert_eq!(size(&|heap| drop(Rc::new_in(1_u32, heap))), [(12, 4)]);
    assert_eq!(size(&|heap| drop(Rc::new_in(1_u8, heap))), [(12, 4)]);
    assert_eq!(size(&|heap| drop(Rc::new_in((), heap))), [(8, 4)]);
    assert_eq!(size(&|heap| drop(Rc::new_in(1_u128, heap))), [(32, 16)]);
    assert_eq!(size(&|heap| drop(Rc::new_in([1_u64; 5], heap))), [(48, 8)]);
    let text = |heap: &Heap| drop(Rc::clone_from_ref_in("dry", heap));
    assert_eq!(size(&text), [(12, 4)]);
    let slice = |heap: &Heap| drop(Rc::clone_from_ref_in(&[1_u64; 3][..], heap));
    assert_eq!(size(&slice), [(32, 8)]);
}

#[test]
fn every_method_moves_the_counts_that_it_should() {
    let rc = Rc::new(1);
    let counts = || header(&rc);
    let raw = Rc::into_raw(Rc::clone(&rc));
    assert_eq!(counts(), [2, 1]);
    // SAFETY: from `into_raw`, here and below.
    unsafe { Rc::increment_strong_count(raw) };
    assert_eq!(counts(), [3, 1]);
    // SAFETY: as above.
    unsafe { Rc::decrement_strong_count(raw) };
    // SAFETY: as above.
    drop(unsafe { Rc::from_raw(raw) });
    assert_eq!(counts(), [1, 1]);

    let weak = Rc::downgrade(&rc);
    let raw = weak.clone().into_raw();
    assert_eq!(counts(), [1, 3]);
    assert_eq!((weak.strong_count(), weak.weak_count()), (1, 2));
    // SAFETY: from `into_raw`.
    drop(unsafe { Weak::from_raw(raw) });
    let owner = weak.upgrade();
    assert_eq!(counts(), [2, 2]);
    drop((owner, weak));

    assert!(Rc::is_unique(&rc));
    let other = Rc::try_unwrap(Rc::clone(&rc)).expect_err("there are two");
    assert_eq!(counts(), [2, 1]);
    assert!(!Rc::is_unique(&rc) && Rc::into_inner(other).is_none());
    assert_eq!(counts(), [1, 1]);
}

#[test]
fn a_unique_owner_counts_as_none() {
    let unique = UniqueRc::new(1);
    let weaks = [UniqueRc::downgrade(&unique), UniqueRc::downgrade(&unique)];
    assert!(weaks[0].upgrade().is_none());
    assert_eq!((weaks[0].strong_count(), weaks[1].weak_count()), (0, 0));
    let rc = UniqueRc::into_rc(unique);
    assert_eq!(header(&rc), [1, 3]);
    assert_eq!((weaks[0].strong_count(), weaks[1].weak_count()), (1, 2));
    assert!(
        weaks[0]
            .upgrade()
            .is_some_and(|other| Rc::ptr_eq(&rc, &other))
    );
}

#[test]
fn only_a_sole_owner_without_weaks_may_change_the_value() {
    let mut rc = Rc::new(1);
    *Rc::get_mut(&mut rc).expect("there is no other") += 1;
    let weak = Rc::downgrade(&rc);
    assert!(Rc::get_mut(&mut rc).is_none());
    drop(weak);
    let other = Rc::clone(&rc);
    assert!(Rc::get_mut(&mut rc).is_none());
    drop(other);
    assert_eq!(Rc::get_mut(&mut rc), Some(&mut 2));
}

#[test]
fn the_last_count_before_the_limit_is_counted() {
    // The process ends one further: `tests/count_limits.rs`.
    let limit = i32::MAX as u32;
    let rc = Rc::new(1_u64);
    // SAFETY: the block begins there.
    let counts = unsafe { Rc::as_ptr(&rc).byte_sub(HEADER.next_multiple_of(8)) };
    let counts = counts.cast_mut();
    let set = |strong: u32, weak: u32| {
        // SAFETY: the block is alive, and nobody looks at the counts meanwhile.
        unsafe { counts.cast::<[u32; 2]>().write([strong, weak]) };
    };
    set(limit - 1, limit - 1);
    let also = Rc::clone(&rc);
    let weak = Rc::downgrade(&rc);
    assert_eq!(Rc::strong_count(&rc), limit as usize);
    assert_eq!(Rc::weak_count(&rc), limit as usize - 1);
    assert_eq!(header(&rc), [limit, limit]);
    drop((also, weak));
    assert_eq!(header(&rc), [limit - 1, limit - 1]);
    set(1, 1);
}
