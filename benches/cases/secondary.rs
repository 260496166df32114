//! Maps beside a slot map, with its keys.

use super::slots::filled;
use super::subject::{Key, SecondaryMap, SparseSecondaryMap};
use crate::harness::{Case, Meter, PARITY, batch, keep, opaque_mut, opaque_slice, repeat};

pub(crate) const CASES: &[Case] = &[
    Case::new("secondary_insert_1e3_random", 1_000, PARITY, |m| {
        insert(m, SecondaryMap::new, |map, key| {
            let _ = map.insert(key, 1_u64);
        })
    }),
    Case::new("secondary_get_1e3_random", 1_000, PARITY, |m| {
        let (beside, keys) = beside(SecondaryMap::new());
        get(m, &keys, |key| beside.get(key).copied())
    }),
    Case::new("secondary_churn_1e3", 1_000, PARITY, |m| {
        let (mut beside, keys) = beside(SecondaryMap::new());
        churn(m, &keys, |key| {
            let value = beside.remove(key);
            beside.insert(key, value.unwrap_or(0));
        })
    }),
    Case::new("sparse_insert_1e3_random", 1_000, PARITY, |m| {
        insert(m, SparseSecondaryMap::new, |map, key| {
            let _ = map.insert(key, 1_u64);
        })
    }),
    Case::new("sparse_get_1e3_random", 1_000, PARITY, |m| {
        let (beside, keys) = beside(SparseSecondaryMap::new());
        get(m, &keys, |key| beside.get(key).copied())
    }),
    Case::new("sparse_churn_1e3", 1_000, PARITY, |m| {
        let (mut beside, keys) = beside(SparseSecondaryMap::new());
        churn(m, &keys, |key| {
            let value = beside.remove(key);
            beside.insert(key, value.unwrap_or(0));
        })
    }),
    Case::new("sparse_sum_1e3", 1_000, PARITY, |m| {
        let (mut beside, _) = beside(SparseSecondaryMap::new());
        repeat!(m, || keep(opaque_mut(&mut beside).values().sum()));
    }),
];

/// A map with a value for each of a thousand keys, and the keys in random order.
fn beside<M: Extend<(Key, u64)>>(mut map: M) -> (M, Vec<Key>) {
    let (_, keys) = filled(1_000);
    map.extend(keys.iter().map(|key| (*key, 1)));
    (map, keys)
}

fn insert<M>(m: &mut Meter, map: fn() -> M, put: fn(&mut M, Key)) {
    let (_, keys) = filled(1_000);
    batch!(m, map, |mut map| {
        for key in opaque_slice(&keys) {
            put(&mut map, *key);
        }
        map
    });
}

fn get(m: &mut Meter, keys: &[Key], get: impl Fn(Key) -> Option<u64>) {
    repeat!(m, || {
        for key in opaque_slice(keys) {
            keep(get(*key).expect("a key in use"));
        }
    });
}

fn churn(m: &mut Meter, keys: &[Key], mut renew: impl FnMut(Key)) {
    repeat!(m, || {
        for key in opaque_slice(keys) {
            renew(*key);
        }
    });
}
