#![forbid(unsafe_code)]
//! The traits of [`SlotMap`], and its methods that look at several values at once.

use core::fmt::{self, Debug};
use core::ops::{Index, IndexMut};

use super::disjoint::disjoint;
use super::{Key, SlotMap, Width as _};

impl<K: Key, V> SlotMap<K, V> {
    /// Exclusive references to the values of several keys at once; `None` if a key names no value, or two are the same.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let [a, b] = ["a", "b"].map(|name| map.insert(name));
    /// let [x, y] = map.get_disjoint_mut([a, b]).unwrap();
    /// core::mem::swap(x, y);
    /// assert_eq!((map[a], map[b]), ("b", "a"));
    /// assert_eq!(map.get_disjoint_mut([a, a]), None);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn get_disjoint_mut<const N: usize>(&mut self, keys: [K; N]) -> Option<[&mut V; N]> {
        // A key is asked for its data once: it may answer differently each time.
        let keys = keys.map(|key| key.data());
        for key in &keys {
            self.origin.check(key.origin);
            let slot = self.slots.get(key.index.to_usize())?;
            if !slot.is(key.generation) {
                return None;
            }
        }
        let slots = disjoint(&mut self.slots, keys.map(|key| key.index.to_usize()))?;
        Some(slots.map(|slot| match slot.value_mut() {
            Some(value) => value,
            None => unreachable!("each slot was found to have a value"),
        }))
    }
}

impl<K: Key, V> Default for SlotMap<K, V> {
    fn default() -> Self {
        Self::with_key()
    }
}

impl<K: Key, V: Clone> Clone for SlotMap<K, V> {
    /// The keys of the original name the clones.
    fn clone(&self) -> Self {
        Self {
            // A clone has no spare capacity, so the bits are enough for it.
            slots: self.slots.clone(),
            holes: self.holes.clone(),
            ..*self
        }
    }
}

impl<K: Key, V: Debug> Debug for SlotMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K: Key, V> Index<K> for SlotMap<K, V> {
    type Output = V;

    /// # Panics
    ///
    /// If the key names no value.
    #[inline]
    #[track_caller]
    fn index(&self, key: K) -> &V {
        match self.get(key) {
            Some(value) => value,
            None => no_value(&key),
        }
    }
}

impl<K: Key, V> IndexMut<K> for SlotMap<K, V> {
    /// # Panics
    ///
    /// If the key names no value.
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, key: K) -> &mut V {
        match self.get_mut(key) {
            Some(value) => value,
            None => no_value(&key),
        }
    }
}

/// The end of an index by a key that names nothing.
#[cold]
#[inline(never)]
#[track_caller]
pub(super) fn no_value(key: &dyn Debug) -> ! {
    panic!("the key {key:?} names no value: it was removed, or never inserted here")
}
