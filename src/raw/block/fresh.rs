//! New blocks: the counts are written, the value is not there yet.

use core::alloc::Layout;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use super::{Block, BlockPtr, Head, Slot, Tag};
use crate::error::TryReserveError;
use crate::raw::alloc::Fill;
use crate::raw::layout;

/// A block whose value is yet to be written. Frees the block when dropped, be it by an unwinding
/// constructor of the value.
///
/// # Invariants
///
/// * `FRESH-1`: `start` is a block of `alloc` that nobody else knows, with the layout `layout`:
///   live counts, and at `offset` room for a value of the layout that was last asked for.
pub(crate) struct Fresh<'a, C, A: Allocator> {
    start: NonNull<Head<C>>,
    tag: Tag,
    offset: usize,
    layout: Layout,
    alloc: &'a A,
}

impl<'a, C, A: Allocator> Fresh<'a, C, A> {
    /// A block for a value of the layout `value`.
    ///
    /// # Errors
    ///
    /// When that is more than `isize::MAX` bytes, or the allocator has none.
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) fn allocate(
        counts: C,
        value: Layout,
        fill: Fill,
        alloc: &'a A,
    ) -> Result<Self, TryReserveError> {
        let (layout, offset) = layout::with_header(Layout::new::<Head<C>>(), value)?;
        let block = fill
            .allocate(layout, alloc)
            .map_err(|_| TryReserveError::alloc(layout))?;
        let start = block.cast::<Head<C>>();
        // INVARIANT: TRACE-1 -- it ends in this guard's drop, or in `BlockPtr::free`.
        let tag = Tag::new();
        // SAFETY: FRESH-1, LAYOUT-2 -- the new block begins with room for them.
        unsafe { start.write(Head { counts, tag }) };
        // INVARIANT: FRESH-1 -- the counts are live from here on.
        Ok(Self {
            start,
            tag,
            offset,
            layout,
            alloc,
        })
    }

    /// Makes room for a value of the layout `value` instead, whose alignment is that of the first
    /// one. What is in the room stays there, as far as the new one reaches.
    ///
    /// # Errors
    ///
    /// As [`allocate`](Self::allocate); the block is as it was.
    #[inline]
    pub(crate) fn resize(&mut self, value: Layout) -> Result<(), TryReserveError> {
        let (old, start) = (self.layout, self.start.cast::<u8>());
        let (new, offset) = layout::with_header(Layout::new::<Head<C>>(), value)?;
        debug_assert_eq!((offset, new.align()), (self.offset, old.align()));
        let block = if new.size() > old.size() {
            // SAFETY: FRESH-1 -- the block is this guard's, with the layout `old`; `new` is larger.
            unsafe { self.alloc.grow(start, old, new) }
        } else if new.size() < old.size() {
            // SAFETY: FRESH-1 -- as above; `new` is smaller.
            unsafe { self.alloc.shrink(start, old, new) }
        } else {
            return Ok(());
        };
        let block = block.map_err(|_| TryReserveError::alloc(new))?;
        // INVARIANT: FRESH-1 -- the new block has replaced the old one, with the counts in it.
        self.start = block.cast();
        self.layout = new;
        Ok(())
    }

    /// Why there was no block for a value whose layout had one before.
    #[cold]
    #[inline(never)]
    pub(crate) fn refused(value: Layout) -> TryReserveError {
        match layout::with_header(Layout::new::<Head<C>>(), value) {
            Ok((layout, _)) => TryReserveError::alloc(layout),
            Err(error) => error,
        }
    }

    /// Where the value is to be written. The pointer has the provenance of the whole block.
    #[inline(always)]
    pub(crate) fn value(&self) -> NonNull<u8> {
        // SAFETY: FRESH-1, LAYOUT-2 -- the offset is inside the block or, for a value of no bytes,
        // at its end.
        unsafe { self.start.cast::<u8>().byte_add(self.offset) }
    }

    /// Moves the value at `src` into the block, byte by byte. The guard is gone.
    ///
    /// # Safety
    ///
    /// * (a) `src` points to a live value of the layout that was asked for. Afterwards that value is
    ///   in the block, and no longer at `src`.
    #[inline]
    pub(crate) unsafe fn move_in<T: ?Sized>(self, src: NonNull<T>) -> BlockPtr<C, T> {
        // SAFETY: FRESH-1 -- by (a) the value is live; the reference ends with the statement.
        let size = size_of_val(unsafe { src.as_ref() });
        let dest = self.value();
        // SAFETY: FRESH-1 -- both are valid for the bytes of the value, by (a); a new block overlaps
        // nothing.
        unsafe { src.cast::<u8>().copy_to_nonoverlapping(dest, size) };
        let value = super::reshape::at(dest, src);
        // SAFETY: FRESH-1 -- the bytes of a live value, by (a), with its metadata.
        unsafe { self.finish(value) }
    }

    /// The block, as one of the value that is there now. The guard is gone.
    ///
    /// # Safety
    ///
    /// * (a) `value` is [`value`](Self::value), with metadata of the layout that was asked for, and
    ///   points to a live value.
    #[inline(always)]
    pub(crate) unsafe fn finish<T: ?Sized>(self, value: NonNull<T>) -> BlockPtr<C, T> {
        let this = ManuallyDrop::new(self);
        this.tag.rename::<T>();
        // INVARIANT: BLOCK-1 -- the block has the layout of counts and value by FRESH-1, (a).
        // SAFETY: BLOCK-1, FRESH-1 -- by (a) the value is that far into the block.
        let start = unsafe { value.byte_sub(this.offset) };
        let start = start.as_ptr() as *mut Block<C, T>;
        BlockPtr {
            // SAFETY: FRESH-1 -- the start of a block is not null.
            ptr: unsafe { NonNull::new_unchecked(start) },
            slot: Slot::FIRST,
        }
    }
}

