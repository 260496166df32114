//! Everything that `cargo test` runs in one process.

#![cfg_attr(feature = "nightly", feature(allocator_api, try_trait_v2))]
#![expect(
    clippy::incompatible_msrv,
    reason = "the model is std of the newest stable release; only `src` keeps to the oldest compiler"
)]
#![expect(
    clippy::duplicate_mod,
    reason = "the same operations are compiled for each kind of vector and of cell, the same tests for each counted pointer"
)]

mod arena;
mod auto_traits;
mod boxed;
mod cell;
mod draw;
mod fallible;
mod ledger;
mod rc;
mod support;
mod sync;
mod vec;
