//! [`Runs`]: chunks full of elements of one type that is not known here, and their end.
//!
//! # Layout
//!
//! ```text
//! first ─▶ chunk ⇄ chunk ⇄ chunk (current) ⇄ spare ⇄ spare
//!          ■■■■■   ■■■■░   ■■■■░░░░░░        ░░░░░   ░░░░░
//!                              ▲    ▲
//!                              next end
//! ```
//!
//! The list does not name the type of its elements: it knows a function that drops a run of them.
//! That is why an arena around it can hold elements that refer to each other (`TYPED-3`).
//!
//! # Invariants
//!
//! * `RUN-1`: `next <= end`, both in the current chunk and whole elements from its start, or equal
//!   and dangling while there is none. From `next` to `end` nothing is live. `end` is the end of the
//!   chunk's last whole element, or `next` while a [`Claim`] has the rest.
//! * `RUN-2`: the elements that are counted are live and the arena's: in the current chunk those
//!   below `next`, in earlier ones the first `used` bytes, in later ones none; and `sizeless` ones
//!   without size.
//! * `RUN-3`: all chunks come from `alloc`, with room for whole elements of one layout; `before` of a
//!   chunk is the number of elements in earlier ones when it became the current one.
//! * `RUN-4`: no field is read before a call of the allocator and used after it, since the allocator
//!   may come back to the same list.
//!
//! # Panics and leaks
//!
//! An element whose drop unwinds does not keep the others or the chunks from going; neither does an
//! allocator that unwinds. Elements are dropped in the order of their runs.

use crate::cell::Cell;
use core::alloc::Layout;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use super::Chunk;
use crate::error::TryReserveError;
use crate::raw::layout;

/// Drops the elements in so many bytes from an address; without size, so many elements.
pub(crate) type DropRun = unsafe fn(NonNull<u8>, usize);

/// The size of a typical first chunk, header included.
const FIRST: usize = 1024;

/// The chunks of a typed arena.
pub(crate) struct Runs<A: Allocator> {
    next: Cell<NonNull<u8>>,
    end: Cell<NonNull<u8>>,
    current: Cell<Option<Chunk>>,
    first: Cell<Option<Chunk>>,
    sizeless: Cell<usize>,
    /// None, if dropping an element does nothing.
    drop_run: Option<DropRun>,
    alloc: A,
}

impl<A: Allocator> Runs<A> {
    #[inline]
    pub(crate) const fn new_in(drop_run: Option<DropRun>, alloc: A) -> Self {
        // INVARIANT: RUN-1, RUN-2, RUN-3 -- nothing is here.
        Self {
            next: Cell::new(NonNull::dangling()),
            end: Cell::new(NonNull::dangling()),
            current: Cell::new(None),
            first: Cell::new(None),
            sizeless: Cell::new(0),
            drop_run,
            alloc,
        }
    }

    #[inline]
    pub(crate) const fn allocator(&self) -> &A {
        &self.alloc
    }

    /// The next slot, if the current chunk has one.
    #[inline(always)]
    pub(crate) fn slot(&self) -> Option<NonNull<u8>> {
        let next = self.next.get();
        (next != self.end.get()).then_some(next)
    }

    /// Counts the elements in the next `size` bytes.
    ///
    /// # Safety
    ///
    /// * (a) There are so many bytes up to the end of the window, and they hold live elements that
    ///   belong to the list from now on.
    #[inline(always)]
    pub(crate) unsafe fn count(&self, size: usize) {
        // SAFETY: RUN-1 -- by (a) not behind `end`.
        let next = unsafe { self.next.get().add(size) };
        // INVARIANT: RUN-2 -- by (a) they are live.
        self.next.set(next);
    }

    /// Counts elements without size.
    ///
    /// # Safety
    ///
    /// * (a) So many live elements, which nobody drops, belong to the list from now on.
    #[inline]
    pub(crate) unsafe fn count_sizeless(&self, count: usize) -> Result<(), TryReserveError> {
        let Some(sum) = self.sizeless.get().checked_add(count) else {
            return Err(TryReserveError::OVERFLOW);
        };
        // INVARIANT: RUN-2 -- by (a).
        self.sizeless.set(sum);
        Ok(())
    }

