//! The model of counted pointers: any operations, replayed on the crate's and on std's, must show the same.
//!
//! [`op::Op`] is an operation as data. `apply.rs` does one; it is compiled against the crate's [`rc`] and [`sync`] and against
//! std's `Rc`, so that all run the same lines. A history works on sets of owners, `Weak`s and unique owners of single
//! values, and of owners and `Weak`s of slices; after each operation all their counts and values are compared, and what was
//! dropped. Stable std has no unique owner: `theirs.rs` makes one of an `Rc` that nobody else can reach yet. In one thread
//! std's `Arc` shows what its `Rc` shows, so that one model serves both.

pub(crate) mod op;
pub(crate) mod rc;
pub(crate) mod sync;
mod theirs;

use self::op::Op;
use crate::support::probe::Elem;
use crate::support::world::{Fuse, Kind};

/// What could be seen of one operation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// What was answered, and then, for each pointer that there is, its counts and value.
    pub(crate) seen: Vec<usize>,
    pub(crate) panicked: bool,
    /// The values that were dropped, in order.
    pub(crate) dropped: Vec<u8>,
}

/// Operations on no pointers, and a panic of user code during one of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) ops: &'a [Op],
    pub(crate) fuse: Option<(usize, Fuse)>,
}

/// What a whole history showed.
#[derive(Debug)]
pub(crate) struct History {
    pub(crate) steps: Vec<Step>,
    /// Whether the fuse was reached.
    pub(crate) reached: bool,
    /// How many elements were never dropped.
    pub(crate) lost: usize,
}

/// Replays the case on std's pointers as well, and fails the test where they differ.
///
/// Returns whether the fuse of the case was reached.
fn compare<T: Elem + Default>(case: &Case<'_>, ours: &History) -> bool {
    let theirs = theirs::run::<T>(case);
    for (n, (ours, theirs)) in ours.steps.iter().zip(&theirs.steps).enumerate() {
        let op = case.ops.get(n);
        assert_eq!(ours, theirs, "operation {n}, {op:?}, of {case:?}");
    }
    assert_eq!(ours.steps.len(), theirs.steps.len(), "{case:?}");
    assert_eq!(ours.reached, theirs.reached, "{case:?}");
    assert!(ours.lost <= theirs.lost, "{} lost: {case:?}", ours.lost);
    ours.reached
}

/// The longest history that a replay of bytes reads.
const LONGEST: usize = 64;

/// Reads bytes as operations and has them replayed; the first two choose a panic.
fn read(bytes: &[u8], replay: fn(&Case<'_>) -> bool) {
    let Some(([op, how], rest)) = bytes.split_first_chunk() else {
        return;
    };
    const KINDS: [Kind; 4] = [Kind::Clone, Kind::Drop, Kind::Compare, Kind::Call];
    let ops: Vec<Op> = Op::decode_all(rest).take(LONGEST).collect();
    let fuse = Fuse {
        kind: KINDS[usize::from(how % 4)],
        at: usize::from(how >> 2),
    };
    replay(&Case {
        ops: &ops,
        fuse: Some((usize::from(*op), fuse)),
    });
}
