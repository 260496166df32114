//! The model of `Vec`: any operations, replayed on the crate's `Vec` and on std's, must show the same.
//!
//! [`op::Op`] is an operation as data. `apply.rs` does one; it is compiled against std's `Vec`, the crate's in a checking heap, and the crate's in
//! the global allocator's memory, so that all of them run the same lines. [`replay`] compares what could be seen after each operation.

pub(crate) mod checked;
pub(crate) mod global;
pub(crate) mod op;
pub(crate) mod theirs;

use std::fmt::Debug;

use drystone::alloc::{Allocator, Global};
use drystone::vec::Vec as Ours;

use self::op::Op;
use crate::support::catch::Caught;
use crate::support::feed::{Data, Hint};
use crate::support::heap::{Handle, Heap, Manner, Trouble};
use crate::support::probe::Elem;
use crate::support::world::{Fuse, Kind};

/// What an operation returned, yielded or handed to a closure, as numbers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen(Vec<usize>);

impl Seen {
    pub(crate) fn num(&mut self, number: usize) {
        self.0.push(number);
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.num(usize::from(flag));
    }

    pub(crate) fn value<T: Elem>(&mut self, value: &T) {
        self.num(usize::from(value.value()));
    }

    pub(crate) fn values<T: Elem>(&mut self, values: &[T]) {
        self.num(values.len());
        values.iter().for_each(|value| self.value(value));
    }

    /// Looks at a value that was handed out, then drops it.
    pub(crate) fn give<T: Elem>(&mut self, value: Option<T>) {
        self.flag(value.is_some());
        if let Some(value) = value {
            self.value(&value);
        }
    }
}

/// What could be seen of one operation.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) seen: Seen,
    pub(crate) caught: Option<Caught>,
    /// The values that were dropped, in order.
    pub(crate) dropped: Vec<u8>,
}

/// What differs between the allocators that the crate's `Vec` is replayed in.
pub(crate) trait Kit: Allocator + Clone {
    /// Another handle, without a `Clone` that might panic.
    fn another(&self) -> Self;

    fn build<T>(&self, len: usize, f: impl FnMut(usize) -> T) -> Ours<T, Self>;

    fn collect<T>(&self, iter: impl Iterator<Item = T>) -> Ours<T, Self>;

    fn through_std<T>(v: Ours<T, Self>) -> Ours<T, Self>;
}

impl Kit for Global {
    fn another(&self) -> Self {
        *self
    }

    fn build<T>(&self, len: usize, f: impl FnMut(usize) -> T) -> Ours<T, Self> {
        Ours::from_fn(len, f)
    }

    fn collect<T>(&self, iter: impl Iterator<Item = T>) -> Ours<T, Self> {
        Ours::from_iter(iter)
    }

    fn through_std<T>(v: Ours<T, Self>) -> Ours<T, Self> {
        Ours::from(std::vec::Vec::from(v))
    }
}

/// `from_fn` and `collect` build in the global allocator's memory only; here they are what stands nearest.
impl Kit for Handle {
    fn another(&self) -> Self {
        self.another()
    }

    fn build<T>(&self, len: usize, f: impl FnMut(usize) -> T) -> Ours<T, Self> {
        self.collect((0..len).map(f))
    }

    fn collect<T>(&self, iter: impl Iterator<Item = T>) -> Ours<T, Self> {
        let mut v = Ours::new_in(self.another());
        v.extend(iter);
        v
    }

    fn through_std<T>(v: Ours<T, Self>) -> Ours<T, Self> {
        v
    }
}

/// What goes wrong in a replay, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// User code panics during the operation with this number.
    Fuse(usize, Fuse),
    /// The heap makes trouble at its `n`-th call during the operation with this number.
    Heap(usize, Trouble, usize),
}

/// A replay: a vector of some capacity with some elements, then operations.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) cap: usize,
    pub(crate) data: Data,
    pub(crate) ops: &'a [Op],
    pub(crate) fault: Fault,
    pub(crate) manner: Manner,
}

impl<'a> Case<'a> {
    /// Operations on an empty vector, with nothing going wrong but what they ask for.
    pub(crate) fn of(ops: &'a [Op]) -> Self {
        Self {
            cap: 0,
            data: Data { len: 0, pattern: 0 },
            ops,
            fault: Fault::None,
            manner: Manner::Moving,
        }
    }
}

