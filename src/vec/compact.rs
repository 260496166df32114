//! [`Compact`]: walks over the elements, removes some, and closes the gap whatever happens.
//!
//! # Layout
//!
//! ```text
//!   0          kept         read          len
//!   ┌────────────┬────────────┬────────────┐
//!   │ live, kept │    gap     │ live, next │
//!   └────────────┴────────────┴────────────┘
//! ```
//!
//! # Invariants
//!
//! * `COMPACT-1`: `kept <= read <= len`, where `len` is the length that the `Vec` had and `base`
//!   its first slot. The slots `0..kept` and `read..len` are live and owned by the guard, those
//!   between are not; the `Vec`'s own length is 0 meanwhile, so forgetting the guard leaks and
//!   nothing else.

use core::ptr::NonNull;

use super::Vec;
use crate::alloc::Allocator;

/// A `Vec` while its elements are being sifted.
pub(super) struct Compact<'a, T, A: Allocator> {
    vec: &'a mut Vec<T, A>,
    /// The first slot, here so that no write to an element seems to change it.
    base: NonNull<T>,
    kept: usize,
    read: usize,
    len: usize,
}

impl<'a, T, A: Allocator> Compact<'a, T, A> {
    /// Sifts the elements from `start` on.
    ///
    /// # Safety
    ///
    /// * (a) `start` is at most the length.
    #[inline]
    pub(super) unsafe fn new(vec: &'a mut Vec<T, A>, start: usize) -> Self {
        let len = vec.len;
        // SAFETY: VEC-1 -- `len` is at most itself. The guard owns the elements now.
        let _ = unsafe { vec.dec_len(len) };
        // INVARIANT: COMPACT-1 -- by (a); no gap yet.
        Self {
            base: vec.buf.ptr(),
            vec,
            kept: start,
            read: start,
            len,
        }
    }

    /// A pointer to slot `index`.
    ///
    /// # Safety
    ///
    /// * (a) `index` is at most the length that the `Vec` had.
    #[inline(always)]
    unsafe fn slot(&self, index: usize) -> NonNull<T> {
        // SAFETY: VEC-1 -- the slot is in the buffer or one past its end, by (a).
        unsafe { self.base.add(index) }
    }

    /// The index of the next element to look at, in the original order.
    #[inline(always)]
    pub(super) const fn position(&self) -> usize {
        self.read
    }

    /// How many elements are behind the position.
    #[inline(always)]
    pub(super) const fn remaining(&self) -> usize {
        self.len - self.read
    }

    #[inline(always)]
    pub(super) const fn allocator(&self) -> &A {
        self.vec.allocator()
    }

    /// The next element.
    ///
    /// # Safety
    ///
    /// * (a) [`remaining`](Self::remaining) is not 0.
    #[inline(always)]
    pub(super) unsafe fn next(&mut self) -> &mut T {
        // SAFETY: VEC-1 -- `read < len`, which was at most the capacity.
        let mut slot = unsafe { self.slot(self.read) };
        // SAFETY: COMPACT-1 -- the slot is live by (a), and borrowed through the guard.
        unsafe { slot.as_mut() }
    }

    /// A look at the next element, if one remains.
    pub(super) fn peek(&self) -> Option<&T> {
        if self.remaining() == 0 {
            return None;
        }
        // SAFETY: VEC-1 -- `read < len`, which was at most the capacity.
        let slot = unsafe { self.slot(self.read) };
        // SAFETY: COMPACT-1 -- the slot is live, and borrowed through the guard.
        Some(unsafe { slot.as_ref() })
    }

    /// The next element, and the last one that was kept.
    ///
    /// # Safety
    ///
    /// * (a) Some element is kept, and (b) some remains.
    #[inline(always)]
    pub(super) unsafe fn next_and_last_kept(&mut self) -> (&mut T, &mut T) {
        // SAFETY: VEC-1 -- `read < len` by (b).
        let mut next = unsafe { self.slot(self.read) };
        // SAFETY: VEC-1 -- `kept` is at least 1 by (a).
        let mut last = unsafe { self.slot(self.kept - 1) };
        // SAFETY: COMPACT-1 -- slot `read` is live, and another one than `kept - 1 < read`.
        let next = unsafe { next.as_mut() };
        // SAFETY: COMPACT-1 -- slot `kept - 1` is live, and another one than `read`.
        let last = unsafe { last.as_mut() };
        (next, last)
    }

