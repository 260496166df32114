#![forbid(unsafe_code)]
//! The arithmetic of a borrow flag: one signed number that says who borrows a value now.
//!
//! ```text
//!     MIN ◀── … ── -2 ── -1 ── 0 ── 1 ── 2 ── … ──▶ MAX
//!     parts of one exclusive borrow │ shared borrows
//!                               nobody
//! ```
//!
//! A step that would leave its side of the line is refused, so that a number too large ends in a
//! panic and never in a flag that says less than there is. The flag is generic over its width:
//! cells use 32 bits, and the tests walk through every flag of 8 bits, where the ends are near.
//!
//! # Invariants
//!
//! * `FLAG-1`: a flag above zero counts shared borrows, one below zero counts (negatively) the
//!   disjoint parts of one exclusive borrow. No step leads from one side to the other but through
//!   zero.

use core::cmp::Ordering;

/// A signed integer that a flag can be.
pub(super) trait Width: Copy + Ord {
    const ZERO: Self;

    /// One more; after the largest number comes the smallest.
    fn up(self) -> Self;

    /// One less; after the smallest number comes the largest.
    fn down(self) -> Self;

    /// The distance from zero.
    fn magnitude(self) -> u32;
}

macro_rules! width {
    ($int:ident) => {
        impl Width for $int {
            const ZERO: Self = 0;

            #[inline(always)]
            fn up(self) -> Self {
                self.wrapping_add(1)
            }

            #[inline(always)]
            fn down(self) -> Self {
                self.wrapping_sub(1)
            }

            #[inline(always)]
            fn magnitude(self) -> u32 {
                self.unsigned_abs().into()
            }
        }
    };
}

width!(i32);
// For the tests alone, which include this file.
width!(i8);

/// Who borrows the value of a [`RefCell`](super::RefCell) now, and how often.
///
/// # Examples
///
/// ```
/// use drystone::cell::{BorrowState, RefCell};
///
/// let c = RefCell::new(5);
/// let readers = (c.borrow(), c.borrow());
/// assert_eq!(c.borrow_state(), BorrowState::Shared(2));
/// # drop(readers);
/// ```
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum BorrowState {
    /// Nobody.
    Unused,
    /// So many shared borrows, of which some may be of guards that were forgotten.
    Shared(u32),
    /// One exclusive borrow, in so many parts: more than one by
    /// [`RefMut::map_split`](super::RefMut::map_split).
    Exclusive(u32),
}

/// A flag of some width.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Flag<I>(I);

impl<I: Width> Flag<I> {
    pub(super) const UNUSED: Self = Self(I::ZERO);

    #[inline(always)]
    pub(super) fn is_writing(self) -> bool {
        self.0 < I::ZERO
    }

    /// The same in words.
    #[inline]
    pub(super) fn state(self) -> BorrowState {
        match self.0.cmp(&I::ZERO) {
            Ordering::Less => BorrowState::Exclusive(self.0.magnitude()),
            Ordering::Equal => BorrowState::Unused,
            Ordering::Greater => BorrowState::Shared(self.0.magnitude()),
        }
    }

    /// With one more shared borrow; `None` while there is an exclusive one, and when the count is
    /// full.
    #[inline(always)]
    pub(super) fn read(self) -> Option<Self> {
        let more = self.0.up();
        // INVARIANT: FLAG-1 -- below zero, `more` is zero at the most; from the largest number it
        // is the smallest.
        (more > I::ZERO).then_some(Self(more))
    }

    /// With an exclusive borrow; `None` while there is any other.
    #[inline(always)]
    pub(super) fn write(self) -> Option<Self> {
        // INVARIANT: FLAG-1 -- from zero, the only flag that belongs to neither side.
        (self.0 == I::ZERO).then_some(Self(I::ZERO.down()))
    }

    /// With one more part of the exclusive borrow that there is; `None` when the count is full.
    #[inline(always)]
    pub(super) fn split(self) -> Option<Self> {
        let more = self.0.down();
        // INVARIANT: FLAG-1 -- from the smallest number, `more` is the largest.
        (more < I::ZERO).then_some(Self(more))
    }

    /// With one shared borrow less. There must be one.
    #[inline(always)]
    pub(super) fn read_ended(self) -> Self {
        debug_assert!(self.0 > I::ZERO, "a shared borrow ends that never began");
        Self(self.0.down())
    }

    /// With one part of the exclusive borrow less. There must be one.
    #[inline(always)]
    pub(super) fn write_ended(self) -> Self {
        debug_assert!(
            self.0 < I::ZERO,
            "an exclusive borrow ends that never began"
        );
        Self(self.0.up())
    }
}
