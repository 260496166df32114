//! `Vec` and `Box` against std's and `allocator-api2`'s, in one process.
//!
//! ```text
//! cargo bench --bench vec                                  wall clock, Cargo's default release profile
//! cargo bench --bench vec --profile bench-cgu1             the same with one codegen unit
//! cargo bench --bench vec -- --instr                       instructions, counted by valgrind
//! cargo bench --bench vec -- --check push                  rows with "push" in the name; fails above a limit
//! cargo bench --bench vec -- --help                        all options
//! ```
//!
//! A loop of a few instructions runs up to twice as fast or as slow by where in a cache line it begins. So every case is
//! compiled in four places, and its row tells the median, the best and the worst of them.
//!
//! The files in `cases` are compiled once per rival, each time with the types that the rival's module `subject` names:
//! what is measured differs in the types alone.

#![expect(
    clippy::incompatible_msrv,
    reason = "what is measured against is std of the newest stable release"
)]
#![expect(
    clippy::iter_cloned_collect,
    clippy::useless_vec,
    reason = "the shapes that clippy would replace are what is measured"
)]
#![expect(
    clippy::duplicate_mod,
    reason = "each file of cases is compiled once per rival"
)]

mod harness;

use harness::{Case, Rival};

/// The standard library's types, and what the other ratios are measured against.
#[path = "cases"]
mod standard {
    mod subject {
        pub(super) use std::boxed::Box;
        pub(super) use std::vec;
        pub(super) use std::vec::Vec;

        pub(super) fn map_in_place(v: Vec<u64>, f: impl FnMut(u64) -> u64) -> Vec<u64> {
            v.into_iter().map(f).collect()
        }

        pub(super) fn erase(b: Box<u64>) -> Box<dyn super::boxed::Shape> {
            b
        }
    }
    pub(super) mod boxed;
    pub(super) mod edit;
    pub(super) mod extract_if;
    pub(super) mod fill;
    pub(super) mod filter;
    pub(super) mod push;
    pub(super) mod whole;
}

/// This crate.
#[path = "cases"]
mod stone {
    mod subject {
        pub(super) use drystone::boxed::Box;
        pub(super) use drystone::vec;
        pub(super) use drystone::vec::Vec;

        pub(super) fn map_in_place(v: Vec<u64>, f: impl FnMut(u64) -> u64) -> Vec<u64> {
            v.map_in_place(f)
        }

        pub(super) fn erase(b: Box<u64>) -> Box<dyn super::boxed::Shape> {
            let number: *mut u64 = Box::into_raw(b);
            let shape: *mut dyn super::boxed::Shape = number;
            // SAFETY: the pointer comes from `into_raw` just above; only its type has changed.
            unsafe { Box::from_raw(shape) }
        }
    }
    pub(super) mod boxed;
    pub(super) mod edit;
    pub(super) mod extract_if;
    pub(super) mod fill;
    pub(super) mod filter;
    pub(super) mod push;
    pub(super) mod whole;
}

/// A polyfill of std's `Vec` with allocators on stable: the same source as std's, without specialisation.
#[path = "cases"]
mod polyfill {
    mod subject {
        pub(super) use allocator_api2::boxed::Box;
        pub(super) use allocator_api2::vec;
        pub(super) use allocator_api2::vec::Vec;

        pub(super) fn map_in_place(v: Vec<u64>, f: impl FnMut(u64) -> u64) -> Vec<u64> {
            v.into_iter().map(f).collect()
        }

        pub(super) fn erase(b: Box<u64>) -> Box<dyn super::boxed::Shape> {
            let number: *mut u64 = Box::into_raw(b);
            let shape: *mut dyn super::boxed::Shape = number;
            // SAFETY: the pointer comes from `into_raw` just above; only its type has changed.
            unsafe { Box::from_raw(shape) }
        }
    }
    pub(super) mod boxed;
    pub(super) mod edit;
    pub(super) mod fill;
    pub(super) mod filter;
    pub(super) mod push;
    pub(super) mod whole;
}

const STANDARD: &[&[Case]] = &[
    standard::push::CASES,
    standard::edit::CASES,
    standard::fill::CASES,
    standard::filter::CASES,
    standard::extract_if::CASES,
    standard::whole::CASES,
    standard::boxed::CASES,
];

const STONE: &[&[Case]] = &[
    stone::push::CASES,
    stone::edit::CASES,
    stone::fill::CASES,
    stone::filter::CASES,
    stone::extract_if::CASES,
    stone::whole::CASES,
    stone::boxed::CASES,
];

const POLYFILL: &[&[Case]] = &[
    polyfill::push::CASES,
    polyfill::edit::CASES,
    polyfill::fill::CASES,
    polyfill::filter::CASES,
    polyfill::whole::CASES,
    polyfill::boxed::CASES,
];

fn main() -> std::process::ExitCode {
    harness::main(&[
        Rival::new("std", STANDARD),
        Rival::new("drystone", STONE),
        Rival::new("allocator-api2", POLYFILL),
    ])
}
