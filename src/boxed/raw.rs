//! To and from raw pointers, references that are never freed, and std's box.
//!
//! All go through the one constructor and the one way out of the [module above](super).

use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use super::Box;
use crate::alloc::Global;

impl<T: ?Sized> Box<T> {
    /// Makes a box of a pointer to a value on the global heap.
    ///
    /// The pointer may come from [`into_raw`](Self::into_raw), from std's `Box::into_raw`, or from
    /// the global allocator with the value's layout.
    ///
    /// # Safety
    ///
    /// * (a) `raw` is not null, is aligned, and points to a live value, which nobody else owns.
    /// * (b) If the value has bytes, `raw` is the start of a block of the global allocator with the
    ///   value's layout, it may access the whole block, and nobody else frees it.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::fmt::Display;
    ///
    /// // A cast of the pointer is a way to a trait object that needs no feature.
    /// let raw = Box::into_raw(Box::new(5)) as *mut dyn Display;
    /// // SAFETY: the pointer comes from a box, and so does its vtable from the box's type.
    /// let shown: Box<dyn Display> = unsafe { Box::from_raw(raw) };
    /// assert_eq!(shown.to_string(), "5");
    /// ```
    #[inline]
    #[must_use = "dropping the box frees its value: call `drop` if that is meant"]
    pub unsafe fn from_raw(raw: *mut T) -> Self {
        // SAFETY: BOX-1, BOX-2 -- (a) and (b) are passed on.
        unsafe { Self::from_raw_in(raw, Global) }
    }

    /// [`from_raw`](Self::from_raw) of a pointer that is known not to be null.
    ///
    /// # Safety
    ///
    /// As for [`from_raw`](Self::from_raw).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let ptr = Box::into_non_null(Box::new(5));
    /// // SAFETY: the pointer comes from a box.
    /// assert_eq!(*unsafe { Box::from_non_null(ptr) }, 5);
    /// ```
    #[inline]
    #[must_use = "dropping the box frees its value: call `drop` if that is meant"]
    pub const unsafe fn from_non_null(ptr: NonNull<T>) -> Self {
        // SAFETY: BOX-1, BOX-2 -- the caller's promises are passed on.
        unsafe { Self::from_non_null_in(ptr, Global) }
    }

    /// Gives up the box for a pointer to its value. Freeing both is then up to the caller.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let raw = Box::into_raw(Box::new(String::from("five")));
    /// // SAFETY: the pointer comes from a box.
    /// drop(unsafe { Box::from_raw(raw) });
    /// ```
    #[inline]
    #[must_use = "value and block leak unless the pointer becomes a box again"]
    pub fn into_raw(b: Self) -> *mut T {
        Self::into_raw_with_allocator(b).0
    }

    /// [`into_raw`](Self::into_raw) into a pointer that is known not to be null.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let ptr = Box::into_non_null(Box::new(5));
    /// // SAFETY: the pointer comes from a box.
    /// drop(unsafe { Box::from_non_null(ptr) });
    /// ```
    #[inline]
    #[must_use = "value and block leak unless the pointer becomes a box again"]
    pub fn into_non_null(b: Self) -> NonNull<T> {
        Self::into_non_null_with_allocator(b).0
    }

    /// Takes over the value and the block of std's box. O(1): nothing moves.
    ///
    /// `From` does the same for sized values, slices and strings.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::fmt::Display;
    ///
    /// let std: std::boxed::Box<dyn Display> = std::boxed::Box::new(5);
    /// let ours: Box<dyn Display> = Box::from_std(std);
    /// assert_eq!(ours.to_string(), "5");
    /// ```
    #[inline]
    #[must_use]
    pub fn from_std(b: alloc_crate::boxed::Box<T>) -> Self {
        let raw = alloc_crate::boxed::Box::into_raw(b);
        // SAFETY: LANG-11 -- std's box owns its value, has its block from the global allocator with
        // the value's layout, or an aligned non-null pointer and no block; `into_raw` gives that
        // up.
        unsafe { Self::from_raw(raw) }
    }

