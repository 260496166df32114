//! What the tests of the ledger share beside the kit in `support`: a scene for panics, and an allocator that tells its
//! handles apart.

use std::alloc::{alloc, dealloc};
use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use drystone::alloc::{AllocError, Allocator, Layout};
use drystone::vec::Vec;

use crate::support::catch::catch;
use crate::support::probe::{Elem, Probe};
pub(crate) use crate::support::scale::cases;
use crate::support::world::{Kind, World, for_every_panic_point};

/// The element of these tests: counted, checked at every use, with a value.
pub(crate) type Item = Probe;

/// Items with these values, and some room.
pub(crate) fn items(values: impl IntoIterator<Item = u8>) -> Vec<Item> {
    let mut v = Vec::with_capacity(9);
    values
        .into_iter()
        .for_each(|value| v.push(Item::new(value)));
    v
}

/// The values of items, all of which must be live.
pub(crate) fn values<'a, T: Elem>(items: impl IntoIterator<Item = &'a T>) -> std::vec::Vec<u8> {
    items.into_iter().map(Elem::value).collect()
}

/// Runs `f` with a ledger of its own: whatever it makes, it must drop, once.
#[track_caller]
pub(crate) fn accounted<R>(f: impl FnOnce() -> R) -> R {
    let mut world = World::new();
    let result = world.run(f);
    world.finish();
    result
}

/// Plays `operation` on the vector `1 1 2 2 3 3` with a panic at the first event of that kind, then the second, and so
/// on. After each, all that is left is looked at, and the vector used once more.
#[track_caller]
pub(crate) fn attack(kind: Kind, operation: impl Fn(&mut Vec<Item>)) {
    let points = for_every_panic_point(&[kind], |fuse| {
        let mut world = World::new();
        let mut v = world.run(|| items([1, 1, 2, 2, 3, 3]));
        world.arm(fuse);
        let end = world.run(|| catch(|| operation(&mut v)));
        let reached = world.disarm();
        if let Err(own) = end {
            assert!(reached && own.message.is_none(), "{own:?}");
        }
        world.run(|| {
            assert!(v.len() <= v.capacity());
            let left = values(&v);
            v.insert(v.len() / 2, Item::new(7));
            v.push(Item::new(8));
            assert_eq!(v.len(), left.len() + 2);
            assert_eq!(values(&v).last(), Some(&8));
            v.remove(0);
            v.truncate(1);
            drop(v);
        });
        world.finish();
        reached
    });
    assert!(points > 0, "no {kind:?} was ever reached");
}

/// [`attack`] for what consumes the vector.
#[track_caller]
pub(crate) fn attack_owned(kind: Kind, operation: impl Fn(Vec<Item>)) {
    attack(kind, |v| operation(std::mem::take(v)));
}

/// Every pair `(a, b)` with `a < most` and `b <= a`.
pub(crate) fn pairs(most: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..most).flat_map(|a| (0..=a).map(move |b| (a, b)))
}

struct Block {
    address: usize,
    layout: Layout,
    /// The number of the key that it came by.
    key: usize,
}

/// Memory that asks more of its user than an allocator may.
///
/// A block goes back by the key that it came by: a clone of a key is another key. A block is aligned as was asked for and
/// never better. In front of it lies a header that is reached through the block's own pointer, so a pointer whose
/// provenance was narrowed to the elements is found out under Miri. Growing and shrinking always move.
pub(crate) struct Vault {
    blocks: RefCell<std::vec::Vec<Block>>,
    faults: RefCell<std::vec::Vec<String>>,
    keys: Cell<usize>,
}

const HEADER: u64 = 0x5afe_0000_5afe_0001;

impl Vault {
    pub(crate) fn new() -> Self {
        Self {
            blocks: RefCell::default(),
            faults: RefCell::default(),
            keys: Cell::new(0),
        }
    }

    pub(crate) fn key(&self) -> Key<'_> {
        self.keys.set(self.keys.get() + 1);
        Key {
            vault: self,
            number: self.keys.get(),
        }
    }

    /// How many blocks are out.
    pub(crate) fn blocks(&self) -> usize {
        self.blocks.borrow().len()
    }

    /// Every block has come back as it went out.
    #[track_caller]
    pub(crate) fn finish(&self) {
        assert_eq!(*self.faults.borrow(), [""; 0]);
        assert_eq!(self.blocks(), 0, "blocks leaked");
    }

    fn fault(&self, what: String) {
        self.faults.borrow_mut().push(what);
    }

    /// The memory that holds a block of `layout`, and where in it the block begins.
    fn around(layout: Layout) -> (Layout, usize) {
        let align = layout.align();
        // An odd multiple of the alignment, with room for the header in front.
        let offset = if align >= 16 { align } else { 16 + align };
        let around = Layout::from_size_align(offset + layout.size(), 2 * align);
        (around.expect("tests ask for little"), offset)
    }

    fn take(&self, layout: Layout, key: usize) -> NonNull<u8> {
        let (around, offset) = Self::around(layout);
        // SAFETY: the size is not zero.
        let base = NonNull::new(unsafe { alloc(around) }).expect("tests ask for little");
        // SAFETY: `offset` is within the allocation.
        let block = unsafe { base.add(offset) };
        // SAFETY: `offset` is at least 8.
        let header = unsafe { block.cast::<u64>().sub(1) };
        // SAFETY: the header lies within the allocation.
        unsafe { header.write_unaligned(HEADER) };
        let address = block.addr().get();
        self.blocks.borrow_mut().push(Block {
            address,
            layout,
            key,
        });
        block
    }

    fn give_back(&self, block: NonNull<u8>, layout: Layout, key: usize) {
        let address = block.addr().get();
        let found = self
            .blocks
            .borrow()
            .iter()
            .position(|b| b.address == address);
        let Some(found) = found else {
            return self.fault(format!("{layout:?} is no block, or came back twice"));
        };
        let known = self.blocks.borrow_mut().swap_remove(found);
        if known.layout != layout {
            self.fault(format!("{:?} came back as {layout:?}", known.layout));
        }
        if known.key != key {
            self.fault(format!(
                "went out by key {}, came back by key {key}",
                known.key
            ));
        }
        let (around, offset) = Self::around(known.layout);
        // SAFETY: the header lies in front of every block.
        let header = unsafe { block.cast::<u64>().sub(1) };
        // SAFETY: `take` wrote it.
        if unsafe { header.read_unaligned() } != HEADER {
            self.fault(format!("written in front of {:?}", known.layout));
        }
        // SAFETY: the memory begins there.
        let base = unsafe { block.sub(offset) };
        // SAFETY: `take` allocated it with this layout.
        unsafe { dealloc(base.as_ptr(), around) };
    }
}

/// A handle of a [`Vault`]. Its clone is another one.
pub(crate) struct Key<'a> {
    vault: &'a Vault,
    number: usize,
}

impl Clone for Key<'_> {
    fn clone(&self) -> Self {
        self.vault.key()
    }
}

// SAFETY: blocks live until they are given back; that one came back by another key is only reported.
unsafe impl Allocator for Key<'_> {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let block = self.vault.take(layout, self.number);
        Ok(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        self.vault.give_back(block, layout, self.number);
    }
}
