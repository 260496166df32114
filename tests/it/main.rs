//! Everything that `cargo test` runs in one process.

mod auto_traits;
mod boxed;
mod fallible;
mod ledger;
mod support;
mod vec;
