//! The crate's `Vec` in the global allocator's memory.

pub(crate) use drystone::alloc::Global as Alloc;

#[path = "ours.rs"]
mod ours;
pub(crate) use ours::{Maker, Side};
