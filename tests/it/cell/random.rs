//! Longer histories than [`exhaustive`](super::exhaustive) can try: random operations, replayed against std.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::Strategy;

use crate::draw;
use crate::support::model::cell::op::Op;
use crate::support::model::cell::{Case, fuzz, replay};
use crate::support::probe::{Align64, Elem, Probe, Token};
use crate::support::scale::scale;

fn calm<T: Elem + Default>() {
    let op = any::<[u8; Op::SIZE]>().prop_map(|record| Op::decode(&record));
    draw::cases(scale(3_000, 2), vec(op, 0..scale(40, 12)), |ops| {
        replay::<T>(&Case {
            ops: &ops,
            fuse: None,
        });
    });
}

#[test]
fn probes() {
    calm::<Probe>();
}

#[test]
fn aligned_probes() {
    calm::<Probe<Align64>>();
}

#[test]
fn tokens() {
    calm::<Token>();
}

#[test]
fn strings() {
    calm::<String>();
}

#[test]
fn bytes() {
    calm::<u8>();
}

/// The fuzz targets' entry point, with a panic somewhere in each history.
#[test]
fn disturbed() {
    draw::cases(scale(6_000, 3), vec(any::<u8>(), 0..250), |bytes| {
        fuzz::<Probe>(&bytes);
        fuzz::<Token<Align64>>(&bytes);
    });
}

/// The same by quickcheck, which draws and shrinks in another way.
#[test]
fn histories_that_quickcheck_draws() {
    fn law(bytes: Vec<u8>) -> bool {
        fuzz::<Probe>(&bytes);
        fuzz::<String>(&bytes);
        true
    }
    draw::laws(scale(2_000, 2), law as fn(Vec<u8>) -> bool);
}
