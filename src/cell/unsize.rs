//! Unsizing on stable, through the `unsize` crate.
//!
//! A guard is a pointer like any other to that crate. A pointer *to* a cell is not: what the compiler
//! is asked for is the coercion of the value, and what is wanted is that of the cell around it.
//! [`Cell::unsizing`] and [`RefCell::unsizing`] make the one from the other.

use core::ptr::NonNull;

use unsize::{CoerceUnsize, CoerciblePtr, Coercion};

use super::{Cell, Ref, RefCell, RefMut};

// SAFETY: REF-2 -- the pointer that goes out is the guard's own; of the one that comes back only the
// metadata is taken.
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

// SAFETY: REF-2 -- as for `Ref`.
unsafe impl<'b, T, U: ?Sized + 'b> CoerciblePtr<U> for RefMut<'b, T> {
    type Pointee = T;
    type Output = RefMut<'b, U>;

    #[inline]
    fn as_sized_ptr(&mut self) -> *mut T {
        self.as_non_null().as_ptr()
    }

    #[inline]
    unsafe fn replace_ptr(self, new: *mut U) -> RefMut<'b, U> {
        let (value, writing) = self.into_parts();
        // SAFETY: REF-2 -- the caller vouches that `new` is the guard's pointer with metadata.
        let value: NonNull<U> = unsafe { CoerciblePtr::replace_ptr(value, new) };
        // SAFETY: REF-2 -- the same value, and the token that goes with it.
        unsafe { RefMut::new(value, writing) }
    }
}

impl<T> Cell<T> {
    /// The coercion of a pointer to a cell, made from that of a pointer to the value.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{boxed::Box, cell::Cell};
    /// use unsize::{CoerceUnsize, Coercion};
    ///
    /// let three = Box::new(Cell::new([1, 2, 3]));
    /// let any: Box<Cell<[i32]>> = three.unsize(Cell::unsizing(Coercion::to_slice()));
    /// assert_eq!(any.as_slice_of_cells().len(), 3);
    /// ```
    pub fn unsizing<U: ?Sized, F: FnOnce(*const T) -> *const U>(
        value: Coercion<T, U, F>,
    ) -> Coercion<Self, Cell<U>, impl FnOnce(*const Self) -> *const Cell<U>> {
        let coerce = |cell: *const Self| cell.cast::<T>().unsize(value) as *const Cell<U>;
        // SAFETY: CELL-2 -- the address stays, and what is metadata for the value is metadata for
        // the cell.
        unsafe { Coercion::new(coerce) }
    }
}

impl<T> RefCell<T> {
    /// The coercion of a pointer to a cell, made from that of a pointer to the value.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{boxed::Box, cell::RefCell};
    /// use std::fmt::Display;
    /// use unsize::{CoerceUnsize, Coercion};
    ///
    /// let five = Box::new(RefCell::new(5));
    /// let any: Box<RefCell<dyn Display>> = five.unsize(RefCell::unsizing(Coercion!(to dyn Display)));
    /// assert_eq!(any.borrow().to_string(), "5");
    /// ```
    pub fn unsizing<U: ?Sized, F: FnOnce(*const T) -> *const U>(
        value: Coercion<T, U, F>,
    ) -> Coercion<Self, RefCell<U>, impl FnOnce(*const Self) -> *const RefCell<U>> {
        // The address is that of the cell; the coercion looks at none of the bytes there.
        let coerce = |cell: *const Self| cell.cast::<T>().unsize(value) as *const RefCell<U>;
        // SAFETY: REF-2, LANG-15 -- the address stays, and the metadata of a cell is that of the value
        // in it, its last field.
        unsafe { Coercion::new(coerce) }
    }
}
