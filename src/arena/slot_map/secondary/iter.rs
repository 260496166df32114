#![forbid(unsafe_code)]
//! The iterators of a [`SecondaryMap`], in the order of slots.

use core::fmt::{self, Debug};
use core::iter::{Enumerate, FusedIterator};
use core::slice;

use super::{Generation, Kept, SecondaryMap};
use crate::arena::slot_map::Key;
use crate::arena::slot_map::half::{halves, left};
use crate::arena::slot_map::key::key_at;
use crate::arena::slot_map::origin::Origin;
use crate::vec;

/// A walk over places that skips the empty ones.
#[derive(Clone)]
struct Walk<I> {
    places: Enumerate<I>,
    /// Values that are still to come.
    left: usize,
    origin: Origin,
}

impl<I: Iterator> Walk<I> {
    fn new(places: I, left: usize, origin: Origin) -> Self {
        let places = places.enumerate();
        Self {
            places,
            left,
            origin,
        }
    }

    /// The next of the places that `open` finds a value in.
    #[inline]
    fn next<K: Key, V>(
        &mut self,
        mut open: impl FnMut(I::Item) -> Option<(Generation<K>, V)>,
    ) -> Option<(K, V)> {
        // Nothing is behind the last value but empty places.
        self.left = self.left.checked_sub(1)?;
        let origin = self.origin;
        self.places.find_map(|(index, place)| {
            open(place).map(|(generation, value)| (key_at(index, generation, origin), value))
        })
    }
}

/// An iterator over pairs: what a place looks like to it, and how it is opened.
macro_rules! pairs {
    ($(#[$doc:meta])* $name:ident<$($life:lifetime,)? K, V>: $places:ty, $value:ty, $open:expr) => {
        $(#[$doc])*
        pub struct $name<$($life,)? K: Key, V> {
            walk: Walk<$places>,
        }

        impl<$($life,)? K: Key, V> Iterator for $name<$($life,)? K, V> {
            type Item = (K, $value);

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                self.walk.next($open)
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                (self.walk.left, Some(self.walk.left))
            }
        }

        impl<$($life,)? K: Key, V> ExactSizeIterator for $name<$($life,)? K, V> {}
        impl<$($life,)? K: Key, V> FusedIterator for $name<$($life,)? K, V> {}
    };
}

pairs! {
    /// Keys and shared references to values. See [`SecondaryMap::iter`].
    Iter<'a, K, V>: slice::Iter<'a, Option<Kept<K, V>>>, &'a V,
    |place| place.as_ref().map(|(generation, value)| (*generation, value))
}
pairs! {
    /// Keys and exclusive references to values. See [`SecondaryMap::iter_mut`].
    IterMut<'a, K, V>: slice::IterMut<'a, Option<Kept<K, V>>>, &'a mut V,
    |place| place.as_mut().map(|(generation, value)| (*generation, value))
}
pairs! {
    /// Keys and values of a map that is gone. Made by `IntoIterator` for [`SecondaryMap`].
    IntoIter<K, V>: vec::IntoIter<Option<Kept<K, V>>>, V, |place| place
}
pairs! {
    /// Keys and values of a map that is empty afterwards. See [`SecondaryMap::drain`].
    Drain<'a, K, V>: vec::Drain<'a, Option<Kept<K, V>>>, V, |place| place
}
halves!("SecondaryMap");

impl<K: Key, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        let walk = self.walk.clone();
        Self { walk }
    }
}

left!(IterMut<'_, K, V> IntoIter<K, V> Drain<'_, K, V>);

impl<K: Key, V> SecondaryMap<K, V> {
    /// Takes all values out, in the order of slots; the room is kept. Values that are not asked for are dropped with the
    /// iterator, and leak if it is forgotten: the map is empty either way.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SecondaryMap, SlotMap};
    ///
    /// let key = SlotMap::new().insert("stone");
    /// let mut weight = SecondaryMap::from_iter([(key, 7)]);
    /// assert_eq!(weight.drain().collect::<Vec<_>>(), [(key, 7)]);
    /// assert!(weight.is_empty());
    /// ```
    pub fn drain(&mut self) -> Drain<'_, K, V> {
        let left = core::mem::take(&mut self.len);
        Drain {
            walk: Walk::new(self.places.drain(..), left, self.origin),
        }
    }

    /// Keys and values, in the order of slots. The whole walk takes a step for each place, with a value or without.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SecondaryMap, SlotMap};
    ///
    /// let key = SlotMap::new().insert("stone");
    /// let weight = SecondaryMap::from_iter([(key, 7)]);
    /// assert_eq!(weight.iter().collect::<Vec<_>>(), [(key, &7)]);
    /// ```
    #[inline]
    #[must_use]
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter {
            walk: Walk::new(self.places.iter(), self.len, self.origin),
        }
    }

    /// Keys and exclusive references to the values, in the order of slots.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{SecondaryMap, SlotMap};
    ///
    /// let key = SlotMap::new().insert("stone");
    /// let mut weight = SecondaryMap::from_iter([(key, 7)]);
    /// for (_, weight) in &mut weight {
    ///     *weight += 1;
    /// }
    /// assert_eq!(weight[key], 8);
    /// ```
    #[inline]
    #[must_use]
    pub fn iter_mut(&mut self) -> IterMut<'_, K, V> {
        IterMut {
            walk: Walk::new(self.places.iter_mut(), self.len, self.origin),
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
}

impl<K: Key, V> IntoIterator for SecondaryMap<K, V> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V>;

    fn into_iter(self) -> Self::IntoIter {
        IntoIter {
            walk: Walk::new(self.places.into_iter(), self.len, self.origin),
        }
    }
}

impl<'a, K: Key, V> IntoIterator for &'a SecondaryMap<K, V> {
    type Item = (K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, K: Key, V> IntoIterator for &'a mut SecondaryMap<K, V> {
    type Item = (K, &'a mut V);
    type IntoIter = IterMut<'a, K, V>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}
