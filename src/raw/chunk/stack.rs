//! [`Stack`]: chunks of bytes handed out one after another, a window on the newest, and spare ones.
//!
//! # Layout
//!
//! ```text
//! Stack: chunk ─▶ newest ─prev─▶ older ─prev─▶ oldest        root.spare ─▶ chunk ─prev─▶ chunk
//!                 ■■■■■░░░░      ■■■■■■■░      ■■■■                        ░░░░░░        ░░░
//!                      ▲   ▲
//!                      next end
//! ```
//!
//! A stack may lend its window: then another one takes blocks from there, and later opens chunks of
//! its own, while the lender goes on with an empty window. Both share the [`Root`], which has the
//! allocator, the spare chunks and the counts.
//!
//! # Invariants
//!
//! * `STACK-1`: `start <= next <= end` are addresses of the newest chunk, or of the window that was
//!   lent to this stack; `next` has provenance for all of that chunk. From `next` to `end` is nobody
//!   else's, and nothing in use. Without a chunk and a lent window all three are such that no block
//!   fits.
//! * `STACK-2`: `end` is at most `FIT-2` allows, and a multiple of [`CHUNK_ALIGN`], or the start of
//!   what was lent.
//! * `STACK-3`: each chunk is either in the list of one stack or among the spare ones of its root,
//!   comes from the root's allocator, and is counted in `held`.
//! * `STACK-4`: no field is read before a call of the allocator and used after it, since the
//!   allocator may come back to the same stack; `held` is raised before the call.
//! * `STACK-5`: the root that a stack was lent is there until that stack is gone.
//!
//! # Panics and leaks
//!
//! An allocator that unwinds while chunks are given back does not keep the others from going.

use crate::cell::Cell;
use core::alloc::Layout;
use core::fmt;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use super::Chunk;
use crate::error::TryReserveErrorKind;
use crate::raw::fit::{self, Fit};
use crate::raw::layout;

/// What the content of each chunk is aligned to.
pub(crate) const CHUNK_ALIGN: usize = 16;

/// How many bytes of a chunk's block are not content.
pub(crate) const CHUNK_OVERHEAD: usize =
    layout::offset_behind(Layout::new::<super::Header>(), CHUNK_ALIGN);

/// The size of the first chunk's block, if no more is needed.
const FIRST: usize = 512;

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

/// Where the root is.
enum Home<A> {
    Own(Root<A>),
    Lent(NonNull<Root<A>>),
}

/// Chunks of bytes, the newest with a window.
pub(crate) struct Stack<A: Allocator> {
    next: Cell<*mut u8>,
    end: Cell<usize>,
    start: Cell<usize>,
    chunk: Cell<Option<Chunk>>,
    /// How much of a lent window is in use, once this stack has a chunk of its own.
    lent: Cell<usize>,
    home: Home<A>,
}

/// A state of a stack that it can go back to.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Mark {
    next: *mut u8,
    end: usize,
    start: usize,
    chunk: Option<Chunk>,
}

impl<A: Allocator> Stack<A> {
    #[inline]
    pub(crate) const fn new_in(alloc: A) -> Self {
        // INVARIANT: STACK-1, STACK-3 -- nothing is here, and no block of a byte or more fits.
        Self {
            next: Cell::new(core::ptr::without_provenance_mut(CHUNK_ALIGN)),
            end: Cell::new(CHUNK_ALIGN),
            start: Cell::new(CHUNK_ALIGN),
            chunk: Cell::new(None),
            lent: Cell::new(0),
            home: Home::Own(Root {
                alloc,
                spare: Cell::new(None),
                held: Cell::new(0),
                chunks: Cell::new(0),
                limit: Cell::new(usize::MAX),
            }),
        }
    }

    #[inline]
    fn root(&self) -> &Root<A> {
        match &self.home {
            Home::Own(root) => root,
            // SAFETY: STACK-5 -- the root is there as long as this stack is; it is only shared.
            Home::Lent(root) => unsafe { root.as_ref() },
        }
    }

