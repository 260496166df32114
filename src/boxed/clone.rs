//! Cloning values into new boxes, sized or not.

use core::alloc::Layout;
use core::mem::ManuallyDrop;

use allocator_api2::alloc::{AllocError, Allocator};

use super::Box;
use super::block::{self, Fill, Free};
use crate::alloc::Global;
use crate::raw::clone::CloneToUninit;

impl<T: CloneToUninit + ?Sized> Box<T> {
    /// Clones a value, a slice or a string into a box on the heap. O(size of the value).
    ///
    /// # Panics
    ///
    /// As [`Box::new`].
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let text: Box<str> = Box::clone_from_ref("dry stone");
    /// let slice: Box<[i32]> = Box::clone_from_ref(&[1, 2][..]);
    /// assert_eq!((&*text, &*slice), ("dry stone", &[1, 2][..]));
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn clone_from_ref(src: &T) -> Self {
        Self::clone_from_ref_in(src, Global)
    }

    /// [`clone_from_ref`](Self::clone_from_ref), or an error if memory is short; nothing is cloned
    /// then.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// assert_eq!(*Box::try_clone_from_ref(&5).unwrap(), 5);
    /// ```
    #[inline]
    pub fn try_clone_from_ref(src: &T) -> Result<Self, AllocError> {
        Self::try_clone_from_ref_in(src, Global)
    }
}

impl<T: CloneToUninit + ?Sized, A: Allocator> Box<T, A> {
    /// Clones a value, a slice or a string into a box in `alloc`. O(size of the value).
    ///
    /// # Panics
    ///
    /// As [`Box::new_in`].
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// assert_eq!(&*Box::clone_from_ref_in("dry", Global), "dry");
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn clone_from_ref_in(src: &T, alloc: A) -> Self {
        match Self::try_clone_from_ref_in(src, alloc) {
            Ok(b) => b,
            Err(AllocError) => block::refused(Layout::for_value(src)),
        }
    }

    /// [`clone_from_ref_in`](Self::clone_from_ref_in), or an error if memory is short; nothing is
    /// cloned then, and `alloc` is dropped.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// assert_eq!(&*Box::try_clone_from_ref_in("dry", Global).unwrap(), "dry");
    /// ```
    #[inline]
    pub fn try_clone_from_ref_in(src: &T, alloc: A) -> Result<Self, AllocError> {
        let layout = Layout::for_value(src);
        let block = block::allocate(layout, Fill::Uninit, &alloc)?;
        // SAFETY: BOX-1 -- the block has this layout and nobody else knows it.
        let free = unsafe { Free::new(block, layout, &alloc) };
        // SAFETY: CLONE-1 -- the block is aligned, has room for a value of this layout, and is new.
        let ptr = unsafe { src.clone_to_uninit(block) };
        let _disarmed = ManuallyDrop::new(free);
        // SAFETY: BOX-1, BOX-2 -- by CLONE-1 a live value is at the start of the block, with its
        // layout.
        Ok(unsafe { Self::from_non_null_in(ptr, alloc) })
    }
}

impl<T: Clone, A: Allocator + Clone> Clone for Box<T, A> {
    /// Clones the value into a new block of a clone of the handle.
    #[inline]
    #[track_caller]
    fn clone(&self) -> Self {
        let alloc = Self::allocator(self).clone();
        Self::clone_from_ref_in(self, alloc)
    }

    /// Clones the value of `source` over this box's value, in its block. Nothing is allocated but
    /// by `T`.
    #[inline]
    fn clone_from(&mut self, source: &Self) {
        (**self).clone_from(source);
    }
}

impl<T: Clone, A: Allocator + Clone> Clone for Box<[T], A> {
    /// Clones the elements, in order, into a new block of a clone of the handle.
    #[inline]
    #[track_caller]
    fn clone(&self) -> Self {
        let alloc = Self::allocator(self).clone();
        Self::clone_from_ref_in(self, alloc)
    }

    /// Clones into this box's block if the lengths are equal; else into a new one.
    #[inline]
    #[track_caller]
    fn clone_from(&mut self, source: &Self) {
        if self.len() == source.len() {
            self.clone_from_slice(source);
        } else {
            *self = source.clone();
        }
    }
}

impl<A: Allocator + Clone> Clone for Box<str, A> {
    /// Copies the text into a new block of a clone of the handle.
    #[inline]
    #[track_caller]
    fn clone(&self) -> Self {
        let alloc = Self::allocator(self).clone();
        Self::clone_from_ref_in(self, alloc)
    }
}
