#![forbid(unsafe_code)]
//! Who borrows a `RefCell` now: its flag, the places of its borrows, and the tokens that count.
//!
//! A [`Reading`] stands for one shared borrow and a [`Writing`] for one part of the exclusive one:
//! making a token counts it, dropping it counts it out. The guards add a pointer to a token; here
//! there is neither pointer nor value.
//!
//! # Invariants
//!
//! * `REF-1`: a flag above zero is the number of `Reading`s, one below zero the negative number of
//!   `Writing`s, that were made of this state and have not been dropped; those forgotten count.

use super::Cell;
use super::borrow::Flag;
use super::sites::{Filler, Refusal, Site, Sites, Slot, filler};

/// The part of a `RefCell` that is not its value. The flag is first, as `RefCell` documents.
///
/// Guards hold a shared reference to it, and may go in a call that also frees the cell. A byte of it
/// outside of every `UnsafeCell`, if only for padding, would be protected until that call is over.
#[repr(C)]
pub(super) struct State {
    flag: Cell<Flag<i32>>,
    _filler: Filler,
    sites: Sites,
}

impl State {
    pub(super) const fn new() -> Self {
        Self {
            flag: Cell::new(Flag::UNUSED),
            _filler: filler(),
            sites: Sites::new(),
        }
    }

    #[inline(always)]
    pub(super) fn flag(&self) -> Flag<i32> {
        self.flag.get()
    }

    /// A shared borrow, unless there is an exclusive one or there are too many.
    #[inline(always)]
    pub(super) fn read(&self, site: Site) -> Option<Reading<'_>> {
        // INVARIANT: REF-1 -- one token more, one more in the flag.
        self.flag.set(self.flag.get().read()?);
        Some(Reading {
            state: self,
            slot: self.sites.enter(site),
        })
    }

    /// The exclusive borrow, unless there is any other.
    #[inline(always)]
    pub(super) fn write(&self, site: Site) -> Option<Writing<'_>> {
        // INVARIANT: REF-1 -- the first token, and the first in the flag.
        self.flag.set(self.flag.get().write()?);
        Some(Writing {
            state: self,
            slot: self.sites.enter(site),
        })
    }

    /// Why a borrow is refused now.
    #[inline(always)]
    pub(super) fn refusal(&self) -> Refusal {
        self.sites.refusal(self.flag.get())
    }
}

/// One shared borrow.
pub(super) struct Reading<'b> {
    state: &'b State,
    slot: Slot,
}

impl Reading<'_> {
    /// Another shared borrow, unless there are too many.
    #[inline(always)]
    pub(super) fn again(&self, site: Site) -> Option<Self> {
        self.state.read(site)
    }
}

impl Drop for Reading<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        // INVARIANT: REF-1 -- one token less, one less in the flag.
        self.state.flag.set(self.state.flag.get().read_ended());
        self.state.sites.leave(self.slot);
    }
}

/// One part of the exclusive borrow.
pub(super) struct Writing<'b> {
    state: &'b State,
    slot: Slot,
}

impl<'b> Writing<'b> {
    /// A second token for a borrow that falls into two disjoint parts, unless there are too many.
    #[inline(always)]
    pub(super) fn split(&self, site: Site) -> Option<Writing<'b>> {
        let state = self.state;
        // INVARIANT: REF-1 -- one token more, one more (negatively) in the flag.
        state.flag.set(state.flag.get().split()?);
        Some(Writing {
            state,
            slot: state.sites.enter(site),
        })
    }
}

impl Drop for Writing<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        // INVARIANT: REF-1 -- one token less, one less (negatively) in the flag.
        self.state.flag.set(self.state.flag.get().write_ended());
        self.state.sites.leave(self.slot);
    }
}
