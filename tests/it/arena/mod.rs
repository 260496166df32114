//! Tests of the arenas.

mod bump;
mod interop;
mod policy;
mod programs;
mod random;
mod reentry;
mod scope;
#[cfg(feature = "std")]
mod secondary;
#[cfg(feature = "std")]
mod secondary_hashers;
mod shared;
mod slot_map;
mod slot_map_iter;
#[cfg(feature = "serde")]
mod slot_map_serde;
mod typed;
mod windows;

/// What raises the alignment of values in a `Bump` above that of its chunks.
///
/// An address that arithmetic has aligned is misaligned by chance for Miri's symbolic alignment check, which all tests run
/// under: there, it is the alignment of chunks. Without that check, by hand, Miri has nothing to say against the wider ones.
#[cfg(not(miri))]
use crate::support::probe::{Align64 as Wide, Align4096 as Wider};
#[cfg(miri)]
use {u64 as Wide, u128 as Wider};

/// The header of a chunk, in bytes: six words. Those of a `Bump` are rounded up, to what all its chunks are aligned to.
const HEADER: usize = 6 * size_of::<usize>();
const BUMP_HEADER: usize = HEADER.next_multiple_of(16);