    /// How many elements there are, each of the layout `elem`.
    #[inline]
    pub(crate) fn len(&self, elem: Layout) -> usize {
        if elem.size() == 0 {
            return self.sizeless.get();
        }
        match self.current.get() {
            None => 0,
            Some(chunk) => chunk.before() + self.used(chunk) / elem.size(),
        }
    }

    /// How many bytes of a chunk hold elements.
    #[inline]
    pub(super) fn used(&self, chunk: Chunk) -> usize {
        if self.current.get() == Some(chunk) {
            self.next.get().addr().get() - chunk.start().addr().get()
        } else {
            chunk.used()
        }
    }

    #[inline]
    pub(super) fn first(&self) -> Option<Chunk> {
        self.first.get()
    }

    #[inline]
    pub(super) fn is_current(&self, chunk: Chunk) -> bool {
        self.current.get() == Some(chunk)
    }

    /// Whether there is a current chunk.
    #[inline]
    pub(super) fn is_open(&self) -> bool {
        self.current.get().is_some()
    }

    /// The address of the element with this index. Elements have a size.
    ///
    /// Later chunks are larger, except behind claims, so that few of them are looked at.
    #[inline]
    pub(crate) fn find(&self, index: usize, elem: Layout) -> Option<NonNull<u8>> {
        let mut chunk = self.current.get()?;
        while chunk.before() > index {
            chunk = chunk.prev()?;
        }
        let offset = (index - chunk.before()).checked_mul(elem.size())?;
        if offset >= self.used(chunk) {
            return None;
        }
        // SAFETY: CHUNK-2, RUN-2 -- an element begins there.
        Some(unsafe { chunk.start().add(offset) })
    }

    /// The bytes of the window.
    #[inline]
    pub(crate) fn room(&self) -> usize {
        self.end.get().addr().get() - self.next.get().addr().get()
    }

    /// The window's start; and the end of what is counted.
    #[inline]
    pub(crate) fn window(&self) -> NonNull<u8> {
        self.next.get()
    }

    /// The slots of the window. `T`, which has a size, is the type of the elements.
    #[inline]
    pub(crate) fn slots<T>(&self) -> NonNull<[T]> {
        let count = self.room() / size_of::<T>();
        // Without a chunk, the window has an address that need not be aligned.
        let start = if count == 0 {
            NonNull::dangling()
        } else {
            self.next.get().cast()
        };
        NonNull::slice_from_raw_parts(start, count)
    }

    /// Makes the window hold `additional` elements, which have a size. When this has returned,
    /// nothing of the allocator's runs until it is called again.
    ///
    /// Inlined into the cold functions of each type, which know what they divide by.
    #[inline(always)]
    pub(crate) fn reserve(&self, elem: Layout, additional: usize) -> Result<(), TryReserveError> {
        let fits = |runs: &Self| runs.room() / elem.size() >= additional;
        if fits(self) {
            return Ok(());
        }
        while let Some(spare) = self.spare() {
            self.enter(spare, elem);
            if fits(self) {
                return Ok(());
            }
        }
        let content = self.content(elem, additional)?;
        let chunk = Chunk::allocate(content, &self.alloc)?;
        // INVARIANT: RUN-4 -- from here on everything is read anew.
        self.link(chunk);
        self.enter(chunk, elem);
        Ok(())
    }

    /// The chunk behind the current one, in which nothing is live.
    #[inline]
    fn spare(&self) -> Option<Chunk> {
        match self.current.get() {
            None => self.first.get(),
            Some(chunk) => chunk.next(),
        }
    }

