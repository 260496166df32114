//! Blocks without a value: how a box gets its memory, and how it gives it back.
//!
//! # Invariants
//!
//! * `BOX-5`: a layout of no bytes is answered with an aligned dangling pointer, and such a pointer
//!   is never given to an allocator.

use core::alloc::Layout;
use core::ptr::NonNull;

use allocator_api2::alloc::{AllocError, Allocator};

use crate::raw::alloc::dangling;
pub(super) use crate::raw::alloc::{Fill, refused};

/// A block for `layout` from `alloc`.
#[inline]
pub(super) fn allocate<A: Allocator>(
    layout: Layout,
    fill: Fill,
    alloc: &A,
) -> Result<NonNull<u8>, AllocError> {
    if layout.size() == 0 {
        // INVARIANT: BOX-5 -- the allocator is not asked.
        return Ok(dangling(layout));
    }
    fill.allocate(layout, alloc)
}

/// Frees a block when dropped, be it by an unwinding drop or clone of the value in it.
pub(super) struct Free<'a, A: Allocator> {
    block: NonNull<u8>,
    layout: Layout,
    alloc: &'a A,
}

impl<'a, A: Allocator> Free<'a, A> {
    /// # Safety
    ///
    /// * (a) If `layout` has bytes, `block` is a live block that `alloc` can free with `layout`,
    ///   and nobody else frees it unless this guard is forgotten.
    #[inline(always)]
    pub(super) const unsafe fn new(block: NonNull<u8>, layout: Layout, alloc: &'a A) -> Self {
        Self {
            block,
            layout,
            alloc,
        }
    }
}

impl<A: Allocator> Drop for Free<'_, A> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.layout.size() != 0 {
            // SAFETY: BOX-1, BOX-5 -- the block has bytes; whoever made the guard vouched for the
            // layout and for being the only one to free it.
            unsafe { self.alloc.deallocate(self.block, self.layout) };
        }
    }
}
