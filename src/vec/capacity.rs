//! Growing and shrinking the buffer. No element is touched here.
#![forbid(unsafe_code)]

use super::Vec;
use crate::alloc::{Allocator, Global, TryReserveError};
use crate::raw::buf::{RawBuf, Slack};

impl<T> Vec<T> {
    /// An empty `Vec` with room for `capacity` elements.
    ///
    /// # Panics
    ///
    /// When that is more than `isize::MAX` bytes. Calls the allocation error hook when the
    /// allocator fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::Vec;
    ///
    /// let mut v = Vec::with_capacity(2);
    /// v.push(1);
    /// v.push(2); // no reallocation so far
    /// assert_eq!(v.capacity(), 2);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn with_capacity(capacity: usize) -> Self {
        Self::with_capacity_in(capacity, Global)
    }

    /// An empty `Vec` with room for `capacity` elements, or the reason why not.
    ///
    /// # Errors
    ///
    /// When that is more than `isize::MAX` bytes, or the allocator fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::Vec;
    ///
    /// assert!(Vec::<u8>::try_with_capacity(8).is_ok());
    /// assert!(Vec::<u8>::try_with_capacity(usize::MAX).is_err());
    /// ```
    #[inline]
    pub fn try_with_capacity(capacity: usize) -> Result<Self, TryReserveError> {
        Self::try_with_capacity_in(capacity, Global)
    }
}

impl<T, A: Allocator> Vec<T, A> {
    /// An empty `Vec` with room for `capacity` elements in `alloc`.
    ///
    /// # Panics
    ///
    /// As [`with_capacity`](Vec::with_capacity).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, vec::Vec};
    ///
    /// let v: Vec<u8> = Vec::with_capacity_in(10, Global);
    /// assert_eq!(v.capacity(), 10);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn with_capacity_in(capacity: usize, alloc: A) -> Self {
        match Self::try_with_capacity_in(capacity, alloc) {
            Ok(vec) => vec,
            Err(error) => error.raise(),
        }
    }

    /// An empty `Vec` with room for `capacity` elements in `alloc`, or the reason why not.
    ///
    /// # Errors
    ///
    /// When that is more than `isize::MAX` bytes, or the allocator fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, vec::Vec};
    ///
    /// let v = Vec::<u64>::try_with_capacity_in(10, Global)?;
    /// assert_eq!(v.capacity(), 10);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn try_with_capacity_in(capacity: usize, alloc: A) -> Result<Self, TryReserveError> {
        Ok(Self {
            buf: RawBuf::try_with_capacity_in(capacity, alloc)?,
            len: 0,
        })
    }

    /// Makes room for at least `additional` elements more than there are.
    ///
    /// The capacity at least doubles when it changes, so that a row of pushes costs O(1) each.
    ///
    /// # Panics
    ///
    /// When the capacity would exceed `isize::MAX` bytes. Calls the allocation error hook when the
    /// allocator fails.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1];
    /// v.reserve(10);
    /// assert!(v.capacity() >= 11);
    /// ```
    #[inline]
    #[track_caller]
    pub fn reserve(&mut self, additional: usize) {
        self.buf.reserve(self.len, additional);
    }

    /// Makes room for `additional` elements more than there are, and for no others.
    ///
    /// # Panics
    ///
    /// As [`reserve`](Self::reserve).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1];
    /// v.reserve_exact(10);
    /// assert_eq!(v.capacity(), 11);
    /// ```
    #[track_caller]
    pub fn reserve_exact(&mut self, additional: usize) {
        if let Err(error) = self.try_reserve_exact(additional) {
            error.raise();
        }
    }

    /// [`reserve`](Self::reserve), or the reason why not.
    ///
    /// # Errors
    ///
    /// When the capacity would exceed `isize::MAX` bytes, or the allocator fails. The `Vec` is then
    /// unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1];
    /// assert!(v.try_reserve(usize::MAX).is_err());
    /// assert_eq!(v, [1]);
    /// ```
    #[inline]
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {
        self.buf.try_reserve(self.len, additional, Slack::Amortized)
    }

    /// Room for one element more, or the reason why not: what a fallible push asks for.
    #[inline(always)]
    pub(crate) fn try_reserve_one(&mut self) -> Result<(), TryReserveError> {
        if self.len == self.capacity() {
            self.buf.try_grow_one()
        } else {
            Ok(())
        }
    }

    /// [`reserve_exact`](Self::reserve_exact), or the reason why not.
    ///
    /// # Errors
    ///
    /// As [`try_reserve`](Self::try_reserve).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1];
    /// v.try_reserve_exact(2)?;
    /// assert_eq!(v.capacity(), 3);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn try_reserve_exact(&mut self, additional: usize) -> Result<(), TryReserveError> {
        self.buf.try_reserve(self.len, additional, Slack::Exact)
    }

    /// Gives the spare capacity back to the allocator.
    ///
    /// # Panics
    ///
    /// Calls the allocation error hook when the allocator fails to shrink the block.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec::Vec::with_capacity(10);
    /// v.push(1);
    /// v.shrink_to_fit();
    /// assert_eq!(v.capacity(), 1);
    /// ```
    #[inline]
    #[track_caller]
    pub fn shrink_to_fit(&mut self) {
        self.shrink_to(0);
    }

    /// Gives spare capacity back to the allocator, but keeps room for `min_capacity` elements.
    ///
    /// # Panics
    ///
    /// As [`shrink_to_fit`](Self::shrink_to_fit).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec::Vec::<u8>::with_capacity(10);
    /// v.shrink_to(4);
    /// assert_eq!(v.capacity(), 4);
    /// ```
    #[track_caller]
    pub fn shrink_to(&mut self, min_capacity: usize) {
        if let Err(error) = self.try_shrink_to(min_capacity) {
            error.raise();
        }
    }

    /// [`shrink_to_fit`](Self::shrink_to_fit), or the reason why not.
    ///
    /// # Errors
    ///
    /// When the allocator fails. The `Vec` is then unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec::Vec::<u8>::with_capacity(10);
    /// v.try_shrink_to_fit()?;
    /// assert_eq!(v.capacity(), 0);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn try_shrink_to_fit(&mut self) -> Result<(), TryReserveError> {
        self.try_shrink_to(0)
    }

    /// [`shrink_to`](Self::shrink_to), or the reason why not.
    ///
    /// # Errors
    ///
    /// As [`try_shrink_to_fit`](Self::try_shrink_to_fit).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec::Vec::<u8>::with_capacity(10);
    /// v.try_shrink_to(4)?;
    /// assert_eq!(v.capacity(), 4);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    pub fn try_shrink_to(&mut self, min_capacity: usize) -> Result<(), TryReserveError> {
        let cap = self.len.max(min_capacity);
        if cap < self.capacity() {
            self.buf.try_shrink_to(cap)
        } else {
            Ok(())
        }
    }
}
