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
//!   exist that is not counted.
//!
//! # Differences from std
//!
//! std counts with two `usize`s and ends the process when one of them wraps to zero.

use core::cell::UnsafeCell;

/// The header of every block of an [`Rc`](super::Rc).
#[repr(C)]
pub(super) struct LocalCounts {
    strong: UnsafeCell<u32>,
    weak: UnsafeCell<u32>,
}

/// The largest count.
const MAX: u32 = i32::MAX as u32;

impl LocalCounts {
    /// No strong owner, and somebody who owns the block all the same: as which all blocks begin.
    #[inline(always)]
    pub(super) const fn unique() -> Self {
        // INVARIANT: COUNT-1 -- that owner holds the one weak count.
        Self {
            strong: UnsafeCell::new(0),
            weak: UnsafeCell::new(1),
        }
    }

    /// How many strong owners there are.
    #[inline(always)]
    pub(super) fn strong(&self) -> u32 {
        get(&self.strong)
    }

    /// How many `Weak`s there are, and one more for whoever else keeps the block.
    #[inline(always)]
    pub(super) fn weak(&self) -> u32 {
        get(&self.weak)
    }

    /// Whether there is one strong owner and no `Weak`.
    #[inline(always)]
    pub(super) fn is_sole(&self) -> bool {
        // Without a branch between them, both counts are compared in one.
        (self.strong() == 1) & (self.weak() == 1)
    }

    /// Another strong owner beside one that there is.
    #[inline(always)]
    pub(super) fn add_strong(&self) {
        add(&self.strong);
    }

    /// Another strong owner, if there still is one.
    #[inline(always)]
    pub(super) fn try_add_strong(&self) -> bool {
        if self.strong() == 0 {
            return false;
        }
        add(&self.strong);
        true
    }

    /// One strong owner less. Whether it was the last, who then owns value and block alone: the one
    /// weak count is its.
    #[inline(always)]
    pub(super) fn remove_strong(&self) -> bool {
        remove(&self.strong)
    }

    /// [`remove_strong`](Self::remove_strong) for the last one, and for no other.
    #[inline(always)]
    pub(super) fn remove_only_strong(&self) -> bool {
        let only = self.strong() == 1;
        if only {
            set(&self.strong, 0);
        }
        only
    }

    /// The first strong owner of a block that had a unique one.
    #[inline(always)]
    pub(super) fn share(&self) {
        // A change, not a store, as where counts are atomic. No `Weak` can have upgraded meanwhile.
        add(&self.strong);
    }

    /// Another `Weak`.
    #[inline(always)]
    pub(super) fn add_weak(&self) {
        add(&self.weak);
    }

    /// One weak count less. Whether it was the last, who then frees the block.
    #[inline(always)]
    pub(super) fn remove_weak(&self) -> bool {
        remove(&self.weak)
    }
}

#[inline(always)]
fn get(count: &UnsafeCell<u32>) -> u32 {
    // SAFETY: COUNT-1 -- the counts are one thread's, and no reference into a cell outlives one
    // statement of this file.
    unsafe { *count.get() }
}

#[inline(always)]
fn set(count: &UnsafeCell<u32>, to: u32) {
    // SAFETY: COUNT-1 -- as for `get`.
    unsafe { *count.get() = to };
}

#[inline(always)]
fn add(count: &UnsafeCell<u32>) {
    let sum = get(count).wrapping_add(1);
    set(count, sum);
    // INVARIANT: COUNT-2 -- half of the range is left, so nothing has wrapped.
    if sum > MAX {
        overflow();
    }
}

#[inline(always)]
fn remove(count: &UnsafeCell<u32>) -> bool {
    let rest = get(count).wrapping_sub(1);
    set(count, rest);
    rest == 0
}

/// Ends the process, with a message, also without `std`: a panic may not leave an `extern "C"`
/// function.
#[cold]
#[inline(never)]
extern "C" fn overflow() -> ! {
    panic!("reference count overflow: an `Rc` has more than i32::MAX owners of one kind");
}
