//! [`ExtractIf`]: moves the elements out that a predicate chooses.

use core::fmt;
use core::ops::RangeBounds;

use super::Vec;
use super::compact::Compact;
use crate::alloc::{Allocator, Global};
use crate::raw::range;

/// An iterator over the elements that [`Vec::extract_if`] removes.
///
/// # Invariants
///
/// * `EXTRACT-1`: `end` is at most the length that the `Vec` had.
///
/// # Examples
///
/// ```
/// let mut v = drystone::vec![1, 2, 3, 4];
/// let even: drystone::vec::Vec<_> = v.extract_if(.., |x| *x % 2 == 0).collect();
/// assert_eq!(even, [2, 4]);
/// assert_eq!(v, [1, 3]);
/// ```
#[must_use = "iterators are lazy: nothing is removed until it is run"]
pub struct ExtractIf<'a, T, F, A: Allocator = Global> {
    sift: Compact<'a, T, A>,
    end: usize,
    filter: F,
}

impl<T, A: Allocator> Vec<T, A> {
    /// Removes the elements of `range` for which `filter` is true, and returns them as an iterator.
    ///
    /// Elements that the iterator did not come to, since it was dropped early, are kept; a
    /// forgotten iterator leaks them all. O(`len`).
    ///
    /// # Panics
    ///
    /// When the range starts after its end or ends after the length. When `filter` panics, the
    /// element it was looking at, and those behind it, are kept.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 2, 3, 4];
    /// assert!(v.extract_if(1.., |x| *x < 4).eq([2, 3]));
    /// assert_eq!(v, [1, 4]);
    /// ```
    #[track_caller]
    pub fn extract_if<F, R>(&mut self, range: R, filter: F) -> ExtractIf<'_, T, F, A>
    where
        F: FnMut(&mut T) -> bool,
        R: RangeBounds<usize>,
    {
        let range = range::check(range, self.len);
        // SAFETY: COMPACT-1 -- the range starts at or before the length.
        let sift = unsafe { Compact::new(self, range.start) };
        // INVARIANT: EXTRACT-1 -- the range ends at or before the length.
        ExtractIf {
            sift,
            end: range.end,
            filter,
        }
    }
}

impl<T, F, A: Allocator> ExtractIf<'_, T, F, A> {
    /// The allocator that the elements live in.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::alloc::Global;
    ///
    /// assert_eq!(drystone::vec![1].extract_if(.., |_| true).allocator(), &Global);
    /// ```
    #[inline]
    #[must_use]
    pub fn allocator(&self) -> &A {
        self.sift.allocator()
    }
}

impl<T, F, A: Allocator> ExtractIf<'_, T, F, A>
where
    F: FnMut(&mut T) -> bool,
{
    /// Looks at the next element, and moves it out or keeps it.
    ///
    /// # Safety
    ///
    /// * (a) The position is before the end.
    #[inline(always)]
    unsafe fn look(&mut self) -> Option<T> {
        // SAFETY: COMPACT-1, EXTRACT-1 -- by (a) the position is below the length.
        let extract = (self.filter)(unsafe { self.sift.next() });
        if extract {
            // SAFETY: COMPACT-1 -- the position did not change, so an element remains.
            let slot = unsafe { self.sift.take() };
            // SAFETY: COMPACT-1 -- the value is live, and ours alone now.
            return Some(unsafe { slot.read() });
        }
        // SAFETY: COMPACT-1 -- the position did not change, so an element remains.
        unsafe { self.sift.keep() };
        None
    }
}

impl<T, F, A: Allocator> Iterator for ExtractIf<'_, T, F, A>
where
    F: FnMut(&mut T) -> bool,
{
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        while self.sift.position() < self.end {
            // SAFETY: EXTRACT-1 -- just compared.
            let extracted = unsafe { self.look() };
            if extracted.is_some() {
                return extracted;
            }
        }
        None
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.end - self.sift.position()))
    }

    /// One loop, where calls of `next` would be a loop in a loop.
    #[inline]
    fn fold<B, G>(mut self, init: B, mut f: G) -> B
    where
        G: FnMut(B, T) -> B,
    {
        let mut acc = init;
        while self.sift.position() < self.end {
            // SAFETY: EXTRACT-1 -- just compared.
            if let Some(extracted) = unsafe { self.look() } {
                acc = f(acc, extracted);
            }
        }
        acc
    }
}

impl<T, F, A: Allocator> Drop for ExtractIf<'_, T, F, A> {
    /// Closes the gap, before the predicate is dropped.
    fn drop(&mut self) {
        self.sift.close();
    }
}

impl<T: fmt::Debug, F, A: Allocator> fmt::Debug for ExtractIf<'_, T, F, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let peek = self.sift.peek().filter(|_| self.sift.position() < self.end);
        f.debug_struct("ExtractIf")
            .field("peek", &peek)
            .finish_non_exhaustive()
    }
}
