//! The ledger of unsoundness: each way in which a crate of this kind went wrong, tried on this one.
//!
//! `tests/ledger.tsv` has a row for each; `table` checks that it tells the truth.

mod aliasing;
mod bounds;
mod boxed;
mod fallible;
mod kit;
mod layout;
mod leaks;
mod lying_iterators;
mod ownership;
mod panic_safety;
mod table;
mod uninit;
mod zst;
