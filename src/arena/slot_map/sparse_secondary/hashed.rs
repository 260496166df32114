#![forbid(unsafe_code)]
//! [`Hashed`]: the index of a slot with its hash, so that std's hash map never calls a hasher that may panic.
//!
//! Making room, std's map hashes its keys, and when the hasher panics half way, keys are lost, and what it leaves isn't
//! specified. Here it finds each hash beside the index, and the hasher is called before anything changes.

use core::hash::{BuildHasherDefault, Hash, Hasher};

/// The index of a slot, and its hash.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) struct Hashed {
    pub(super) hash: u64,
    pub(super) index: u32,
}

impl Hash for Hashed {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

pub(super) type BuildKnown = BuildHasherDefault<Known>;

/// The hasher that is told the hash.
#[derive(Default)]
pub(super) struct Known(u64);

impl Hasher for Known {
    #[inline]
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("a hash is written as one number")
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}
