//! [`IntoIter`]: the elements by value.
//!
//! # Layout
//!
//! ```text
//!   0           start          end           cap
//!   ┌─────────────┬─────────────┬─────────────┐
//!   │ taken       │ live        │ taken, spare│
//!   └─────────────┴─────────────┴─────────────┘
//! ```
//!
//! # Invariants
//!
//! * `INTO-1`: `start <= end`, and `end` is at most the capacity; the slots `start..end` are live
//!   and owned by the iterator, no other slot is.
//!
//! Positions are indices, not pointers, so elements without size need no rule of their own.

use core::fmt;
use core::iter::FusedIterator;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use core::slice;

use super::Vec;
use crate::alloc::Allocator;
use crate::alloc::Global;
use crate::raw::buf::RawBuf;

/// An iterator that moves the elements out of a [`Vec`].
///
/// # Examples
///
/// ```
/// let mut iter = drystone::vec![1, 2, 3].into_iter();
/// assert_eq!(iter.next(), Some(1));
/// assert_eq!(iter.next_back(), Some(3));
/// assert_eq!(iter.as_slice(), [2]);
/// ```
pub struct IntoIter<T, A: Allocator = Global> {
    buf: RawBuf<T, A>,
    start: usize,
    end: usize,
}

impl<T, A: Allocator> IntoIter<T, A> {
    /// The elements left.
    ///
    /// # Examples
    ///
    /// ```
    /// let iter = drystone::vec![1, 2].into_iter();
    /// assert_eq!(iter.as_slice(), [1, 2]);
    /// ```
    #[inline]
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        // SAFETY: INTO-1 -- these slots are live, and borrowed as long as `self`.
        unsafe { self.rest().as_ref() }
    }

    /// The elements left, mutable.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut iter = drystone::vec![1, 2].into_iter();
    /// iter.as_mut_slice()[1] = 9;
    /// assert_eq!(iter.last(), Some(9));
    /// ```
    #[inline]
    #[must_use]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: INTO-1 -- these slots are live, and `&mut self` is exclusive.
        unsafe { self.rest().as_mut() }
    }

    /// The allocator that the elements live in.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::alloc::Global;
    ///
    /// assert_eq!(drystone::vec![1].into_iter().allocator(), &Global);
    /// ```
    #[inline]
    #[must_use]
    pub fn allocator(&self) -> &A {
        self.buf.allocator()
    }

    /// A pointer to slot `index`.
    ///
    /// # Safety
    ///
    /// * (a) `index` is at most the capacity.
    #[inline(always)]
    unsafe fn slot(&self, index: usize) -> NonNull<T> {
        // SAFETY: BUF-1 -- by (a) the slot is in the buffer or one past its end.
        unsafe { self.buf.ptr().add(index) }
    }

    /// The slots that hold the elements left.
    #[inline(always)]
    fn rest(&self) -> NonNull<[T]> {
        // SAFETY: INTO-1 -- `start` is at most the capacity.
        let first = unsafe { self.slot(self.start) };
        NonNull::slice_from_raw_parts(first, self.end - self.start)
    }

    /// Moves the first element left out.
    ///
    /// # Safety
    ///
    /// * (a) There is one.
    #[inline(always)]
    unsafe fn take_first(&mut self) -> T {
        // SAFETY: INTO-1 -- `start < end` by (a).
        let slot = unsafe { self.slot(self.start) };
        // INVARIANT: INTO-1 -- the slot is no longer the iterator's.
        self.start += 1;
        // SAFETY: INTO-1 -- the slot was live and is now ours.
        unsafe { slot.read() }
    }

    /// Moves the last element left out.
    ///
    /// # Safety
    ///
    /// * (a) There is one.
    #[inline(always)]
    unsafe fn take_last(&mut self) -> T {
        // INVARIANT: INTO-1 -- the last slot, there by (a), is no longer the iterator's.
        self.end -= 1;
        // SAFETY: INTO-1 -- `end` is at most the capacity.
        let slot = unsafe { self.slot(self.end) };
        // SAFETY: INTO-1 -- the slot was live and is now ours.
        unsafe { slot.read() }
    }

    /// Drops the first `count` elements left, or all of them.
    fn skip_front(&mut self, count: usize) {
        let count = count.min(self.end - self.start);
        let skipped = NonNull::slice_from_raw_parts(self.rest().cast::<T>(), count);
        // INVARIANT: INTO-1 -- given up before they are dropped.
        self.start += count;
        // SAFETY: INTO-1 -- the slots were live and are now ours.
        unsafe { skipped.drop_in_place() };
    }

    /// Drops the last `count` elements left, or all of them.
    fn skip_back(&mut self, count: usize) {
        let count = count.min(self.end - self.start);
        // INVARIANT: INTO-1 -- given up before they are dropped.
        self.end -= count;
        // SAFETY: INTO-1 -- `end` is at most the capacity.
        let first = unsafe { self.slot(self.end) };
        // SAFETY: INTO-1 -- the slots were live and are now ours.
        unsafe { NonNull::slice_from_raw_parts(first, count).drop_in_place() };
    }

    #[inline(always)]
    fn drop_rest(&mut self) {
        // SAFETY: INTO-1 -- live and owned by the iterator, which is being dropped; the buffer is
        // freed after it, also when an element's `Drop` unwinds.
        unsafe { self.rest().drop_in_place() };
    }
}

