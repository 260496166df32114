//! Maps beside a slot map.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher};
use std::iter::FusedIterator;

use drystone::arena::slot_map::{secondary, sparse_secondary};
use drystone::arena::{Key, KeyData, SecondaryMap, SlotMap, SparseSecondaryMap};
use proptest::collection::vec;
use proptest::prelude::any;

use crate::draw;
use crate::support::catch::catch;
use crate::support::scale::scale;

type K = KeyData<u8, u8>;

/// Both maps do the same as a map of std that drops what a newer key of the same slot replaces.
#[test]
fn both_follow_the_model() {
    let steps = vec(any::<(u8, u8, u8, u8)>(), 0..scale(100, 20));
    draw::cases(scale(3_000, 3), steps, |steps| {
        let mut dense = SecondaryMap::<K, u8>::new();
        let mut sparse = SparseSecondaryMap::<K, u8>::new();
        let mut model = BTreeMap::<u32, (K, u8)>::new();
        for (what, index, generation, value) in steps {
            let key = K::from_parts(u32::from(index % 5), u32::from(generation % 3 + 1)).unwrap();
            let known = model
                .get(&key.index())
                .copied()
                .filter(|(there, _)| *there == key);
            let known = known.map(|(_, value)| value);
            match what % 8 {
                0..=3 => {
                    assert_eq!(dense.insert(key, value), known);
                    assert_eq!(sparse.insert(key, value), known);
                    let newer = model
                        .get(&key.index())
                        .is_some_and(|(there, _)| *there > key);
                    if !newer {
                        model.insert(key.index(), (key, value));
                    }
                }
                4 => {
                    assert_eq!(dense.remove(key), known);
                    assert_eq!(sparse.remove(key), known);
                    if known.is_some() {
                        model.remove(&key.index());
                    }
                }
                5 => {
                    dense.retain(|_, value| *value % 2 == 0);
                    sparse.retain(|_, value| *value % 2 == 0);
                    model.retain(|_, (_, value)| *value % 2 == 0);
                }
                6 => {
                    assert_eq!(dense.get_mut(key).map(|value| *value), known);
                    assert_eq!(sparse.get_mut(key).map(|value| *value), known);
                    let other = K::from_parts(0, 1).unwrap();
                    let there = model.get(&0).is_some_and(|(k, _)| *k == other);
                    let both = known.is_some() && there && key != other;
                    assert_eq!(dense.get_disjoint_mut([key, other]).is_some(), both);
                    assert_eq!(sparse.get_disjoint_mut([key, other]).is_some(), both);
                }
                _ if value % 8 == 0 => {
                    let drained: BTreeMap<K, u8> = dense.drain().collect();
                    assert_eq!(sparse.drain().collect::<BTreeMap<K, u8>>(), drained);
                    assert_eq!(
                        model.values().copied().collect::<BTreeMap<K, u8>>(),
                        drained
                    );
                    model.clear();
                }
                _ => {}
            }
            let known: Vec<(K, u8)> = model.values().copied().collect();
            assert_eq!(
                dense.iter().map(|(k, v)| (k, *v)).collect::<Vec<_>>(),
                known
            );
            assert_eq!(
                dense.iter_mut().map(|(k, v)| (k, *v)).collect::<Vec<_>>(),
                known
            );
            let mut found: Vec<(K, u8)> = sparse.iter().map(|(k, v)| (k, *v)).collect();
            found.sort_unstable();
            assert_eq!(found, known);
            assert_eq!((dense.len(), sparse.len()), (known.len(), known.len()));
            assert!(
                dense
                    .keys()
                    .zip(dense.values())
                    .all(|(k, v)| known.contains(&(k, *v)))
            );
            assert_eq!(sparse.get(key), dense.get(key));
        }
    });
}

#[test]
fn nothing_is_kept_under_null() {
    let mut dense = SecondaryMap::<K, u8>::new();
    let mut sparse = SparseSecondaryMap::<K, u8>::new();
    assert_eq!(dense.insert(Key::null(), 1), None);
    assert_eq!(sparse.insert(Key::null(), 1), None);
    assert!(dense.is_empty() && sparse.is_empty() && dense.capacity() == 0);
}

