//! Counted slices and text: blocks whose length is known at run time only.

use core::mem::MaybeUninit;

use allocator_api2::alloc::{AllocError, Allocator};

use super::counts::LocalCounts;
use super::{Block, Rc, UniqueRc};
use crate::alloc::Global;
use crate::error::TryReserveError;
use crate::raw::alloc::Fill;

impl<T, A: Allocator> UniqueRc<[T], A> {
    /// A block for `len` elements, which are yet to be written.
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(super) fn with_fill(
        len: usize,
        fill: Fill,
        alloc: A,
    ) -> Result<UniqueRc<[MaybeUninit<T>], A>, TryReserveError> {
        let ptr = Block::try_new_slice_in(len, LocalCounts::unique(), fill, &alloc)?;
        // SAFETY: RC-1, RC-2, COUNT-1, RC-6 -- a new block, with the counts of a unique owner;
        // nobody else knows it.
        Ok(unsafe { UniqueRc::from_block(ptr, alloc) })
    }
}

impl<T> Rc<[T]> {
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
    /// use drystone::rc::Rc;
    ///
    /// let mut squares = Rc::<[usize]>::new_uninit_slice(3);
    /// for (i, slot) in Rc::get_mut(&mut squares).unwrap().iter_mut().enumerate() {
    ///     slot.write(i * i);
    /// }
    /// // SAFETY: all three were written.
    /// assert_eq!(*unsafe { squares.assume_init() }, [0, 1, 4]);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_uninit_slice(len: usize) -> Rc<[MaybeUninit<T>]> {
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
    /// use drystone::rc::Rc;
    ///
    /// let zeros = Rc::<[u32]>::new_zeroed_slice(3);
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zeros.assume_init() }, [0, 0, 0]);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_zeroed_slice(len: usize) -> Rc<[MaybeUninit<T>]> {
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
    /// use drystone::rc::Rc;
    ///
    /// assert!(Rc::<[u32]>::try_new_uninit_slice(usize::MAX).is_err());
    /// assert_eq!(Rc::<[u32]>::try_new_uninit_slice(3).unwrap().len(), 3);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_uninit_slice(len: usize) -> Result<Rc<[MaybeUninit<T>]>, AllocError> {
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
    /// use drystone::rc::Rc;
    ///
    /// assert_eq!(Rc::<[u32]>::try_new_zeroed_slice(3).unwrap().len(), 3);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_zeroed_slice(len: usize) -> Result<Rc<[MaybeUninit<T>]>, AllocError> {
        Self::try_new_zeroed_slice_in(len, Global)
    }
}

