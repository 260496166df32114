#![forbid(unsafe_code)]
//! [`SlotMap`]: values that are named by small keys, which are never valid again once their value is gone.
//!
//! # Layout
//!
//! ```text
//! slots   ┌────────────┬────────────┬────────────┬────────────┬░░░░░░░░░░░░┐
//!         │ gen 1  "a" │ next ─ 2 ▶ │ next none  │ gen 3  "d" │            │
//!         └────────────┴────────────┴────────────┴────────────┴░░░░░░░░░░░░┘
//! holes     0            1 ▲          1            0
//!                     free ┘
//! ```
//!
//! A key is the index of a slot and the generation of the value in it. A slot that has a value holds that value's generation;
//! one that has none holds no generation that a key could have, so that one comparison tells whether a key is valid, also for
//! a key that was forged. Each value that leaves a slot takes its generation with it; a slot that has had all of them is
//! retired. The vacant slots form a list, last vacated first. One bit a slot tells iteration what to skip.
//!
//! There is no `unsafe` in this module: the compiler keeps a value and the list's link apart in the same bytes, as it
//! does for any `enum`.
//!
//! # Panics and leaks
//!
//! A panic in a closure, a `Clone` or a `Drop` leaves a map that can be used, with each value dropped once. A forgotten
//! [`Drain`] leaves in the map what it has not yielded.
//!
//! # Differences from slotmap
//!
//! * Index and generation have 8, 16 or 32 bits each, chosen by the type of the key; without debug assertions a key takes
//!   twice the wider of them, and an `Option` of it no more than that.
//! * Generations never wrap: a slot retires after its last one. slotmap's wrap after 2³¹ uses.
//! * With debug assertions, a key that another map made is answered with a panic, but by a map that has made no key yet or
//!   was read as data. A clone counts as the map that it was cloned from.
//! * [`try_insert`](SlotMap::try_insert), [`vacant_entry`](SlotMap::vacant_entry) and
//!   [`try_reattach`](SlotMap::try_reattach) are new. After [`clear`](SlotMap::clear) a detached key can't be reattached.
//! * Iteration skips holes by a bit a slot, so there is one map, and no `HopSlotMap` or `DenseSlotMap` beside it.
//! * The `_unchecked` methods are left out: all of this is safe code.

mod clear;
mod disjoint;
mod drain;
mod entry;
mod error;
mod half;
mod holes;
mod iter;
mod key;
mod origin;
mod remove;
pub mod secondary;
mod secondary_entry;
#[cfg(feature = "serde")]
mod serde;
mod slot;
#[cfg(feature = "std")]
pub mod sparse_secondary;
mod traits;
mod width;

use core::marker::PhantomData;

use crate::alloc::TryReserveError;
use crate::vec::Vec;

use self::holes::Holes;
use self::key::key_at;
use self::origin::Origin;
use self::slot::Slot;

pub use self::drain::Drain;
pub use self::entry::VacantEntry;
pub use self::error::{InsertError, ReattachError, SlotError};
pub use self::iter::{IntoIter, IntoKeys, IntoValues, Iter, IterMut, Keys, Values, ValuesMut};
pub use self::key::{DefaultKey, Key, KeyData, new_key_type};
pub use self::secondary::SecondaryMap;
#[cfg(feature = "std")]
pub use self::sparse_secondary::SparseSecondaryMap;
pub use self::width::Width;

/// A slot of a map with keys `K`.
type SlotOf<K, V> = Slot<V, <K as Key>::Index, <K as Key>::Generation>;

