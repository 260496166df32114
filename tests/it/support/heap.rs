//! [`Heap`]: an allocator that checks what is asked of it, and refuses or unwinds when told to.
//!
//! Every block is in a ledger with its layout. A block that is given back, grown or shrunk with another layout, that was
//! given back before or never came from here is a fault. Fresh and freed bytes are filled with a pattern; freed blocks are
//! kept to the end, and a pattern that has changed by then is a write after free. A few bytes behind each block catch a
//! write past its end.
//!
//! Under Miri, or when the environment has `DRYSTONE_PLAIN_HEAP` (AddressSanitizer), nothing is filled, padded or kept: those tools see more
//! when each block is just a block.

use std::alloc::{GlobalAlloc, System};
use std::collections::BTreeMap;
use std::mem;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use drystone::alloc::{AllocError, Allocator, Layout};

use super::world::{Kind, blow, tick};

const FRESH: u8 = 0xA5;
const FREED: u8 = 0xDD;
const FENCE: u8 = 0xFE;
const FENCE_SIZE: usize = 16;
const REGION: usize = 1 << 16;

/// How a heap answers when it does answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// A new block each time, also to grow and to shrink: no pointer into an old block survives.
    Moving,
    /// As the system's `realloc` likes it.
    Reallocating,
    /// More bytes than were asked for.
    Generous,
    /// Each block begins where the last one ended, up to alignment, and the newest grows and shrinks in place.
    Adjacent,
}

impl Manner {
    pub(crate) const ALL: [Manner; 4] = [
        Manner::Moving,
        Manner::Reallocating,
        Manner::Generous,
        Manner::Adjacent,
    ];
}

/// What happens at a chosen call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// `allocate`, `grow` or `shrink` answers [`AllocError`].
    Refuse,
    /// Any method unwinds; the block in question is as before.
    Unwind,
}

#[derive(Debug)]
struct Block {
    /// As asked for.
    layout: Layout,
    /// As answered: any size from `layout.size()` to this one names the block.
    given: usize,
}

#[derive(Debug, Default)]
struct State {
    blocks: BTreeMap<usize, Block>,
    /// Blocks that are kept to be looked at again, with their real layouts.
    kept: Vec<(NonNull<u8>, Layout)>,
    /// How many blocks of no bytes are out.
    empty: usize,
    calls: usize,
    /// Size and alignment of each block that was asked for, in order.
    sizes: Vec<(usize, usize)>,
    trouble: Option<(Trouble, usize)>,
    reached: bool,
    /// Blocks whose `deallocate` unwound: their owner may try again or give up.
    orphans: Vec<NonNull<u8>>,
    /// Where adjacent blocks come from: the newest is in use, up to the number of bytes beside it.
    regions: Vec<(NonNull<u8>, Layout)>,
    used: usize,
    faults: Vec<String>,
}

// SAFETY: the pointers are to memory that only the state's owner frees.
unsafe impl Send for State {}

/// A checking allocator. `&Heap` is one handle for it, [`Handle`] another.
#[derive(Debug)]
pub(crate) struct Heap {
    manner: Manner,
    plain: bool,
    state: Mutex<State>,
}

