#![forbid(unsafe_code)]
//! Who is alive, and whose owners were made where: the feature `trace-leaks`.
//!
//! A cycle of counted pointers is never dropped, and nothing in the program points to it any more.
//! With this feature every block of an [`Rc`](crate::rc::Rc) or an [`Arc`](crate::sync::Arc) is noted
//! when it is made and struck off when it is freed, and every owner is counted at the place in the
//! source that made it. A [`report`] lists what is left. In a cycle, the owners that nobody dropped
//! are the cycle's own: where they were made is where a `Weak` is missing.
//!
//! # Examples
//!
//! ```
//! use drystone::{rc::Rc, trace::Mark};
//! use std::cell::RefCell;
//!
//! #[derive(Default)]
//! struct Person {
//!     friend: RefCell<Option<Rc<Person>>>,
//! }
//!
//! let mark = Mark::new();
//! let (ann, bob) = (Rc::new(Person::default()), Rc::new(Person::default()));
//! *ann.friend.borrow_mut() = Some(Rc::clone(&bob));
//! *bob.friend.borrow_mut() = Some(Rc::clone(&ann)); // the last line that made an owner of `ann`
//! let line = line!() - 1;
//! drop((ann, bob));
//!
//! let report = mark.report();
//! assert_eq!(report.blocks().len(), 2);
//! let ann = &report.blocks()[0];
//! assert!(ann.type_name().ends_with("Person"));
//! assert_eq!((ann.strong_count(), ann.weak_count()), (1, 0));
//! let sites: Vec<_> = ann.sites().collect();
//! assert_eq!((sites[0].location().line(), sites[0].owners()), (line, 1));
//! ```
//!
//! At the end of a test, [`Mark::assert_nothing_alive`] says the same in one line; tests that run
//! beside it in other threads don't disturb it.
//!
//! # What it costs
//!
//! Without the feature: nothing, neither a byte nor an instruction. With it, four bytes in each block
//! and a word in each pointer, a lock for every owner made and dropped, and a table of some 300
//! bytes for each live block, which is never given back. `Option<Rc<T>>` is still as large as
//! `Rc<T>`; on nightly, `self: Rc<Self>` can't be called on a trait object.
//!
//! # What it can't see
//!
//! What a function of std calls, such as `collect` or a `Vec`'s `clone`, is made at a place in std.
//! An owner made by `from_raw` and then forgotten, as some do to borrow what is raw, is counted at
//! both places; the counts are right all the same. A block whose memory went without it, in an arena
//! that was reset, stays listed. If there is no memory to note a block, the report says how many
//! there are of those.

mod registry;

pub(crate) use self::registry::{Slot, Tag};

use core::fmt;
use core::marker::PhantomData;
use core::panic::Location;

use self::registry::{Node, now, snapshot, this_thread};
use crate::vec::Vec;

/// All blocks that are alive, in all threads. O(blocks).
///
/// # Examples
///
/// ```
/// use drystone::{rc::Rc, trace};
///
/// let five = Rc::new(5);
/// println!("{}", trace::report());
/// # drop(five);
/// ```
#[must_use]
pub fn report() -> Report {
    Report::new(|_| true)
}

/// A moment in the life of a thread, to ask what the thread has made since then and is still alive.
///
/// # Examples
///
/// ```
/// use drystone::{rc::Rc, trace::Mark};
///
/// let older = Rc::new(4);
/// let mark = Mark::new();
/// let five = Rc::new(5);
/// assert_eq!(mark.report().blocks().len(), 1);
/// drop(five);
/// mark.assert_nothing_alive();
/// # drop(older);
/// ```
#[derive(Debug)]
pub struct Mark {
    thread: u64,
    serial: u64,
    /// It speaks of its own thread.
    _not_send: PhantomData<*const ()>,
}

impl Mark {
    /// This moment.
    ///
    /// # Examples
    ///
    /// ```
    /// drystone::trace::Mark::new().assert_nothing_alive();
    /// ```
    #[expect(clippy::new_without_default, reason = "a moment is no default")]
    #[must_use]
    pub fn new() -> Self {
        Self {
            thread: this_thread(),
            serial: now(),
            _not_send: PhantomData,
        }
    }

    /// The blocks that this thread has made since and that are alive. O(all blocks).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{rc::Rc, trace::Mark};
    ///
    /// let mark = Mark::new();
    /// let five = Rc::new(5);
    /// let report = mark.report();
    /// assert_eq!(report.blocks()[0].type_name(), "i32");
    /// # drop(five);
    /// ```
    #[must_use]
    pub fn report(&self) -> Report {
        Report::new(|node| node.thread == self.thread && node.serial >= self.serial)
    }

    /// Ends a test in which something was left alive.
    ///
    /// # Panics
    ///
    /// When a block that this thread has made since is alive; the message is the report.
    ///
    /// # Examples
    ///
    /// ```should_panic
    /// use drystone::{rc::Rc, trace::Mark};
    ///
    /// let mark = Mark::new();
    /// std::mem::forget(Rc::new(5));
    /// mark.assert_nothing_alive();
    /// ```
    #[track_caller]
    pub fn assert_nothing_alive(&self) {
        let report = self.report();
        assert!(report.blocks().is_empty(), "{report}");
    }
}

/// What was alive at one moment, oldest first. It stays as it is; what it tells of may be gone.
///
/// Its `Display` is for people: a line for each block and for each place where owners were made.
///
/// # Examples
///
/// ```
/// use drystone::{rc::Rc, trace::Mark};
///
/// let mark = Mark::new();
/// let five = Rc::new(5);
/// let text = mark.report().to_string();
/// assert!(text.starts_with("1 value is alive\ni32: 1 owner, 0 Weaks, created at "));
/// # drop(five);
/// ```
pub struct Report {
    blocks: Vec<Block>,
    missed: usize,
}

