//! The ledger of a test: which elements are alive, what happened to them, and when to panic.
//!
//! The ledger in force is thread-local, because an element without size has no room for a pointer to it. A [`World`] owns
//! one ledger and puts it in force for the time of a closure, so that one thread can run the crate's type and std's side by
//! side, each in its own world.

use std::cell::RefCell;
use std::mem;
use std::panic;

/// What code of a type's user can be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `Clone::clone` of an element.
    Clone,
    /// `Drop::drop` of an element.
    Drop,
    /// `PartialEq`, `PartialOrd` and `Ord` of an element.
    Compare,
    /// `Hash` of an element.
    Hash,
    /// A closure, `Iterator::next`, `Default::default`.
    Call,
    /// `Clone` and `Drop` of an allocator's handle.
    Handle,
}

impl Kind {
    /// What a user's element and closures can do; [`Kind::Handle`] has no counterpart in a `Vec` of stable std.
    pub(crate) const OF_ELEMENTS: [Kind; 5] = [
        Kind::Clone,
        Kind::Drop,
        Kind::Compare,
        Kind::Hash,
        Kind::Call,
    ];
}

/// Blows at the `at`-th event (from 0) of its kind after it was armed, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fuse {
    pub(crate) kind: Kind,
    pub(crate) at: usize,
}

#[derive(Debug, Default)]
struct Ledger {
    /// By number: alive or not.
    probes: Vec<bool>,
    tokens: usize,
    /// The value of each dropped element, in order.
    dropped: Vec<u8>,
    fuse: Option<Fuse>,
    reached: bool,
    faults: Vec<String>,
}

thread_local! {
    static LEDGER: RefCell<Ledger> = RefCell::new(Ledger::default());
}

fn with<R>(f: impl FnOnce(&mut Ledger) -> R) -> R {
    LEDGER.with(|ledger| f(&mut ledger.borrow_mut()))
}

/// Tells the ledger that something happened. Unwinds when the fuse says so.
///
/// A fuse that is reached while the thread unwinds already counts as reached, but does not blow: a second panic would
/// abort the process, in the language and not in the type under test.
pub(crate) fn tick(kind: Kind) {
    let blows = with(|ledger| {
        let fuse = ledger.fuse.as_mut().filter(|fuse| fuse.kind == kind);
        match fuse {
            None => false,
            Some(Fuse { at: 0, .. }) => {
                ledger.fuse = None;
                ledger.reached = true;
                true
            }
            Some(fuse) => {
                fuse.at -= 1;
                false
            }
        }
    });
    if blows && !std::thread::panicking() {
        blow();
    }
}

/// Unwinds without telling the panic hook, which is quick and prints nothing.
pub(crate) fn blow() -> ! {
    panic::resume_unwind(Box::new(Blown))
}

/// The payload of a blown fuse.
#[derive(Debug)]
struct Blown;

/// Notes that something happened which no sound container lets happen.
///
/// Nothing unwinds here: a fault is mostly met in a `Drop`. [`World::check`] fails the test.
pub(crate) fn fault(what: String) {
    // A test that fails drops its vectors outside their world, and there everything looks like a fault.
    if !std::thread::panicking() {
        eprintln!("fault: {what}");
    }
    with(|ledger| ledger.faults.push(what));
}

/// A new element; its number.
pub(super) fn probe_born() -> u32 {
    with(|ledger| {
        ledger.probes.push(true);
        u32::try_from(ledger.probes.len() - 1).expect("a test makes fewer than 2^32 elements")
    })
}

/// Whether the element with this number is alive.
pub(super) fn probe_lives(id: u32) -> bool {
    with(|ledger| ledger.probes.get(id as usize) == Some(&true))
}

/// The end of an element; whether it was alive before.
pub(super) fn probe_dies(id: u32, value: u8) -> bool {
    with(|ledger| {
        ledger.dropped.push(value);
        let slot = ledger.probes.get_mut(id as usize);
        slot.is_some_and(|alive| mem::replace(alive, false))
    })
}

/// A new element without size.
pub(super) fn token_born() {
    with(|ledger| ledger.tokens += 1);
}

/// Whether any element without size is alive.
pub(super) fn token_lives() -> bool {
    with(|ledger| ledger.tokens > 0)
}

/// The end of an element without size; whether there was one.
pub(super) fn token_dies() -> bool {
    with(|ledger| {
        ledger.dropped.push(0);
        let left = ledger.tokens.checked_sub(1);
        ledger.tokens = left.unwrap_or(0);
        left.is_some()
    })
}

/// A ledger of its own, in force while [`run`](World::run) runs.
#[derive(Debug, Default)]
pub(crate) struct World {
    ledger: Ledger,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Runs `f` with this ledger in force; the one before is in force again afterwards, also after a panic.
    pub(crate) fn run<R>(&mut self, f: impl FnOnce() -> R) -> R {
        struct Swapped<'a>(&'a mut Ledger);
        impl Drop for Swapped<'_> {
            fn drop(&mut self) {
                with(|ledger| mem::swap(ledger, self.0));
            }
        }
        with(|ledger| mem::swap(ledger, &mut self.ledger));
        let _swapped = Swapped(&mut self.ledger);
        f()
    }

    /// From now on, one event of this kind unwinds.
    pub(crate) fn arm(&mut self, fuse: Fuse) {
        self.ledger.fuse = Some(fuse);
        self.ledger.reached = false;
    }

    /// Takes the fuse away; whether it had been reached.
    pub(crate) fn disarm(&mut self) -> bool {
        self.ledger.fuse = None;
        self.ledger.reached
    }

    /// How many elements are alive.
    pub(crate) fn live(&self) -> usize {
        let probes = self.ledger.probes.iter().filter(|alive| **alive).count();
        probes + self.ledger.tokens
    }

    /// The values dropped since the last call, in order.
    pub(crate) fn take_dropped(&mut self) -> Vec<u8> {
        mem::take(&mut self.ledger.dropped)
    }

    /// Fails the test when an element was dropped twice, or used when it was not alive.
    #[track_caller]
    pub(crate) fn check(&self) {
        assert!(self.ledger.faults.is_empty(), "{:?}", self.ledger.faults);
    }

    /// [`check`](World::check), and nothing is alive.
    #[track_caller]
    pub(crate) fn finish(self) {
        self.check();
        assert_eq!(self.live(), 0, "elements leaked");
    }
}

/// Runs `scenario` with each panic point in turn: the first event of each kind, the second, and so on, until the scenario
/// no longer reaches it. Returns how many panic points there were.
///
/// The scenario gets a fuse, arms its world with it when its preparations are done, and returns whether it was reached
/// ([`World::disarm`] tells).
pub(crate) fn for_every_panic_point(
    kinds: &[Kind],
    mut scenario: impl FnMut(Fuse) -> bool,
) -> usize {
    let mut points = 0;
    for &kind in kinds {
        let mut at = 0;
        while scenario(Fuse { kind, at }) {
            at += 1;
            assert!(at < 100_000, "{kind:?} is reached for ever");
        }
        points += at;
    }
    points
}
