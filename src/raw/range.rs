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
    let start = match range.start_bound() {
        Bound::Included(&start) => start,
        Bound::Excluded(&before) => match before.checked_add(1) {
            Some(start) => start,
            None => panic!("attempted to index slice from after maximum usize"),
        },
        Bound::Unbounded => 0,
    };
    let end = match range.end_bound() {
        Bound::Included(&last) => match last.checked_add(1) {
            Some(end) => end,
            None => panic!("attempted to index slice up to maximum usize"),
        },
        Bound::Excluded(&end) => end,
        Bound::Unbounded => len,
    };
    if start > end || end > len {
        out_of_bounds(start, end, len);
    }
    start..end
}

#[cold]
#[inline(never)]
#[track_caller]
fn out_of_bounds(start: usize, end: usize, len: usize) -> ! {
    if start > end {
        panic!("slice index starts at {start} but ends at {end}");
    }
    panic!("range end index {end} out of range for slice of length {len}");
}
