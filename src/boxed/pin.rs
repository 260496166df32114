//! Boxes whose value stays where it is until it is dropped.
//!
//! A box moves without its value, so any box can be pinned if its block outlives all borrows: hence
//! `A: 'static` everywhere here. A pinned box that is forgotten keeps its block for ever.

use core::pin::Pin;

use allocator_api2::alloc::Allocator;

use super::Box;

impl<T> Box<T> {
    /// Moves `x` to the heap and pins it there.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::marker::PhantomPinned;
    ///
    /// let pinned = Box::pin((7, PhantomPinned));
    /// assert_eq!(pinned.0, 7);
    /// ```
    #[inline(always)]
    #[must_use]
    #[track_caller]
    pub fn pin(x: T) -> Pin<Self> {
        Self::into_pin(Self::new(x))
    }
}

impl<T, A: Allocator> Box<T, A> {
    /// Moves `x` into a block of `alloc` and pins it there.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// assert_eq!(*Box::pin_in(5, Global), 5);
    /// ```
    #[inline(always)]
    #[must_use]
    #[track_caller]
    pub fn pin_in(x: T, alloc: A) -> Pin<Self>
    where
        A: 'static,
    {
        Self::into_pin(Self::new_in(x, alloc))
    }
}

impl<T: ?Sized, A: Allocator> Box<T, A> {
    /// Pins the value where it is. O(1).
    ///
    /// A handle that borrows its allocator is refused: the allocator could be reset while the
    /// pinned value, leaked, waits for its drop.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let pinned = Box::into_pin(Box::new(5));
    /// assert_eq!(*pinned, 5);
    /// ```
    #[inline(always)]
    #[must_use]
    pub fn into_pin(boxed: Self) -> Pin<Self>
    where
        A: 'static,
    {
        // SAFETY: BOX-4 -- the handle outlives every borrow, so the block stays until the value is
        // dropped; neither Deref, DerefMut nor Drop move the value.
        unsafe { Pin::new_unchecked(boxed) }
    }
}

/// Moving a box does not move its value.
impl<T: ?Sized, A: Allocator> Unpin for Box<T, A> {}

impl<T: ?Sized, A: Allocator + 'static> From<Box<T, A>> for Pin<Box<T, A>> {
    /// [`Box::into_pin`]: `*boxed` stays where it is. O(1).
    #[inline]
    fn from(boxed: Box<T, A>) -> Self {
        Box::into_pin(boxed)
    }
}

impl<T: ?Sized> Default for Pin<Box<T>>
where
    Box<T>: Default,
{
    #[inline]
    #[track_caller]
    fn default() -> Self {
        Box::into_pin(Box::default())
    }
}
