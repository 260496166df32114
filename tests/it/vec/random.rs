//! Longer histories than [`exhaustive`](super::exhaustive) can try: random operations, replayed against std.

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::{any, prop};
use proptest::strategy::Strategy;

use crate::draw;
use crate::support::feed::Data;
use crate::support::heap::{Manner, Trouble};
use crate::support::model::vec::op::Op;
use crate::support::model::vec::{Case, Fault, fuzz, fuzz_faults, replay, replay_global};
use crate::support::probe::{Align64, Align4096, Elem, Probe, Token};
use crate::support::scale::scale;
use crate::support::world::{Fuse, Kind};

/// Every operand is a byte of its own, so that lengths, capacities, indices and data are drawn independently.
fn ops() -> impl Strategy<Value = Vec<Op>> {
    vec(
        any::<[u8; Op::SIZE]>().prop_map(|record| Op::decode(&record)),
        0..scale(40, 12),
    )
}

/// A vector to start with: its capacity has nothing to do with its length.
fn start() -> impl Strategy<Value = (usize, Data)> {
    let data = (0..20_u8, any::<u8>()).prop_map(|(len, pattern)| Data { len, pattern });
    (0..24_usize, data)
}

fn manner() -> impl Strategy<Value = Manner> {
    prop::sample::select(Manner::ALL.as_slice())
}

/// Which operation is disturbed, how, and at which event in it.
fn fault() -> impl Strategy<Value = Fault> {
    (0..scale(20, 8), 0..8_usize, 0..12_usize).prop_map(|(op, how, at)| match how {
        0 => Fault::Heap(op, Trouble::Unwind, at % 3),
        1 => Fault::Fuse(
            op,
            Fuse {
                kind: Kind::Handle,
                at: at % 3,
            },
        ),
        2 => Fault::Fuse(
            op,
            Fuse {
                kind: Kind::Clone,
                at,
            },
        ),
        3 => Fault::Fuse(
            op,
            Fuse {
                kind: Kind::Compare,
                at,
            },
        ),
        4 => Fault::Fuse(
            op,
            Fuse {
                kind: Kind::Hash,
                at,
            },
        ),
        5 => Fault::Fuse(
            op,
            Fuse {
                kind: Kind::Call,
                at,
            },
        ),
        _ => Fault::Fuse(
            op,
            Fuse {
                kind: Kind::Drop,
                at,
            },
        ),
    })
}

fn calm<T: Elem>() {
    draw::cases(
        scale(1_500, 2),
        (start(), ops(), manner()),
        |((cap, data), ops, manner)| {
            let case = Case {
                cap,
                data,
                ops: &ops,
                fault: Fault::None,
                manner,
            };
            replay::<T>(&case);
            replay_global::<T>(&case);
        },
    );
}

#[test]
fn probes() {
    calm::<Probe>();
}

#[test]
fn probes_on_a_page_each() {
    calm::<Probe<Align4096>>();
}

#[test]
fn tokens() {
    calm::<Token<Align64>>();
}

#[test]
fn strings() {
    calm::<String>();
}

#[test]
fn bytes() {
    calm::<u8>();
}

#[test]
fn words() {
    calm::<u64>();
}

/// One thing goes wrong in each history, which then goes on.
#[test]
fn disturbed() {
    let reached = Cell::new(0);
    let strategy = (start(), ops(), manner(), fault());
    draw::cases(
        scale(6_000, 3),
        strategy,
        |((cap, data), ops, manner, fault)| {
            let case = Case {
                cap,
                data,
                ops: &ops,
                fault,
                manner,
            };
            if replay::<Probe>(&case) {
                reached.set(reached.get() + 1);
            }
            replay::<Token>(&case);
        },
    );
    // Most faults ask for an event that never comes. At a small scale, chance takes more of the few that do.
    let least = scale(300, 0);
    assert!(
        reached.get() >= least - 2 * least.isqrt(),
        "only {} faults came",
        reached.get()
    );
}

/// The entry points of the fuzz targets, which are seldom run elsewhere: any bytes mean something.
#[test]
fn bytes_as_histories() {
    draw::cases(scale(1_000, 2), vec(any::<u8>(), 0..300), |bytes| {
        fuzz::<Probe>(&bytes);
        fuzz_faults::<Probe>(&bytes);
    });
}
