//! An allocator that refuses one call, elements that are counted, and the driver that refuses every
//! call in turn.

use std::alloc::Layout;
use std::cell::Cell;
use std::fmt;
use std::ptr::NonNull;

use drystone::alloc::{AllocError, Allocator, Global};
use drystone::fallible::Vec;

/// The global allocator, which refuses the call number `refuse` after [`arm`](Self::arm).
pub(super) struct Heap {
    refuse: usize,
    /// Calls since it was armed.
    calls: Cell<Option<usize>>,
    refused: Cell<bool>,
    bytes: Cell<usize>,
    tokens: Cell<usize>,
}

impl Heap {
    pub(super) fn refusing(call: usize) -> Self {
        Self {
            refuse: call,
            calls: Cell::new(None),
            refused: Cell::new(false),
            bytes: Cell::new(0),
            tokens: Cell::new(0),
        }
    }

    /// From here on calls are counted.
    pub(super) fn arm(&self) {
        self.calls.set(Some(0));
    }

    /// Whether a call was refused.
    pub(super) fn refused(&self) -> bool {
        self.refused.get()
    }

    pub(super) fn token(&self, id: u32) -> Token<'_> {
        self.tokens.set(self.tokens.get() + 1);
        Token { id, heap: self }
    }

    /// `1, 2, 3` without spare capacity.
    pub(super) fn full(&self) -> Vec<Token<'_>, &Heap> {
        let mut v = Vec::with_capacity_in(3, self).unwrap();
        for id in 1..=3 {
            v.push(self.token(id)).unwrap();
        }
        assert_eq!(v.capacity(), 3);
        v
    }

    /// `1, 2, 3` with room for as many as `capacity`.
    pub(super) fn roomy(&self, capacity: usize) -> Vec<Token<'_>, &Heap> {
        let mut v = self.full();
        v.reserve_exact(capacity - 3).unwrap();
        assert_eq!(v.capacity(), capacity);
        v
    }

    fn admit(&self) -> Result<(), AllocError> {
        let Some(call) = self.calls.get() else {
            return Ok(());
        };
        self.calls.set(Some(call + 1));
        if call == self.refuse {
            self.refused.set(true);
            return Err(AllocError);
        }
        Ok(())
    }

    fn resized(&self, old: Layout, new: Layout) {
        self.bytes.set(self.bytes.get() - old.size() + new.size());
    }
}

// SAFETY: all blocks are `Global`'s, which any copy of it can reach.
unsafe impl Allocator for Heap {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.admit()?;
        let block = Global.allocate(layout)?;
        self.bytes.set(self.bytes.get() + layout.size());
        Ok(block)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        self.bytes.set(self.bytes.get() - layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { Global.deallocate(ptr, layout) };
    }

    unsafe fn grow(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        self.admit()?;
        // SAFETY: the caller's promises are passed on.
        let block = unsafe { Global.grow(ptr, old, new) }?;
        self.resized(old, new);
        Ok(block)
    }

    unsafe fn shrink(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        self.admit()?;
        // SAFETY: the caller's promises are passed on.
        let block = unsafe { Global.shrink(ptr, old, new) }?;
        self.resized(old, new);
        Ok(block)
    }
}

/// An element that its heap counts.
pub(super) struct Token<'h> {
    pub(super) id: u32,
    heap: &'h Heap,
}

impl Clone for Token<'_> {
    fn clone(&self) -> Self {
        self.heap.token(self.id)
    }
}

impl Drop for Token<'_> {
    fn drop(&mut self) {
        // Overflows, and so panics, when more are dropped than were made.
        self.heap.tokens.set(self.heap.tokens.get() - 1);
    }
}

impl PartialEq for Token<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl PartialEq<u32> for Token<'_> {
    fn eq(&self, id: &u32) -> bool {
        self.id == *id
    }
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(f)
    }
}

/// All that a failed method must leave alone.
#[derive(PartialEq, Debug)]
pub(super) struct State {
    block: usize,
    capacity: usize,
    ids: std::vec::Vec<u32>,
}

impl State {
    pub(super) fn of(v: &Vec<Token<'_>, &Heap>) -> Self {
        Self {
            block: v.as_ptr().addr(),
            capacity: v.capacity(),
            ids: ids(v),
        }
    }
}

pub(super) fn ids<'h>(
    tokens: impl IntoIterator<Item = impl std::borrow::Borrow<Token<'h>>>,
) -> std::vec::Vec<u32> {
    tokens.into_iter().map(|token| token.borrow().id).collect()
}

/// Runs `op` with the first call refused that it makes once its heap is armed, then with the
/// second, and so on until a run meets no refusal. Returns how many runs met one.
///
/// After each run all memory is given back, and every token dropped once.
pub(super) fn at_every_refusal(op: impl Fn(&Heap)) -> usize {
    for call in 0.. {
        let heap = Heap::refusing(call);
        op(&heap);
        assert_eq!(heap.tokens.get(), 0, "tokens leaked at refusal {call}");
        assert_eq!(heap.bytes.get(), 0, "bytes leaked at refusal {call}");
        assert!(heap.calls.get().is_some(), "the heap was never armed");
        if !heap.refused() {
            return call;
        }
    }
    unreachable!("no run meets more refusals than fit in memory")
}
