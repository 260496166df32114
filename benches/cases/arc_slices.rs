//! Slices and strings.

use super::subject::{Arc, vec};
use crate::harness::{
    Case, Meter, PARITY, batch, keep_memory, opaque, opaque_mut, opaque_slice, repeat,
};

const COPY: f64 = 0.8;

pub(crate) const CASES: &[Case] = &[
    Case::new("arc_from_slice_u64x64", 64, COPY, from_slice),
    Case::new("arc_from_str_20B", 1, COPY, from_str),
    Case::new("arc_from_vec_u64x64", 64, COPY, from_vec),
    Case::new("arc_from_vec_u64_1e3", 1_000, PARITY, from_long_vec),
];

fn from_slice(m: &mut Meter) {
    let v = vec![1_u64; 64];
    repeat!(m, || {
        let arc = Arc::<[u64]>::from(opaque_slice(&v));
        keep_memory((*arc).as_ptr());
    });
}

fn from_str(m: &mut Meter) {
    let mut text = String::from("twenty bytes of text");
    repeat!(m, || {
        let arc = Arc::<str>::from(opaque_mut(&mut text).as_str());
        keep_memory((*arc).as_ptr());
    });
}

fn from_vec(m: &mut Meter) {
    batch!(m, || vec(opaque(64)), Arc::<[u64]>::from);
}

fn from_long_vec(m: &mut Meter) {
    batch!(m, || vec(opaque(1_000)), Arc::<[u64]>::from);
}
