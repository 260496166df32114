#![forbid(unsafe_code)]
//! Feature `serde`: slot maps and keys as data.
//!
//! A [`SlotMap`] is a sequence of slots, each a pair of a generation and maybe a value. A slot without a value has the
//! generation of the value to come, or zero when it is retired, so that removed keys stay dead beyond a round trip; a
//! detached one comes back as free. A key is a pair of index and generation. What is read is not trusted.
//!
//! A value is written as a tuple of one. Most formats write `Some(value)` as they write `value`, and so `Some(())` and
//! `Some(None)` as they write `None`: JSON has one `null` for all of them, and a slot with such a value would be read as
//! one without. Where tuples have no brackets the tuple costs nothing.

use core::fmt::{self, Display};
#[cfg(feature = "std")]
use core::hash::BuildHasher;
use core::marker::PhantomData;

use ::serde::de::{Error, SeqAccess, Visitor};
use ::serde::ser::SerializeSeq;
use ::serde::{Deserialize, Deserializer, Serialize, Serializer};

#[cfg(feature = "std")]
use super::SparseSecondaryMap;
use super::origin::Origin;
use super::slot::Slot;
use super::{Key, KeyData, SecondaryMap, SlotMap, Width};
use crate::alloc::TryReserveError;

/// How many slots are believed to come before one has come.
const BELIEVED: usize = 1024;

impl<I: Width, G: Width> Serialize for KeyData<I, G> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.index(), self.generation()).serialize(serializer)
    }
}

impl<'de, I: Width, G: Width> Deserialize<'de> for KeyData<I, G> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (index, generation) = Deserialize::deserialize(deserializer)?;
        Self::from_parts(index, generation)
            .ok_or_else(|| D::Error::custom("a key whose index or generation is out of range"))
    }
}

/// The traits for a type that [`new_key_type!`](crate::arena::new_key_type) makes.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_of_key {
    ($name:ident) => {
        impl $crate::arena::__serde::Serialize for $name {
            fn serialize<S: $crate::arena::__serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::arena::__serde::Serialize::serialize(&self.0, serializer)
            }
        }

        impl<'de> $crate::arena::__serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::arena::__serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::arena::__serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }
    };
}

impl<K: Key, V: Serialize> Serialize for SlotMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut slots = serializer.serialize_seq(Some(self.slots.len()))?;
        for (index, slot) in self.slots.iter().enumerate() {
            let number = |generation| K::Generation::get(generation).to_u32();
            let slot = match slot {
                Slot::Live {
                    generation, value, ..
                } => (number(*generation), Some((value,))),
                Slot::Vacant { next, generation } => {
                    let detached = *next == Width::truncate(index);
                    let to_come = generation.and_then(|generation| {
                        if detached {
                            K::Generation::succ(generation)
                        } else {
                            Some(generation)
                        }
                    });
                    (to_come.map_or(0, number), None)
                }
            };
            slots.serialize_element(&slot)?;
        }
        slots.end()
    }
}

/// The keys of the map that was written name the values of the one that is read. With debug assertions, keys of other maps
/// aren't told from them: a map that was read has no panics for those.
impl<'de, K: Key, V: Deserialize<'de>> Deserialize<'de> for SlotMap<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Slots<K: Key, V>(PhantomData<SlotMap<K, V>>);

        impl<'de, K: Key, V: Deserialize<'de>> Visitor<'de> for Slots<K, V> {
            type Value = SlotMap<K, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the slots of a slot map: pairs of a generation and an optional tuple of a value")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut slots: A) -> Result<Self::Value, A::Error> {
                let mut map = SlotMap::with_key();
                map.origin = Origin::READ;
                let promised = slots.size_hint().unwrap_or(0).min(BELIEVED);
                map.try_reserve(promised.min(SlotMap::<K, V>::MOST))
                    .map_err(A::Error::custom)?;
                while let Some((generation, value)) = slots.next_element::<(u32, Option<(V,)>)>()? {
                    let generation = K::Generation::from_u32(generation)
                        .ok_or_else(|| A::Error::custom("a generation that keys have no bits for"))?
                        .non_zero();
                    map.push_slot(generation, value.map(|(value,)| value))
                        .map_err(A::Error::custom)?;
                }
                Ok(map)
            }
        }

        deserializer.deserialize_seq(Slots(PhantomData))
    }
}

