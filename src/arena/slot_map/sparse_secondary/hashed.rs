#![forbid(unsafe_code)]
//! [`Hashed`]: the index of a slot with its hash, so that std's hash map never calls a hasher that may panic.
//!
//! Making room, std's map hashes its keys, and when the hasher panics half way, keys are lost, and what it leaves isn't
//! specified. Here it finds each hash beside the index, and the hasher is called before anything changes.

use core::hash::{BuildHasherDefault, Hash, Hasher};

/// The index of a slot, below half of its hash: one comparison tells both.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Hashed(u64);

impl Hashed {
    /// Both halves of the hash are in it, since some hashers have their best bits at one end.
    #[inline]
    pub(super) fn new(index: u32, hash: u64) -> Self {
        let half = (hash ^ (hash << 32)) >> 32 << 32;
        Self(half | u64::from(index))
    }
}

impl Hash for Hashed {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0);
    }
}

pub(super) type BuildKnown = BuildHasherDefault<Known>;

/// The hasher that is told the hash.
#[derive(Default)]
pub(super) struct Known(u64);

impl Hasher for Known {
    /// A table looks at the lowest bits and at the highest: the lowest are those of the hash, the highest depend on all.
    #[inline]
    fn write_u64(&mut self, hashed: u64) {
        self.0 = hashed.rotate_left(32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("a hash is written as one number")
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}
