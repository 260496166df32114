//! Slices of elements that may fail to be made, one by one.

use super::slices::next_of;
use super::{Bump, DropPolicy, Holds, Slots, admit, fail};
use crate::alloc::{AllocError, Allocator};

impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> Bump<D, A, MIN_ALIGN> {
    /// A slice of `f(0)`, `f(1)`, … up to `len` elements, or the first error of `f`; the place is then
    /// free again, if `f` has not put anything behind it.
    ///
    /// # Errors
    ///
    /// That of `f`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// let small = |i| u8::try_from(100 * i);
    /// assert_eq!(bump.alloc_slice_try_fill_with(3, small).unwrap(), [0, 100, 200]);
    /// assert!(bump.alloc_slice_try_fill_with(4, small).is_err());
    /// ```
    #[inline]
    #[track_caller]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    pub fn alloc_slice_try_fill_with<T, E>(
        &self,
        len: usize,
        f: impl FnMut(usize) -> Result<T, E>,
    ) -> Result<&mut [T], E>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        match self.slots::<T>(len) {
            // SAFETY: BUMP-1 -- the slots were taken for these values.
            Ok(slots) => unsafe { self.fill_or_release_slice(slots, len, f) },
            Err(error) => fail(error),
        }
    }

    /// [`alloc_slice_try_fill_with`](Self::alloc_slice_try_fill_with), with an error of its own when
    /// there is no memory.
    ///
    /// # Errors
    ///
    /// `Err(AllocError)` when a chunk is needed and can't be had, and `f` is not called;
    /// `Ok(Err(_))` with the error of `f`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// let small = |i| u8::try_from(100 * i);
    /// assert_eq!(bump.try_alloc_slice_try_fill_with(2, small).unwrap().unwrap(), [0, 100]);
    /// assert!(bump.try_alloc_slice_try_fill_with(4, small).unwrap().is_err());
    /// ```
    #[inline]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    pub fn try_alloc_slice_try_fill_with<T, E>(
        &self,
        len: usize,
        f: impl FnMut(usize) -> Result<T, E>,
    ) -> Result<Result<&mut [T], E>, AllocError>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        let slots = self.slots::<T>(len).map_err(|_| AllocError)?;
        // SAFETY: BUMP-1 -- the slots were taken for these values.
        Ok(unsafe { self.fill_or_release_slice(slots, len, f) })
    }

    /// A slice of an iterator's values, or its first error; the place is then free again, if the
    /// iterator has not put anything behind it.
    ///
    /// # Panics
    ///
    /// When the iterator has fewer items than its `len` says.
    ///
    /// # Errors
    ///
    /// That of the iterator.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// let numbers = ["1", "2"].map(|text| text.parse::<u8>());
    /// assert_eq!(bump.alloc_slice_try_fill_iter(numbers).unwrap(), [1, 2]);
    /// let words = ["1", "two"].map(|text| text.parse::<u8>());
    /// assert!(bump.alloc_slice_try_fill_iter(words).is_err());
    /// ```
    #[inline]
    #[track_caller]
    pub fn alloc_slice_try_fill_iter<T, I, E>(&self, iter: I) -> Result<&mut [T], E>
    where
        I: IntoIterator<Item = Result<T, E>, IntoIter: ExactSizeIterator>,
        D: Holds<T>,
    {
        let mut iter = iter.into_iter();
        let slice = self.alloc_slice_try_fill_with(iter.len(), |_| next_of(&mut iter));
        // While the error can still be dropped, in case the iterator's destructor unwinds.
        drop(iter);
        slice
    }

    /// [`alloc_slice_try_fill_iter`](Self::alloc_slice_try_fill_iter), with an error of its own when
    /// there is no memory.
    ///
    /// # Panics
    ///
    /// When the iterator has fewer items than its `len` says.
    ///
    /// # Errors
    ///
    /// `Err(AllocError)` when a chunk is needed and can't be had, and the iterator is dropped;
    /// `Ok(Err(_))` with its own error.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// let numbers = ["1", "2"].map(|text| text.parse::<u8>());
    /// assert_eq!(bump.try_alloc_slice_try_fill_iter(numbers).unwrap().unwrap(), [1, 2]);
    /// ```
    #[inline]
    pub fn try_alloc_slice_try_fill_iter<T, I, E>(
        &self,
        iter: I,
    ) -> Result<Result<&mut [T], E>, AllocError>
    where
        I: IntoIterator<Item = Result<T, E>, IntoIter: ExactSizeIterator>,
        D: Holds<T>,
    {
        let mut iter = iter.into_iter();
        let slice = self.try_alloc_slice_try_fill_with(iter.len(), |_| next_of(&mut iter));
        // As above.
        drop(iter);
        slice
    }

    /// The values that `f` makes, in slots for them, or the first error of `f`; the slots are then given back.
    ///
    /// # Safety
    ///
    /// * (a) The slots are this arena's, for `len` values, and nobody else has them.
    #[inline(always)]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    unsafe fn fill_or_release_slice<T, E>(
        &self,
        slots: Slots<T>,
        len: usize,
        f: impl FnMut(usize) -> Result<T, E>,
    ) -> Result<&mut [T], E> {
        // SAFETY: BUMP-1 -- by (a).
        let slice = unsafe { self.fill_slice(slots, len, f) };
        // SAFETY: BUMP-1 -- by (a); what was written is dropped, and without values there is no error.
        slice.inspect_err(|_| unsafe { self.release(slots, len) })
    }
}
