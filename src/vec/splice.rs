//! [`Splice`]: moves a range out, and other values in.

use core::fmt;
use core::ops::RangeBounds;

use super::extend::Tail;
use super::{Drain, Vec};
use crate::alloc::{Allocator, Global};

/// An iterator over the elements that [`Vec::splice`] replaces.
///
/// # Examples
///
/// ```
/// let mut v = drystone::vec![1, 2, 3];
/// let replaced: drystone::vec::Vec<_> = v.splice(1..2, [7, 8]).collect();
/// assert_eq!(v, [1, 7, 8, 3]);
/// assert_eq!(replaced, [2]);
/// ```
pub struct Splice<'a, I: Iterator + 'a, A: Allocator + 'a = Global> {
    drain: Drain<'a, I::Item, A>,
    replace_with: I,
}

impl<T, A: Allocator> Vec<T, A> {
    /// Replaces the elements of `range` by those that `replace_with` yields, and returns the old
    /// ones as an iterator.
    ///
    /// The new elements are inserted when the iterator is dropped; when it is forgotten, the
    /// elements behind the range are leaked. O(range + new elements + elements behind), when
    /// `size_hint` has a good lower bound; else the elements behind move twice.
    ///
    /// # Panics
    ///
    /// When the range starts after its end or ends after the length.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 2, 3];
    /// v.splice(..2, [0]);
    /// assert_eq!(v, [0, 3]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn splice<R, I>(&mut self, range: R, replace_with: I) -> Splice<'_, I::IntoIter, A>
    where
        R: RangeBounds<usize>,
        I: IntoIterator<Item = T>,
    {
        // The range is checked before user code runs; should `into_iter` unwind, the `Drain` ends
        // as one that was dropped.
        Splice {
            drain: self.drain(range),
            replace_with: replace_with.into_iter(),
        }
    }
}

impl<I: Iterator, A: Allocator> Iterator for Splice<'_, I, A> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.drain.next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.drain.size_hint()
    }
}

impl<I: Iterator, A: Allocator> DoubleEndedIterator for Splice<'_, I, A> {
    #[inline]
    fn next_back(&mut self) -> Option<I::Item> {
        self.drain.next_back()
    }
}

impl<I: Iterator, A: Allocator> ExactSizeIterator for Splice<'_, I, A> {}

impl<T, A: Allocator> Drain<'_, T, A> {
    /// Fills the slots between the `Vec`'s elements and the tail from `iter`; whether it filled
    /// them all.
    ///
    /// # Safety
    ///
    /// * (a) No slot of the range is live any more.
    #[inline]
    unsafe fn fill(&mut self, iter: &mut impl Iterator<Item = T>) -> bool {
        let tail_start = self.tail_start;
        // SAFETY: DRAIN-3 -- exclusive access.
        let vec = unsafe { self.vec.as_mut() };
        let room = tail_start - vec.len;
        let mut tail = Tail::new(vec);
        for _ in 0..room {
            let Some(item) = iter.next() else {
                return false;
            };
            // SAFETY: TAIL-1, DRAIN-2 -- the slot lies before the tail, and is not live by (a).
            unsafe { tail.write(item) };
        }
        true
    }

    /// Moves the tail up by `count` slots, growing the buffer when they are not there.
    ///
    /// # Safety
    ///
    /// * (a) No slot of the range is live any more, and `iter` covers none.
    #[track_caller]
    unsafe fn make_room(&mut self, count: usize) {
        // SAFETY: DRAIN-3 -- exclusive access.
        let vec = unsafe { self.vec.as_mut() };
        // As if all slots to the end of the tail were live: they move with the buffer.
        vec.buf.reserve(self.tail_start + self.tail_len, count);
        // SAFETY: DRAIN-2 -- the tail lies in the buffer.
        let from = unsafe { vec.slot(self.tail_start) };
        // SAFETY: VEC-1 -- `count` slots behind the tail were reserved.
        let to = unsafe { from.add(count) };
        // SAFETY: DRAIN-2 -- the live tail moves up into reserved slots.
        unsafe { from.copy_to(to, self.tail_len) };
        // INVARIANT: DRAIN-2 -- where the tail is now.
        self.tail_start += count;
    }
}

impl<I: Iterator, A: Allocator> Drop for Splice<'_, I, A> {
    /// Drops the replaced elements that were not taken, and inserts the new ones.
    #[inline]
    #[track_caller]
    fn drop(&mut self) {
        self.drain.by_ref().for_each(drop);
        // The range is empty; `iter` must not point into a buffer that may move.
        self.drain.iter = Default::default();

        if self.drain.tail_len == 0 {
            // SAFETY: DRAIN-3 -- exclusive access; without a tail the `Vec` is in order.
            unsafe { self.drain.vec.as_mut() }.extend(self.replace_with.by_ref());
            return;
        }
        // SAFETY: DRAIN-1 -- the range was emptied above.
        if !unsafe { self.drain.fill(&mut self.replace_with) } {
            return;
        }
        // Room for as many as are promised at least, which may be none.
        let (promised, _) = self.replace_with.size_hint();
        if promised > 0 {
            // SAFETY: DRAIN-1 -- the range is filled, and `iter` is empty.
            unsafe { self.drain.make_room(promised) };
            // SAFETY: DRAIN-1 -- the new slots are not live.
            if !unsafe { self.drain.fill(&mut self.replace_with) } {
                return;
            }
        }
        // Whatever was not promised is counted first, so that the tail moves once more only.
        let mut rest = Vec::from_iter(self.replace_with.by_ref()).into_iter();
        if rest.len() > 0 {
            // SAFETY: DRAIN-1 -- the range is filled, and `iter` is empty.
            unsafe { self.drain.make_room(rest.len()) };
            // SAFETY: DRAIN-1 -- the new slots are not live.
            let filled = unsafe { self.drain.fill(&mut rest) };
            debug_assert!(filled);
        }
        // What moves the tail back to the elements is the `Drop` of `drain`.
    }
}

impl<'a, I, A> fmt::Debug for Splice<'a, I, A>
where
    I: fmt::Debug + Iterator + 'a,
    I::Item: fmt::Debug,
    A: fmt::Debug + Allocator + 'a,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Splice")
            .field("drain", &self.drain)
            .field("replace_with", &self.replace_with)
            .finish()
    }
}