impl Report {
    fn new(wanted: impl Fn(&Node) -> bool) -> Self {
        let (nodes, missed) = snapshot(wanted);
        Self {
            blocks: nodes.map_in_place(Block),
            missed,
        }
    }

    /// The blocks, oldest first.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{rc::Rc, trace};
    ///
    /// let five = Rc::new(5);
    /// assert!(!trace::report().blocks().is_empty());
    /// # drop(five);
    /// ```
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// How many blocks of the whole program could not be noted for want of memory.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(drystone::trace::report().missed(), 0);
    /// ```
    #[must_use]
    pub fn missed(&self) -> usize {
        self.missed
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.blocks()).finish()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.blocks.len() {
            1 => f.write_str("1 value is alive")?,
            n => write!(f, "{n} values are alive")?,
        }
        if self.missed > 0 {
            write!(f, ", and {} could not be noted", self.missed)?;
        }
        self.blocks
            .iter()
            .try_for_each(|block| write!(f, "\n{block}"))
    }
}

/// What was known of one block.
#[derive(Copy, Clone)]
pub struct Block(Node);

impl Block {
    /// The type of the value: that which it was made as, where it is behind `dyn Trait` now, a slice of what was an array, or
    /// bytes of what was text.
    ///
    /// As [`type_name`](core::any::type_name), this is for people.
    ///
    /// # Examples
    ///
    /// See [`Mark::report`].
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.0.type_name
    }

    /// Where the block was made.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{rc::Rc, trace::Mark};
    ///
    /// let mark = Mark::new();
    /// let (five, line) = (Rc::new(5), line!());
    /// assert_eq!(mark.report().blocks()[0].created().line(), line);
    /// # drop(five);
    /// ```
    #[must_use]
    pub fn created(&self) -> &'static Location<'static> {
        self.0.created
    }

    /// How many owners there were, raw pointers and a unique owner among them. With none, `Weak`s
    /// kept the block of a value that was gone.
    ///
    /// # Examples
    ///
    /// See the [module](self).
    #[must_use]
    pub fn strong_count(&self) -> usize {
        self.0.owners
    }

    /// How many `Weak`s there were.
    ///
    /// # Examples
    ///
    /// See the [module](self).
    #[must_use]
    pub fn weak_count(&self) -> usize {
        self.0.weaks
    }

    /// The places where the owners that were left had been made. At most eight are told apart at a
    /// time: see [`other_owners`](Self::other_owners).
    ///
    /// # Examples
    ///
    /// See the [module](self).
    pub fn sites(&self) -> impl Iterator<Item = Site> {
        let known = self.0.entries.iter().filter(|entry| entry.owners > 0);
        known.map(|entry| Site {
            location: entry.place,
            owners: entry.owners,
        })
    }

    /// How many owners were raw pointers, from `into_raw` or `increment_strong_count`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{rc::Rc, trace::Mark};
    ///
    /// let mark = Mark::new();
    /// let raw = Rc::into_raw(Rc::new(5));
    /// assert_eq!(mark.report().blocks()[0].raw_owners(), 1);
    /// # // SAFETY: from `into_raw`.
    /// # drop(unsafe { Rc::from_raw(raw) });
    /// ```
    #[must_use]
    pub fn raw_owners(&self) -> usize {
        self.0.raw
    }

    /// How many owners were made at places that were not noted, as eight others were.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{rc::Rc, trace::Mark};
    ///
    /// let mark = Mark::new();
    /// let five = Rc::new(5);
    /// assert_eq!(mark.report().blocks()[0].other_owners(), 0);
    /// # drop(five);
    /// ```
    #[must_use]
    pub fn other_owners(&self) -> usize {
        self.0.others
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Block")
            .field("type_name", &self.type_name())
            .field("created", self.created())
            .field("strong_count", &self.strong_count())
            .field("weak_count", &self.weak_count())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.type_name())?;
        owners(f, self.strong_count())?;
        match self.weak_count() {
            1 => f.write_str(", 1 Weak")?,
            n => write!(f, ", {n} Weaks")?,
        }
        write!(f, ", created at {}", self.created())?;
        for site in self.sites() {
            write!(f, "\n    {site}")?;
        }
        if self.raw_owners() > 0 {
            f.write_str("\n    ")?;
            owners(f, self.raw_owners())?;
            f.write_str(" as a raw pointer")?;
        }
        if self.other_owners() > 0 {
            f.write_str("\n    ")?;
            owners(f, self.other_owners())?;
            f.write_str(" made elsewhere")?;
        }
        Ok(())
    }
}

/// A place where owners were made that were alive.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct Site {
    location: &'static Location<'static>,
    owners: usize,
}

impl Site {
    /// The place: the call of `new`, `clone`, `upgrade`, `from_raw`.
    ///
    /// # Examples
    ///
    /// See the [module](self).
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.location
    }

    /// How many of the owners that were made there were alive.
    ///
    /// # Examples
    ///
    /// See the [module](self).
    #[must_use]
    pub fn owners(&self) -> usize {
        self.owners
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        owners(f, self.owners)?;
        write!(f, " made at {}", self.location)
    }
}

fn owners(f: &mut fmt::Formatter<'_>, n: usize) -> fmt::Result {
    match n {
        1 => f.write_str("1 owner"),
        n => write!(f, "{n} owners"),
    }
}
