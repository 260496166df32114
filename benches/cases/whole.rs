//! The vector as a whole: iterated, indexed, mapped, converted, dropped.

use super::subject::{Box, Vec, map_in_place, vec};
use crate::harness::{
    Case, Meter, PARITY, batch, keep, keep_memory, opaque, opaque_mut, opaque_slice, repeat,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("into_iter_sum_1e3", 1_000, PARITY, into_iter_sum),
    Case::new("into_iter_string_100", 100, PARITY, into_iter_string),
    Case::new("iter_sum_1e3", 1_000, PARITY, iter_sum),
    Case::new("index_random_1e3", 1_000, PARITY, index_random),
    Case::new("eq_1e3", 1_000, PARITY, eq),
    // std collects into the source's block here; on stable Rust only a method of its own can.
    Case::new("map_in_place_1e3", 1_000, PARITY, map_in_place_1e3),
    Case::new("into_boxed_slice_exact", 1, PARITY, |m| {
        into_boxed_slice(m, 16)
    }),
    Case::new("into_boxed_slice_shrink", 1, PARITY, |m| {
        into_boxed_slice(m, 64)
    }),
    Case::new("drop_box_u8_1e3", 1_000, PARITY, drop_box_u8),
];

fn into_iter_sum(m: &mut Meter) {
    let full = || vec![1_u64; 1_000];
    batch!(m, full, |v| keep(v.into_iter().sum()));
}

fn into_iter_string(m: &mut Meter) {
    let full = || (0..100).map(|i| i.to_string()).collect::<Vec<_>>();
    batch!(m, full, |v| {
        for s in v {
            keep_memory(s.as_ptr());
        }
    });
}

fn iter_sum(m: &mut Meter) {
    let mut v = vec![1_u64; 1_000];
    repeat!(m, || keep(opaque_mut(&mut v).iter().sum()));
}

fn index_random(m: &mut Meter) {
    let mut v = vec![1_u64; 1_000];
    let places: std::vec::Vec<usize> = (0..1_000).map(|i| i * 617 % 1_000).collect();
    repeat!(m, || {
        let v = opaque_mut(&mut v);
        let mut sum = 0;
        for &place in opaque_slice(&places) {
            sum += v[place];
        }
        keep(sum);
    });
}

fn eq(m: &mut Meter) {
    let mut v = vec![1_u64; 1_000];
    let mut w = v.clone();
    repeat!(m, || keep(u64::from(
        *opaque_mut(&mut v) == *opaque_mut(&mut w)
    )));
}

fn map_in_place_1e3(m: &mut Meter) {
    let full = || vec![1_u64; 1_000];
    batch!(m, full, |v| map_in_place(v, |x| x.wrapping_mul(3) ^ 1));
}

fn into_boxed_slice(m: &mut Meter, capacity: usize) {
    let fresh = || {
        let mut v = Vec::with_capacity(capacity);
        v.extend(0..16_u64);
        v
    };
    batch!(m, fresh, |v| v.into_boxed_slice());
}

fn drop_box_u8(m: &mut Meter) {
    let full = || (0..1_000).map(|i| Box::new(i as u8)).collect::<Vec<_>>();
    batch!(m, full, |v| {
        keep(opaque(v.len()) as u64);
        drop(v);
    });
}
