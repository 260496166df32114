//! The crate's `Vec` in the memory of a checking heap.

pub(crate) use crate::support::heap::Handle as Alloc;

#[path = "ours.rs"]
mod ours;
pub(crate) use ours::{Maker, Side};
