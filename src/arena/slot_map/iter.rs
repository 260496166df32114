#![forbid(unsafe_code)]
//! The iterators of a [`SlotMap`], in the order of slots.
//!
//! [`Iter`] and [`IterMut`] look at the map of holes first, so that 64 slots without a value cost one step. `fold`, and with
//! it `for_each` and `sum`, goes through 64 slots with values without looking at their bits.

use core::fmt::{self, Debug};
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::{iter, slice};

use super::half::{half, halves, left};
use super::holes::WORD;
use super::key::key_at;
use super::origin::Origin;
use super::slot::Slot;
use super::{Key, SlotMap, SlotOf};

/// The numbers of the slots that the map of holes does not exclude, those that don't exist yet as well.
#[derive(Clone)]
struct Live<'a> {
    words: iter::Enumerate<slice::Iter<'a, u64>>,
    /// The slots of the current word that are still to come.
    bits: u64,
    /// The number of the first slot of the current word.
    base: usize,
}

impl<'a> Live<'a> {
    fn new(words: &'a [u64]) -> Self {
        Self {
            words: words.iter().enumerate(),
            bits: 0,
            base: 0,
        }
    }

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while self.bits == 0 {
            let (word, holes) = self.words.next()?;
            self.bits = !holes;
            self.base = word * WORD;
        }
        let bit = self.bits.trailing_zeros() as usize;
        self.bits &= self.bits - 1;
        Some(self.base + bit)
    }
}

/// Keys and shared references to values, in the order of slots. See [`SlotMap::iter`].
pub struct Iter<'a, K: Key, V> {
    slots: &'a [SlotOf<K, V>],
    live: Live<'a>,
    left: usize,
    origin: Origin,
    keys: PhantomData<fn(K) -> K>,
}

impl<K: Key, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Self {
            live: self.live.clone(),
            ..*self
        }
    }
}

impl<'a, K: Key, V> Iterator for Iter<'a, K, V> {
    type Item = (K, &'a V);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let index = self.live.next()?;
            if let Some((generation, value)) = self.slots.get(index)?.live() {
                self.left -= 1;
                return Some((key_at(index, generation, self.origin), value));
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }

    #[inline]
    fn fold<B, F: FnMut(B, Self::Item) -> B>(mut self, init: B, mut f: F) -> B {
        let mut folded = init;
        // What is left of the word that was begun.
        while self.live.bits != 0 {
            match self.next() {
                Some(item) => folded = f(folded, item),
                None => return folded,
            }
        }
        for (word, holes) in self.live.words {
            let base = word * WORD;
            let Some(slots) = self.slots.get(base..) else {
                break;
            };
            let slots = &slots[..slots.len().min(WORD)];
            if *holes == 0 {
                for (bit, slot) in slots.iter().enumerate() {
                    if let Some((generation, value)) = slot.live() {
                        folded = f(folded, (key_at(base + bit, generation, self.origin), value));
                    }
                }
                continue;
            }
            let mut bits = !holes;
            while bits != 0 {
                let bit = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let Some(slot) = slots.get(bit) else { break };
                if let Some((generation, value)) = slot.live() {
                    folded = f(folded, (key_at(base + bit, generation, self.origin), value));
                }
            }
        }
        folded
    }
}

/// Keys and exclusive references to values, in the order of slots. See [`SlotMap::iter_mut`].
pub struct IterMut<'a, K: Key, V> {
    /// The slots from `passed` on.
    slots: slice::IterMut<'a, SlotOf<K, V>>,
    passed: usize,
    live: Live<'a>,
    left: usize,
    origin: Origin,
    keys: PhantomData<fn(K) -> K>,
}

