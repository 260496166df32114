//! Two threads at one value: while one is measured, the other does the same or something else without a pause.
//!
//! The cache line that holds the counts goes to and fro. How often it does depends on how the machine runs the two threads, so
//! that a ratio of one round says little.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use super::subject::{Arc, Weak};
use crate::harness::{Case, Meter, keep, opaque_mut, repeat};

/// Not slower than std's; the noise of such measurements is larger than that of others.
const CROWDED: f64 = 1.1;

pub(crate) const CASES: &[Case] = &[
    Case::new("arc_two_threads_clone", 1, CROWDED, clone_beside_clone),
    Case::new(
        "arc_two_threads_upgrade",
        1,
        CROWDED,
        upgrade_beside_upgrade,
    ),
    Case::new(
        "arc_two_threads_upgrade_clone",
        1,
        CROWDED,
        upgrade_beside_clone,
    ),
    Case::new(
        "arc_two_threads_clone_downgrade",
        1,
        CROWDED,
        clone_beside_downgrade,
    ),
    Case::new(
        "arc_two_threads_downgrade",
        1,
        CROWDED,
        downgrade_beside_downgrade,
    ),
    Case::new("arc_two_threads_readers", 1, CROWDED, readers),
];

/// Runs `measured` while another thread repeats `other`.
fn beside(other: impl Fn() + Sync, measured: impl FnOnce()) {
    let (running, over) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Relaxed) {
                for _ in 0..32 {
                    other();
                }
                running.store(true, Relaxed);
            }
        });
        while !running.load(Relaxed) {
            thread::yield_now();
        }
        measured();
        over.store(true, Relaxed);
    });
}

fn clone(mut arc: &Arc<u64>) {
    let mut also = Arc::clone(*opaque_mut(&mut arc));
    opaque_mut(&mut also);
}

fn downgrade(mut arc: &Arc<u64>) {
    let mut weak = Arc::downgrade(*opaque_mut(&mut arc));
    opaque_mut(&mut weak);
}

fn upgrade(mut weak: &Weak<u64>) {
    let mut also = opaque_mut(&mut weak).upgrade();
    opaque_mut(&mut also);
}

fn clone_beside_clone(m: &mut Meter) {
    let arc = Arc::new(1_u64);
    beside(|| clone(&arc), || repeat!(m, || clone(&arc)));
}

fn upgrade_beside_upgrade(m: &mut Meter) {
    let arc = Arc::new(1_u64);
    let weak = Arc::downgrade(&arc);
    beside(|| upgrade(&weak), || repeat!(m, || upgrade(&weak)));
}

fn upgrade_beside_clone(m: &mut Meter) {
    let arc = Arc::new(1_u64);
    let weak = Arc::downgrade(&arc);
    beside(|| clone(&arc), || repeat!(m, || upgrade(&weak)));
}

fn clone_beside_downgrade(m: &mut Meter) {
    let arc = Arc::new(1_u64);
    beside(|| downgrade(&arc), || repeat!(m, || clone(&arc)));
}

fn downgrade_beside_downgrade(m: &mut Meter) {
    let arc = Arc::new(1_u64);
    beside(|| downgrade(&arc), || repeat!(m, || downgrade(&arc)));
}

/// Each takes an owner of its own, and reads a while.
fn readers(m: &mut Meter) {
    let arc = Arc::new([1_u64; 64]);
    let read = || {
        let mut own = Arc::clone(&arc);
        keep(opaque_mut(&mut own).iter().sum());
    };
    beside(read, || repeat!(m, read));
}
