#![forbid(unsafe_code)]
//! [`AtomicCounts`]: how many owners a block has, in one word; every memory ordering of the crate,
//! and why they suffice.
//!
//! # Layout
//!
//! ```text
//! 63            32 31             0
//! ┌───────────────┬───────────────┐   strong   the owners (`Arc`)
//! │    strong     │     weak      │   weak     the `Weak`s, and one more, the owners' share, while
//! └───────────────┴───────────────┘            there is an owner, a `UniqueArc`, a constructor, or
//!                                              a destructor that has not returned
//! ```
//!
//! `strong` is the upper half, so that the word's sign tells of an owner too many: the processor sets a
//! flag when it adds, and need not hand back the old word for that.
//!
//! # States, and who may change the word
//!
//! ```text
//!          (weak, strong)       value   by
//! unique   (1 + n, 0)           live    the UniqueArc: share; the n Weaks: clone, drop
//! shared   (1 + n, s)   s > 0   live    the s owners: clone, downgrade, drop, take;
//!                                       the n Weaks: clone, drop, upgrade
//! dead     (1 + n, 0)           going   the last owner: give up the share; Weaks: clone, drop
//!          (n, 0)               gone    Weaks: clone, drop
//! ```
//!
//! The block is freed by whoever takes the weak count to zero, or who holds the share and sees that
//! there is no more than it. `strong` leaves zero in one place only: `share` and `share_alone`, which
//! use up a `UniqueArc`. The last owner's decrement leads from *shared* to *dead*, when no `UniqueArc`
//! exists any more; and an upgrade refuses at zero. So **no value is revived**. Only a sole owner,
//! who sees `(1, 1)`, may turn back into a `UniqueArc` (`unshare`), and then no `Weak` is there to
//! notice.
//!
//! # Why these orderings suffice
//!
//! Every change that somebody else could meet is a read-modify-write; sharing too: a store would lose
//! counts that Weaks change meanwhile. So each change with `Release` heads a release sequence that
//! all later values belong to, and an `Acquire` load that reads *any* later value happens after *all*
//! `Release` changes before it. Two plain stores cut that sequence, `unshare` and `share_alone`. They
//! take `&mut`: whoever calls them has seen by an `Acquire` load that no other handle exists, so all
//! earlier changes happen before the store, and the store before whatever is done with a handle
//! that is made later.
//!
//! * **What one load can tell.** Let a handle `h` read a value of the word that counts one handle
//!   alone, be it the newest value or an old one. All later changes were made through that handle or
//!   ones that descend from it. If `h` is that handle, they were made through borrows of `h`. If it is
//!   a descendant, then its making is one of those changes, and happens before the load, which would
//!   have seen it. So there were none, except through shared borrows of `h` that have not ended: a
//!   caller with `h` by value or by `&mut` knows that it is alone. With two separate words this would
//!   not hold: between a look at `weak` and one at `strong`, another owner can downgrade and go, and
//!   its Weak be upgraded afterwards.
//! * **A value is dropped after its last use** (`ARC-ORD-1`, `ARC-ORD-2`). Each owner's last use comes
//!   before its `DROP_STRONG`. Whoever finds itself to be the last then loads the word with
//!   `LAST_STRONG`: it reads its own decrement or a later value, hence happens after all others. This
//!   needs no fence, since the load reads the same word. It costs one plain load, on the last drop
//!   only, and ThreadSanitizer, which knows no fences, understands it.
//! * **A block is freed after its last access** (`ARC-ORD-3`, `ARC-ORD-4`, `ARC-ORD-6`). Each Weak's
//!   last access, and the last owner's drop of the value, come before a `DROP_WEAK`. Whoever takes
//!   `weak` to zero loads with `LAST_WEAK`. The holder of the share may look first, by `ALONE`: if it
//!   reads `(1, 0)`, there is nobody to be told, and the second read-modify-write is saved.
//! * **A sole owner knows it from one load** (`ARC-ORD-5`). `(1, 1)` counts one handle: see above; the
//!   share belongs to it. The load is `Acquire`, so the uses of all earlier owners, upgraded Weaks
//!   included, lie before.
//! * **An upgrade sees the whole value** (`ARC-ORD-7`, `ARC-ORD-8`). A Weak may be older than the
//!   value's last change by a `UniqueArc`, or, with `new_cyclic`, older than the value. `SHARE`
//!   publishes; `UPGRADE` has read a word with `strong > 0`, which is `SHARE`'s or a later one. (Where
//!   `share_alone` was enough, there was no Weak; one made later comes from an owner who was told of
//!   the value by whatever moved it.)
//! * **A value that is taken is whole** (`ARC-ORD-9`). `remove_only_strong` replaces the word it has
//!   read by one with `strong == 0`, `Acquire` when that succeeds, so it happens after the drops of
//!   other owners. Upgrades fail from then on.
//!
//! `Relaxed` is enough for making one more handle out of one that exists: the new one is handed to
//! another thread by something that orders, or not at all.
//!
//! # Why counts can't wrap
//!
//! A handle too many is noticed right after it was counted, and ends the process. Until that end
//! other threads may count as well, but each of them once, since none returns. To carry from `weak`
//! into `strong`, or out of `strong`, 2³¹ threads would have to be inside of the same call at once. With
//! 32-bit addresses that leaves two bytes for each thread's stack; with 64-bit ones no system grants
//! so many. `try_add_strong` needs no such argument: it refuses before it counts.
//!
//! # Invariants
//!
//! * `ARC-COUNT-1`: `strong` is the number of owners; `weak` is the number of `Weak`s, and one more as
//!   drawn above. So the block may be freed when, and only when, `weak` would become zero.
//! * `ARC-COUNT-2`: neither count goes past `i32::MAX` and on: the process ends before an owner could
//!   exist that is not counted.
//!
//! # Differences from std
//!
//! std counts in two words of `usize`, and locks the weak one for a moment in `get_mut`.

