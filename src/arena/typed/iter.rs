//! [`IterMut`]: the elements of an arena that is borrowed exclusively.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use super::TypedArena;
use crate::alloc::{Allocator, Global};
use crate::raw::chunk::Walk;

impl<T, A: Allocator> TypedArena<T, A> {
    /// All elements, in the order in which they were added.
    ///
    /// There is no `iter(&self)`: it would reach elements that are borrowed exclusively. A
    /// [`SharedArena`](crate::arena::SharedArena), which only hands out shared references, has one.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let mut arena = TypedArena::new();
    /// arena.alloc_extend(1..=3);
    /// arena.iter_mut().for_each(|x| *x *= 10);
    /// assert_eq!(arena.into_vec(), [10, 20, 30]);
    /// ```
    #[inline]
    pub fn iter_mut(&mut self) -> IterMut<'_, T, A> {
        IterMut {
            // SAFETY: TYPED-1, TYPED-2 -- the exclusive borrow lasts as long as the addresses are
            // used, and references are made of each once.
            walk: unsafe { Walk::new(&self.runs) },
            _borrows: PhantomData,
        }
    }
}

impl<'a, T, A: Allocator> IntoIterator for &'a mut TypedArena<T, A> {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T, A>;

    fn into_iter(self) -> IterMut<'a, T, A> {
        self.iter_mut()
    }
}

/// The elements of an arena, to be changed: [`TypedArena::iter_mut`].
///
/// # Examples
///
/// ```
/// use drystone::arena::TypedArena;
///
/// let mut arena = TypedArena::new();
/// arena.alloc_extend(["a", "b"]);
/// let mut iter = arena.iter_mut();
/// assert_eq!(iter.len(), 2);
/// assert_eq!(iter.next(), Some(&mut "a"));
/// ```
pub struct IterMut<'a, T, A: Allocator = Global> {
    walk: Walk<'a, T, A>,
    _borrows: PhantomData<&'a mut T>,
}

impl<'a, T, A: Allocator> Iterator for IterMut<'a, T, A> {
    type Item = &'a mut T;

    #[inline]
    fn next(&mut self) -> Option<&'a mut T> {
        let mut at = self.walk.next()?;
        // SAFETY: WALK-1, TYPED-1 -- told once, and borrowed exclusively with the arena.
        Some(unsafe { at.as_mut() })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.walk.left();
        (left, Some(left))
    }
}

impl<T, A: Allocator> ExactSizeIterator for IterMut<'_, T, A> {}

/// The arena is borrowed, so that nothing comes after the end.
impl<T, A: Allocator> FusedIterator for IterMut<'_, T, A> {}

impl<T, A: Allocator> fmt::Debug for IterMut<'_, T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IterMut")
            .field("left", &self.walk.left())
            .finish_non_exhaustive()
    }
}
