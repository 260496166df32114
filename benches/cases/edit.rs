//! Changes of place and length.

use super::subject::{Vec, vec};
use crate::harness::{Case, Meter, PARITY, batch, keep, keep_memory, opaque, opaque_mut, repeat};

pub(crate) const CASES: &[Case] = &[
    Case::new("insert_mid_1e3", 1, PARITY, |m| insert_mid(m, 1_000)),
    Case::new("insert_mid_16", 1, PARITY, |m| insert_mid(m, 16)),
    Case::new("remove_mid_1e3", 1, PARITY, |m| remove_mid(m, 1_000)),
    Case::new("remove_mid_16", 1, PARITY, |m| remove_mid(m, 16)),
    Case::new("swap_remove_1e3", 1, PARITY, swap_remove),
    Case::new("truncate_u64", 1, PARITY, truncate),
    Case::new("truncate_string_100", 100, PARITY, truncate_string),
    Case::new("resize_1e3", 1_000, PARITY, resize),
    Case::new("resize_with_1e3", 1_000, PARITY, resize_with),
    Case::new("append_64", 1, PARITY, append),
    Case::new("extend_from_within_500", 500, PARITY, extend_from_within),
    Case::new("split_off_500", 500, PARITY, split_off),
];

fn insert_mid(m: &mut Meter, n: usize) {
    let mut v = vec![1_u64; n];
    repeat!(m, || {
        let v = opaque_mut(&mut v);
        v.insert(opaque(n / 2), 7);
        keep(opaque_mut(v).pop().unwrap_or_default());
    });
}

fn remove_mid(m: &mut Meter, n: usize) {
    let mut v = vec![1_u64; n];
    repeat!(m, || {
        let v = opaque_mut(&mut v);
        let x = v.remove(opaque(n / 2));
        opaque_mut(v).push(x);
    });
}

fn swap_remove(m: &mut Meter) {
    let mut v = vec![1_u64; 1_000];
    repeat!(m, || {
        let v = opaque_mut(&mut v);
        let x = v.swap_remove(opaque(300));
        opaque_mut(v).push(x);
    });
}

fn truncate(m: &mut Meter) {
    let mut v = vec![1_u64; 16];
    repeat!(m, || {
        let v = opaque_mut(&mut v);
        v.truncate(opaque(15));
        opaque_mut(v).push(1);
    });
}

fn truncate_string(m: &mut Meter) {
    let full = || (0..101).map(|i| i.to_string()).collect::<Vec<_>>();
    batch!(m, full, |mut v| {
        v.truncate(opaque(1));
        v
    });
}

fn resize(m: &mut Meter) {
    repeat!(m, || {
        let mut v = Vec::new();
        v.resize(opaque(1_000), opaque(3) as u64);
        keep_memory(v.as_ptr());
    });
}

fn resize_with(m: &mut Meter) {
    repeat!(m, || {
        let mut v = Vec::new();
        let mut next = 0_u64;
        v.resize_with(opaque(1_000), || {
            next += 3;
            next
        });
        keep_memory(v.as_ptr());
    });
}

fn append(m: &mut Meter) {
    let mut other = vec![1_u64; 64];
    repeat!(m, || {
        let mut v = Vec::new();
        v.append(opaque_mut(&mut other));
        keep_memory(v.as_ptr());
        // SAFETY: `append` has moved the 64 numbers out without overwriting them.
        unsafe { opaque_mut(&mut other).set_len(64) };
    });
}

fn extend_from_within(m: &mut Meter) {
    let full = || {
        let mut v = Vec::with_capacity(1_500);
        v.extend(0..1_000_u64);
        v
    };
    batch!(m, full, |mut v| {
        v.extend_from_within(opaque(300)..opaque(800));
        v
    });
}

fn split_off(m: &mut Meter) {
    let full = || vec![1_u64; 1_000];
    batch!(m, full, |mut v| {
        let tail = v.split_off(opaque(500));
        (v, tail)
    });
}
