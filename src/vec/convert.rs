//! `From`, `TryFrom`: std's conversions, in both directions where the language allows it.

use alloc_crate::borrow::Cow;
use alloc_crate::collections::{BinaryHeap, VecDeque};
use alloc_crate::ffi::CString;
use alloc_crate::string::{FromUtf8Error, String};
use core::mem::ManuallyDrop;
use core::num::NonZero;

use super::Vec;
use crate::alloc::{Allocator, Global};

/// What `vec![a, b, c]` expands to.
#[doc(hidden)]
#[inline]
#[must_use]
#[track_caller]
pub fn from_array<T, const N: usize>(array: [T; N]) -> Vec<T> {
    Vec::from(array)
}

/// Clones of the elements of `slice`, without spare capacity.
#[inline]
#[track_caller]
fn to_vec<T: Clone, A: Allocator>(slice: &[T], alloc: A) -> Vec<T, A> {
    let mut vec = Vec::with_capacity_in(slice.len(), alloc);
    vec.extend_from_slice(slice);
    vec
}

impl<T: Clone, A: Allocator + Clone> Clone for Vec<T, A> {
    /// Clones the elements, into a block without spare capacity.
    #[track_caller]
    fn clone(&self) -> Self {
        to_vec(self, self.allocator().clone())
    }

    /// Clones the elements of `source` into those of `self` and behind them; the allocation is
    /// reused if it is large enough.
    #[track_caller]
    fn clone_from(&mut self, source: &Self) {
        self.truncate(source.len());
        let (same, more) = source.split_at(self.len());
        self.clone_from_slice(same);
        self.extend_from_slice(more);
    }
}

impl<T: Clone> From<&[T]> for Vec<T> {
    #[track_caller]
    fn from(slice: &[T]) -> Self {
        to_vec(slice, Global)
    }
}

impl<T: Clone> From<&mut [T]> for Vec<T> {
    #[track_caller]
    fn from(slice: &mut [T]) -> Self {
        to_vec(slice, Global)
    }
}

impl<T: Clone, const N: usize> From<&[T; N]> for Vec<T> {
    #[track_caller]
    fn from(array: &[T; N]) -> Self {
        to_vec(array, Global)
    }
}

impl<T: Clone, const N: usize> From<&mut [T; N]> for Vec<T> {
    #[track_caller]
    fn from(array: &mut [T; N]) -> Self {
        to_vec(array, Global)
    }
}

impl<T, const N: usize> From<[T; N]> for Vec<T> {
    #[inline]
    #[track_caller]
    fn from(array: [T; N]) -> Self {
        let mut vec = Self::with_capacity(N);
        let array = ManuallyDrop::new(array);
        // SAFETY: VEC-1 -- a new buffer has room for `N` values.
        let slot = unsafe { vec.slot(0) };
        // SAFETY: VEC-3 -- the slots are spare; the array's values move there, since the array
        // itself is forgotten.
        unsafe { slot.cast().write(array) };
        // SAFETY: VEC-1, VEC-2 -- `N` slots are written.
        unsafe { vec.inc_len(N) };
        vec
    }
}

impl From<&str> for Vec<u8> {
    #[track_caller]
    fn from(text: &str) -> Self {
        to_vec(text.as_bytes(), Global)
    }
}

impl From<String> for Vec<u8> {
    /// Takes over the block. O(1).
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<CString> for Vec<u8> {
    /// Takes over the block, without the NUL. O(1).
    fn from(text: CString) -> Self {
        text.into_bytes().into()
    }
}

impl From<Vec<NonZero<u8>>> for CString {
    fn from(bytes: Vec<NonZero<u8>>) -> Self {
        alloc_crate::vec::Vec::from(bytes).into()
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
        Self::from_utf8(bytes.into())
    }
}

impl<'a, T> From<Cow<'a, [T]>> for Vec<T>
where
    [T]: alloc_crate::borrow::ToOwned<Owned = alloc_crate::vec::Vec<T>>,
{
    /// O(1) when it is owned.
    fn from(cow: Cow<'a, [T]>) -> Self {
        cow.into_owned().into()
    }
}

impl<'a, T: Clone> From<Vec<T>> for Cow<'a, [T]> {
    /// O(1).
    fn from(vec: Vec<T>) -> Self {
        Cow::Owned(vec.into())
    }
}

impl<'a, T: Clone> From<&'a Vec<T>> for Cow<'a, [T]> {
    fn from(vec: &'a Vec<T>) -> Self {
        Cow::Borrowed(vec)
    }
}

impl<T> From<VecDeque<T>> for Vec<T> {
    /// Takes over the block. O(1), or O(`len`) when the elements lie around the end.
    fn from(deque: VecDeque<T>) -> Self {
        alloc_crate::vec::Vec::from(deque).into()
    }
}

impl<T> From<Vec<T>> for VecDeque<T> {
    /// O(1).
    fn from(vec: Vec<T>) -> Self {
        alloc_crate::vec::Vec::from(vec).into()
    }
}

impl<T> From<BinaryHeap<T>> for Vec<T> {
    /// O(1). The order is the heap's.
    fn from(heap: BinaryHeap<T>) -> Self {
        heap.into_vec().into()
    }
}

impl<T: Ord> From<Vec<T>> for BinaryHeap<T> {
    /// O(`len`).
    fn from(vec: Vec<T>) -> Self {
        alloc_crate::vec::Vec::from(vec).into()
    }
}

impl<T> From<Vec<T>> for alloc_crate::rc::Rc<[T]> {
    /// O(`len`).
    fn from(vec: Vec<T>) -> Self {
        alloc_crate::vec::Vec::from(vec).into()
    }
}

#[cfg(target_has_atomic = "ptr")]
impl<T> From<Vec<T>> for alloc_crate::sync::Arc<[T]> {
    /// O(`len`).
    fn from(vec: Vec<T>) -> Self {
        alloc_crate::vec::Vec::from(vec).into()
    }
}

impl<T, A: Allocator, const N: usize> TryFrom<Vec<T, A>> for [T; N] {
    type Error = Vec<T, A>;

    /// Moves the elements into an array.
    ///
    /// # Errors
    ///
    /// The `Vec` itself, when its length is not `N`.
    fn try_from(mut vec: Vec<T, A>) -> Result<Self, Vec<T, A>> {
        if vec.len() != N {
            return Err(vec);
        }
        // SAFETY: VEC-1 -- `N` is the length.
        let live = unsafe { vec.dec_len(N) };
        // SAFETY: VEC-2 -- `N` live values in a row, given up by the `Vec`, are an array.
        let array = unsafe { live.cast::<[T; N]>().read() };
        // Freed while `array` is still a local, which is dropped if the allocator unwinds.
        drop(vec);
        Ok(array)
    }
}
