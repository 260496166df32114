#![forbid(unsafe_code)]
//! [`SecondaryMap`]: more about the values of a slot map, under the same keys; and its iterators.

mod iter;

use core::fmt::{self, Debug};
use core::marker::PhantomData;
use core::mem;
use core::ops::{Index, IndexMut};

use super::disjoint::disjoint;
use super::key::key_at;
use super::origin::Origin;
use super::secondary_entry::{Data, Places, data_of};
use super::traits::no_value;
use super::{Key, Width};
use crate::alloc::TryReserveError;
use crate::vec::Vec;

pub use super::secondary_entry::{Entry, OccupiedEntry, VacantEntry};

pub use self::iter::{Drain, IntoIter, Iter, IterMut, Keys, Values, ValuesMut};

/// The generation of a key that names something.
type Generation<K> = <<K as Key>::Generation as Width>::NonZero;

/// A value, and the generation of the key that it was put under.
type Kept<K, V> = (Generation<K>, V);

/// Values under the keys of a [`SlotMap`](crate::arena::SlotMap), in a table with a place for each slot.
///
/// For values that most keys have. [`SparseSecondaryMap`](crate::arena::SparseSecondaryMap) is for those that few have.
///
/// The map does not learn of removals: a key that was removed from the slot map keeps its value here, until it is removed
/// here as well, or a key that follows in its slot takes the place.
///
/// Finding and removing a value is O(1), inserting one as well, but for the growth of the table: it has as many places as the
/// largest index of a key says, each of the size of an `Option<(Generation, V)>`.
///
/// # Panics
///
/// Every method that takes a key panics with debug assertions when it is of another slot map than the first key.
///
/// # Examples
///
/// ```
/// use drystone::arena::{SecondaryMap, SlotMap};
///
/// let mut stones = SlotMap::new();
/// let mut weight = SecondaryMap::new();
/// let cope = stones.insert("cope");
/// weight.insert(cope, 12.5);
/// assert_eq!(weight[cope], 12.5);
///
/// stones.remove(cope);
/// let quoin = stones.insert("quoin"); // In the slot of the first.
/// assert!(!weight.contains_key(quoin));
/// assert!(weight.insert(quoin, 30.0).is_none());
/// assert!(!weight.contains_key(cope));
/// ```
pub struct SecondaryMap<K: Key, V> {
    places: Vec<Option<Kept<K, V>>>,
    len: usize,
    origin: Origin,
    keys: PhantomData<fn(K) -> K>,
}