    #[inline]
    pub(crate) fn allocator(&self) -> &A {
        &self.root().alloc
    }

    /// A block of a layout with bytes, if the window has room. For layouts known at compile time.
    #[inline(always)]
    pub(crate) fn take<const MIN: usize>(&self, layout: Layout) -> Option<NonNull<u8>> {
        let (size, align) = (layout.size(), layout.align());
        let (next, end) = (self.next.get(), self.end.get());
        let fit = if fit::is_small(size, align, MIN) {
            fit::fit_small(next.addr(), end, size, align, MIN)
        } else {
            fit::fit(next.addr(), end, size, align, MIN)
        };
        fit.map(|fit| self.accept(fit))
    }

    /// [`take`](Self::take) for a layout that is known at run time only.
    #[inline(always)]
    pub(crate) fn take_any<const MIN: usize>(&self, layout: Layout) -> Option<NonNull<u8>> {
        let (next, end) = (self.next.get().addr(), self.end.get());
        let fit = fit::fit(next, end, layout.size(), layout.align(), MIN);
        fit.map(|fit| self.accept(fit))
    }

    /// Moves the window behind a block, whose place comes from the window of now.
    #[inline(always)]
    fn accept(&self, fit: Fit<usize>) -> NonNull<u8> {
        let next = self.next.get();
        // INVARIANT: STACK-1 -- by FIT-1 both addresses are in the window.
        self.next.set(next.with_addr(fit.to));
        // SAFETY: FIT-1 -- not below the start of a window, which is not null.
        unsafe { NonNull::new_unchecked(next.with_addr(fit.at)) }
    }

    /// A block from another chunk. When this has returned `Ok`, nothing of the allocator's has run
    /// since the block was taken.
    pub(crate) fn take_from_new_chunk<const MIN: usize>(
        &self,
        layout: Layout,
    ) -> Result<NonNull<u8>, Refused> {
        self.open(layout)?;
        self.take_any::<MIN>(layout).ok_or(Refused::Overflow)
    }

    /// Makes a chunk with room for such a block the newest one.
    pub(crate) fn open(&self, layout: Layout) -> Result<(), Refused> {
        let needed = content_for(layout).ok_or(Refused::Overflow)?;
        let chunk = match self.take_spare(needed) {
            Some(chunk) => chunk,
            None => self.allocate(needed)?,
        };
        // STACK-4: from here on everything is read anew.
        self.retire();
        chunk.set_prev(self.chunk.get());
        // INVARIANT: STACK-3 -- the chunk comes from the root.
        self.chunk.set(Some(chunk));
        self.enter(chunk);
        Ok(())
    }

    /// Writes down how much of the newest chunk, or of a lent window, is in use.
    fn retire(&self) {
        let used = self.next.get().addr() - self.start.get();
        match self.chunk.get() {
            Some(chunk) => chunk.set_used(used),
            None => self.lent.set(used),
        }
    }

    /// The window over all of a chunk.
    fn enter(&self, chunk: Chunk) {
        let start = chunk.start();
        // INVARIANT: STACK-1, STACK-2 -- all of the chunk up to the last address allowed.
        self.next.set(start.as_ptr());
        self.start.set(start.addr().get());
        let end = fit::clip(chunk.end().addr().get(), CHUNK_ALIGN);
        self.end.set(end.max(start.addr().get()));
    }

    /// The largest spare chunk, if it has so many bytes.
    fn take_spare(&self, needed: usize) -> Option<Chunk> {
        let root = self.root();
        let chunk = root.spare.get().filter(|chunk| usable(*chunk) >= needed)?;
        // INVARIANT: STACK-3 -- it leaves the list.
        root.spare.set(chunk.prev());
        Some(chunk)
    }

