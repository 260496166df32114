//! Histories of counted pointers that nobody thought of, replayed against std.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::Strategy;

use crate::draw;
use crate::support::model::counted::Case;
use crate::support::model::counted::op::Op;
use crate::support::probe::{Align64, Elem, Probe, Token};
use crate::support::scale::{cases, scale};
use crate::support::world::{Kind, for_every_panic_point};

use super::super::subject::model::{fuzz, replay};

fn calm<T: Elem + Default>() {
    let op = any::<[u8; Op::SIZE]>().prop_map(|record| Op::decode(&record));
    draw::cases(scale(3_000, 2), vec(op, 0..scale(60, 16)), |ops| {
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

/// With a panic that the first bytes choose.
#[test]
fn histories_of_bytes() {
    fn law(bytes: Vec<u8>) -> bool {
        fuzz::<Probe>(&bytes);
        true
    }
    draw::laws(scale(10_000, 4), law as fn(Vec<u8>) -> bool);
}

/// Each operation is done last, after some that make pointers of all kinds; with every panic point.
#[test]
fn every_operation_with_every_panic() {
    let before = [
        Op::New(1),
        Op::Clone(0),
        Op::Downgrade(0),
        Op::New(2),
        Op::Unique(3),
        Op::UniqueDowngrade(0),
        Op::decode(&[34, 2, 0b11_10_01]),
        Op::SliceClone(0),
        Op::SliceDowngrade(0),
    ];
    let mut points = 0;
    for code in cases(0..41_u8, 5) {
        for operand in (0..6_u8).take(scale(6, 1)) {
            let last = Op::decode(&[code, operand, 1]);
            let ops: Vec<Op> = before.into_iter().chain([last]).collect();
            let kinds = [Kind::Clone, Kind::Drop, Kind::Compare, Kind::Call];
            points += for_every_panic_point(&kinds, |fuse| {
                replay::<Probe>(&Case {
                    ops: &ops,
                    fuse: Some((before.len(), fuse)),
                })
            });
        }
    }
    println!("{points} panic points");
    assert!(points >= scale(100, 10) / 10, "too few to mean anything");
}
