//! Room for more, and one element at a time.

use super::{Rejected, Vec};
use crate::alloc::{Allocator, TryReserveError};

impl<T, A: Allocator> Vec<T, A> {
    /// Makes room for at least `additional` elements more than there are.
    ///
    /// The capacity at least doubles when it changes, so that a row of pushes costs O(1) each.
    ///
    /// # Errors
    ///
    /// When the capacity would exceed `isize::MAX` bytes, or the allocator fails. The `Vec` is then
    /// unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let mut v = Vec::<u8>::new();
    /// v.reserve(10)?;
    /// assert!(v.capacity() >= 10);
    /// assert!(v.reserve(usize::MAX).is_err());
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {
        self.0.try_reserve(additional)
    }

    /// Makes room for `additional` elements more than there are, and for no others.
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let mut v = Vec::<u8>::new();
    /// v.reserve_exact(10)?;
    /// assert_eq!(v.capacity(), 10);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn reserve_exact(&mut self, additional: usize) -> Result<(), TryReserveError> {
        self.0.try_reserve_exact(additional)
    }

    /// Gives the spare capacity back to the allocator.
    ///
    /// # Errors
    ///
    /// When the allocator fails to shrink the block. The `Vec` is then unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let mut v = Vec::<u8>::with_capacity(10)?;
    /// v.shrink_to_fit()?;
    /// assert_eq!(v.capacity(), 0);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn shrink_to_fit(&mut self) -> Result<(), TryReserveError> {
        self.0.try_shrink_to_fit()
    }

    /// Gives spare capacity back to the allocator, but keeps room for `min_capacity` elements.
    ///
    /// # Errors
    ///
    /// As [`shrink_to_fit`](Self::shrink_to_fit).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let mut v = Vec::<u8>::with_capacity(10)?;
    /// v.shrink_to(4)?;
    /// assert_eq!(v.capacity(), 4);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn shrink_to(&mut self, min_capacity: usize) -> Result<(), TryReserveError> {
        self.0.try_shrink_to(min_capacity)
    }

    /// Appends `value`. Amortised O(1).
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve); `value` is in the error.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let mut v = Vec::new();
    /// v.push(1)?;
    /// assert_eq!(v, [1]);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn push(&mut self, value: T) -> Result<(), Rejected<T>> {
        self.push_mut(value).map(drop)
    }

    /// Appends `value` and returns a reference to it. Amortised O(1).
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let mut v = Vec::new();
    /// *v.push_mut(2)? += 10;
    /// assert_eq!(v, [12]);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn push_mut(&mut self, value: T) -> Result<&mut T, Rejected<T>> {
        match self.reserve_one() {
            Ok(()) => Ok(self.place(value)),
            Err(error) => Err(Rejected::new(value, error)),
        }
    }

    /// Appends `value` if there is room for it, else hands it back. O(1), never allocates.
    ///
    /// # Errors
    ///
    /// `value` itself, when `len == capacity`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let mut v = Vec::with_capacity(1)?;
    /// assert!(v.push_within_capacity('a').is_ok());
    /// assert_eq!(v.push_within_capacity('b'), Err('b'));
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn push_within_capacity(&mut self, value: T) -> Result<&mut T, T> {
        self.0.push_within_capacity(value)
    }

    /// Inserts `element` before position `index`. O(`len - index`).
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve); `element` is in the error.
    ///
    /// # Panics
    ///
    /// When `index > len`.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec!['a', 'c']?;
    /// v.insert(1, 'b')?;
    /// assert_eq!(v, ['a', 'b', 'c']);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn insert(&mut self, index: usize, element: T) -> Result<(), Rejected<T>> {
        self.insert_mut(index, element).map(drop)
    }

    /// Inserts `element` before position `index` and returns a reference to it. O(`len - index`).
    ///
    /// # Errors
    ///
    /// As [`insert`](Self::insert).
    ///
    /// # Panics
    ///
    /// As [`insert`](Self::insert).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 3]?;
    /// *v.insert_mut(1, 0)? += 2;
    /// assert_eq!(v, [1, 2, 3]);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn insert_mut(&mut self, index: usize, element: T) -> Result<&mut T, Rejected<T>> {
        // No memory is asked for when the index is wrong: that ends in the panic below.
        if index <= self.len() {
            if let Err(error) = self.reserve_one() {
                return Err(Rejected::new(element, error));
            }
        }
        Ok(self.0.insert_mut(index, element))
    }

    /// Moves all elements of `other` behind those of `self`. O(`other.len()`).
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve); both are unchanged then.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut a, mut b) = (drystone::try_vec![1]?, drystone::try_vec![2, 3]?);
    /// a.append(&mut b)?;
    /// assert_eq!(a, [1, 2, 3]);
    /// assert!(b.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn append(&mut self, other: &mut Self) -> Result<(), TryReserveError> {
        self.reserve(other.len())?;
        self.0.append(&mut other.0);
        Ok(())
    }

    /// Room for one element more. The length is asked first, so that a push with room is short.
    #[inline(always)]
    fn reserve_one(&mut self) -> Result<(), TryReserveError> {
        self.0.try_reserve_one()
    }

    /// Appends `value`, for which room was made.
    #[inline(always)]
    pub(super) fn place(&mut self, value: T) -> &mut T {
        match self.0.push_within_capacity(value) {
            Ok(slot) => slot,
            Err(_) => unreachable!("room was made for the value"),
        }
    }
}
