#![forbid(unsafe_code)]
//! The counts of an `Arc`: one word, every memory ordering of the crate, and why they suffice.
//!
//! # Layout
//!
//! ```text
//! 63            32 31             0
//! ┌───────────────┬───────────────┐   strong   the owners (`Arc`)
//! │     weak      │    strong     │   weak     the `Weak`s, and one more while there is
//! └───────────────┴───────────────┘            an owner or a `UniqueArc`: the owners' share
//! ```
//!
//! # States, and who may do what
//!
//! ```text
//!                      word (weak, strong)     value     who may change the word
//! unique               (1 + n, 0)              live      UniqueArc: share, end; Weaks: clone, drop
//! shared               (1 + n, s), s > 0       live      s owners, n Weaks: everything
//! sole (n = 0, s = 1)  (1, 1)                  live      its one owner, nobody else
//! dead                 (n or 1 + n, 0)         gone      Weaks: clone, drop; the last owner: end
//! free                 (0, 0)                  gone      nobody: the block is freed
//! ```
//!
//! `strong` leaves zero in one place only, `share`, which consumes a `UniqueArc`; `try_add_strong`
//! refuses at zero. An owner's last decrement leads from *shared* to *dead*, and no `UniqueArc`
//! exists then (it was consumed), so **no value is revived**: *dead* is never left but for *free*.
//!
//! # Why these orderings suffice
//!
//! Every change of the word after its creation is a read-modify-write (`share` too: a store would
//! lose counts that Weaks change meanwhile, and cut the chain of the next sentence). So each change
//! with `Release` heads a release sequence that all later values of the word belong to, and an
//! `Acquire` load that reads *any* later value happens after *all* earlier `Release` changes. From
//! that:
//!
//! * **A value is dropped after its last use (`ARC-ORD-1`, `ARC-ORD-2`).** Each owner's last use
//!   comes before its `DROP_STRONG`. The owner whose decrement read `strong == 1` then loads the
//!   word with `LAST`; it reads its own decrement or a later value, hence happens after all others.
//!   This needs no fence: the load reads the same word. It costs one plain load, on the last drop
//!   only, and ThreadSanitizer, which knows no fences, understands it.
//! * **A block is freed after its last access (`ARC-ORD-2`, `ARC-ORD-3`).** Each Weak's last access
//!   comes before its `DROP_WEAK`. Whoever brings `weak` to zero loads with `LAST` and frees. An
//!   owner whose last decrement read `(1, 1)` is in the same place without a second change: no Weak
//!   exists, and only owners and Weaks can make one, so nobody else can reach the word.
//! * **A sole owner knows it from one load (`ARC-ORD-4`).** Both counts are read at one moment. When
//!   the word is `(1, 1)` and the reader is an owner, it is that one owner, and there is no Weak:
//!   nobody else can change the word or reach the value, now or later, until the owner itself makes
//!   another handle, for which it would need the borrow that it has lent as `&mut`. The load is
//!   `Acquire`, so the uses of all earlier owners, and of all Weaks that were upgraded, lie before.
//!   With two separate words this would not hold: between reading `weak == 1` and reading
//!   `strong == 1`, another owner can downgrade and go, and its Weak can be upgraded afterwards.
//! * **An upgrade sees the whole value (`ARC-ORD-5`, `ARC-ORD-6`).** A Weak may be older than the
//!   value's last change by a `UniqueArc`, or, with `new_cyclic`, older than the value. `SHARE`
//!   publishes; `UPGRADE` read a word with `strong > 0`, which is `SHARE`'s or a later one.
//! * **A value taken by `remove_only_strong` is whole (`ARC-ORD-7`).** It replaces the word it has read by one
//!   with `strong == 0`, `Acquire` when that succeeds, so it happens after the other owners' drops.
//!   Upgrades fail from then on; the value is moved out by the one who took it.
//!
//! `Relaxed` is enough for making one more handle out of one that exists: the new one is handed to
//! another thread by something that orders, or not at all.
//!
//! # Why counts can't wrap
//!
//! A handle too many is noticed after it was counted, by a count that was above `i32::MAX`, and ends
//! the process. Until that end other threads may count as well, but each of them once, since none
//! returns. To carry from `strong` into `weak`, or out of `weak`, 2³¹ threads would have to be
//! inside of the same call at once. With 32-bit addresses that leaves two bytes for each thread's
//! stack, registers and code; with 64-bit ones no system grants so many. `try_add_strong` needs no
//! such argument: it refuses before it counts.

use core::sync::atomic::Ordering::{self, Acquire, Relaxed, Release};

use crate::raw::atomic::CountWord;

// Every ordering of the crate. SAFETY.md (e) names the model that fails when one of them is weaker.

// ARC-ORD-0. Relaxed: a handle is made from a handle, or counts are only looked at. Whoever hands
// the new handle to another thread orders that; nothing is published here.
const CLONE: Ordering = Relaxed;
const LOOK: Ordering = Relaxed;
// ARC-ORD-1. Release: an owner's uses of the value. Pairs with ARC-ORD-2, ARC-ORD-4 and ARC-ORD-7.
const DROP_STRONG: Ordering = Release;
// ARC-ORD-2. Acquire, after a count's last decrement. Pairs with ARC-ORD-1 and ARC-ORD-3.
const LAST: Ordering = Acquire;
// ARC-ORD-3. Release: a Weak's uses of the block. Pairs with ARC-ORD-2, ARC-ORD-4 and ARC-ORD-7.
const DROP_WEAK: Ordering = Release;
// ARC-ORD-4. Acquire, when the word is looked at for a sole owner. Pairs with ARC-ORD-1 and ARC-ORD-3.
const SOLE: Ordering = Acquire;
// ARC-ORD-5. Acquire, when a Weak becomes an owner. Pairs with ARC-ORD-6.
const UPGRADE: Ordering = Acquire;
// ARC-ORD-6. Release: the value as its UniqueArc leaves it. Pairs with ARC-ORD-5.
const SHARE: Ordering = Release;
// ARC-ORD-7. Acquire, when the only owner leaves with the value. Pairs with ARC-ORD-1 and ARC-ORD-3.
const TAKE: Ordering = Acquire;

