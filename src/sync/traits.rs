#![forbid(unsafe_code)]
//! What an owner can do because its value can, and its default values.

use core::error::Error;

use allocator_api2::alloc::Allocator;

use super::Arc;
use crate::forward::forward_deref;

forward_deref!(Arc);

impl<T: Error + ?Sized, A: Allocator> Error for Arc<T, A> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        (**self).source()
    }
}

impl<T: Default> Default for Arc<T> {
    /// An owner of `T`'s default.
    #[inline]
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Default for Arc<[T]> {
    /// The empty slice, in a block of its own.
    #[inline]
    #[track_caller]
    fn default() -> Self {
        Self::from([])
    }
}

impl Default for Arc<str> {
    /// The empty string, in a block of its own.
    #[inline]
    #[track_caller]
    fn default() -> Self {
        Self::from("")
    }
}

impl<T> From<T> for Arc<T> {
    /// Moves the value to the heap.
    #[inline]
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
