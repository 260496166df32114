//! `Arc` and `Weak` against std's, against the crates `triomphe` and `rclite`, which have no `Weak`s or smaller counts, and
//! against `Box`, in one process. The options are those of the bench `vec`.
//!
//! ```text
//! cargo bench --bench arc                      wall clock, Cargo's default release profile
//! cargo bench --bench arc -- --rounds 9 two    the rows with two threads
//! ```
//!
//! Instructions are counted by `--instr` as elsewhere, but mislead here: a locked one costs as much as twenty others.

#![expect(
    clippy::duplicate_mod,
    reason = "the files of cases are compiled once per rival"
)]

mod harness;

use harness::{Case, Rival};

/// The standard library's types, and what the other ratios are measured against.
#[path = "cases"]
mod standard {
    mod subject {
        pub(super) use std::sync::{Arc, Weak};

        pub(super) fn vec(len: usize) -> Vec<u64> {
            vec![1; len]
        }

        pub(super) fn erase(arc: Arc<u64>) -> Arc<dyn super::arc_weak::Shape> {
            arc
        }
    }
    pub(super) mod arc;
    pub(super) mod arc_slices;
    pub(super) mod arc_threads;
    pub(super) mod arc_weak;
}

/// This crate.
#[path = "cases"]
mod stone {
    mod subject {
        pub(super) use drystone::sync::{Arc, Weak};

        pub(super) fn vec(len: usize) -> drystone::vec::Vec<u64> {
            drystone::vec![1; len]
        }

        pub(super) fn erase(arc: Arc<u64>) -> Arc<dyn super::arc_weak::Shape> {
            let number: *const u64 = Arc::into_raw(arc);
            let shape: *const dyn super::arc_weak::Shape = number;
            // SAFETY: the pointer comes from `into_raw` just above; only its type has changed.
            unsafe { Arc::from_raw(shape) }
        }
    }
    pub(super) mod arc;
    pub(super) mod arc_slices;
    pub(super) mod arc_threads;
    pub(super) mod arc_weak;
}

#[path = "cases"]
mod triomphe {
    mod subject {
        pub(super) use triomphe::Arc;

        pub(super) fn vec(len: usize) -> Vec<u64> {
            vec![1; len]
        }
    }
    pub(super) mod arc;
    pub(super) mod arc_slices;
}

#[path = "cases"]
mod rclite {
    mod subject {
        pub(super) use rclite::Arc;
    }
    pub(super) mod arc;
}

/// What a value costs that is not shared: the limit of the others.
#[path = "cases"]
mod owned {
    pub(super) mod arc_box;
}

const STANDARD: &[&[Case]] = &[
    standard::arc::CASES,
    standard::arc_weak::CASES,
    standard::arc_slices::CASES,
    standard::arc_threads::CASES,
];

const STONE: &[&[Case]] = &[
    stone::arc::CASES,
    stone::arc_weak::CASES,
    stone::arc_slices::CASES,
    stone::arc_threads::CASES,
];

fn main() -> std::process::ExitCode {
    harness::main(&[
        Rival::new("std", STANDARD),
        Rival::new("drystone", STONE),
        Rival::new(
            "triomphe",
            &[triomphe::arc::CASES, triomphe::arc_slices::CASES],
        ),
        Rival::new("rclite", &[rclite::arc::CASES]),
        Rival::new("Box", &[owned::arc_box::CASES]),
    ])
}
