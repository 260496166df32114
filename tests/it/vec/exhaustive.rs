//! Small scopes, without a gap: every operation on every small vector, each with every panic point and every call of the allocator going wrong.
//!
//! Random tests look further. What they may miss by bad luck, a capacity that is just reached, a range that ends at the end, a panic in the
//! last drop but one, is all within three elements.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::support::catch::catch;
use crate::support::feed::{Data, Hint};
use crate::support::heap::{Manner, Trouble};
use crate::support::model::vec::op::{End, Op, Take};
use crate::support::model::vec::{Case, Fault, replay, replay_global};
use crate::support::probe::{Align64, Elem, Probe, Token};
use crate::support::scale::scale;
use crate::support::world::{Kind, for_every_panic_point};

use super::small;

/// Runs `run` on all cases of one operation, or on every `part`-th one of them; on fewer where [`scale`] says so.
///
/// Prints how many runs there were, and fails when there were fewer than `least` for all cases: a loop that ran empty proves
/// nothing. Failures are collected and told by operation, because which ones fail together tells more than the first one.
fn each(name: &str, part: usize, least: usize, mut run: impl FnMut(usize, Data, &Op) -> usize) {
    let ops = small::ops();
    let states = small::states();
    let all = states.len() * ops.len();
    let mut stride = (all / scale(all / part, 20)).max(1);
    // A stride that shares no factor with the number of operations leaves none of them out.
    while (2..=stride).any(|factor| stride % factor == 0 && ops.len() % factor == 0) {
        stride += 1;
    }
    let mut runs = 0;
    let mut failures = BTreeMap::new();
    for case in (0..all).step_by(stride) {
        let (cap, data) = states[case / ops.len()];
        let op = &ops[case % ops.len()];
        match catch(|| run(cap, data, op)) {
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
    let (ops, vectors) = (ops.len(), states.len());
    println!("{name}: {runs} sequences, 1/{stride} of {ops} operations on {vectors} vectors");
    // Of a handful of cases, as a small scale leaves them, none need be one that runs.
    let least = if all / stride < 10 { 0 } else { least / stride };
    assert!(runs >= least, "{runs} runs, at least {least} expected");
}

/// The text up to a mark.
fn first(text: &str, mark: char) -> String {
    text.split(mark).next().unwrap_or(text).to_owned()
}

/// Each operation as it is.
fn plain<T: Elem>(name: &str, part: usize) {
    each(name, part, 100_000, |cap, data, op| {
        let ops = [*op];
        let case = Case {
            cap,
            data,
            ..Case::of(&ops)
        };
        replay::<T>(&case);
        replay_global::<T>(&case);
        2
    });
}

/// Each operation with each of its panic points.
fn panics<T: Elem>(name: &str) {
    each(name, 1, 30_000, |cap, data, op| {
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
    });
}

#[test]
fn probes() {
    plain::<Probe>("probes", 1);
}

#[test]
fn aligned_probes() {
    plain::<Probe<Align64>>("aligned probes", 5);
}

#[test]
fn tokens() {
    plain::<Token>("tokens", 1);
}

#[test]
fn aligned_tokens() {
    plain::<Token<Align64>>("aligned tokens", 5);
}

#[test]
fn strings() {
    plain::<String>("strings", 5);
}

#[test]
fn bytes() {
    plain::<u8>("bytes", 5);
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
    each("manners", 4, 200_000, |cap, data, op| {
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
    });
}

/// Each operation with each call of the heap unwinding, and with each clone and drop of the handle panicking.
#[test]
fn every_call_of_the_heap_unwinds() {
    each("unwinding heap", 1, 10_000, |cap, data, op| {
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
    });
}

/// Each operation that returns the failure, with each call of the heap refused.
///
/// The other operations abort then; `alloc_failure.rs` looks at those.
#[test]
fn every_call_of_the_heap_is_refused() {
    let fallible = |op: &Op| {
        use Op::{TryReserve, TryReserveExact, TryWithCapacity};
        matches!(op, TryReserve(_) | TryReserveExact(_) | TryWithCapacity(_))
    };
    let ops: Vec<Op> = small::ops().iter().copied().filter(fallible).collect();
    let states = small::states();
    let some = states.len() / scale(states.len(), 1).min(states.len());
    let (mut runs, mut refused) = (0, 0);
    for (cap, data) in states.into_iter().step_by(some) {
        for op in &ops {
            let case = Case {
                cap,
                data,
                ..Case::of(std::slice::from_ref(op))
            };
            let fault = |call| Fault::Heap(0, Trouble::Refuse, call);
            let calls = (0..).take_while(|call| {
                let fault = fault(*call);
                replay::<Probe>(&Case { fault, ..case })
            });
            let calls = calls.count();
            refused += calls;
            runs += calls + 1;
        }
    }
    println!("refusing heap: {runs} sequences, {refused} calls refused");
    assert!(refused * some >= 200, "only {refused} calls were refused");
}

/// Each operation after each of a few that leave a vector in some state.
#[test]
fn pairs() {
    let makers = small::makers_of_state();
    let mut turn = 0;
    each("pairs", 1, 40_000, |cap, data, op| {
        // The next maker each time: each operation meets each of them in some of the states.
        turn += 1;
        let ops = [makers[turn % makers.len()], *op];
        replay::<Probe>(&Case {
            cap,
            data,
            ..Case::of(&ops)
        });
        1
    });
}

/// A splice that is read from behind, and whose new elements promise to have no end, while every event panics: once that was
/// the test's second panic, and the end of the process.
#[test]
fn a_splice_is_dropped_by_each_panic() {
    let data = |len| Data { len, pattern: 49 };
    for hint in Hint::ALL {
        for end in [End::Fold, End::Rfold] {
            let range = (Bound::Excluded(4), Bound::Included(6));
            let ops = [Op::Splice(range, data(8), hint, Take::NONE, end)];
            let tried = for_every_panic_point(&[Kind::Drop, Kind::Call], |fuse| {
                replay::<Probe>(&Case {
                    data: data(9),
                    fault: Fault::Fuse(0, fuse),
                    ..Case::of(&ops)
                })
            });
            assert!(tried > 2, "{tried} panics");
        }
    }
}
