//! [`LocalCounts`]: how many owners a block has, in 8 bytes, for one thread.
//!
//! # Layout
//!
//! ```text
//! ┌─────────────┬─────────────┐
//! │ strong: u32 │ weak: u32   │     strong owners together hold one weak count
//! └─────────────┴─────────────┘
//!   1   1    shared, one owner            0   1    unique, or under construction, or being dropped
//!   3   2    three owners, one Weak       0   2    dropped, two Weaks; or the above and one Weak
//! ```
//!
//! # Invariants
//!
//! * `COUNT-1`: `strong` is the number of strong owners; `weak` is the number of `Weak`s, and one
//!   more while there is a strong owner, a unique one, a constructor, or a destructor that has not
//!   yet returned. So the block may be freed when, and only when, `weak` becomes zero.
//! * `COUNT-2`: neither count goes past `i32::MAX` and on: the process ends before an owner could
//!   exist that is not counted; with `std`, before any code of a user runs.
//!
//! # Differences from std
//!
//! std counts with two `usize`s and ends the process when one of them wraps to zero.

use core::cell::UnsafeCell;

use crate::error;

/// The header of every block of an [`Rc`](super::Rc): strong count, then weak count.
#[repr(transparent)]
pub(super) struct LocalCounts {
    both: UnsafeCell<[u32; 2]>,
}

const STRONG: usize = 0;
const WEAK: usize = 1;

/// The largest count.
const MAX: u32 = i32::MAX as u32;

impl LocalCounts {
    /// One strong owner.
    #[inline(always)]
    pub(super) const fn shared() -> Self {
        // INVARIANT: COUNT-1 -- the owner holds the one weak count.
        Self {
            both: UnsafeCell::new([1, 1]),
        }
    }

    /// No strong owner, and somebody who owns the block all the same.
    #[inline(always)]
    pub(super) const fn unique() -> Self {
        // INVARIANT: COUNT-1 -- that owner holds the one weak count.
        Self {
            both: UnsafeCell::new([0, 1]),
        }
    }

    /// How many strong owners there are.
    #[inline(always)]
    pub(super) fn strong(&self) -> u32 {
        self.get()[STRONG]
    }

    /// How many `Weak`s there are, and one more for whoever else keeps the block.
    #[inline(always)]
    pub(super) fn weak(&self) -> u32 {
        self.get()[WEAK]
    }

    /// Whether there is one strong owner and no `Weak`.
    #[inline(always)]
    pub(super) fn is_sole(&self) -> bool {
        // Both are compared in one, as one word.
        self.get() == [1, 1]
    }

    /// Another strong owner beside one that there is.
    #[inline(always)]
    pub(super) fn add_strong(&self) {
        self.add::<STRONG>();
    }

    /// Another strong owner, if there still is one.
    #[inline(always)]
    pub(super) fn try_add_strong(&self) -> bool {
        let alive = self.strong() != 0;
        if alive {
            self.add::<STRONG>();
        }
        alive
    }

    /// One strong owner less. Whether it was the last, who then owns value and block alone: the one
    /// weak count is its.
    #[inline(always)]
    pub(super) fn remove_strong(&self) -> bool {
        self.remove::<STRONG>()
    }

    /// [`remove_strong`](Self::remove_strong) for the last one, and for no other.
    #[inline(always)]
    pub(super) fn remove_only_strong(&self) -> bool {
        self.strong() == 1 && self.remove_strong()
    }

    /// The first strong owner of a block that had a unique one.
    #[inline(always)]
    pub(super) fn share(&self) {
        // A change, not a store, as where counts are atomic. No `Weak` can have upgraded meanwhile.
        self.add::<STRONG>();
    }

    /// Another `Weak`.
    #[inline(always)]
    pub(super) fn add_weak(&self) {
        self.add::<WEAK>();
    }

    /// One weak count less. Whether it was the last, who then frees the block.
    #[inline(always)]
    pub(super) fn remove_weak(&self) -> bool {
        self.remove::<WEAK>()
    }

    #[inline(always)]
    fn get(&self) -> [u32; 2] {
        // SAFETY: COUNT-1 -- the counts are one thread's, and no reference into the cell outlives
        // one statement of this file.
        unsafe { *self.both.get() }
    }

    #[inline(always)]
    fn set<const COUNT: usize>(&self, to: u32) {
        // SAFETY: COUNT-1 -- as for `get`.
        unsafe { (*self.both.get())[COUNT] = to };
    }

    #[inline(always)]
    fn add<const COUNT: usize>(&self) {
        let sum = self.get()[COUNT].wrapping_add(1);
        self.set::<COUNT>(sum);
        // INVARIANT: COUNT-2 -- half of the range is left, so nothing has wrapped.
        if sum > MAX {
            overflow();
        }
    }

    #[inline(always)]
    fn remove<const COUNT: usize>(&self) -> bool {
        let rest = self.get()[COUNT].wrapping_sub(1);
        self.set::<COUNT>(rest);
        rest == 0
    }
}

/// Ends the process, with a message, also without `std`.
///
/// No panic leaves an `extern "C"` function, so that its callers need not prepare for one.
#[cold]
#[inline(never)]
extern "C" fn overflow() -> ! {
    error::end("reference count overflow: an `Rc` has more than i32::MAX owners of one kind")
}
