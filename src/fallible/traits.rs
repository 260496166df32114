//! The traits that make a `Vec` act as the slice it holds.

use core::borrow::{Borrow, BorrowMut};
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::{Deref, DerefMut, Index, IndexMut};
use core::slice::SliceIndex;

use super::Vec;
use crate::alloc::Allocator;
use crate::vec;

impl<T, A: Allocator> Deref for Vec<T, A> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T, A: Allocator> DerefMut for Vec<T, A> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        self.as_mut_slice()
    }
}

impl<T> Default for Vec<T> {
    /// An empty `Vec`, without an allocation.
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug, A: Allocator> fmt::Debug for Vec<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Hash, A: Allocator> Hash for Vec<T, A> {
    /// As the slice, so that `Borrow<[T]>` holds.
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T, A: Allocator> AsRef<Self> for Vec<T, A> {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl<T, A: Allocator> AsMut<Self> for Vec<T, A> {
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}

impl<T, A: Allocator> AsRef<[T]> for Vec<T, A> {
    fn as_ref(&self) -> &[T] {
        self
    }
}

impl<T, A: Allocator> AsMut<[T]> for Vec<T, A> {
    fn as_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T, A: Allocator> Borrow<[T]> for Vec<T, A> {
    fn borrow(&self) -> &[T] {
        self
    }
}

impl<T, A: Allocator> BorrowMut<[T]> for Vec<T, A> {
    fn borrow_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T, I: SliceIndex<[T]>, A: Allocator> Index<I> for Vec<T, A> {
    type Output = I::Output;

    #[inline]
    #[track_caller]
    fn index(&self, index: I) -> &I::Output {
        Index::index(&self.0, index)
    }
}

impl<T, I: SliceIndex<[T]>, A: Allocator> IndexMut<I> for Vec<T, A> {
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut I::Output {
        IndexMut::index_mut(&mut self.0, index)
    }
}

impl<T: Eq, A: Allocator> Eq for Vec<T, A> {}

impl<T: Ord, A: Allocator> Ord for Vec<T, A> {
    /// Lexicographically.
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T: PartialOrd, A1: Allocator, A2: Allocator> PartialOrd<Vec<T, A2>> for Vec<T, A1> {
    /// Lexicographically.
    #[inline]
    fn partial_cmp(&self, other: &Vec<T, A2>) -> Option<Ordering> {
        self.0.partial_cmp(&other.0)
    }
}

/// One `PartialEq` between a `Vec` and something that derefs to a slice, compared as slices.
macro_rules! eq_as_slices {
    ([$($generics:tt)*] $left:ty, $right:ty) => {
        impl<T: PartialEq<U>, U, $($generics)*> PartialEq<$right> for $left {
            #[inline]
            fn eq(&self, other: &$right) -> bool {
                self[..] == other[..]
            }
        }
    };
}

eq_as_slices! { [A1: Allocator, A2: Allocator] Vec<T, A1>, Vec<U, A2> }
eq_as_slices! { [A1: Allocator, A2: Allocator] Vec<T, A1>, vec::Vec<U, A2> }
eq_as_slices! { [A1: Allocator, A2: Allocator] vec::Vec<T, A1>, Vec<U, A2> }
eq_as_slices! { [A: Allocator] Vec<T, A>, [U] }
eq_as_slices! { [A: Allocator] Vec<T, A>, &[U] }
eq_as_slices! { [A: Allocator] Vec<T, A>, &mut [U] }
eq_as_slices! { [A: Allocator, const N: usize] Vec<T, A>, [U; N] }
eq_as_slices! { [A: Allocator, const N: usize] Vec<T, A>, &[U; N] }
eq_as_slices! { [A: Allocator] [T], Vec<U, A> }
eq_as_slices! { [A: Allocator] &[T], Vec<U, A> }
eq_as_slices! { [A: Allocator] &mut [T], Vec<U, A> }