    /// Hands the value and the block over to std's box. O(1): nothing moves.
    ///
    /// There it can be called if it is a `FnOnce`, be moved out of by `*`, and be the receiver of a
    /// method that takes `self: Box<Self>`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let raw = Box::into_raw(Box::new(|| 5)) as *mut dyn FnOnce() -> i32;
    /// // SAFETY: the pointer comes from a box.
    /// let once = unsafe { Box::from_raw(raw) };
    /// assert_eq!(Box::into_std(once)(), 5);
    /// ```
    #[inline]
    #[must_use]
    pub fn into_std(b: Self) -> alloc_crate::boxed::Box<T> {
        let raw = Self::into_raw(b);
        // SAFETY: LANG-11 -- BOX-1 and BOX-2 are what std asks: an owned live value, its block from
        // the global allocator with the value's layout, or an aligned non-null pointer.
        unsafe { alloc_crate::boxed::Box::from_raw(raw) }
    }
}

impl<T: ?Sized, A: Allocator> Box<T, A> {
    /// Makes a box of a pointer and the allocator that can free it.
    ///
    /// # Safety
    ///
    /// * (a) `raw` is not null, is aligned, and points to a live value, which nobody else owns.
    /// * (b) If the value has bytes, `raw` is the start of a block that `alloc` can free with the
    ///   value's layout, it may access the whole block, and nobody else frees it.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// let (raw, alloc) = Box::into_raw_with_allocator(Box::new_in(5, Global));
    /// // SAFETY: both come from a box.
    /// assert_eq!(*unsafe { Box::from_raw_in(raw, alloc) }, 5);
    /// ```
    #[inline]
    #[must_use = "dropping the box frees its value: call `drop` if that is meant"]
    pub unsafe fn from_raw_in(raw: *mut T, alloc: A) -> Self {
        // SAFETY: BOX-1 -- by (a) the pointer is not null.
        let ptr = unsafe { NonNull::new_unchecked(raw) };
        // SAFETY: BOX-1, BOX-2 -- (a) and (b) are passed on.
        unsafe { Self::from_non_null_in(ptr, alloc) }
    }

    /// Takes a box apart. Freeing value and block is then up to the caller.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// let (raw, alloc) = Box::into_raw_with_allocator(Box::new_in(5, Global));
    /// // SAFETY: both come from a box.
    /// drop(unsafe { Box::from_raw_in(raw, alloc) });
    /// ```
    #[inline]
    #[must_use = "value and block leak unless the pointer becomes a box again"]
    pub fn into_raw_with_allocator(b: Self) -> (*mut T, A) {
        let (ptr, alloc) = Self::into_non_null_with_allocator(b);
        (ptr.as_ptr(), alloc)
    }

    /// Gives up the box for a reference that is good until the allocator is gone. Neither the value
    /// nor the handle is ever dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let forever: &'static mut i32 = Box::leak(Box::new(41));
    /// *forever += 1;
    /// assert_eq!(*forever, 42);
    /// # // SAFETY: the reference comes from a box and is not used again.
    /// # drop(unsafe { Box::from_raw(forever) });
    /// ```
    #[inline]
    #[must_use = "a value that is to leak unseen is given to `mem::forget`"]
    pub fn leak<'a>(b: Self) -> &'a mut T
    where
        A: 'a,
    {
        let (mut ptr, alloc) = Self::into_non_null_with_allocator(b);
        // The block lives while some handle does: this one may be the last.
        let _kept = ManuallyDrop::new(alloc);
        // SAFETY: BOX-2, BOX-3 -- the value is live and now nobody's; its block is never freed,
        // since a handle that outlives `'a` is never dropped.
        unsafe { ptr.as_mut() }
    }

    /// The same block as a box of `U`, whose type may say less or more of the bytes.
    ///
    /// # Safety
    ///
    /// * (a) The start of the block is a live value of `U`, with the layout of the value of `T`.
    #[inline(always)]
    pub(super) unsafe fn cast<U>(b: Self) -> Box<U, A> {
        let (ptr, alloc) = Self::into_non_null_with_allocator(b);
        // SAFETY: BOX-1, BOX-2 -- the block was this box's, which is gone; (a) for value and
        // layout.
        unsafe { Box::from_non_null_in(ptr.cast(), alloc) }
    }
}
