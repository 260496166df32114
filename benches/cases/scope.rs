//! Scopes that hand everything back at their end.

use super::subject::{Bump, Scope, scope};
use crate::harness::{Case, Meter, PARITY, keep_memory, opaque, repeat};

pub(crate) const CASES: &[Case] = &[
    Case::new("scope_empty", 1, PARITY, empty),
    Case::new("scope_8_u64", 1, PARITY, eight),
];

fn empty(m: &mut Meter) {
    let mut bump = Bump::new();
    bump.alloc(1_u64);
    repeat!(m, || scope(&mut bump, |inner| keep_memory(
        &raw const *inner
    )));
}

fn eight(m: &mut Meter) {
    let mut bump = Bump::new();
    bump.alloc(1_u64);
    repeat!(m, || scope(&mut bump, |inner: &Scope<'_>| {
        for _ in 0..8 {
            keep_memory(&raw const *inner.alloc(opaque(1) as u64));
        }
    }));
}