/// Replays the case on the crate's `Vec` in a checking heap beside std's, and fails the test where they differ.
///
/// Returns whether the fault of the case was reached.
pub(crate) fn replay<T: Elem>(case: &Case<'_>) -> bool {
    let alloc = Handle::new(Heap::new(case.manner));
    let watch = alloc.another();
    let ours = checked::Side::<T>::new(checked::Maker { alloc }, case.cap, case.data);
    let theirs = theirs::Side::<T>::new(theirs::Maker, case.cap, case.data);
    let reached = Replay {
        case,
        heap: Some(watch.heap()),
        ours,
        theirs,
        at: 0,
    }
    .run();
    watch.heap().finish();
    reached
}

/// [`replay`] in the global allocator's memory.
pub(crate) fn replay_global<T: Elem>(case: &Case<'_>) -> bool {
    let maker = global::Maker { alloc: Global };
    Replay {
        case,
        heap: None,
        ours: global::Side::<T>::new(maker, case.cap, case.data),
        theirs: theirs::Side::<T>::new(theirs::Maker, case.cap, case.data),
        at: 0,
    }
    .run()
}

/// The longest history that a replay of bytes reads.
const LONGEST: usize = 64;

/// Reads bytes as a vector to begin with and operations, and replays them in both allocators.
pub(crate) fn fuzz<T: Elem>(bytes: &[u8]) {
    let (case, rest) = start(bytes);
    let ops: Vec<Op> = Op::decode_all(rest).take(LONGEST).collect();
    replay::<T>(&Case { ops: &ops, ..case });
    replay_global::<T>(&Case { ops: &ops, ..case });
}

/// As [`fuzz`], with a fault that the first bytes choose.
pub(crate) fn fuzz_faults<T: Elem>(bytes: &[u8]) {
    let (case, rest) = start(bytes);
    let Some(([kind, op, at], rest)) = rest.split_first_chunk() else {
        return;
    };
    let (op, at) = (usize::from(*op), usize::from(*at));
    let fault = match kind % 8 {
        0 => Fault::Heap(op, Trouble::Unwind, at),
        1 => Fault::Fuse(
            op,
            Fuse {
                kind: Kind::Handle,
                at,
            },
        ),
        kind => {
            let kind = Kind::OF_ELEMENTS[usize::from(kind) % Kind::OF_ELEMENTS.len()];
            Fault::Fuse(op, Fuse { kind, at })
        }
    };
    let ops: Vec<Op> = Op::decode_all(rest).take(LONGEST).collect();
    replay::<T>(&Case {
        ops: &ops,
        fault,
        ..case
    });
}

fn start(bytes: &[u8]) -> (Case<'static>, &[u8]) {
    let Some(([cap, len, pattern, manner], rest)) = bytes.split_first_chunk() else {
        return (Case::of(&[]), &[]);
    };
    let data = Data {
        len: len % 24,
        pattern: *pattern,
    };
    let manner = Manner::ALL[usize::from(*manner) % Manner::ALL.len()];
    let cap = usize::from(cap % 32);
    (
        Case {
            cap,
            data,
            manner,
            ..Case::of(&[])
        },
        rest,
    )
}

/// What [`Replay`] asks of the crate's side.
pub(crate) trait Subject {
    fn arm(&mut self, fuse: Fuse);
    fn disarm(&mut self) -> bool;
    fn step(&mut self, op: &Op) -> Step;
    fn contents(&mut self) -> Vec<u8>;
    fn shape(&self) -> Shape;
    fn lost(&self) -> usize;
    fn check(&self);
    fn finish(self) -> usize;
}

/// Where a vector is and how large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) addr: usize,
    pub(crate) len: usize,
    pub(crate) cap: usize,
}

struct Replay<'a, S, U> {
    case: &'a Case<'a>,
    heap: Option<&'a Heap>,
    ours: S,
    theirs: U,
    at: usize,
}

