//! `SlotMap` against its peers, in one process. The options are those of the bench `vec`; the ratios are to `slotmap`'s map.
//!
//! ```text
//! cargo bench --bench slots                       wall clock, Cargo's default release profile
//! cargo bench --bench slots -- --instr            instructions, counted by valgrind
//! ```

#![expect(
    clippy::duplicate_mod,
    reason = "the file of cases is compiled once per rival"
)]

mod harness;

use harness::Rival;

/// The crate whose names are this crate's, and what the other ratios are measured against.
#[path = "cases"]
mod classic {
    mod subject {
        pub(super) use slotmap::{DefaultKey as Key, SecondaryMap, SparseSecondaryMap};
        pub(super) type Map<V> = slotmap::SlotMap<Key, V>;

        pub(super) fn map<V>(capacity: usize) -> Map<V> {
            Map::with_capacity(capacity)
        }

        pub(super) fn sum(map: &Map<u64>) -> u64 {
            map.values().sum()
        }

        pub(super) fn look<V>(map: &Map<V>, see: impl FnMut(&V)) {
            map.values().for_each(see);
        }

        pub(super) fn alter<V>(map: &mut Map<V>, change: impl FnMut(&mut V)) {
            map.values_mut().for_each(change);
        }

        pub(super) fn refill<V>(map: &mut Map<V>) {
            map.clear();
        }
    }
    pub(super) mod secondary;
    pub(super) mod slots;
}

/// This crate.
#[path = "cases"]
mod stone {
    mod subject {
        pub(super) use drystone::arena::{DefaultKey as Key, SecondaryMap, SparseSecondaryMap};
        pub(super) type Map<V> = drystone::arena::SlotMap<Key, V>;

        pub(super) fn map<V>(capacity: usize) -> Map<V> {
            Map::with_capacity(capacity)
        }

        pub(super) fn sum(map: &Map<u64>) -> u64 {
            map.values().sum()
        }

        pub(super) fn look<V>(map: &Map<V>, see: impl FnMut(&V)) {
            map.values().for_each(see);
        }

        pub(super) fn alter<V>(map: &mut Map<V>, change: impl FnMut(&mut V)) {
            map.values_mut().for_each(change);
        }

        pub(super) fn refill<V>(map: &mut Map<V>) {
            map.clear();
        }
    }
    pub(super) mod secondary;
    pub(super) mod slots;
}

/// Another map with generations.
#[path = "cases"]
mod thunder {
    mod subject {
        pub(super) use thunderdome::Index as Key;
        pub(super) type Map<V> = thunderdome::Arena<V>;

        pub(super) fn map<V>(capacity: usize) -> Map<V> {
            Map::with_capacity(capacity)
        }

        pub(super) fn sum(map: &Map<u64>) -> u64 {
            map.iter().map(|(_, value)| value).sum()
        }

        pub(super) fn look<V>(map: &Map<V>, mut see: impl FnMut(&V)) {
            map.iter().for_each(|(_, value)| see(value));
        }

        pub(super) fn alter<V>(map: &mut Map<V>, mut change: impl FnMut(&mut V)) {
            map.iter_mut().for_each(|(_, value)| change(value));
        }

        pub(super) fn refill<V>(map: &mut Map<V>) {
            map.clear();
        }
    }
    pub(super) mod slots;
}

/// A map without generations: a removed key may name the next value.
#[path = "cases"]
mod slab {
    mod subject {
        pub(super) type Key = usize;

        /// Removes like the others: nothing happens to a key that names no value.
        pub(super) struct Map<V>(::slab::Slab<V>);

        impl<V> Map<V> {
            pub(super) fn insert(&mut self, value: V) -> Key {
                self.0.insert(value)
            }

            pub(super) fn remove(&mut self, key: Key) -> Option<V> {
                self.0.try_remove(key)
            }

            pub(super) fn get(&self, key: Key) -> Option<&V> {
                self.0.get(key)
            }

            pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut V> {
                self.0.get_mut(key)
            }
        }

        pub(super) fn map<V>(capacity: usize) -> Map<V> {
            Map(::slab::Slab::with_capacity(capacity))
        }

        pub(super) fn sum(map: &Map<u64>) -> u64 {
            map.0.iter().map(|(_, value)| value).sum()
        }

        pub(super) fn look<V>(map: &Map<V>, mut see: impl FnMut(&V)) {
            map.0.iter().for_each(|(_, value)| see(value));
        }

        pub(super) fn alter<V>(map: &mut Map<V>, mut change: impl FnMut(&mut V)) {
            map.0.iter_mut().for_each(|(_, value)| change(value));
        }

        pub(super) fn refill<V>(map: &mut Map<V>) {
            map.0.clear();
        }
    }
    pub(super) mod slots;
}

fn main() -> std::process::ExitCode {
    harness::main(&[
        Rival::new(
            "slotmap",
            &[classic::slots::CASES, classic::secondary::CASES],
        ),
        Rival::new("drystone", &[stone::slots::CASES, stone::secondary::CASES]),
        Rival::new("thunderdome", &[thunder::slots::CASES]),
        Rival::new("slab", &[slab::slots::CASES]),
    ])
}
