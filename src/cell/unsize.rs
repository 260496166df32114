//! Unsizing on stable, through the `unsize` crate.
//!
//! A [`Ref`] is a pointer like any other to that crate. A pointer *to* a cell is not, and a
//! [`RefMut`](super::RefMut) must not be: a `Coercion<T, U>` may be taken for one of longer-lived
//! `T` and shorter-lived `U`, as suits whoever only reads, and through a cell or an exclusive
//! reference a short-lived value could then be written where a long-lived one is read. So the
//! coercions of cells are made here, each from the compiler's own of the whole cell, and tied by the
//! cell to one lifetime. A `RefMut` has [`map`](super::RefMut::map), whose closure the compiler
//! checks.

use core::any::Any;
use core::fmt::{Debug, Display};
use core::ptr::NonNull;

use unsize::{CoerciblePtr, Coercion};

use super::{Cell, Ref, RefCell};

// SAFETY: REF-2 -- the pointer that goes out is the guard's own, and comes back with metadata. A
// shared guard is covariant, so that a coercion of a longer-lived value is one of it, too.
unsafe impl<'b, T, U: ?Sized + 'b> CoerciblePtr<U> for Ref<'b, T> {
    type Pointee = T;
    type Output = Ref<'b, U>;

    #[inline]
    fn as_sized_ptr(&mut self) -> *mut T {
        self.as_non_null().as_ptr()
    }

    #[inline]
    unsafe fn replace_ptr(self, new: *mut U) -> Ref<'b, U> {
        let (value, reading) = self.into_parts();
        // SAFETY: REF-2 -- the caller vouches that `new` is the guard's pointer with metadata.
        let value: NonNull<U> = unsafe { CoerciblePtr::replace_ptr(value, new) };
        // SAFETY: REF-2 -- the same value, and the token that goes with it.
        unsafe { Ref::new(value, reading) }
    }
}

impl<T, const N: usize> Cell<[T; N]> {
    /// The coercion of a pointer to a cell of an array into one to a cell of a slice.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{boxed::Box, cell::Cell};
    /// use unsize::CoerceUnsize;
    ///
    /// let three: Box<Cell<[i32]>> = Box::new(Cell::new([1, 2, 3])).unsize(Cell::to_slice());
    /// assert_eq!(three.as_slice_of_cells().len(), 3);
    /// ```
    #[must_use]
    pub fn to_slice() -> Coercion<Self, Cell<[T]>> {
        fn coerce<T, const N: usize>(cell: *const Cell<[T; N]>) -> *const Cell<[T]> {
            cell
        }
        // SAFETY: CELL-2 -- the compiler's own coercion and nothing else.
        unsafe { Coercion::new(coerce) }
    }
}

impl<T, const N: usize> RefCell<[T; N]> {
    /// The coercion of a pointer to a cell of an array into one to a cell of a slice.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{boxed::Box, cell::RefCell};
    /// use unsize::CoerceUnsize;
    ///
    /// let three: Box<RefCell<[i32]>> = Box::new(RefCell::new([3, 1, 2])).unsize(RefCell::to_slice());
    /// three.borrow_mut().sort();
    /// assert_eq!(*three.borrow(), [1, 2, 3]);
    /// ```
    #[must_use]
    pub fn to_slice() -> Coercion<Self, RefCell<[T]>> {
        fn coerce<T, const N: usize>(cell: *const RefCell<[T; N]>) -> *const RefCell<[T]> {
            cell
        }
        // SAFETY: REF-2 -- the compiler's own coercion and nothing else.
        unsafe { Coercion::new(coerce) }
    }
}

/// For any other trait, the line that [`Coercion::new`] asks for is `unsafe { Coercion::new(|cell:
/// *const RefCell<T>| cell as *const RefCell<dyn Trait>) }`.
impl<T> RefCell<T> {
    /// The coercion of a pointer to a cell into one to a cell of any type.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{boxed::Box, cell::RefCell};
    /// use std::any::Any;
    /// use unsize::CoerceUnsize;
    ///
    /// let five: Box<RefCell<dyn Any>> = Box::new(RefCell::new(5)).unsize(RefCell::to_any());
    /// assert_eq!(five.borrow().downcast_ref(), Some(&5));
    /// ```
    #[must_use]
    pub fn to_any() -> Coercion<Self, RefCell<dyn Any>>
    where
        T: Any,
    {
        fn coerce<T: Any>(cell: *const RefCell<T>) -> *const RefCell<dyn Any> {
            cell
        }
        // SAFETY: REF-2 -- the compiler's own coercion and nothing else.
        unsafe { Coercion::new(coerce) }
    }

    /// The coercion of a pointer to a cell into one to a cell of what can be shown to programmers.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{boxed::Box, cell::RefCell};
    /// use std::fmt::Debug;
    /// use unsize::CoerceUnsize;
    ///
    /// let dry: Box<RefCell<dyn Debug>> = Box::new(RefCell::new("dry")).unsize(RefCell::to_debug());
    /// assert_eq!(format!("{:?}", &*dry.borrow()), "\"dry\"");
    /// ```
    #[must_use]
    pub fn to_debug<'a>() -> Coercion<Self, RefCell<dyn Debug + 'a>>
    where
        T: Debug + 'a,
    {
        fn coerce<'a, T: Debug + 'a>(cell: *const RefCell<T>) -> *const RefCell<dyn Debug + 'a> {
            cell
        }
        // SAFETY: REF-2 -- the compiler's own coercion and nothing else.
        unsafe { Coercion::new(coerce) }
    }

    /// The coercion of a pointer to a cell into one to a cell of what can be shown to people.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{boxed::Box, cell::RefCell};
    /// use std::fmt::Display;
    /// use unsize::CoerceUnsize;
    ///
    /// let five: Box<RefCell<dyn Display>> = Box::new(RefCell::new(5)).unsize(RefCell::to_display());
    /// assert_eq!(five.borrow().to_string(), "5");
    /// ```
    #[must_use]
    pub fn to_display<'a>() -> Coercion<Self, RefCell<dyn Display + 'a>>
    where
        T: Display + 'a,
    {
        fn coerce<'a, T: Display + 'a>(
            cell: *const RefCell<T>,
        ) -> *const RefCell<dyn Display + 'a> {
            cell
        }
        // SAFETY: REF-2 -- the compiler's own coercion and nothing else.
        unsafe { Coercion::new(coerce) }
    }
}