    /// What the next chunk is for: twice as many elements as the window reaches up to, or as many as
    /// are needed. While a [`Claim`] has the window, that is what is in use: the rest of the current
    /// chunk may be lost, and must not make the next one larger.
    #[inline]
    fn content(&self, elem: Layout, additional: usize) -> Result<Layout, TryReserveError> {
        let first = FIRST.saturating_sub(Chunk::OVERHEAD) / elem.size();
        let usual = match self.current.get() {
            None => first,
            Some(chunk) => {
                let window = self.end.get().addr().get() - chunk.start().addr().get();
                (window / elem.size()).saturating_mul(2).max(first)
            }
        };
        match layout::array(elem, usual.max(additional)) {
            Ok(content) => Ok(content),
            Err(_) => layout::array(elem, additional),
        }
    }

    /// Puts a chunk, which is in no list, behind the current one.
    fn link(&self, chunk: Chunk) {
        // INVARIANT: CHUNK-3, RUN-3 -- between the current one and the spare ones.
        let next = self.spare();
        let prev = self.current.get();
        chunk.set_next(next);
        chunk.set_prev(prev);
        if let Some(next) = next {
            next.set_prev(Some(chunk));
        }
        match prev {
            Some(prev) => prev.set_next(Some(chunk)),
            None => self.first.set(Some(chunk)),
        }
    }

    /// Makes the chunk behind the current one the current one.
    #[inline]
    fn enter(&self, chunk: Chunk, elem: Layout) {
        let mut before = 0;
        if let Some(current) = self.current.get() {
            let used = self.used(current);
            // INVARIANT: RUN-2 -- from now on its elements are counted there.
            current.set_used(used);
            before = current.before() + used / elem.size();
        }
        // INVARIANT: RUN-1, RUN-3 -- a window over all of the chunk, where nothing is live.
        chunk.set_before(before);
        self.current.set(Some(chunk));
        self.next.set(chunk.start());
        self.end.set(self.end_of(chunk, elem));
    }

    /// The end of the last whole element that a chunk has room for.
    #[inline]
    fn end_of(&self, chunk: Chunk, elem: Layout) -> NonNull<u8> {
        let size = chunk.size() - chunk.size() % elem.size();
        // SAFETY: CHUNK-2 -- not behind the end of the chunk.
        unsafe { chunk.start().add(size) }
    }

    /// Takes the window, so that elements can be written there before they are counted, whatever
    /// else is done with the list meanwhile.
    #[inline]
    pub(crate) fn claim(&self) -> Claim<'_, A> {
        let end = self.end.get();
        // INVARIANT: RUN-1 -- the window is empty until the claim ends.
        self.end.set(self.next.get());
        Claim {
            runs: self,
            chunk: self.current.get(),
            end,
        }
    }

    /// Drops all elements, and keeps the chunks.
    pub(crate) fn drop_elements(&mut self) {
        let rest = self.take_elements();
        rest.go();
    }

    /// Counts none of the elements any more. They are then whoever's who asked.
    pub(crate) fn forget_elements(&self) {
        // INVARIANT: RUN-1, RUN-2 -- no current chunk, and nothing counted in any other.
        self.close();
        let mut at = self.first.get();
        while let Some(chunk) = at {
            chunk.set_used(0);
            at = chunk.next();
        }
        self.sizeless.set(0);
    }

    /// Ends the use of the current chunk: all chunks are then earlier ones.
    fn close(&self) {
        if let Some(current) = self.current.get() {
            current.set_used(self.used(current));
        }
        self.current.set(None);
        self.next.set(NonNull::dangling());
        self.end.set(NonNull::dangling());
    }

    /// All elements, to be dropped; the list counts them no longer.
    fn take_elements(&mut self) -> Rest {
        // INVARIANT: RUN-2 -- the elements are the `Rest`'s, which forgets each run before it drops
        // it; until it is done nobody else has the list.
        self.close();
        Rest {
            at: self.first.get(),
            sizeless: self.sizeless.replace(0),
            drop_run: self.drop_run,
        }
    }

    /// Gives all chunks back. The elements in them are not dropped.
    pub(crate) fn free(&self) {
        self.forget_elements();
        let chunks = Chunks {
            at: self.first.take(),
            alloc: &self.alloc,
        };
        chunks.go();
    }

    /// The allocator, when all chunks have been given back.
    pub(crate) fn into_allocator(self) -> A {
        self.free();
        let this = ManuallyDrop::new(self);
        // SAFETY: RUN-3 -- `this` is never used again, so the handle has one owner; no chunk needs
        // it any more.
        unsafe { core::ptr::read(&raw const this.alloc) }
    }
}