impl<T, A: Allocator> Rc<[T], A> {
    /// A slice of `len` elements in `alloc`, which are yet to be written.
    ///
    /// # Panics
    ///
    /// As [`new_uninit_slice`](Rc::new_uninit_slice).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// assert_eq!(Rc::<[u32], _>::new_uninit_slice_in(3, Global).len(), 3);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_uninit_slice_in(len: usize, alloc: A) -> Rc<[MaybeUninit<T>], A> {
        match UniqueRc::<[T], A>::with_fill(len, Fill::Uninit, alloc) {
            Ok(slots) => UniqueRc::into_rc(slots),
            Err(error) => error.raise(),
        }
    }

    /// A slice of `len` elements in `alloc`, whose bytes are zero.
    ///
    /// # Panics
    ///
    /// As [`new_uninit_slice`](Rc::new_uninit_slice).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// let zeros = Rc::<[u32], _>::new_zeroed_slice_in(3, Global);
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zeros.assume_init() }, [0, 0, 0]);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_zeroed_slice_in(len: usize, alloc: A) -> Rc<[MaybeUninit<T>], A> {
        match UniqueRc::<[T], A>::with_fill(len, Fill::Zeroed, alloc) {
            Ok(slots) => UniqueRc::into_rc(slots),
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
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// assert!(Rc::<[u32], _>::try_new_uninit_slice_in(usize::MAX, Global).is_err());
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_uninit_slice_in(
        len: usize,
        alloc: A,
    ) -> Result<Rc<[MaybeUninit<T>], A>, AllocError> {
        let slots = UniqueRc::<[T], A>::with_fill(len, Fill::Uninit, alloc);
        Ok(UniqueRc::into_rc(slots.map_err(|_| AllocError)?))
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
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// assert!(Rc::<[u32], _>::try_new_zeroed_slice_in(usize::MAX, Global).is_err());
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_zeroed_slice_in(
        len: usize,
        alloc: A,
    ) -> Result<Rc<[MaybeUninit<T>], A>, AllocError> {
        let slots = UniqueRc::<[T], A>::with_fill(len, Fill::Zeroed, alloc);
        Ok(UniqueRc::into_rc(slots.map_err(|_| AllocError)?))
    }

    /// The slice as an array, or `None`, this owner being dropped, if its length is not `N`. O(1).
    ///
    /// `TryFrom` gives the slice back.
    ///
    /// # Differences from std
    ///
    /// Stable, and any allocator will do.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::rc::Rc;
    ///
    /// let slice: Rc<[i32]> = Rc::from([1, 2, 3]);
    /// let array: Rc<[i32; 3]> = slice.into_array().unwrap();
    /// assert_eq!(*array, [1, 2, 3]);
    /// ```
    #[inline]
    #[must_use]
    pub fn into_array<const N: usize>(self) -> Option<Rc<[T; N], A>> {
        self.try_into().ok()
    }
}

impl<T, A: Allocator> Rc<[MaybeUninit<T>], A> {
    /// Takes the elements for written. O(1).
    ///
    /// # Safety
    ///
    /// As for [one value](Rc::assume_init), for every element.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::rc::Rc;
    ///
    /// let zeros = Rc::<[u32]>::new_zeroed_slice(3);
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zeros.assume_init() }, [0, 0, 0]);
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn assume_init(self) -> Rc<[T], A> {
        self.tag().rename::<[T]>();
        let (ptr, alloc) = Self::into_block(self);
        // SAFETY: RC-1, RC-2 -- by the caller's promise the elements are live; the strong count was
        // this owner's.
        unsafe { Rc::from_block(ptr.assume_init(), alloc) }
    }
}

impl<T, const N: usize> From<[T; N]> for Rc<[T]> {
    /// Moves the array to the heap.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::rc::Rc;
    ///
    /// let slice: Rc<[i32]> = Rc::from([1, 2, 3]);
    /// assert_eq!(slice.len(), 3);
    /// ```
    #[inline]
    #[track_caller]
    fn from(array: [T; N]) -> Self {
        let (ptr, alloc) = Rc::into_block(Rc::new(array));
        // SAFETY: RC-1, RC-2 -- the same block and value.
        unsafe { Self::from_block(ptr.unsize(), alloc) }
    }
}

impl<T, A: Allocator, const N: usize> TryFrom<Rc<[T], A>> for Rc<[T; N], A> {
    type Error = Rc<[T], A>;

    /// The slice as an array, if its length is `N`; else the slice, as it was. O(1).
    #[inline]
    fn try_from(slice: Rc<[T], A>) -> Result<Self, Rc<[T], A>> {
        if slice.len() != N {
            return Err(slice);
        }
        let (ptr, alloc) = Rc::into_block(slice);
        // SAFETY: BLOCK-1, LANG-5 -- `N` elements in a row are an array, with its layout.
        let ptr = unsafe { ptr.cast::<[T; N]>() };
        // SAFETY: RC-1, RC-2 -- the same block and value.
        Ok(unsafe { Self::from_block(ptr, alloc) })
    }
}

impl From<Rc<str>> for Rc<[u8]> {
    /// The bytes of the text. O(1).
    #[inline]
    fn from(text: Rc<str>) -> Self {
        let (ptr, alloc) = Rc::into_block(text);
        // SAFETY: RC-1, RC-2, LANG-13 -- the same block; text is its bytes.
        unsafe { Self::from_block(ptr.as_bytes(), alloc) }
    }
}