/// Values that are named by keys. Inserting, removing and finding one by its key is O(1), amortised where the map grows.
///
/// The room for slots is kept until the map is dropped: removing and [`clear`](Self::clear) give none back. Iteration takes
/// a step for each value, and one for each 64 slots.
///
/// # Examples
///
/// ```
/// use drystone::arena::SlotMap;
///
/// let mut wall = SlotMap::new();
/// let cope = wall.insert("cope");
/// let hearting = wall.insert("hearting");
///
/// assert_eq!(wall.remove(cope), Some("cope"));
/// let through = wall.insert("through"); // In the same slot.
/// assert_eq!(wall.get(cope), None); // A removed key is never valid again.
/// assert_eq!(wall[through], "through");
/// assert_eq!(wall.values().collect::<Vec<_>>(), [&"through", &"hearting"]);
/// # let _ = hearting;
/// ```
pub struct SlotMap<K: Key, V> {
    slots: Vec<SlotOf<K, V>>,
    /// Covers every slot that there is room for.
    holes: Holes,
    /// The first slot of the free list; the largest index, which no slot has, when it is empty.
    free: K::Index,
    /// How many slots have no value.
    vacant: usize,
    /// How many of the vacant slots are not in the free list.
    lost: usize,
    origin: Origin,
    keys: PhantomData<fn(K) -> K>,
}

impl<V> SlotMap<DefaultKey, V> {
    /// An empty map with keys of the default type, without an allocation.
    ///
    /// # Examples
    ///
    /// ```
    /// let map = drystone::arena::SlotMap::<_, u8>::new();
    /// assert_eq!((map.len(), map.capacity()), (0, 0));
    /// ```
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self::with_key()
    }

    /// An empty map with keys of the default type and room for `capacity` values.
    ///
    /// # Panics
    ///
    /// As [`with_capacity_and_key`](Self::with_capacity_and_key).
    ///
    /// # Examples
    ///
    /// ```
    /// let map = drystone::arena::SlotMap::<_, u8>::with_capacity(10);
    /// assert!(map.capacity() >= 10);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn with_capacity(capacity: usize) -> Self {
        Self::with_capacity_and_key(capacity)
    }
}

impl<K: Key, V> SlotMap<K, V> {
    /// As many slots as the keys' indices can name: the largest index names none.
    const MOST: usize = {
        // `Width` has no `const` methods, and its numbers are as wide as their types.
        let (index, word) = (8 * size_of::<K::Index>(), usize::BITS as usize);
        if index >= word {
            usize::MAX
        } else {
            (1 << index) - 1
        }
    };

