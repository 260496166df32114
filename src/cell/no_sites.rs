#![forbid(unsafe_code)]
//! Where borrows were taken, without the feature `borrow-sites`: nobody knows, and it costs nothing.
//!
//! Every type here has no size and every function no effect. What they stand in for is told in
//! `sites.rs`.

use core::fmt;

use super::borrow::Flag;

/// A place in the source.
#[derive(Copy, Clone)]
pub(super) struct Site;

impl Site {
    #[inline(always)]
    pub(super) const fn caller() -> Self {
        Self
    }
}

/// What a guard remembers of the place where it was born.
#[derive(Copy, Clone)]
pub(super) struct Slot;

/// The places where the live guards of a cell were born.
pub(super) struct Sites;

/// What stands between the flag and the table, where padding would be.
pub(super) type Filler = ();

#[inline(always)]
pub(super) const fn filler() -> Filler {}

impl Sites {
    #[inline(always)]
    pub(super) const fn new() -> Self {
        Self
    }

    #[inline(always)]
    pub(super) const fn enter(&self, _: Site) -> Slot {
        Slot
    }

    #[inline(always)]
    pub(super) const fn leave(&self, _: Slot) {}

    #[inline(always)]
    pub(super) const fn refusal(&self, _: Flag<i32>) -> Refusal {
        Refusal
    }
}

/// Who held the cell when a borrow was refused.
pub(super) struct Refusal;

impl Refusal {
    /// For people, in the words that say what kind of borrow was there.
    pub(super) fn display(&self, words: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(words)
    }

    /// For `unwrap`: the name of the error says all there is to say.
    pub(super) fn debug(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name).finish()
    }
}
