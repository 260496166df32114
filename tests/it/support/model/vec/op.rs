//! [`Op`]: what can be done to a `Vec`, as data.

use std::ops::Bound;

use crate::support::feed::{Data, Hint};

/// A range as the user may write it, also one that is out of bounds or runs backwards.
pub(crate) type Range = (Bound<usize>, Bound<usize>);

/// How an iterator is used before its end: `steps` of `next`, `next_back`, `nth(1)`, `nth_back(1)`, two bits for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Take {
    pub(crate) steps: u8,
    pub(crate) script: u8,
}

impl Take {
    pub(crate) const NONE: Take = Take {
        steps: 0,
        script: 0,
    };

    pub(crate) fn script(self) -> impl Iterator<Item = u8> {
        (0..self.steps).map(move |i| (self.script >> (2 * i)) & 3)
    }
}

/// How the use of an iterator ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Drop,
    /// `mem::forget`.
    Forget,
    /// `Drain::keep_rest`; elsewhere as `Drop`.
    KeepRest,
    /// To its end by `for_each`.
    Fold,
    /// To its end from the back, where there is one.
    Rfold,
}

/// One operation. What a method is given is drawn freely: also lengths, indices and ranges that it must refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    // Replace the vector by a new one.
    New,
    WithCapacity(usize),
    TryWithCapacity(usize),
    FromFn(Data),
    Collect(Data, Hint, bool),
    // One element.
    Push(u8),
    PushMut(u8, u8),
    PushWithinCapacity(u8),
    Pop,
    PopIf(bool),
    PeekMut { set: u8, pop: bool },
    PeekMutForget,
    Insert(usize, u8),
    InsertMut(usize, u8, u8),
    Remove(usize),
    TryRemove(usize),
    SwapRemove(usize),
    // Length.
    Truncate(usize),
    Clear,
    Resize(usize, u8),
    ResizeWith(usize, u8),
    SpareWrite(u8, Data),
    SplitAtSpare(u8, Data),
    // Many elements in.
    Extend(Data, Hint, bool),
    ExtendFromSlice(Data),
    ExtendFromWithin(Range),
    Append(Data, usize),
    // Choose. Bit `i % 8` of a mask is the answer for the `i`-th question.
    Retain(u8),
    RetainMut(u8, u8),
    Dedup,
    DedupBy(u8),
    DedupByKey(u8),
    // Iterators that change the vector.
    Drain(Range, Take, End),
    Splice(Range, Data, Hint, Take, End),
    ExtractIf(Range, u8, u8, End),
    // The vector as a whole.
    IntoIter(Take, End),
    IntoIterClone(Take),
    SplitOff(usize),
    Clone,
    CloneFrom(Data, usize),
    Boxed,
    ThroughStd,
    RawParts,
    Chunks,
    MapInPlace(u8),
    TryMapInPlace(u8),
    Look(Data),
    // Capacity.
    Reserve(usize),
    ReserveExact(usize),
    TryReserve(usize),
    TryReserveExact(usize),
    ShrinkToFit,
    ShrinkTo(usize),
}

/// Reads operands off a record, one byte each.
struct Bytes<'a>(std::slice::Iter<'a, u8>);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        self.0.next().copied().unwrap_or(0)
    }

    fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// Mostly small; sometimes what makes arithmetic wrap.
    fn index(&mut self) -> usize {
        match self.byte() {
            255 => usize::MAX,
            254 => usize::MAX - 1,
            253 => isize::MAX as usize,
            byte => usize::from(byte % 20),
        }
    }

    /// Small: what is made or reserved must fit in memory.
    fn small(&mut self) -> usize {
        usize::from(self.byte() % 20)
    }

    /// Small, or more than any memory has.
    fn capacity(&mut self) -> usize {
        match self.byte() {
            255 => usize::MAX,
            byte => usize::from(byte % 40),
        }
    }

    fn data(&mut self) -> Data {
        let len = self.byte() % 12;
        let pattern = self.byte();
        Data { len, pattern }
    }

    fn bound(&mut self) -> Bound<usize> {
        let byte = self.byte();
        let at = match byte & 31 {
            31 => usize::MAX,
            small => usize::from(small % 16),
        };
        match byte >> 6 {
            0 | 1 => Bound::Included(at),
            2 => Bound::Excluded(at),
            _ => Bound::Unbounded,
        }
    }

    fn range(&mut self) -> Range {
        (self.bound(), self.bound())
    }

    fn hint(&mut self) -> Hint {
        Hint::ALL[usize::from(self.byte()) % Hint::ALL.len()]
    }

    /// One byte for both, so that a splice fits in a record.
    fn take_and_end(&mut self) -> (Take, End) {
        const ENDS: [End; 5] = [End::Drop, End::Forget, End::KeepRest, End::Fold, End::Rfold];
        let byte = self.byte();
        let take = Take {
            steps: byte % 4,
            script: byte >> 2,
        };
        (take, ENDS[usize::from(byte / 3) % ENDS.len()])
    }
}

impl Op {
    /// The size of an operation as bytes.
    pub(crate) const SIZE: usize = 8;

