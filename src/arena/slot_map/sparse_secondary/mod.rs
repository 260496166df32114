#![forbid(unsafe_code)]
//! [`SparseSecondaryMap`]: more about a few of the values of a slot map, under the same keys; and its iterators.

mod hashed;
mod iter;

use core::fmt::{self, Debug};
use core::hash::BuildHasher;
use core::mem;
use core::ops::{Index, IndexMut};
use std::collections::HashMap;
use std::collections::hash_map::{Entry as MapEntry, RandomState};

use super::disjoint::disjoint;
use super::origin::Origin;
use super::secondary_entry::{Data, Places, data_of};
use super::traits::no_value;
use super::{Key, Width};
use crate::alloc::{Layout, TryReserveError};
use crate::error::capacity_overflow;
use crate::vec::Vec;

use self::hashed::{BuildKnown, Hashed};

pub use super::secondary_entry::{Entry, OccupiedEntry, VacantEntry};

pub use self::iter::{Drain, IntoIter, Iter, IterMut, Keys, Values, ValuesMut};

/// A value with its key and what its slot is found by.
#[derive(Clone)]
struct Kept<K: Key, V> {
    slot: Hashed,
    key: Data<K>,
    value: V,
}

/// Values under the keys of a [`SlotMap`](crate::arena::SlotMap), packed densely, and found through std's hash map.
///
/// For values that few keys have; [`SecondaryMap`](crate::arena::SecondaryMap) is faster for those that most have, and the rules are
/// the same. Values are iterated as fast as those of a slice; a removal changes their order. Each method that takes a key
/// hashes it once, and is O(1) with a good hasher. When there is no memory, the allocation error hook is called.
///
/// # Panics
///
/// Every method that takes a key panics with debug assertions when it is of another slot map than the first key.
///
/// When the hasher panics, the call has changed nothing; of `extend`, what came before that is in the map.
///
/// # Examples
///
/// ```
/// use drystone::arena::{SlotMap, SparseSecondaryMap};
///
/// let mut stones = SlotMap::new();
/// let keys: Vec<_> = (0..1000).map(|i| stones.insert(i)).collect();
/// let mut inscription = SparseSecondaryMap::new();
/// inscription.insert(keys[700], "1834");
/// assert_eq!(inscription.get(keys[700]), Some(&"1834"));
/// assert_eq!(inscription.get(keys[0]), None);
/// ```
pub struct SparseSecondaryMap<K: Key, V, S = RandomState> {
    /// Where in `entries` each of them is. There are no others, whatever the hasher does.
    places: HashMap<Hashed, u32, BuildKnown>,
    entries: Vec<Kept<K, V>>,
    hasher: S,
    origin: Origin,
}

impl<K: Key, V> SparseSecondaryMap<K, V> {
    /// An empty map, without an allocation.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty map with room for `capacity` values.
    ///
    /// # Panics
    ///
    /// If that is more than `isize::MAX` bytes.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self::with_capacity_and_hasher(capacity, RandomState::default())
    }
}

impl<K: Key, V, S: BuildHasher> SparseSecondaryMap<K, V, S> {
    /// An empty map that finds its values through this hasher.
    #[must_use]
    pub fn with_hasher(hasher: S) -> Self {
        Self {
            places: HashMap::default(),
            entries: Vec::new(),
            hasher,
            origin: Origin::UNKNOWN,
        }
    }

    /// An empty map with room for `capacity` values that finds them through this hasher.
    ///
    /// # Panics
    ///
    /// If that is more than `isize::MAX` bytes.
    #[must_use]
    pub fn with_capacity_and_hasher(capacity: usize, hasher: S) -> Self {
        Self {
            places: HashMap::with_capacity_and_hasher(capacity, BuildKnown::default()),
            entries: Vec::with_capacity(capacity),
            hasher,
            origin: Origin::UNKNOWN,
        }
    }

