#![forbid(unsafe_code)]
//! [`Entry`]: the place of a key in either of the maps beside a slot map, found once.

use core::fmt::{self, Debug};
use core::mem;

use super::origin::Origin;
use super::{Key, KeyData};

/// A key as it is kept beside its value.
pub(super) type Data<K> = KeyData<<K as Key>::Index, <K as Key>::Generation>;

/// What a key is made of; `None` for the null key, which no value is under.
///
/// # Panics
///
/// With debug assertions, when it is of another slot map.
#[inline]
#[track_caller]
pub(super) fn data_of<K: Key>(key: K, origin: Origin) -> Option<Data<K>> {
    let data = key.data();
    if data == KeyData::NULL {
        return None;
    }
    origin.check(data.origin);
    Some(data)
}

/// What entries ask of their map. It can't be named by others, so that these are the only two.
pub trait Places {
    type Key: Key;
    type Value;
    /// What a value is put in by, where there is none under its key.
    type Slot;

    /// The value in a place that was found to have one, and so for the next two.
    fn value_at(&self, place: usize) -> &Self::Value;
    fn value_at_mut(&mut self, place: usize) -> &mut Self::Value;
    fn take_at(&mut self, place: usize) -> Self::Value;
    /// Whose keys the map has from now on, if it was not known.
    fn adopt(&mut self, key: Data<Self::Key>);
    /// Puts a value in where there is none under a key that is as new; tells its place.
    fn put(&mut self, slot: Self::Slot, key: Data<Self::Key>, value: Self::Value) -> usize;
}

/// The place of a key in a [`SecondaryMap`](crate::arena::SecondaryMap) or a
/// [`SparseSecondaryMap`](crate::arena::SparseSecondaryMap), which is `M`.
///
/// Made by their method `entry`. An entry that is dropped has changed nothing.
///
/// # Examples
///
/// ```
/// use drystone::arena::slot_map::secondary::Entry;
/// use drystone::arena::{SecondaryMap, SlotMap};
///
/// let stone = SlotMap::new().insert("cope");
/// let mut courses = SecondaryMap::new();
/// for _ in 0..2 {
///     *courses.entry(stone).unwrap().or_insert(10) += 1;
/// }
/// assert_eq!(courses[stone], 12);
/// if let Some(Entry::Occupied(entry)) = courses.entry(stone) {
///     assert_eq!(entry.remove(), 12);
/// }
/// assert!(courses.is_empty());
/// ```
pub enum Entry<'a, M: Places> {
    /// There is a value under the key.
    Occupied(OccupiedEntry<'a, M>),
    /// There is none. There may be one under an older key of the same slot.
    Vacant(VacantEntry<'a, M>),
}

/// A value under a key. See [`Entry`].
pub struct OccupiedEntry<'a, M: Places> {
    map: &'a mut M,
    key: Data<M::Key>,
    place: usize,
}

/// A key that has no value yet. See [`Entry`].
pub struct VacantEntry<'a, M: Places> {
    map: &'a mut M,
    key: Data<M::Key>,
    slot: M::Slot,
}

impl<'a, M: Places> Entry<'a, M> {
    #[inline]
    pub(super) fn occupied(map: &'a mut M, key: Data<M::Key>, place: usize) -> Self {
        Self::Occupied(OccupiedEntry { map, key, place })
    }

    #[inline]
    pub(super) fn vacant(map: &'a mut M, key: Data<M::Key>, slot: M::Slot) -> Self {
        Self::Vacant(VacantEntry { map, key, slot })
    }

    /// The key that the entry is of.
    #[inline]
    #[must_use]
    pub fn key(&self) -> M::Key {
        match self {
            Self::Occupied(entry) => entry.key(),
            Self::Vacant(entry) => entry.key(),
        }
    }

