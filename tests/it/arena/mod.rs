//! Arenas.

#[cfg(feature = "std")]
mod secondary;
mod slot_map;
#[cfg(feature = "serde")]
mod slot_map_serde;
