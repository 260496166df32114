#![forbid(unsafe_code)]
//! [`Holes`]: one bit a slot, set where there is no value, so that iteration can skip 64 slots at a time.

#![deny(clippy::arithmetic_side_effects)]

use crate::alloc::TryReserveError;
use crate::vec::Vec;

/// How many slots a word of the map tells about.
pub(super) const WORD: usize = 64;

/// A bit for each slot that there is room for; set when the slot is vacant.
///
/// It has a bit for every slot of the map's capacity, so that taking a value out never allocates, and the bits of
/// slots that don't exist yet are clear: a value in a new slot costs nothing here.
#[derive(Clone, Default)]
pub(super) struct Holes {
    words: Vec<u64>,
}

impl Holes {
    pub(super) const fn new() -> Self {
        Self { words: Vec::new() }
    }

    /// Makes room for the bits of `slots` slots, and touches none of it.
    pub(super) fn try_reserve(&mut self, slots: usize) -> Result<(), TryReserveError> {
        let more = slots.div_ceil(WORD).saturating_sub(self.words.len());
        self.words.try_reserve_exact(more)
    }

    /// Has a bit for each of `slots` slots from now on, for which there is room.
    pub(super) fn cover(&mut self, slots: usize) {
        let words = slots.div_ceil(WORD).max(self.words.len());
        self.words.resize(words, 0);
    }

    /// Gives back the room that no bit is in, unless the allocator refuses even that.
    pub(super) fn shrink(&mut self) {
        let _ = self.words.try_shrink_to_fit();
    }

    /// The slot is vacant from now on.
    #[inline(always)]
    pub(super) fn set(&mut self, slot: usize) {
        self.words[slot / WORD] |= 1 << (slot % WORD);
    }

    /// The slot has a value from now on.
    #[inline(always)]
    pub(super) fn clear(&mut self, slot: usize) {
        self.words[slot / WORD] &= !(1 << (slot % WORD));
    }

    /// The first `slots` slots are vacant from now on, and there are no others.
    pub(super) fn set_all(&mut self, slots: usize) {
        let (whole, rest) = (slots / WORD, slots % WORD);
        self.words[..whole].fill(!0);
        if rest > 0 {
            self.words[whole] = !(!0 << rest);
        }
    }

    /// The words, from that of slot 0 on.
    #[inline(always)]
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }
}
