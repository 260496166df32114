#![forbid(unsafe_code)]
//! [`SparseSecondaryMap`]: more about a few of the values of a slot map, under the same keys; and its iterators.

mod hashed;
mod iter;

use core::fmt::{self, Debug};
use core::hash::BuildHasher;
use core::mem;
use core::ops::{Index, IndexMut};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;

use super::disjoint::disjoint;
use super::origin::Origin;
use super::traits::no_value;
use super::{Key, KeyData};
use crate::vec::Vec;

use self::hashed::{BuildKnown, Hashed};

pub use self::iter::{Drain, IntoIter, Iter, IterMut, Keys, Values, ValuesMut};

/// A key as it is kept beside its value.
type Data<K> = KeyData<<K as Key>::Index, <K as Key>::Generation>;

/// Values under the keys of a [`SlotMap`](crate::arena::SlotMap), packed densely, and found through std's hash map.
///
/// For values that few keys have; [`SecondaryMap`](crate::arena::SecondaryMap) is faster for those that most have, and the rules are
/// the same. Values are iterated as fast as those of a slice; a removal changes their order. Each method that takes a key
/// looks it up in the hash map once, which is O(1) for a good hasher. When there is no memory, the allocation error hook is called.
///
/// # Panics
///
/// Every method that takes a key panics with debug assertions when it is of another slot map than the first key.
///
/// When the hasher panics, the call has changed nothing, but that `retain` may have dropped some of the values by then.
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
    /// Where in `entries` the one for a slot is. A hasher that gives a key two hashes can make this wrong: whoever finds a place
    /// here looks whether it has an entry for that slot.
    places: HashMap<Hashed, usize, BuildKnown>,
    entries: Vec<(Data<K>, V)>,
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

    /// What a key's slot is found by. The only call of the hasher: it may panic.
    fn hashed(&self, key: Data<K>) -> Hashed {
        let index = key.index();
        Hashed {
            hash: self.hasher.hash_one(index),
            index,
        }
    }

    /// Where in `entries` the value under a key is.
    #[track_caller]
    fn find(&self, key: Data<K>) -> Option<usize> {
        self.origin.check(key.origin);
        self.find_of_any_map(key)
    }

    /// Where in `entries` the value under a key is, whichever slot map made it.
    fn find_of_any_map(&self, key: Data<K>) -> Option<usize> {
        let place = *self.places.get(&self.hashed(key))?;
        (self.entries.get(place)?.0 == key).then_some(place)
    }

    /// Whether there is a value under the key.
    #[must_use]
    #[track_caller]
    pub fn contains_key(&self, key: K) -> bool {
        self.find(key.data()).is_some()
    }

    /// Puts a value under a key, and gives the one that was there.
    ///
    /// The value under an older key of the same slot is dropped. When there is one under a newer key, this one is dead:
    /// nothing changes, and `value` is dropped. So it is for [`KeyData::NULL`].
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
        let data = key.data();
        if data == KeyData::NULL {
            return None;
        }
        self.origin.check(data.origin);
        // Hashed before anything changes.
        let slot = self.hashed(data);
        self.origin.adopt(data.origin);
        let end = self.entries.len();
        let place = self.places.entry(slot).or_insert(end);
        match self.entries.get(*place) {
            Some((there, _)) if there.index() == slot.index => {}
            _ => *place = end,
        }
        let place = *place;
        let Some((old, there)) = self.entries.get_mut(place) else {
            self.entries.push((data, value));
            return None;
        };
        if *old == data {
            return Some(mem::replace(there, value));
        }
        if *old < data {
            *old = data;
            *there = value;
        }
        None
    }

    /// Takes the value out from under a key; `None` if there is none. The last of the values moves to its place.
    #[track_caller]
    pub fn remove(&mut self, key: K) -> Option<V> {
        let place = self.find(key.data())?;
        Some(self.take_at(place))
    }

    /// Takes the value out of a place that has one; the last entry moves there.
    fn take_at(&mut self, place: usize) -> V {
        let last = self.entries.len() - 1;
        // Both are hashed before anything changes.
        let [gone, moved] = [place, last].map(|at| self.hashed(self.entries[at].0));
        if let Some(moved) = self.places.get_mut(&moved) {
            *moved = place;
        }
        self.places.remove(&gone);
        let (_, value) = self.entries.swap_remove(place);
        value
    }

    /// The value under a key.
    #[must_use]
    #[track_caller]
    pub fn get(&self, key: K) -> Option<&V> {
        let place = self.find(key.data())?;
        self.entries.get(place).map(|(_, value)| value)
    }

    /// The value under a key.
    #[must_use]
    #[track_caller]
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        let place = self.find(key.data())?;
        self.entries.get_mut(place).map(|(_, value)| value)
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
        Some(entries.map(|(_, value)| value))
    }

    /// Keeps the values for which `keep` returns `true`, and drops the others.
    pub fn retain(&mut self, mut keep: impl FnMut(K, &mut V) -> bool) {
        let mut place = 0;
        while let Some((data, value)) = self.entries.get_mut(place) {
            if keep(K::from(*data), value) {
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
            && self.entries.iter().all(|(key, value)| {
                let place = other.find_of_any_map(*key);
                place.is_some_and(|place| other.entries[place].1 == *value)
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
