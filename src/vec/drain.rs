//! [`Drain`]: moves a range of elements out, and closes the gap when it goes.
//!
//! # Layout
//!
//! ```text
//!   0         vec.len        iter            tail_start   tail_start + tail_len
//!   ┌────────────┬──────────┬──────┬──────────┬────────────┐
//!   │ live, vec's│ taken    │ live │ taken    │ live, tail │
//!   └────────────┴──────────┴──────┴──────────┴────────────┘
//! ```
//!
//! # Invariants
//!
//! * `DRAIN-1`: `iter` covers live slots between `vec.len` and `tail_start`, owned by the `Drain`;
//!   the other slots there are not live.
//! * `DRAIN-2`: the `tail_len` slots from `tail_start` on are live and owned by the `Drain`, and
//!   lie in the buffer.
//! * `DRAIN-3`: `vec` points to the `Vec`, borrowed exclusively for `'a`; it is used only through
//!   `&mut self` or, for shared access, through `&self`.
//!
//! A forgotten `Drain` leaks what it owns; the `Vec` keeps the elements before the range.

use core::fmt;
use core::iter::FusedIterator;
use core::mem::{self, ManuallyDrop};
use core::ops::RangeBounds;
use core::ptr::{self, NonNull};
use core::slice;

use super::Vec;
use crate::alloc::{Allocator, Global};
use crate::raw::range;

/// An iterator that moves a range of elements out of a [`Vec`], made by [`Vec::drain`].
///
/// # Examples
///
/// ```
/// let mut v = drystone::vec![1, 2, 3, 4];
/// let mut drain = v.drain(1..3);
/// assert_eq!(drain.next(), Some(2));
/// drop(drain);
/// assert_eq!(v, [1, 4]);
/// ```
pub struct Drain<'a, T: 'a, A: Allocator + 'a = Global> {
    pub(super) tail_start: usize,
    pub(super) tail_len: usize,
    pub(super) iter: slice::Iter<'a, T>,
    pub(super) vec: NonNull<Vec<T, A>>,
}

impl<T, A: Allocator> Vec<T, A> {
    /// Removes the elements of `range`, and returns them as an iterator.
    ///
    /// The elements not taken are dropped with the iterator, and those behind the range move up.
    /// A forgotten iterator leaks both. O(range + elements behind it).
    ///
    /// # Panics
    ///
    /// When the range starts after its end or ends after the length.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 2, 3];
    /// assert!(v.drain(1..).eq([2, 3]));
    /// assert_eq!(v, [1]);
    /// ```
    #[track_caller]
    pub fn drain<R>(&mut self, range: R) -> Drain<'_, T, A>
    where
        R: RangeBounds<usize>,
    {
        let len = self.len;
        let range = range::check(range, len);
        // SAFETY: VEC-1 -- `start <= len`. The `Drain` owns what is given up.
        let given_up = unsafe { self.dec_len(len - range.start) };
        // SAFETY: DRAIN-1 -- the range's slots are live; nothing writes to them while the iterator
        // is there, and it goes before the borrow of `self` does.
        let drained = unsafe { slice::from_raw_parts(given_up.cast().as_ptr(), range.len()) };
        // INVARIANT: DRAIN-1, DRAIN-2 -- the range, and what lies behind it.
        Drain {
            tail_start: range.end,
            tail_len: len - range.end,
            iter: drained.iter(),
            vec: NonNull::from(self),
        }
    }
}

impl<'a, T, A: Allocator> Drain<'a, T, A> {
    /// The elements left.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 2, 3];
    /// assert_eq!(v.drain(..2).as_slice(), [1, 2]);
    /// ```
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        self.iter.as_slice()
    }

    /// The allocator that the elements live in.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::alloc::Global;
    ///
    /// assert_eq!(drystone::vec![1].drain(..).allocator(), &Global);
    /// ```
    #[must_use]
    pub fn allocator(&self) -> &A {
        // SAFETY: DRAIN-3 -- shared access through `&self`.
        unsafe { self.vec.as_ref() }.allocator()
    }

    /// Puts the elements left back into the `Vec`, closing only the gaps of those taken.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec!['a', 'b', 'c', 'd'];
    /// let mut drain = v.drain(1..);
    /// assert_eq!(drain.next(), Some('b'));
    /// drain.keep_rest();
    /// assert_eq!(v, ['a', 'c', 'd']);
    /// ```
    pub fn keep_rest(self) {
        let mut this = ManuallyDrop::new(self);
        let left = this.iter.len();
        let first = this.iter.as_slice().as_ptr();
        // SAFETY: DRAIN-3 -- exclusive access; the `Drain` is at its end.
        let vec = unsafe { this.vec.as_mut() };
        // SAFETY: DRAIN-1 -- `vec.len` is at most where the elements left start.
        let end = unsafe { vec.slot(vec.len) };
        // SAFETY: DRAIN-1 -- both point into the buffer, `end` not behind `first`; for elements
        // without size the distance is 0 whatever was taken.
        let taken_before = unsafe { distance(end, first) };
        // SAFETY: DRAIN-1 -- the elements left are in the buffer, `taken_before` slots behind
        // `end`.
        let from = unsafe { end.add(taken_before) };
        // SAFETY: DRAIN-1 -- they move over the gap of those taken from the front.
        unsafe { from.copy_to(end, left) };
        // SAFETY: DRAIN-1 -- the elements left lie behind the `Vec`'s own now.
        unsafe { vec.inc_len(left) };
        // SAFETY: DRAIN-2 -- the elements of the range are the `Vec`'s, the tail is the `Drain`'s.
        unsafe { this.close() };
    }

    /// Moves the tail behind the `Vec`'s elements and gives it back.
    ///
    /// # Safety
    ///
    /// * (a) The `Drain` owns no element of the range any more, and its tail is not used again.
    unsafe fn close(&mut self) {
        let (tail_start, tail_len) = (self.tail_start, self.tail_len);
        // SAFETY: DRAIN-3 -- exclusive access.
        let vec = unsafe { self.vec.as_mut() };
        // SAFETY: DRAIN-2 -- the tail lies in the buffer.
        let from = unsafe { vec.slot(tail_start) };
        // SAFETY: VEC-1 -- the length is at most the capacity.
        let to = unsafe { vec.slot(vec.len) };
        if from != to {
            // SAFETY: DRAIN-2 -- the live tail moves down over slots that are not live, by (a).
            unsafe { from.copy_to(to, tail_len) };
        }
        // SAFETY: DRAIN-2 -- the tail lies behind the `Vec`'s elements now, and is given up by (a).
        unsafe { vec.inc_len(tail_len) };
    }
}

