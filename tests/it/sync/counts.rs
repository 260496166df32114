//! The counts: what each method does to them, and where they can be read.

use std::fmt::Debug;

use drystone::sync::{Arc, UniqueArc, Weak};

#[cfg(not(feature = "trace-leaks"))]
use crate::support::heap::{Heap, Manner};
use crate::support::probe::{Align64, Align4096, Token};

/// The bytes before the value, as documented.
const HEADER: usize = if cfg!(feature = "trace-leaks") { 16 } else { 8 };

/// The two counts where the documentation says that they are: the weak one is told with that of the strong owners.
fn header<T: ?Sized>(arc: &Arc<T>) -> [u32; 2] {
    let value = Arc::as_ptr(arc);
    let align = align_of_val(&**arc);
    // SAFETY: the block begins as many bytes before the value as the header takes when rounded up to the alignment.
    let word = unsafe { value.byte_sub(HEADER.next_multiple_of(align)) };
    // SAFETY: it begins with one word, which nobody changes meanwhile.
    let word = unsafe { word.cast::<u64>().read() };
    [(word >> 32) as u32, word as u32]
}

fn header_of<T: Debug + 'static>(value: T) {
    let arc = Arc::new(value);
    assert_eq!(header(&arc), [1, 1]);
    let (also, weak) = (Arc::clone(&arc), Arc::downgrade(&arc));
    assert_eq!(header(&arc), [2, 2]);
    assert_eq!((Arc::strong_count(&arc), Arc::weak_count(&arc)), (2, 1));
    drop((also, weak));
    // SAFETY: from an owner.
    let shown = unsafe { Arc::from_raw(Arc::into_raw(arc) as *const dyn Debug) };
    let weaks = [Arc::downgrade(&shown), Arc::downgrade(&shown)];
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
    assert_eq!(header(&Arc::<str>::from("dry")), [1, 1]);
    assert_eq!(header(&Arc::<[u16]>::from([1, 2, 3])), [1, 1]);
}

#[cfg(not(feature = "trace-leaks"))]
#[test]
fn a_block_is_eight_bytes_larger_than_its_value() {
    let size = |f: &dyn Fn(&Heap)| {
        let heap = Heap::new(Manner::Moving);
        f(&heap);
        heap.sizes()
    };
    assert_eq!(size(&|heap| drop(Arc::new_in(1_u64, heap))), [(16, 8)]);
    assert_eq!(size(&|heap| drop(Arc::new_in(1_u32, heap))), [(16, 8)]);
    assert_eq!(size(&|heap| drop(Arc::new_in(1_u8, heap))), [(16, 8)]);
    assert_eq!(size(&|heap| drop(Arc::new_in((), heap))), [(8, 8)]);
    assert_eq!(size(&|heap| drop(Arc::new_in(1_u128, heap))), [(32, 16)]);
    assert_eq!(size(&|heap| drop(Arc::new_in([1_u64; 5], heap))), [(48, 8)]);
    let text = |heap: &Heap| drop(Arc::clone_from_ref_in("dry", heap));
    assert_eq!(size(&text), [(16, 8)]);
    let slice = |heap: &Heap| drop(Arc::clone_from_ref_in(&[1_u64; 3][..], heap));
    assert_eq!(size(&slice), [(32, 8)]);
}

#[test]
fn every_method_moves_the_counts_that_it_should() {
    let arc = Arc::new(1);
    let counts = || header(&arc);
    let raw = Arc::into_raw(Arc::clone(&arc));
    assert_eq!(counts(), [2, 1]);
    // SAFETY: from `into_raw`, here and below.
    unsafe { Arc::increment_strong_count(raw) };
    assert_eq!(counts(), [3, 1]);
    // SAFETY: as above.
    unsafe { Arc::decrement_strong_count(raw) };
    // SAFETY: as above.
    drop(unsafe { Arc::from_raw(raw) });
    assert_eq!(counts(), [1, 1]);

    let weak = Arc::downgrade(&arc);
    let raw = weak.clone().into_raw();
    assert_eq!(counts(), [1, 3]);
    assert_eq!((weak.strong_count(), weak.weak_count()), (1, 2));
    // SAFETY: from `into_raw`.
    drop(unsafe { Weak::from_raw(raw) });
    let owner = weak.upgrade();
    assert_eq!(counts(), [2, 2]);
    drop((owner, weak));

    assert!(Arc::is_unique(&arc));
    let other = Arc::try_unwrap(Arc::clone(&arc)).expect_err("there are two");
    assert_eq!(counts(), [2, 1]);
    assert!(!Arc::is_unique(&arc) && Arc::into_inner(other).is_none());
    assert_eq!(counts(), [1, 1]);
}

#[test]
fn a_unique_owner_counts_as_none() {
    let unique = UniqueArc::new(1);
    let weaks = [UniqueArc::downgrade(&unique), UniqueArc::downgrade(&unique)];
    assert!(weaks[0].upgrade().is_none());
    assert_eq!((weaks[0].strong_count(), weaks[1].weak_count()), (0, 0));
    let arc = UniqueArc::into_arc(unique);
    assert_eq!(header(&arc), [1, 3]);
    assert_eq!((weaks[0].strong_count(), weaks[1].weak_count()), (1, 2));
    assert!(
        weaks[0]
            .upgrade()
            .is_some_and(|other| Arc::ptr_eq(&arc, &other))
    );
}

#[test]
fn only_a_sole_owner_without_weaks_may_change_the_value() {
    let mut arc = Arc::new(1);
    *Arc::get_mut(&mut arc).expect("there is no other") += 1;
    let weak = Arc::downgrade(&arc);
    assert!(Arc::get_mut(&mut arc).is_none());
    drop(weak);
    let other = Arc::clone(&arc);
    assert!(Arc::get_mut(&mut arc).is_none());
    drop(other);
    assert_eq!(Arc::get_mut(&mut arc), Some(&mut 2));
}

#[test]
fn the_last_count_before_the_limit_is_counted() {
    // The process ends one further: `tests/count_limits.rs`.
    let limit = i32::MAX as u32;
    let arc = Arc::new(1_u64);
    // SAFETY: the header stands before the value, and a `u64` leaves no room between them.
    let word = unsafe { Arc::as_ptr(&arc).byte_sub(HEADER).cast_mut() };
    let set = |strong: u32, weak: u32| {
        // SAFETY: the block is alive, and nobody looks at the counts meanwhile.
        unsafe { word.write(u64::from(strong) << 32 | u64::from(weak)) };
    };
    set(limit - 1, limit - 1);
    let also = Arc::clone(&arc);
    let weak = Arc::downgrade(&arc);
    assert_eq!(Arc::strong_count(&arc), limit as usize);
    assert_eq!(Arc::weak_count(&arc), limit as usize - 1);
    assert_eq!(header(&arc), [limit, limit]);
    drop((also, weak));
    assert_eq!(header(&arc), [limit - 1, limit - 1]);
    set(1, 1);
}