#[test]
#[cfg(debug_assertions)]
fn a_key_of_another_slot_map_is_refused() {
    let (mut walls, mut roofs) = (SlotMap::new(), SlotMap::new());
    let (wall, roof) = (walls.insert(1), roofs.insert(2));
    let mut dense = SecondaryMap::new();
    let mut sparse = SparseSecondaryMap::new();
    dense.insert(wall, 1);
    sparse.insert(wall, 1);
    assert!(catch(|| dense.get(roof).copied()).is_err());
    assert!(catch(|| sparse.get(roof).copied()).is_err());
    assert_eq!((dense[wall], sparse[wall]), (1, 1));
}

/// Equality is asked of keys, which are equal by index and generation, wherever they are from.
#[test]
fn maps_beside_different_slot_maps_are_compared() {
    let [wall, roof] = [SlotMap::new(), SlotMap::new()].map(|mut map| map.insert(()));
    for (value, equal) in [(1, true), (2, false)] {
        let dense = [(wall, 1), (roof, value)].map(|entry| SecondaryMap::from_iter([entry]));
        let sparse = dense
            .clone()
            .map(|map| map.into_iter().collect::<SparseSecondaryMap<_, _>>());
        assert_eq!(dense[0] == dense[1], equal);
        assert_eq!(sparse[0] == sparse[1], equal);
    }
    let other = K::from_parts(0, 2).unwrap();
    let [first, second] = [K::from_parts(0, 1).unwrap(), other]
        .map(|key| SparseSecondaryMap::<K, u8>::from_iter([(key, 1)]));
    assert!(first != second);
}

/// An index that no table of this target has a place for.
#[test]
#[cfg(target_pointer_width = "32")]
fn the_largest_index_is_more_than_a_table_has() {
    type Wide = KeyData<u32, u32>;

    let small = Wide::from_parts(0, 1).unwrap();
    let mut map: SecondaryMap<Wide, u8> = [(small, 7)].into_iter().collect();
    let caught = catch(|| map.insert(Wide::from_parts(u32::MAX, 2).unwrap(), 8)).unwrap_err();
    assert!(caught.message.unwrap().contains("capacity overflow"));
    assert_eq!((map.len(), map.get(small)), (1, Some(&7)));
}

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
            _ => map.clear(),
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

    let mut panics = [0; 6];
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
    // Making room hashes nothing, so that nothing is lost there.
    let [remove, retain, insert, reserve, drain, clear] = panics.map(|panics| panics > 0);
    assert!(remove && retain && insert);
    assert!(!reserve && !drain && !clear);
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
        if turn % 3 == 0 {
            map.remove(key);
        } else {
            map.insert(key, index);
        }
        assert_eq!(others(&map, key), before);
        assert!(map.iter().all(|(key, value)| *value == key.index()));
        assert!(map.get(key).is_none_or(|value| *value == index));
    }
}

#[test]
fn both_are_collections() {
    let mut stones = SlotMap::new();
    let keys = [3, 1, 2].map(|weight| stones.insert(weight));
    let entries = || stones.iter().map(|(key, weight)| (key, *weight));
    let mut dense: SecondaryMap<_, i32> = entries().collect();
    let mut sparse: SparseSecondaryMap<_, i32> = entries().collect();
    assert_eq!(dense, dense.clone());
    assert_eq!(sparse, sparse.clone());
    assert_eq!(format!("{dense:?}"), format!("{sparse:?}"));
    dense[keys[0]] += 1;
    sparse[keys[0]] += 1;
    dense.values_mut().for_each(|weight| *weight *= 2);
    sparse.values_mut().for_each(|weight| *weight *= 2);
    assert_eq!(dense.values().sum::<i32>(), 14);
    assert_eq!(sparse.values().sum::<i32>(), 14);
    dense.clear();
    sparse.clear();
    assert!(dense.is_empty() && sparse.is_empty());
    assert!(!dense.contains_key(keys[0]) && !sparse.contains_key(keys[0]));
}

