//! One block after another, in the same chunk again and again, and in fresh ones.

use super::subject::Bump;
use crate::harness::{Case, Meter, PARITY, keep_memory, opaque, opaque_slice, repeat};

/// So many blocks between two resets.
const BLOCKS: usize = 1000;

pub(crate) const CASES: &[Case] = &[
    Case::new("bump_u8_1e3_warm", 1_000, PARITY, byte),
    Case::new("bump_u64_1e3_warm", 1_000, PARITY, word),
    Case::new("bump_48B_1e3_warm", 1_000, PARITY, six_words),
    Case::new("bump_u8_u64_mixed_1e3_warm", 1_000, PARITY, mixed),
    Case::new("bump_slice_64B_1e3_warm", 1_000, PARITY, slice),
    Case::new("bump_str_20B_1e3_warm", 1_000, PARITY, text),
    Case::new("bump_u64_1e3_fresh", 1_000, PARITY, fresh),
    Case::new("bump_reset_1", 1, PARITY, reset),
    Case::new("bump_new_drop_1", 1, PARITY, new_drop),
];

/// Fills an arena that has the room, and empties it again.
macro_rules! warm {
    ($m:expr, |$bump:ident| $body:expr) => {{
        let mut arena = Bump::new();
        for _ in 0..2 {
            let $bump = &arena;
            for _ in 0..BLOCKS {
                $body;
            }
            arena.reset();
        }
        repeat!($m, || {
            let $bump = &arena;
            for _ in 0..opaque(BLOCKS) {
                $body;
            }
            arena.reset();
        });
    }};
}

fn byte(m: &mut Meter) {
    warm!(m, |bump| keep_memory(
        &raw const *bump.alloc(opaque(1) as u8)
    ));
}

fn word(m: &mut Meter) {
    warm!(m, |bump| keep_memory(
        &raw const *bump.alloc(opaque(1) as u64)
    ));
}

fn six_words(m: &mut Meter) {
    warm!(m, |bump| keep_memory(
        &raw const *bump.alloc([opaque(1) as u64; 6])
    ));
}

fn mixed(m: &mut Meter) {
    warm!(m, |bump| {
        keep_memory(&raw const *bump.alloc(opaque(1) as u8));
        keep_memory(&raw const *bump.alloc(opaque(1) as u64));
    });
}

fn slice(m: &mut Meter) {
    let src = [7_u8; 64];
    warm!(m, |bump| keep_memory(
        bump.slice(opaque_slice(&src)).as_ptr()
    ));
}

fn text(m: &mut Meter) {
    let src = "twenty bytes of text";
    warm!(m, |bump| {
        let src = opaque_slice(src.as_bytes());
        // SAFETY: the bytes of a string, unchanged.
        let src = unsafe { std::str::from_utf8_unchecked(src) };
        keep_memory(bump.text(src).as_ptr());
    });
}

fn fresh(m: &mut Meter) {
    repeat!(m, || {
        let bump = Bump::new();
        for _ in 0..opaque(BLOCKS) {
            keep_memory(&raw const *bump.alloc(opaque(1) as u64));
        }
    });
}

fn reset(m: &mut Meter) {
    let mut bump = Bump::new();
    repeat!(m, || {
        keep_memory(&raw const *bump.alloc(opaque(1) as u64));
        bump.reset();
    });
}

fn new_drop(m: &mut Meter) {
    repeat!(m, || {
        let bump = Bump::new();
        keep_memory(&raw const *bump.alloc(opaque(1) as u64));
    });
}
