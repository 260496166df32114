//! [`Fill`]: a slice of an arena while an iterator writes it.

use core::alloc::Layout;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use crate::error::TryReserveError;
use crate::raw::chunk::{Claim, Runs};
use crate::raw::guard::InitGuard;
use crate::raw::layout;

/// Elements that are written into slots which the arena doesn't count yet.
///
/// An iterator may add elements to the same arena, or not come to its end: then the slots are
/// dropped, and the arena is as if nothing had been written.
///
/// # Invariants
///
/// * `FILL-1`: the guard's slots are those of the claim; there are `room` of them, of which the
///   first ones, as the guard counts them, are written.
pub(super) struct Fill<'a, T, A: Allocator> {
    // Before the claim: while elements are dropped, the arena may be used and must not write here.
    guard: InitGuard<T>,
    claim: Claim<'a, A>,
    start: NonNull<T>,
    room: usize,
    runs: &'a Runs<A>,
}

impl<'a, T, A: Allocator> Fill<'a, T, A> {
    const ELEM: Layout = Layout::new::<T>();

    /// With room for `least` elements.
    ///
    /// # Safety
    ///
    /// * (a) The elements of `runs` are of type `T`.
    pub(super) unsafe fn new(runs: &'a Runs<A>, least: usize) -> Result<Self, TryReserveError> {
        let (claim, start, room) = Self::claim(runs, least)?;
        // SAFETY: GUARD-1, CLAIM-1 -- nobody else writes to the claim's slots.
        let guard = unsafe { InitGuard::new(start) };
        // INVARIANT: FILL-1 -- none is written.
        Ok(Self {
            guard,
            claim,
            start,
            room,
            runs,
        })
    }

    /// Takes slots for `least` elements or more.
    fn claim(
        runs: &'a Runs<A>,
        least: usize,
    ) -> Result<(Claim<'a, A>, NonNull<T>, usize), TryReserveError> {
        if layout::is_zst::<T>() {
            return Ok((runs.claim(), NonNull::dangling(), usize::MAX));
        }
        runs.reserve(Self::ELEM, least)?;
        let slots = runs.slots::<T>();
        Ok((runs.claim(), slots.cast(), slots.len()))
    }

    /// Writes one element more.
    #[inline(always)]
    pub(super) fn push(&mut self, value: T) -> Result<(), TryReserveError> {
        let done = self.guard.done();
        if done == self.room {
            // A refusal drops `value` and then what was written.
            self.move_on(done.saturating_mul(2).max(done.saturating_add(1)))?;
        }
        // SAFETY: FILL-1 -- fewer than `room` are written.
        unsafe { self.guard.push(value) };
        Ok(())
    }

    /// Moves what was written to other slots, with room for `least` elements.
    #[cold]
    #[inline(never)]
    fn move_on(&mut self, least: usize) -> Result<(), TryReserveError> {
        if layout::is_zst::<T>() {
            // There is always room, for as many as can be counted.
            return Err(TryReserveError::OVERFLOW);
        }
        let done = self.guard.done();
        let (claim, start, room) = match Self::claim(self.runs, least) {
            // Twice as many was a wish.
            Err(_) if least > done.saturating_add(1) => {
                Self::claim(self.runs, done.saturating_add(1))?
            }
            claimed => claimed?,
        };
        // SAFETY: FILL-1, CLAIM-1 -- the new slots are as many or more, and nobody else's.
        unsafe { start.copy_from_nonoverlapping(self.start, done) };
        // SAFETY: GUARD-1 -- the elements are there now, and owned as before.
        let guard = unsafe { InitGuard::with_done(start, done) };
        // INVARIANT: FILL-1 -- the old guard gives its elements up, the old slots hold none.
        core::mem::replace(&mut self.guard, guard).finish();
        self.claim = claim;
        self.start = start;
        self.room = room;
        Ok(())
    }

    /// Makes what was written the arena's.
    pub(super) fn finish(mut self) -> Result<NonNull<[T]>, TryReserveError> {
        let done = self.guard.done();
        if layout::is_zst::<T>() {
            // SAFETY: RUN-2 -- so many were written, and the guard gives them up if it succeeds.
            unsafe { self.runs.count_sizeless(done) }?;
            self.guard.finish();
        } else {
            // The iterator has added other elements: these ones come after them.
            if !self.claim.is_current() {
                self.move_on(done)?;
            }
            self.guard.finish();
            // SAFETY: FILL-1, RUN-2 -- the claim is current, now if not before, and so many of its
            // slots are written; no allocator has run since.
            unsafe { self.claim.count(done * size_of::<T>()) };
        }
        Ok(NonNull::slice_from_raw_parts(self.start, done))
    }
}
