#![forbid(unsafe_code)]
//! Who is alive: one entry for each block of a counted pointer, in a table of its own.
//!
//! # Layout
//!
//! ```text
//! block    ┌────────┬─────┬───────┐        table   ┌──────┬──────┬──────┬──────┐
//!          │ counts │ Tag │ value │   ┌───────────▶│ node │ free │ node │ node │
//!          └────────┴──┼──┴───────┘   │            └──────┴──────┴──────┴──────┘
//!                      └──── index ───┘   node: type, place of birth, owners, and by place of
//! owner    block pointer, Slot ──────────▶      theirs how many were made there
//! ```
//!
//! Nothing here points to a block: one that was forgotten in an arena may be gone, and another thread
//! may be changing its counts. So the numbers are kept twice, and a block whose memory went without
//! its owners stays listed, as what it is: leaked. An owner may be moved, forgotten, and outlive
//! younger ones; it knows the number of its place, as a guard of a `RefCell` does with the feature
//! `borrow-sites`.
//!
//! Under the lock nothing is allocated and no code of a user runs: an allocator may itself use
//! counted pointers.
//!
//! # Invariants
//!
//! * `TRACE-1`: a block's tag is the index of its node until [`Tag::end`], which comes before the
//!   block is freed; or it is none, when there was no memory for a node.

use core::any::type_name;
use core::mem;
use core::panic::Location;
use core::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::vec::Vec;

/// A place in the source.
pub(super) type Place = &'static Location<'static>;

/// How many places a block's owners are told apart by.
const PLACES: usize = 8;

/// Owners that were made at one place.
#[derive(Copy, Clone)]
pub(super) struct Entry {
    pub(super) place: Place,
    pub(super) owners: usize,
}

/// What is known of a block.
#[derive(Copy, Clone)]
pub(super) struct Node {
    pub(super) type_name: &'static str,
    pub(super) created: Place,
    pub(super) thread: u64,
    /// Counts up over all blocks.
    pub(super) serial: u64,
    pub(super) owners: usize,
    pub(super) weaks: usize,
    /// An entry without owners is free to be another place's.
    pub(super) entries: [Entry; PLACES],
    /// Owners for whose place there was no entry.
    pub(super) others: usize,
    /// Owners that are raw pointers.
    pub(super) raw: usize,
}

impl Node {
    fn enter(&mut self, place: Place) -> Slot {
        let find = |want: &dyn Fn(&Entry) -> bool| self.entries.iter().position(want);
        let known = find(&|entry| entry.owners > 0 && entry.place == place);
        let Some(index) = known.or_else(|| find(&|entry| entry.owners == 0)) else {
            self.others += 1;
            return Slot::OTHER;
        };
        let entry = &mut self.entries[index];
        entry.place = place;
        entry.owners += 1;
        Slot(index as u8)
    }

    fn leave(&mut self, slot: Slot) {
        let number = match self.entries.get_mut(usize::from(slot.0)) {
            Some(entry) => &mut entry.owners,
            None => &mut self.others,
        };
        down(number);
    }
}

/// An owner made by `from_raw` and forgotten may have made a number smaller than it ought to be.
fn down(number: &mut usize) {
    *number = number.saturating_sub(1);
}

/// Under which number an owner was counted in.
#[derive(Copy, Clone)]
pub(crate) struct Slot(u8);

impl Slot {
    /// That of a block's first owner.
    pub(crate) const FIRST: Self = Self(0);
    /// That of whoever has no entry, or is no owner.
    pub(crate) const OTHER: Self = Self(u8::MAX);
}

/// Where in the table a block's node is.
#[derive(Copy, Clone)]
pub(crate) struct Tag(u32);

impl Tag {
    const NONE: u32 = u32::MAX;

    /// For a new block with one owner, made by the caller.
    #[track_caller]
    pub(crate) fn new() -> Self {
        Self(register(Location::caller()).unwrap_or(Self::NONE))
    }

    /// What the block holds is a `T` from now on.
    pub(crate) fn rename<T: ?Sized>(self) {
        self.change(|node| node.type_name = type_name::<T>());
    }

    /// The block is going to be freed.
    pub(crate) fn end(self) {
        let mut registry = lock();
        if registry.live(self).is_some() {
            registry.places[self.0 as usize] = Item::Free(registry.free);
            registry.free = Some(self.0);
            registry.live -= 1;
        }
    }

    /// One owner more, made by the caller.
    #[track_caller]
    pub(crate) fn enter(self) -> Slot {
        let place = Location::caller();
        self.change(|node| {
            node.owners += 1;
            node.enter(place)
        })
        .unwrap_or(Slot::OTHER)
    }

    /// One owner less.
    pub(crate) fn leave(self, slot: Slot) {
        self.change(|node| {
            down(&mut node.owners);
            node.leave(slot);
        });
    }