impl<C, A: Allocator> Drop for Fresh<'_, C, A> {
    #[inline]
    fn drop(&mut self) {
        self.tag.end();
        // SAFETY: FRESH-1 -- the block is this guard's alone.
        unsafe { self.alloc.deallocate(self.start.cast(), self.layout) };
    }
}

impl<C, T> BlockPtr<C, MaybeUninit<T>> {
    /// A block for one value.
    ///
    /// # Errors
    ///
    /// As [`Fresh::allocate`].
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) fn try_new_in<A: Allocator>(
        counts: C,
        fill: Fill,
        alloc: &A,
    ) -> Result<Self, TryReserveError> {
        let fresh = Fresh::allocate(counts, Layout::new::<T>(), fill, alloc)?;
        let value = fresh.value().cast::<MaybeUninit<T>>();
        // SAFETY: BLOCK-1, LANG-12 -- a `MaybeUninit` has the layout of `T` and is live whatever the
        // bytes are.
        Ok(unsafe { fresh.finish(value) })
    }
}

impl<C, T> BlockPtr<C, [MaybeUninit<T>]> {
    /// A block for `len` values.
    ///
    /// # Errors
    ///
    /// As [`Fresh::allocate`].
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) fn try_new_slice_in<A: Allocator>(
        len: usize,
        counts: C,
        fill: Fill,
        alloc: &A,
    ) -> Result<Self, TryReserveError> {
        let layout = layout::array(Layout::new::<T>(), len)?;
        let fresh = Fresh::allocate(counts, layout, fill, alloc)?;
        let value = NonNull::slice_from_raw_parts(fresh.value().cast::<MaybeUninit<T>>(), len);
        // SAFETY: BLOCK-1, LAYOUT-1, LANG-12 -- the layout is that of `len` elements, and as above.
        Ok(unsafe { fresh.finish(value) })
    }
}

impl<C, T: ?Sized> BlockPtr<C, T> {
    /// A block into which the value at `src` is moved, byte by byte.
    ///
    /// # Safety
    ///
    /// * (a) `src` points to a live value. After `Ok` that value is in the new block, and no longer
    ///   at `src`.
    ///
    /// # Errors
    ///
    /// As [`Fresh::allocate`]; the value is where it was.
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) unsafe fn try_move_in<A: Allocator>(
        src: NonNull<T>,
        counts: C,
        alloc: &A,
    ) -> Result<Self, TryReserveError> {
        // SAFETY: BLOCK-1 -- by (a) the value is live; the reference ends with the statement.
        let layout = Layout::for_value(unsafe { src.as_ref() });
        let fresh = Fresh::allocate(counts, layout, Fill::Uninit, alloc)?;
        // SAFETY: FRESH-1 -- (a) is passed on.
        Ok(unsafe { fresh.move_in(src) })
    }
}
