//! Elements of one type, in an arena of their own.

use super::subject::Typed;
use crate::harness::{Case, Meter, PARITY, keep_memory, opaque, repeat};

pub(crate) const CASES: &[Case] = &[
    Case::new("typed_u64_1e3_fresh", 1_000, PARITY, words),
    Case::new("typed_48B_1e3_fresh", 1_000, PARITY, six_words),
    Case::new("typed_drop_1e3_fresh", 1_000, PARITY, dropped),
    Case::new("typed_u64_1e6_fresh", 1_000_000, PARITY, many),
    Case::new("typed_new_1_drop", 1, PARITY, one),
];

struct Dropped(u64);

impl Drop for Dropped {
    #[inline]
    fn drop(&mut self) {
        keep_memory(&raw const self.0);
    }
}

/// An arena of so many elements, from its making to its end.
fn fill<T>(count: usize, make: impl Fn() -> T) {
    let arena = Typed::new();
    for _ in 0..opaque(count) {
        keep_memory(&raw const *arena.alloc(make()));
    }
}

fn words(m: &mut Meter) {
    repeat!(m, || fill(1_000, || opaque(1) as u64));
}

fn six_words(m: &mut Meter) {
    repeat!(m, || fill(1_000, || [opaque(1) as u64; 6]));
}

fn dropped(m: &mut Meter) {
    repeat!(m, || fill(1_000, || Dropped(opaque(1) as u64)));
}

fn many(m: &mut Meter) {
    repeat!(m, || fill(1_000_000, || opaque(1) as u64));
}

fn one(m: &mut Meter) {
    repeat!(m, || fill(1, || opaque(1) as u64));
}
