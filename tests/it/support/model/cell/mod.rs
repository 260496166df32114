//! The model of cells: any operations, replayed on the crate's cells and on std's, must show the same.
//!
//! [`op::Op`] is an operation as data. `apply.rs` does one; it is compiled against both libraries, so that both run the
//! same lines. A history works on two `RefCell`s with guards of them that are held across operations, two `Cell`s of an
//! element and two of a number, a `OnceCell` and a `LazyCell`. What was seen, said by panics and dropped is compared
//! after every operation.

pub(crate) mod op;
pub(crate) mod ours;
pub(crate) mod theirs;

use self::op::Op;
use crate::support::catch::Caught;
use crate::support::probe::Elem;
use crate::support::world::{Fuse, Kind};

/// What could be seen of one operation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// What was answered, shown or handed to a closure.
    pub(crate) seen: String,
    /// Whether it panicked, and with which words.
    pub(crate) panicked: Option<Option<String>>,
    /// The values that were dropped, in order.
    pub(crate) dropped: Vec<u8>,
}

impl Step {
    fn new(seen: String, caught: Option<Caught>, dropped: Vec<u8>) -> Self {
        // With the feature `borrow-sites`, which no other crate can ask for, the words say more than std's.
        let plain = size_of::<drystone::cell::BorrowError>() == 0;
        let words = |caught: Caught| caught.message.filter(|_| plain);
        Self {
            seen,
            panicked: caught.map(words),
            dropped,
        }
    }
}

/// Operations on fresh cells, and a panic of user code during one of them.
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
    /// How many elements were never dropped: none, unless a drop has panicked.
    pub(crate) lost: usize,
}

/// Replays the case on both libraries' cells, and fails the test where they differ.
///
/// Returns whether the fuse of the case was reached.
pub(crate) fn replay<T: Elem + Default>(case: &Case<'_>) -> bool {
    let ours = ours::run::<T>(case);
    let theirs = theirs::run::<T>(case);
    for (n, (ours, theirs)) in ours.steps.iter().zip(&theirs.steps).enumerate() {
        let op = case.ops.get(n);
        assert_eq!(ours, theirs, "operation {n}, {op:?}, of {case:?}");
    }
    assert_eq!(ours.steps.len(), theirs.steps.len(), "{case:?}");
    assert_eq!(ours.reached, theirs.reached, "{case:?}");
    assert_eq!(ours.lost, theirs.lost, "{case:?}");
    let drops = |(_, fuse): (usize, Fuse)| fuse.kind == Kind::Drop;
    assert!(ours.lost == 0 || case.fuse.is_some_and(drops), "{case:?}");
    ours.reached
}

/// The longest history that a replay of bytes reads.
const LONGEST: usize = 64;

/// Reads bytes as operations and replays them; the first two choose a panic.
pub(crate) fn fuzz<T: Elem + Default>(bytes: &[u8]) {
    let Some(([op, how], rest)) = bytes.split_first_chunk() else {
        return;
    };
    const KINDS: [Kind; 4] = [Kind::Clone, Kind::Drop, Kind::Compare, Kind::Call];
    let ops: Vec<Op> = Op::decode_all(rest).take(LONGEST).collect();
    let fuse = Fuse {
        kind: KINDS[usize::from(how % 4)],
        at: usize::from(how >> 2),
    };
    replay::<T>(&Case {
        ops: &ops,
        fuse: Some((usize::from(*op), fuse)),
    });
}
