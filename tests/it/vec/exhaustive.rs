//! Small scopes, without a gap: every operation on every small vector, each with every panic point and every call of the allocator going wrong.
//!
//! Random tests look further. What they may miss by bad luck, a capacity that is just reached, a range that ends at the end, a panic in the
//! last drop but one, is all within three elements.

use std::collections::BTreeMap;

use crate::support::catch::catch;
use crate::support::feed::Data;
use crate::support::heap::{Manner, Trouble};
use crate::support::model::vec::op::Op;
use crate::support::model::vec::{Case, Fault, replay, replay_global};
use crate::support::probe::{Align64, Elem, Probe, Token};
use crate::support::world::{Kind, for_every_panic_point};

use super::small;

/// Runs `run` on all cases of one operation; on every `stride`-th one when they are too many for where this runs.
///
/// Prints how many runs there were, and fails when there were fewer than `least`: a loop that ran empty proves nothing. Failures
/// are collected and told by operation, because which ones fail together tells more than the first one.
fn each(name: &str, stride: usize, least: usize, mut run: impl FnMut(usize, Data, &Op) -> usize) {
    let ops = small::ops();
    let states = small::states();
    let cases = states
        .iter()
        .flat_map(|state| ops.iter().map(move |op| (state, op)));
    let mut runs = 0;
    let mut failures = BTreeMap::new();
    for ((cap, data), op) in cases.step_by(stride) {
        match catch(|| run(*cap, *data, op)) {
            Ok(more) => runs += more,
            Err(caught) => {
                let what = caught.message.unwrap_or_default();
                let kind = (first(&format!("{op:?}"), '('), first(&what, ':'));
                failures.entry(kind).or_insert((0, what)).0 += 1;
            }
        }
    }
    let report: Vec<_> = failures
        .iter()
        .map(|((op, _), (times, first))| format!("{op}, {times} times; the first: {first}"))
        .collect();
    assert!(report.is_empty(), "\n{}", report.join("\n"));
    println!(
        "{name}: {runs} sequences, {} operations on {} vectors",
        ops.len(),
        states.len()
    );
    assert!(runs >= least, "{runs} runs, at least {least} expected");
}

/// The text up to a mark.
fn first(text: &str, mark: char) -> String {
    text.split(mark).next().unwrap_or(text).to_owned()
}

/// Strides that share no factor with the number of operations pass all of them in time.
fn stride(native: usize, miri: usize) -> usize {
    if cfg!(miri) { miri } else { native }
}

/// Each operation as it is.
fn plain<T: Elem>(name: &str) {
    each(
        name,
        stride(1, 397),
        stride(40_000, 200),
        |cap, data, op| {
            let ops = [*op];
            let case = Case {
                cap,
                data,
                ..Case::of(&ops)
            };
            replay::<T>(&case);
            replay_global::<T>(&case);
            2
        },
    );
}

/// Each operation with each of its panic points.
fn panics<T: Elem>(name: &str) {
    each(
        name,
        stride(1, 797),
        stride(80_000, 200),
        |cap, data, op| {
            let ops = [*op];
            let case = Case {
                cap,
                data,
                ..Case::of(&ops)
            };
            for_every_panic_point(&Kind::OF_ELEMENTS, |fuse| {
                let fault = Fault::Fuse(0, fuse);
                replay::<T>(&Case { fault, ..case })
            })
        },
    );
}

#[test]
fn probes() {
    plain::<Probe>("probes");
}

#[test]
fn aligned_probes() {
    plain::<Probe<Align64>>("aligned probes");
}

#[test]
fn tokens() {
    plain::<Token>("tokens");
}

#[test]
fn aligned_tokens() {
    plain::<Token<Align64>>("aligned tokens");
}

#[test]
fn strings() {
    plain::<String>("strings");
}

#[test]
fn bytes() {
    plain::<u8>("bytes");
}

#[test]
fn probes_with_every_panic() {
    panics::<Probe>("probes, every panic");
}

#[test]
fn tokens_with_every_panic() {
    panics::<Token<Align64>>("tokens, every panic");
}

/// Each operation in a heap that answers in each manner.
#[test]
fn every_manner_of_heap() {
    each(
        "manners",
        stride(1, 797),
        stride(80_000, 200),
        |cap, data, op| {
            let ops = [*op];
            for manner in Manner::ALL {
                replay::<Probe>(&Case {
                    cap,
                    data,
                    manner,
                    ..Case::of(&ops)
                });
            }
            Manner::ALL.len()
        },
    );
}

/// Each operation with each call of the heap unwinding, and with each clone and drop of the handle panicking.
#[test]
fn every_call_of_the_heap_unwinds() {
    each(
        "unwinding heap",
        stride(1, 797),
        stride(15_000, 20),
        |cap, data, op| {
            let ops = [*op];
            let case = Case {
                cap,
                data,
                ..Case::of(&ops)
            };
            let mut calls = 0;
            while replay::<Probe>(&Case {
                fault: Fault::Heap(0, Trouble::Unwind, calls),
                ..case
            }) {
                calls += 1;
            }
            calls
                + for_every_panic_point(&[Kind::Handle], |fuse| {
                    let fault = Fault::Fuse(0, fuse);
                    replay::<Probe>(&Case { fault, ..case })
                })
        },
    );
}

/// Each operation that returns the failure, with each call of the heap refused.
///
/// The other operations abort then; `alloc_failure.rs` looks at those.
#[test]
fn every_call_of_the_heap_is_refused() {
    let mut refused = 0;
    each("refusing heap", 1, 700, |cap, data, op| {
        if !matches!(
            op,
            Op::TryReserve(_) | Op::TryReserveExact(_) | Op::TryWithCapacity(_)
        ) {
            return 0;
        }
        let ops = [*op];
        let mut runs = 1;
        loop {
            let fault = Fault::Heap(0, Trouble::Refuse, runs - 1);
            if !replay::<Probe>(&Case {
                cap,
                data,
                fault,
                ..Case::of(&ops)
            }) {
                return runs;
            }
            refused += 1;
            runs += 1;
        }
    });
    assert!(refused >= 100, "only {refused} calls were refused");
}

/// Each operation after each of a few that leave a vector in some state.
#[test]
fn pairs() {
    let makers = small::makers_of_state();
    let mut turn = 0;
    each(
        "pairs",
        stride(1, 797),
        stride(40_000, 50),
        |cap, data, op| {
            // The next maker each time: each operation meets each of them in some of the states.
            turn += 1;
            let ops = [makers[turn % makers.len()], *op];
            replay::<Probe>(&Case {
                cap,
                data,
                ..Case::of(&ops)
            });
            1
        },
    );
}