    /// The number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number of values for which there is room.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.entries.capacity().min(self.places.capacity())
    }

    /// Makes room for `additional` more values.
    ///
    /// # Panics
    ///
    /// If that is more than `isize::MAX` bytes.
    pub fn reserve(&mut self, additional: usize) {
        self.entries.reserve(additional);
        self.places.reserve(additional);
    }

    /// Makes room for `additional` more values.
    ///
    /// # Errors
    ///
    /// If that is more than `isize::MAX` bytes, or the allocator fails. No value is lost. When it is std's hash map that got no
    /// memory, the layout that the error tells is that of its pairs alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{DefaultKey, SparseSecondaryMap};
    ///
    /// let mut map = SparseSecondaryMap::<DefaultKey, u64>::new();
    /// assert!(map.try_reserve(100).is_ok());
    /// assert!(map.capacity() >= 100);
    /// assert!(map.try_reserve(usize::MAX).is_err());
    /// ```
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {
        self.entries.try_reserve(additional)?;
        if self.places.try_reserve(additional).is_err() {
            let pairs = Layout::array::<(Hashed, u32)>(self.len().saturating_add(additional))?;
            return Err(TryReserveError::alloc(pairs));
        }
        Ok(())
    }

    /// What a key's slot is found by. The only call of the hasher: it may panic.
    #[inline]
    fn hashed(&self, key: Data<K>) -> Hashed {
        Hashed::new(key.index(), self.hasher.hash_one(key.index()))
    }

    /// The place in `entries` of the value under a key.
    #[inline]
    #[track_caller]
    fn find(&self, key: Data<K>) -> Option<usize> {
        self.origin.check(key.origin);
        self.find_of_any_map(key)
    }

    /// The place in `entries` of the value under a key, whichever slot map made it.
    #[inline]
    fn find_of_any_map(&self, key: Data<K>) -> Option<usize> {
        let place = self.places.get(&self.hashed(key))?.to_usize();
        // The table has told the index already.
        (self.entries.get(place)?.key.generation == key.generation).then_some(place)
    }

    /// Whether there is a value under the key.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn contains_key(&self, key: K) -> bool {
        self.find(key.data()).is_some()
    }

    /// Puts a value under a key, and gives the one that was there.
    ///
    /// The value under an older key of the same slot is dropped. When there is one under a newer key, this one is dead:
    /// nothing changes, and `value` is dropped. So it is for [`KeyData::NULL`](super::KeyData::NULL). Once the newer one is removed, nothing tells
    /// that the older key is dead.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SlotMap, SparseSecondaryMap};
    ///
    /// let key = SlotMap::new().insert("stone");
    /// let mut map = SparseSecondaryMap::new();
    /// assert_eq!(map.insert(key, 1), None);
    /// assert_eq!(map.insert(key, 2), Some(1));
    /// ```
    #[track_caller]
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let data = data_of(key, self.origin)?;
        let slot = self.hashed(data);
        self.put_or_replace(slot, data, value).1
    }

    /// Puts a value in, unless it is for a dead key, with one lookup. Tells the slot's place, and the key's former value.
    #[track_caller]
    fn put_or_replace(&mut self, slot: Hashed, key: Data<K>, value: V) -> (usize, Option<V>) {
        // Counted before anything changes.
        let end = u32::try_from(self.entries.len()).unwrap_or_else(|_| capacity_overflow());
        let place = match self.places.entry(slot) {
            MapEntry::Occupied(place) => place.get().to_usize(),
            MapEntry::Vacant(place) => {
                // The table has room already, and whatever ends this call must not leave a place without entry.
                self.entries.reserve(1);
                place.insert(end);
                self.entries.push(Kept { slot, key, value });
                self.origin.adopt(key.origin);
                return (end.to_usize(), None);
            }
        };
        let kept = &mut self.entries[place];
        if kept.key == key {
            self.origin.adopt(key.origin);
            return (place, Some(mem::replace(&mut kept.value, value)));
        }
        if kept.key < key {
            self.origin.adopt(key.origin);
            kept.key = key;
            kept.value = value;
        }
        (place, None)
    }

    /// The place of a key, to look at its value and then change, insert or remove it.
    ///
    /// `None` for a key that is dead, as there is a value under a newer one, and for [`KeyData::NULL`](super::KeyData::NULL).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SlotMap, SparseSecondaryMap};
    ///
    /// let key = SlotMap::new().insert("stone");
    /// let mut map = SparseSecondaryMap::<_, u32>::new();
    /// *map.entry(key).unwrap().or_default() += 1;
    /// assert_eq!(map[key], 1);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn entry(&mut self, key: K) -> Option<Entry<'_, Self>> {
        let data = data_of(key, self.origin)?;
        // Hashed once, before anything changes.
        let slot = self.hashed(data);
        let place = self.places.get(&slot).map(|place| place.to_usize());
        match place.and_then(|place| Some((place, self.entries.get(place)?))) {
            Some((place, kept)) if kept.key == data => Some(Entry::occupied(self, data, place)),
            Some((_, kept)) if kept.key > data => None,
            _ => Some(Entry::vacant(self, data, slot)),
        }
    }

    /// Takes the value out from under a key; `None` if there is none. The last of the values moves to its place.
    #[track_caller]
    pub fn remove(&mut self, key: K) -> Option<V> {
        let place = self.find(key.data())?;
        Some(self.take_at(place))
    }

    /// The value under a key.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn get(&self, key: K) -> Option<&V> {
        let place = self.find(key.data())?;
        self.entries.get(place).map(|entry| &entry.value)
    }

    /// The value under a key.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        let place = self.find(key.data())?;
        self.entries.get_mut(place).map(|entry| &mut entry.value)
    }

    /// Exclusive references to the values under several keys at once; `None` if one has no value, or two are the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SlotMap, SparseSecondaryMap};
    ///
    /// let mut stones = SlotMap::new();
    /// let [a, b] = ["a", "b"].map(|name| stones.insert(name));
    /// let mut weight = SparseSecondaryMap::<_, _>::from_iter([(a, 1), (b, 2)]);
    /// let [x, y] = weight.get_disjoint_mut([b, a]).unwrap();
    /// core::mem::swap(x, y);
    /// assert_eq!((weight[a], weight[b]), (2, 1));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn get_disjoint_mut<const N: usize>(&mut self, keys: [K; N]) -> Option<[&mut V; N]> {
        let mut places = [0; N];
        for (place, key) in places.iter_mut().zip(keys) {
            *place = self.find(key.data())?;
        }
        let entries = disjoint(&mut self.entries, places)?;
        Some(entries.map(|entry| &mut entry.value))
    }

    /// Keeps the values for which `keep` returns `true`, and drops the others.
    pub fn retain(&mut self, mut keep: impl FnMut(K, &mut V) -> bool) {
        let mut place = 0;
        while let Some(entry) = self.entries.get_mut(place) {
            if keep(entry.key.into(), &mut entry.value) {
                place += 1;
            } else {
                drop(self.take_at(place));
            }
        }
    }

    /// Drops all values; the room is kept.
    pub fn clear(&mut self) {
        self.places.clear();
        self.entries.clear();
    }
}