    /// Changes the value, if there is one, before anything else is done with the entry.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SecondaryMap, SlotMap};
    ///
    /// let key = SlotMap::new().insert("stone");
    /// let mut seen = SecondaryMap::new();
    /// for count in [1, 2, 3] {
    ///     let entry = seen.entry(key).unwrap();
    ///     assert_eq!(*entry.and_modify(|seen| *seen += 1).or_insert(1), count);
    /// }
    /// ```
    #[inline]
    pub fn and_modify(mut self, change: impl FnOnce(&mut M::Value)) -> Self {
        if let Self::Occupied(entry) = &mut self {
            change(entry.get_mut());
        }
        self
    }

    /// The value under the key, which is `default` if there was none.
    #[inline]
    #[track_caller]
    pub fn or_insert(self, default: M::Value) -> &'a mut M::Value {
        self.or_insert_with(|| default)
    }

    /// The value under the key, which is that of `make` if there was none.
    #[inline]
    #[track_caller]
    pub fn or_insert_with(self, make: impl FnOnce() -> M::Value) -> &'a mut M::Value {
        self.or_insert_with_key(|_| make())
    }

    /// The value under the key, which is that of `make` for this key if there was none.
    #[inline]
    #[track_caller]
    pub fn or_insert_with_key(self, make: impl FnOnce(M::Key) -> M::Value) -> &'a mut M::Value {
        match self {
            Self::Occupied(entry) => entry.into_mut(),
            Self::Vacant(entry) => {
                let value = make(entry.key());
                entry.insert(value)
            }
        }
    }

    /// The value under the key, which is the default one if there was none.
    #[inline]
    #[track_caller]
    pub fn or_default(self) -> &'a mut M::Value
    where
        M::Value: Default,
    {
        self.or_insert_with(M::Value::default)
    }
}

impl<'a, M: Places> OccupiedEntry<'a, M> {
    /// The key of the value.
    #[inline]
    #[must_use]
    pub fn key(&self) -> M::Key {
        self.key.into()
    }

    /// The value.
    #[inline]
    #[must_use]
    pub fn get(&self) -> &M::Value {
        self.map.value_at(self.place)
    }

    /// The value, for as long as the entry is there.
    #[inline]
    #[must_use]
    pub fn get_mut(&mut self) -> &mut M::Value {
        self.map.value_at_mut(self.place)
    }

    /// The value, for as long as the map is borrowed.
    #[inline]
    #[must_use]
    pub fn into_mut(self) -> &'a mut M::Value {
        self.map.value_at_mut(self.place)
    }

    /// Puts another value in, and gives the one that was there.
    #[inline]
    pub fn insert(&mut self, value: M::Value) -> M::Value {
        self.map.adopt(self.key);
        mem::replace(self.get_mut(), value)
    }

    /// Takes the value out.
    #[inline]
    pub fn remove(self) -> M::Value {
        self.map.take_at(self.place)
    }

    /// Takes the value out, with its key.
    #[inline]
    pub fn remove_entry(self) -> (M::Key, M::Value) {
        (self.key(), self.remove())
    }
}

impl<'a, M: Places> VacantEntry<'a, M> {
    /// The key that the value will be under.
    #[inline]
    #[must_use]
    pub fn key(&self) -> M::Key {
        self.key.into()
    }

    /// Puts the value in. That under an older key of the same slot is dropped.
    ///
    /// # Panics
    ///
    /// If the map came to more than `isize::MAX` bytes. Calls the allocation error hook when the allocator fails. The map is
    /// then as it was.
    #[inline]
    #[track_caller]
    pub fn insert(self, value: M::Value) -> &'a mut M::Value {
        let place = self.map.put(self.slot, self.key, value);
        self.map.value_at_mut(place)
    }
}

impl<M: Places<Value: Debug>> Debug for Entry<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Occupied(entry) => f.debug_tuple("Entry").field(entry).finish(),
            Self::Vacant(entry) => f.debug_tuple("Entry").field(entry).finish(),
        }
    }
}

impl<M: Places<Value: Debug>> Debug for OccupiedEntry<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OccupiedEntry")
            .field("key", &self.key())
            .field("value", self.get())
            .finish()
    }
}

impl<M: Places> Debug for VacantEntry<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VacantEntry").field(&self.key()).finish()
    }
}
