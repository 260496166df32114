//! Unsizing on stable, through the `unsize` crate.
//!
//! The crate's macro names the coercion, the compiler checks it on the raw pointer, and the box
//! takes over the metadata that comes back.

use allocator_api2::alloc::Allocator;
use unsize::CoerciblePtr;

use super::Box;

// SAFETY: BOX-3 -- the pointer that goes out is the box's own; of the one that comes back only the
// metadata is taken, so that target and provenance stay what they were.
unsafe impl<T, U: ?Sized, A: Allocator> CoerciblePtr<U> for Box<T, A> {
    type Pointee = T;
    type Output = Box<U, A>;

    #[inline]
    fn as_sized_ptr(&mut self) -> *mut T {
        Self::as_mut_ptr(self)
    }

    #[inline]
    unsafe fn replace_ptr(self, new: *mut U) -> Box<U, A> {
        let (ptr, alloc) = Self::into_non_null_with_allocator(self);
        // Behind `Pin`, `new` comes from a reference to the value: its provenance may be less than
        // the block's, and nothing of it but the metadata is used.
        // SAFETY: BOX-3 -- the caller vouches that `new` is the box's pointer with metadata.
        let raw = unsafe { CoerciblePtr::replace_ptr(ptr.as_ptr(), new) };
        // SAFETY: BOX-1, BOX-2 -- the same block and value, with metadata that tells the same
        // layout.
        unsafe { Box::from_raw_in(raw, alloc) }
    }
}
