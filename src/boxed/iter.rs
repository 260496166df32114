#![forbid(unsafe_code)]
//! Boxes of iterators, and iterators over boxed slices.

use core::iter::FusedIterator;
use core::slice;

use allocator_api2::alloc::Allocator;

use super::Box;
use crate::vec::{self, Vec};

/// An iterator that is one in a [`Box`] as well.
///
/// Every sized iterator is one, and so are the trait objects of std's iterator traits, with or
/// without `Send` and `Sync`. For a trait object of your own there is one line to write.
///
/// # Differences from std
///
/// In std every `Box<I>` of an iterator is one, and `Box<[T]>` is known not to be, by a negative
/// impl, which is unstable. On stable, `Iterator` for all boxes would exclude `IntoIterator` for
/// boxed slices (E0119: `[T]` might become an iterator). With a trait of this crate as the bound,
/// it is known that slices never have it.
///
/// # Examples
///
/// ```
/// use drystone::boxed::{Box, BoxIterator};
///
/// trait Walk: Iterator<Item = u32> {
///     fn name(&self) -> &str;
/// }
/// impl BoxIterator for dyn Walk {}
///
/// fn sum(walk: Box<dyn Walk>) -> u32 {
///     walk.sum()
/// }
/// ```
pub trait BoxIterator: Iterator {}

impl<I: Iterator> BoxIterator for I {}

/// Names the trait objects that are iterators in a box.
macro_rules! box_iterators {
    ($($iterator:ident),*) => {$(
        impl<T> BoxIterator for dyn $iterator<Item = T> + '_ {}
        impl<T> BoxIterator for dyn $iterator<Item = T> + Send + '_ {}
        impl<T> BoxIterator for dyn $iterator<Item = T> + Sync + '_ {}
        impl<T> BoxIterator for dyn $iterator<Item = T> + Send + Sync + '_ {}
    )*};
}

box_iterators!(
    Iterator,
    DoubleEndedIterator,
    ExactSizeIterator,
    FusedIterator
);

impl<I: BoxIterator + ?Sized, A: Allocator> Iterator for Box<I, A> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        (**self).next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (**self).size_hint()
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<I::Item> {
        (**self).nth(n)
    }
}

impl<I: BoxIterator + DoubleEndedIterator + ?Sized, A: Allocator> DoubleEndedIterator
    for Box<I, A>
{
    #[inline]
    fn next_back(&mut self) -> Option<I::Item> {
        (**self).next_back()
    }

    #[inline]
    fn nth_back(&mut self, n: usize) -> Option<I::Item> {
        (**self).nth_back(n)
    }
}

impl<I: BoxIterator + ExactSizeIterator + ?Sized, A: Allocator> ExactSizeIterator for Box<I, A> {
    #[inline]
    fn len(&self) -> usize {
        (**self).len()
    }
}

impl<I: BoxIterator + FusedIterator + ?Sized, A: Allocator> FusedIterator for Box<I, A> {}

impl<I, A: Allocator> IntoIterator for Box<[I], A> {
    type Item = I;
    type IntoIter = vec::IntoIter<I, A>;

    /// Moves the elements out, first to last.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let names: Box<[String]> = Box::from(["a", "b"].map(String::from));
    /// assert_eq!(names.into_iter().next_back().unwrap(), "b");
    /// ```
    #[inline]
    fn into_iter(self) -> vec::IntoIter<I, A> {
        Vec::from(self).into_iter()
    }
}

impl<'a, I, A: Allocator> IntoIterator for &'a Box<[I], A> {
    type Item = &'a I;
    type IntoIter = slice::Iter<'a, I>;

    #[inline]
    fn into_iter(self) -> slice::Iter<'a, I> {
        self.iter()
    }
}

impl<'a, I, A: Allocator> IntoIterator for &'a mut Box<[I], A> {
    type Item = &'a mut I;
    type IntoIter = slice::IterMut<'a, I>;

    #[inline]
    fn into_iter(self) -> slice::IterMut<'a, I> {
        self.iter_mut()
    }
}

impl<I> FromIterator<I> for Box<[I]> {
    /// Collects into a [`Vec`], and gives its spare capacity back.
    #[inline]
    #[track_caller]
    fn from_iter<T: IntoIterator<Item = I>>(iter: T) -> Self {
        Vec::from_iter(iter).into()
    }
}
