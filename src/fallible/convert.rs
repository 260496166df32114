//! `From` where no memory is needed, `TryFrom` where it is.

use alloc_crate::string::{FromUtf8Error, String};

use super::{Rejected, Vec};
use crate::alloc::{Allocator, TryReserveError};
use crate::boxed::Box;
use crate::vec;

impl<T, A: Allocator> From<vec::Vec<T, A>> for Vec<T, A> {
    /// The same elements in the same memory. O(1).
    #[inline]
    fn from(vec: vec::Vec<T, A>) -> Self {
        Self(vec)
    }
}

impl<T, A: Allocator> From<Vec<T, A>> for vec::Vec<T, A> {
    /// The same elements in the same memory. O(1).
    #[inline]
    fn from(vec: Vec<T, A>) -> Self {
        vec.0
    }
}

impl<T> From<alloc_crate::vec::Vec<T>> for Vec<T> {
    /// Takes over the block of std's `Vec`. O(1).
    #[inline]
    fn from(std: alloc_crate::vec::Vec<T>) -> Self {
        Self(std.into())
    }
}

impl<T> From<Vec<T>> for alloc_crate::vec::Vec<T> {
    /// Hands the block over to std's `Vec`. O(1).
    #[inline]
    fn from(vec: Vec<T>) -> Self {
        vec.0.into()
    }
}

impl<T, A: Allocator> From<Box<[T], A>> for Vec<T, A> {
    /// Takes over the block. O(1).
    #[inline]
    fn from(boxed: Box<[T], A>) -> Self {
        Self(boxed.into())
    }
}

impl From<String> for Vec<u8> {
    /// Takes over the block. O(1).
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl TryFrom<Vec<u8>> for String {
    type Error = FromUtf8Error;

    /// Takes over the block. O(`len`) to check the bytes.
    ///
    /// # Errors
    ///
    /// When the bytes are not UTF-8; they are in the error.
    fn try_from(bytes: Vec<u8>) -> Result<Self, FromUtf8Error> {
        bytes.0.try_into()
    }
}

impl<T, A: Allocator, const N: usize> TryFrom<Vec<T, A>> for [T; N] {
    type Error = Vec<T, A>;

    /// Moves the elements into an array.
    ///
    /// # Errors
    ///
    /// The `Vec` itself, when its length is not `N`.
    fn try_from(vec: Vec<T, A>) -> Result<Self, Vec<T, A>> {
        vec.0.try_into().map_err(Vec)
    }
}

impl<T, const N: usize> TryFrom<[T; N]> for Vec<T> {
    type Error = Rejected<[T; N]>;

    /// Moves the elements to the heap.
    ///
    /// # Errors
    ///
    /// The array, when the allocator fails.
    #[inline]
    fn try_from(array: [T; N]) -> Result<Self, Rejected<[T; N]>> {
        match Self::with_capacity(N) {
            Ok(mut vec) => {
                vec.0.extend(array);
                Ok(vec)
            }
            Err(error) => Err(Rejected::new(array, error)),
        }
    }
}

/// `TryFrom` for what is borrowed as a slice: clones, without spare capacity.
macro_rules! try_from_slice {
    ([$($generics:tt)*] $source:ty, $elem:ty) => {
        impl<$($generics)*> TryFrom<$source> for Vec<$elem> {
            type Error = TryReserveError;

            /// Clones of the elements, without spare capacity.
            ///
            /// # Errors
            ///
            /// When the allocator fails, before anything is cloned.
            fn try_from(source: $source) -> Result<Self, TryReserveError> {
                let source: &[$elem] = source.as_ref();
                let mut vec = Self::with_capacity(source.len())?;
                vec.0.extend_from_slice(source);
                Ok(vec)
            }
        }
    };
}

try_from_slice! { [T: Clone] &[T], T }
try_from_slice! { [T: Clone] &mut [T], T }
try_from_slice! { [T: Clone, const N: usize] &[T; N], T }
try_from_slice! { [T: Clone, const N: usize] &mut [T; N], T }
try_from_slice! { [] &str, u8 }
