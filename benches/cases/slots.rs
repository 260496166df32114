//! Maps from small keys to values.

use super::subject::{Key, Map, alter, look, map, refill, sum};
use crate::harness::{
    Case, Meter, PARITY, batch, keep, keep_memory, opaque, opaque_mut, opaque_slice, repeat,
};

/// What is wanted of inserting and of replacing, and of iteration when none, half and 95 % of the slots are vacant.
const WRITING: f64 = 1.2;
const FULL: f64 = 0.7;
const HALF: f64 = 0.15;
const MOSTLY: f64 = 0.08;

pub(crate) const CASES: &[Case] = &[
    Case::new("slots_insert_1e3_grow", 1_000, WRITING, |m| insert(m, 0)),
    Case::new("slots_insert_1e3_reserved", 1_000, WRITING, |m| {
        insert(m, 1_000)
    }),
    Case::new("slots_get_1e3_random", 1_000, PARITY, |m| get(m, 1_000)),
    Case::new("slots_get_1e6_random", 1_000_000, PARITY, |m| {
        get(m, 1_000_000)
    }),
    Case::new("slots_get_half_stale_1e3", 1_000, PARITY, get_half_stale),
    Case::new("slots_get_mut_1e3_random", 1_000, PARITY, get_mut),
    Case::new("slots_churn_1e3", 1_000, WRITING, churn),
    Case::new("slots_remove_1e3_random", 1_000, WRITING, remove),
    Case::new("slots_sum_full_1e4", 10_000, FULL, |m| {
        sum_of_live(m, 10_000, |_| true)
    }),
    Case::new("slots_sum_half_1e4", 5_000, HALF, |m| {
        let mut random = random();
        sum_of_live(m, 10_000, move |_| random() % 2 == 0);
    }),
    Case::new("slots_sum_5_of_100_1e4", 500, MOSTLY, |m| {
        let mut random = random();
        sum_of_live(m, 10_000, move |_| random() % 20 == 0);
    }),
    Case::new("slots_clear_refill_string_100", 100, PARITY, clear_refill),
    Case::new("slots_new_drop_one", 1, PARITY, new_drop_one),
    Case::new("slots_herd_full_1e4", 10_000, PARITY, |m| herd(m, 10_000)),
    Case::new("slots_herd_tenth_1e4", 1_000, PARITY, |m| herd(m, 1_000)),
];

fn random() -> impl FnMut() -> u64 {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 16
    }
}

/// A map of `len` numbers, and its keys in random order.
pub(super) fn filled(len: usize) -> (Map<u64>, Vec<Key>) {
    let mut values = map(len);
    let mut keys: Vec<Key> = (0..len as u64).map(|i| values.insert(i)).collect();
    let mut random = random();
    for i in (1..len).rev() {
        keys.swap(i, random() as usize % (i + 1));
    }
    (values, keys)
}

fn insert(m: &mut Meter, capacity: usize) {
    batch!(m, || map::<u64>(capacity), |mut values| {
        for i in 0..opaque(1_000) as u64 {
            values.insert(i);
        }
        values
    });
}

fn get(m: &mut Meter, len: usize) {
    let (values, keys) = filled(len);
    repeat!(m, || {
        for key in opaque_slice(&keys) {
            keep(*values.get(*key).expect("a key in use"));
        }
    });
}

fn get_half_stale(m: &mut Meter) {
    let (mut values, keys) = filled(1_000);
    for key in keys.iter().step_by(2) {
        values.remove(*key);
    }
    repeat!(m, || {
        for key in opaque_slice(&keys) {
            keep(values.get(*key).copied().unwrap_or(0));
        }
    });
}

fn get_mut(m: &mut Meter) {
    let (mut values, keys) = filled(1_000);
    repeat!(m, || {
        for key in opaque_slice(&keys) {
            *values.get_mut(*key).expect("a key in use") += 1;
        }
    });
}

fn churn(m: &mut Meter) {
    let (mut values, mut keys) = filled(1_000);
    repeat!(m, || {
        for key in &mut keys {
            let value = values.remove(*key).expect("a key in use");
            *key = values.insert(value);
        }
        keep_memory(keys.as_ptr());
    });
}

fn remove(m: &mut Meter) {
    batch!(m, || filled(1_000), |(mut values, keys)| {
        for key in opaque_slice(&keys) {
            keep(values.remove(*key).expect("a key in use"));
        }
        (values, keys)
    });
}

fn sum_of_live(m: &mut Meter, len: usize, mut lives: impl FnMut(usize) -> bool) {
    let mut values = map(len);
    let keys: Vec<Key> = (0..len as u64).map(|i| values.insert(i)).collect();
    for (i, key) in keys.into_iter().enumerate() {
        if !lives(i) {
            values.remove(key);
        }
    }
    repeat!(m, || keep(sum(opaque_mut(&mut values))));
}

fn clear_refill(m: &mut Meter) {
    let mut texts = map::<String>(100);
    repeat!(m, || {
        for _ in 0..100 {
            texts.insert(String::new());
        }
        refill(&mut texts);
    });
}

fn new_drop_one(m: &mut Meter) {
    repeat!(m, || {
        let mut values = map::<u64>(0);
        values.insert(1);
        keep_memory(&raw const values);
    });
}

/// One of a herd, which follows another as long as that is there.
struct Animal {
    at: [f32; 2],
    speed: [f32; 2],
    follows: Key,
}

/// A whole program, in ten thousand slots: all look at whom they follow, all move, and of twenty one dies and one is born.
fn herd(m: &mut Meter, live: usize) {
    let (places, mut keys) = filled(10_000);
    drop(places);
    let mut herd = map(10_000);
    for key in &mut keys {
        *key = herd.insert(Animal {
            at: [0.0; 2],
            speed: [1.0; 2],
            follows: *key,
        });
    }
    let mut random = random();
    for i in (live..keys.len()).rev() {
        herd.remove(keys.swap_remove(random() as usize % (i + 1)));
    }
    repeat!(m, || {
        let mut ahead = 0.0_f32;
        look(&herd, |animal| {
            if let Some(leader) = herd.get(animal.follows) {
                ahead += leader.at[0] - animal.at[0];
            }
        });
        keep(u64::from(f32::to_bits(ahead)));
        alter(&mut herd, |animal| {
            animal.at[0] += animal.speed[0];
            animal.at[1] += animal.speed[1];
        });
        for _ in 0..live / 20 {
            let one = random() as usize;
            let dies = &mut keys[one % live];
            herd.remove(*dies);
            *dies = herd.insert(Animal {
                at: [0.0; 2],
                speed: [1.0; 2],
                follows: *dies,
            });
            let follows = keys[(one >> 20) % live];
            if let Some(animal) = herd.get_mut(keys[one % live]) {
                animal.follows = follows;
            }
        }
    });
}
