//! Capacities past the end of memory, and the panics that are not about memory.

use std::panic::{AssertUnwindSafe, catch_unwind};

use drystone::alloc::{TryReserveError, TryReserveErrorKind};
use drystone::fallible::Vec;
use drystone::try_vec;

use super::heap::{Heap, State};

#[track_caller]
fn assert_overflow<E: Into<TryReserveError>>(error: E) {
    assert_eq!(error.into().kind(), TryReserveErrorKind::CapacityOverflow);
}

#[test]
fn no_capacity_is_too_large_to_be_refused() {
    let mut v = try_vec![1_u64, 2].unwrap();
    assert_overflow(Vec::<u64>::with_capacity(usize::MAX).unwrap_err());
    assert_overflow(Vec::<u8>::with_capacity(isize::MAX as usize + 1).unwrap_err());
    assert_overflow(v.reserve(usize::MAX).unwrap_err());
    assert_overflow(v.reserve_exact(usize::MAX).unwrap_err());
    assert_overflow(
        v.resize_with(usize::MAX, || unreachable!("no room"))
            .unwrap_err(),
    );
    let rejected = v.resize(usize::MAX, 7).unwrap_err();
    assert_eq!(
        *rejected.error(),
        TryReserveError::from(TryReserveErrorKind::CapacityOverflow)
    );
    assert_eq!(rejected.into_value(), 7);
    assert_overflow(Vec::from_fn(usize::MAX, |_| -> u64 { unreachable!("no room") }).unwrap_err());
    assert_overflow(try_vec![0_u64; usize::MAX].unwrap_err());
    assert_eq!(v, [1, 2]);
}

/// As many elements without size as can be counted.
fn countless() -> Vec<()> {
    let mut v = Vec::new().to_infallible();
    // SAFETY: elements without size need no memory, and `()` is always live.
    unsafe { v.set_len(usize::MAX) };
    v.into()
}

#[test]
fn elements_without_size_can_run_out_of_numbers() {
    let mut v = countless();
    assert_overflow(v.reserve(1).unwrap_err());
    assert_overflow(v.push(()).unwrap_err());
    assert_overflow(v.insert(0, ()).unwrap_err());
    assert_overflow(v.append(&mut try_vec![()].unwrap()).unwrap_err());
    assert_overflow(v.extend_from_slice(&[()]).unwrap_err());
    assert_overflow(v.extend_from_within(..).unwrap_err());
    assert_eq!(v.extend([(), ()]).unwrap_err().into_rest().count(), 2);
    assert_eq!(v.len(), usize::MAX);
    v.pop();
    assert_eq!(
        v.extend(std::iter::repeat_n((), 2).filter(|()| true))
            .unwrap_err()
            .into_rest()
            .count(),
        1
    );
    assert_eq!(v.len(), usize::MAX);
}

/// The message that `f` panics with.
#[track_caller]
fn message(f: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(f)).expect_err("it panics");
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(other) => (*other.downcast::<&str>().expect("a text")).to_owned(),
    }
}

#[test]
fn a_wrong_index_panics_before_memory_is_asked_for() {
    let heap = Heap::refusing(0);
    let mut v = heap.full();
    let before = State::of(&v);
    heap.arm();
    let texts = [
        message(|| drop(v.insert(4, heap.token(9)))),
        message(|| drop(v.insert_mut(4, heap.token(9)))),
        message(|| drop(v.split_off(4))),
        message(|| drop(v.extend_from_within(2..4))),
        message(|| drop(v.splice(2..4, []))),
        message(|| drop(v.remove(3))),
        message(|| drop(v.swap_remove(3))),
        message(|| drop(v.drain(2..4))),
    ];
    assert_eq!(
        texts,
        [
            "insertion index (is 4) should be <= len (is 3)",
            "insertion index (is 4) should be <= len (is 3)",
            "`at` split index (is 4) should be <= len (is 3)",
            "range end index 4 out of range for slice of length 3",
            "range end index 4 out of range for slice of length 3",
            "removal index (is 3) should be < len (is 3)",
            "swap_remove index (is 3) should be < len (is 3)",
            "range end index 4 out of range for slice of length 3",
        ]
    );
    assert!(!heap.refused());
    assert_eq!(State::of(&v), before);
}

#[test]
fn bounds_that_change_their_mind_are_read_once() {
    use std::cell::Cell;
    use std::ops::{Bound, RangeBounds};

    /// `0..1` at first, `..` after that.
    struct Fickle(Cell<bool>);

    impl RangeBounds<usize> for Fickle {
        fn start_bound(&self) -> Bound<&usize> {
            Bound::Unbounded
        }

        fn end_bound(&self) -> Bound<&usize> {
            if self.0.replace(true) {
                Bound::Unbounded
            } else {
                Bound::Excluded(&1)
            }
        }
    }

    let heap = Heap::refusing(1);
    let mut v = heap.roomy(4);
    v.extend_from_within(Fickle(Cell::new(false))).unwrap();
    assert_eq!(v, [1, 2, 3, 1]);
    let mut v = heap.full();
    assert_eq!(v.splice(Fickle(Cell::new(false)), []).unwrap(), [1]);
    assert_eq!(v, [2, 3]);
}

#[test]
fn errors_ask_nothing_of_what_they_carry() {
    struct Mute;

    let (collected, rest) =
        Vec::from_iter((0..u64::MAX).map(|_| [(); 0].map(|()| Mute)).zip(0_u64..))
            .map(drop)
            .unwrap_err()
            .into_parts();
    assert!(collected.is_empty());
    assert!(format!("{rest:?}").starts_with("ExtendError { error: "));
    assert!(rest.to_string().starts_with("capacity overflow"));

    let mut v = countless();
    let rejected: Box<dyn std::error::Error> = v.push(()).unwrap_err().into();
    assert!(format!("{rejected:?}").starts_with("Rejected { error: "));
    assert!(rejected.to_string().starts_with("capacity overflow"));
}
