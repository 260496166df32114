//! The ledger of a test: which elements are alive, what happened to them, and when to panic.
//!
//! The ledger in force is thread-local, because an element without size has no room for a pointer to it. A [`World`] owns
//! one ledger and puts it in force for the time of a closure, so that one thread can run the crate's type and std's side by
//! side, each in its own world.
//!
//! An interpreter spends most of a test in here. So the ledger is reached by a pointer without a destructor, and what an
//! element has to tell is told in one call.

use std::cell::{Cell, RefCell};
use std::mem;
use std::panic;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::scale::scale;

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

impl Ledger {
    /// Whether the fuse blows by this event.
    fn tick(&mut self, kind: Kind) -> bool {
        match &mut self.fuse {
            Some(fuse) if fuse.kind == kind => match fuse.at.checked_sub(1) {
                None => {
                    self.fuse = None;
                    self.reached = true;
                    true
                }
                Some(left) => {
                    fuse.at = left;
                    false
                }
            },
            _ => false,
        }
    }
}

thread_local! {
    /// The ledger in force. Null outside of every world.
    static LEDGER: Cell<*mut Ledger> = const { Cell::new(ptr::null_mut()) };
    /// The one for what happens outside.
    static OUTSIDE: RefCell<Ledger> = RefCell::new(Ledger::default());
}

/// `f` runs no code but this file's.
fn with<R>(f: impl FnOnce(&mut Ledger) -> R) -> R {
    // SAFETY: `World::run` keeps the ledger borrowed while the pointer to it is in force, and `f` does not come back here.
    match unsafe { LEDGER.get().as_mut() } {
        Some(ledger) => f(ledger),
        None => OUTSIDE.with(|ledger| f(&mut ledger.borrow_mut())),
    }
}

/// Tells the ledger that something happened. Unwinds when the fuse says so.
pub(crate) fn tick(kind: Kind) {
    blow_if(with(|ledger| ledger.tick(kind)));
}

/// A fuse that is reached while the thread unwinds already counts as reached, but does not blow: a second panic would
/// abort the process, in the language and not in the type under test.
pub(super) fn blow_if(blows: bool) {
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

/// Something happens to the element with this number: whether it is alive, and whether the fuse blows.
pub(super) fn probe_meets(id: u32, kind: Kind) -> (bool, bool) {
    with(|ledger| {
        let alive = ledger.probes.get(id as usize) == Some(&true);
        (alive, ledger.tick(kind))
    })
}

/// The end of an element: whether it was alive before, and whether the fuse blows.
pub(super) fn probe_dies(id: u32, value: u8) -> (bool, bool) {
    with(|ledger| {
        ledger.dropped.push(value);
        let slot = ledger.probes.get_mut(id as usize);
        let alive = slot.is_some_and(|alive| mem::replace(alive, false));
        (alive, ledger.tick(Kind::Drop))
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
        /// The pointer that was in force before.
        struct Before(*mut Ledger);
        impl Drop for Before {
            fn drop(&mut self) {
                LEDGER.set(self.0);
            }
        }
        let _before = Before(LEDGER.replace(&raw mut self.ledger));
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
/// no longer reaches it. Returns how many panic points were tried.
///
/// Under Miri they are the first three, and then one of six, beginning elsewhere each time, so that the tests together still
/// meet all kinds of points.
///
/// The scenario gets a fuse, arms its world with it when its preparations are done, and returns whether it was reached
/// ([`World::disarm`] tells).
pub(crate) fn for_every_panic_point(
    kinds: &[Kind],
    mut scenario: impl FnMut(Fuse) -> bool,
) -> usize {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    const ALL: usize = 12;
    let stride = ALL / scale(ALL, 2).min(ALL);
    let mut points = 0;
    for &kind in kinds {
        let mut at = 0;
        while scenario(Fuse { kind, at }) {
            points += 1;
            at += match at {
                0 | 1 => 1,
                2 => 1 + CALLS.fetch_add(1, Ordering::Relaxed) % stride,
                _ => stride,
            };
            assert!(at < 100_000, "{kind:?} is reached for ever");
        }
    }
    points
}
