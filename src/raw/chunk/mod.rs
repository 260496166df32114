//! [`Chunk`]: a block of bytes behind a header, of which arenas make their lists.
//!
//! # Layout
//!
//! ```text
//! Chunk            block
//! ┌───────┐        ┌────────┬─────────┬────────────────┬────────────┐
//! │ ptr ──┼───────▶│ header │ padding │ used           │ unused     │
//! └───────┘        └────────┴─────────┴────────────────┴────────────┘
//!                                     start            ▲            end
//! header: layout of the block, two neighbours, `used`, `before`
//! ```
//!
//! Neither the values in a chunk nor their type are known here. The bytes from `start` to `end` are
//! their owner's to hand out; a chunk is freed by its list.
//!
//! # Invariants
//!
//! * `CHUNK-1`: a `Chunk` is the start of a block that is not freed, made with the layout that is in
//!   its header, and its provenance covers the whole block.
//! * `CHUNK-2`: `start` has the alignment that the chunk was asked for; from there to `end` are at
//!   least as many bytes as it was asked for, all of them in the block.
//! * `CHUNK-3`: a chunk is in one list, and its neighbours are in the same one.
//!
//! # Panics and leaks
//!
//! Nothing here runs code of a user but the allocator's. A chunk that is in no list leaks.

mod root;
mod runs;
mod stack;
mod walk;

pub(crate) use self::root::{CHUNK_ALIGN, CHUNK_OVERHEAD, Refused};
pub(crate) use self::runs::{Claim, DropRun, Runs};
pub(crate) use self::stack::{Loan, Mark, Stack};
pub(crate) use self::walk::Walk;

use crate::cell::Cell;
use core::alloc::Layout;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use crate::error::TryReserveError;
use crate::raw::layout;

/// What stands at the start of each block.
#[derive(Debug)]
#[repr(C)]
struct Header {
    layout: Layout,
    prev: Cell<Option<Chunk>>,
    next: Cell<Option<Chunk>>,
    /// How many bytes from `start` are in use, while nothing is being added to the chunk.
    used: Cell<usize>,
    /// A number that belongs to the list.
    before: Cell<usize>,
}

/// A block with a header, not freed.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Chunk {
    ptr: NonNull<Header>,
}

impl Chunk {
    /// How many bytes a header takes.
    pub(crate) const OVERHEAD: usize = size_of::<Header>();

    /// A chunk, in no list, for bytes of the layout `content`, which are unused.
    pub(crate) fn allocate<A: Allocator>(
        content: Layout,
        alloc: &A,
    ) -> Result<Self, TryReserveError> {
        let (layout, _) = layout::with_header(Layout::new::<Header>(), content)?;
        let block = alloc
            .allocate(layout)
            .map_err(|_| TryReserveError::alloc(layout))?;
        let ptr = block.cast::<Header>();
        let header = Header {
            layout,
            prev: Cell::new(None),
            next: Cell::new(None),
            used: Cell::new(0),
            before: Cell::new(0),
        };
        // SAFETY: LAYOUT-2 -- the new block begins with room for a header, and is aligned for it.
        unsafe { ptr.write(header) };
        // INVARIANT: CHUNK-1, CHUNK-2 -- the block has this layout, the pointer is the allocator's,
        // and the content lies behind the header.
        Ok(Self { ptr })
    }

    /// Gives the block back.
    ///
    /// # Safety
    ///
    /// * (a) The chunk comes from this allocator; it is in no list, and nobody uses it again.
    pub(crate) unsafe fn free<A: Allocator>(self, alloc: &A) {
        let layout = self.layout();
        // SAFETY: CHUNK-1 -- the block has this layout, and by (a) it is this allocator's.
        unsafe { alloc.deallocate(self.ptr.cast(), layout) };
    }

    /// The header. The reference must not be kept while the chunk could be freed.
    #[inline(always)]
    fn header(&self) -> &Header {
        // SAFETY: CHUNK-1 -- the block is there; of its header nobody has an exclusive reference.
        unsafe { self.ptr.as_ref() }
    }

    /// The layout of the whole block.
    #[inline]
    pub(crate) fn layout(&self) -> Layout {
        self.header().layout
    }

    /// The first byte behind the header that has the content's alignment.
    #[inline]
    pub(crate) fn start(&self) -> NonNull<u8> {
        // A header is a multiple of its own alignment long, so that the alignment of the block, the
        // larger of both, leads to the same place as that of the content.
        let offset = layout::offset_behind(Layout::new::<Header>(), self.layout().align());
        // SAFETY: CHUNK-1, CHUNK-2 -- not behind the end of the block.
        unsafe { self.ptr.cast::<u8>().add(offset) }
    }

    /// The end of the block.
    #[inline]
    pub(crate) fn end(&self) -> NonNull<u8> {
        // SAFETY: CHUNK-1 -- so long is the block.
        unsafe { self.ptr.cast::<u8>().add(self.layout().size()) }
    }

    /// How many bytes lie between [`start`](Self::start) and [`end`](Self::end).
    #[inline]
    pub(crate) fn size(&self) -> usize {
        self.end().addr().get() - self.start().addr().get()
    }

    #[inline(always)]
    pub(crate) fn prev(&self) -> Option<Self> {
        self.header().prev.get()
    }

    #[inline(always)]
    pub(crate) fn set_prev(&self, prev: Option<Self>) {
        self.header().prev.set(prev);
    }

    #[inline(always)]
    pub(crate) fn next(&self) -> Option<Self> {
        self.header().next.get()
    }

    #[inline(always)]
    fn set_next(&self, next: Option<Self>) {
        self.header().next.set(next);
    }

    #[inline(always)]
    pub(crate) fn used(&self) -> usize {
        self.header().used.get()
    }

    #[inline(always)]
    pub(crate) fn set_used(&self, used: usize) {
        self.header().used.set(used);
    }

    #[inline(always)]
    fn before(&self) -> usize {
        self.header().before.get()
    }

    #[inline(always)]
    fn set_before(&self, before: usize) {
        self.header().before.set(before);
    }
}
