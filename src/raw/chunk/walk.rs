//! [`Walk`]: the addresses of the elements of a [`Runs`], first to last.

use core::alloc::Layout;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use super::{Chunk, Runs};
use crate::raw::layout;

/// Tells each element's address once. What is added meanwhile is met as well.
///
/// # Invariants
///
/// * `WALK-1`: from `at` to `end` are elements that are counted and have not been told, both in
///   `chunk`; while that is `None`, none has been told. The elements of earlier chunks all have.
pub(crate) struct Walk<'a, T, A: Allocator> {
    runs: &'a Runs<A>,
    chunk: Option<Chunk>,
    at: NonNull<T>,
    end: NonNull<T>,
    told: usize,
}

impl<'a, T, A: Allocator> Walk<'a, T, A> {
    /// # Safety
    ///
    /// * (a) The elements of `runs` are of type `T`, and they are not dropped or moved as long as
    ///   the addresses are used.
    #[inline]
    pub(crate) const unsafe fn new(runs: &'a Runs<A>) -> Self {
        // INVARIANT: WALK-1 -- none told.
        Self {
            runs,
            chunk: None,
            at: NonNull::dangling(),
            end: NonNull::dangling(),
            told: 0,
        }
    }

    /// How many elements are there now that have not been told.
    #[inline]
    pub(crate) fn left(&self) -> usize {
        self.runs.len(Layout::new::<T>()) - self.told
    }

    /// The address of the next element.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<NonNull<T>> {
        if layout::is_zst::<T>() {
            if self.left() == 0 {
                return None;
            }
        } else if self.at == self.end && !self.refill() {
            return None;
        }
        self.told += 1;
        let at = self.at;
        // SAFETY: WALK-1 -- an element lies there, or it has no size and all have this address.
        self.at = unsafe { at.add(1) };
        Some(at)
    }

    /// Goes to the next elements that have not been told; false if there is none.
    fn refill(&mut self) -> bool {
        let mut chunk = match self.chunk {
            Some(chunk) => chunk,
            None => {
                // While no chunk is the current one, nothing is counted in any.
                let Some(first) = self.runs.first().filter(|_| self.runs.is_open()) else {
                    return false;
                };
                self.at = first.start().cast();
                first
            }
        };
        loop {
            // SAFETY: RUN-2 -- not behind the end of the chunk.
            let end = unsafe { chunk.start().add(self.runs.used(chunk)) }.cast();
            // INVARIANT: WALK-1 -- all up to `at` have been told.
            self.chunk = Some(chunk);
            self.end = end;
            if self.at != end {
                return true;
            }
            let Some(next) = chunk.next().filter(|_| !self.runs.is_current(chunk)) else {
                return false;
            };
            chunk = next;
            self.at = chunk.start().cast();
        }
    }
}
