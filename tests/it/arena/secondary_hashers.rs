//! Sparse maps beside a slot map, whose hashers panic or lie.

use std::cell::Cell;
use std::collections::hash_map::DefaultHasher;
use std::hash::{BuildHasher, Hasher};

use drystone::arena::slot_map::secondary::Entry;
use drystone::arena::{KeyData, SparseSecondaryMap};

use crate::support::catch::catch;
use crate::support::scale::scale;

// The crate's own file, compiled once more: what is in it is private to the crate.
#[path = "../../../src/arena/slot_map/sparse_secondary/hashed.rs"]
#[expect(
    unreachable_pub,
    reason = "in the crate it is the type of a trait that can be reached"
)]
mod hashed;

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

/// Wherever a hasher has its good bits, a table finds good ones at both of the ends that it looks at.
#[test]
fn hashes_that_are_good_somewhere_are_good_at_both_ends() {
    use hashed::{BuildKnown, Hashed};

    // 32 good bits: what MurmurHash3 ends with.
    let short = |index: u32| {
        let x = (index ^ index >> 16).wrapping_mul(0x85EB_CA6B);
        let x = (x ^ x >> 13).wrapping_mul(0xC2B2_AE35);
        x ^ x >> 16
    };
    let hashers: [(&str, &dyn Fn(u32) -> u64); 6] = [
        ("the index", &|index| index.into()),
        ("the index, last bit first", &|index| {
            u64::from(index).reverse_bits()
        }),
        ("the index, in the middle", &|index| u64::from(index) << 20),
        ("low bits", &|index| short(index).into()),
        ("high bits", &|index| u64::from(short(index)) << 32),
        ("the same bits twice", &|index| {
            u64::from(short(index)) * 0x1_0000_0001
        }),
    ];
    let len = scale(4096, 256).max(256).next_power_of_two();
    for (name, hash) in hashers {
        let mut buckets = vec![0; len];
        let mut tags = [0; 128];
        for index in 0..len as u32 {
            let hash = BuildKnown::default().hash_one(Hashed::new(index, hash(index)));
            buckets[hash as usize % len] += 1;
            tags[(hash >> 57) as usize] += 1;
        }
        // Of as many balls as boxes, thrown at random, a box in three stays empty, and hardly any gets ten.
        let empty = buckets.iter().filter(|in_it| **in_it == 0).count();
        assert!(
            empty * 2 < len,
            "{name}: {empty} of {len} buckets are empty"
        );
        assert!(
            buckets.iter().all(|in_it| *in_it < 12),
            "{name}: a bucket is full"
        );
        let used = tags.iter().filter(|in_it| **in_it > 0).count();
        assert!(used > 64, "{name}: only {used} tags");
    }
}
