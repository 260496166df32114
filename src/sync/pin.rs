//! Counted values that stay where they are until they are dropped.
//!
//! A block must then outlive all borrows, hence `A: 'static`. `get_mut` and `make_mut` can't be
//! reached through the `Pin`, and `try_unwrap` neither.

use core::pin::Pin;

use allocator_api2::alloc::Allocator;

use super::Arc;

impl<T> Arc<T> {
    /// Moves `value` to the heap and pins it there.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let pinned = Arc::pin(std::marker::PhantomPinned);
    /// let also = pinned.clone();
    /// assert!(std::ptr::eq(&*pinned, &*also));
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn pin(value: T) -> Pin<Self> {
        Self::pin_in(value, crate::alloc::Global)
    }
}

impl<T, A: Allocator> Arc<T, A> {
    /// Moves `value` into a block of `alloc` and pins it there.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// assert_eq!(*Arc::pin_in(5, Global), 5);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn pin_in(value: T, alloc: A) -> Pin<Self>
    where
        A: 'static,
    {
        // SAFETY: ARC-5 -- the handle outlives every borrow, so the block stays until the value is
        // dropped; this owner is new, so no other one, not pinned, could move the value out.
        unsafe { Pin::new_unchecked(Self::new_in(value, alloc)) }
    }
}

impl<T: ?Sized> Default for Pin<Arc<T>>
where
    Arc<T>: Default,
{
    #[inline]
    #[track_caller]
    fn default() -> Self {
        // SAFETY: ARC-5 -- the global heap outlives all; a default value is made anew, and the impls
        // of `Default` for `Arc` keep no other owner.
        unsafe { Pin::new_unchecked(Arc::default()) }
    }
}
