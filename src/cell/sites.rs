#![forbid(unsafe_code)]
//! Where borrows were taken, with the feature `borrow-sites`.
//!
//! # Layout
//!
//! ```text
//! in the cell     Sites   ┌──────────────┬──────────────┬──────────────┬──────────────┐
//!                         │ site, live 2 │ site, live 1 │ live 0       │ live 0       │
//!                         └──────▲───▲───┴──────▲───────┴──────────────┴──────────────┘
//! in the guards   Slot           │   │          │
//!                                0   0          1          untracked
//! ```
//!
//! A guard may be moved, forgotten, and outlive guards younger than itself. So the cell can't hold
//! one place only (it would go stale when its guard ends before others do), nor a list through the
//! guards. It counts the live guards of each of four places instead; a guard remembers the number of
//! its entry and counts down there when it ends. A fifth place at a time is not written down: the
//! flag still counts its guards.
//!
//! # Invariants
//!
//! * `SITE-1`: the `live` of an entry is the number of guards with its slot that have not ended. An
//!   entry keeps its site as long as that number is not zero.

use core::fmt;
use core::panic::Location;

use super::Cell;
use super::borrow::{BorrowState, Flag};

/// How many places a cell can tell apart at a time.
const TRACKED: usize = 4;

/// A place in the source.
#[derive(Copy, Clone, PartialEq)]
pub(super) struct Site(&'static Location<'static>);

impl Site {
    #[inline]
    #[track_caller]
    pub(super) const fn caller() -> Self {
        Self(Location::caller())
    }
}

/// The number of an entry, or [`TRACKED`] when there was none left.
#[derive(Copy, Clone)]
pub(super) struct Slot(u8);

#[derive(Copy, Clone)]
struct Entry {
    site: Option<Site>,
    live: u32,
}

/// The places where the live guards of a cell were born.
pub(super) struct Sites([Cell<Entry>; TRACKED]);

/// What stands between the flag and the table, where padding would be.
pub(super) type Filler = Cell<u32>;

pub(super) const fn filler() -> Filler {
    Cell::new(0)
}

impl Sites {
    pub(super) const fn new() -> Self {
        const FREE: Entry = Entry {
            site: None,
            live: 0,
        };
        Self([const { Cell::new(FREE) }; TRACKED])
    }

    /// Counts a guard in that was born at `site`.
    pub(super) fn enter(&self, site: Site) -> Slot {
        let find = |want: fn(Entry, Site) -> bool| self.0.iter().position(|e| want(e.get(), site));
        let known = find(|entry, site| entry.site == Some(site));
        let Some(index) = known.or_else(|| find(|entry, _| entry.live == 0)) else {
            return Slot(TRACKED as u8);
        };
        let entry = &self.0[index];
        // INVARIANT: SITE-1 -- the entry is this site's or nobody's. The number can't overflow: the
        // flag, which counted this guard before, has fewer bits.
        entry.set(Entry {
            site: Some(site),
            live: entry.get().live + 1,
        });
        Slot(index as u8)
    }

    /// Counts out a guard that has ended.
    pub(super) fn leave(&self, slot: Slot) {
        if let Some(entry) = self.0.get(usize::from(slot.0)) {
            let Entry { site, live } = entry.get();
            // INVARIANT: SITE-1 -- the guard was counted in under this slot.
            entry.set(Entry {
                site,
                live: live - 1,
            });
        }
    }

    /// Who holds the cell now, for an error that may be looked at when nobody does any more.
    pub(super) fn refusal(&self, flag: Flag<i32>) -> Refusal {
        let mut entries = self.0.iter().map(Cell::get);
        Refusal {
            site: entries.find(|entry| entry.live > 0).and_then(|e| e.site),
            state: flag.state(),
        }
    }
}

/// Who held the cell when a borrow was refused.
pub(super) struct Refusal {
    site: Option<Site>,
    state: BorrowState,
}

impl Refusal {
    /// For people. `words` are those that must do where nothing more is known.
    pub(super) fn display(&self, _words: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }

    /// For `unwrap`, whose message is made of this.
    pub(super) fn debug(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(name).field(&format_args!("{self}")).finish()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.state {
            BorrowState::Unused => f.write_str("RefCell not borrowed")?,
            BorrowState::Shared(1) => f.write_str("RefCell already borrowed")?,
            BorrowState::Shared(n) => {
                write!(f, "RefCell already borrowed: {n} readers, one of them")?
            }
            BorrowState::Exclusive(1) => f.write_str("RefCell already mutably borrowed")?,
            BorrowState::Exclusive(n) => {
                write!(
                    f,
                    "RefCell already mutably borrowed: {n} parts, one of them"
                )?;
            }
        }
        match self.site {
            Some(Site(at)) => write!(f, " at {at}"),
            None => f.write_str(" at a place that was not noted, as four others were live"),
        }
    }
}
