//! `fallible::Vec`, `fallible::Rc` and `fallible::Arc`: every method that needs memory meets an allocator that has none.
//!
//! Nothing here can reach the allocation error hook unseen: it ends the process, and with it the
//! test run.

mod bounds;
mod convert;
mod extend;
mod grow;
mod heap;
mod rc;
mod reshape;
mod sync;
