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
    /// Each bit of the half depends on bits from both ends of the hash, since some hashers have their best bits at
    /// one end, and others the same ones at both: a product's two halves, one on the other, as in foldhash.
    #[inline]
    pub(super) fn new(index: u32, hash: u64) -> Self {
        let product = u128::from(hash) * 0x9E37_79B9_7F4A_7C15;
        let half = (product >> 64) as u64 ^ product as u64;
        Self(half << 32 | u64::from(index))
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
    /// A table looks at the lowest bits and at the highest: those of the half that is a hash.
    #[inline]
    fn write_u64(&mut self, hashed: u64) {
        self.0 = hashed >> 32 | hashed >> 32 << 32;
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("a hash is written as one number")
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}