use core::sync::atomic::Ordering::{self, Acquire, Relaxed, Release};

use crate::error;
use crate::raw::atomic::CountWord;

// Every ordering of the crate. SAFETY.md (e) names the model that fails when one of them is weaker.

// Relaxed: a handle is made from a handle, or counts are only looked at. Whoever hands the new handle
// to another thread orders that; nothing is published here.
const CLONE: Ordering = Relaxed;
const LOOK: Ordering = Relaxed;
// ARC-ORD-1. Release: an owner's uses of the value. Pairs with ARC-ORD-2, ARC-ORD-5 and ARC-ORD-9.
const DROP_STRONG: Ordering = Release;
// ARC-ORD-2. Acquire, after the last owner's decrement. Pairs with ARC-ORD-1.
const LAST_STRONG: Ordering = Acquire;
// ARC-ORD-3. Release: a Weak's uses of the block. Pairs with ARC-ORD-4, ARC-ORD-5 and ARC-ORD-6.
const DROP_WEAK: Ordering = Release;
// ARC-ORD-4. Acquire, after the last weak decrement. Pairs with ARC-ORD-3.
const LAST_WEAK: Ordering = Acquire;
// ARC-ORD-5. Acquire, when an owner asks whether it is the sole one. Pairs with ARC-ORD-1, ARC-ORD-3.
const SOLE: Ordering = Acquire;
// ARC-ORD-6. Acquire, when the holder of the share asks whether there is a Weak. Pairs with ARC-ORD-3.
const ALONE: Ordering = Acquire;
// ARC-ORD-7. Acquire, when a Weak becomes an owner. Pairs with ARC-ORD-8.
const UPGRADE: Ordering = Acquire;
// ARC-ORD-8. Release: the value as its UniqueArc leaves it. Pairs with ARC-ORD-7.
const SHARE: Ordering = Release;
// ARC-ORD-9. Acquire, when the only owner leaves with the value. Pairs with ARC-ORD-1.
const TAKE: Ordering = Acquire;

/// One owner in the word.
const STRONG: u64 = 1 << 32;
/// One `Weak`, or the owners' share, in the word.
const WEAK: u64 = 1;

/// The largest count.
const MAX: u32 = i32::MAX as u32;

#[inline(always)]
const fn strong(word: u64) -> u32 {
    (word >> 32) as u32
}

#[inline(always)]
const fn weak(word: u64) -> u32 {
    word as u32
}

/// A word that was read some time ago.
pub(super) struct Seen(u64);

/// The header of every block of an [`Arc`](super::Arc).
#[repr(transparent)]
pub(super) struct AtomicCounts {
    word: CountWord,
}

impl AtomicCounts {
    /// No strong owner, and somebody who owns the block all the same: as which all blocks begin.
    #[inline(always)]
    pub(super) fn unique() -> Self {
        // INVARIANT: ARC-COUNT-1 -- that owner holds the share.
        Self {
            word: CountWord::new(WEAK),
        }
    }

    /// How many strong owners there are.
    #[inline(always)]
    pub(super) fn strong(&self) -> u32 {
        self.look().0
    }

    /// How many `Weak`s there are, and one more for whoever else keeps the block.
    #[inline(always)]
    pub(super) fn weak(&self) -> u32 {
        self.look().1
    }

    /// Both counts as they were at one moment.
    #[inline(always)]
    pub(super) fn look(&self) -> (u32, u32) {
        let word = self.word.load(LOOK);
        (strong(word), weak(word))
    }

    /// Whether there is one strong owner and no `Weak`.
    ///
    /// The answer yes holds for an owner who asks, until it makes another handle.
    #[inline(always)]
    pub(super) fn is_sole(&self) -> bool {
        self.word.load(SOLE) == WEAK | STRONG
    }

