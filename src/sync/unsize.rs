//! Unsizing on stable, through the `unsize` crate.
//!
//! The crate's macro names the coercion, the compiler checks it on the raw pointer, and the pointer
//! to the block takes over the metadata that comes back.
//!
//! A [`UniqueArc`](super::UniqueArc) is not among the pointers: a `Coercion<T, U>` may be taken for
//! one of longer-lived `T` and shorter-lived `U`, and through an exclusive pointer with `Weak`s a
//! short-lived value could then be written where a long-lived one is read (`ARC-6`).

use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;
use unsize::CoerciblePtr;

use super::{Arc, Weak};

// SAFETY: BLOCK-1 -- the pointer that goes out is the value's own; of the one that comes back only
// the metadata is taken, so that target and provenance stay what they were.
unsafe impl<T, U: ?Sized, A: Allocator> CoerciblePtr<U> for Arc<T, A> {
    type Pointee = T;
    type Output = Arc<U, A>;

    #[inline]
    fn as_sized_ptr(&mut self) -> *mut T {
        Self::as_ptr(self).cast_mut()
    }

    #[inline]
    unsafe fn replace_ptr(self, new: *mut U) -> Arc<U, A> {
        let (ptr, alloc) = Self::into_block(self);
        // SAFETY: BLOCK-1 -- the caller vouches that `new` is the value's pointer with metadata.
        let shape = unsafe { NonNull::new_unchecked(new) };
        // SAFETY: BLOCK-1 -- as above, so the metadata tells the same layout.
        let ptr = unsafe { ptr.with_metadata_of(shape) };
        // SAFETY: ARC-1, ARC-2 -- the same block and value.
        unsafe { Arc::from_block(ptr, alloc) }
    }
}

// SAFETY: BLOCK-1, BLOCK-2 -- as for `Arc`; a dangling address goes out and stays.
unsafe impl<T, U: ?Sized, A: Allocator> CoerciblePtr<U> for Weak<T, A> {
    type Pointee = T;
    type Output = Weak<U, A>;

    #[inline]
    fn as_sized_ptr(&mut self) -> *mut T {
        self.as_ptr().cast_mut()
    }

    #[inline]
    unsafe fn replace_ptr(self, new: *mut U) -> Weak<U, A> {
        let (ptr, alloc) = self.into_block();
        // SAFETY: BLOCK-1, BLOCK-2 -- the caller vouches that `new` is the pointer that went out,
        // with metadata.
        let shape = unsafe { NonNull::new_unchecked(new) };
        // SAFETY: BLOCK-1, BLOCK-2 -- as above, so the metadata tells the same layout.
        let ptr = unsafe { ptr.with_metadata_of(shape) };
        // SAFETY: ARC-1, ARC-COUNT-1 -- the same block and count, or none.
        unsafe { Weak::from_block(ptr, alloc) }
    }
}
