//! `From` where no memory is needed, `TryFrom` where it is.

use super::{Rc, Weak};
use crate::alloc::{Allocator, TryReserveError};
use crate::boxed::Box;
use crate::fallible::{Rejected, Vec};
use crate::{rc, vec};

impl<T: ?Sized, A: Allocator> From<rc::Rc<T, A>> for Rc<T, A> {
    /// The same owner. O(1).
    #[inline]
    fn from(rc: rc::Rc<T, A>) -> Self {
        Self(rc)
    }
}

impl<T: ?Sized, A: Allocator> From<Rc<T, A>> for rc::Rc<T, A> {
    /// The same owner. O(1).
    #[inline]
    fn from(rc: Rc<T, A>) -> Self {
        rc.0
    }
}

impl<T: ?Sized, A: Allocator> From<rc::Weak<T, A>> for Weak<T, A> {
    /// The same `Weak`. O(1).
    #[inline]
    fn from(weak: rc::Weak<T, A>) -> Self {
        Self::from_infallible(weak)
    }
}

impl<T: ?Sized, A: Allocator> From<Weak<T, A>> for rc::Weak<T, A> {
    /// The same `Weak`. O(1).
    #[inline]
    fn from(weak: Weak<T, A>) -> Self {
        weak.to_infallible()
    }
}

impl<T: Clone> TryFrom<&[T]> for Rc<[T]> {
    type Error = TryReserveError;

    /// Clones the elements into a block.
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn try_from(slice: &[T]) -> Result<Self, TryReserveError> {
        Self::clone_from_ref(slice)
    }
}

impl TryFrom<&str> for Rc<str> {
    type Error = TryReserveError;

    /// Copies the text into a block.
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn try_from(text: &str) -> Result<Self, TryReserveError> {
        Self::clone_from_ref(text)
    }
}

impl<T: ?Sized, A: Allocator> TryFrom<Box<T, A>> for Rc<T, A> {
    type Error = Rejected<Box<T, A>>;

    /// Moves the value out of its box into a block of the same allocator, also behind `dyn Trait`.
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn try_from(b: Box<T, A>) -> Result<Self, Rejected<Box<T, A>>> {
        match rc::Rc::from_box(b) {
            Ok(rc) => Ok(Self(rc)),
            Err((b, error)) => Err(Rejected::new(b, error)),
        }
    }
}

impl<T, A: Allocator> TryFrom<vec::Vec<T, A>> for Rc<[T], A> {
    type Error = Rejected<vec::Vec<T, A>>;

    /// Moves the elements into a block of the same allocator.
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn try_from(vec: vec::Vec<T, A>) -> Result<Self, Rejected<vec::Vec<T, A>>> {
        match rc::Rc::from_vec(vec) {
            Ok(rc) => Ok(Self(rc)),
            Err((vec, error)) => Err(Rejected::new(vec, error)),
        }
    }
}

impl<T, A: Allocator> TryFrom<Vec<T, A>> for Rc<[T], A> {
    type Error = Rejected<Vec<T, A>>;

    /// Moves the elements into a block of the same allocator: the way from an iterator to a slice
    /// that is shared.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::alloc::TryReserveError;
    /// use drystone::fallible::{Rc, Vec};
    ///
    /// let even = Vec::from_iter((0..9).filter(|n| n % 2 == 0)).map_err(TryReserveError::from)?;
    /// let even: Rc<[u32]> = even.try_into()?;
    /// assert_eq!(*even, [0, 2, 4, 6, 8]);
    /// # Ok::<(), TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn try_from(vec: Vec<T, A>) -> Result<Self, Rejected<Vec<T, A>>> {
        match rc::Rc::from_vec(vec.to_infallible()) {
            Ok(rc) => Ok(Self(rc)),
            Err((vec, error)) => Err(Rejected::new(Vec::from(vec), error)),
        }
    }
}
