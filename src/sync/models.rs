#![forbid(unsafe_code)]
//! How to put this crate's [`Arc`](super::Arc) and [`Weak`](super::Weak) into your own loom models.
//!
//! [loom] runs a model once for every order in which its threads can meet, and for every value that each
//! atomic load may then see. It can judge only what goes through its own types, and its own `Arc` has
//! no `Weak`. With the feature `loom` and `--cfg loom` together, those of this crate count in loom's
//! atomics, so that whatever you build of them can be judged; one without the other changes nothing.
//!
//! ```toml
//! # Cargo.toml of your crate
//! [dependencies]
//! drystone = "0.1"
//!
//! [target.'cfg(loom)'.dependencies]
//! drystone = { version = "0.1", features = ["loom"] }
//! loom = "0.7"
//! ```
//!
//! ```sh
//! RUSTFLAGS="--cfg loom" cargo test --release --test models
//! ```
//!
//! # Examples
//!
//! A cache remembers its last entry as long as somebody uses it. Whatever the order, a reader finds the
//! whole entry or none.
//!
//! ```
//! # #[cfg(loom)] {
//! use drystone::sync::{Arc, Weak};
//! use loom::sync::Mutex;
//!
//! # let models = std::sync::atomic::AtomicUsize::new(0);
//! # let models: &'static std::sync::atomic::AtomicUsize = Box::leak(Box::new(models));
//! loom::model(move || {
//!     # models.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
//!     let cache = loom::sync::Arc::new(Mutex::new(Weak::new()));
//!     let also = loom::sync::Arc::clone(&cache);
//!     let user = loom::thread::spawn(move || {
//!         let entry = Arc::new(String::from("entry"));
//!         *also.lock().unwrap() = Arc::downgrade(&entry);
//!         // The last use: from here on the cache may find nothing.
//!         drop(entry);
//!     });
//!     let found = cache.lock().unwrap().upgrade();
//!     assert!(found.is_none_or(|entry| *entry == "entry"));
//!     user.join().unwrap();
//!     assert!(cache.lock().unwrap().upgrade().is_none());
//! });
//! # assert!(models.load(std::sync::atomic::Ordering::Relaxed) > 3);
//! # }
//! ```
//!
//! # What fails a model
//!
//! * A panic, as everywhere in loom: an assertion of yours.
//! * A value that is changed, moved out or dropped by one thread while nothing orders that after another
//!   thread's last use: [`Deref`](core::ops::Deref) tells loom of each use, and
//!   [`get_mut`](super::Arc::get_mut) and its like of each change. So plain values will do; where they
//!   are reached without an `Arc`, use `loom::cell`.
//! * A block that is not freed when the model ends: a cycle, or a forgotten pointer.
//!
//! # What to know
//!
//! * An `Arc` with the feature on can be made inside of a model only: loom panics elsewhere.
//! * Nothing else of this crate is loom's: a `Vec`, a `Box` or a cell is used as it is.
//! * The header is larger than its eight bytes then.
//! * Keep models small. Two threads with a handful of operations take milliseconds; for a third, set
//!   `loom::model::Builder::preemption_bound` to 2 or 3.
//!
//! [loom]: https://docs.rs/loom/0.7
