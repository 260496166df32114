//! Real threads that meet at one block: short races, repeated, and a crowd that does everything at random.
//!
//! What loom proves for every order of a few steps is tried here with the machine's own orders, on the types as they ship.
//! ThreadSanitizer (`ci/tsan.sh`) and Miri with many seeds (`ci/miri.sh seeds`) run the same tests: they see a missing
//! happens-before also when no harm came of it.

mod crowd;
mod races;

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::support::scale::scale;

/// How many of a test's values are alive. Relaxed: a tally that ordered anything would hide what is looked for.
pub(super) struct Tally(AtomicUsize);

impl Tally {
    pub(super) const fn new() -> Self {
        Self(AtomicUsize::new(0))
    }

    fn alive(&self) -> usize {
        self.0.load(Relaxed)
    }
}

/// A value of two halves that belong together: who reads it beside a writer, or after its end, sees that they don't.
pub(super) struct Whole {
    number: u64,
    mirror: u64,
    tally: &'static Tally,
}

impl Whole {
    pub(super) fn new(number: u64, tally: &'static Tally) -> Self {
        tally.0.fetch_add(1, Relaxed);
        Self {
            number,
            mirror: !number,
            tally,
        }
    }

    #[track_caller]
    pub(super) fn get(&self) -> u64 {
        assert_eq!(
            self.number, !self.mirror,
            "read beside a change, or too late"
        );
        self.number
    }

    pub(super) fn set(&mut self, number: u64) {
        let _ = self.get();
        self.number = number;
        self.mirror = !number;
    }
}

impl Clone for Whole {
    fn clone(&self) -> Self {
        Self::new(self.get(), self.tally)
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        let _ = self.get();
        self.mirror = self.number;
        self.tally.0.fetch_sub(1, Relaxed);
    }
}

/// How long a test may repeat itself, in all.
fn time_box() -> Duration {
    Duration::from_millis(scale(150, 1) as u64)
}

/// Calls `round` again and again within the time box, at least a few times.
fn repeat(mut round: impl FnMut()) {
    let (start, least) = (Instant::now(), scale(20, 2));
    let mut done = 0;
    while done < least || (!cfg!(miri) && start.elapsed() < time_box()) {
        round();
        done += 1;
    }
}

/// Lets all threads of a race go at once.
struct Gate {
    missing: AtomicUsize,
}

impl Gate {
    const fn new(threads: usize) -> Self {
        Self {
            missing: AtomicUsize::new(threads),
        }
    }

    fn pass(&self) {
        // Relaxed: the threads are to meet, and to learn nothing of each other.
        self.missing.fetch_sub(1, Relaxed);
        while self.missing.load(Relaxed) != 0 {
            if cfg!(miri) {
                std::thread::yield_now();
            } else {
                std::hint::spin_loop();
            }
        }
    }
}

/// Runs `there` in a second thread beside `here`, and returns what both return.
fn beside<R: Send, S: Send>(there: impl FnOnce() -> R + Send, here: impl FnOnce() -> S) -> (R, S) {
    let gate = &Gate::new(2);
    std::thread::scope(|scope| {
        let there = scope.spawn(move || {
            gate.pass();
            there()
        });
        gate.pass();
        let here = here();
        let there = there.join();
        (there.unwrap_or_else(|e| std::panic::resume_unwind(e)), here)
    })
}

/// Repeats a race, after each of which all of its values have to be gone.
fn race(tally: &'static Tally, mut round: impl FnMut()) {
    repeat(|| {
        round();
        assert_eq!(tally.alive(), 0, "values are left");
    });
}
