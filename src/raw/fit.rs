//! Where the next block of a window goes: arithmetic on addresses, and nothing else.
//!
//! A window is the unused part of a chunk, from `next` up to `end`. A block is put at the first
//! address from `next` on that has its alignment; what follows it, rounded up to the arena's
//! minimum alignment, is the next window's start.
//!
//! ```text
//! next      at            at + size   to                 end
//!  │░ skipped │  the block  │░ rounded │                  │
//!  └──────────┴─────────────┴──────────┴──────────────────┘
//! ```
//!
//! Addresses are of any width, so that every case of a narrow one can be tried.
//!
//! # Invariants
//!
//! * `FIT-1`: a [`Fit`] for a window, a size and an alignment has `next <= at`,
//!   `at + size <= to <= end`, an `at` with the alignment and a `to` with the minimum one; `None`
//!   is the answer when, and only when, there is no such pair.
//! * `FIT-2`: a window made by [`clip`] or [`window`] ends [`Width::MARGIN`] or more below the last
//!   address, so that a small block behind any address in it needs no check for overflow.

#![forbid(unsafe_code)]
#![deny(clippy::arithmetic_side_effects)]

use core::ops::{BitAnd, Not};

/// An unsigned integer that addresses are counted in.
pub(crate) trait Width: Copy + Ord + BitAnd<Output = Self> + Not<Output = Self> {
    /// The last address.
    const MAX: Self;
    /// How many addresses are left unused at the end of the address space (`FIT-2`).
    const MARGIN: Self;
    /// One.
    const ONE: Self;
    /// The fourth part, rounded down.
    fn quarter(self) -> Self;
    /// The sum, unless it does not fit.
    fn checked_add(self, other: Self) -> Option<Self>;
    /// The sum, modulo the width.
    fn wrapping_add(self, other: Self) -> Self;
    /// The difference, modulo the width.
    fn wrapping_sub(self, other: Self) -> Self;
}

macro_rules! width {
    ($($t:ty: $margin:expr),*) => {$(
        impl Width for $t {
            const MAX: Self = Self::MAX;
            const MARGIN: Self = $margin;
            const ONE: Self = 1;
            #[inline(always)]
            fn quarter(self) -> Self {
                self / 4
            }
            #[inline(always)]
            fn checked_add(self, other: Self) -> Option<Self> {
                self.checked_add(other)
            }
            #[inline(always)]
            fn wrapping_add(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn wrapping_sub(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
        }
    )*};
}

width!(u8: 64, u16: 1 << 10, usize: 1 << 15);

/// Where a block goes, and where the window goes on behind it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fit<W> {
    /// The first address of the block.
    pub(crate) at: W,
    /// The first address behind it that the next block may have.
    pub(crate) to: W,
}

/// The first multiple of `align`, a power of two, from `addr` on.
#[inline(always)]
pub(crate) fn up<W: Width>(addr: W, align: W) -> Option<W> {
    let mask = align.wrapping_sub(W::ONE);
    Some(addr.checked_add(mask)? & !mask)
}

/// The same where the sum is known to fit.
#[inline(always)]
fn up_unchecked<W: Width>(addr: W, align: W) -> W {
    let mask = align.wrapping_sub(W::ONE);
    addr.wrapping_add(mask) & !mask
}

/// The place of a block in the window from `next`, which has the minimum alignment, to `end`. Both
/// alignments are powers of two.
#[inline(always)]
pub(crate) fn fit<W: Width>(next: W, end: W, size: W, align: W, min_align: W) -> Option<Fit<W>> {
    // INVARIANT: FIT-1 -- each step finds the least address there is, or that there is none. The
    // block's place has both alignments, so that rounding its size up rounds up its end.
    let at = if align <= min_align {
        next
    } else {
        up(next, align)?
    };
    let to = at.checked_add(up(size, min_align)?)?;
    (to <= end).then_some(Fit { at, to })
}

/// Whether [`fit_small`] may be asked: all that it adds to an address in a clipped window does not
/// pass the margin.
#[inline(always)]
pub(crate) fn is_small<W: Width>(size: W, align: W, min_align: W) -> bool {
    let most = W::MARGIN.quarter();
    size <= most && align <= most && min_align <= most
}

/// [`fit`] of a block that [`is_small`], in a window that was clipped, without a check for
/// overflow.
#[inline(always)]
pub(crate) fn fit_small<W: Width>(
    next: W,
    end: W,
    size: W,
    align: W,
    min_align: W,
) -> Option<Fit<W>> {
    // INVARIANT: FIT-1, FIT-2 -- three steps of at most a quarter of the margin each.
    let at = if align <= min_align {
        next
    } else {
        up_unchecked(next, align)
    };
    let to = at.wrapping_add(up_unchecked(size, min_align));
    (to <= end).then_some(Fit { at, to })
}

/// The end of a window whose memory ends at `end`: with the alignment, and
/// [`Width::MARGIN`] below the last address.
#[inline]
pub(crate) fn clip<W: Width>(end: W, align: W) -> W {
    let mask = align.wrapping_sub(W::ONE);
    // INVARIANT: FIT-2 -- not behind the margin; rounding takes it down only.
    end.min(W::MAX.wrapping_sub(W::MARGIN)) & !mask
}

/// Where the window over memory from `start` to `end` begins and ends. If the memory itself begins
/// behind the margin, none of it can be used: the window is then empty, and lies in front of it.
#[inline]
pub(crate) fn window<W: Width>(start: W, end: W, align: W) -> (W, W) {
    let end = clip(end, align);
    // INVARIANT: FIT-2 -- the start as well: `next` is in the window, also in an empty one.
    (start.min(end), end)
}

/// Whether a block is the newest one of the window that starts at `next` now and that began at
/// `start`: then the window may begin at `at` again.
///
/// The block of another chunk may end where this one begins, so that equal addresses alone prove
/// nothing.
#[inline(always)]
pub(crate) fn is_newest<W: Width>(start: W, next: W, at: W, size: W, min_align: W) -> bool {
    let end = at.checked_add(size).and_then(|end| up(end, min_align));
    start <= at && end == Some(next)
}