impl<T, A: Allocator> IntoIterator for Vec<T, A> {
    type Item = T;
    type IntoIter = IntoIter<T, A>;

    /// Moves the elements out, front to back.
    #[inline]
    fn into_iter(self) -> IntoIter<T, A> {
        let end = self.len();
        let this = ManuallyDrop::new(self);
        // SAFETY: VEC-2 -- `this` is never used again, so the buffer has one owner.
        let buf = unsafe { core::ptr::read(&raw const this.buf) };
        // INVARIANT: INTO-1 -- the live slots of the `Vec`, which gave them up.
        IntoIter { buf, start: 0, end }
    }
}

impl<T, A: Allocator> Iterator for IntoIter<T, A> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.start == self.end {
            return None;
        }
        // SAFETY: INTO-1 -- an element is left.
        Some(unsafe { self.take_first() })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end - self.start;
        (left, Some(left))
    }

    #[inline]
    fn count(self) -> usize {
        self.len()
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<T> {
        self.skip_front(n);
        self.next()
    }

    #[inline]
    fn fold<B, F>(mut self, init: B, mut f: F) -> B
    where
        F: FnMut(B, T) -> B,
    {
        let mut acc = init;
        while self.start != self.end {
            // SAFETY: INTO-1 -- an element is left.
            acc = f(acc, unsafe { self.take_first() });
        }
        // While the result can still be dropped, in case the allocator unwinds.
        drop(self);
        acc
    }
}

impl<T, A: Allocator> DoubleEndedIterator for IntoIter<T, A> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        if self.start == self.end {
            return None;
        }
        // SAFETY: INTO-1 -- an element is left.
        Some(unsafe { self.take_last() })
    }

    #[inline]
    fn nth_back(&mut self, n: usize) -> Option<T> {
        self.skip_back(n);
        self.next_back()
    }
}

impl<T, A: Allocator> ExactSizeIterator for IntoIter<T, A> {}

impl<T, A: Allocator> FusedIterator for IntoIter<T, A> {}

impl<T, A: Allocator> AsRef<[T]> for IntoIter<T, A> {
    fn as_ref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T, A: Allocator + Default> Default for IntoIter<T, A> {
    /// An iterator of nothing.
    fn default() -> Self {
        Vec::new_in(A::default()).into_iter()
    }
}

impl<T: Clone, A: Allocator + Clone> Clone for IntoIter<T, A> {
    /// Clones the elements left.
    #[track_caller]
    fn clone(&self) -> Self {
        let left = self.as_slice();
        let mut vec = Vec::with_capacity_in(left.len(), self.allocator().clone());
        vec.extend_from_slice(left);
        vec.into_iter()
    }
}

impl<T: fmt::Debug, A: Allocator> fmt::Debug for IntoIter<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IntoIter").field(&self.as_slice()).finish()
    }
}

#[cfg(not(feature = "nightly"))]
impl<T, A: Allocator> Drop for IntoIter<T, A> {
    #[inline]
    fn drop(&mut self) {
        self.drop_rest();
    }
}

// SAFETY: INTO-1, BUF-1 -- values of `T` are only dropped, which `PhantomData<T>` in the buffer
// tells the drop check.
#[cfg(feature = "nightly")]
unsafe impl<#[may_dangle] T, A: Allocator> Drop for IntoIter<T, A> {
    #[inline]
    fn drop(&mut self) {
        self.drop_rest();
    }
}

impl<'a, T, A: Allocator> IntoIterator for &'a Vec<T, A> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> slice::Iter<'a, T> {
        self.iter()
    }
}

impl<'a, T, A: Allocator> IntoIterator for &'a mut Vec<T, A> {
    type Item = &'a mut T;
    type IntoIter = slice::IterMut<'a, T>;

    fn into_iter(self) -> slice::IterMut<'a, T> {
        self.iter_mut()
    }
}
