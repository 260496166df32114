//! [`CloneToUninit`]: cloning into memory that somebody else provides.
//!
//! One trait for sized values, slices and strings lets `Box::clone_from_ref`, and `make_mut` of the
//! counted pointers, be one method each: three inherent impls of one name would be ambiguous.
//!
//! # Invariants
//!
//! * `CLONE-1`: what the pointer returned by `clone_to_uninit` points to is a live value at the
//!   address and with the provenance of `dest`, of the layout that the original has. When the call
//!   unwinds, no live value is left behind.
//!
//! # Differences from std
//!
//! std's trait is unstable and returns nothing. Here the pointer with the metadata of the original
//! is returned, since stable Rust can't join an address and the metadata of any unsized type.

use core::ptr::NonNull;

use crate::raw::guard::InitGuard;

/// A type whose values, sized or not, can be cloned into a block of their layout.
///
/// # Safety
///
/// * (a) The returned pointer has the address and the provenance of `dest`, and points to a live
///   value with the layout of `self`.
/// * (b) When `clone_to_uninit` unwinds, whatever it had written is dropped or forgotten.
///
/// # Examples
///
/// ```
/// use drystone::boxed::{Box, CloneToUninit};
///
/// fn twice<T: CloneToUninit + ?Sized>(value: &T) -> [Box<T>; 2] {
///     [Box::clone_from_ref(value), Box::clone_from_ref(value)]
/// }
/// assert_eq!(twice("dry"), [Box::from("dry"), Box::from("dry")]);
/// ```
pub unsafe trait CloneToUninit {
    /// Clones `self` to `dest`, and returns `dest` as a pointer to the clone.
    ///
    /// # Safety
    ///
    /// * (a) `dest` is aligned for `self`, is valid for writes of `size_of_val(self)` bytes, and
    ///   nobody else touches them meanwhile.
    unsafe fn clone_to_uninit(&self, dest: NonNull<u8>) -> NonNull<Self>;
}

// SAFETY: CLONE-1 -- the clone is made before it is written, so unwinding leaves nothing behind.
unsafe impl<T: Clone> CloneToUninit for T {
    #[inline]
    unsafe fn clone_to_uninit(&self, dest: NonNull<u8>) -> NonNull<T> {
        let dest = dest.cast::<T>();
        let clone = self.clone();
        // SAFETY: CLONE-1 -- by (a) `dest` is aligned and valid for the bytes of a `T`.
        unsafe { dest.write(clone) };
        dest
    }
}

// SAFETY: CLONE-1 -- the guard drops the clones made so far when one unwinds; all were made when it
// is finished.
unsafe impl<T: Clone> CloneToUninit for [T] {
    #[inline]
    unsafe fn clone_to_uninit(&self, dest: NonNull<u8>) -> NonNull<[T]> {
        let dest = dest.cast::<T>();
        // SAFETY: GUARD-1 -- by (a) there are `self.len()` slots from `dest`, for this call alone.
        let mut guard = unsafe { InitGuard::new(dest) };
        for value in self {
            // Cloned outside the block below: a clone is the user's code.
            let clone = value.clone();
            // SAFETY: GUARD-1 -- fewer than `self.len()` are written.
            unsafe { guard.push(clone) };
        }
        let done = guard.finish();
        debug_assert_eq!(done, self.len());
        NonNull::slice_from_raw_parts(dest, self.len())
    }
}

// SAFETY: CLONE-1 -- a copy of UTF-8 bytes is a live string; copying them can't unwind.
unsafe impl CloneToUninit for str {
    #[inline]
    unsafe fn clone_to_uninit(&self, dest: NonNull<u8>) -> NonNull<str> {
        // SAFETY: CLONE-1, LANG-13 -- (a) is passed on: a string is aligned and sized as its bytes
        // are.
        let bytes = unsafe { self.as_bytes().clone_to_uninit(dest) };
        // SAFETY: CLONE-1 -- `bytes` is not null.
        unsafe { NonNull::new_unchecked(bytes.as_ptr() as *mut str) }
    }
}
