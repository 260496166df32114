//! Unsizing on stable, through the `unsize` crate.
//!
//! The crate's macro names the coercion, the compiler checks it on the raw pointer, and the box takes
//! over the metadata that comes back.

use allocator_api2::alloc::Allocator;
use unsize::CoerciblePtr;

use super::Box;

// SAFETY: BOX-3 -- the pointer that goes out is the one that the box owns its block by, and the one that
// comes back, the same with metadata, replaces it.
unsafe impl<T, U: ?Sized, A: Allocator> CoerciblePtr<U> for Box<T, A> {
    type Pointee = T;
    type Output = Box<U, A>;

    #[inline]
    fn as_sized_ptr(&mut self) -> *mut T {
        Self::as_mut_ptr(self)
    }

    #[inline]
    unsafe fn replace_ptr(self, new: *mut U) -> Box<U, A> {
        let (_, alloc) = Self::into_non_null_with_allocator(self);
        // SAFETY: BOX-1, BOX-2 -- the caller vouches that `new` is the box's own pointer, made fat for the
        // same value, so that it tells the same layout.
        unsafe { Box::from_raw_in(new, alloc) }
    }
}