    /// The operation that these bytes mean; all bytes mean one.
    ///
    /// Each operation has a record of its own and each operand a byte of its own: what proptest, quickcheck or a fuzzer
    /// changes or makes smaller changes one thing, and leaves the operations behind it alone.
    pub(crate) fn decode(record: &[u8]) -> Op {
        let mut b = Bytes(record.iter());
        match b.byte() % 59 {
            0 => Op::Push(b.byte()),
            1 => Op::Pop,
            2 => Op::Insert(b.index(), b.byte()),
            3 => Op::Remove(b.index()),
            4 => Op::SwapRemove(b.index()),
            5 => Op::Truncate(b.index()),
            6 => Op::Clear,
            7 => Op::Resize(b.small(), b.byte()),
            8 => Op::ResizeWith(b.small(), b.byte()),
            9 => Op::Extend(b.data(), Hint::Honest, false),
            10 => Op::Extend(b.data(), b.hint(), b.flag()),
            11 => Op::ExtendFromSlice(b.data()),
            12 => Op::ExtendFromWithin(b.range()),
            13 => Op::Append(b.data(), b.small()),
            14 => Op::Retain(b.byte()),
            15 => Op::RetainMut(b.byte(), b.byte()),
            16 => Op::Dedup,
            17 => Op::DedupBy(b.byte()),
            18 => Op::DedupByKey(b.byte()),
            19 | 20 => {
                let range = b.range();
                let (take, end) = b.take_and_end();
                Op::Drain(range, take, end)
            }
            21 | 22 => {
                let (range, data) = (b.range(), b.data());
                let (take, end) = b.take_and_end();
                Op::Splice(range, data, b.hint(), take, end)
            }
            23 | 24 => {
                let range = b.range();
                let (take, end) = b.take_and_end();
                Op::ExtractIf(range, b.byte(), take.steps, end)
            }
            25 => {
                let (take, end) = b.take_and_end();
                Op::IntoIter(take, end)
            }
            26 => Op::IntoIterClone(b.take_and_end().0),
            27 => Op::SplitOff(b.index()),
            28 => Op::Clone,
            29 => Op::CloneFrom(b.data(), b.small()),
            30 => Op::Boxed,
            31 => Op::ThroughStd,
            32 => Op::RawParts,
            33 => Op::Chunks,
            34 => Op::MapInPlace(b.byte()),
            35 => Op::TryMapInPlace(b.byte()),
            36 => Op::Look(b.data()),
            37 => Op::Reserve(b.capacity()),
            38 => Op::ReserveExact(b.capacity()),
            39 => Op::TryReserve(b.capacity()),
            40 => Op::TryReserveExact(b.capacity()),
            41 => Op::ShrinkToFit,
            42 => Op::ShrinkTo(b.index()),
            43 => Op::New,
            44 => Op::WithCapacity(b.capacity()),
            45 => Op::TryWithCapacity(b.capacity()),
            46 => Op::FromFn(b.data()),
            47 => Op::Collect(b.data(), b.hint(), b.flag()),
            48 => Op::PushMut(b.byte(), b.byte()),
            49 => Op::PushWithinCapacity(b.byte()),
            50 => Op::PopIf(b.flag()),
            51 => Op::PeekMut {
                set: b.byte(),
                pop: b.flag(),
            },
            52 => Op::PeekMutForget,
            53 => Op::InsertMut(b.index(), b.byte(), b.byte()),
            54 => Op::TryRemove(b.index()),
            55 => Op::SpareWrite(b.byte() % 8, b.data()),
            56 => Op::SplitAtSpare(b.byte() % 8, b.data()),
            // Growth is what most others need.
            _ => Op::Push(b.byte()),
        }
    }

    /// The operations in a run of bytes.
    pub(crate) fn decode_all(bytes: &[u8]) -> impl Iterator<Item = Op> {
        bytes.chunks(Self::SIZE).map(Self::decode)
    }

    /// Whether this one leaks elements by `mem::forget`.
    pub(crate) fn forgets(&self) -> bool {
        match self {
            Op::PeekMutForget => true,
            Op::Drain(.., end)
            | Op::Splice(.., end)
            | Op::ExtractIf(.., end)
            | Op::IntoIter(_, end) => *end == End::Forget,
            _ => false,
        }
    }

    /// Whether this one leaks the vector's block by `mem::forget`.
    pub(crate) fn forgets_block(&self) -> bool {
        matches!(self, Op::IntoIter(_, End::Forget))
    }

    /// Whether std's answer depends on how far it trusts a wrong hint, which is nobody's business.
    pub(crate) fn trusts_hint(&self) -> bool {
        match self {
            Op::Extend(_, hint, _) | Op::Splice(_, _, hint, ..) | Op::Collect(_, hint, _) => {
                *hint == Hint::Endless
            }
            _ => false,
        }
    }

    /// Whether a panic in this one may meet a second one: a splice that is dropped while unwinding still asks for room, and the
    /// answer to this hint is a panic. With std's `Vec` as with the crate's, that aborts.
    pub(crate) fn panics_twice(&self) -> bool {
        matches!(self, Op::Splice(_, _, Hint::Endless, take, _) if take.steps > 0)
    }
}
