//! A telemetry agent: events come in from many sources, and each counts for its source and for all that is above it.
//!
//! ```sh
//! cargo run --release --example telemetry
//! ```
//!
//! The first design that comes to mind is a graph of `Arc<Mutex<Node>>` in which children know their parents and parents their
//! children. It is slow, as every step locks and counts, and it leaks, as the cycle owns itself. The same program with `Weak`
//! pointers upwards, with one lock around a `Vec` and indices into it, and with a `Vec` for each thread, shows what each of the
//! two costs. The bytes are what the allocator handle of each design was asked for and did not get back.

#![cfg_attr(feature = "nightly", feature(allocator_api))]

use std::ptr::NonNull;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use drystone::alloc::{AllocError, Allocator, Global, Layout};
use drystone::sync::{Arc, Weak};
use drystone::vec::Vec;

const SOURCES: usize = 1024;
/// Each node has so many below it, so that an event is counted six times.
const FAN: usize = 4;
const EVENTS: usize = 200_000;

/// Bytes that are taken now, and the most that were.
static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// [`Global`], with a book of the bytes that it has given out.
#[derive(Clone, Copy, Default)]
struct Booked;

// SAFETY: all blocks come from `Global` and go back there; all values of this type stand for it.
unsafe impl Allocator for Booked {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let live = LIVE.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(live, Relaxed);
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, at: NonNull<u8>, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { Global.deallocate(at, layout) };
    }
}

/// A way to keep the counters. Sources are the leaves of a tree.
trait Design: Send + Sync + Sized {
    fn new() -> Self;
    /// What a thread needs for itself.
    fn count(&self, sources: impl Iterator<Item = usize>);
    /// The number of events that the root has counted.
    fn total(&self) -> u64;
}

/// The nodes above the leaves, from the root down, and then the leaves: the parent of `n` is `(n - 1) / FAN`.
fn nodes() -> usize {
    let (mut row, mut above) = (1, 0);
    while row < SOURCES {
        above += row;
        row *= FAN;
    }
    above + SOURCES
}

fn leaf(source: usize) -> usize {
    nodes() - SOURCES + source
}

/// Children own their parents, parents their children.
struct Cycle(Vec<Arc<Mutex<Round>, Booked>, Booked>);

struct Round {
    events: u64,
    parent: Option<Arc<Mutex<Round>, Booked>>,
    children: Vec<Arc<Mutex<Round>, Booked>, Booked>,
}

impl Design for Cycle {
    fn new() -> Self {
        let mut all: Vec<Arc<Mutex<Round>, Booked>, Booked> = Vec::new_in(Booked);
        for n in 0..nodes() {
            let parent = (n > 0).then(|| all[(n - 1) / FAN].clone());
            let node = Arc::new_in(
                Mutex::new(Round {
                    events: 0,
                    parent: None,
                    children: Vec::new_in(Booked),
                }),
                Booked,
            );
            if let Some(parent) = &parent {
                parent
                    .lock()
                    .expect("nobody panics")
                    .children
                    .push(node.clone());
            }
            node.lock().expect("nobody panics").parent = parent;
            all.push(node);
        }
        Self(all)
    }

    fn count(&self, sources: impl Iterator<Item = usize>) {
        for source in sources {
            let mut at = Some(self.0[leaf(source)].clone());
            while let Some(node) = at {
                let mut node = node.lock().expect("nobody panics");
                node.events += 1;
                at = node.parent.clone();
            }
        }
    }

    fn total(&self) -> u64 {
        self.0[0].lock().expect("nobody panics").events
    }
}

/// Parents are only remembered: the list of all nodes owns them.
struct Upwards(Vec<Arc<Mutex<Child>, Booked>, Booked>);

struct Child {
    events: u64,
    parent: Weak<Mutex<Child>, Booked>,
}

impl Design for Upwards {
    fn new() -> Self {
        let mut all: Vec<Arc<Mutex<Child>, Booked>, Booked> = Vec::new_in(Booked);
        for n in 0..nodes() {
            let parent = match n {
                0 => Weak::new_in(Booked),
                _ => Arc::downgrade(&all[(n - 1) / FAN]),
            };
            let node = Child { events: 0, parent };
            all.push(Arc::new_in(Mutex::new(node), Booked));
        }
        Self(all)
    }

