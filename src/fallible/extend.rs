//! Many elements at a time.
//!
//! Each method makes the room it needs and then calls the infallible one, which finds it there.
//! That would not do for iterators, whose `size_hint` is only advice: [`Vec::extend`] asks before
//! every item.

use core::ops::RangeBounds;

use super::{CollectError, ExtendError, Rejected, Vec};
use crate::alloc::{Allocator, Global, TryReserveError};
use crate::raw::range;

impl<T> Vec<T> {
    /// A `Vec` of `f(0)`, `f(1)`, … up to `length` elements.
    ///
    /// # Errors
    ///
    /// As [`with_capacity`](Self::with_capacity), before `f` is called. `f` is dropped then; pass
    /// it by `&mut` to keep it.
    ///
    /// # Panics
    ///
    /// When `f` panics: the elements made are dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// assert_eq!(Vec::from_fn(3, |i| i * i)?, [0, 1, 4]);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    pub fn from_fn<F>(length: usize, f: F) -> Result<Self, TryReserveError>
    where
        F: FnMut(usize) -> T,
    {
        let mut vec = Self::with_capacity(length)?;
        vec.0.extend((0..length).map(f));
        Ok(vec)
    }

    /// A `Vec` of the items of `iter`. What `collect` would do, if it could fail.
    ///
    /// # Errors
    ///
    /// As [`extend`](Self::extend); both the items collected and the others are in the error.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// assert_eq!(Vec::from_iter("wall".chars())?, ['w', 'a', 'l', 'l']);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[expect(
        clippy::should_implement_trait,
        reason = "the trait's function has no `Result` to return"
    )]
    pub fn from_iter<I>(iter: I) -> Result<Self, CollectError<I::IntoIter>>
    where
        I: IntoIterator<Item = T>,
    {
        Self::from_iter_in(iter, Global)
    }
}

impl<T, A: Allocator> Vec<T, A> {
    /// [`from_iter`](Vec::from_iter) into memory of `alloc`.
    ///
    /// # Errors
    ///
    /// As [`from_iter`](Vec::from_iter).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, fallible::Vec};
    ///
    /// assert_eq!(Vec::from_iter_in(0..3, Global)?, [0, 1, 2]);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    pub fn from_iter_in<I>(iter: I, alloc: A) -> Result<Self, CollectError<I::IntoIter, A>>
    where
        I: IntoIterator<Item = T>,
    {
        let mut vec = Self::new_in(alloc);
        match vec.extend(iter) {
            Ok(()) => Ok(vec),
            Err(rest) => Err(CollectError::new(vec, rest)),
        }
    }

    /// Appends the items of `iter`. O(number of items).
    ///
    /// Room for as many as `size_hint` promises at least is made before the first one is taken.
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve). The items appended until then stay; the one in hand and the
    /// rest of the iterator are in the error. When room for those promised can't be had, no item
    /// has been taken.
    ///
    /// # Panics
    ///
    /// When the iterator panics: the items appended until then stay.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1]?;
    /// v.extend([2, 3])?;
    /// v.extend([4, 5].iter().copied())?;
    /// assert_eq!(v, [1, 2, 3, 4, 5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn extend<I>(&mut self, iter: I) -> Result<(), ExtendError<I::IntoIter>>
    where
        I: IntoIterator<Item = T>,
    {
        let mut iter = iter.into_iter();
        if let Err(error) = self.reserve(iter.size_hint().0) {
            return Err(ExtendError::new(None, iter, error));
        }
        // An iterator may yield more than it promised, and may go on after the closure has stopped
        // it: the closure never asks for memory, so neither matters.
        while let Err(item) = iter.try_for_each(|item| self.0.push_within_capacity(item).map(drop))
        {
            if let Err(error) = self.reserve(iter.size_hint().0.saturating_add(1)) {
                return Err(ExtendError::new(Some(item), iter, error));
            }
            self.place(item);
        }
        Ok(())
    }

    /// Makes the length `new_len`, by dropping elements or by appending what `f` returns.
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve), before `f` is called. `f` is dropped then; pass it by `&mut`
    /// to keep it.
    ///
    /// # Panics
    ///
    /// When `f` panics: the elements appended before it stay.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1]?;
    /// v.resize_with(3, Default::default)?;
    /// assert_eq!(v, [1, 0, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn resize_with<F>(&mut self, new_len: usize, f: F) -> Result<(), TryReserveError>
    where
        F: FnMut() -> T,
    {
        self.reserve(new_len.saturating_sub(self.len()))?;
        self.0.resize_with(new_len, f);
        Ok(())
    }
}

impl<T: Clone, A: Allocator> Vec<T, A> {
    /// Makes the length `new_len`, by dropping elements or by appending clones of `value`.
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve); `value` is in the error.
    ///
    /// # Panics
    ///
    /// When a `clone` panics: the clones made before it stay.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1]?;
    /// v.resize(3, 7)?;
    /// assert_eq!(v, [1, 7, 7]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn resize(&mut self, new_len: usize, value: T) -> Result<(), Rejected<T>> {
        if let Err(error) = self.reserve(new_len.saturating_sub(self.len())) {
            return Err(Rejected::new(value, error));
        }
        self.0.resize(new_len, value);
        Ok(())
    }

    /// Appends clones of the elements of `other`.
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve), before anything is cloned.
    ///
    /// # Panics
    ///
    /// When a `clone` panics: the clones made before it stay.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1]?;
    /// v.extend_from_slice(&[2, 3])?;
    /// assert_eq!(v, [1, 2, 3]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn extend_from_slice(&mut self, other: &[T]) -> Result<(), TryReserveError> {
        self.reserve(other.len())?;
        self.0.extend_from_slice(other);
        Ok(())
    }

    /// Appends clones of the elements of `self` in the range `src`.
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve), before anything is cloned.
    ///
    /// # Panics
    ///
    /// When the range starts after its end or ends after the length. When a `clone` panics, the
    /// clones made before it stay.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 2, 3]?;
    /// v.extend_from_within(1..)?;
    /// assert_eq!(v, [1, 2, 3, 2, 3]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn extend_from_within<R>(&mut self, src: R) -> Result<(), TryReserveError>
    where
        R: RangeBounds<usize>,
    {
        // Read once: bounds of the caller's own type may answer differently the second time.
        let src = range::check(src, self.len());
        self.reserve(src.len())?;
        self.0.extend_from_within(src);
        Ok(())
    }
}