    /// Keeps the next element where it stands. Only while there is no gap.
    ///
    /// # Safety
    ///
    /// * (a) [`remaining`](Self::remaining) is not 0, and (b) nothing was removed so far.
    #[inline(always)]
    pub(super) unsafe fn keep_in_place(&mut self) {
        debug_assert!(self.kept == self.read);
        // INVARIANT: COMPACT-1 -- by (b) the slot is the next one of the kept.
        self.read += 1;
        self.kept += 1;
    }

    /// Keeps the next element, moving it over the gap.
    ///
    /// # Safety
    ///
    /// * (a) [`remaining`](Self::remaining) is not 0.
    #[inline(always)]
    pub(super) unsafe fn keep(&mut self) {
        // SAFETY: COMPACT-1 -- passed on; the element counts as kept.
        unsafe { self.keep_if(true) };
    }

    /// Moves the next element to the end of the kept ones, and counts it only if `keep`.
    ///
    /// Without `keep` its bytes are left in the gap, so it is for values without `Drop`.
    ///
    /// # Safety
    ///
    /// * (a) [`remaining`](Self::remaining) is not 0.
    #[inline(always)]
    pub(super) unsafe fn keep_if(&mut self, keep: bool) {
        // SAFETY: VEC-1 -- `read < len` by (a).
        let from = unsafe { self.slot(self.read) };
        // SAFETY: VEC-1 -- `kept <= read`.
        let to = unsafe { self.slot(self.kept) };
        // SAFETY: COMPACT-1 -- `to` is in the gap, or is `from` itself.
        unsafe { from.copy_to(to, 1) };
        // INVARIANT: COMPACT-1 -- the value has left slot `read`.
        self.read += 1;
        self.kept += usize::from(keep);
    }

    /// Gives up the next element to the caller.
    ///
    /// # Safety
    ///
    /// * (a) [`remaining`](Self::remaining) is not 0.
    #[inline(always)]
    pub(super) unsafe fn take(&mut self) -> NonNull<T> {
        // SAFETY: VEC-1 -- `read < len` by (a).
        let slot = unsafe { self.slot(self.read) };
        // INVARIANT: COMPACT-1 -- the slot is in the gap from here on, before its value is used.
        self.read += 1;
        slot
    }

    /// Closes the gap and gives the elements back to the `Vec`. A second call does nothing.
    #[inline]
    pub(super) fn close(&mut self) {
        let rest = self.remaining();
        if rest != 0 && self.kept != self.read {
            // SAFETY: VEC-1 -- `read <= len`.
            let from = unsafe { self.slot(self.read) };
            // SAFETY: VEC-1 -- `kept <= read`.
            let to = unsafe { self.slot(self.kept) };
            // SAFETY: COMPACT-1 -- the live slots behind the gap move down over it.
            unsafe { move_down(from, to, rest) };
        }
        let live = self.kept + rest;
        // INVARIANT: COMPACT-1 -- the guard owns no element any more.
        (self.kept, self.read, self.len) = (0, 0, 0);
        // SAFETY: VEC-1, VEC-2, COMPACT-1 -- the first `live` slots are live, and the length is 0.
        unsafe { self.vec.inc_len(live) };
    }
}

/// Moves `count` values from `from` down to `to`.
///
/// Out of line, since a loop that ends here would else keep the number of bytes up to date in each
/// round.
///
/// # Safety
///
/// * (a) Both runs of `count` slots lie in one buffer. Those at `from` are live, and are not used
///   there again.
#[cold]
#[inline(never)]
unsafe fn move_down<T>(from: NonNull<T>, to: NonNull<T>, count: usize) {
    // SAFETY: BUF-1 -- by (a) both are valid; they may overlap.
    unsafe { from.copy_to(to, count) };
}

impl<T, A: Allocator> Drop for Compact<'_, T, A> {
    #[inline]
    fn drop(&mut self) {
        self.close();
    }
}

// SAFETY: COMPACT-1 -- it is an exclusive borrow of a `Vec`; `base` is a copy of that one's
// pointer.
unsafe impl<T: Send, A: Allocator + Send> Send for Compact<'_, T, A> {}

// SAFETY: COMPACT-1 -- shared access reaches elements and allocator, and nothing else.
unsafe impl<T: Sync, A: Allocator + Sync> Sync for Compact<'_, T, A> {}
