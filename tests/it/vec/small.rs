//! Every operation on a vector, with every operand from a tiny domain.

use std::ops::Bound;
use std::sync::LazyLock;

use crate::support::feed::{Data, Hint};
use crate::support::model::vec::op::{End, Op, Range, Take};

/// Data of up to three elements, among them equal neighbours and unequal ones.
fn data() -> impl Iterator<Item = Data> {
    [(0, 0), (1, 1), (2, 0b00_01), (2, 0b01_01), (3, 0b00_01_01)]
        .into_iter()
        .map(|(len, pattern)| Data { len, pattern })
}

/// Every range within three elements, and some that must be refused.
fn ranges() -> impl Iterator<Item = Range> {
    use Bound::{Excluded, Included, Unbounded};
    let within =
        (0..=3).flat_map(|start| (start..=3).map(move |end| (Included(start), Excluded(end))));
    within.chain([
        (Unbounded, Unbounded),
        (Excluded(0), Included(1)),
        (Included(2), Excluded(1)),
        (Included(0), Excluded(5)),
        (Excluded(usize::MAX), Unbounded),
        (Unbounded, Included(usize::MAX)),
    ])
}

/// Ways to take one or two elements from an iterator, and to take none.
fn takes() -> impl Iterator<Item = Take> {
    let ones = (0..4).map(|script| Take { steps: 1, script });
    let twos = [0b01_00, 0b00_01].map(|script| Take { steps: 2, script });
    std::iter::once(Take::NONE).chain(ones).chain(twos)
}

const ENDS: [End; 5] = [End::Drop, End::Forget, End::KeepRest, End::Fold, End::Rfold];

fn with_indices(ops: &mut Vec<Op>) {
    for i in [0, 1, 2, 3, 4, usize::MAX] {
        ops.extend([
            Op::Insert(i, 1),
            Op::InsertMut(i, 0, 1),
            Op::Remove(i),
            Op::TryRemove(i),
            Op::SwapRemove(i),
            Op::Truncate(i),
            Op::SplitOff(i),
        ]);
    }
    for n in 0..=4 {
        ops.extend([
            Op::Resize(n, 1),
            Op::ResizeWith(n, 1),
            Op::ShrinkTo(n),
            Op::WithCapacity(n),
            Op::TryWithCapacity(n),
            Op::Reserve(n),
            Op::ReserveExact(n),
            Op::TryReserve(n),
            Op::TryReserveExact(n),
        ]);
    }
    ops.extend([
        Op::WithCapacity(usize::MAX),
        Op::TryWithCapacity(usize::MAX),
        Op::Reserve(usize::MAX),
        Op::ReserveExact(usize::MAX),
        Op::TryReserve(usize::MAX),
        Op::TryReserveExact(usize::MAX),
    ]);
}

fn with_data(ops: &mut Vec<Op>) {
    for data in data() {
        ops.extend([Op::FromFn(data), Op::ExtendFromSlice(data), Op::Look(data)]);
        for cap in [0, 1, 4] {
            ops.extend([Op::Append(data, cap), Op::CloneFrom(data, cap)]);
        }
        for hint in Hint::ALL {
            for revives in [false, true] {
                ops.extend([
                    Op::Extend(data, hint, revives),
                    Op::Collect(data, hint, revives),
                ]);
            }
        }
        for count in [1, 2] {
            ops.extend([Op::SpareWrite(count, data), Op::SplitAtSpare(count, data)]);
        }
    }
}

fn with_masks(ops: &mut Vec<Op>) {
    for mask in 0..8 {
        ops.extend([Op::Retain(mask), Op::RetainMut(mask, 1)]);
    }
    for mask in 0..4 {
        ops.extend([
            Op::DedupBy(mask),
            Op::MapInPlace(mask),
            Op::TryMapInPlace(mask),
        ]);
    }
    ops.extend([Op::Dedup, Op::DedupByKey(0), Op::DedupByKey(1)]);
}

