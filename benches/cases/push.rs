//! One element at a time, at the end.

use super::subject::{Vec, vec};
use crate::harness::{Case, Meter, PARITY, batch, keep, keep_memory, opaque, opaque_mut, repeat};

pub(crate) const CASES: &[Case] = &[
    Case::new("push_grow_1e3", 1_000, 0.75, |m| push_grow(m, 1_000)),
    Case::new("push_grow_1e6", 1_000_000, 0.6, |m| push_grow(m, 1_000_000)),
    Case::new("push_grow_48B_1e3", 1_000, PARITY, push_grow_48_bytes),
    Case::new("push_grow_string_100", 100, PARITY, push_grow_string),
    Case::new("push_grow_4", 1, PARITY, |m| push_grow(m, 4)),
    Case::new("push_cap_1e3", 1_000, PARITY, push_cap),
    Case::new("push_field_1e3", 1_000, PARITY, push_field),
    Case::new("push_memory_1e3", 1_000, PARITY, push_memory),
    Case::new("push_pop_pair", 1, PARITY, push_pop_pair),
    Case::new("pop_1e3", 1_000, PARITY, pop),
];

fn push_grow(m: &mut Meter, n: u64) {
    repeat!(m, || {
        let mut v = Vec::new();
        for i in 0..opaque(n as usize) as u64 {
            v.push(i);
        }
        keep_memory(v.as_ptr());
    });
}

fn push_grow_48_bytes(m: &mut Meter) {
    repeat!(m, || {
        let mut v = Vec::new();
        for i in 0..opaque(1_000) as u64 {
            v.push([i; 6]);
        }
        keep_memory(v.as_ptr());
    });
}

fn push_grow_string(m: &mut Meter) {
    let strings = || (0..100).map(|i| i.to_string()).collect();
    batch!(m, strings, |strings: std::vec::Vec<String>| {
        let mut v = Vec::new();
        for s in strings {
            v.push(s);
        }
        v
    });
}

fn push_cap(m: &mut Meter) {
    repeat!(m, || {
        let mut v = Vec::with_capacity(opaque(1_000));
        for i in 0..opaque(1_000) as u64 {
            v.push(i);
        }
        keep_memory(v.as_ptr());
    });
}

struct Holder {
    values: Vec<u64>,
}

/// The loop knows the struct, and nobody else.
fn push_field(m: &mut Meter) {
    let mut holder = Holder { values: vec![] };
    repeat!(m, || {
        let holder = opaque_mut(&mut holder);
        holder.values = Vec::new();
        for i in 0..opaque(1_000) as u64 {
            holder.values.push(i);
        }
    });
}

/// Each push finds a struct of which it knows nothing.
fn push_memory(m: &mut Meter) {
    let mut holder = Holder { values: vec![] };
    repeat!(m, || {
        holder.values = Vec::new();
        for i in 0..opaque(1_000) as u64 {
            opaque_mut(&mut holder).values.push(i);
        }
    });
}

fn push_pop_pair(m: &mut Meter) {
    let mut v = vec![0; 16];
    repeat!(m, || {
        let v = opaque_mut(&mut v);
        v.push(opaque(1) as u64);
        keep(opaque_mut(v).pop().unwrap_or_default());
    });
}

fn pop(m: &mut Meter) {
    let full = || vec![1_u64; 1_000];
    batch!(m, full, |mut v| {
        while let Some(x) = v.pop() {
            keep(x);
        }
        v
    });
}
