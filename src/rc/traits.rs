#![forbid(unsafe_code)]
//! What an owner can do because its value can, and its default values.

use allocator_api2::alloc::Allocator;

use super::Rc;
use crate::forward::forward_deref;

forward_deref!(Rc);

impl<T: Default> Default for Rc<T> {
    /// An owner of `T`'s default.
    #[inline]
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Default for Rc<[T]> {
    /// The empty slice, in a block of its own.
    #[inline]
    #[track_caller]
    fn default() -> Self {
        Self::from([])
    }
}

impl Default for Rc<str> {
    /// The empty string, in a block of its own.
    #[inline]
    #[track_caller]
    fn default() -> Self {
        Self::from("")
    }
}

impl<T> From<T> for Rc<T> {
    /// Moves the value to the heap.
    #[inline]
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
