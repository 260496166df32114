//! `Cell`, `RefCell`, `OnceCell` and `LazyCell` against std's, in one process.
//!
//! ```text
//! cargo bench --bench cells                wall clock, Cargo's default release profile
//! cargo bench --bench cells -- --instr     instructions, counted by valgrind
//! cargo bench --bench cells -- --help      all options
//! ```
//!
//! `cases/cells.rs` is compiled once per rival, each time with the types that the rival's module `subject` names.

#![expect(
    clippy::incompatible_msrv,
    reason = "what is measured against is std of the newest stable release"
)]
#![expect(
    clippy::duplicate_mod,
    reason = "the file of cases is compiled once per rival"
)]

mod harness;

use harness::Rival;

/// The standard library's types, and what the other ratios are measured against.
#[path = "cases"]
mod standard {
    mod subject {
        pub(super) use std::cell::{Cell, LazyCell, OnceCell, Ref, RefCell, RefMut};
    }
    pub(super) mod cells;
}

/// This crate.
#[path = "cases"]
mod stone {
    mod subject {
        pub(super) use drystone::cell::{Cell, LazyCell, OnceCell, Ref, RefCell, RefMut};
    }
    pub(super) mod cells;
}

fn main() -> std::process::ExitCode {
    harness::main(&[
        Rival::new("std", &[standard::cells::CASES]),
        Rival::new("drystone", &[stone::cells::CASES]),
    ])
}
