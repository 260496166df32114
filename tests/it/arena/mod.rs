//! Tests of the arenas.

mod programs;
mod random;
mod reentry;
#[cfg(feature = "std")]
mod secondary;
mod shared;
mod slot_map;
#[cfg(feature = "serde")]
mod slot_map_serde;
mod typed;
