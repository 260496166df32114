#![forbid(unsafe_code)]
//! [`Drain`]: takes the values out of a slot map, one by one.

use core::fmt::{self, Debug};
use core::iter::FusedIterator;

use super::clear::Clear;
use super::slot::Slot;
use super::{Key, SlotMap};

/// Takes all values out of a map. See [`SlotMap::drain`].
///
/// Each is removed when it is yielded, so a forgotten `Drain` leaves the rest in the map.
pub struct Drain<'a, K: Key, V> {
    map: &'a mut SlotMap<K, V>,
    /// The slots before this one have no value.
    from: usize,
}

impl<'a, K: Key, V> Drain<'a, K, V> {
    pub(super) fn new(map: &'a mut SlotMap<K, V>) -> Self {
        Self { map, from: 0 }
    }
}

impl<K: Key, V> Iterator for Drain<'_, K, V> {
    type Item = (K, V);

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.map.live_from(self.from)?;
        // Not behind it: making the key is code of a user, who may panic, and the slot still has its value then.
        self.from = index;
        let (generation, _) = self.map.slots.get(index).and_then(Slot::live)?;
        let key = self.map.key(index, generation);
        self.map.take(index).map(|value| (key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.map.len(), Some(self.map.len()))
    }
}

impl<K: Key, V> ExactSizeIterator for Drain<'_, K, V> {}
impl<K: Key, V> FusedIterator for Drain<'_, K, V> {}

impl<K: Key, V> Drop for Drain<'_, K, V> {
    fn drop(&mut self) {
        drop(Clear {
            map: self.map,
            from: self.from,
            detached: false,
        });
    }
}

impl<K: Key, V: Debug> Debug for Drain<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.map.iter()).finish()
    }
}