fn with_iterators(ops: &mut Vec<Op>) {
    for range in ranges() {
        ops.push(Op::ExtendFromWithin(range));
        for take in takes() {
            ops.extend(ENDS.map(|end| Op::Drain(range, take, end)));
        }
        for mask in [0, 0b010, 0b101, 0b111] {
            for steps in 0..=2 {
                let ends = [End::Drop, End::Forget, End::Fold];
                ops.extend(ends.map(|end| Op::ExtractIf(range, mask, steps, end)));
            }
        }
        for data in data() {
            let none = Take::NONE;
            let back = Take {
                steps: 1,
                script: 1,
            };
            ops.extend(Hint::ALL.map(|hint| Op::Splice(range, data, hint, none, End::Drop)));
            for (take, end) in [(none, End::Forget), (back, End::Drop), (back, End::Forget)] {
                ops.push(Op::Splice(range, data, Hint::Honest, take, end));
            }
        }
    }
    for take in takes() {
        ops.extend(ENDS.map(|end| Op::IntoIter(take, end)));
        ops.push(Op::IntoIterClone(take));
    }
}

/// All of them.
pub(crate) fn ops() -> &'static [Op] {
    // An interpreter takes long to make them.
    static OPS: LazyLock<Vec<Op>> = LazyLock::new(all_ops);
    &OPS
}

fn all_ops() -> Vec<Op> {
    let mut ops = vec![
        Op::New,
        Op::Clear,
        Op::Pop,
        Op::PopIf(false),
        Op::PopIf(true),
        Op::PeekMut { set: 1, pop: false },
        Op::PeekMut { set: 1, pop: true },
        Op::PeekMutForget,
        Op::Push(0),
        Op::Push(1),
        Op::PushMut(0, 1),
        Op::PushWithinCapacity(1),
        Op::Clone,
        Op::Boxed,
        Op::ThroughStd,
        Op::RawParts,
        Op::Chunks,
        Op::ShrinkToFit,
    ];
    with_indices(&mut ops);
    with_data(&mut ops);
    with_masks(&mut ops);
    with_iterators(&mut ops);
    ops
}

/// A few that leave a vector in each kind of state: to be followed by any other.
pub(crate) fn makers_of_state() -> Vec<Op> {
    let all = (Bound::Unbounded, Bound::Unbounded);
    let middle = (Bound::Included(1), Bound::Excluded(2));
    vec![
        Op::Push(1),
        Op::Insert(0, 0),
        Op::Pop,
        Op::Remove(0),
        Op::Clear,
        Op::Truncate(1),
        Op::Reserve(2),
        Op::ShrinkToFit,
        Op::Retain(0b101),
        Op::Dedup,
        Op::Drain(middle, Take::NONE, End::Drop),
        Op::Drain(
            all,
            Take {
                steps: 1,
                script: 0,
            },
            End::Forget,
        ),
        Op::ExtractIf(all, 0b010, 2, End::Forget),
        Op::Splice(
            middle,
            Data { len: 2, pattern: 1 },
            Hint::Unknown,
            Take::NONE,
            End::Drop,
        ),
        Op::Splice(
            middle,
            Data { len: 2, pattern: 1 },
            Hint::Honest,
            Take::NONE,
            End::Forget,
        ),
        Op::SplitOff(1),
        Op::Clone,
        Op::Boxed,
        Op::ThroughStd,
        Op::Chunks,
    ]
}

/// Every vector with a capacity of up to three, and every content of two values.
pub(crate) fn states() -> Vec<(usize, Data)> {
    let mut states = Vec::new();
    for cap in 0..=3 {
        for len in 0..=cap as u8 {
            for content in 0..1_u8 << len {
                // Bit `i` of the content becomes value `i`.
                let pattern = (0..len).map(|i| (content >> i & 1) << (2 * i)).sum();
                states.push((cap, Data { len, pattern }));
            }
        }
    }
    states
}