impl Heap {
    pub(crate) fn new(manner: Manner) -> Self {
        Self {
            manner,
            plain: cfg!(miri) || std::env::var_os("DRYSTONE_PLAIN_HEAP").is_some(),
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on, the call after `calls` more ones makes this trouble.
    pub(crate) fn arm(&self, trouble: Trouble, calls: usize) {
        let mut state = self.state();
        state.trouble = Some((trouble, calls));
        state.reached = false;
    }

    /// Ends the trouble; whether its call had come.
    pub(crate) fn disarm(&self) -> bool {
        let mut state = self.state();
        state.trouble = None;
        state.reached
    }

    /// How many calls there were in all.
    pub(crate) fn calls(&self) -> usize {
        self.state().calls
    }

    /// How many blocks are out.
    pub(crate) fn live(&self) -> usize {
        let state = self.state();
        state.blocks.len() + state.empty
    }

    /// Size and alignment of each block with bytes that was asked for so far, in order.
    pub(crate) fn sizes(&self) -> Vec<(usize, usize)> {
        self.state().sizes.clone()
    }

    /// How many of them are out because their `deallocate` unwound.
    pub(crate) fn lost(&self) -> usize {
        self.state().orphans.len()
    }

    /// Fails the test when a call was wrong, or when a freed block was written to.
    #[track_caller]
    pub(crate) fn check(&self) {
        let state = self.state();
        for (ptr, layout) in &state.kept {
            // SAFETY: the block is kept: its memory is still ours, and every byte was written.
            let bytes = unsafe { std::slice::from_raw_parts(ptr.as_ptr(), layout.size()) };
            let clean = bytes.iter().all(|byte| *byte == FREED);
            assert!(clean, "a freed block of {layout:?} was written to");
        }
        assert!(state.faults.is_empty(), "{:?}", state.faults);
    }

    /// [`check`](Heap::check), and every block is back, but for those whose `deallocate` unwound.
    #[track_caller]
    pub(crate) fn finish(&self) {
        self.check();
        let state = self.state();
        let mut leaked = state.blocks.iter();
        let leaked =
            leaked.find(|(addr, _)| !state.orphans.iter().any(|ptr| ptr.addr().get() == **addr));
        assert!(leaked.is_none(), "leaked: {leaked:?}");
        assert_eq!(state.empty, 0, "leaked blocks of no bytes");
    }

    /// One more call: does it go well?
    fn enter(&self, can_refuse: bool) -> Result<(), AllocError> {
        let mut state = self.state();
        state.calls += 1;
        match state.trouble {
            Some((Trouble::Refuse, _)) if !can_refuse => Ok(()),
            Some((trouble, 0)) => {
                state.trouble = None;
                state.reached = true;
                drop(state);
                match trouble {
                    Trouble::Refuse => Err(AllocError),
                    // A second panic would abort: in the language, not in the type under test.
                    Trouble::Unwind if std::thread::panicking() => Ok(()),
                    Trouble::Unwind => blow(),
                }
            }
            Some((trouble, calls)) => {
                state.trouble = Some((trouble, calls - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn fence(&self) -> usize {
        match self.manner {
            Manner::Moving | Manner::Generous if !self.plain => FENCE_SIZE,
            _ => 0,
        }
    }

    /// The layout of the memory behind a block.
    fn real(&self, given: usize, align: usize) -> Layout {
        Layout::from_size_align(given + self.fence(), align).expect("a test asks for little")
    }

    fn obtain(&self, state: &mut State, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if layout.size() == 0 {
            state.empty += 1;
            let ptr = std::ptr::without_provenance_mut(layout.align());
            return Ok(NonNull::slice_from_raw_parts(
                NonNull::new(ptr).expect("an alignment is not zero"),
                0,
            ));
        }
        state.sizes.push((layout.size(), layout.align()));
        // What no machine has is refused before any arithmetic can wrap.
        if layout.size() > isize::MAX as usize / 2 {
            return Err(AllocError);
        }
        let given = match self.manner {
            Manner::Generous => layout.size() + layout.size() / 2 + 7,
            _ => layout.size(),
        };
        let real = self.real(given, layout.align());
        let ptr = match self.manner {
            Manner::Adjacent => carve(state, layout),
            // SAFETY: the size is not zero.
            _ => NonNull::new(unsafe { System.alloc(real) }),
        };
        let ptr = ptr.ok_or(AllocError)?;
        if !self.plain {
            // SAFETY: the new block is `given` bytes long.
            unsafe { ptr.write_bytes(FRESH, given) };
            // SAFETY: the fence lies behind them, within the real layout.
            let fence = unsafe { ptr.add(given) };
            // SAFETY: as above.
            unsafe { fence.write_bytes(FENCE, self.fence()) };
        }
        let addr = ptr.addr().get();
        state.blocks.insert(addr, Block { layout, given });
        Ok(NonNull::slice_from_raw_parts(ptr, given))
    }

    /// Takes a block off the ledger when the caller names it rightly.
    fn claim(&self, state: &mut State, ptr: NonNull<u8>, layout: Layout) -> Option<Block> {
        let addr = ptr.addr().get();
        let Some(block) = state.blocks.get(&addr) else {
            self.fault(
                state,
                format!("{ptr:?} with {layout:?} is no block, or was freed"),
            );
            return None;
        };
        let fits = layout.align() == block.layout.align()
            && (block.layout.size()..=block.given).contains(&layout.size());
        if !fits {
            let text = format!(
                "a block of {:?}, given {} bytes, comes back as {layout:?}",
                block.layout, block.given
            );
            self.fault(state, text);
            return None;
        }
        state.orphans.retain(|orphan| orphan.addr().get() != addr);
        state.blocks.remove(&addr)
    }

    fn fault(&self, state: &mut State, what: String) {
        eprintln!("fault: {what}");
        state.faults.push(what);
    }

    fn give_back(&self, state: &mut State, ptr: NonNull<u8>, block: Block) {
        let real = self.real(block.given, block.layout.align());
        if !self.plain && self.fence() > 0 {
            // SAFETY: the fence lies behind the bytes given, within the real layout.
            let fence = unsafe { ptr.add(block.given) };
            // SAFETY: as above, and `obtain` wrote it.
            let fence = unsafe { std::slice::from_raw_parts(fence.as_ptr(), self.fence()) };
            if fence.iter().any(|byte| *byte != FENCE) {
                let what = format!("bytes past the end of a block of {:?}", block.layout);
                self.fault(state, what);
            }
        }
        if !self.plain {
            // SAFETY: the caller named a live block, which is now ours again.
            unsafe { ptr.write_bytes(FREED, real.size()) };
        }
        match self.manner {
            // A region goes as a whole.
            Manner::Adjacent => {}
            Manner::Moving | Manner::Generous if !self.plain => state.kept.push((ptr, real)),
            // SAFETY: this is the block's real layout.
            _ => unsafe { System.dealloc(ptr.as_ptr(), real) },
        }
    }

    /// `grow`, `grow_zeroed` and `shrink`.
    fn resize(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
        right: bool,
    ) -> Result<NonNull<[u8]>, AllocError> {
        self.enter(true)?;
        let mut state = self.state();
        if !right {
            let what = format!("grow or shrink in the wrong direction: {old:?}, {new:?}");
            self.fault(&mut state, what);
        }
        if old.size() == 0 {
            state.empty -= 1;
            return self.obtain(&mut state, new);
        }
        let Some(block) = self.claim(&mut state, ptr, old) else {
            drop(state);
            // An error would end in the allocation error hook, which aborts and takes the other tests along.
            assert!(
                std::thread::panicking(),
                "no such block: see the fault above"
            );
            return Err(AllocError);
        };
        let addr = ptr.addr().get();
        let kept = old.size().min(new.size());
        if self.manner == Manner::Adjacent && old.align() == new.align() && new.size() > 0 {
            let &(start, region) = state.regions.last().expect("a block has a region");
            // Of a block in an older region this is some number beyond the newest one's size, if not below zero.
            let at = addr.wrapping_sub(start.addr().get());
            let end = at.wrapping_add(new.size());
            if at.wrapping_add(block.given) == state.used && end <= region.size() {
                state.used = end;
                let given = new.size();
                state.blocks.insert(addr, Block { layout: new, given });
                // SAFETY: the newest block starts inside the region; its owner's pointer may not reach past its old end.
                let ptr = unsafe { start.add(at) };
                return Ok(NonNull::slice_from_raw_parts(ptr, given));
            }
        }
        if self.manner == Manner::Reallocating && old.align() == new.align() && new.size() > 0 {
            let real = self.real(block.given, old.align());
            // SAFETY: the caller named a live block, `real` is its layout, and the new size is not zero.
            let moved = unsafe { System.realloc(ptr.as_ptr(), real, new.size()) };
            let Some(moved) = NonNull::new(moved) else {
                state.blocks.insert(addr, block);
                return Err(AllocError);
            };
            let given = new.size();
            let addr = moved.addr().get();
            state.blocks.insert(addr, Block { layout: new, given });
            return Ok(NonNull::slice_from_raw_parts(moved, given));
        }
        match self.obtain(&mut state, new) {
            Err(error) => {
                state.blocks.insert(addr, block);
                Err(error)
            }
            Ok(moved) => {
                // SAFETY: both blocks have these bytes, and the new one overlaps no live one.
                unsafe { moved.cast::<u8>().copy_from_nonoverlapping(ptr, kept) };
                self.give_back(&mut state, ptr, block);
                Ok(moved)
            }
        }
    }
}

/// The next bytes of the region, or the first of a new one.
fn carve(state: &mut State, layout: Layout) -> Option<NonNull<u8>> {
    let at = state.used.next_multiple_of(layout.align());
    let fits = |(_, region): &&(_, Layout)| {
        let end = at.checked_add(layout.size());
        layout.align() <= region.align() && end.is_some_and(|end| end <= region.size())
    };
    if let Some(&(start, _)) = state.regions.last().filter(fits) {
        state.used = at + layout.size();
        // SAFETY: `at` lies in the region.
        return Some(unsafe { start.add(at) });
    }
    let size = layout.size().max(REGION);
    let region = Layout::from_size_align(size, layout.align().max(4096)).ok()?;
    // SAFETY: the size is not zero.
    let start = NonNull::new(unsafe { System.alloc(region) })?;
    state.regions.push((start, region));
    state.used = layout.size();
    Some(start)
}

impl Drop for Heap {
    fn drop(&mut self) {
        let mut state = mem::take(&mut *self.state());
        // Whoever owned these may have given up, and their memory is no leak of the type under test.
        for ptr in mem::take(&mut state.orphans) {
            if let Some(block) = state.blocks.remove(&ptr.addr().get()) {
                self.give_back(&mut state, ptr, block);
            }
        }
        for (ptr, layout) in state.kept.drain(..).chain(state.regions.drain(..)) {
            // SAFETY: they were made with these layouts and belong to nobody.
            unsafe { System.dealloc(ptr.as_ptr(), layout) };
        }
    }
}

// SAFETY: blocks live in the system's heap or in a region that stays where it is when the `Heap` moves, until they are given
// back or the heap is dropped; the tests drop it last.
unsafe impl Allocator for Heap {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.enter(true)?;
        self.obtain(&mut self.state(), layout)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        struct Orphan<'a>(&'a Heap, NonNull<u8>);
        impl Drop for Orphan<'_> {
            fn drop(&mut self) {
                self.0.state().orphans.push(self.1);
            }
        }
        let orphan = Orphan(self, ptr);
        self.enter(false).expect("`deallocate` is never refused");
        mem::forget(orphan);
        let mut state = self.state();
        if layout.size() == 0 {
            match state.empty.checked_sub(1) {
                Some(left) => state.empty = left,
                None => self.fault(&mut state, "no block of no bytes is out".to_owned()),
            }
        } else if let Some(block) = self.claim(&mut state, ptr, layout) {
            self.give_back(&mut state, ptr, block);
        }
    }

    unsafe fn grow(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        self.resize(ptr, old, new, old.size() <= new.size())
    }

    unsafe fn grow_zeroed(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        let grown = self.resize(ptr, old, new, old.size() <= new.size())?;
        // SAFETY: the block is at least as long as the old one.
        let tail = unsafe { grown.cast::<u8>().add(old.size()) };
        // SAFETY: the rest of the block.
        unsafe { tail.write_bytes(0, grown.len() - old.size()) };
        Ok(grown)
    }

    unsafe fn shrink(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        self.resize(ptr, old, new, old.size() >= new.size())
    }
}

/// An owned handle, not zero-sized, whose `Clone` and `Drop` are user code that can panic.
#[derive(Debug)]
pub(crate) struct Handle {
    heap: Arc<Heap>,
}

impl Handle {
    pub(crate) fn new(heap: Heap) -> Self {
        Self {
            heap: Arc::new(heap),
        }
    }

    /// Another handle, not by `Clone`: nothing of the test's user code runs.
    pub(crate) fn another(&self) -> Self {
        Self {
            heap: Arc::clone(&self.heap),
        }
    }

    pub(crate) fn heap(&self) -> &Heap {
        &self.heap
    }
}

impl Clone for Handle {
    fn clone(&self) -> Self {
        tick(Kind::Handle);
        self.another()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        tick(Kind::Handle);
    }
}

// SAFETY: handles share one heap, which lives as long as the last of them.
unsafe impl Allocator for Handle {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.heap.allocate(layout)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { self.heap.deallocate(ptr, layout) }
    }

    unsafe fn grow(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller's promises are passed on.
        unsafe { self.heap.grow(ptr, old, new) }
    }

    unsafe fn grow_zeroed(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller's promises are passed on.
        unsafe { self.heap.grow_zeroed(ptr, old, new) }
    }

    unsafe fn shrink(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller's promises are passed on.
        unsafe { self.heap.shrink(ptr, old, new) }
    }
}