    /// An empty map with keys of the type `K`, without an allocation.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{KeyData, SlotMap};
    ///
    /// static EMPTY: SlotMap<KeyData<u8, u8>, u8> = SlotMap::with_key();
    /// assert!(EMPTY.is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub const fn with_key() -> Self {
        Self {
            slots: Vec::new(),
            holes: Holes::new(),
            free: <K::Index as Width>::MAX,
            vacant: 0,
            lost: 0,
            origin: Origin::UNKNOWN,
            keys: PhantomData,
        }
    }

    /// An empty map with keys of the type `K` and room for `capacity` values.
    ///
    /// # Panics
    ///
    /// If the keys can't name so many slots. Calls the allocation error hook when the allocator fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{KeyData, SlotMap};
    ///
    /// let map: SlotMap<KeyData<u16, u16>, u8> = SlotMap::with_capacity_and_key(10);
    /// assert!(map.capacity() >= 10);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn with_capacity_and_key(capacity: usize) -> Self {
        let mut map = Self::with_key();
        map.reserve(capacity);
        map
    }

    /// The number of values.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.slots.len() - self.vacant
    }

    /// Whether there is no value.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of values for which there is room without another allocation, those in the map included.
    #[inline]
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.slots.capacity() - self.lost
    }

    /// Makes room for `additional` more values.
    ///
    /// # Panics
    ///
    /// If the keys can't name so many slots. Calls the allocation error hook when the allocator fails.
    #[track_caller]
    pub fn reserve(&mut self, additional: usize) {
        if let Err(error) = self.try_reserve(additional) {
            error.raise();
        }
    }

    /// Makes room for `additional` more values.
    ///
    /// # Errors
    ///
    /// If the keys can't name so many slots, or the allocator fails. The map is then as it was.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{KeyData, SlotMap};
    ///
    /// let mut map: SlotMap<KeyData<u8, u32>, u64> = SlotMap::with_key();
    /// assert!(map.try_reserve(255).is_ok());
    /// assert!(map.try_reserve(256).is_err());
    /// ```
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {
        let free = self.vacant - self.lost;
        let more = additional.saturating_sub(free);
        let wanted = self.slots.len().saturating_add(more);
        if wanted > Self::MOST {
            return Err(TryReserveError::OVERFLOW);
        }
        if wanted > self.slots.capacity() {
            let doubled = self.slots.capacity().saturating_mul(2).min(Self::MOST);
            return self.room_for(wanted.max(doubled));
        }
        Ok(())
    }

    /// Makes room for so many slots, and for the bits that tell about them.
    fn room_for(&mut self, slots: usize) -> Result<(), TryReserveError> {
        // Room for the bits first, so that there can be one for each slot that there is room for.
        self.holes.try_reserve(slots)?;
        let room = self.slots.try_reserve_exact(slots - self.slots.len());
        match room {
            Ok(()) => self.holes.cover(slots),
            Err(_) => self.holes.shrink(),
        }
        room
    }

    /// Makes room for one more slot.
    #[cold]
    #[inline(never)]
    fn grow(&mut self) -> Result<(), SlotError> {
        if self.slots.len() >= Self::MOST {
            return Err(SlotError::Full { slots: Self::MOST });
        }
        let wanted = self.slots.capacity().saturating_mul(2).clamp(4, Self::MOST);
        self.room_for(wanted).map_err(SlotError::Reserve)
    }

    /// The key of a slot of this map.
    #[inline(always)]
    fn key(&self, index: usize, generation: <K::Generation as Width>::NonZero) -> K {
        key_at(index, generation, self.origin)
    }

    /// Puts a value in, and gives the key that names it.
    ///
    /// # Panics
    ///
    /// If the keys can name no further slot. Calls the allocation error hook when the allocator fails.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let key = map.insert('a');
    /// assert_eq!(map[key], 'a');
    /// ```
    #[inline(always)]
    #[track_caller]
    pub fn insert(&mut self, value: V) -> K {
        match self.try_insert(value) {
            Ok(key) => key,
            Err(InsertError { error, .. }) => error.raise(),
        }
    }

    /// Puts a value in, or gives it back.
    ///
    /// # Errors
    ///
    /// If the keys can name no further slot, or the allocator fails. The map is then as it was.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{KeyData, SlotMap};
    ///
    /// let mut map: SlotMap<KeyData<u8, u8>, u32> = SlotMap::with_key();
    /// for i in 0..255 {
    ///     map.try_insert(i)?;
    /// }
    /// let full = map.try_insert(255).unwrap_err();
    /// assert!(full.to_string().contains("can name 255 slots"));
    /// assert_eq!(full.into_value(), 255);
    /// # Ok::<(), drystone::arena::InsertError<u32>>(())
    /// ```
    #[inline]
    pub fn try_insert(&mut self, value: V) -> Result<K, InsertError<V>> {
        self.origin.settle();
        let index = self.free;
        if let Some(slot) = self.slots.get_mut(index.to_usize()) {
            if let Slot::Vacant {
                next,
                generation: Some(generation),
            } = *slot
            {
                *slot = Slot::live_with(generation, value);
                self.free = next;
                self.vacant -= 1;
                self.holes.clear(index.to_usize());
                return Ok(self.key(index.to_usize(), generation));
            }
            unreachable!("the free list names vacant slots");
        }
        let index = self.slots.len();
        let generation = <K::Generation as Width>::ONE;
        match self
            .slots
            .push_within_capacity(Slot::live_with(generation, value))
        {
            Ok(_) => {}
            Err(slot) => self.grow_and_push(slot)?,
        }
        Ok(self.key(index, generation))
    }

    /// Makes room for a slot, and pushes it.
    #[cold]
    #[inline(never)]
    fn grow_and_push(
        &mut self,
        slot: Slot<V, K::Index, K::Generation>,
    ) -> Result<(), InsertError<V>> {
        let error = match self.grow() {
            Ok(()) => {
                self.slots.push(slot);
                return Ok(());
            }
            Err(error) => error,
        };
        match slot.into_value() {
            Some(value) => Err(InsertError { value, error }),
            None => error.raise(),
        }
    }

    /// Puts in what `f` makes of the key that will name it.
    ///
    /// # Panics
    ///
    /// As [`insert`](Self::insert), before `f` is called. When `f` panics, the map is as it was, and the key is still to be
    /// given: it may name a later value.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let key = map.insert_with_key(|key| (key, "its own name"));
    /// assert_eq!(map[key], (key, "its own name"));
    /// ```
    #[track_caller]
    pub fn insert_with_key(&mut self, f: impl FnOnce(K) -> V) -> K {
        let entry = self.vacant_entry();
        let key = entry.key();
        entry.insert(f(key));
        key
    }

    /// Puts in what `f` makes of the key that will name it, unless that is an error.
    ///
    /// # Errors
    ///
    /// What `f` returns. The map is then as it was, and the key is still to be given: it may name a later value.
    ///
    /// # Panics
    ///
    /// As [`insert`](Self::insert), before `f` is called.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::<_, u8>::new();
    /// assert!(map.try_insert_with_key(|_| "300".parse()).is_err());
    /// assert!(map.try_insert_with_key(|_| "30".parse()).is_ok());
    /// assert_eq!(map.len(), 1);
    /// ```
    #[track_caller]
    pub fn try_insert_with_key<E>(&mut self, f: impl FnOnce(K) -> Result<V, E>) -> Result<K, E> {
        let entry = self.vacant_entry();
        let key = entry.key();
        entry.insert(f(key)?);
        Ok(key)
    }

    /// Whether the key names a value.
    ///
    /// # Panics
    ///
    /// Every method that takes a key panics with debug assertions when another map made it; which one that is,
    /// a map that has made none does not know.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn contains_key(&self, key: K) -> bool {
        self.get(key).is_some()
    }

    /// The value that the key names.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let key = map.insert(1);
    /// assert_eq!(map.get(key), Some(&1));
    /// map.remove(key);
    /// assert_eq!(map.get(key), None);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn get(&self, key: K) -> Option<&V> {
        let data = key.data();
        self.origin.check(data.origin);
        let slot = self.slots.get(data.index.to_usize())?;
        if !slot.is(data.generation) {
            return None;
        }
        slot.value()
    }

    /// The value that the key names.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let key = map.insert(1);
    /// *map.get_mut(key).unwrap() += 1;
    /// assert_eq!(map[key], 2);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        let data = key.data();
        self.origin.check(data.origin);
        let slot = self.slots.get_mut(data.index.to_usize())?;
        if !slot.is(data.generation) {
            return None;
        }
        slot.value_mut()
    }

    /// A slot for a value, with the key that will name it.
    ///
    /// # Panics
    ///
    /// As [`insert`](Self::insert).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let entry = map.vacant_entry();
    /// let key = entry.key();
    /// entry.insert([Some(key), None]);
    /// assert_eq!(map[key][0], Some(key));
    /// ```
    #[track_caller]
    pub fn vacant_entry(&mut self) -> VacantEntry<'_, K, V> {
        match self.try_vacant_entry() {
            Ok(entry) => entry,
            Err(error) => error.raise(),
        }
    }

    /// A slot for a value, with the key that will name it.
    ///
    /// # Errors
    ///
    /// If the keys can name no further slot, or the allocator fails.
    pub fn try_vacant_entry(&mut self) -> Result<VacantEntry<'_, K, V>, SlotError> {
        VacantEntry::new(self)
    }
}
