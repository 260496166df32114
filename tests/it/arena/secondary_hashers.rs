//! Sparse maps beside a slot map, whose hashers panic or lie.

use std::cell::Cell;
use std::collections::hash_map::DefaultHasher;
use std::hash::{BuildHasher, Hasher};

use drystone::arena::slot_map::secondary::Entry;
use drystone::arena::{KeyData, SparseSecondaryMap};

use crate::support::catch::catch;
use crate::support::scale::scale;

type K = KeyData<u8, u8>;

thread_local! {
    /// How many more hashers are built before one panics.
    static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// Panics when its time has come, and gives all keys the same hash: a key removed from such a crowd leaves a mark in the
/// table, which is hashed anew in place when it is full of marks.
#[derive(Clone, Default)]
struct Moody;

impl BuildHasher for Moody {
    type Hasher = Same;

    fn build_hasher(&self) -> Same {
        let left = LEFT.get().checked_sub(1);
        LEFT.set(left.unwrap_or(usize::MAX));
        left.expect("a moody hasher");
        Same
    }
}

struct Same;

impl Hasher for Same {
    fn write(&mut self, _: &[u8]) {}

    fn finish(&self) -> u64 {
        0
    }
}

/// After a panic of the hasher, a sparse map is as it was, and goes on so.
#[test]
fn a_hasher_that_panics() {
    type Map = SparseSecondaryMap<K, Box<u32>, Moody>;

    fn change(map: &mut Map, what: usize, key: K) {
        match what {
            0 => drop(map.remove(key)),
            1 => map.retain(|kept, _| kept != key),
            2 => drop(map.insert(key, Box::new(key.index()))),
            3 => map.reserve(1),
            4 => drop(map.drain()),
            5 => map.clear(),
            _ => drop(map.entry(key).map(|entry| match entry {
                Entry::Occupied(entry) => drop(entry.remove()),
                Entry::Vacant(entry) => drop(entry.insert(Box::new(key.index()))),
            })),
        }
    }

    /// A map of the keys up to `count` but those below `gone`, in a table that is full of what removals leave.
    fn build(count: u32, gone: u32) -> Map {
        let mut map: Map = (0..count).map(|i| (key(i), Box::new(i))).collect();
        for i in 0..gone {
            map.remove(key(i));
        }
        map
    }

    fn key(index: u32) -> K {
        K::from_parts(index, 1).unwrap()
    }

    let mut panics = [0; 7];
    for (what, panics) in panics.iter_mut().enumerate() {
        let maps = [(3, 0), (28, 20), (7, 0), (28, 0), (28, 27)];
        for (count, gone) in maps.into_iter().take(scale(5, 1)) {
            for index in [0, gone, count - 1, count] {
                for left in 0.. {
                    let mut map = build(count, gone);
                    let before: Vec<K> = map.keys().collect();
                    LEFT.set(left);
                    let caught = catch(|| change(&mut map, what, key(index)));
                    LEFT.set(usize::MAX);
                    let after: Vec<K> = map.keys().collect();
                    if caught.is_err() {
                        *panics += 1;
                        assert_eq!(before, after);
                    }

                    for i in 0..count {
                        let there = after.contains(&key(i));
                        assert_eq!(map.get(key(i)).is_some(), there, "{what} {left} {i}");
                        assert_eq!(map.insert(key(i), Box::new(i)).is_some(), there);
                    }
                    let (mut keys, mut union): (Vec<K>, Vec<K>) = (map.keys().collect(), after);
                    union.extend((0..count).map(key));
                    keys.sort_unstable();
                    union.sort_unstable();
                    union.dedup();
                    assert_eq!(keys, union);
                    assert!(map.iter().all(|(key, value)| **value == key.index()));
                    for key in keys {
                        assert_eq!(map.remove(key).map(|value| *value), Some(key.index()));
                    }
                    assert!(map.is_empty());
                    if caught.is_ok() {
                        break;
                    }
                }
            }
        }
    }
    // Whatever has no new key hashes nothing.
    let [remove, retain, insert, reserve, drain, clear, entry] = panics.map(|panics| panics > 0);
    assert!(remove && insert && entry);
    assert!(!retain && !reserve && !drain && !clear);
}

/// With a hasher that gives a key now this hash, now that, keys are not found; but a call takes no other key's value away.
#[test]
fn a_hasher_that_lies() {
    #[derive(Default)]
    struct Fickle(Cell<u64>);

    impl BuildHasher for Fickle {
        type Hasher = DefaultHasher;

        fn build_hasher(&self) -> DefaultHasher {
            let mut hasher = DefaultHasher::new();
            self.0.set(self.0.get() + 1);
            hasher.write_u64(self.0.get() / 2 % 2);
            hasher
        }
    }

    fn others(map: &SparseSecondaryMap<K, u32, Fickle>, key: K) -> Vec<K> {
        let mut others: Vec<K> = map.keys().filter(|other| *other != key).collect();
        others.sort_unstable();
        others
    }

    let mut map = SparseSecondaryMap::<K, u32, Fickle>::default();
    for turn in 0..scale(2_000, 60) as u32 {
        let index = turn * turn % 7;
        let key = K::from_parts(index, 1).unwrap();
        let before = others(&map, key);
        match turn % 5 {
            0 | 1 => drop(map.remove(key)),
            2 => drop(map.entry(key).map(|entry| *entry.or_insert(index))),
            _ => drop(map.insert(key, index)),
        }
        assert_eq!(others(&map, key), before);
        assert!(map.iter().all(|(key, value)| *value == key.index()));
        assert!(map.get(key).is_none_or(|value| *value == index));
    }
}
