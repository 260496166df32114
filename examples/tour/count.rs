//! Counting allocators: one for the allocator parameter `A` of this crate's types, one for the
//! whole process.
//!
//! [`Counted`] stands where a `Vec` or `Box` of this crate names its allocator, so it sees exactly
//! what that value asks for. std's `Vec` takes no allocator on stable Rust; [`CountedGlobal`] is
//! what can be put underneath it. Both keep their books per thread and only while [`counting`]
//! runs, so that nothing else the program does is in the numbers.

use std::alloc::{GlobalAlloc, System};
use std::cell::Cell;
use std::ptr::NonNull;

use drystone::alloc::{AllocError, Allocator, Global, Layout};

/// What an allocator was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Blocks handed out.
    pub(crate) allocated: usize,
    /// Blocks made larger.
    pub(crate) grown: usize,
    /// Blocks made smaller.
    pub(crate) shrunk: usize,
    /// Blocks given back.
    pub(crate) freed: usize,
    /// Bytes of all new blocks, and of all growth.
    pub(crate) bytes: usize,
    /// Bytes in use now.
    pub(crate) live: usize,
    /// The most bytes that were in use at once.
    pub(crate) peak: usize,
}

impl Counts {
    /// How often the allocator was called.
    pub(crate) fn calls(&self) -> usize {
        self.allocated + self.grown + self.shrunk + self.freed
    }

    fn take(&mut self, bytes: usize) {
        self.bytes += bytes;
        self.live += bytes;
        self.peak = self.peak.max(self.live);
    }

    /// Blocks that are older than the counting may be given back during it, hence no underflow.
    fn give(&mut self, bytes: usize) {
        self.live = self.live.saturating_sub(bytes);
    }

    fn allocate(&mut self, layout: Layout) {
        self.allocated += 1;
        self.take(layout.size());
    }

    fn free(&mut self, layout: Layout) {
        self.freed += 1;
        self.give(layout.size());
    }

    fn resize(&mut self, old: usize, new: usize) {
        if new > old {
            self.grown += 1;
            self.take(new - old);
        } else {
            self.shrunk += 1;
            self.give(old - new);
        }
    }
}

/// The books of one allocator; closed (`None`) unless someone is counting.
type Books = Cell<Option<Counts>>;

thread_local! {
    // Neither has a destructor, and both are made at compile time: reading them allocates nothing,
    // which matters inside an allocator.
    static COUNTED: Books = const { Cell::new(None) };
    static GLOBAL: Books = const { Cell::new(None) };
}

fn enter(books: &Books, entry: impl FnOnce(&mut Counts)) {
    if let Some(mut counts) = books.get() {
        entry(&mut counts);
        books.set(Some(counts));
    }
}

/// Opens the books, runs `work`, and closes them again.
fn audit<R>(books: &Books, work: impl FnOnce() -> R) -> (R, Counts) {
    books.set(Some(Counts::default()));
    let result = work();
    (result, books.take().unwrap_or_default())
}

/// The allocator parameter of the tour's own `Vec`s and `Box`es: [`Global`], counted.
///
/// It has no size, so a `Vec` that carries it is still three words long.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counted;

impl Counted {
    /// Runs `work`, and tells what it asked of `Counted`.
    pub(crate) fn counting<R>(work: impl FnOnce() -> R) -> (R, Counts) {
        COUNTED.with(|books| audit(books, work))
    }

    /// What has been counted so far, inside [`counting`](Self::counting).
    pub(crate) fn so_far() -> Counts {
        COUNTED.get().unwrap_or_default()
    }

    fn enter(entry: impl FnOnce(&mut Counts)) {
        COUNTED.with(|books| enter(books, entry));
    }
}

// SAFETY: every block comes from `Global` and goes back to `Global`, with the layout that the
// caller names; `Global` upholds the contract, and all `Counted` values stand for the same
// `Global`, so that copies are interchangeable. Counting touches no block.
unsafe impl Allocator for Counted {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let block = Global.allocate(layout)?;
        Self::enter(|counts| counts.allocate(layout));
        Ok(block)
    }

    fn allocate_zeroed(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let block = Global.allocate_zeroed(layout)?;
        Self::enter(|counts| counts.allocate(layout));
        Ok(block)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller owns a block of this layout from `Counted`, hence from `Global`.
        unsafe { Global.deallocate(ptr, layout) };
        Self::enter(|counts| counts.free(layout));
    }

    unsafe fn grow(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as for `deallocate`; the sizes are the caller's promise, passed on.
        let block = unsafe { Global.grow(ptr, old, new) }?;
        Self::enter(|counts| counts.resize(old.size(), new.size()));
        Ok(block)
    }

    unsafe fn grow_zeroed(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as for `grow`.
        let block = unsafe { Global.grow_zeroed(ptr, old, new) }?;
        Self::enter(|counts| counts.resize(old.size(), new.size()));
        Ok(block)
    }

    unsafe fn shrink(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as for `grow`.
        let block = unsafe { Global.shrink(ptr, old, new) }?;
        Self::enter(|counts| counts.resize(old.size(), new.size()));
        Ok(block)
    }
}

/// The process's allocator: [`System`], counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CountedGlobal;

impl CountedGlobal {
    /// Runs `work`, and tells what this thread asked of the global allocator meanwhile.
    pub(crate) fn counting<R>(work: impl FnOnce() -> R) -> (R, Counts) {
        GLOBAL.with(|books| audit(books, work))
    }

    /// A thread may free after its thread-locals are gone; that is nobody's count.
    fn enter(entry: impl FnOnce(&mut Counts)) {
        let _ = GLOBAL.try_with(|books| enter(books, entry));
    }
}

// SAFETY: every call is passed to `System`, which upholds the contract; the books are plain numbers
// in a thread-local without destructor, so counting neither allocates nor unwinds.
unsafe impl GlobalAlloc for CountedGlobal {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are passed on.
        let block = unsafe { System.alloc(layout) };
        if !block.is_null() {
            Self::enter(|counts| counts.allocate(layout));
        }
        block
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are passed on.
        let block = unsafe { System.alloc_zeroed(layout) };
        if !block.is_null() {
            Self::enter(|counts| counts.allocate(layout));
        }
        block
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(ptr, layout) };
        Self::enter(|counts| counts.free(layout));
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: the caller's promises are passed on.
        let block = unsafe { System.realloc(ptr, layout, new_size) };
        if !block.is_null() {
            Self::enter(|counts| counts.resize(layout.size(), new_size));
        }
        block
    }
}
