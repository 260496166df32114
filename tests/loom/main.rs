//! Models of `Arc`: loom runs each once for every order in which its threads can meet, and for every value that each atomic
//! load may then see.
//!
//! ```sh
//! RUSTFLAGS="--cfg loom" cargo test --profile loom --features loom --test loom    # or with the name of a model behind it
//! ```
//!
//! A payload is a `loom::cell::UnsafeCell` that its `Drop` writes to: two accesses that nothing orders fail the model, also when
//! one of them is the drop. Counts that are touched after the block is given up fail it as well, and so does a block that is
//! never freed (`src/raw/atomic.rs`). Models of two threads run without a bound, those of three with the one in [`three`].
//!
//! `cargo run -p xtask -- teeth` weakens each ordering of `sync/counts.rs`, plants mistakes, and asks which model notices.

#![cfg(all(loom, feature = "loom"))]

mod counts;
mod drops;
mod sharing;
mod taking;
mod unique;
mod unsized_values;
mod upgrades;

use drystone::sync::Arc;
use loom::cell::UnsafeCell;
use loom::model::Builder;
use loom::thread;

/// A number that only one thread at a time may touch when one of them changes it.
struct Payload(UnsafeCell<u32>);

// SAFETY: loom checks each access, which is the point.
unsafe impl Send for Payload {}
// SAFETY: as above.
unsafe impl Sync for Payload {}

impl Payload {
    fn new(n: u32) -> Self {
        Self(UnsafeCell::new(n))
    }

    fn get(&self) -> u32 {
        // SAFETY: loom has checked that nobody writes.
        self.0.with(|n| unsafe { *n })
    }

    fn set(&mut self, to: u32) {
        // SAFETY: loom has checked that nobody else is here.
        self.0.with_mut(|n| unsafe { *n = to });
    }
}

impl Clone for Payload {
    fn clone(&self) -> Self {
        Self::new(self.get())
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        assert_ne!(self.get(), u32::MAX, "dropped twice");
        self.set(u32::MAX);
    }
}

fn shared() -> Arc<Payload> {
    Arc::new(Payload::new(7))
}

/// Every order of two threads.
fn two(model: impl Fn() + Sync + Send + 'static) {
    Builder::new().check(model);
}

/// The orders of three threads in which a thread is interrupted against its will at most three times.
fn three(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(model);
}

/// Runs `there` in a second thread beside `here`, and returns what both return.
fn beside<T: 'static, R>(there: impl FnOnce() -> T + 'static, here: impl FnOnce() -> R) -> (T, R) {
    let there = thread::spawn(there);
    let here = here();
    (there.join().unwrap(), here)
}