/// How many elements lie between two pointers; 0 when elements have no size.
///
/// # Safety
///
/// * (a) Both point into one allocation, `from` not behind `to`.
#[inline(always)]
unsafe fn distance<T>(from: NonNull<T>, to: *const T) -> usize {
    if size_of::<T>() == 0 {
        return 0;
    }
    // SAFETY: LANG-3 -- by (a), and `T` has a size.
    let distance = unsafe { to.offset_from(from.as_ptr()) };
    distance.unsigned_abs()
}

impl<T, A: Allocator> Iterator for Drain<'_, T, A> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        // SAFETY: DRAIN-1 -- `iter` has given up a live slot, so its value is ours.
        self.iter.next().map(|slot| unsafe { ptr::read(slot) })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.iter.size_hint()
    }
}

impl<T, A: Allocator> DoubleEndedIterator for Drain<'_, T, A> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        // SAFETY: DRAIN-1 -- `iter` has given up a live slot, so its value is ours.
        self.iter.next_back().map(|slot| unsafe { ptr::read(slot) })
    }
}

impl<T, A: Allocator> ExactSizeIterator for Drain<'_, T, A> {}

impl<T, A: Allocator> FusedIterator for Drain<'_, T, A> {}

impl<T, A: Allocator> AsRef<[T]> for Drain<'_, T, A> {
    fn as_ref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T: fmt::Debug, A: Allocator> fmt::Debug for Drain<'_, T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Drain").field(&self.as_slice()).finish()
    }
}

impl<T, A: Allocator> Drop for Drain<'_, T, A> {
    #[inline]
    fn drop(&mut self) {
        /// Closes the gap, also when an element's `Drop` unwinds.
        struct CloseOnDrop<'r, 'a, T, A: Allocator>(&'r mut Drain<'a, T, A>);

        impl<T, A: Allocator> Drop for CloseOnDrop<'_, '_, T, A> {
            #[inline]
            fn drop(&mut self) {
                // SAFETY: DRAIN-2 -- `iter` is empty by now, and the `Drain` is at its end.
                unsafe { self.0.close() };
            }
        }

        let left = mem::take(&mut self.iter);
        let count = left.len();
        let first = left.as_slice().as_ptr();
        let guard = CloseOnDrop(self);
        if count == 0 || !mem::needs_drop::<T>() {
            return;
        }
        // SAFETY: DRAIN-3 -- shared access while the guard is not used.
        let vec = unsafe { guard.0.vec.as_ref() };
        // SAFETY: DRAIN-1 -- `vec.len` is at most where the elements left start.
        let end = unsafe { vec.slot(vec.len) };
        // SAFETY: DRAIN-1 -- both point into the buffer, `end` not behind `first`.
        let taken_before = unsafe { distance(end, first) };
        // A pointer from the buffer, since those of `iter` may not be written through.
        // SAFETY: DRAIN-1 -- the elements left are in the buffer, `taken_before` slots behind
        // `end`.
        let first = unsafe { end.add(taken_before) };
        // SAFETY: DRAIN-1 -- these slots are live and owned by the `Drain`, which gave them up.
        unsafe { NonNull::slice_from_raw_parts(first, count).drop_in_place() };
    }
}

// SAFETY: DRAIN-1, DRAIN-3 -- shared access reaches elements and allocator, and nothing else.
unsafe impl<T: Sync, A: Allocator + Sync> Sync for Drain<'_, T, A> {}

// SAFETY: DRAIN-1, DRAIN-3 -- sending it sends elements, and the exclusive borrow of the `Vec`.
unsafe impl<T: Send, A: Allocator + Send> Send for Drain<'_, T, A> {}