    /// One owner more, which is a raw pointer.
    pub(crate) fn enter_raw(self) {
        self.change(|node| {
            node.owners += 1;
            node.raw += 1;
        });
    }

    /// An owner becomes a raw pointer.
    pub(crate) fn into_raw(self, slot: Slot) {
        self.change(|node| {
            node.leave(slot);
            node.raw += 1;
        });
    }

    /// A raw pointer becomes an owner, made by the caller.
    #[track_caller]
    pub(crate) fn take_raw(self) -> Slot {
        let place = Location::caller();
        self.change(|node| {
            down(&mut node.raw);
            node.enter(place)
        })
        .unwrap_or(Slot::OTHER)
    }

    /// One `Weak` more.
    pub(crate) fn add_weak(self) {
        self.change(|node| node.weaks += 1);
    }

    /// One `Weak` less.
    pub(crate) fn remove_weak(self) {
        self.change(|node| down(&mut node.weaks));
    }

    fn change<R>(self, f: impl FnOnce(&mut Node) -> R) -> Option<R> {
        lock().live(self).map(f)
    }
}

enum Item {
    Live(Node),
    /// Free, with the next of those that are.
    Free(Option<u32>),
}

struct Registry {
    places: Vec<Item>,
    free: Option<u32>,
    /// How many nodes are live.
    live: usize,
    serial: u64,
    /// How many blocks could not be noted.
    missed: usize,
}

static REGISTRY: Mutex<Registry> = Mutex::new(Registry {
    places: Vec::new(),
    free: None,
    live: 0,
    serial: 0,
    missed: 0,
});

fn lock() -> MutexGuard<'static, Registry> {
    // Nothing panics under the lock.
    REGISTRY.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Registry {
    fn live(&mut self, tag: Tag) -> Option<&mut Node> {
        match self.places.get_mut(tag.0 as usize) {
            Some(Item::Live(node)) => Some(node),
            _ => None,
        }
    }

    /// Puts a node in; `room` is a larger table, or becomes the one that was too small.
    ///
    /// # Errors
    ///
    /// How large `room` has to be.
    fn insert(&mut self, mut node: Node, room: &mut Vec<Item>) -> Result<u32, usize> {
        let len = self.places.len();
        if self.free.is_none() && len == self.places.capacity() {
            if room.capacity() <= len {
                return Err((2 * len).max(64));
            }
            room.append(&mut self.places);
            mem::swap(room, &mut self.places);
        }
        node.serial = self.serial;
        self.serial += 1;
        self.live += 1;
        let index = self.free.unwrap_or(len as u32);
        match self.places.get_mut(index as usize) {
            Some(item) => {
                if let Item::Free(next) = *item {
                    self.free = next;
                }
                *item = Item::Live(node);
            }
            None => self.places.push(Item::Live(node)),
        }
        Ok(index)
    }
}

fn register(created: Place) -> Option<u32> {
    let nobody = Entry {
        place: created,
        owners: 0,
    };
    let mut node = Node {
        type_name: "a value that is being made",
        created,
        thread: this_thread(),
        serial: 0,
        owners: 1,
        weaks: 0,
        entries: [nobody; PLACES],
        others: 0,
        raw: 0,
    };
    node.entries[0].owners = 1;
    // Outlives the lock: it may be the old table at the end.
    let mut room = Vec::new();
    loop {
        let wanted = match lock().insert(node, &mut room) {
            Ok(index) => return Some(index),
            Err(wanted) => wanted,
        };
        match Vec::try_with_capacity(wanted) {
            Ok(larger) if wanted < Tag::NONE as usize => room = larger,
            _ => {
                lock().missed += 1;
                return None;
            }
        }
    }
}

/// The live nodes that `wanted` chooses, oldest first, and how many blocks have none.
pub(super) fn snapshot(wanted: impl Fn(&Node) -> bool) -> (Vec<Node>, usize) {
    let mut nodes = Vec::new();
    loop {
        // Room for all of them, had before the lock.
        let live = lock().live;
        nodes.reserve(live);
        let registry = lock();
        if registry.live > nodes.capacity() {
            continue;
        }
        for item in &registry.places {
            match item {
                Item::Live(node) if wanted(node) => nodes.push(*node),
                _ => {}
            }
        }
        let missed = registry.missed;
        drop(registry);
        nodes.sort_unstable_by_key(|node| node.serial);
        return (nodes, missed);
    }
}

/// The number that the next block will have.
pub(super) fn now() -> u64 {
    lock().serial
}

/// A number of this thread's own. It needs no destructor, so it is there to the thread's end.
pub(super) fn this_thread() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    std::thread_local! {
        static NUMBER: u64 = NEXT.fetch_add(1, Ordering::Relaxed);
    }
    NUMBER.with(|number| *number)
}