#[test]
fn room_is_made_when_it_is_asked_for() {
    let mut dense = SecondaryMap::<K, u8>::with_capacity(20);
    let mut sparse = SparseSecondaryMap::<K, u8>::with_capacity(20);
    assert!(dense.capacity() >= 20 && sparse.capacity() >= 20);
    assert!(dense.is_empty() && sparse.is_empty());
    dense.set_capacity(90);
    sparse.reserve(90);
    let room = (dense.capacity(), sparse.capacity());
    assert!(room.0 >= 90 && room.1 >= 90);
    for index in 0..90 {
        let key = K::from_parts(index, 1).unwrap();
        dense.insert(key, 1);
        sparse.insert(key, 1);
        assert!(dense.contains_key(key) && sparse.contains_key(key));
    }
    assert!(!dense.is_empty() && !sparse.is_empty());
    assert_eq!((dense.capacity(), sparse.capacity()), room);
}

#[test]
fn several_values_at_once_are_those_of_their_keys() {
    let keys: [K; 3] = [1, 2, 3].map(|i| K::from_parts(i, 2).unwrap());
    let mut dense: SecondaryMap<K, u8> = keys.into_iter().zip(1..).collect();
    let mut sparse: SparseSecondaryMap<K, u8> = keys.into_iter().zip(1..).collect();
    let [a, b, c] = keys;
    assert_eq!(
        dense.get_disjoint_mut([c, a, b]),
        Some([&mut 3, &mut 1, &mut 2])
    );
    assert_eq!(
        sparse.get_disjoint_mut([c, a, b]),
        Some([&mut 3, &mut 1, &mut 2])
    );
    let older = K::from_parts(1, 1).unwrap();
    for refused in [[a, a], [a, older], [older, b], [a, K::null()]] {
        assert_eq!(dense.get_disjoint_mut(refused), None);
        assert_eq!(sparse.get_disjoint_mut(refused), None);
    }
}

/// Every item in order, the exact length before each, and nothing after the last.
fn exactly<I: ExactSizeIterator + FusedIterator>(mut iter: I, items: &[I::Item])
where
    I::Item: PartialEq + Debug,
{
    for (n, item) in items.iter().enumerate() {
        assert_eq!(iter.len(), items.len() - n);
        assert_eq!(iter.next().as_ref(), Some(item));
    }
    assert_eq!(iter.len(), 0);
    assert!(iter.next().is_none() && iter.next().is_none());
}

