//! Looking at a `Vec`, and taking it apart. Nothing here needs memory.

use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::Vec;
use crate::alloc::Allocator;

impl<T, A: Allocator> Vec<T, A> {
    /// The number of elements.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(drystone::try_vec!['a', 'b']?.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no element.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(drystone::fallible::Vec::<u8>::new().is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of elements for which there is room; `usize::MAX` when they have no size.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// assert_eq!(Vec::<u8>::with_capacity(10)?.capacity(), 10);
    /// assert_eq!(Vec::<()>::new().capacity(), usize::MAX);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.0.capacity()
    }

    /// The allocator that the elements live in.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, fallible::Vec};
    ///
    /// assert_eq!(Vec::<u8>::new().allocator(), &Global);
    /// ```
    #[inline]
    #[must_use]
    pub const fn allocator(&self) -> &A {
        self.0.allocator()
    }

    /// The elements, as a slice.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(drystone::try_vec![1, 2]?.as_slice(), &[1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_slice(&self) -> &[T] {
        self.0.as_slice()
    }

    /// The elements, as a mutable slice.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![2, 1]?;
    /// v.as_mut_slice().sort_unstable();
    /// assert_eq!(v, [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_mut_slice(&mut self) -> &mut [T] {
        self.0.as_mut_slice()
    }

    /// A pointer to the first slot, as [`vec::Vec::as_ptr`](crate::vec::Vec::as_ptr).
    ///
    /// # Examples
    ///
    /// ```
    /// let v = drystone::try_vec![7, 8]?;
    /// // SAFETY: slot 1 is live, and `v` is not touched meanwhile.
    /// assert_eq!(unsafe { v.as_ptr().add(1).read() }, 8);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_ptr(&self) -> *const T {
        self.0.as_ptr()
    }

    /// A pointer to the first slot, as [`vec::Vec::as_mut_ptr`](crate::vec::Vec::as_mut_ptr).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![7, 8]?;
    /// // SAFETY: slot 0 is live, and `v` is not touched meanwhile.
    /// unsafe { v.as_mut_ptr().write(9) };
    /// assert_eq!(v, [9, 8]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_mut_ptr(&mut self) -> *mut T {
        self.0.as_mut_ptr()
    }

    /// [`as_mut_ptr`](Self::as_mut_ptr), in a type that says it is not null.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![7]?;
    /// // SAFETY: slot 0 is live, and `v` is not touched meanwhile.
    /// assert_eq!(unsafe { v.as_non_null().read() }, 7);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_non_null(&mut self) -> NonNull<T> {
        self.0.as_non_null()
    }

    /// The spare slots, which may hold anything.
    ///
    /// Write them, then set the length through [`to_infallible`](Self::to_infallible).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let mut v = Vec::<u8>::with_capacity(4)?;
    /// assert_eq!(v.spare_capacity_mut().len(), 4);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn spare_capacity_mut(&mut self) -> &mut [MaybeUninit<T>] {
        self.0.spare_capacity_mut()
    }

    /// The elements and the spare slots, both mutable at once.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let mut v = Vec::with_capacity(4)?;
    /// v.push(7)?;
    /// let (live, spare) = v.split_at_spare_mut();
    /// assert_eq!((live[0], spare.len()), (7, 3));
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn split_at_spare_mut(&mut self) -> (&mut [T], &mut [MaybeUninit<T>]) {
        self.0.split_at_spare_mut()
    }

    /// The elements as a slice that is never freed, spare capacity and all.
    ///
    /// # Examples
    ///
    /// ```
    /// let slice: &'static mut [u8] = drystone::try_vec![1, 2]?.leak();
    /// assert_eq!(slice, [1, 2]);
    /// # // SAFETY: the slice came from a `Vec` whose capacity was its length.
    /// # drop(unsafe { drystone::vec::Vec::from_raw_parts(slice.as_mut_ptr(), 2, 2) });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn leak<'a>(self) -> &'a mut [T]
    where
        A: 'a,
    {
        self.0.leak()
    }

    /// The pointer, the length and the capacity, both in elements, and the allocator; the caller
    /// owns the block.
    ///
    /// # Examples
    ///
    /// ```
    /// let (ptr, len, cap, alloc) = drystone::try_vec![1, 2]?.into_raw_parts_with_alloc();
    /// // SAFETY: the parts are those of a `Vec` that has given them up.
    /// let v = unsafe { drystone::vec::Vec::from_raw_parts_in(ptr, len, cap, alloc) };
    /// assert_eq!(drystone::fallible::Vec::from(v), [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use = "the elements and their block are leaked"]
    pub fn into_raw_parts_with_alloc(self) -> (*mut T, usize, usize, A) {
        self.0.into_raw_parts_with_alloc()
    }

    /// [`into_raw_parts_with_alloc`](Self::into_raw_parts_with_alloc), with a pointer that says it
    /// is not null.
    ///
    /// # Examples
    ///
    /// ```
    /// let (ptr, len, cap, alloc) = drystone::try_vec![1, 2]?.into_parts_with_alloc();
    /// // SAFETY: the parts are those of a `Vec` that has given them up.
    /// let v = unsafe { drystone::vec::Vec::from_parts_in(ptr, len, cap, alloc) };
    /// assert_eq!(drystone::fallible::Vec::from(v), [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use = "the elements and their block are leaked"]
    pub fn into_parts_with_alloc(self) -> (NonNull<T>, usize, usize, A) {
        self.0.into_parts_with_alloc()
    }
}

impl<T> Vec<T> {
    /// The pointer, the length and the capacity, both in elements; the caller owns the block.
    ///
    /// # Examples
    ///
    /// ```
    /// let (ptr, len, cap) = drystone::try_vec![1, 2]?.into_raw_parts();
    /// // SAFETY: the parts are those of a `Vec` that has given them up.
    /// let v = unsafe { drystone::vec::Vec::from_raw_parts(ptr, len, cap) };
    /// assert_eq!(drystone::fallible::Vec::from(v), [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use = "the elements and their block are leaked"]
    pub fn into_raw_parts(self) -> (*mut T, usize, usize) {
        self.0.into_raw_parts()
    }

    /// [`into_raw_parts`](Self::into_raw_parts), with a pointer that says it is not null.
    ///
    /// # Examples
    ///
    /// ```
    /// let (ptr, len, cap) = drystone::try_vec![1, 2]?.into_parts();
    /// // SAFETY: the parts are those of a `Vec` that has given them up.
    /// let v = unsafe { drystone::vec::Vec::from_parts(ptr, len, cap) };
    /// assert_eq!(drystone::fallible::Vec::from(v), [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use = "the elements and their block are leaked"]
    pub fn into_parts(self) -> (NonNull<T>, usize, usize) {
        self.0.into_parts()
    }
}
