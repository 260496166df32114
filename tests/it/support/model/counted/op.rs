//! [`Op`]: what can be done to a set of counted pointers, as data.

use crate::support::feed::{Data, Hint};

/// One operation. Pointers are chosen by any number: there is always one of each kind, or the operation does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    // Owners.
    New(u8),
    Default,
    Clone(u8),
    Drop(u8),
    Downgrade(u8),
    GetMut(u8, u8),
    MakeMut(u8, u8),
    TryUnwrap(u8),
    IntoInner(u8),
    UnwrapOrClone(u8),
    Map(u8),
    TryMap(u8, bool),
    PtrEq(u8, u8),
    Compare(u8, u8),
    RawRoundTrip(u8),
    RawCounts(u8),
    /// The value gets a `Weak` to itself, and keeps it if it is told to.
    Cyclic(u8, bool),
    TryCyclic(u8, bool),
    // `Weak`s.
    WeakNew,
    WeakClone(u8),
    WeakDrop(u8),
    Upgrade(u8),
    WeakPtrEq(u8, u8),
    WeakRawRoundTrip(u8),
    // Unique owners.
    Unique(u8),
    UniqueSet(u8, u8),
    UniqueDowngrade(u8),
    UniqueDrop(u8),
    UniqueMap(u8),
    UniqueTryMap(u8, bool),
    Share(u8),
    // Slices.
    SliceCollect(Data, Hint),
    SliceFrom(Data),
    SliceCopy(u8),
    SliceClone(u8),
    SliceDrop(u8),
    SliceDowngrade(u8),
    SliceMakeMut(u8, u8),
    SliceArray(u8),
}

impl Op {
    /// How many bytes an operation is read from.
    pub(crate) const SIZE: usize = 3;

    /// Any bytes mean something; missing ones are zero.
    pub(crate) fn decode(record: &[u8]) -> Op {
        let byte = |i: usize| record.get(i).copied().unwrap_or(0);
        let (a, b) = (byte(1), byte(2));
        let flag = b % 2 == 1;
        let data = Data {
            len: a % 6,
            pattern: b,
        };
        match byte(0) % 41 {
            0 => Op::New(a),
            1 => Op::Default,
            2 | 3 => Op::Clone(a),
            4 => Op::Drop(a),
            5 | 6 => Op::Downgrade(a),
            7 => Op::GetMut(a, b),
            8 => Op::MakeMut(a, b),
            9 => Op::TryUnwrap(a),
            10 => Op::IntoInner(a),
            11 => Op::UnwrapOrClone(a),
            12 => Op::Map(a),
            13 => Op::TryMap(a, flag),
            14 => Op::PtrEq(a, b),
            15 => Op::Compare(a, b),
            16 => Op::RawRoundTrip(a),
            17 => Op::RawCounts(a),
            18 => Op::Cyclic(a, flag),
            19 => Op::TryCyclic(a, flag),
            20 => Op::WeakNew,
            21 => Op::WeakClone(a),
            22 => Op::WeakDrop(a),
            23 => Op::Upgrade(a),
            24 => Op::WeakPtrEq(a, b),
            25 => Op::WeakRawRoundTrip(a),
            26 => Op::Unique(a),
            27 => Op::UniqueSet(a, b),
            28 => Op::UniqueDowngrade(a),
            29 => Op::UniqueDrop(a),
            30 => Op::UniqueMap(a),
            31 => Op::UniqueTryMap(a, flag),
            32 => Op::Share(a),
            33 => Op::SliceCollect(data, Hint::ALL[usize::from(b) % 5]),
            34 => Op::SliceFrom(data),
            35 => Op::SliceCopy(a),
            36 => Op::SliceClone(a),
            37 => Op::SliceDrop(a),
            38 => Op::SliceDowngrade(a),
            39 => Op::SliceMakeMut(a, b),
            _ => Op::SliceArray(a),
        }
    }

    /// The operations in a run of bytes.
    pub(crate) fn decode_all(bytes: &[u8]) -> impl Iterator<Item = Op> {
        bytes.chunks(Self::SIZE).map(Self::decode)
    }
}
