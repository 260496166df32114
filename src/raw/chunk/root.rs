//! [`Root`]: what all stacks of one arena share: the allocator, the spare chunks and the counts.
//!
//! How large a chunk is, and whether there may be one, is decided here (`STACK-3`, `STACK-4`).

use core::alloc::Layout;

use allocator_api2::alloc::Allocator;

use super::{Chunk, Header};
use crate::cell::Cell;
use crate::error::TryReserveErrorKind;
use crate::raw::{fit, layout};

/// What the content of each chunk is aligned to.
pub(crate) const CHUNK_ALIGN: usize = 16;

/// How many bytes of a chunk's block are not content.
pub(crate) const CHUNK_OVERHEAD: usize =
    layout::offset_behind(Layout::new::<Header>(), CHUNK_ALIGN);

/// The size of the first chunk's block, if no more is needed.
pub(super) const FIRST: usize = 512;

/// Why there is no chunk for a block.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Refused {
    /// The block's chunk would be larger than `isize::MAX` bytes.
    Overflow,
    /// The limit leaves no room for it.
    Limit,
    /// The allocator has no chunk of this layout.
    Allocator(Layout),
}

/// What all stacks of one arena share.
pub(crate) struct Root<A> {
    alloc: A,
    spare: Cell<Option<Chunk>>,
    /// Bytes in the blocks of all chunks, spare ones too.
    held: Cell<usize>,
    chunks: Cell<usize>,
    limit: Cell<usize>,
}

impl<A> Root<A> {
    #[inline]
    pub(super) const fn new_in(alloc: A) -> Self {
        // INVARIANT: STACK-3 -- there is no chunk.
        Self {
            alloc,
            spare: Cell::new(None),
            held: Cell::new(0),
            chunks: Cell::new(0),
            limit: Cell::new(usize::MAX),
        }
    }

    #[inline]
    pub(super) const fn allocator(&self) -> &A {
        &self.alloc
    }

    /// The bytes of all blocks.
    #[inline]
    pub(super) fn held(&self) -> usize {
        self.held.get()
    }

    /// How many chunks there are.
    #[inline]
    pub(super) fn chunks(&self) -> usize {
        self.chunks.get()
    }

    #[inline]
    pub(super) fn limit(&self) -> usize {
        self.limit.get()
    }

    #[inline]
    pub(super) fn set_limit(&self, limit: usize) {
        self.limit.set(limit);
    }

    /// Whether there is a spare chunk.
    #[inline]
    pub(super) fn has_spare(&self) -> bool {
        self.spare.get().is_some()
    }

    /// One spare chunk more. They are in order, the largest first: most arenas have few, each twice as
    /// large as the one before.
    pub(super) fn keep(&self, chunk: Chunk) {
        let size = chunk.layout().size();
        let mut larger: Option<Chunk> = None;
        let mut at = self.spare.get();
        while let Some(next) = at.filter(|next| next.layout().size() > size) {
            larger = at;
            at = next.prev();
        }
        chunk.set_prev(at);
        match larger {
            None => self.spare.set(Some(chunk)),
            Some(larger) => larger.set_prev(Some(chunk)),
        }
    }
}

impl<A: Allocator> Root<A> {
    /// The largest spare chunk, if it has so many bytes.
    pub(super) fn take_spare(&self, needed: usize) -> Option<Chunk> {
        let chunk = self.spare.get().filter(|chunk| usable(*chunk) >= needed)?;
        // INVARIANT: STACK-3 -- it leaves the list.
        self.spare.set(chunk.prev());
        Some(chunk)
    }

    /// The smallest spare chunk that has so many bytes, unless its block is larger than `most`.
    pub(super) fn take_small_spare(&self, needed: usize, most: usize) -> Option<Chunk> {
        let (mut larger, mut chunk) = (None, self.spare.get().filter(|c| usable(*c) >= needed)?);
        while let Some(next) = chunk.prev().filter(|c| usable(*c) >= needed) {
            larger = Some(chunk);
            chunk = next;
        }
        if chunk.layout().size() > most {
            return None;
        }
        // INVARIANT: STACK-3 -- it leaves the list.
        match larger {
            None => self.spare.set(chunk.prev()),
            Some(larger) => larger.set_prev(chunk.prev()),
        }
        Some(chunk)
    }