impl<T: Elem, S: Subject> Replay<'_, S, theirs::Side<T>> {
    fn run(mut self) -> bool {
        let mut reached = false;
        while let Some(op) = self.case.ops.get(self.at) {
            let leaks_memory = op.forgets_block() || op.forgets() && T::OWNS_MEMORY;
            if !leaks_memory {
                reached |= match self.case.fault {
                    Fault::Heap(at, trouble, call) if at == self.at => {
                        return self.troubled(op, trouble, call);
                    }
                    Fault::Fuse(at, fuse) if at == self.at && fuse.kind == Kind::Handle => {
                        return self.unhandled(op, fuse);
                    }
                    Fault::Fuse(at, fuse) if at == self.at && !op.panics_twice() => {
                        self.fused(op, fuse)
                    }
                    _ => self.plain(op),
                };
                if op.trusts_hint() {
                    // From here on the two may differ, and both be right.
                    self.leaves_nothing();
                    return reached;
                }
            }
            self.at += 1;
        }
        let ours = self.ours.finish();
        let theirs = self.theirs.finish();
        let fair = if reached {
            ours <= theirs
        } else {
            ours == theirs
        };
        assert!(
            fair,
            "{ours} elements leaked, {theirs} by std\n{:?}",
            self.case
        );
        reached
    }

    fn plain(&mut self, op: &Op) -> bool {
        self.same_capacity(op);
        let before = self.ours.shape();
        let mut ours = self.ours.step(op);
        let mut theirs = self.theirs.step(op);
        if !op.trusts_hint() {
            if matches!(op, Op::TryMapInPlace(_)) {
                // In which order the done and the undone ones go after an error is nobody's promise.
                ours.dropped.sort_unstable();
                theirs.dropped.sort_unstable();
            }
            self.same("drop order", &ours.dropped, &theirs.dropped);
            self.compare(before, op, &ours, &theirs);
        }
        false
    }

    /// What fits is the question in some operations, and how large a vector grew is not std's promise.
    fn same_capacity(&mut self, op: &Op) {
        let fits = matches!(
            op,
            Op::PushWithinCapacity(_) | Op::SpareWrite(..) | Op::SplitAtSpare(..)
        );
        let cap = self.ours.shape().cap;
        if fits && size_of::<T>() > 0 && cap != self.theirs.vec.capacity() {
            let mut moved = Vec::with_capacity(cap);
            moved.append(&mut self.theirs.vec);
            self.theirs.vec = moved;
        }
    }

    /// The same panic on both sides.
    fn fused(&mut self, op: &Op, fuse: Fuse) -> bool {
        self.same_capacity(op);
        let before = self.ours.shape();
        self.ours.arm(fuse);
        self.theirs.arm(fuse);
        let mut ours = self.ours.step(op);
        let mut theirs = self.theirs.step(op);
        let reached = self.ours.disarm();
        let reached_theirs = self.theirs.disarm();
        if !op.trusts_hint() {
            self.same("whether the fuse is reached", &reached, &reached_theirs);
            // Values die, but std doesn't say in which order its guards are unwound.
            ours.dropped.sort_unstable();
            theirs.dropped.sort_unstable();
            self.same("drops", &ours.dropped, &theirs.dropped);
            self.compare(before, op, &ours, &theirs);
        }
        reached
    }

    /// A panic in the allocator handle's `Clone` or `Drop`, which stable std has no counterpart for.
    fn unhandled(mut self, op: &Op, fuse: Fuse) -> bool {
        self.ours.arm(fuse);
        self.ours.step(op);
        let reached = self.ours.disarm();
        self.leaves_nothing();
        reached
    }

    /// Trouble in the heap, which stable std has no counterpart for.
    fn troubled(mut self, op: &Op, trouble: Trouble, call: usize) -> bool {
        let Some(heap) = self.heap else { return false };
        let contents = self.ours.contents();
        let before = self.ours.shape();
        heap.arm(trouble, call);
        let step = self.ours.step(op);
        let reached = heap.disarm();
        if trouble == Trouble::Refuse && reached {
            self.same("a panic", &step.caught, &None);
            self.same("the answer", &step.seen, &Seen(vec![0]));
            let now = self.ours.contents();
            self.same("contents", &now, &contents);
            self.same("shape", &self.ours.shape(), &before);
        }
        self.leaves_nothing();
        reached
    }

    /// The crate's side is sound and usable, and nothing is lost.
    fn leaves_nothing(self) {
        self.ours.check();
        let (lost, case) = (self.ours.lost(), self.case);
        let leaked = self.ours.finish();
        self.theirs.finish();
        let forgot = case.ops[..=self.at].iter().any(Op::forgets);
        let clean = (lost, leaked) == (0, 0);
        assert!(
            clean || forgot,
            "{lost} elements lost, {leaked} leaked\n{case:?}"
        );
    }

    fn compare(&mut self, before: Shape, op: &Op, ours: &Step, theirs: &Step) {
        self.ours.check();
        if let (Some(ours), Some(theirs)) = (&ours.caught, &theirs.caught) {
            self.same("what a panic says", &ours.numbers(), &theirs.numbers());
            let place = ours.place.as_ref().map_or("", |(file, _)| file.as_str());
            let by_caller = place.ends_with("apply.rs") || place.ends_with("ours.rs");
            if ours.message.is_some() && !by_caller {
                self.fail(&format!("a panic points at {place}, not at the caller"));
            }
        }
        let caught = (&ours.caught, &theirs.caught);
        self.same(
            "whether it panics",
            &caught.0.is_some(),
            &caught.1.is_some(),
        );
        self.same("what was seen", &ours.seen, &theirs.seen);
        let contents = (self.ours.contents(), self.theirs.contents());
        self.same("contents", &contents.0, &contents.1);
        let lost = (self.ours.lost(), self.theirs.lost());
        if lost.0 > lost.1 || ours.caught.is_none() && lost.0 != lost.1 {
            self.same("lost elements", &lost.0, &lost.1);
        }
        let after = self.ours.shape();
        if size_of::<T>() == 0 {
            self.same("capacity", &after.cap, &usize::MAX);
        } else if let Some(broken) = Rule::of(op, ours).broken(before, after) {
            self.fail(&format!("{broken}: {before:?}, then {after:?}"));
        }
    }

    #[track_caller]
    fn same<V: PartialEq + Debug>(&self, what: &str, ours: &V, theirs: &V) {
        if ours != theirs {
            self.fail(&format!("{what}: {ours:?}, but std {theirs:?}"));
        }
    }

    #[track_caller]
    fn fail(&self, what: &str) -> ! {
        let op = self.case.ops[self.at];
        panic!(
            "{what}\nin operation {}, {op:?}, of {:?}",
            self.at, self.case
        );
    }
}

