//! Counted slices out of iterators.

use super::counts::AtomicCounts;
use super::{Arc, Block, UniqueArc};
use crate::alloc::{AllocError, Allocator, Global};
use crate::error::TryReserveError;
use crate::raw::alloc::handle;

impl<T> FromIterator<T> for Arc<[T]> {
    /// Collects into a counted slice, straight into its block: an iterator that does not tell how many
    /// items there are makes the block grow. Amortised O(1) for each item.
    ///
    /// # Panics
    ///
    /// Panics with `capacity overflow` if the items, or those promised, take more than
    /// `isize::MAX` bytes; ends in [`handle_alloc_error`](alloc_crate::alloc::handle_alloc_error)
    /// if memory is short.
    ///
    /// # Differences from std
    ///
    /// std collects into a `Vec`, and copies it, unless it knows the iterator.
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
    #[inline]
    #[track_caller]
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        Self::from_iter_in(iter, Global)
    }
}

impl<T, A: Allocator> Arc<[T], A> {
    /// [`from_iter`](Self::from_iter), with the block in `alloc`.
    ///
    /// # Panics
    ///
    /// As [`from_iter`](Self::from_iter).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// let lines = Arc::from_iter_in("dry\nstone".lines(), Global);
    /// assert_eq!(*lines, ["dry", "stone"]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn from_iter_in<I: IntoIterator<Item = T>>(iter: I, alloc: A) -> Self {
        match Self::collected(iter, alloc) {
            Ok(arc) => arc,
            Err(error) => error.raise(),
        }
    }

    /// [`from_iter_in`](Self::from_iter_in), or an error; the items and `alloc` are dropped then.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the bytes exceed `isize::MAX` or the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// let even = Arc::try_from_iter_in((0..9).filter(|n| n % 2 == 0), Global);
    /// assert_eq!(*even.unwrap(), [0, 2, 4, 6, 8]);
    /// assert!(Arc::try_from_iter_in(std::iter::repeat_n(0_u64, usize::MAX), Global).is_err());
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_from_iter_in<I: IntoIterator<Item = T>>(
        iter: I,
        alloc: A,
    ) -> Result<Self, AllocError> {
        Self::collected(iter, alloc).map_err(|_| AllocError)
    }

    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn collected<I: IntoIterator<Item = T>>(iter: I, alloc: A) -> Result<Self, TryReserveError> {
        let ptr = Block::try_collect_in(iter.into_iter(), AtomicCounts::unique(), handle(&alloc))?;
        // SAFETY: ARC-1, ARC-2, ARC-COUNT-1 -- a new block of live items, with the counts of a unique
        // owner; nobody else knows it.
        let new = unsafe { UniqueArc::from_block(ptr, alloc) };
        // SAFETY: ARC-COUNT-1 -- a new block has no `Weak`.
        Ok(unsafe { UniqueArc::share_new(new) })
    }
}
