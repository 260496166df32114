//! `From` where no memory is needed, `TryFrom` where it is.

use super::{Arc, Weak};
use crate::alloc::{Allocator, TryReserveError};
use crate::boxed::Box;
use crate::fallible::{Rejected, Vec};
use crate::{sync, vec};

impl<T: ?Sized, A: Allocator> From<sync::Arc<T, A>> for Arc<T, A> {
    /// The same owner. O(1).
    #[inline]
    fn from(arc: sync::Arc<T, A>) -> Self {
        Self(arc)
    }
}

impl<T: ?Sized, A: Allocator> From<Arc<T, A>> for sync::Arc<T, A> {
    /// The same owner. O(1).
    #[inline]
    fn from(arc: Arc<T, A>) -> Self {
        arc.0
    }
}

impl<T: ?Sized, A: Allocator> From<sync::Weak<T, A>> for Weak<T, A> {
    /// The same `Weak`. O(1).
    #[inline]
    fn from(weak: sync::Weak<T, A>) -> Self {
        Self::from_infallible(weak)
    }
}

impl<T: ?Sized, A: Allocator> From<Weak<T, A>> for sync::Weak<T, A> {
    /// The same `Weak`. O(1).
    #[inline]
    fn from(weak: Weak<T, A>) -> Self {
        weak.to_infallible()
    }
}

impl<T: Clone> TryFrom<&[T]> for Arc<[T]> {
    type Error = TryReserveError;

    /// Clones the elements into a block.
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn try_from(slice: &[T]) -> Result<Self, TryReserveError> {
        Self::clone_from_ref(slice)
    }
}

impl TryFrom<&str> for Arc<str> {
    type Error = TryReserveError;

    /// Copies the text into a block.
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn try_from(text: &str) -> Result<Self, TryReserveError> {
        Self::clone_from_ref(text)
    }
}

impl<T: ?Sized, A: Allocator> TryFrom<Box<T, A>> for Arc<T, A> {
    type Error = Rejected<Box<T, A>>;

    /// Moves the value out of its box into a block of the same allocator, also behind `dyn Trait`.
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn try_from(b: Box<T, A>) -> Result<Self, Rejected<Box<T, A>>> {
        match sync::Arc::from_box(b) {
            Ok(arc) => Ok(Self(arc)),
            Err((b, error)) => Err(Rejected::new(b, error)),
        }
    }
}

impl<T, A: Allocator> TryFrom<vec::Vec<T, A>> for Arc<[T], A> {
    type Error = Rejected<vec::Vec<T, A>>;

    /// Moves the elements into a block of the same allocator.
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn try_from(vec: vec::Vec<T, A>) -> Result<Self, Rejected<vec::Vec<T, A>>> {
        match sync::Arc::from_vec(vec) {
            Ok(arc) => Ok(Self(arc)),
            Err((vec, error)) => Err(Rejected::new(vec, error)),
        }
    }
}

impl<T, A: Allocator> TryFrom<Vec<T, A>> for Arc<[T], A> {
    type Error = Rejected<Vec<T, A>>;

    /// Moves the elements into a block of the same allocator: the way from an iterator to a slice
    /// that is shared.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::alloc::TryReserveError;
    /// use drystone::fallible::{Arc, Vec};
    ///
    /// let even = Vec::from_iter((0..9).filter(|n| n % 2 == 0)).map_err(TryReserveError::from)?;
    /// let even: Arc<[u32]> = even.try_into()?;
    /// assert_eq!(*even, [0, 2, 4, 6, 8]);
    /// # Ok::<(), TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn try_from(vec: Vec<T, A>) -> Result<Self, Rejected<Vec<T, A>>> {
        match sync::Arc::from_vec(vec.to_infallible()) {
            Ok(arc) => Ok(Self(arc)),
            Err((vec, error)) => Err(Rejected::new(Vec::from(vec), error)),
        }
    }
}
