//! Small scopes, without a gap: every short sequence of operations, and every panic point in the last of them.
//!
//! Which borrow is refused depends on those that are live, and a guard can be moved, split, forgotten and dropped in any
//! order. Within three steps on two cells there is every order of any two of these.

use crate::support::model::cell::op::{Answer, Op};
use crate::support::model::cell::{Case, replay};
use crate::support::probe::{Probe, Token};
use crate::support::scale::scale;
use crate::support::world::{Kind, for_every_panic_point};

const ANSWERS: [Answer; 3] = [Answer::Yes, Answer::No, Answer::Panic];

/// Operations on `RefCell`s and their guards, over the smallest domain that has every case.
fn guards() -> Vec<Op> {
    let mut ops = vec![
        Op::Borrow(0),
        Op::Borrow(1),
        Op::TryBorrow(0),
        Op::BorrowMut(0),
        Op::BorrowMut(1),
        Op::TryBorrowMut(0),
        Op::Unguarded(0),
        Op::Replace(0, 9),
        Op::Swap(0, 0),
        Op::Swap(0, 1),
        Op::Take(0),
        Op::Clone(0),
        Op::CloneFrom(0),
        Op::Compare(0, 0),
        Op::Compare(0, 1),
        Op::Debug(0),
        Op::SwapGuards(0, 1),
    ];
    for guard in 0..2 {
        ops.extend([
            Op::Drop(guard),
            Op::Forget(guard),
            Op::Leak(guard),
            Op::CloneGuard(guard),
            Op::Write(guard, 9),
            Op::Show(guard),
        ]);
    }
    for answer in ANSWERS {
        ops.extend([
            Op::ReplaceWith(0, 9, answer),
            Op::Map(0, answer),
            Op::FilterMap(0, answer),
            Op::TryMap(0, answer),
            Op::MapSplit(0, answer),
        ]);
    }
    ops
}

/// Operations on the other cells.
fn values() -> Vec<Op> {
    let mut ops = vec![
        Op::CellSet(0, 9),
        Op::CellReplace(0, 9),
        Op::CellSwap(0, 0),
        Op::CellSwap(0, 1),
        Op::CellTake(0),
        Op::CellGetMut(0, 9),
        Op::CopySlices(0, 9),
        Op::CopyCompare(0, 0),
        Op::CopyCompare(0, 1),
        Op::OnceGet,
        Op::OnceGetMut(9),
        Op::OnceSet(9),
        Op::OnceTryInsert(9),
        Op::OnceReenter(9),
        Op::OnceTake,
        Op::OnceClone,
        Op::OnceDebug,
        Op::LazyForce,
        Op::LazyForceMut(9),
        Op::LazyGet,
        Op::LazyGetMut(9),
        Op::LazyIntoInner,
        Op::LazyDebug,
    ];
    for answer in ANSWERS {
        ops.extend([
            Op::CopyUpdate(0, 9, answer),
            Op::OnceInit(9, answer),
            Op::OnceTryInit(9, answer),
            Op::OnceMutInit(9, answer),
            Op::OnceMutTryInit(9, answer),
            Op::LazyNew(9, answer),
        ]);
    }
    ops
}

/// Every sequence of three of these operations, or of two with every panic point of the second; fewer under an interpreter.
fn each(name: &str, ops: &[Op], mut run: impl FnMut(&[Op])) {
    let all = ops.len().pow(3);
    let stride = (all / scale(all, 12)).max(1);
    let mut runs = 0;
    for n in (0..all).step_by(stride) {
        let [a, b, c] = [n / ops.len().pow(2), n / ops.len(), n].map(|n| ops[n % ops.len()]);
        run(&[a, b, c]);
        runs += 1;
    }
    println!("{name}: {runs} of {all} sequences");
    assert!(runs >= all / stride);
}

#[test]
fn three_steps_with_guards() {
    each("guards", &guards(), |ops| {
        replay::<Probe>(&Case { ops, fuse: None });
    });
}

#[test]
fn three_steps_with_guards_of_nothing() {
    each("guards of nothing", &guards(), |ops| {
        replay::<Token>(&Case { ops, fuse: None });
    });
}

#[test]
fn three_steps_with_values() {
    each("values", &values(), |ops| {
        replay::<Probe>(&Case { ops, fuse: None });
    });
}

/// User code panics at each point of each operation that follows each other one.
#[test]
fn every_panic_in_the_second_step() {
    const KINDS: [Kind; 4] = [Kind::Clone, Kind::Drop, Kind::Compare, Kind::Call];
    let (guards, values) = (guards(), values());
    let pairs = [&guards, &values]
        .map(|ops| ops.iter().flat_map(|a| ops.iter().map(|b| [*a, *b])))
        .into_iter()
        .flatten();
    let all = guards.len().pow(2) + values.len().pow(2);
    let stride = (all / scale(all, 4)).max(1);
    let mut points = 0;
    for ops in pairs.step_by(stride) {
        points += for_every_panic_point(&KINDS, |fuse| {
            replay::<Probe>(&Case {
                ops: &ops,
                fuse: Some((1, fuse)),
            })
        });
    }
    println!("{points} panics in {} of {all} sequences", all / stride);
    assert!(points >= all / stride / 2, "only {points} panics");
}