impl<K: Key, V, S: BuildHasher> Places for SparseSecondaryMap<K, V, S> {
    type Key = K;
    type Value = V;
    type Slot = Hashed;

    #[inline]
    fn value_at(&self, place: usize) -> &V {
        &self.entries[place].value
    }

    #[inline]
    fn value_at_mut(&mut self, place: usize) -> &mut V {
        &mut self.entries[place].value
    }

    /// The last entry moves to the place.
    fn take_at(&mut self, place: usize) -> V {
        let taken = self.entries.swap_remove(place);
        self.places.remove(&taken.slot);
        let moved = self.entries.get(place);
        if let Some(its_place) = moved.and_then(|moved| self.places.get_mut(&moved.slot)) {
            *its_place = u32::truncate(place);
        }
        taken.value
    }

    #[inline]
    fn adopt(&mut self, key: Data<K>) {
        self.origin.adopt(key.origin);
    }

    #[track_caller]
    fn put(&mut self, slot: Hashed, key: Data<K>, value: V) -> usize {
        self.put_or_replace(slot, key, value).0
    }
}

impl<K: Key, V, S: BuildHasher + Default> Default for SparseSecondaryMap<K, V, S> {
    fn default() -> Self {
        Self::with_hasher(S::default())
    }
}

impl<K: Key, V: Clone, S: Clone> Clone for SparseSecondaryMap<K, V, S> {
    fn clone(&self) -> Self {
        Self {
            places: self.places.clone(),
            entries: self.entries.clone(),
            hasher: self.hasher.clone(),
            origin: self.origin,
        }
    }
}

impl<K: Key, V: Debug, S: BuildHasher> Debug for SparseSecondaryMap<K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Keys are compared by index and generation, also when they are of different slot maps.
impl<K: Key, V: PartialEq, S: BuildHasher> PartialEq for SparseSecondaryMap<K, V, S> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self.entries.iter().all(|entry| {
                let place = other.find_of_any_map(entry.key);
                place.is_some_and(|place| other.entries[place].value == entry.value)
            })
    }
}

impl<K: Key, V: Eq, S: BuildHasher> Eq for SparseSecondaryMap<K, V, S> {}

impl<K: Key, V, S: BuildHasher> Extend<(K, V)> for SparseSecondaryMap<K, V, S> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<'a, K: Key, V: Copy, S: BuildHasher> Extend<(K, &'a V)> for SparseSecondaryMap<K, V, S> {
    fn extend<I: IntoIterator<Item = (K, &'a V)>>(&mut self, entries: I) {
        self.extend(entries.into_iter().map(|(key, value)| (key, *value)));
    }
}

impl<K: Key, V, S: BuildHasher + Default> FromIterator<(K, V)> for SparseSecondaryMap<K, V, S> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::default();
        map.extend(entries);
        map
    }
}

impl<K: Key, V, S: BuildHasher> Index<K> for SparseSecondaryMap<K, V, S> {
    type Output = V;

    /// # Panics
    ///
    /// If there is no value under the key.
    #[track_caller]
    fn index(&self, key: K) -> &V {
        self.get(key).unwrap_or_else(|| no_value(&key))
    }
}

impl<K: Key, V, S: BuildHasher> IndexMut<K> for SparseSecondaryMap<K, V, S> {
    /// # Panics
    ///
    /// If there is no value under the key.
    #[track_caller]
    fn index_mut(&mut self, key: K) -> &mut V {
        self.get_mut(key).unwrap_or_else(|| no_value(&key))
    }
}