/// Elements that are being dropped, front to back; if one unwinds, the others all the same.
struct Rest {
    at: Option<Chunk>,
    sizeless: usize,
    drop_run: Option<DropRun>,
}

impl Rest {
    fn go(mut self) {
        self.run();
    }

    fn run(&mut self) {
        let sizeless = core::mem::take(&mut self.sizeless);
        if let (Some(drop_run), true) = (self.drop_run, sizeless > 0) {
            // SAFETY: RUN-2 -- so many elements without size are live; the address is not used.
            unsafe { drop_run(NonNull::dangling(), sizeless) };
        }
        while let Some(chunk) = self.at {
            self.at = chunk.next();
            let used = chunk.used();
            // INVARIANT: RUN-2 -- forgotten before they are dropped.
            chunk.set_used(0);
            if let Some(drop_run) = self.drop_run {
                // SAFETY: RUN-2 -- these bytes hold live elements, of the type of the function.
                unsafe { drop_run(chunk.start(), used) };
            }
        }
    }
}

impl Drop for Rest {
    fn drop(&mut self) {
        self.run();
    }
}

/// Chunks that are being given back; if one call unwinds, the others all the same.
struct Chunks<'a, A: Allocator> {
    at: Option<Chunk>,
    alloc: &'a A,
}

impl<A: Allocator> Chunks<'_, A> {
    fn go(mut self) {
        self.run();
    }

    fn run(&mut self) {
        while let Some(chunk) = self.at {
            self.at = chunk.next();
            // SAFETY: CHUNK-1, RUN-3 -- the chunk is in no list any more, and is this allocator's.
            unsafe { chunk.free(self.alloc) };
        }
    }
}

impl<A: Allocator> Drop for Chunks<'_, A> {
    fn drop(&mut self) {
        self.run();
    }
}

impl<A: Allocator> Drop for Runs<A> {
    #[inline]
    fn drop(&mut self) {
        let rest = self.take_elements();
        // Dropped after the elements, also if they unwind.
        let chunks = Chunks {
            at: self.first.take(),
            alloc: &self.alloc,
        };
        rest.go();
        chunks.go();
    }
}

/// The window of a list, taken out of it: the list will use another chunk meanwhile.
///
/// What is not counted in goes back when the claim ends, unless the list has gone on to another
/// chunk.
///
/// # Invariants
///
/// * `CLAIM-1`: from the list's `next` at the time of the claim to `end` nobody but the claim's
///   owner writes, until the claim ends.
pub(crate) struct Claim<'a, A: Allocator> {
    runs: &'a Runs<A>,
    chunk: Option<Chunk>,
    end: NonNull<u8>,
}

impl<A: Allocator> Claim<'_, A> {
    /// Whether the window is still the list's newest, so that it can be counted in.
    #[inline]
    pub(crate) fn is_current(&self) -> bool {
        self.runs.current.get() == self.chunk
    }

    /// Counts the elements in the first `size` bytes.
    ///
    /// # Safety
    ///
    /// * (a) The claim [is current](Self::is_current), and there are so many bytes in it, which hold
    ///   live elements that belong to the list from now on.
    #[inline]
    pub(crate) unsafe fn count(self, size: usize) {
        // SAFETY: RUN-1, CLAIM-1 -- while the claim lasted, `next` could not move, since the window
        // was empty; (a) is passed on. The claim then ends, and `end` is behind `next` again.
        unsafe { self.runs.count(size) };
    }
}

impl<A: Allocator> Drop for Claim<'_, A> {
    #[inline]
    fn drop(&mut self) {
        if self.is_current() {
            // INVARIANT: RUN-1 -- the window is again all that is not counted.
            self.runs.end.set(self.end);
        }
    }
}
