//! [`Op`]: what can be done to cells and to the guards that are held of them, as data.

/// How a closure ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
    Panic,
}

/// One operation. `cell` names one of two cells, `guard` one of those held (none, if it is too large): both are drawn freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    // A RefCell of a pair.
    Borrow(u8),
    TryBorrow(u8),
    BorrowMut(u8),
    TryBorrowMut(u8),
    Unguarded(u8),
    Replace(u8, u8),
    ReplaceWith(u8, u8, Answer),
    Swap(u8, u8),
    Take(u8),
    Clone(u8),
    CloneFrom(u8),
    Compare(u8, u8),
    Debug(u8),
    // A guard.
    Drop(u8),
    Forget(u8),
    Leak(u8),
    CloneGuard(u8),
    Map(u8, Answer),
    FilterMap(u8, Answer),
    TryMap(u8, Answer),
    MapSplit(u8, Answer),
    SwapGuards(u8, u8),
    Write(u8, u8),
    Show(u8),
    // A Cell.
    CellSet(u8, u8),
    CellReplace(u8, u8),
    CellSwap(u8, u8),
    CellTake(u8),
    CellGetMut(u8, u8),
    CopyUpdate(u8, u8, Answer),
    CopySlices(u8, u8),
    CopyCompare(u8, u8),
    // A OnceCell.
    OnceGet,
    OnceGetMut(u8),
    OnceSet(u8),
    OnceTryInsert(u8),
    OnceInit(u8, Answer),
    OnceTryInit(u8, Answer),
    OnceReenter(u8),
    OnceMutInit(u8, Answer),
    OnceMutTryInit(u8, Answer),
    OnceTake,
    OnceClone,
    OnceDebug,
    // A LazyCell.
    LazyNew(u8, Answer),
    LazyForce,
    LazyForceMut(u8),
    LazyGet,
    LazyGetMut(u8),
    LazyIntoInner,
    LazyDebug,
}

impl Op {
    /// The size of an operation as bytes.
    pub(crate) const SIZE: usize = 4;

    /// The operation that these bytes mean; all bytes mean one.
    pub(crate) fn decode(record: &[u8]) -> Op {
        let byte = |i: usize| record.get(i).copied().unwrap_or(0);
        let (a, b) = (byte(1), byte(2));
        // A guard that is far away is mostly not there.
        let near = a % 4;
        let answer = match byte(3) % 8 {
            0 => Answer::Panic,
            1 | 2 => Answer::No,
            _ => Answer::Yes,
        };
        match byte(0) % 59 {
            0 => Op::Borrow(a),
            1 => Op::TryBorrow(a),
            2 => Op::BorrowMut(a),
            3 => Op::TryBorrowMut(a),
            4 => Op::Unguarded(a),
            5 => Op::Replace(a, b),
            6 => Op::ReplaceWith(a, b, answer),
            7 => Op::Swap(a, b),
            8 => Op::Take(a),
            9 => Op::Clone(a),
            10 => Op::CloneFrom(a),
            11 => Op::Compare(a, b),
            12 => Op::Debug(a),
            13 => Op::Forget(near),
            14 => Op::Leak(near),
            15 => Op::CloneGuard(near),
            16 => Op::Map(near, answer),
            17 => Op::FilterMap(near, answer),
            18 => Op::TryMap(near, answer),
            19 => Op::MapSplit(near, answer),
            20 => Op::SwapGuards(near, b % 4),
            21 => Op::Write(near, b),
            22 => Op::Show(near),
            23 => Op::CellSet(a, b),
            24 => Op::CellReplace(a, b),
            25 => Op::CellSwap(a, b),
            26 => Op::CellTake(a),
            27 => Op::CellGetMut(a, b),
            28 => Op::CopyUpdate(a, b, answer),
            29 => Op::CopySlices(a, b),
            30 => Op::CopyCompare(a, b),
            31 => Op::OnceGet,
            32 => Op::OnceGetMut(a),
            33 => Op::OnceSet(a),
            34 => Op::OnceTryInsert(a),
            35 => Op::OnceInit(a, answer),
            36 => Op::OnceTryInit(a, answer),
            37 => Op::OnceReenter(a),
            38 => Op::OnceMutInit(a, answer),
            39 => Op::OnceMutTryInit(a, answer),
            40 => Op::OnceTake,
            41 => Op::OnceClone,
            42 => Op::OnceDebug,
            43 => Op::LazyNew(a, answer),
            44 => Op::LazyForce,
            45 => Op::LazyForceMut(a),
            46 => Op::LazyGet,
            47 => Op::LazyGetMut(a),
            48 => Op::LazyIntoInner,
            49 => Op::LazyDebug,
            // Guards end more often than by the twentieth part of all operations.
            _ => Op::Drop(near),
        }
    }

    /// The operations in a run of bytes.
    pub(crate) fn decode_all(bytes: &[u8]) -> impl Iterator<Item = Op> {
        bytes.chunks(Self::SIZE).map(Self::decode)
    }
}