impl<K: Key, V> SlotMap<K, V> {
    /// Adds a slot as it was read.
    fn push_slot(
        &mut self,
        generation: Option<<K::Generation as Width>::NonZero>,
        value: Option<V>,
    ) -> Result<(), &'static str> {
        let index = self.slots.len();
        if index == self.slots.capacity() && self.grow().is_err() {
            return Err("more slots than keys can name, or than there is memory for");
        }
        let slot = match (generation, value) {
            (Some(generation), Some(value)) => Slot::live_with(generation, value),
            (None, Some(_)) => return Err("a value of generation zero, which no key has"),
            (generation, None) => Slot::Vacant {
                next: self.free,
                generation,
            },
        };
        if let Slot::Vacant { generation, .. } = slot {
            self.holes.set(index);
            self.vacant += 1;
            if generation.is_some() {
                self.free = Width::truncate(index);
            } else {
                self.lost += 1;
            }
        }
        self.slots.push(slot);
        Ok(())
    }
}

/// A sequence of pairs of key and value.
impl<K: Key + Serialize, V: Serialize> Serialize for SecondaryMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

/// Pairs are put in as by [`insert`](SecondaryMap::insert): one with the null key is passed over.
///
/// # Errors
///
/// If the allocator refuses the table. A key asks for as many places as its index says, however few keys there are, and
/// no smaller bound would do: the last value of a map that had a million is written as a single pair. So with 32 bits of index
/// a few bytes of a stranger's data may take more memory than a machine can spare, which not every allocator refuses.
/// A narrow index bounds that, and a `SparseSecondaryMap` reads the same data into room for its values alone.
impl<'de, K: Key + Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for SecondaryMap<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Entries {
            map: Self::new(),
            put: |map, key: K, value| {
                let data = key.data();
                if data == KeyData::NULL {
                    return Ok(());
                }
                // What `insert` does, but with an error where the table is refused.
                let index = data.index.to_usize();
                map.try_set_capacity(index.saturating_add(1))
                    .map_err(|error| NoTable {
                        index: data.index(),
                        error,
                    })?;
                map.put_or_replace(index, data, value);
                Ok(())
            },
        })
    }
}

/// A sequence of pairs of key and value.
#[cfg(feature = "std")]
impl<K: Key + Serialize, V: Serialize, H: BuildHasher> Serialize for SparseSecondaryMap<K, V, H> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

#[cfg(feature = "std")]
impl<'de, K, V, H> Deserialize<'de> for SparseSecondaryMap<K, V, H>
where
    K: Key + Deserialize<'de>,
    V: Deserialize<'de>,
    H: BuildHasher + Default,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Entries {
            map: Self::default(),
            put: |map, key, value| {
                map.insert(key, value);
                Ok(())
            },
        })
    }
}

/// Reads pairs of a key and a value into a map.
struct Entries<M, K, V> {
    map: M,
    put: fn(&mut M, K, V) -> Result<(), NoTable>,
}

/// The table of a [`SecondaryMap`] can't be had.
struct NoTable {
    index: u32,
    error: TryReserveError,
}

impl Display for NoTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no table with a place for each index up to {}, that of a key: {}; if the key is right, read into a \
             SparseSecondaryMap",
            self.index, self.error
        )
    }
}

impl<'de, M, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for Entries<M, K, V> {
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pairs of a key and a value")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut entries: A) -> Result<M, A::Error> {
        while let Some((key, value)) = entries.next_element()? {
            (self.put)(&mut self.map, key, value).map_err(A::Error::custom)?;
        }
        Ok(self.map)
    }
}