    /// The smallest spare chunk that has so many bytes, when there is nothing better.
    #[cold]
    pub(super) fn take_any_spare(&self, needed: usize) -> Option<Chunk> {
        self.take_small_spare(needed, usize::MAX)
    }

    /// A new chunk: with a block of `wanted` bytes, or as large as is needed, or as the limit leaves
    /// room for.
    ///
    /// Always inlined, as are its callers: they are one cold function of each arena, whose small parts
    /// together take a tenth less than as functions of their own.
    #[inline(always)]
    pub(super) fn allocate(&self, needed: usize, wanted: usize) -> Result<Chunk, Refused> {
        let least = needed
            .checked_add(CHUNK_OVERHEAD)
            .ok_or(Refused::Overflow)?;
        let room = self.limit.get().saturating_sub(self.held.get());
        if room < least {
            return Err(Refused::Limit);
        }
        let block = least.max(wanted).min(room) & !(CHUNK_ALIGN - 1);
        let chunk = match self.allocate_block(block) {
            Err(Refused::Overflow) => self.allocate_block(least)?,
            chunk => chunk?,
        };
        self.chunks.set(self.chunks.get() + 1);
        Ok(chunk)
    }

    /// A chunk with a block of so many bytes, a multiple of [`CHUNK_ALIGN`].
    fn allocate_block(&self, block: usize) -> Result<Chunk, Refused> {
        let content = Layout::from_size_align(block - CHUNK_OVERHEAD, CHUNK_ALIGN);
        let content = content.map_err(|_| Refused::Overflow)?;
        // INVARIANT: STACK-3, STACK-4 -- held before it is asked for, so that no other call exceeds
        // the limit meanwhile; not held if it can't be had.
        let held = Held::new(self, block)?;
        match Chunk::allocate(content, &self.alloc) {
            Ok(chunk) => {
                core::mem::forget(held);
                Ok(chunk)
            }
            Err(error) => match error.kind() {
                TryReserveErrorKind::AllocError { layout } => Err(Refused::Allocator(layout)),
                TryReserveErrorKind::CapacityOverflow => Err(Refused::Overflow),
            },
        }
    }

    /// Gives the spare chunks back.
    pub(super) fn free_spare(&self) {
        self.free(None);
    }

    /// Gives the chunks of a list back, and the spare ones, the rest also when one call unwinds.
    #[inline]
    pub(super) fn free(&self, newest: Option<Chunk>) {
        // Both go on in their drop, if a call unwinds.
        let mut spare = Rest(self.spare.take(), self);
        Rest(newest, self).run();
        spare.run();
    }
}

/// How many bytes of a chunk blocks can be put in.
fn usable(chunk: Chunk) -> usize {
    let end = fit::clip(chunk.end().addr().get(), CHUNK_ALIGN);
    end.saturating_sub(chunk.start().addr().get())
}

/// Bytes that are counted as held, until this is dropped.
struct Held<'a, A> {
    root: &'a Root<A>,
    size: usize,
}

impl<'a, A> Held<'a, A> {
    fn new(root: &'a Root<A>, size: usize) -> Result<Self, Refused> {
        let held = root.held.get().checked_add(size);
        root.held.set(held.ok_or(Refused::Overflow)?);
        Ok(Self { root, size })
    }
}

impl<A> Drop for Held<'_, A> {
    fn drop(&mut self) {
        self.root.held.set(self.root.held.get() - self.size);
    }
}

/// Chunks that are being given back; if one call unwinds, the others all the same.
struct Rest<'a, A: Allocator>(Option<Chunk>, &'a Root<A>);

impl<A: Allocator> Rest<'_, A> {
    #[inline]
    fn run(&mut self) {
        while let Some(chunk) = self.0 {
            self.0 = chunk.prev();
            let root = self.1;
            root.held.set(root.held.get() - chunk.layout().size());
            root.chunks.set(root.chunks.get() - 1);
            // SAFETY: CHUNK-1, STACK-3 -- the chunk is the allocator's, and in no list any more.
            unsafe { chunk.free(&root.alloc) };
        }
    }
}

impl<A: Allocator> Drop for Rest<'_, A> {
    #[inline]
    fn drop(&mut self) {
        self.run();
    }
}
