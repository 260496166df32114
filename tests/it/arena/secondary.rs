//! Maps beside a slot map.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};
use std::iter::FusedIterator;

use drystone::arena::slot_map::secondary::Entry;
use drystone::arena::slot_map::{secondary, sparse_secondary};
use drystone::arena::{Key, KeyData, SecondaryMap, SlotMap, SparseSecondaryMap};
use proptest::collection::vec;
use proptest::prelude::any;

use crate::draw;
use crate::support::catch::catch;
use crate::support::scale::scale;

type K = KeyData<u8, u8>;

/// What is done with an entry, chosen by a number, and what of it can be told: for a map of either kind.
macro_rules! with_entry {
    ($map:expr, $what:expr, $key:expr, $value:expr) => {
        $map.entry($key).map(|entry| {
            assert_eq!(entry.key(), $key);
            let shown = format!("{entry:?}");
            let done: Option<(K, u8)> = match (entry, $what % 8) {
                (entry, 0) => Some(($key, *entry.or_insert($value))),
                (entry, 1) => Some(($key, *entry.and_modify(|value| *value ^= 1).or_default())),
                (Entry::Occupied(entry), 2) => Some(entry.remove_entry()),
                (Entry::Occupied(entry), 3) => Some((entry.key(), entry.remove())),
                (Entry::Occupied(mut entry), 4) => {
                    let before = entry.insert($value);
                    *entry.get_mut() ^= 2;
                    assert_eq!(*entry.get(), $value ^ 2);
                    Some((entry.key(), before))
                }
                (Entry::Occupied(entry), _) => Some((entry.key(), *entry.into_mut())),
                (Entry::Vacant(entry), 2..=4) => {
                    let key = entry.key();
                    *entry.insert($value) ^= 4;
                    Some((key, 0))
                }
                (Entry::Vacant(_), _) => None,
            };
            (shown, done)
        })
    };
}

/// The same of a map of std's.
fn model_entry(
    model: &mut BTreeMap<u32, (K, u8)>,
    what: u8,
    key: K,
    value: u8,
) -> Option<(String, Option<(K, u8)>)> {
    let there = model.get(&key.index()).copied();
    if there.is_some_and(|(newer, _)| newer > key) {
        return None;
    }
    let known = there.and_then(|(same, value)| (same == key).then_some(value));
    let shown = match known {
        Some(value) => format!("Entry(OccupiedEntry {{ key: {key:?}, value: {value} }})"),
        None => format!("Entry(VacantEntry({key:?}))"),
    };
    // What the call tells, and what is there afterwards.
    let (told, after) = match (known, what % 8) {
        (known, 0) => (known.or(Some(value)), known.or(Some(value))),
        (known, 1) => {
            let after = known.map_or(0, |known| known ^ 1);
            (Some(after), Some(after))
        }
        (Some(known), 2 | 3) => (Some(known), None),
        (Some(known), 4) => (Some(known), Some(value ^ 2)),
        (None, 2..=4) => (Some(0), Some(value ^ 4)),
        (known, _) => (known, known),
    };
    match after {
        Some(after) => drop(model.insert(key.index(), (key, after))),
        None if known.is_some() => drop(model.remove(&key.index())),
        None => {}
    }
    Some((shown, told.map(|told| (key, told))))
}

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
            match what % 12 {
                8.. => {
                    let expected = model_entry(&mut model, value / 16, key, value);
                    assert_eq!(with_entry!(dense, value / 16, key, value), expected);
                    assert_eq!(with_entry!(sparse, value / 16, key, value), expected);
                }
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
    assert!(dense.entry(Key::null()).is_none() && sparse.entry(Key::null()).is_none());
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
    assert!(catch(|| dense.entry(roof).is_none()).is_err());
    assert!(catch(|| sparse.entry(roof).is_none()).is_err());
    let mut built = (SecondaryMap::new(), SparseSecondaryMap::<_, _>::new());
    built.0.entry(wall).unwrap().or_insert(1);
    built.1.entry(wall).unwrap().or_insert(1);
    assert!(catch(|| built.0.get(roof).copied()).is_err());
    assert!(catch(|| built.1.get(roof).copied()).is_err());
    assert_eq!((dense[wall], sparse[wall]), (1, 1));
}

/// Which slot map a map is beside is learnt from each key that a value is put under, and from no other.
#[test]
#[cfg(debug_assertions)]
fn a_key_that_changes_nothing_tells_nothing() {
    let (mut walls, mut roofs) = (SlotMap::<K, _>::with_key(), SlotMap::<K, _>::with_key());
    let first = walls.insert(1);
    walls.remove(first);
    let (wall, roof) = (walls.insert(2), roofs.insert(3));
    assert!(wall > roof);
    let of_any = K::from_parts(wall.index(), wall.generation()).unwrap();
    let mut dense = SecondaryMap::from_iter([(of_any, 1)]);
    let mut sparse = SparseSecondaryMap::<_, _>::from_iter([(of_any, 1)]);
    assert_eq!(
        (dense.insert(roof, 2), sparse.insert(roof, 2)),
        (None, None)
    );
    assert_eq!((dense.get(wall), sparse.get(wall)), (Some(&1), Some(&1)));
    match (dense.entry(wall), sparse.entry(wall)) {
        (Some(Entry::Occupied(mut dense)), Some(Entry::Occupied(mut sparse))) => {
            assert_eq!((dense.insert(3), sparse.insert(3)), (1, 1));
        }
        _ => panic!("both have a value under the key"),
    }
    assert!(catch(|| dense.get(roof).copied()).is_err());
    assert!(catch(|| sparse.get(roof).copied()).is_err());
    assert!(catch(|| dense.insert(roof, 4)).is_err());
    assert!(catch(|| sparse.insert(roof, 4)).is_err());
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

/// A key that is equal to all of its slot.
#[derive(Copy, Clone, Debug, Default)]
struct Sloppy(KeyData);

impl PartialEq for Sloppy {
    fn eq(&self, other: &Self) -> bool {
        self.0.index() == other.0.index()
    }
}

impl Eq for Sloppy {}

impl PartialOrd for Sloppy {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Sloppy {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.index().cmp(&other.0.index())
    }
}

impl Hash for Sloppy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.index().hash(state);
    }
}

impl From<KeyData> for Sloppy {
    fn from(data: KeyData) -> Self {
        Self(data)
    }
}

impl Key for Sloppy {
    type Index = u32;
    type Generation = u32;

    fn data(&self) -> KeyData {
        self.0
    }
}

/// What a key says of its equality is not asked.
#[test]
fn maps_are_compared_by_what_keys_are_made_of() {
    let key = |index, generation| Sloppy(KeyData::from_parts(index, generation).unwrap());
    let entries = [(key(0, 1), 'x'), (key(0, 2), 'x'), (key(1, 1), 'x')];
    for (i, a) in entries.into_iter().enumerate() {
        for (j, b) in entries.into_iter().enumerate() {
            let dense = [a, b].map(|entry| SecondaryMap::from_iter([entry]));
            let sparse = [a, b].map(|entry| SparseSecondaryMap::<_, _>::from_iter([entry]));
            assert_eq!(dense[0] == dense[1], i == j);
            assert_eq!(sparse[0] == sparse[1], i == j);
        }
    }
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
    dense.extend(stones.iter());
    sparse.extend(stones.iter());
    assert_eq!(dense.values().sum::<i32>(), 6);
    assert_eq!(sparse.values().sum::<i32>(), 6);
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
    assert_eq!(sparse.try_reserve(500), Ok(()));
    assert!(sparse.capacity() >= 590 && sparse.len() == 90);
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
