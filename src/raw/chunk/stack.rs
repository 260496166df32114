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
//!   else's, and nothing in use. Without a chunk and a lent window, or when the chunk begins behind
//!   what `FIT-2` allows, all three are such that no block fits.
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
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use super::Chunk;
use super::root::{CHUNK_ALIGN, CHUNK_OVERHEAD, FIRST, Refused, Root};
use crate::raw::fit::{self, Fit};

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
    /// How many loans of this stack's windows have not ended.
    loans: Cell<usize>,
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
            loans: Cell::new(0),
            home: Home::Own(Root::new_in(alloc)),
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
        self.root().allocator()
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
    #[inline(always)]
    pub(crate) fn take_from_new_chunk<const MIN: usize>(
        &self,
        layout: Layout,
    ) -> Result<NonNull<u8>, Refused> {
        self.open(layout)?;
        self.take_any::<MIN>(layout).ok_or(Refused::Overflow)
    }

    /// Makes a chunk with room for such a block the newest one.
    #[inline(always)]
    pub(crate) fn open(&self, layout: Layout) -> Result<(), Refused> {
        let needed = content_for(layout).ok_or(Refused::Overflow)?;
        // Twice the window, which while it is lent is only what is in use: the rest of this chunk may
        // be lost at the loan's end, and must not make the next one larger.
        let window = self.end.get() - self.start.get();
        let wanted = (window + CHUNK_OVERHEAD).saturating_mul(2).max(FIRST);
        let root = self.root();
        let spare = if self.loans.get() == 0 {
            root.take_spare(needed)
        } else {
            // The large ones are for the borrowers, who will give them back.
            root.take_small_spare(needed, wanted.saturating_mul(2))
        };
        let chunk = match spare {
            Some(chunk) => chunk,
            None => match root.allocate(needed, wanted) {
                Ok(chunk) => chunk,
                Err(refused) => root.take_any_spare(needed).ok_or(refused)?,
            },
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
        let (first, last) = (chunk.start(), chunk.end());
        let (start, end) = fit::window(first.addr().get(), last.addr().get(), CHUNK_ALIGN);
        // INVARIANT: STACK-1, STACK-2 -- all of the chunk up to the last address allowed; nothing,
        // in front of the chunk, if it begins behind that.
        self.next.set(first.as_ptr().with_addr(start));
        self.start.set(start);
        self.end.set(end);
    }

    /// How many bytes are left in the window.
    #[inline]
    pub(crate) fn room(&self) -> usize {
        self.end.get() - self.next.get().addr()
    }

    /// The bytes of all blocks.
    #[inline]
    pub(crate) fn held(&self) -> usize {
        self.root().held()
    }

    /// How many chunks there are.
    #[inline]
    pub(crate) fn chunks(&self) -> usize {
        self.root().chunks()
    }

    #[inline]
    pub(crate) fn limit(&self) -> usize {
        self.root().limit()
    }

    #[inline]
    pub(crate) fn set_limit(&self, limit: usize) {
        self.root().set_limit(limit);
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
        if older.is_some() || self.root().has_spare() {
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
        if let Some(largest) = self.root().take_spare(0) {
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
    /// * (a) The stack that is returned has [ended](Self::end), or has been [adopted](Self::adopt),
    ///   before the loan does, and both before this one goes or moves.
    #[inline]
    pub(crate) unsafe fn lend(&self) -> (Self, Loan<'_, A>) {
        let (next, end) = (self.next.get(), self.end.get());
        // INVARIANT: STACK-1, STACK-2 -- the window is the other stack's alone.
        self.end.set(next.addr());
        self.loans.set(self.loans.get() + 1);
        let lent = Self {
            next: Cell::new(next),
            end: Cell::new(end),
            start: Cell::new(next.addr()),
            chunk: Cell::new(None),
            lent: Cell::new(0),
            loans: Cell::new(0),
            // INVARIANT: STACK-5 -- by (a).
            home: Home::Lent(NonNull::from(self.root())),
        };
        let loan = Loan {
            lender: self,
            chunk: self.chunk.get(),
            start: self.start.get(),
            next: next.addr(),
            end,
        };
        (lent, loan)
    }

    /// Takes over all blocks of a stack that this one's window was lent to.
    pub(crate) fn adopt(&self, lent: &Self, loan: &Loan<'_, A>) {
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
                // Of the window, what was taken before the other one had a chunk. The rest is not used again.
                let end = loan.next + lent.lent.get();
                if stayed {
                    self.next.set(self.next.get().with_addr(end));
                    self.retire();
                    oldest.set_prev(self.chunk.get());
                    self.chunk.set(Some(newest));
                    self.next.set(lent.next.get());
                    self.start.set(lent.start.get());
                    self.end.set(lent.end.get());
                } else if let Some(current) = self.chunk.get() {
                    loan.write_down(end);
                    oldest.set_prev(current.prev());
                    current.set_prev(Some(newest));
                }
            }
        }
    }
}

/// A window that is lent, until this is dropped.
pub(crate) struct Loan<'a, A: Allocator> {
    lender: &'a Stack<A>,
    chunk: Option<Chunk>,
    start: usize,
    next: usize,
    end: usize,
}

impl<A: Allocator> Loan<'_, A> {
    /// Up to where the chunk that the window is in counts as used, or the window that the lender was lent itself. The lender
    /// has gone on, and what it has written down may be less: it had the end of its part given back.
    fn write_down(&self, end: usize) {
        match self.chunk {
            // Of a chunk behind the last address allowed, nothing is: its window lies in front of it.
            Some(chunk) => chunk.set_used(end.saturating_sub(chunk.start().addr().get())),
            None => self.lender.lent.set(end - self.start),
        }
    }
}

impl<A: Allocator> Drop for Loan<'_, A> {
    #[inline]
    fn drop(&mut self) {
        self.lender.loans.set(self.lender.loans.get() - 1);
        if self.lender.chunk.get() == self.chunk {
            // INVARIANT: STACK-1 -- nothing in the window is used any more, or `next` is behind it.
            self.lender.end.set(self.end);
        }
    }
}

/// How many bytes an empty chunk needs for a block, whatever its address: a multiple of
/// [`CHUNK_ALIGN`].
#[inline(always)]
fn content_for(layout: Layout) -> Option<usize> {
    let slack = layout.align().saturating_sub(CHUNK_ALIGN);
    let size = layout.size().checked_add(slack)?;
    fit::up(size, CHUNK_ALIGN)
}

impl<A: Allocator> Drop for Stack<A> {
    #[inline]
    fn drop(&mut self) {
        match &self.home {
            Home::Own(root) => root.free(self.chunk.take()),
            Home::Lent(_) => self.end(),
        }
    }
}

impl<A: Allocator> Stack<A> {
    /// Ends the use of all chunks: all there is to do for a stack that was lent its window.
    #[inline]
    pub(crate) fn end(&self) {
        if let Some(newest) = self.chunk.get() {
            self.give_back(newest);
        }
    }

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