/// Both maps have values `'b'` and `'d'`, the dense one with places that have none before, between and behind them. In the
/// sparse one, each removal has moved the last entry.
macro_rules! iterators {
    ($name:ident, $map:ident, $module:ident, $order:expr) => {
        #[test]
        fn $name() {
            let keys: [K; 5] = [1, 2, 3, 4, 5].map(|i| K::from_parts(i, 1).unwrap());
            let mut map: $map<K, Box<char>> = (keys.into_iter())
                .zip("abcde".chars().map(Box::new))
                .collect();
            for gone in [4, 2, 0] {
                assert!(map.remove(keys[gone]).is_some());
            }
            let [first, second] = $order.map(|at| keys[at]);
            let [x, y] = $order.map(|at| Box::new(b"abcde"[at] as char));

            exactly(map.iter(), &[(first, &x), (second, &y)]);
            exactly((&map).into_iter(), &[(first, &x), (second, &y)]);
            exactly(map.keys(), &[first, second]);
            exactly(map.values(), &[&x, &y]);
            let mut iter: $module::Iter<'_, K, Box<char>> = map.iter();
            assert!(iter.next().is_some());
            exactly(iter.clone(), &[(second, &y)]);
            assert_eq!(format!("{iter:?}"), format!("{{{second:?}: {y:?}}}"));
            let mut keys: $module::Keys<'_, K, _> = map.keys();
            let mut values: $module::Values<'_, K, _> = map.values();
            assert!(keys.next().is_some() && values.next().is_some());
            exactly(keys.clone(), &[second]);
            exactly(values.clone(), &[&y]);
            assert_eq!(
                format!("{keys:?} {values:?}"),
                format!("[{second:?}] [{y:?}]")
            );

            let (mut x2, mut y2) = (x.clone(), y.clone());
            exactly(map.iter_mut(), &[(first, &mut x2), (second, &mut y2)]);
            exactly(
                (&mut map).into_iter(),
                &[(first, &mut x2), (second, &mut y2)],
            );
            exactly(map.values_mut(), &[&mut x2, &mut y2]);
            let values: $module::ValuesMut<'_, K, _> = map.values_mut();
            assert_eq!(format!("{values:?}"), "ValuesMut { left: 2, .. }");
            let iter: $module::IterMut<'_, K, _> = map.iter_mut();
            assert_eq!(format!("{iter:?}"), "IterMut { left: 2, .. }");

            let copy = map.clone();
            exactly(
                copy.clone().into_iter(),
                &[(first, x.clone()), (second, y.clone())],
            );
            let mut iter: $module::IntoIter<K, _> = copy.into_iter();
            assert!(iter.next().is_some());
            assert_eq!(format!("{iter:?}"), "IntoIter { left: 1, .. }");
            drop(iter);

            exactly(map.drain(), &[(first, x.clone()), (second, y.clone())]);
            assert!(map.is_empty() && map.iter().next().is_none());
            map.insert(first, x);
            map.insert(second, y);
            let mut drain: $module::Drain<'_, K, _> = map.drain();
            let (_, one) = drain.next().unwrap();
            assert_eq!(format!("{drain:?}"), "Drain { left: 1, .. }");
            drop(drain);
            assert_eq!((map.len(), map.values().count()), (0, 0));
            map.insert(second, one);
            assert_eq!(map.into_iter().count(), 1);
        }
    };
}

iterators!(
    the_iterators_of_the_dense_one,
    SecondaryMap,
    secondary,
    [1, 3]
);
iterators!(
    the_iterators_of_the_sparse_one,
    SparseSecondaryMap,
    sparse_secondary,
    [3, 1]
);

/// Whoever forgets a drain loses its values, and nothing else.
#[test]
fn a_forgotten_drain_leaves_empty_maps() {
    let keys: [K; 3] = [1, 2, 3].map(|i| K::from_parts(i, 1).unwrap());
    let mut dense: SecondaryMap<K, u8> = keys.into_iter().zip(0..).collect();
    let mut sparse: SparseSecondaryMap<K, u8> = keys.into_iter().zip(0..).collect();
    std::mem::forget(dense.drain());
    let mut drain = sparse.drain();
    drain.next();
    std::mem::forget(drain);
    assert_eq!((dense.len(), sparse.len()), (0, 0));
    assert!(
        keys.iter()
            .all(|&key| !dense.contains_key(key) && !sparse.contains_key(key))
    );
    assert_eq!(
        (dense.insert(keys[2], 7), sparse.insert(keys[2], 7)),
        (None, None)
    );
    exactly(dense.iter(), &[(keys[2], &7)]);
    exactly(sparse.iter(), &[(keys[2], &7)]);
    assert_eq!((dense[keys[2]], sparse[keys[2]]), (7, 7));
}

/// They go between threads as their values do, and a longer borrow may stand for a shorter one.
#[test]
fn iterators_are_as_free_as_what_they_yield() {
    use secondary as dense;
    use sparse_secondary as sparse;

    fn free<T: Send + Sync>() {}
    fn shorter<'a>(
        dense: dense::Values<'static, K, &'static u8>,
        sparse: sparse::Values<'static, K, &'static u8>,
    ) -> (dense::Values<'a, K, &'a u8>, sparse::Values<'a, K, &'a u8>) {
        (dense, sparse)
    }
    free::<(dense::Iter<'_, K, u8>, sparse::Iter<'_, K, u8>)>();
    free::<(dense::ValuesMut<'_, K, u8>, sparse::ValuesMut<'_, K, u8>)>();
    free::<(dense::Drain<'_, K, u8>, sparse::Drain<'_, K, u8>)>();
    free::<(dense::IntoIter<K, u8>, sparse::IntoIter<K, u8>)>();
    let _ = shorter;
}
