#![forbid(unsafe_code)]
//! The iterators of a [`SparseSecondaryMap`], in the order of its entries, which is that of insertions until a removal
//! changes it.

use core::fmt::{self, Debug};
use core::iter::FusedIterator;
use core::slice;
use std::hash::BuildHasher;

use super::{Kept, SparseSecondaryMap};
use crate::arena::slot_map::Key;
use crate::arena::slot_map::half::{halves, left};
use crate::vec;

/// An iterator over pairs, and how an entry becomes one.
macro_rules! pairs {
    ($(#[$doc:meta])* $name:ident<$($life:lifetime,)? K, V>: $entries:ty, $value:ty, $pair:expr) => {
        $(#[$doc])*
        pub struct $name<$($life,)? K: Key, V> {
            entries: $entries,
        }

        impl<$($life,)? K: Key, V> Iterator for $name<$($life,)? K, V> {
            type Item = (K, $value);

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                self.entries.next().map($pair)
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.entries.size_hint()
            }

            #[inline]
            fn fold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, f: F) -> B {
                self.entries.map($pair).fold(init, f)
            }
        }

        impl<$($life,)? K: Key, V> ExactSizeIterator for $name<$($life,)? K, V> {}
        impl<$($life,)? K: Key, V> FusedIterator for $name<$($life,)? K, V> {}
    };
}

pairs! {
    /// Keys and shared references to values. See [`SparseSecondaryMap::iter`].
    Iter<'a, K, V>: slice::Iter<'a, Kept<K, V>>, &'a V, |entry| (entry.key.into(), &entry.value)
}
pairs! {
    /// Keys and exclusive references to values. See [`SparseSecondaryMap::iter_mut`].
    IterMut<'a, K, V>: slice::IterMut<'a, Kept<K, V>>, &'a mut V, |entry| (entry.key.into(), &mut entry.value)
}
pairs! {
    /// Keys and values of a map that is gone. Made by `IntoIterator` for [`SparseSecondaryMap`].
    IntoIter<K, V>: vec::IntoIter<Kept<K, V>>, V, |entry| (entry.key.into(), entry.value)
}
pairs! {
    /// Keys and values of a map that is empty afterwards. See [`SparseSecondaryMap::drain`].
    Drain<'a, K, V>: vec::Drain<'a, Kept<K, V>>, V, |entry| (entry.key.into(), entry.value)
}
halves!("SparseSecondaryMap");

impl<K: Key, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        let entries = self.entries.clone();
        Self { entries }
    }
}

left!(IterMut<'_, K, V> IntoIter<K, V> Drain<'_, K, V>);

impl<K: Key, V, S: BuildHasher> SparseSecondaryMap<K, V, S> {
    /// Takes all values out; the room is kept. Values that are not asked for are dropped with the iterator, and leak if it
    /// is forgotten: the map is empty either way.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SlotMap, SparseSecondaryMap};
    ///
    /// let key = SlotMap::new().insert("stone");
    /// let mut weight = SparseSecondaryMap::<_, _>::from_iter([(key, 7)]);
    /// assert_eq!(weight.drain().collect::<Vec<_>>(), [(key, 7)]);
    /// assert!(weight.is_empty());
    /// ```
    pub fn drain(&mut self) -> Drain<'_, K, V> {
        self.places.clear();
        Drain {
            entries: self.entries.drain(..),
        }
    }

    /// Keys and values, in no certain order.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SlotMap, SparseSecondaryMap};
    ///
    /// let key = SlotMap::new().insert("stone");
    /// let weight = SparseSecondaryMap::<_, _>::from_iter([(key, 7)]);
    /// assert_eq!(weight.iter().collect::<Vec<_>>(), [(key, &7)]);
    /// ```
    #[inline]
    #[must_use]
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter {
            entries: self.entries.iter(),
        }
    }

    /// Keys and exclusive references to the values, in no certain order.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SlotMap, SparseSecondaryMap};
    ///
    /// let key = SlotMap::new().insert("stone");
    /// let mut weight = SparseSecondaryMap::<_, _>::from_iter([(key, 7)]);
    /// for (_, weight) in &mut weight {
    ///     *weight += 1;
    /// }
    /// assert_eq!(weight[key], 8);
    /// ```
    #[inline]
    #[must_use]
    pub fn iter_mut(&mut self) -> IterMut<'_, K, V> {
        IterMut {
            entries: self.entries.iter_mut(),
        }
    }

    /// The keys, in no certain order.
    #[inline]
    #[must_use]
    pub fn keys(&self) -> Keys<'_, K, V> {
        Keys { inner: self.iter() }
    }

    /// The values, in no certain order.
    #[inline]
    #[must_use]
    pub fn values(&self) -> Values<'_, K, V> {
        Values { inner: self.iter() }
    }

    /// Exclusive references to the values, in no certain order.
    #[inline]
    #[must_use]
    pub fn values_mut(&mut self) -> ValuesMut<'_, K, V> {
        ValuesMut {
            inner: self.iter_mut(),
        }
    }
}

impl<K: Key, V, S> IntoIterator for SparseSecondaryMap<K, V, S> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V>;

    fn into_iter(self) -> Self::IntoIter {
        IntoIter {
            entries: self.entries.into_iter(),
        }
    }
}

impl<'a, K: Key, V, S: BuildHasher> IntoIterator for &'a SparseSecondaryMap<K, V, S> {
    type Item = (K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, K: Key, V, S: BuildHasher> IntoIterator for &'a mut SparseSecondaryMap<K, V, S> {
    type Item = (K, &'a mut V);
    type IntoIter = IterMut<'a, K, V>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}
