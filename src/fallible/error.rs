//! Errors that carry back what a failed method was given.

use core::iter::Chain;
use core::{fmt, option};

use super::Vec;
use crate::alloc::{Allocator, Global, TryReserveError};

/// An allocation failed; here is the value that the method was given.
///
/// `T` is the element for [`push`](Vec::push) and its kin, the `Vec` itself for the methods that
/// take `self`.
///
/// # Examples
///
/// ```
/// let rejected = drystone::try_vec![String::from("stone"); usize::MAX].unwrap_err();
/// assert_eq!(rejected.to_string(), rejected.error().to_string());
/// assert_eq!(rejected.into_value(), "stone");
/// ```
#[derive(PartialEq, Eq)]
pub struct Rejected<T> {
    value: T,
    error: TryReserveError,
}

impl<T> Rejected<T> {
    #[inline]
    pub(crate) const fn new(value: T, error: TryReserveError) -> Self {
        Self { value, error }
    }

    /// Why the memory could not be had.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::alloc::TryReserveErrorKind;
    ///
    /// let rejected = drystone::try_vec![7_u64; usize::MAX].unwrap_err();
    /// assert_eq!(rejected.error().kind(), TryReserveErrorKind::CapacityOverflow);
    /// ```
    #[must_use]
    pub const fn error(&self) -> &TryReserveError {
        &self.error
    }

    /// The value that was handed in.
    ///
    /// # Examples
    ///
    /// ```
    /// let rejected = drystone::try_vec![7_u64; usize::MAX].unwrap_err();
    /// assert_eq!(rejected.into_value(), 7);
    /// ```
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    /// The value that was handed in, and why the memory could not be had.
    ///
    /// # Examples
    ///
    /// ```
    /// let rejected = drystone::try_vec![7_u64; usize::MAX].unwrap_err();
    /// let (value, error) = rejected.into_parts();
    /// assert_eq!(value, 7);
    /// assert!(error.to_string().starts_with("capacity overflow"));
    /// ```
    #[must_use]
    pub fn into_parts(self) -> (T, TryReserveError) {
        (self.value, self.error)
    }
}

/// An allocation failed in the middle of an iterator; here are the items that were not appended.
///
/// # Examples
///
/// ```
/// use drystone::fallible::Vec;
///
/// let mut v = Vec::new();
/// // Asks for room first, so that no item is taken when there is none.
/// let error = v.extend(0_u64..u64::MAX).unwrap_err();
/// assert!(v.is_empty());
/// assert_eq!(error.into_rest().next(), Some(0));
/// ```
pub struct ExtendError<I: Iterator> {
    pending: Option<I::Item>,
    iter: I,
    error: TryReserveError,
}

impl<I: Iterator> ExtendError<I> {
    #[inline]
    pub(super) const fn new(pending: Option<I::Item>, iter: I, error: TryReserveError) -> Self {
        Self {
            pending,
            iter,
            error,
        }
    }

    /// Whatever was taken from the iterator and not appended, and why.
    pub(super) fn into_pending(self) -> (Option<I::Item>, TryReserveError) {
        (self.pending, self.error)
    }

    /// Why the memory could not be had.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::TryReserveErrorKind, fallible::Vec};
    ///
    /// let error = Vec::new().extend(0_u64..u64::MAX).unwrap_err();
    /// assert_eq!(error.error().kind(), TryReserveErrorKind::CapacityOverflow);
    /// ```
    #[must_use]
    pub const fn error(&self) -> &TryReserveError {
        &self.error
    }

    /// The items that were not appended: the one for which there was no room, if it was taken from
    /// the iterator already, then those that the iterator still has.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let error = Vec::new().extend(7_u64..u64::MAX).unwrap_err();
    /// assert!(error.into_rest().take(2).eq([7, 8]));
    /// ```
    pub fn into_rest(self) -> Chain<option::IntoIter<I::Item>, I> {
        self.pending.into_iter().chain(self.iter)
    }
}

/// An allocation failed while a new `Vec` was filled; here is all that the iterator gave, and it.
///
/// # Examples
///
/// ```
/// use drystone::fallible::Vec;
///
/// let error = Vec::from_iter(0_u64..u64::MAX).unwrap_err();
/// let (collected, rest) = error.into_parts();
/// assert!(collected.is_empty());
/// assert_eq!(rest.into_rest().next(), Some(0));
/// ```
pub struct CollectError<I: Iterator, A: Allocator = Global> {
    collected: Vec<I::Item, A>,
    rest: ExtendError<I>,
}

impl<I: Iterator, A: Allocator> CollectError<I, A> {
    #[inline]
    pub(super) const fn new(collected: Vec<I::Item, A>, rest: ExtendError<I>) -> Self {
        Self { collected, rest }
    }

    /// Why the memory could not be had.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::TryReserveErrorKind, fallible::Vec};
    ///
    /// let error = Vec::from_iter(0_u64..u64::MAX).unwrap_err();
    /// assert_eq!(error.error().kind(), TryReserveErrorKind::CapacityOverflow);
    /// ```
    #[must_use]
    pub const fn error(&self) -> &TryReserveError {
        self.rest.error()
    }

    /// The items that found room, and the others.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let error = Vec::from_iter(7_u64..u64::MAX).unwrap_err();
    /// let (collected, rest) = error.into_parts();
    /// assert!(collected.into_iter().chain(rest.into_rest()).take(2).eq([7, 8]));
    /// ```
    #[must_use]
    pub fn into_parts(self) -> (Vec<I::Item, A>, ExtendError<I>) {
        (self.collected, self.rest)
    }
}

/// `Debug`, `Display`, `Error` and the way to [`TryReserveError`], which ask nothing of what is
/// carried: an error must be printable also for values that are not.
macro_rules! tells_its_error {
    ($name:literal, [$($generics:tt)*] $error:ty, $field:ident $(. $inner:ident)?) => {
        impl<$($generics)*> fmt::Debug for $error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct($name)
                    .field("error", self.error())
                    .finish_non_exhaustive()
            }
        }

        impl<$($generics)*> fmt::Display for $error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.error().fmt(f)
            }
        }

        impl<$($generics)*> core::error::Error for $error {}

        impl<$($generics)*> From<$error> for TryReserveError {
            /// Drops what is carried.
            fn from(error: $error) -> Self {
                error.$field$(.$inner)?
            }
        }
    };
}

tells_its_error! { "Rejected", [T] Rejected<T>, error }
tells_its_error! { "ExtendError", [I: Iterator] ExtendError<I>, error }
tells_its_error! { "CollectError", [I: Iterator, A: Allocator] CollectError<I, A>, rest.error }
