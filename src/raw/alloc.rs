//! [`Global`]: the only caller of the global allocator; and what every use of an allocator needs.
//!
//! # Differences from std
//!
//! `Global` is this crate's own type, since std's is unstable; the trait is `allocator-api2`'s,
//! which hashbrown and bumpalo speak as well.

#![expect(
    clippy::disallowed_methods,
    reason = "this file is the one door to the global allocator"
)]

use alloc_crate::alloc::{alloc, alloc_zeroed, dealloc, realloc};
use core::alloc::Layout;
use core::ptr::NonNull;

use allocator_api2::alloc::{AllocError, Allocator};

use crate::error::TryReserveError;
use crate::raw::layout;

/// The global allocator, as a value without size.
///
/// # Examples
///
/// ```
/// use drystone::{alloc::Global, vec::Vec};
///
/// let mut v: Vec<u8, Global> = Vec::new_in(Global);
/// v.push(1);
/// assert_eq!(size_of_val(&v), size_of::<[usize; 3]>());
/// ```
#[derive(Copy, Clone, Default, Debug, PartialEq, Eq)]
pub struct Global;

/// What the bytes of a new block hold.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Fill {
    Uninit,
    Zeroed,
}

impl Fill {
    /// A block for `layout`, which is not empty, from `alloc`.
    #[inline(always)]
    pub(crate) fn allocate<A: Allocator>(
        self,
        layout: Layout,
        alloc: &A,
    ) -> Result<NonNull<u8>, AllocError> {
        let block = match self {
            Self::Uninit => alloc.allocate(layout)?,
            Self::Zeroed => alloc.allocate_zeroed(layout)?,
        };
        Ok(block.cast())
    }
}

/// Ends a call that can't return the refusal of `layout`.
#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn refused(layout: Layout) -> ! {
    TryReserveError::alloc(layout).raise()
}

/// Where a cold path reads the allocator handle.
///
/// The address of a container's own field would tie that container, and whatever is around it, to
/// memory. A handle without size has no bytes to be found at an address, so any aligned one will
/// do.
#[inline(always)]
pub(crate) fn handle<A>(alloc: &A) -> &A {
    if layout::is_zst::<A>() {
        // SAFETY: LANG-1 -- a reference to a zero-sized value needs only an aligned, non-null
        // address; that a value of `A` exists is shown by `alloc`, which lives as long.
        unsafe { NonNull::<A>::dangling().as_ref() }
    } else {
        alloc
    }
}

/// A block for `layout`; when its size is zero, a dangling one.
///
/// `f` is told a layout of at least one byte, and answers null when it has none.
#[inline]
fn block(layout: Layout, f: impl FnOnce(Layout) -> *mut u8) -> Result<NonNull<[u8]>, AllocError> {
    let ptr = if layout.size() == 0 {
        Some(dangling(layout))
    } else {
        NonNull::new(f(layout))
    };
    ptr.map(|p| NonNull::slice_from_raw_parts(p, layout.size()))
        .ok_or(AllocError)
}

/// The block of no bytes at the lowest address that has the alignment.
#[inline]
pub(crate) const fn dangling(layout: Layout) -> NonNull<u8> {
    let ptr = core::ptr::without_provenance_mut(layout.align());
    // SAFETY: ALLOC-2 -- an alignment is a power of two, so it is not zero.
    unsafe { NonNull::new_unchecked(ptr) }
}

// SAFETY: ALLOC-1 -- blocks come from the global allocator, which any copy of this empty type can
// reach; they live until they are given back. Blocks of size zero are dangling and are never given
// to the global allocator (ALLOC-2).
unsafe impl Allocator for Global {
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: ALLOC-2 -- `block` calls this with a size above zero only.
        block(layout, |layout| unsafe { alloc(layout) })
    }

    #[inline]
    fn allocate_zeroed(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: ALLOC-2 -- `block` calls this with a size above zero only.
        block(layout, |layout| unsafe { alloc_zeroed(layout) })
    }

    #[inline]
    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        if layout.size() != 0 {
            // SAFETY: ALLOC-1, ALLOC-2 -- the caller owns a block of this layout from this
            // allocator; it has bytes.
            unsafe { dealloc(ptr.as_ptr(), layout) }
        }
    }

    #[inline]
    unsafe fn grow(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: ALLOC-1 -- the caller's promises are passed on.
        unsafe { resize(ptr, old, new) }
    }

    #[inline]
    unsafe fn grow_zeroed(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // A zeroed block that then receives the old bytes: the global allocator has no zeroing
        // `realloc`.
        let grown = self.allocate_zeroed(new)?;
        // SAFETY: ALLOC-1 -- both blocks are valid for `old.size() <= new.size()` bytes; a new
        // block overlaps no live one.
        unsafe { ptr.copy_to_nonoverlapping(grown.cast(), old.size()) };
        // SAFETY: ALLOC-1 -- the caller owns the old block, and its bytes have moved.
        unsafe { self.deallocate(ptr, old) };
        Ok(grown)
    }

    #[inline]
    unsafe fn shrink(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: ALLOC-1 -- the caller's promises are passed on.
        unsafe { resize(ptr, old, new) }
    }
}

/// Moves a block to a new size, and a new alignment when they differ; the smaller of both sizes is
/// kept.
///
/// # Safety
///
/// * (a) `ptr` is a live block of layout `old` from `Global`; on `Ok` it is so no longer.
#[inline]
unsafe fn resize(ptr: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
    if old.size() != 0 && new.size() != 0 && old.align() == new.align() {
        // SAFETY: ALLOC-1, ALLOC-2 -- by (a) the block is live with layout `old`; the new size is
        // above zero and, coming from a `Layout`, at most `isize::MAX` when rounded up to the
        // alignment.
        return block(new, |new| unsafe { realloc(ptr.as_ptr(), old, new.size()) });
    }
    let moved = Global.allocate(new)?;
    let kept = old.size().min(new.size());
    // SAFETY: ALLOC-1 -- both blocks are valid for `kept` bytes; a new block overlaps no live one.
    unsafe { ptr.copy_to_nonoverlapping(moved.cast(), kept) };
    // SAFETY: ALLOC-1 -- by (a), and its bytes have moved.
    unsafe { Global.deallocate(ptr, old) };
    Ok(moved)
}