    /// Whether there is no owner and no `Weak`, but the holder of the share, who asks.
    #[inline(always)]
    pub(super) fn is_alone(&self) -> bool {
        self.word.load(ALONE) == WEAK
    }

    /// Another strong owner beside one that there is.
    #[inline(always)]
    pub(super) fn add_strong(&self) {
        let new = self.word.fetch_add(STRONG, CLONE).wrapping_add(STRONG);
        // INVARIANT: ARC-COUNT-2 -- half of the range is left, so nothing has wrapped. The sign is that of
        // `strong`: a test of `strong(new) > MAX`.
        if (new as i64) < 0 {
            overflow();
        }
    }

    /// A look at the word before [`try_add_strong`](Self::try_add_strong), if there is an owner.
    #[inline(always)]
    pub(super) fn seen_alive(&self) -> Option<Seen> {
        let word = self.word.load(LOOK);
        (strong(word) != 0).then_some(Seen(word))
    }

    /// Another strong owner, if there still is one.
    #[inline(always)]
    pub(super) fn try_add_strong(&self, Seen(mut word): Seen) -> bool {
        while strong(word) != 0 {
            if strong(word) >= MAX {
                overflow();
            }
            match self.word.replace(word, word + STRONG, UPGRADE, LOOK) {
                Ok(_) => return true,
                Err(now) => word = now,
            }
        }
        false
    }

    /// One strong owner less. Whether it was the last, who then owns the value alone: the share is
    /// its.
    #[inline(always)]
    pub(super) fn remove_strong(&self) -> bool {
        let old = self.word.fetch_sub(STRONG, DROP_STRONG);
        // INVARIANT: LANG-30 -- unless this was the last, the block may be gone from here on, and `self`
        // with it; it is not looked at again.
        if strong(old) != 1 {
            return false;
        }
        self.word.load(LAST_STRONG);
        true
    }

    /// [`remove_strong`](Self::remove_strong) for the last one, and for no other.
    #[inline(always)]
    pub(super) fn remove_only_strong(&self) -> bool {
        let mut word = self.word.load(LOOK);
        // A failure by a Weak that came or went must not look like one by another owner.
        while strong(word) == 1 {
            match self.word.replace(word, word - STRONG, TAKE, LOOK) {
                Ok(_) => return true,
                Err(now) => word = now,
            }
        }
        false
    }

    /// [`remove_only_strong`](Self::remove_only_strong) for a [sole](Self::is_sole) owner.
    #[inline(always)]
    pub(super) fn unshare(&mut self) {
        self.word.restart(WEAK);
    }

    /// The first strong owner of a block that had a unique one.
    #[inline(always)]
    pub(super) fn share(&self) {
        self.word.fetch_add(STRONG, SHARE);
    }

    /// [`share`](Self::share) for who is [alone](Self::is_alone).
    #[inline(always)]
    pub(super) fn share_alone(&mut self) {
        self.word.restart(WEAK | STRONG);
    }

    /// Another `Weak`.
    #[inline(always)]
    pub(super) fn add_weak(&self) {
        let old = self.word.fetch_add(WEAK, CLONE);
        // INVARIANT: ARC-COUNT-2 -- half of the range is left, so nothing has wrapped.
        if weak(old) >= MAX {
            overflow();
        }
    }

    /// One weak count less. Whether it was the last, who then frees the block.
    #[inline(always)]
    pub(super) fn remove_weak(&self) -> bool {
        let old = self.word.fetch_sub(WEAK, DROP_WEAK);
        // INVARIANT: LANG-30 -- as in `remove_strong`.
        if weak(old) != 1 {
            return false;
        }
        self.word.load(LAST_WEAK);
        true
    }

    /// [`remove_weak`](Self::remove_weak) of the share, when the value is gone. If nobody else is
    /// left, the word stays as it is.
    #[inline(always)]
    pub(super) fn remove_share(&self) -> bool {
        self.is_alone() || self.remove_weak()
    }

    /// Tells loom's models that the value is looked at.
    #[inline(always)]
    pub(super) fn touch(&self) {
        self.word.touch();
    }

    /// Tells loom's models that the value is changed, moved out or dropped.
    #[inline(always)]
    pub(super) fn seize(&self) {
        self.word.seize();
    }

    /// The end of the counts, right before their block is freed.
    #[inline(always)]
    pub(super) fn retire(&mut self) {
        self.word.retire();
    }
}

/// Ends the process, with a message, also without `std`.
///
/// No panic leaves an `extern "C"` function, so that its callers need not prepare for one.
#[cold]
#[inline(never)]
extern "C" fn overflow() -> ! {
    error::end("reference count overflow: an `Arc` has more than i32::MAX owners of one kind")
}