impl<K: Key, V> SecondaryMap<K, V> {
    /// An empty map, without an allocation.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self {
            places: Vec::new(),
            len: 0,
            origin: Origin::UNKNOWN,
            keys: PhantomData,
        }
    }

    /// An empty map with room for the keys of so many slots.
    ///
    /// # Panics
    ///
    /// If that is more than `isize::MAX` bytes. Calls the allocation error hook when the allocator fails.
    #[must_use]
    #[track_caller]
    pub fn with_capacity(slots: usize) -> Self {
        let mut map = Self::new();
        map.set_capacity(slots);
        map
    }

    /// The number of values.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no value.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number of slots for whose keys there is room.
    #[inline]
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.places.capacity()
    }

    /// Makes room for the keys of so many slots, values or not; never less than there is.
    ///
    /// # Panics
    ///
    /// If that is more than `isize::MAX` bytes. Calls the allocation error hook when the allocator fails.
    #[track_caller]
    pub fn set_capacity(&mut self, slots: usize) {
        self.places.reserve(slots.saturating_sub(self.places.len()));
    }

    /// Makes room for the keys of so many slots.
    ///
    /// # Errors
    ///
    /// If that is more than `isize::MAX` bytes, or the allocator fails. The map is then as it was.
    pub fn try_set_capacity(&mut self, slots: usize) -> Result<(), TryReserveError> {
        self.places
            .try_reserve(slots.saturating_sub(self.places.len()))
    }

    /// Whether there is a value under the key.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn contains_key(&self, key: K) -> bool {
        self.get(key).is_some()
    }

    /// Puts a value under a key, and gives the one that was there.
    ///
    /// The value under an older key of the same slot is dropped. When there is one under a newer key, this one is dead:
    /// nothing changes, and `value` is dropped. So it is for [`KeyData::NULL`](super::KeyData::NULL). Once the newer one is
    /// removed, nothing tells that the older key is dead.
    ///
    /// # Panics
    ///
    /// If the table came to more than `isize::MAX` bytes. Calls the allocation error hook when the allocator fails. The map is
    /// then as it was.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SecondaryMap, SlotMap};
    ///
    /// let key = SlotMap::new().insert("stone");
    /// let mut map = SecondaryMap::new();
    /// assert_eq!(map.insert(key, 1), None);
    /// assert_eq!(map.insert(key, 2), Some(1));
    /// ```
    #[track_caller]
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let data = data_of(key, self.origin)?;
        self.put_or_replace(data.index.to_usize(), data, value)
    }

    /// Puts a value in, unless it is for a dead key. Tells the key's former value.
    #[inline]
    #[track_caller]
    pub(super) fn put_or_replace(&mut self, index: usize, key: Data<K>, value: V) -> Option<V> {
        if index >= self.places.len() {
            let Some(places) = index.checked_add(1) else {
                TryReserveError::OVERFLOW.raise();
            };
            self.places.resize_with(places, || None);
        }
        let place = self.places.get_mut(index)?;
        match place {
            Some((generation, old)) if *generation == key.generation => {
                self.origin.adopt(key.origin);
                return Some(mem::replace(old, value));
            }
            Some((generation, _)) if *generation > key.generation => return None,
            Some(_) => {}
            None => self.len += 1,
        }
        self.origin.adopt(key.origin);
        *place = Some((key.generation, value));
        None
    }

    /// The place of a key, to look at its value and then change, insert or remove it.
    ///
    /// `None` for a key that is dead, as there is a value under a newer one, and for [`KeyData::NULL`](super::KeyData::NULL).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SecondaryMap, SlotMap};
    ///
    /// let mut stones = SlotMap::new();
    /// let cope = stones.insert("cope");
    /// let mut courses = SecondaryMap::new();
    /// courses.entry(cope).unwrap().or_insert_with(Vec::new).push(3);
    /// assert_eq!(courses[cope], [3]);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn entry(&mut self, key: K) -> Option<Entry<'_, Self>> {
        let data = data_of(key, self.origin)?;
        let index = data.index.to_usize();
        match self.places.get(index) {
            Some(Some((generation, _))) if *generation == data.generation => {
                Some(Entry::occupied(self, data, index))
            }
            Some(Some((generation, _))) if *generation > data.generation => None,
            _ => Some(Entry::vacant(self, data, index)),
        }
    }

    /// Takes the value out from under a key; `None` if there is none.
    #[track_caller]
    pub fn remove(&mut self, key: K) -> Option<V> {
        let data = key.data();
        self.origin.check(data.origin);
        let place = self.places.get_mut(data.index.to_usize())?;
        let (_, value) = place.take_if(|(generation, _)| *generation == data.generation)?;
        self.len -= 1;
        Some(value)
    }

    /// The value under a key.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn get(&self, key: K) -> Option<&V> {
        let data = key.data();
        self.origin.check(data.origin);
        match self.places.get(data.index.to_usize())? {
            Some((generation, value)) if *generation == data.generation => Some(value),
            _ => None,
        }
    }

    /// The value under a key.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        let data = key.data();
        self.origin.check(data.origin);
        match self.places.get_mut(data.index.to_usize())? {
            Some((generation, value)) if *generation == data.generation => Some(value),
            _ => None,
        }
    }

    /// Exclusive references to the values under several keys at once; `None` if one has no value, or two are the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SecondaryMap, SlotMap};
    ///
    /// let mut stones = SlotMap::new();
    /// let [a, b] = ["a", "b"].map(|name| stones.insert(name));
    /// let mut weight = SecondaryMap::from_iter([(a, 1), (b, 2)]);
    /// let [x, y] = weight.get_disjoint_mut([b, a]).unwrap();
    /// core::mem::swap(x, y);
    /// assert_eq!((weight[a], weight[b]), (2, 1));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn get_disjoint_mut<const N: usize>(&mut self, keys: [K; N]) -> Option<[&mut V; N]> {
        // A key is asked for its data once: it may answer differently each time.
        let keys = keys.map(|key| key.data());
        for key in &keys {
            self.origin.check(key.origin);
            let (generation, _) = self.places.get(key.index.to_usize())?.as_ref()?;
            if *generation != key.generation {
                return None;
            }
        }
        let places = disjoint(&mut self.places, keys.map(|key| key.index.to_usize()))?;
        Some(places.map(|place| match place {
            Some((_, value)) => value,
            None => unreachable!("each key was found to have a value"),
        }))
    }

    /// Keeps the values for which `keep` returns `true`, and drops the others. In the order of slots.
    pub fn retain(&mut self, mut keep: impl FnMut(K, &mut V) -> bool) {
        let origin = self.origin;
        for (index, place) in self.places.iter_mut().enumerate() {
            let Some((generation, value)) = place else {
                continue;
            };
            if !keep(key_at(index, *generation, origin), value) {
                self.len -= 1;
                *place = None;
            }
        }
    }

    /// Drops all values; the room is kept. O(n) in places.
    pub fn clear(&mut self) {
        self.len = 0;
        self.places.clear();
    }
}

