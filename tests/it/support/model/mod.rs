//! One model per type: its operations as data, and their replay against std.

pub(crate) mod arena;
pub(crate) mod cell;
pub(crate) mod counted;
pub(crate) mod slot_map;
pub(crate) mod vec;
