#![forbid(unsafe_code)]
//! [`VacantEntry`]: a slot that waits for its value, and the key that will name it.

use core::fmt::{self, Debug};

use super::slot::Slot;
use super::{Key, SlotError, SlotMap, Width};

/// A slot for a value, with its key. See [`SlotMap::vacant_entry`].
///
/// Dropping it changes nothing: the next value gets the same key, if none is removed before.
#[must_use = "an entry that is not filled changes nothing"]
pub struct VacantEntry<'a, K: Key, V> {
    map: &'a mut SlotMap<K, V>,
    key: K,
    index: usize,
}

impl<'a, K: Key, V> VacantEntry<'a, K, V> {
    pub(super) fn new(map: &'a mut SlotMap<K, V>) -> Result<Self, SlotError> {
        map.origin.settle();
        let mut index = map.free.to_usize();
        let generation = match map.slots.get(index) {
            Some(Slot::Vacant {
                generation: Some(generation),
                ..
            }) => *generation,
            Some(_) => unreachable!("the free list names vacant slots"),
            None => {
                index = map.slots.len();
                if index == map.slots.capacity() {
                    map.grow()?;
                }
                <K::Generation as Width>::ONE
            }
        };
        let key = map.key(index, generation);
        Ok(Self { map, key, index })
    }

    /// The key that will name the value.
    #[inline]
    #[must_use]
    pub fn key(&self) -> K {
        self.key
    }

    /// Puts the value in.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let value = map.vacant_entry().insert(1);
    /// *value += 1;
    /// assert_eq!(map.values().sum::<i32>(), 2);
    /// ```
    #[track_caller]
    pub fn insert(self, value: V) -> &'a mut V {
        self.map.insert(value);
        // The slot was chosen as `insert` chooses it, and nobody could use the map in between.
        match self.map.slots.get_mut(self.index).and_then(Slot::value_mut) {
            Some(value) => value,
            None => unreachable!("a value was put into this slot"),
        }
    }
}

impl<K: Key, V> Debug for VacantEntry<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VacantEntry").field(&self.key).finish()
    }
}
