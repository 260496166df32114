//! Boxed slices from and to [`Vec`], the growable owner of the same elements.

use alloc_crate::borrow::Cow;

use allocator_api2::alloc::Allocator;

use super::Box;
use crate::vec::Vec;

impl<T, A: Allocator> Box<[T], A> {
    /// The slice as a [`Vec`] without spare capacity. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let mut v = Box::<[i32]>::from([1, 2]).into_vec();
    /// v.push(3);
    /// assert_eq!(v, [1, 2, 3]);
    /// ```
    #[inline]
    #[must_use]
    pub fn into_vec(self) -> Vec<T, A> {
        let (ptr, alloc) = Self::into_non_null_with_allocator(self);
        let len = ptr.len();
        // SAFETY: BOX-1, BOX-2 -- the block was this box's, which is gone: `len` live elements, and
        // its layout is that of a capacity of `len`.
        unsafe { Vec::from_parts_in(ptr.cast::<T>(), len, len, alloc) }
    }
}

impl<T, A: Allocator> From<Box<[T], A>> for Vec<T, A> {
    /// [`Box::into_vec`]. O(1).
    #[inline]
    fn from(slice: Box<[T], A>) -> Self {
        slice.into_vec()
    }
}

impl<T, A: Allocator> From<Vec<T, A>> for Box<[T], A> {
    /// [`Vec::into_boxed_slice`]: O(1) without spare capacity, else what the allocator's `shrink`
    /// costs.
    ///
    /// # Panics
    ///
    /// As [`Vec::shrink_to_fit`].
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let slice: Box<[i32]> = Box::from(drystone::vec![1, 2, 3]);
    /// assert_eq!(*slice, [1, 2, 3]);
    /// ```
    #[inline]
    #[track_caller]
    fn from(vec: Vec<T, A>) -> Self {
        vec.into_boxed_slice()
    }
}

impl<T, const N: usize, A: Allocator> TryFrom<Vec<T, A>> for Box<[T; N], A> {
    type Error = Vec<T, A>;

    /// The elements as an array, if there are `N`; else the vector, as it was. Costs what [`From`]
    /// for a boxed slice does.
    #[track_caller]
    fn try_from(vec: Vec<T, A>) -> Result<Self, Vec<T, A>> {
        if vec.len() == N {
            // SAFETY: BOX-1, BOX-2, LANG-5 -- `N` elements in a row are an array, with its layout.
            Ok(unsafe { Box::cast(Box::<[T], A>::from(vec)) })
        } else {
            Err(vec)
        }
    }
}

impl<T: Clone> From<Cow<'_, [T]>> for Box<[T]> {
    /// Clones borrowed elements; takes over owned ones.
    #[track_caller]
    fn from(slice: Cow<'_, [T]>) -> Self {
        match slice {
            Cow::Borrowed(slice) => slice.into(),
            Cow::Owned(vec) => Self::from_std(vec.into_boxed_slice()),
        }
    }
}
