//! [`InitGuard`]: drops a half-built prefix when its constructor unwinds.

use core::mem::ManuallyDrop;
use core::ptr::NonNull;

/// A run of slots that is being filled from the front.
///
/// Dropping the guard drops what was written; [`finish`](Self::finish) disarms it.
///
/// # Invariants
///
/// * `GUARD-1`: the first `done` slots from `start` hold live values that nothing else owns, and
///   `done` never exceeds the number of slots.
#[derive(Debug)]
pub(crate) struct InitGuard<T> {
    start: NonNull<T>,
    done: usize,
}

impl<T> InitGuard<T> {
    /// # Safety
    ///
    /// * (a) Until the guard is gone, the slots from `start` that it is told to write are valid for
    ///   writes, hold no live value, and nobody else touches them.
    pub(crate) const unsafe fn new(start: NonNull<T>) -> Self {
        // INVARIANT: GUARD-1 -- no slot is written yet.
        Self { start, done: 0 }
    }

    /// A guard of slots of which the first `done` are written.
    ///
    /// # Safety
    ///
    /// * (a) As of [`new`](Self::new); and the first `done` slots hold live values, which the guard
    ///   owns from now on.
    pub(crate) const unsafe fn with_done(start: NonNull<T>, done: usize) -> Self {
        // INVARIANT: GUARD-1 -- by (a).
        Self { start, done }
    }

    /// How many slots are written.
    #[inline(always)]
    pub(crate) const fn done(&self) -> usize {
        self.done
    }

    /// Writes the next slot.
    ///
    /// # Safety
    ///
    /// * (a) There is a next slot.
    #[inline(always)]
    pub(crate) unsafe fn push(&mut self, value: T) {
        // SAFETY: GUARD-1 -- by (a), slot `done` is one of the guard's.
        let slot = unsafe { self.start.add(self.done) };
        // SAFETY: GUARD-1 -- the slot is valid for writes and holds nothing that would be lost.
        unsafe { slot.write(value) };
        // INVARIANT: GUARD-1 -- counted after the write.
        self.done += 1;
    }

    /// Gives up the values to whoever owns the slots.
    pub(crate) fn finish(self) -> usize {
        ManuallyDrop::new(self).done
    }
}

impl<T> Drop for InitGuard<T> {
    #[inline]
    fn drop(&mut self) {
        let written = NonNull::slice_from_raw_parts(self.start, self.done);
        // SAFETY: GUARD-1 -- these values are live and owned by the guard alone.
        unsafe { written.drop_in_place() };
    }
}
