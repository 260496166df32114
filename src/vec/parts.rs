//! To and from raw parts, slices and boxes.

use core::mem::ManuallyDrop;
use core::ptr::{self, NonNull};

use super::Vec;
use crate::alloc::{Allocator, Global};
use crate::raw::buf::RawBuf;

impl<T> Vec<T> {
    /// A `Vec` from a pointer, a length and a capacity, both in elements.
    ///
    /// # Safety
    ///
    /// * `ptr` was allocated by the global allocator with the layout of `capacity` elements, unless
    ///   that is zero bytes; then it is aligned and not null.
    /// * The first `length` elements are live, and `length <= capacity`.
    /// * Nobody else uses or frees the block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::Vec;
    ///
    /// let (ptr, len, cap) = drystone::vec![1, 2].into_raw_parts();
    /// // SAFETY: the parts are those of a `Vec` that has given them up.
    /// let v = unsafe { Vec::from_raw_parts(ptr, len, cap) };
    /// assert_eq!(v, [1, 2]);
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn from_raw_parts(ptr: *mut T, length: usize, capacity: usize) -> Self {
        // SAFETY: VEC-1, VEC-2 -- the caller's promises are passed on.
        unsafe { Self::from_raw_parts_in(ptr, length, capacity, Global) }
    }

    /// [`from_raw_parts`](Self::from_raw_parts) of a pointer that says it is not null.
    ///
    /// # Safety
    ///
    /// As [`from_raw_parts`](Self::from_raw_parts).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::Vec;
    ///
    /// let (ptr, len, cap) = drystone::vec![1, 2].into_parts();
    /// // SAFETY: the parts are those of a `Vec` that has given them up.
    /// let v = unsafe { Vec::from_parts(ptr, len, cap) };
    /// assert_eq!(v, [1, 2]);
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn from_parts(ptr: NonNull<T>, length: usize, capacity: usize) -> Self {
        // SAFETY: VEC-1, VEC-2 -- the caller's promises are passed on.
        unsafe { Self::from_parts_in(ptr, length, capacity, Global) }
    }

    /// The pointer, the length and the capacity, both in elements; the caller owns the block.
    ///
    /// # Examples
    ///
    /// See [`from_raw_parts`](Self::from_raw_parts).
    #[inline]
    #[must_use = "the elements and their block are leaked"]
    pub fn into_raw_parts(self) -> (*mut T, usize, usize) {
        let (ptr, len, cap) = self.into_parts();
        (ptr.as_ptr(), len, cap)
    }

    /// [`into_raw_parts`](Self::into_raw_parts), with a pointer that says it is not null.
    ///
    /// # Examples
    ///
    /// See [`from_parts`](Self::from_parts).
    #[inline]
    #[must_use = "the elements and their block are leaked"]
    pub fn into_parts(self) -> (NonNull<T>, usize, usize) {
        let (ptr, len, cap, Global) = self.into_parts_with_alloc();
        (ptr, len, cap)
    }
}

