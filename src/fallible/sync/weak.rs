//! [`Weak`], which upgrades to owners that report a failed allocation.

use core::fmt;

use super::Arc;
use crate::alloc::{Allocator, Global};
use crate::sync;

/// A pointer to the value of an [`Arc`] that does not keep it alive. No method of it needs memory.
///
/// # Examples
///
/// ```
/// use drystone::fallible::sync::{Arc, Weak};
///
/// let five = Arc::new(5)?;
/// let weak = Arc::downgrade(&five);
/// assert_eq!((weak.strong_count(), weak.weak_count()), (1, 1));
/// assert!(weak.ptr_eq(&weak.clone()));
/// assert_eq!(weak.upgrade().as_deref(), Some(&5));
/// drop(five);
/// assert!(weak.upgrade().is_none() && Weak::<u8>::new().upgrade().is_none());
/// # Ok::<(), drystone::alloc::TryReserveError>(())
/// ```
#[repr(transparent)]
pub struct Weak<T: ?Sized, A: Allocator = Global>(sync::Weak<T, A>);

impl<T> Weak<T> {
    /// As [`sync::Weak::new`].
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self(sync::Weak::new())
    }
}

impl<T, A: Allocator> Weak<T, A> {
    /// As [`sync::Weak::new_in`].
    #[inline]
    #[must_use]
    pub const fn new_in(alloc: A) -> Self {
        Self(sync::Weak::new_in(alloc))
    }
}

impl<T: ?Sized, A: Allocator> Weak<T, A> {
    /// As [`sync::Weak::upgrade`].
    #[inline]
    #[must_use = "an owner that is not kept is dropped at once"]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn upgrade(&self) -> Option<Arc<T, A>>
    where
        A: Clone,
    {
        self.0.upgrade().map(Arc::from_infallible)
    }

    /// As [`sync::Weak::strong_count`].
    #[inline]
    #[must_use]
    pub fn strong_count(&self) -> usize {
        self.0.strong_count()
    }

    /// As [`sync::Weak::weak_count`].
    #[inline]
    #[must_use]
    pub fn weak_count(&self) -> usize {
        self.0.weak_count()
    }

    /// As [`sync::Weak::ptr_eq`].
    #[inline]
    #[must_use]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.0.ptr_eq(&other.0)
    }

    /// As [`sync::Weak::as_ptr`].
    #[inline]
    #[must_use]
    pub fn as_ptr(&self) -> *const T {
        self.0.as_ptr()
    }

    /// As [`sync::Weak::allocator`].
    #[inline]
    #[must_use]
    pub fn allocator(&self) -> &A {
        self.0.allocator()
    }

    /// The same `Weak`, which upgrades to owners that end the program when memory runs out. O(1).
    #[inline]
    #[must_use]
    pub fn to_infallible(self) -> sync::Weak<T, A> {
        self.0
    }

    /// The same `Weak`, which upgrades to owners that return a `Result`. O(1).
    #[inline]
    #[must_use]
    pub const fn from_infallible(weak: sync::Weak<T, A>) -> Self {
        Self(weak)
    }
}

impl<T: ?Sized, A: Allocator + Clone> Clone for Weak<T, A> {
    /// Another `Weak` to the same value. O(1).
    #[inline]
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Weak<T> {
    /// [`Weak::new`].
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl<T: ?Sized, A: Allocator> fmt::Debug for Weak<T, A> {
    /// As [`sync::Weak`]'s.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