    /// A new chunk: as large as all others together, or as large as is needed, or as the limit
    /// leaves room for.
    fn allocate(&self, needed: usize) -> Result<Chunk, Refused> {
        let root = self.root();
        let least = needed
            .checked_add(CHUNK_OVERHEAD)
            .ok_or(Refused::Overflow)?;
        let room = root.limit.get().saturating_sub(root.held.get());
        if room < least {
            return Err(Refused::Limit);
        }
        let block = least.max(root.held.get()).max(FIRST).min(room) & !(CHUNK_ALIGN - 1);
        let chunk = match self.allocate_block(block) {
            Err(Refused::Overflow) => self.allocate_block(least)?,
            chunk => chunk?,
        };
        root.chunks.set(root.chunks.get() + 1);
        Ok(chunk)
    }

    /// A chunk with a block of so many bytes, a multiple of [`CHUNK_ALIGN`].
    fn allocate_block(&self, block: usize) -> Result<Chunk, Refused> {
        let content = Layout::from_size_align(block - CHUNK_OVERHEAD, CHUNK_ALIGN);
        let content = content.map_err(|_| Refused::Overflow)?;
        let root = self.root();
        // INVARIANT: STACK-3, STACK-4 -- held before it is asked for, so that no other call exceeds
        // the limit meanwhile; not held if it can't be had.
        let held = Held::new(root, block)?;
        match Chunk::allocate(content, &root.alloc) {
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

    /// How many bytes are left in the window.
    #[inline]
    pub(crate) fn room(&self) -> usize {
        self.end.get() - self.next.get().addr()
    }

    /// The bytes of all blocks.
    #[inline]
    pub(crate) fn held(&self) -> usize {
        self.root().held.get()
    }

    /// How many chunks there are.
    #[inline]
    pub(crate) fn chunks(&self) -> usize {
        self.root().chunks.get()
    }

    #[inline]
    pub(crate) fn limit(&self) -> usize {
        self.root().limit.get()
    }

    #[inline]
    pub(crate) fn set_limit(&self, limit: usize) {
        self.root().limit.set(limit);
    }

    /// How many bytes are in use, with the gaps between them.
    pub(crate) fn used(&self) -> usize {
        let mut at = self.newest();
        let mut used = self.lent.get();
        while let Some(chunk) = at {
            used += chunk.used();
            at = chunk.prev();
        }
        used
    }

    /// The newest chunk, with the number of bytes in use written down.
    pub(crate) fn newest(&self) -> Option<Chunk> {
        self.retire();
        self.chunk.get()
    }

    /// Whether the block of so many bytes, at this address, is the last one in the window's chunk.
    #[inline(always)]
    pub(crate) fn is_newest<const MIN: usize>(&self, at: usize, size: usize) -> bool {
        fit::is_newest(self.start.get(), self.next.get().addr(), at, size, MIN)
    }

    /// Makes the newest block one of another layout at the same address, if that has the alignment
    /// and the window the room.
    ///
    /// # Safety
    ///
    /// * (a) The block at this address [is the newest](Self::is_newest), is used by nobody, but for
    ///   the first bytes that both layouts have.
    #[inline]
    pub(crate) unsafe fn resize<const MIN: usize>(
        &self,
        at: usize,
        layout: Layout,
    ) -> Option<NonNull<u8>> {
        let fit = fit::fit(at, self.end.get(), layout.size(), layout.align(), MIN);
        // INVARIANT: STACK-1 -- by (a), what lies behind the new end is in use by nobody.
        fit.filter(|fit| fit.at == at).map(|fit| self.accept(fit))
    }

    /// The state of now.
    #[inline]
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            next: self.next.get(),
            end: self.end.get(),
            start: self.start.get(),
            chunk: self.chunk.get(),
        }
    }

