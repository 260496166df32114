//! Many elements at once: `extend`, `collect`, `vec!`, `clone`.

use super::subject::{Vec, vec};
use crate::harness::{Case, Meter, PARITY, keep_memory, opaque, opaque_mut, opaque_slice, repeat};

pub(crate) const CASES: &[Case] = &[
    Case::new("extend_slice_u8_16B", 1, PARITY, |m| extend_slice_u8(m, 16)),
    Case::new("extend_slice_u8_64B", 1, PARITY, |m| extend_slice_u8(m, 64)),
    Case::new("extend_slice_u64_1e3", 1_000, PARITY, extend_slice_u64),
    Case::new("extend_iter_u64_1e3", 1_000, PARITY, extend_iter_u64),
    Case::new("extend_slice_string_100", 100, PARITY, extend_slice_string),
    Case::new("extend_range_1e3", 1_000, PARITY, extend_range),
    Case::new("extend_map_1e3", 1_000, PARITY, extend_map),
    Case::new("extend_filter_1e3", 1_000, PARITY, extend_filter),
    Case::new("collect_range_1e3", 1_000, PARITY, collect_range),
    Case::new("collect_map_1e3", 1_000, PARITY, collect_map),
    Case::new("collect_filter_1e3", 1_000, PARITY, collect_filter),
    Case::new("collect_copied_1e3", 1_000, PARITY, collect_copied),
    Case::new("collect_chain_1e3", 1_000, PARITY, collect_chain),
    Case::new("collect_zip_1e3", 1_000, PARITY, collect_zip),
    Case::new("collect_string_100", 100, PARITY, collect_string),
    Case::new("from_slice_u64_1e3", 1_000, PARITY, from_slice),
    Case::new("vec_macro_zero_1e3", 1_000, PARITY, |m| zeros(m, 1_000)),
    Case::new("vec_macro_zero_1e6", 1_000_000, PARITY, |m| {
        zeros(m, 1_000_000)
    }),
    Case::new("vec_macro_7u8_4096", 4096, PARITY, sevens),
    Case::new("vec_macro_list_4", 1, PARITY, list),
    Case::new("clone_u64_1e3", 1_000, PARITY, clone_u64),
    Case::new("clone_string_100", 100, PARITY, clone_string),
    Case::new("clone_from_string_100", 100, PARITY, clone_from_string),
];

fn numbers() -> std::vec::Vec<u64> {
    (0..1_000).collect()
}

fn strings() -> std::vec::Vec<String> {
    (0..100).map(|i| i.to_string()).collect()
}

fn extend_slice_u8(m: &mut Meter, n: usize) {
    let source = [7_u8; 64];
    let mut v = Vec::with_capacity(128);
    repeat!(m, || {
        let v = opaque_mut(&mut v);
        v.extend_from_slice(opaque_slice(&source[..n]));
        opaque_mut(v).clear();
    });
}

fn extend_slice_u64(m: &mut Meter) {
    let source = numbers();
    repeat!(m, || {
        let mut v = Vec::new();
        v.extend_from_slice(opaque_slice(&source));
        keep_memory(v.as_ptr());
    });
}

/// `Extend<&T>`, which most write by accident.
fn extend_iter_u64(m: &mut Meter) {
    let source = numbers();
    repeat!(m, || {
        let mut v = Vec::<u64>::new();
        v.extend(opaque_slice(&source));
        keep_memory(v.as_ptr());
    });
}

fn extend_slice_string(m: &mut Meter) {
    let source = strings();
    repeat!(m, || {
        let mut v = Vec::new();
        v.extend_from_slice(opaque_slice(&source));
        keep_memory(v.as_ptr());
    });
}

fn extend_range(m: &mut Meter) {
    repeat!(m, || {
        let mut v = Vec::new();
        v.extend(0..opaque(1_000) as u64);
        keep_memory(v.as_ptr());
    });
}

