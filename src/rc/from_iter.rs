//! Counted slices out of iterators.

use super::counts::LocalCounts;
use super::{Block, Rc, UniqueRc};
use crate::alloc::{AllocError, Allocator, Global};
use crate::error::TryReserveError;
use crate::raw::alloc::handle;

impl<T> FromIterator<T> for Rc<[T]> {
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
    /// use drystone::rc::Rc;
    ///
    /// let squares: Rc<[u32]> = (0..4).map(|n| n * n).collect();
    /// assert_eq!(*squares, [0, 1, 4, 9]);
    /// let even: Rc<[u32]> = squares.iter().copied().filter(|n| n % 2 == 0).collect();
    /// assert_eq!(*even, [0, 4]);
    /// ```
    #[inline]
    #[track_caller]
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        Self::from_iter_in(iter, Global)
    }
}

impl<T, A: Allocator> Rc<[T], A> {
    /// [`from_iter`](Self::from_iter), with the block in `alloc`.
    ///
    /// # Panics
    ///
    /// As [`from_iter`](Self::from_iter).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// let lines = Rc::from_iter_in("dry\nstone".lines(), Global);
    /// assert_eq!(*lines, ["dry", "stone"]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn from_iter_in<I: IntoIterator<Item = T>>(iter: I, alloc: A) -> Self {
        match Self::collected(iter, alloc) {
            Ok(rc) => rc,
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
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// let even = Rc::try_from_iter_in((0..9).filter(|n| n % 2 == 0), Global);
    /// assert_eq!(*even.unwrap(), [0, 2, 4, 6, 8]);
    /// assert!(Rc::try_from_iter_in(std::iter::repeat_n(0_u64, usize::MAX), Global).is_err());
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
        let ptr = Block::try_collect_in(iter.into_iter(), LocalCounts::unique(), handle(&alloc))?;
        // SAFETY: RC-1, RC-2, COUNT-1, RC-6 -- a new block of live items, with the counts of a unique
        // owner; nobody else knows it.
        let new = unsafe { UniqueRc::from_block(ptr, alloc) };
        Ok(UniqueRc::into_rc(new))
    }
}
