//! Boxed slices: blocks whose length is known at run time only.

use core::alloc::Layout;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use allocator_api2::alloc::{AllocError, Allocator};

use super::Box;
use super::block::{self, Fill};
use crate::alloc::Global;
use crate::error::TryReserveError;
use crate::raw::layout;

impl<T> Box<[T]> {
    /// A slice of `len` elements on the heap, which are yet to be written.
    ///
    /// # Panics
    ///
    /// Panics with `capacity overflow` if that is more than `isize::MAX` bytes; ends in
    /// [`handle_alloc_error`](alloc_crate::alloc::handle_alloc_error) if memory is short.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let mut squares = Box::<[usize]>::new_uninit_slice(3);
    /// for (i, slot) in squares.iter_mut().enumerate() {
    ///     slot.write(i * i);
    /// }
    /// // SAFETY: all three were written.
    /// assert_eq!(*unsafe { squares.assume_init() }, [0, 1, 4]);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_uninit_slice(len: usize) -> Box<[MaybeUninit<T>]> {
        Self::new_uninit_slice_in(len, Global)
    }

    /// A slice of `len` elements on the heap, whose bytes are zero.
    ///
    /// # Panics
    ///
    /// As [`new_uninit_slice`](Self::new_uninit_slice).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let zeros = Box::<[u32]>::new_zeroed_slice(3);
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zeros.assume_init() }, [0, 0, 0]);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_zeroed_slice(len: usize) -> Box<[MaybeUninit<T>]> {
        Self::new_zeroed_slice_in(len, Global)
    }

    /// [`new_uninit_slice`](Self::new_uninit_slice), or an error.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the bytes exceed `isize::MAX` or the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// assert!(Box::<[u32]>::try_new_uninit_slice(usize::MAX).is_err());
    /// assert_eq!(Box::<[u32]>::try_new_uninit_slice(3).unwrap().len(), 3);
    /// ```
    #[inline]
    pub fn try_new_uninit_slice(len: usize) -> Result<Box<[MaybeUninit<T>]>, AllocError> {
        Self::try_new_uninit_slice_in(len, Global)
    }

    /// [`new_zeroed_slice`](Self::new_zeroed_slice), or an error.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the bytes exceed `isize::MAX` or the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let zeros = Box::<[u32]>::try_new_zeroed_slice(3).unwrap();
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zeros.assume_init() }, [0, 0, 0]);
    /// ```
    #[inline]
    pub fn try_new_zeroed_slice(len: usize) -> Result<Box<[MaybeUninit<T>]>, AllocError> {
        Self::try_new_zeroed_slice_in(len, Global)
    }
}

impl<T, A: Allocator> Box<[T], A> {
    /// A slice of `len` elements in `alloc`, which are yet to be written.
    ///
    /// # Panics
    ///
    /// As [`new_uninit_slice`](Box::new_uninit_slice).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// assert_eq!(Box::<[u32], _>::new_uninit_slice_in(3, Global).len(), 3);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_uninit_slice_in(len: usize, alloc: A) -> Box<[MaybeUninit<T>], A> {
        match Self::with_fill(len, Fill::Uninit, alloc) {
            Ok(b) => b,
            Err(error) => error.raise(),
        }
    }

    /// A slice of `len` elements in `alloc`, whose bytes are zero.
    ///
    /// # Panics
    ///
    /// As [`new_uninit_slice`](Box::new_uninit_slice).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// let zeros = Box::<[u32], _>::new_zeroed_slice_in(3, Global);
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zeros.assume_init() }, [0, 0, 0]);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_zeroed_slice_in(len: usize, alloc: A) -> Box<[MaybeUninit<T>], A> {
        match Self::with_fill(len, Fill::Zeroed, alloc) {
            Ok(b) => b,
            Err(error) => error.raise(),
        }
    }

    /// [`new_uninit_slice_in`](Self::new_uninit_slice_in), or an error; `alloc` is dropped then.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the bytes exceed `isize::MAX` or the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// assert!(Box::<[u32], _>::try_new_uninit_slice_in(usize::MAX, Global).is_err());
    /// ```
    #[inline]
    pub fn try_new_uninit_slice_in(
        len: usize,
        alloc: A,
    ) -> Result<Box<[MaybeUninit<T>], A>, AllocError> {
        Self::with_fill(len, Fill::Uninit, alloc).map_err(|_| AllocError)
    }

    /// [`new_zeroed_slice_in`](Self::new_zeroed_slice_in), or an error; `alloc` is dropped then.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the bytes exceed `isize::MAX` or the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// assert!(Box::<[u32], _>::try_new_zeroed_slice_in(usize::MAX, Global).is_err());
    /// ```
    #[inline]
    pub fn try_new_zeroed_slice_in(
        len: usize,
        alloc: A,
    ) -> Result<Box<[MaybeUninit<T>], A>, AllocError> {
        Self::with_fill(len, Fill::Zeroed, alloc).map_err(|_| AllocError)
    }

    #[inline]
    fn with_fill(
        len: usize,
        fill: Fill,
        alloc: A,
    ) -> Result<Box<[MaybeUninit<T>], A>, TryReserveError> {
        let layout = layout::array(Layout::new::<T>(), len)?;
        let block = block::allocate(layout, fill, &alloc)
            .map_err(|AllocError| TryReserveError::alloc(layout))?;
        let slice = NonNull::slice_from_raw_parts(block.cast::<MaybeUninit<T>>(), len);
        // SAFETY: BOX-1, BOX-2 -- the block has the layout of `len` elements or dangles, and nobody
        // else knows it; a `MaybeUninit` is live whatever the bytes are.
        Ok(unsafe { Box::from_non_null_in(slice, alloc) })
    }

    /// The slice as an array, or `None`, the slice being dropped, if its length is not `N`. O(1).
    ///
    /// `TryFrom` gives the slice back.
    ///
    /// # Differences from std
    ///
    /// Any allocator will do.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let slice: Box<[i32]> = Box::from([1, 2, 3]);
    /// let array: Box<[i32; 3]> = slice.into_array().unwrap();
    /// assert_eq!(*array, [1, 2, 3]);
    /// ```
    #[inline]
    #[must_use]
    pub fn into_array<const N: usize>(self) -> Option<Box<[T; N], A>> {
        self.try_into().ok()
    }
}