/// One owner in the word.
const STRONG: u64 = 1;
/// One `Weak`, or the owners' share, in the word.
const WEAK: u64 = 1 << 32;
/// One owner, no `Weak`.
const SOLE_OWNER: u64 = WEAK | STRONG;

/// The largest count.
const MAX: u32 = i32::MAX as u32;

#[inline]
const fn strong(word: u64) -> u32 {
    word as u32
}

#[inline]
const fn weak(word: u64) -> u32 {
    (word >> 32) as u32
}

/// What an owner leaves behind.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[must_use]
pub(super) enum Left {
    /// Other owners: nothing is to be done.
    Owners,
    /// The value, which the leaver drops or takes, and a block that Weaks still reach: the leaver
    /// then gives up the owners' share by `remove_weak`.
    ValueAndShare,
    /// The value and the block, both reachable by the leaver alone.
    All,
}

impl Left {
    /// What the last owner leaves, by the word that it found.
    #[inline]
    const fn of_last(word: u64) -> Self {
        if weak(word) == 1 {
            Self::All
        } else {
            Self::ValueAndShare
        }
    }
}

/// The two counts of one block.
pub(super) struct AtomicCounts {
    word: CountWord,
}

impl AtomicCounts {
    /// The counts of a new value with one owner.
    #[inline]
    pub(super) fn shared() -> Self {
        Self {
            word: CountWord::new(SOLE_OWNER),
        }
    }

    /// The counts of a value that no `Arc` owns yet, with the share of its `UniqueArc`.
    #[inline]
    pub(super) fn unique() -> Self {
        Self {
            word: CountWord::new(WEAK),
        }
    }

    /// AtomicCounts one more owner, for a caller who is one.
    #[inline]
    pub(super) fn add_strong(&self) {
        let old = self.word.fetch_add(STRONG, CLONE);
        if strong(old) > MAX {
            overflow();
        }
    }

    /// AtomicCounts one more `Weak`, for a caller who has one or is an owner.
    #[inline]
    pub(super) fn add_weak(&self) {
        let old = self.word.fetch_add(WEAK, CLONE);
        if weak(old) > MAX {
            overflow();
        }
    }

    /// AtomicCounts one more owner unless there is none: a `Weak` becomes an `Arc`.
    #[inline]
    pub(super) fn try_add_strong(&self) -> bool {
        let mut word = self.word.load(LOOK);
        while strong(word) != 0 {
            if strong(word) > MAX {
                overflow();
            }
            match self.word.replace(word, word + STRONG, UPGRADE, LOOK) {
                Ok(_) => return true,
                Err(now) => word = now,
            }
        }
        false
    }

    /// An owner leaves. Who leaves last may use the value and, if told so, free the block.
    #[inline]
    pub(super) fn remove_strong(&self) -> Left {
        let old = self.word.fetch_sub(STRONG, DROP_STRONG);
        if strong(old) != 1 {
            return Left::Owners;
        }
        self.word.load(LAST);
        Left::of_last(old)
    }

    /// A `Weak` leaves, or the owners' share. True if the block is now the caller's to free.
    #[inline]
    pub(super) fn remove_weak(&self) -> bool {
        let old = self.word.fetch_sub(WEAK, DROP_WEAK);
        if weak(old) != 1 {
            return false;
        }
        self.word.load(LAST);
        true
    }

    /// Is the asking owner the only one, without any `Weak`?
    ///
    /// The answer yes holds until that owner makes another handle.
    #[inline]
    pub(super) fn is_sole(&self) -> bool {
        self.word.load(SOLE) == SOLE_OWNER
    }

    /// The only owner leaves; fails if there are others. Weaks don't matter.
    #[inline]
    pub(super) fn remove_only_strong(&self) -> Option<Left> {
        let mut word = self.word.load(SOLE);
        if word == SOLE_OWNER {
            return Some(Left::All);
        }
        // A failure by a Weak that came or went must not look like one by another owner.
        while strong(word) == 1 {
            match self.word.replace(word, word - STRONG, TAKE, LOOK) {
                Ok(old) => return Some(Left::of_last(old)),
                Err(now) => word = now,
            }
        }
        None
    }

    /// A `UniqueArc` becomes the first `Arc`.
    #[inline]
    pub(super) fn share(&self) {
        self.word.fetch_add(STRONG, SHARE);
    }

    /// A `UniqueArc` leaves: `Left::All` if there is no `Weak`.
    #[inline]
    pub(super) fn remove_unique(&self) -> Left {
        if self.word.load(LAST) == WEAK {
            Left::All
        } else {
            Left::ValueAndShare
        }
    }

    /// How many owners there are, and how many `Weak`s with one more for who else keeps the block.
    /// One look, so the two numbers belong to one moment; it may be over.
    #[inline]
    pub(super) fn strong_and_weak(&self) -> (u32, u32) {
        let word = self.word.load(LOOK);
        (strong(word), weak(word))
    }

    /// The end of the counts, right before their block is freed.
    #[inline]
    pub(super) fn retire(&mut self) {
        self.word.retire();
    }
}

/// Ends the process, with a message, also without `std`: a panic may not leave an `extern "C"`
/// function.
#[cold]
#[inline(never)]
extern "C" fn overflow() -> ! {
    panic!("reference count overflow: an `Arc` has more than i32::MAX owners of one kind");
}
