//! To and from raw pointers, which keep the strong count of the owner they come from.

use allocator_api2::alloc::Allocator;

use super::{Arc, Block};
use crate::alloc::Global;

impl<T: ?Sized> Arc<T> {
    /// Makes an owner again of what [`into_raw`](Self::into_raw) gave.
    ///
    /// # Safety
    ///
    /// * (a) `ptr` comes from [`into_raw`](Self::into_raw) of an owner on the global heap, possibly
    ///   cast to a type of the same layout or unsized since, and its strong count is not used up.
    /// * (b) The value is a live one of `T`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    /// use std::fmt::Display;
    ///
    /// // A cast of the pointer is a way to a trait object that needs no feature.
    /// let raw = Arc::into_raw(Arc::new(5)) as *const dyn Display;
    /// // SAFETY: the pointer comes from `into_raw`.
    /// let shown: Arc<dyn Display> = unsafe { Arc::from_raw(raw) };
    /// assert_eq!(shown.to_string(), "5");
    /// ```
    #[inline]
    #[must_use = "dropping the owner may drop the value: call `drop` if that is meant"]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub unsafe fn from_raw(ptr: *const T) -> Self {
        // SAFETY: ARC-1, ARC-2 -- (a) and (b) are passed on.
        unsafe { Self::from_raw_in(ptr, Global) }
    }

    /// Gives up the owner for a pointer to the value, keeping its strong count.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let raw = Arc::into_raw(Arc::new(5));
    /// // SAFETY: the pointer comes from `into_raw`.
    /// assert_eq!(*unsafe { Arc::from_raw(raw) }, 5);
    /// ```
    #[inline]
    #[must_use = "the value leaks unless the pointer becomes an owner again"]
    pub fn into_raw(this: Self) -> *const T {
        Self::into_raw_with_allocator(this).0
    }

    /// Counts one owner more.
    ///
    /// # Safety
    ///
    /// * (a) `ptr` comes from [`into_raw`](Self::into_raw) of an owner on the global heap, and there
    ///   is an owner during the call.
    ///
    /// # Panics
    ///
    /// Ends the process when there are `i32::MAX` owners already.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let raw = Arc::into_raw(Arc::new(5));
    /// // SAFETY: the pointer comes from `into_raw`, here and below.
    /// unsafe { Arc::increment_strong_count(raw) };
    /// // SAFETY: as above.
    /// let five = unsafe { Arc::from_raw(raw) };
    /// assert_eq!(Arc::strong_count(&five), 2);
    /// // SAFETY: as above; this gives back what the first call added.
    /// unsafe { Arc::decrement_strong_count(raw) };
    /// assert_eq!(Arc::strong_count(&five), 1);
    /// ```
    #[inline]
    pub unsafe fn increment_strong_count(ptr: *const T) {
        // SAFETY: ARC-1 -- (a) is passed on.
        unsafe { Self::increment_strong_count_in(ptr, Global) };
    }

    /// Counts one owner less. The last one drops the value.
    ///
    /// # Safety
    ///
    /// As [`from_raw`](Self::from_raw).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let raw = Arc::into_raw(Arc::new(5));
    /// // SAFETY: the pointer comes from `into_raw`, and is not used again.
    /// unsafe { Arc::decrement_strong_count(raw) };
    /// ```
    #[inline]
    pub unsafe fn decrement_strong_count(ptr: *const T) {
        // SAFETY: ARC-1, ARC-2 -- the caller's promises are passed on.
        drop(unsafe { Self::from_raw(ptr) });
    }
}

impl<T: ?Sized, A: Allocator> Arc<T, A> {
    /// Makes an owner again of what [`into_raw_with_allocator`](Self::into_raw_with_allocator)
    /// gave.
    ///
    /// # Safety
    ///
    /// * (a) `ptr` comes from there, possibly cast to a type of the same layout or unsized since,
    ///   its strong count is not used up, and `alloc` is its handle or an equal one.
    /// * (b) The value is a live one of `T`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// let (raw, alloc) = Arc::into_raw_with_allocator(Arc::new_in(5, Global));
    /// // SAFETY: both come from an owner.
    /// assert_eq!(*unsafe { Arc::from_raw_in(raw, alloc) }, 5);
    /// ```
    #[inline]
    #[must_use = "dropping the owner may drop the value: call `drop` if that is meant"]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub unsafe fn from_raw_in(ptr: *const T, alloc: A) -> Self {
        // SAFETY: BLOCK-1, ARC-1 -- by (a) the value is in a block, which its count keeps.
        let ptr = unsafe { Block::from_value(ptr) };
        // SAFETY: ARC-1 -- as above.
        let slot = unsafe { ptr.tag() }.take_raw();
        // SAFETY: ARC-1, ARC-2 -- by (a) and (b).
        unsafe { Self::from_block(ptr.with_slot(slot), alloc) }
    }

    /// Takes an owner apart, keeping its strong count.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// let (raw, alloc) = Arc::into_raw_with_allocator(Arc::new_in(5, Global));
    /// // SAFETY: both come from an owner.
    /// drop(unsafe { Arc::from_raw_in(raw, alloc) });
    /// ```
    #[inline]
    #[must_use = "the value leaks unless the pointer becomes an owner again"]
    pub fn into_raw_with_allocator(this: Self) -> (*const T, A) {
        let ptr = Self::as_ptr(&this);
        this.tag().into_raw(this.ptr.slot());
        (ptr, Self::into_block(this).1)
    }

    /// [`increment_strong_count`](Arc::increment_strong_count) for any allocator.
    ///
    /// # Safety
    ///
    /// * (a) `ptr` comes from [`into_raw_with_allocator`](Self::into_raw_with_allocator), and there
    ///   is an owner during the call.
    ///
    /// # Panics
    ///
    /// Ends the process when there are `i32::MAX` owners already.
    ///
    /// # Differences from std
    ///
    /// The handle is dropped, where std leaks it and a clone of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// let five = Arc::new_in(5, Global);
    /// let raw = Arc::as_ptr(&five);
    /// // SAFETY: the pointer is an owner's, here and below.
    /// unsafe { Arc::increment_strong_count_in(raw, Global) };
    /// assert_eq!(Arc::strong_count(&five), 2);
    /// // SAFETY: as above; this gives back what was added.
    /// unsafe { Arc::decrement_strong_count_in(raw, Global) };
    /// ```
    #[inline]
    pub unsafe fn increment_strong_count_in(ptr: *const T, alloc: A)
    where
        A: Clone,
    {
        // SAFETY: BLOCK-1, ARC-1 -- by (a) the value is in a block that is not freed.
        let block = unsafe { Block::from_value(ptr) };
        // SAFETY: ARC-1 -- as above.
        unsafe { block.counts() }.add_strong();
        // SAFETY: ARC-1 -- as above.
        unsafe { block.tag() }.enter_raw();
        drop(alloc);
    }

    /// [`decrement_strong_count`](Arc::decrement_strong_count) for any allocator.
    ///
    /// # Safety
    ///
    /// As [`from_raw_in`](Self::from_raw_in).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// let (raw, alloc) = Arc::into_raw_with_allocator(Arc::new_in(5, Global));
    /// // SAFETY: both come from an owner.
    /// unsafe { Arc::decrement_strong_count_in(raw, alloc) };
    /// ```
    #[inline]
    pub unsafe fn decrement_strong_count_in(ptr: *const T, alloc: A) {
        // SAFETY: ARC-1, ARC-2 -- the caller's promises are passed on.
        drop(unsafe { Self::from_raw_in(ptr, alloc) });
    }
}