impl<T, A: Allocator> Box<T, A> {
    /// A slice of this one value. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let slice: Box<[i32]> = Box::into_boxed_slice(Box::new(5));
    /// assert_eq!(*slice, [5]);
    /// ```
    #[inline]
    #[must_use]
    pub fn into_boxed_slice(boxed: Self) -> Box<[T], A> {
        let (ptr, alloc) = Self::into_non_null_with_allocator(boxed);
        let slice = NonNull::slice_from_raw_parts(ptr, 1);
        // SAFETY: BOX-1, BOX-2 -- the block was this box's, which is gone; a slice of one has its
        // layout.
        unsafe { Box::from_non_null_in(slice, alloc) }
    }
}

impl<T, A: Allocator> Box<[MaybeUninit<T>], A> {
    /// Takes all elements for written. O(1).
    ///
    /// # Safety
    ///
    /// * (a) The bytes of every element are a live value of `T`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let mut pair = Box::<[u32]>::new_uninit_slice(2);
    /// pair[0].write(1);
    /// pair[1].write(2);
    /// // SAFETY: both were written just above.
    /// assert_eq!(*unsafe { pair.assume_init() }, [1, 2]);
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn assume_init(self) -> Box<[T], A> {
        let (ptr, alloc) = Self::into_non_null_with_allocator(self);
        let slice = NonNull::slice_from_raw_parts(ptr.cast::<T>(), ptr.len());
        // SAFETY: BOX-1, BOX-2, LANG-12 -- the block was this box's, which is gone; by (a) the
        // values are live; the layout is that of as many `T`.
        unsafe { Box::from_non_null_in(slice, alloc) }
    }
}

impl<T, const N: usize, A: Allocator> TryFrom<Box<[T], A>> for Box<[T; N], A> {
    type Error = Box<[T], A>;

    /// The slice as an array, if its length is `N`; else the slice, as it was. O(1).
    #[inline]
    fn try_from(slice: Box<[T], A>) -> Result<Self, Box<[T], A>> {
        if slice.len() == N {
            // SAFETY: BOX-1, BOX-2, LANG-5 -- `N` elements in a row are an array, with its layout.
            Ok(unsafe { Box::cast(slice) })
        } else {
            Err(slice)
        }
    }
}

impl<T, const N: usize> From<[T; N]> for Box<[T]> {
    /// Moves the array to the heap.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let slice: Box<[i32]> = Box::from([1, 2, 3]);
    /// assert_eq!(slice.len(), 3);
    /// ```
    #[inline]
    #[track_caller]
    fn from(array: [T; N]) -> Self {
        let (ptr, alloc) = Box::into_non_null_with_allocator(Box::new(array));
        let slice = NonNull::slice_from_raw_parts(ptr.cast::<T>(), N);
        // SAFETY: BOX-1, BOX-2, LANG-5 -- the block was a box's, which is gone; an array of `N` is
        // `N` elements in a row, with their layout.
        unsafe { Box::from_non_null_in(slice, alloc) }
    }
}

impl<A: Allocator> From<Box<str, A>> for Box<[u8], A> {
    /// The bytes of the text. O(1).
    #[inline]
    fn from(text: Box<str, A>) -> Self {
        let (ptr, alloc) = Box::into_raw_with_allocator(text);
        // SAFETY: BOX-1, BOX-2, LANG-13 -- the block was a box's, which is gone; text is its bytes,
        // with their layout.
        unsafe { Self::from_raw_in(ptr as *mut [u8], alloc) }
    }
}