    /// Goes back to a state, and makes the chunks opened since then spare ones.
    ///
    /// # Safety
    ///
    /// * (a) The state is one of this stack's, since when it has not gone back to an earlier one; no
    ///   block taken since then is used any more, and the window is not lent.
    pub(crate) unsafe fn rewind(&self, mark: Mark) {
        while self.chunk.get() != mark.chunk {
            let Some(chunk) = self.chunk.get() else {
                break;
            };
            // INVARIANT: STACK-3 -- from one list to the other.
            self.chunk.set(chunk.prev());
            self.root().keep(chunk);
        }
        // INVARIANT: STACK-1 -- by (a) nothing behind `next` is in use.
        self.next.set(mark.next);
        self.end.set(mark.end);
        self.start.set(mark.start);
    }

    /// Makes all bytes unused. The largest chunk becomes the newest, the others spare ones.
    #[inline]
    pub(crate) fn reset(&mut self) {
        let older = self.chunk.get().and_then(|chunk| chunk.prev());
        if older.is_some() || self.root().spare.get().is_some() {
            self.reset_many();
        } else {
            // INVARIANT: STACK-1 -- all of the only chunk's window, or of none.
            self.next.set(self.next.get().with_addr(self.start.get()));
        }
    }

    #[cold]
    #[inline(never)]
    fn reset_many(&mut self) {
        if let Some(newest) = self.chunk.get() {
            self.give_back(newest);
        }
        if let Some(largest) = self.take_spare(0) {
            largest.set_prev(None);
            self.chunk.set(Some(largest));
            self.enter(largest);
        }
    }

    /// Gives the spare chunks back.
    pub(crate) fn free_spare(&self) {
        self.root().free_spare();
    }

    /// Lends the window to a stack, which is returned; the [`Loan`] ends it.
    ///
    /// # Safety
    ///
    /// * (a) The stack that is returned is dropped, or has been [adopted](Self::adopt), before the
    ///   loan is, and both before this one goes or moves.
    #[inline]
    pub(crate) unsafe fn lend(&self) -> (Self, Loan<'_, A>) {
        let (next, end) = (self.next.get(), self.end.get());
        // INVARIANT: STACK-1, STACK-2 -- the window is the other stack's alone.
        self.end.set(next.addr());
        let lent = Self {
            next: Cell::new(next),
            end: Cell::new(end),
            start: Cell::new(next.addr()),
            chunk: Cell::new(None),
            lent: Cell::new(0),
            // INVARIANT: STACK-5 -- by (a).
            home: Home::Lent(NonNull::from(self.root())),
        };
        let loan = Loan {
            lender: self,
            chunk: self.chunk.get(),
            next: next.addr(),
            end,
        };
        (lent, loan)
    }

    /// Takes over all blocks of a stack that this one's window was lent to.
    pub(crate) fn adopt(&self, lent: &Self, loan: Loan<'_, A>) {
        debug_assert!(core::ptr::eq(self, loan.lender));
        let stayed = self.chunk.get() == loan.chunk;
        match lent.newest() {
            None if stayed => {
                // INVARIANT: STACK-1 -- what the other one has taken from the window is in use; the
                // loan's end gives the rest back.
                self.next.set(lent.next.get());
            }
            // This one has gone on to another chunk, and the rest of the window is not used again.
            None => loan.write_down(lent.next.get().addr()),
            Some(newest) => {
                let mut oldest = newest;
                while let Some(prev) = oldest.prev() {
                    oldest = prev;
                }
                // INVARIANT: STACK-3 -- from one list to the other.
                lent.chunk.set(None);
                if stayed {
                    // All of the window counts as used.
                    self.next.set(self.next.get().with_addr(loan.end));
                    self.retire();
                    oldest.set_prev(self.chunk.get());
                    self.chunk.set(Some(newest));
                    self.next.set(lent.next.get());
                    self.start.set(lent.start.get());
                    self.end.set(lent.end.get());
                } else if let Some(current) = self.chunk.get() {
                    loan.write_down(loan.end);
                    oldest.set_prev(current.prev());
                    current.set_prev(Some(newest));
                }
            }
        }
        // Ends the loan: gives the window back, if it is still there.
        drop(loan);
    }
}

