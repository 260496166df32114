//! Maps beside a slot map.

use std::collections::BTreeMap;

use drystone::arena::{Key, KeyData, SecondaryMap, SlotMap, SparseSecondaryMap};
use proptest::collection::vec;
use proptest::prelude::any;

use crate::draw;
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
    use crate::support::catch::catch;

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
