//! A shared borrow of an arena is an allocator.
//!
//! The newest block grows and shrinks where it is, and its memory is free again when it is given back;
//! every other block stays until the arena ends. A caller's pointer is used for its address only: the
//! one that comes back has the provenance of the whole chunk.

use core::alloc::Layout;
use core::ptr::NonNull;

use super::{Bump, DropPolicy};
use crate::alloc::{AllocError, Allocator};

impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> Bump<D, A, MIN_ALIGN> {
    /// Makes the memory of a block free again, if it is the newest.
    ///
    /// # Safety
    ///
    /// * (a) The block is this arena's, has this layout, and is used by nobody.
    #[inline]
    pub(super) unsafe fn give_back(&self, block: NonNull<u8>, layout: Layout) {
        let at = block.addr().get();
        if layout.size() != 0 && self.stack.is_newest::<MIN_ALIGN>(at, layout.size()) {
            let nothing = dangling_layout(layout);
            // SAFETY: STACK-1 -- it is the newest, and by (a) nobody uses any of it.
            let _ = unsafe { self.stack.resize::<MIN_ALIGN>(at, nothing) };
        }
    }

    /// Makes a block one of another layout, where it is or elsewhere.
    ///
    /// # Safety
    ///
    /// * (a) The block is this arena's, has layout `old`, and is the caller's.
    #[inline]
    unsafe fn resize(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        let at = block.addr().get();
        if old.size() != 0 && self.stack.is_newest::<MIN_ALIGN>(at, old.size()) {
            // SAFETY: STACK-1 -- it is the newest, and by (a) the caller's alone.
            if let Some(block) = unsafe { self.stack.resize::<MIN_ALIGN>(at, new) } {
                return Ok(NonNull::slice_from_raw_parts(block, new.size()));
            }
        } else if new.size() <= old.size() && at & (new.align() - 1) == 0 {
            return Ok(NonNull::slice_from_raw_parts(block, new.size()));
        }
        let moved = self.block(new).map_err(|_| AllocError)?;
        let kept = old.size().min(new.size());
        // SAFETY: BUMP-1 -- both blocks have so many bytes, and a new block overlaps no other.
        unsafe { moved.copy_from_nonoverlapping(block, kept) };
        Ok(NonNull::slice_from_raw_parts(moved, new.size()))
    }
}

/// The layout of no bytes with the alignment of another.
#[inline]
const fn dangling_layout(layout: Layout) -> Layout {
    match Layout::from_size_align(0, layout.align()) {
        Ok(layout) => layout,
        Err(_) => Layout::new::<()>(),
    }
}

// SAFETY: BUMP-1 -- blocks stay where they are, and are nobody else's, while the arena is borrowed;
// copies of the borrow are the same allocator. A block of no bytes is any aligned address.
unsafe impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> Allocator
    for &Bump<D, A, MIN_ALIGN>
{
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let block = self.block(layout).map_err(|_| AllocError)?;
        Ok(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    #[inline]
    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: BUMP-1 -- the caller gives up a block of this arena with this layout.
        unsafe { self.give_back(ptr, layout) };
    }

    #[inline]
    unsafe fn grow(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: BUMP-1 -- the caller's promises are passed on.
        unsafe { Bump::resize(self, ptr, old, new) }
    }

    #[inline]
    unsafe fn grow_zeroed(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: BUMP-1 -- the caller's promises are passed on.
        let grown = unsafe { Bump::resize(self, ptr, old, new) }?;
        // SAFETY: BUMP-1 -- the block is at least as long as the old one.
        let fresh = unsafe { grown.cast::<u8>().add(old.size()) };
        // SAFETY: BUMP-1 -- the rest of the new block, which is the caller's.
        unsafe { fresh.write_bytes(0, new.size() - old.size()) };
        Ok(grown)
    }

    #[inline]
    unsafe fn shrink(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: BUMP-1 -- the caller's promises are passed on.
        unsafe { Bump::resize(self, ptr, old, new) }
    }
}
