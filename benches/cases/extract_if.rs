//! `extract_if`, which not every rival has.

use super::subject::Vec;
use crate::harness::{Case, Meter, PARITY, batch, keep};

pub(crate) const CASES: &[Case] = &[Case::new(
    "extract_if_half_1e3",
    1_000,
    PARITY,
    extract_if_half,
)];

fn extract_if_half(m: &mut Meter) {
    let fresh = || (0..1_000).collect::<Vec<u64>>();
    batch!(m, fresh, |mut v| {
        keep(v.extract_if(.., |x| *x % 2 == 0).sum());
        v
    });
}