/// What std documents of the capacity after an operation.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// Neither the capacity nor the place changes.
    Keep,
    /// Neither changes when the result fits.
    KeepIfFits,
    /// Room for so many more, and nothing changes when there was.
    Room(usize),
    /// As small as `len` and this allow.
    Shrink(usize),
    AtLeast(usize),
    Any,
}

impl Rule {
    fn of(op: &Op, step: &Step) -> Rule {
        match *op {
            _ if step.caught.is_some() => Rule::Any,
            Op::Push(_)
            | Op::PushMut(..)
            | Op::Insert(..)
            | Op::InsertMut(..)
            | Op::Resize(..)
            | Op::ResizeWith(..)
            | Op::ExtendFromSlice(_)
            | Op::ExtendFromWithin(_)
            | Op::Append(..)
            | Op::Extend(_, Hint::Honest | Hint::Unknown | Hint::TooFew, _) => Rule::KeepIfFits,
            Op::Reserve(more) | Op::ReserveExact(more) => Rule::Room(more),
            Op::TryReserve(more) | Op::TryReserveExact(more) if step.seen == Seen(vec![1]) => {
                Rule::Room(more)
            }
            Op::ShrinkToFit => Rule::Shrink(0),
            Op::ShrinkTo(cap) => Rule::Shrink(cap),
            Op::WithCapacity(cap) => Rule::AtLeast(cap),
            Op::TryWithCapacity(cap) if step.seen == Seen::default() => Rule::AtLeast(cap),
            Op::New
            | Op::TryWithCapacity(_)
            | Op::FromFn(_)
            | Op::Collect(..)
            | Op::Extend(..)
            | Op::Splice(..)
            | Op::IntoIter(..)
            | Op::IntoIterClone(_)
            | Op::Clone
            | Op::CloneFrom(..)
            | Op::Boxed
            | Op::Chunks
            | Op::TryMapInPlace(_) => Rule::Any,
            _ => Rule::Keep,
        }
    }

    /// What is wrong, if anything is.
    fn broken(self, before: Shape, after: Shape) -> Option<&'static str> {
        let same = (before.addr, before.cap) == (after.addr, after.cap);
        let fits = |room: usize| room <= before.cap;
        let fine = match self {
            Rule::Keep => same,
            Rule::KeepIfFits => same || !fits(after.len),
            Rule::Room(more) => {
                let needed = after.len + more;
                if fits(needed) {
                    same
                } else {
                    after.cap >= needed
                }
            }
            Rule::Shrink(min) => after.cap == before.cap.min(after.len.max(min)),
            Rule::AtLeast(cap) => after.cap >= cap,
            Rule::Any => true,
        };
        if after.len > after.cap {
            Some("more elements than room")
        } else if fine {
            None
        } else {
            Some("the capacity is not what std documents")
        }
    }
}