impl<T, A: Allocator> Vec<T, A> {
    /// [`from_raw_parts`](Vec::from_raw_parts) of a block that belongs to `alloc`.
    ///
    /// # Safety
    ///
    /// As [`from_raw_parts`](Vec::from_raw_parts), with `alloc` for the global allocator.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, vec::Vec};
    ///
    /// let (ptr, len, cap, alloc) = Vec::<u8, _>::new_in(Global).into_raw_parts_with_alloc();
    /// // SAFETY: the parts are those of a `Vec` that has given them up.
    /// let v = unsafe { Vec::from_raw_parts_in(ptr, len, cap, alloc) };
    /// assert!(v.is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn from_raw_parts_in(ptr: *mut T, length: usize, capacity: usize, alloc: A) -> Self {
        // SAFETY: VEC-1 -- the caller promises a block or an aligned pointer: neither is null.
        let ptr = unsafe { NonNull::new_unchecked(ptr) };
        // SAFETY: VEC-1, VEC-2 -- the caller's promises are passed on.
        unsafe { Self::from_parts_in(ptr, length, capacity, alloc) }
    }

    /// [`from_raw_parts_in`](Self::from_raw_parts_in) of a pointer that says it is not null.
    ///
    /// # Safety
    ///
    /// As [`from_raw_parts_in`](Self::from_raw_parts_in).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, vec::Vec};
    ///
    /// let (ptr, len, cap, alloc) = Vec::<u8, _>::new_in(Global).into_parts_with_alloc();
    /// // SAFETY: the parts are those of a `Vec` that has given them up.
    /// let v = unsafe { Vec::from_parts_in(ptr, len, cap, alloc) };
    /// assert!(v.is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn from_parts_in(ptr: NonNull<T>, length: usize, capacity: usize, alloc: A) -> Self {
        debug_assert!(size_of::<T>() == 0 || length <= capacity);
        // SAFETY: BUF-1 -- the caller vouches for pointer, capacity and allocator.
        let buf = unsafe { RawBuf::from_parts_in(ptr, capacity, alloc) };
        // INVARIANT: VEC-1, VEC-2 -- the caller vouches for the length.
        Self { buf, len: length }
    }

    /// The pointer, the length and the capacity, both in elements, and the allocator; the caller
    /// owns the block.
    ///
    /// # Examples
    ///
    /// See [`from_raw_parts_in`](Self::from_raw_parts_in).
    #[inline]
    #[must_use = "the elements and their block are leaked"]
    pub fn into_raw_parts_with_alloc(self) -> (*mut T, usize, usize, A) {
        let (ptr, len, cap, alloc) = self.into_parts_with_alloc();
        (ptr.as_ptr(), len, cap, alloc)
    }

    /// [`into_raw_parts_with_alloc`](Self::into_raw_parts_with_alloc), with a pointer that says it
    /// is not null.
    ///
    /// # Examples
    ///
    /// See [`from_parts_in`](Self::from_parts_in).
    #[inline]
    #[must_use = "the elements and their block are leaked"]
    pub fn into_parts_with_alloc(self) -> (NonNull<T>, usize, usize, A) {
        let this = ManuallyDrop::new(self);
        // SAFETY: VEC-2 -- `this` is never used again, so the buffer has one owner.
        let buf = unsafe { ptr::read(&raw const this.buf) };
        let (ptr, cap, alloc) = buf.into_parts();
        (ptr, this.len, cap, alloc)
    }

    /// The elements as a slice that is never freed, spare capacity and all.
    ///
    /// # Examples
    ///
    /// ```
    /// let slice: &'static mut [u8] = drystone::vec![1, 2].leak();
    /// slice[0] = 9;
    /// assert_eq!(slice, [9, 2]);
    /// # // SAFETY: the slice came from a `Vec` whose capacity was its length.
    /// # drop(unsafe { drystone::vec::Vec::from_raw_parts(slice.as_mut_ptr(), 2, 2) });
    /// ```
    #[inline]
    pub fn leak<'a>(self) -> &'a mut [T]
    where
        A: 'a,
    {
        let mut this = ManuallyDrop::new(self);
        let live = NonNull::slice_from_raw_parts(this.as_non_null(), this.len);
        // SAFETY: VEC-2 -- the slots are live and nobody owns them any more; the allocator, leaked
        // with them, is valid for `'a`, and so are `T` and its block.
        unsafe { &mut *live.as_ptr() }
    }
}

impl<T> From<alloc_crate::vec::Vec<T>> for Vec<T> {
    /// Takes over the block of std's `Vec`. O(1).
    #[inline]
    fn from(std: alloc_crate::vec::Vec<T>) -> Self {
        let mut std = ManuallyDrop::new(std);
        let (ptr, len, cap) = (std.as_mut_ptr(), std.len(), std.capacity());
        // SAFETY: VEC-1, VEC-2, LANG-4 -- std's parts, given up by `ManuallyDrop`: std documents
        // that its block has the layout of `capacity` elements and comes from the global allocator.
        unsafe { Self::from_raw_parts(ptr, len, cap) }
    }
}

impl<T> From<Vec<T>> for alloc_crate::vec::Vec<T> {
    /// Hands the block over to std's `Vec`. O(1).
    #[inline]
    fn from(vec: Vec<T>) -> Self {
        let (ptr, len, cap) = vec.into_raw_parts();
        // SAFETY: BUF-1, VEC-2, LANG-4 -- the block comes from the global allocator with the layout
        // of `cap` elements, the first `len` of which are live.
        unsafe { Self::from_raw_parts(ptr, len, cap) }
    }
}