/// A window that is lent, until this is dropped.
pub(crate) struct Loan<'a, A: Allocator> {
    lender: &'a Stack<A>,
    chunk: Option<Chunk>,
    next: usize,
    end: usize,
}

impl<A: Allocator> Loan<'_, A> {
    /// Up to where the chunk that the window is in counts as used.
    fn write_down(&self, end: usize) {
        match self.chunk {
            Some(chunk) => chunk.set_used(end - chunk.start().addr().get()),
            None => self
                .lender
                .lent
                .set(self.lender.lent.get() + end - self.next),
        }
    }
}

impl<A: Allocator> Drop for Loan<'_, A> {
    #[inline]
    fn drop(&mut self) {
        if self.lender.chunk.get() == self.chunk {
            // INVARIANT: STACK-1 -- nothing in the window is used any more, or `next` is behind it.
            self.lender.end.set(self.end);
        }
    }
}

/// How many bytes of a chunk blocks can be put in.
fn usable(chunk: Chunk) -> usize {
    let end = fit::clip(chunk.end().addr().get(), CHUNK_ALIGN);
    end.saturating_sub(chunk.start().addr().get())
}

/// How many bytes an empty chunk needs for a block, whatever its address: a multiple of
/// [`CHUNK_ALIGN`].
fn content_for(layout: Layout) -> Option<usize> {
    let slack = layout.align().saturating_sub(CHUNK_ALIGN);
    let size = layout.size().checked_add(slack)?;
    fit::up(size, CHUNK_ALIGN)
}

impl<A> Root<A> {
    /// One spare chunk more. They are in order, the largest first: most arenas have few, each twice as
    /// large as the one before.
    fn keep(&self, chunk: Chunk) {
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
    fn free_spare(&self) {
        free_all(self.spare.take(), self);
    }
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

/// Gives chunks back, the rest also when one call unwinds.
fn free_all<A: Allocator>(first: Option<Chunk>, root: &Root<A>) {
    struct Rest<'a, A: Allocator>(Option<Chunk>, &'a Root<A>);
    impl<A: Allocator> Rest<'_, A> {
        fn run(&mut self) {
            while let Some(chunk) = self.0 {
                self.0 = chunk.prev();
                self.1.held.set(self.1.held.get() - chunk.layout().size());
                self.1.chunks.set(self.1.chunks.get() - 1);
                // SAFETY: CHUNK-1, STACK-3 -- the chunk is the allocator's, and in no list any more.
                unsafe { chunk.free(&self.1.alloc) };
            }
        }
    }
    impl<A: Allocator> Drop for Rest<'_, A> {
        fn drop(&mut self) {
            self.run();
        }
    }
    Rest(first, root).run();
}

impl<A: Allocator> Drop for Stack<A> {
    #[inline]
    fn drop(&mut self) {
        if let Some(newest) = self.chunk.get() {
            self.give_back(newest);
        }
        if let Home::Own(root) = &self.home {
            if root.spare.get().is_some() {
                root.free_spare();
            }
        }
    }
}

impl<A: Allocator> Stack<A> {
    /// All chunks become spare ones.
    #[cold]
    #[inline(never)]
    fn give_back(&self, newest: Chunk) {
        self.chunk.set(None);
        let mut at = Some(newest);
        while let Some(chunk) = at {
            at = chunk.prev();
            // INVARIANT: STACK-3 -- from one list to the other.
            self.root().keep(chunk);
        }
    }
}

impl<A: Allocator> fmt::Debug for Stack<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stack")
            .field("next", &self.next)
            .field("end", &self.end)
            .field("chunk", &self.chunk)
            .finish_non_exhaustive()
    }
}
