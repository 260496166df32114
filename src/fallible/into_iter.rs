//! [`IntoIter`]: the elements by value.

use core::fmt;
use core::iter::FusedIterator;
use core::slice;

use super::Vec;
use crate::alloc::{Allocator, Global};
use crate::vec;

/// An iterator that moves the elements out of a [`Vec`].
///
/// It is [`vec::IntoIter`] without `Clone`, which would have to allocate.
///
/// # Examples
///
/// ```
/// let mut iter = drystone::try_vec![1, 2, 3]?.into_iter();
/// assert_eq!(iter.next(), Some(1));
/// assert_eq!(iter.as_slice(), [2, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct IntoIter<T, A: Allocator = Global>(vec::IntoIter<T, A>);

impl<T, A: Allocator> IntoIter<T, A> {
    /// The elements left.
    ///
    /// # Examples
    ///
    /// ```
    /// let iter = drystone::try_vec![1, 2]?.into_iter();
    /// assert_eq!(iter.as_slice(), [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        self.0.as_slice()
    }

    /// The elements left, mutable.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut iter = drystone::try_vec![1, 2]?.into_iter();
    /// iter.as_mut_slice()[1] = 9;
    /// assert_eq!(iter.last(), Some(9));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        self.0.as_mut_slice()
    }

    /// The allocator that the elements live in.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::alloc::Global;
    ///
    /// assert_eq!(drystone::try_vec![1]?.into_iter().allocator(), &Global);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn allocator(&self) -> &A {
        self.0.allocator()
    }
}

impl<T, A: Allocator> IntoIterator for Vec<T, A> {
    type Item = T;
    type IntoIter = IntoIter<T, A>;

    /// Moves the elements out, front to back.
    #[inline]
    fn into_iter(self) -> IntoIter<T, A> {
        IntoIter(self.0.into_iter())
    }
}

impl<'a, T, A: Allocator> IntoIterator for &'a Vec<T, A> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    #[inline]
    fn into_iter(self) -> slice::Iter<'a, T> {
        self.iter()
    }
}

impl<'a, T, A: Allocator> IntoIterator for &'a mut Vec<T, A> {
    type Item = &'a mut T;
    type IntoIter = slice::IterMut<'a, T>;

    #[inline]
    fn into_iter(self) -> slice::IterMut<'a, T> {
        self.iter_mut()
    }
}

impl<T, A: Allocator> Iterator for IntoIter<T, A> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.0.next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }

    #[inline]
    fn count(self) -> usize {
        self.0.count()
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<T> {
        self.0.nth(n)
    }

    #[inline]
    fn fold<B, F>(self, init: B, f: F) -> B
    where
        F: FnMut(B, T) -> B,
    {
        self.0.fold(init, f)
    }
}

impl<T, A: Allocator> DoubleEndedIterator for IntoIter<T, A> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        self.0.next_back()
    }

    #[inline]
    fn nth_back(&mut self, n: usize) -> Option<T> {
        self.0.nth_back(n)
    }
}

impl<T, A: Allocator> ExactSizeIterator for IntoIter<T, A> {}

impl<T, A: Allocator> FusedIterator for IntoIter<T, A> {}

impl<T, A: Allocator> AsRef<[T]> for IntoIter<T, A> {
    fn as_ref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T, A: Allocator + Default> Default for IntoIter<T, A> {
    /// An iterator of nothing.
    fn default() -> Self {
        Vec::new_in(A::default()).into_iter()
    }
}

impl<T: fmt::Debug, A: Allocator> fmt::Debug for IntoIter<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
