//! `Rc` and `Weak` against std's, in one process. The options are those of the bench `vec`.
//!
//! ```text
//! cargo bench --bench rc                       wall clock, Cargo's default release profile
//! cargo bench --bench rc -- --instr            instructions, counted by valgrind
//! ```

#![expect(
    clippy::duplicate_mod,
    reason = "the file of cases is compiled once per rival"
)]

mod harness;

use harness::{Case, Rival};

/// The standard library's types, and what the other ratios are measured against.
#[path = "cases"]
mod standard {
    mod subject {
        pub(super) use std::rc::{Rc, Weak};

        pub(super) fn vec(len: usize) -> Vec<u64> {
            vec![1; len]
        }

        pub(super) fn erase(rc: Rc<u64>) -> Rc<dyn super::rc::Shape> {
            rc
        }
    }
    pub(super) mod rc;
}

/// This crate.
#[path = "cases"]
mod stone {
    mod subject {
        pub(super) use drystone::rc::{Rc, Weak};

        pub(super) fn vec(len: usize) -> drystone::vec::Vec<u64> {
            drystone::vec![1; len]
        }

        pub(super) fn erase(rc: Rc<u64>) -> Rc<dyn super::rc::Shape> {
            let number: *const u64 = Rc::into_raw(rc);
            let shape: *const dyn super::rc::Shape = number;
            // SAFETY: the pointer comes from `into_raw` just above; only its type has changed.
            unsafe { Rc::from_raw(shape) }
        }
    }
    pub(super) mod rc;
}

const STANDARD: &[&[Case]] = &[standard::rc::CASES];

const STONE: &[&[Case]] = &[stone::rc::CASES];

fn main() -> std::process::ExitCode {
    harness::main(&[Rival::new("std", STANDARD), Rival::new("drystone", STONE)])
}
