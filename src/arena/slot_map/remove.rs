#![forbid(unsafe_code)]
//! How values leave a [`SlotMap`]: one by one, for a time, or all at once.

use core::mem;

use super::clear::Clear;
use super::key::key_at;
use super::slot::Slot;
use super::{Drain, Key, ReattachError, SlotMap, SlotOf, Width, holes};

impl<K: Key, V> SlotMap<K, V> {
    /// Takes the value that the key names out of the map. The key is never valid again.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let key = map.insert('a');
    /// assert_eq!(map.remove(key), Some('a'));
    /// assert_eq!(map.remove(key), None);
    /// ```
    #[inline]
    #[track_caller]
    pub fn remove(&mut self, key: K) -> Option<V> {
        let data = key.data();
        self.origin.check(data.origin);
        self.take_if(data.index.to_usize(), |slot| {
            slot.is(data.generation).then_some(data.generation)
        })
    }

    /// Takes the value out of a slot, which is free then, or retired.
    pub(super) fn take(&mut self, index: usize) -> Option<V> {
        self.take_if(index, |slot| slot.live().map(|(generation, _)| generation))
    }

    /// Takes the value out of a slot if `last` tells its generation. The slot is in front of the free list then, or retired
    /// if it can't have another value.
    #[inline(always)]
    fn take_if(
        &mut self,
        index: usize,
        last: impl FnOnce(&SlotOf<K, V>) -> Option<<K::Generation as Width>::NonZero>,
    ) -> Option<V> {
        let slot = self.slots.get_mut(index)?;
        let generation = <K::Generation as Width>::succ(last(slot)?);
        let next = self.free;
        let taken = mem::replace(slot, Slot::Vacant { next, generation });
        self.holes.set(index);
        self.vacant += 1;
        if generation.is_some() {
            self.free = Width::truncate(index);
        } else {
            self.lost += 1;
        }
        taken.into_value()
    }

    /// Takes the value that the key names out of the map, and keeps its slot for it.
    ///
    /// The key names nothing until the value, or another, is put back by [`reattach`](Self::reattach).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let key = map.insert(1);
    /// let value = map.detach(key).unwrap();
    /// assert!(!map.contains_key(key));
    /// let other = map.insert(2); // The map can be used meanwhile.
    /// map.reattach(key, value + map[other]);
    /// assert_eq!(map[key], 3);
    /// ```
    #[track_caller]
    pub fn detach(&mut self, key: K) -> Option<V> {
        let data = key.data();
        self.origin.check(data.origin);
        let slot = self.slots.get_mut(data.index.to_usize())?;
        if !slot.is(data.generation) {
            return None;
        }
        let waiting = Slot::Vacant {
            next: data.index,
            generation: Some(data.generation),
        };
        let taken = mem::replace(slot, waiting);
        self.holes.set(data.index.to_usize());
        self.vacant += 1;
        self.lost += 1;
        taken.into_value()
    }

    /// Puts a value under a detached key.
    ///
    /// # Panics
    ///
    /// If the key is not detached; [`try_reattach`](Self::try_reattach) gives the value back instead.
    #[track_caller]
    pub fn reattach(&mut self, key: K, value: V) {
        if let Err(error) = self.try_reattach(key, value) {
            panic!("{error}");
        }
    }

    /// Puts a value under a detached key, or gives it back.
    ///
    /// # Errors
    ///
    /// If the key is not detached: it was never, was reattached, or the map was [cleared](Self::clear) since.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let key = map.insert(1);
    /// assert!(map.detach(key).is_some());
    /// map.clear();
    /// assert_eq!(map.try_reattach(key, 2).unwrap_err().into_value(), 2);
    /// ```
    #[track_caller]
    pub fn try_reattach(&mut self, key: K, value: V) -> Result<(), ReattachError<V>> {
        let data = key.data();
        self.origin.check(data.origin);
        let index = data.index.to_usize();
        match self.slots.get_mut(index) {
            Some(
                slot @ &mut Slot::Vacant {
                    next,
                    generation: Some(generation),
                },
            ) if next == data.index && generation == data.generation => {
                *slot = Slot::live_with(generation, value);
                self.holes.clear(index);
                self.vacant -= 1;
                self.lost -= 1;
                Ok(())
            }
            _ => Err(ReattachError { value }),
        }
    }

    /// Keeps the values for which `keep` returns `true`, and drops the others. In the order of slots.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let [one, two] = [1, 2].map(|i| map.insert(i));
    /// map.retain(|_, value| *value % 2 == 0);
    /// assert_eq!((map.get(one), map.get(two)), (None, Some(&2)));
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(K, &mut V) -> bool) {
        let mut from = 0;
        while let Some(index) = self.live_from(from) {
            from = index + 1;
            let origin = self.origin;
            let live = self.slots.get_mut(index).and_then(Slot::live_mut);
            let kept = live
                .is_none_or(|(generation, value)| keep(key_at(index, generation, origin), value));
            if !kept {
                drop(self.take(index));
            }
        }
    }

    /// The first slot with a value, from slot `from` on.
    pub(super) fn live_from(&self, from: usize) -> Option<usize> {
        let mut index = from;
        let words = self.holes.words().get(from / holes::WORD..)?;
        for &holes in words {
            let live = !holes >> (index % holes::WORD);
            if live != 0 {
                let found = index + live.trailing_zeros() as usize;
                return (found < self.slots.len()).then_some(found);
            }
            index = (index / holes::WORD + 1) * holes::WORD;
        }
        None
    }

    /// Drops all values. Their keys, and those of detached values, are never valid again; the room is kept.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let key = map.insert(1);
    /// map.clear();
    /// assert!(map.is_empty() && !map.contains_key(key));
    /// ```
    pub fn clear(&mut self) {
        drop(Clear {
            map: self,
            from: 0,
            detached: true,
        });
    }

    /// Takes all values out, in the order of slots. Values that are not asked for are dropped with the iterator.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let key = map.insert('a');
    /// assert_eq!(map.drain().collect::<Vec<_>>(), [(key, 'a')]);
    /// assert!(map.is_empty());
    /// ```
    pub fn drain(&mut self) -> Drain<'_, K, V> {
        Drain::new(self)
    }
}