impl<'a, K: Key, V> Iterator for IterMut<'a, K, V> {
    type Item = (K, &'a mut V);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let index = self.live.next()?;
            let slot = self.slots.nth(index - self.passed)?;
            self.passed = index + 1;
            if let Some((generation, value)) = slot.live_mut() {
                self.left -= 1;
                return Some((key_at(index, generation, self.origin), value));
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }

    #[inline]
    fn fold<B, F: FnMut(B, Self::Item) -> B>(mut self, init: B, mut f: F) -> B {
        let mut folded = init;
        // What is left of the word that was begun.
        while self.live.bits != 0 {
            match self.next() {
                Some(item) => folded = f(folded, item),
                None => return folded,
            }
        }
        let mut words = self.live.words;
        let Some((first, holes)) = words.next() else {
            return folded;
        };
        let skipped = (first * WORD).saturating_sub(self.passed);
        let mut slots = self
            .slots
            .into_slice()
            .get_mut(skipped..)
            .unwrap_or_default();
        for (word, holes) in iter::once((first, holes)).chain(words) {
            let base = word * WORD;
            let (now, later) = slots.split_at_mut(slots.len().min(WORD));
            slots = later;
            if *holes == 0 {
                for (bit, slot) in now.iter_mut().enumerate() {
                    if let Some((generation, value)) = slot.live_mut() {
                        folded = f(folded, (key_at(base + bit, generation, self.origin), value));
                    }
                }
                continue;
            }
            let (mut bits, mut passed) = (!holes, 0);
            let mut now = now.iter_mut();
            while bits != 0 {
                let bit = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let Some(slot) = now.nth(bit - passed) else {
                    break;
                };
                passed = bit + 1;
                if let Some((generation, value)) = slot.live_mut() {
                    folded = f(folded, (key_at(base + bit, generation, self.origin), value));
                }
            }
        }
        folded
    }
}

/// Keys and values, in the order of slots. Made by `IntoIterator` for [`SlotMap`].
pub struct IntoIter<K: Key, V> {
    slots: iter::Enumerate<crate::vec::IntoIter<SlotOf<K, V>>>,
    left: usize,
    origin: Origin,
    keys: PhantomData<fn(K) -> K>,
}

impl<K: Key, V> Iterator for IntoIter<K, V> {
    type Item = (K, V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (index, slot) = self.slots.next()?;
            if let Slot::Live {
                generation, value, ..
            } = slot
            {
                self.left -= 1;
                return Some((key_at(index, generation, self.origin), value));
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

left!(IterMut<'_, K, V> IntoIter<K, V> IntoKeys<K, V> IntoValues<K, V>);
halves!("SlotMap");
half! {
    /// The keys of a map that is gone. See [`SlotMap::into_keys`].
    IntoKeys<K, V> of IntoIter, K, |(key, _)| key
}
half! {
    /// The values. See [`SlotMap::into_values`].
    IntoValues<K, V> of IntoIter, V, |(_, value)| value
}

impl<K: Key, V> ExactSizeIterator for Iter<'_, K, V> {}
impl<K: Key, V> FusedIterator for Iter<'_, K, V> {}
impl<K: Key, V> ExactSizeIterator for IterMut<'_, K, V> {}
impl<K: Key, V> FusedIterator for IterMut<'_, K, V> {}
impl<K: Key, V> ExactSizeIterator for IntoIter<K, V> {}
impl<K: Key, V> FusedIterator for IntoIter<K, V> {}

impl<K: Key, V> SlotMap<K, V> {
    /// Keys and values, in the order of slots.
    ///
    /// `for_each`, `sum` and the like go faster through it than a `for` loop.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let key = map.insert('a');
    /// assert_eq!(map.iter().collect::<Vec<_>>(), [(key, &'a')]);
    /// ```
    #[inline]
    #[must_use]
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter {
            slots: &self.slots,
            live: Live::new(self.holes.words()),
            left: self.len(),
            origin: self.origin,
            keys: PhantomData,
        }
    }

    /// Keys and exclusive references to the values, in the order of slots.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// let key = map.insert(1);
    /// map.iter_mut().for_each(|(_, value)| *value += 1);
    /// assert_eq!(map[key], 2);
    /// ```
    #[inline]
    #[must_use]
    pub fn iter_mut(&mut self) -> IterMut<'_, K, V> {
        IterMut {
            left: self.len(),
            slots: self.slots.iter_mut(),
            passed: 0,
            live: Live::new(self.holes.words()),
            origin: self.origin,
            keys: PhantomData,
        }
    }

    /// The keys, in the order of slots.
    #[inline]
    #[must_use]
    pub fn keys(&self) -> Keys<'_, K, V> {
        Keys { inner: self.iter() }
    }

    /// The values, in the order of slots.
    #[inline]
    #[must_use]
    pub fn values(&self) -> Values<'_, K, V> {
        Values { inner: self.iter() }
    }

    /// Exclusive references to the values, in the order of slots.
    #[inline]
    #[must_use]
    pub fn values_mut(&mut self) -> ValuesMut<'_, K, V> {
        ValuesMut {
            inner: self.iter_mut(),
        }
    }

    /// The keys, in the order of slots; the values are dropped.
    #[must_use]
    pub fn into_keys(self) -> IntoKeys<K, V> {
        IntoKeys {
            inner: self.into_iter(),
        }
    }

    /// The values, in the order of slots.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut map = drystone::arena::SlotMap::new();
    /// map.insert('a');
    /// assert_eq!(map.into_values().collect::<String>(), "a");
    /// ```
    #[must_use]
    pub fn into_values(self) -> IntoValues<K, V> {
        IntoValues {
            inner: self.into_iter(),
        }
    }
}

impl<K: Key, V> IntoIterator for SlotMap<K, V> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V>;

    fn into_iter(self) -> Self::IntoIter {
        IntoIter {
            left: self.len(),
            slots: self.slots.into_iter().enumerate(),
            origin: self.origin,
            keys: PhantomData,
        }
    }
}

impl<'a, K: Key, V> IntoIterator for &'a SlotMap<K, V> {
    type Item = (K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, K: Key, V> IntoIterator for &'a mut SlotMap<K, V> {
    type Item = (K, &'a mut V);
    type IntoIter = IterMut<'a, K, V>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}