    fn count(&self, sources: impl Iterator<Item = usize>) {
        for source in sources {
            let mut at = Some(self.0[leaf(source)].clone());
            while let Some(node) = at {
                let mut node = node.lock().expect("nobody panics");
                node.events += 1;
                at = node.parent.upgrade();
            }
        }
    }

    fn total(&self) -> u64 {
        self.0[0].lock().expect("nobody panics").events
    }
}

/// One lock for all, and indices instead of pointers.
struct OneLock(Arc<Mutex<Vec<u64, Booked>>, Booked>);

fn counters() -> Vec<u64, Booked> {
    let mut all = Vec::new_in(Booked);
    all.resize(nodes(), 0);
    all
}

fn count_up(all: &mut [u64], source: usize) {
    let mut at = leaf(source);
    while at > 0 {
        all[at] += 1;
        at = (at - 1) / FAN;
    }
    all[0] += 1;
}

impl Design for OneLock {
    fn new() -> Self {
        Self(Arc::new_in(Mutex::new(counters()), Booked))
    }

    fn count(&self, sources: impl Iterator<Item = usize>) {
        for source in sources {
            count_up(&mut self.0.lock().expect("nobody panics"), source);
        }
    }

    fn total(&self) -> u64 {
        self.0.lock().expect("nobody panics")[0]
    }
}

/// Each thread counts in a `Vec` of its own, and adds it to the shared one now and then.
struct Merged(OneLock);

impl Design for Merged {
    fn new() -> Self {
        Self(OneLock::new())
    }

    fn count(&self, sources: impl Iterator<Item = usize>) {
        let mut own = counters();
        let merge = |own: &mut Vec<u64, Booked>| {
            let mut all = self.0.0.lock().expect("nobody panics");
            for (all, own) in all.iter_mut().zip(own.iter_mut()) {
                *all += std::mem::take(own);
            }
        };
        for (n, source) in sources.enumerate() {
            count_up(&mut own, source);
            if n % 4096 == 4095 {
                merge(&mut own);
            }
        }
        merge(&mut own);
    }

    fn total(&self) -> u64 {
        self.0.total()
    }
}

/// Events of random sources, the same ones for every design.
fn events(seed: u64) -> impl Iterator<Item = usize> {
    let mut state = seed | 1;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % SOURCES
    })
    .take(EVENTS)
}

struct Measured {
    alone: Duration,
    together: Duration,
    taken: usize,
    left: usize,
}

fn measure<D: Design>() -> Measured {
    let before = LIVE.load(Relaxed);
    PEAK.store(before, Relaxed);
    let design = D::new();
    let start = Instant::now();
    design.count(events(1));
    let alone = start.elapsed();
    let start = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| design.count(events(2)));
        design.count(events(3));
    });
    let together = start.elapsed();
    assert_eq!(design.total(), 3 * EVENTS as u64, "an event was lost");
    let taken = PEAK.load(Relaxed) - before;
    drop(design);
    Measured {
        alone,
        together,
        taken,
        left: LIVE.load(Relaxed) - before,
    }
}

/// A design's name, and how to measure it.
type Row = (&'static str, fn() -> Measured);

fn main() {
    println!("{EVENTS} events a thread, {SOURCES} sources, each event counted on the way up\n");
    println!(
        "{:<44} {:>12} {:>14} {:>11} {:>11}",
        "design", "alone", "two threads", "bytes", "leaked"
    );
    let designs: [Row; 4] = [
        ("Arc<Mutex<Node>>, parents owned: a cycle", measure::<Cycle>),
        ("Arc<Mutex<Node>>, parents by Weak", measure::<Upwards>),
        ("one Arc<Mutex<Vec>>, indices", measure::<OneLock>),
        ("a Vec for each thread, indices, merged", measure::<Merged>),
    ];
    for (name, measure) in designs {
        // The best of a few: whatever else the machine does can only take time away.
        let all: Vec<Measured> = (0..5).map(|_| measure()).collect();
        let each = |time: fn(&Measured) -> Duration| {
            let best = all.iter().map(time).min().expect("there are some");
            format!("{:.1} ns/event", best.as_nanos() as f64 / EVENTS as f64)
        };
        println!(
            "{name:<44} {:>12} {:>14} {:>11} {:>11}",
            each(|m| m.alone),
            each(|m| m.together),
            all[0].taken,
            all[0].left
        );
    }
}
