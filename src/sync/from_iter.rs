//! Counted slices out of iterators.

use core::ptr::NonNull;

use super::{Arc, UniqueArc};
use crate::alloc::Global;
use crate::raw::alloc::Fill;
use crate::raw::guard::InitGuard;
use crate::vec::Vec;

impl<T> FromIterator<T> for Arc<[T]> {
    /// Collects into a counted slice: straight into its block if the iterator tells how many items
    /// there are, else into a [`Vec`] first.
    ///
    /// # Panics
    ///
    /// Panics with `capacity overflow` if the items, or those promised, take more than
    /// `isize::MAX` bytes; ends in [`handle_alloc_error`](alloc_crate::alloc::handle_alloc_error)
    /// if memory is short.
    ///
    /// # Differences from std
    ///
    /// std believes only those iterators that it knows. Here every promise is tried: if it turns out
    /// false, the items move into a [`Vec`].
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let squares: Arc<[u32]> = (0..4).map(|n| n * n).collect();
    /// assert_eq!(*squares, [0, 1, 4, 9]);
    /// let even: Arc<[u32]> = squares.iter().copied().filter(|n| n % 2 == 0).collect();
    /// assert_eq!(*even, [0, 4]);
    /// ```
    #[track_caller]
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        let iter = iter.into_iter();
        match iter.size_hint() {
            (low, Some(high)) if low == high => collect_exactly(iter, low),
            _ => Vec::from_iter(iter).into(),
        }
    }
}

/// Collects into a block for `len` items, if there are so many.
#[track_caller]
fn collect_exactly<T>(mut iter: impl Iterator<Item = T>, len: usize) -> Arc<[T]> {
    let slots = UniqueArc::<[T]>::with_fill(len, Fill::Uninit, Global);
    let mut slots = slots.unwrap_or_else(|error| error.raise());
    let start = NonNull::from(&mut *slots).cast::<T>();
    // Declared after the block, so that whatever it drops is dropped first.
    // SAFETY: GUARD-1 -- `len` slots, which nobody else touches while the guard is there.
    let mut guard = unsafe { InitGuard::new(start) };
    let mut next = iter.next();
    // Counted here, whatever the iterator says.
    let mut done = 0;
    while done < len {
        let Some(value) = next else { break };
        // SAFETY: GUARD-1 -- fewer than `len` are written.
        unsafe { guard.push(value) };
        done += 1;
        next = iter.next();
    }
    if done == len && next.is_none() {
        guard.finish();
        // SAFETY: GUARD-1 -- all `len` slots are written, and the guard has given them up.
        let new = unsafe { UniqueArc::assume_init(slots) };
        // SAFETY: ARC-COUNT-1 -- a new block has no `Weak`.
        return unsafe { UniqueArc::share_new(new) };
    }
    // The promise was false. If there is no memory for the others, the guard drops what is there.
    let mut vec = Vec::with_capacity(done);
    // SAFETY: GUARD-1, VEC-1 -- `done` written slots, and room for them in a new block.
    unsafe { start.copy_to_nonoverlapping(vec.as_non_null(), done) };
    guard.finish();
    // SAFETY: VEC-2, GUARD-1 -- these are live, and the guard has given them up.
    unsafe { vec.set_len(done) };
    // An iterator that has ended is not asked again: it might go on.
    if let Some(value) = next {
        vec.push(value);
        vec.extend(iter);
    }
    vec.into()
}
