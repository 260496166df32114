//! [`PeekMut`]: the last element, to be changed or popped.

use core::fmt;
use core::ops::{Deref, DerefMut};

use super::Vec;
use crate::alloc::{Allocator, Global};

/// The last element of a [`Vec`], made by [`Vec::peek_mut`].
///
/// # Invariants
///
/// * `PEEK-1`: the `Vec` is not empty.
///
/// # Examples
///
/// ```
/// let mut v = drystone::vec![1, 2];
/// *v.peek_mut().unwrap() = 5;
/// assert_eq!(v, [1, 5]);
/// ```
pub struct PeekMut<'a, T, A: Allocator = Global> {
    vec: &'a mut Vec<T, A>,
}

impl<'a, T, A: Allocator> PeekMut<'a, T, A> {
    #[inline]
    pub(super) fn new(vec: &'a mut Vec<T, A>) -> Option<Self> {
        // INVARIANT: PEEK-1 -- asked here, and the borrow is exclusive from here on.
        if vec.is_empty() {
            None
        } else {
            Some(Self { vec })
        }
    }

    /// Removes the element from the `Vec`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::PeekMut;
    ///
    /// let mut v = drystone::vec![1, 2];
    /// assert_eq!(v.peek_mut().map(PeekMut::pop), Some(2));
    /// ```
    #[inline]
    pub fn pop(this: Self) -> T {
        let last = this.vec.pop();
        // SAFETY: PEEK-1 -- there was a last element.
        unsafe { last.unwrap_unchecked() }
    }
}

impl<T, A: Allocator> Deref for PeekMut<'_, T, A> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: PEEK-1 -- `len` is at least 1.
        let slot = unsafe { self.vec.slot(self.vec.len - 1) };
        // SAFETY: VEC-2 -- the slot is live, and borrowed as long as `self`.
        unsafe { slot.as_ref() }
    }
}

impl<T, A: Allocator> DerefMut for PeekMut<'_, T, A> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: PEEK-1 -- `len` is at least 1.
        let mut slot = unsafe { self.vec.slot(self.vec.len - 1) };
        // SAFETY: VEC-2 -- the slot is live, and `&mut self` is exclusive.
        unsafe { slot.as_mut() }
    }
}

impl<T: fmt::Debug, A: Allocator> fmt::Debug for PeekMut<'_, T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PeekMut").field(&**self).finish()
    }
}