fn extend_map(m: &mut Meter) {
    let source = numbers();
    repeat!(m, || {
        let mut v = Vec::new();
        v.extend(opaque_slice(&source).iter().map(|x| x.wrapping_mul(3) ^ 1));
        keep_memory(v.as_ptr());
    });
}

fn extend_filter(m: &mut Meter) {
    let source = numbers();
    repeat!(m, || {
        let mut v = Vec::<u64>::new();
        v.extend(opaque_slice(&source).iter().filter(|x| **x % 3 != 0));
        keep_memory(v.as_ptr());
    });
}

fn collect_range(m: &mut Meter) {
    repeat!(m, || {
        let v: Vec<u64> = (0..opaque(1_000) as u64).collect();
        keep_memory(v.as_ptr());
    });
}

fn collect_map(m: &mut Meter) {
    let source = numbers();
    repeat!(m, || {
        let mapped = opaque_slice(&source).iter().map(|x| x.wrapping_mul(3) ^ 1);
        let v: Vec<u64> = mapped.collect();
        keep_memory(v.as_ptr());
    });
}

fn collect_filter(m: &mut Meter) {
    let source = numbers();
    repeat!(m, || {
        let filtered = opaque_slice(&source).iter().filter(|x| **x % 3 != 0);
        let v: Vec<u64> = filtered.copied().collect();
        keep_memory(v.as_ptr());
    });
}

fn collect_copied(m: &mut Meter) {
    let source = numbers();
    repeat!(m, || {
        let v: Vec<u64> = opaque_slice(&source).iter().copied().collect();
        keep_memory(v.as_ptr());
    });
}

fn collect_chain(m: &mut Meter) {
    let source = numbers();
    repeat!(m, || {
        let (low, high) = opaque_slice(&source).split_at(opaque(300));
        let v: Vec<u64> = high.iter().chain(low).copied().collect();
        keep_memory(v.as_ptr());
    });
}

fn collect_zip(m: &mut Meter) {
    let source = numbers();
    repeat!(m, || {
        let (a, b) = (opaque_slice(&source), opaque_slice(&source));
        let v: Vec<u64> = a.iter().zip(b).map(|(x, y)| x + y).collect();
        keep_memory(v.as_ptr());
    });
}

fn collect_string(m: &mut Meter) {
    let source = strings();
    repeat!(m, || {
        let v: Vec<String> = opaque_slice(&source).iter().cloned().collect();
        keep_memory(v.as_ptr());
    });
}

fn from_slice(m: &mut Meter) {
    let source = numbers();
    repeat!(m, || {
        let v: Vec<u64> = Vec::from(opaque_slice(&source));
        keep_memory(v.as_ptr());
    });
}

fn zeros(m: &mut Meter, n: usize) {
    repeat!(m, || {
        let v = vec![0_u64; opaque(n)];
        keep_memory(v.as_ptr());
    });
}

fn sevens(m: &mut Meter) {
    repeat!(m, || {
        let v = vec![7_u8; opaque(4096)];
        keep_memory(v.as_ptr());
    });
}

fn list(m: &mut Meter) {
    repeat!(m, || {
        let x = opaque(5) as u64;
        let v = vec![x, x, x, x];
        keep_memory(v.as_ptr());
    });
}

fn clone_u64(m: &mut Meter) {
    let mut source = vec![1_u64; 1_000];
    repeat!(m, || {
        let v = opaque_mut(&mut source).clone();
        keep_memory(v.as_ptr());
    });
}

fn clone_string(m: &mut Meter) {
    let mut source: Vec<String> = strings().into_iter().collect();
    repeat!(m, || {
        let v = opaque_mut(&mut source).clone();
        keep_memory(v.as_ptr());
    });
}

fn clone_from_string(m: &mut Meter) {
    let mut source: Vec<String> = strings().into_iter().collect();
    let mut v = source.clone();
    repeat!(m, || {
        v.clone_from(opaque_mut(&mut source));
        keep_memory(v.as_ptr());
    });
}