impl<K: Key, V> Places for SecondaryMap<K, V> {
    type Key = K;
    type Value = V;
    /// The index, which may be beyond the table.
    type Slot = usize;

    #[inline]
    fn value_at(&self, place: usize) -> &V {
        match &self.places[place] {
            Some((_, value)) => value,
            None => unreachable!("an entry found a value here"),
        }
    }

    #[inline]
    fn value_at_mut(&mut self, place: usize) -> &mut V {
        match &mut self.places[place] {
            Some((_, value)) => value,
            None => unreachable!("an entry found a value here"),
        }
    }

    #[inline]
    fn take_at(&mut self, place: usize) -> V {
        self.len -= 1;
        match self.places[place].take() {
            Some((_, value)) => value,
            None => unreachable!("an entry found a value here"),
        }
    }

    #[inline]
    fn adopt(&mut self, key: Data<K>) {
        self.origin.adopt(key.origin);
    }

    #[inline]
    #[track_caller]
    fn put(&mut self, index: usize, key: Data<K>, value: V) -> usize {
        self.put_or_replace(index, key, value);
        index
    }
}

impl<K: Key, V> Default for SecondaryMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Key, V: Clone> Clone for SecondaryMap<K, V> {
    fn clone(&self) -> Self {
        Self {
            places: self.places.clone(),
            ..*self
        }
    }
}

impl<K: Key, V: Debug> Debug for SecondaryMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Keys are compared by index and generation, also when they are of different slot maps.
impl<K: Key, V: PartialEq> PartialEq for SecondaryMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len
            && self.places.iter().enumerate().all(|(index, place)| {
                // Beyond the other table there are no places either.
                place.is_none() || other.places.get(index) == Some(place)
            })
    }
}

impl<K: Key, V: Eq> Eq for SecondaryMap<K, V> {}

impl<K: Key, V> Extend<(K, V)> for SecondaryMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<'a, K: Key, V: Copy> Extend<(K, &'a V)> for SecondaryMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, &'a V)>>(&mut self, entries: I) {
        self.extend(entries.into_iter().map(|(key, value)| (key, *value)));
    }
}

impl<K: Key, V> FromIterator<(K, V)> for SecondaryMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K: Key, V> Index<K> for SecondaryMap<K, V> {
    type Output = V;

    /// # Panics
    ///
    /// If there is no value under the key.
    #[inline]
    #[track_caller]
    fn index(&self, key: K) -> &V {
        self.get(key).unwrap_or_else(|| no_value(&key))
    }
}

impl<K: Key, V> IndexMut<K> for SecondaryMap<K, V> {
    /// # Panics
    ///
    /// If there is no value under the key.
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, key: K) -> &mut V {
        self.get_mut(key).unwrap_or_else(|| no_value(&key))
    }
}
