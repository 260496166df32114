//! Ranges of indices, checked.
#![forbid(unsafe_code)]

use core::ops::{Bound, Range, RangeBounds};

/// The range as `start..end` with `start <= end <= len`.
///
/// # Panics
///
/// With std's words, at the caller, when it is not so.
#[inline]
#[track_caller]
pub(crate) fn check(range: impl RangeBounds<usize>, len: usize) -> Range<usize> {
    let end = match range.end_bound() {
        Bound::Included(&last) if last < len => last + 1,
        Bound::Included(&last) => out_of_bounds(0, last, len),
        Bound::Excluded(&end) if end <= len => end,
        Bound::Excluded(&end) => out_of_bounds(0, end, len),
        Bound::Unbounded => len,
    };
    let start = match range.start_bound() {
        Bound::Included(&start) if start <= end => start,
        Bound::Included(&start) => out_of_bounds(start, end, len),
        Bound::Excluded(&before) if before < end => before + 1,
        Bound::Excluded(&before) => out_of_bounds(before, end, len),
        Bound::Unbounded => 0,
    };
    start..end
}

#[cold]
#[inline(never)]
#[track_caller]
fn out_of_bounds(start: usize, end: usize, len: usize) -> ! {
    if start > len {
        panic!("range start index {start} out of range for slice of length {len}");
    }
    if end <= len && start > end {
        panic!("slice index starts at {start} but ends at {end}");
    }
    panic!("range end index {end} out of range for slice of length {len}");
}
