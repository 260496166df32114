#![forbid(unsafe_code)]
//! [`Slot`]: a value with its generation, or what is known of a place without one.

use super::width::Width;

/// A place for one value at a time.
///
/// The generation of a value is never zero, and zero is how the compiler tells the variants apart where there is
/// room for the other's fields beside it: a slot for a `u64` takes 16 bytes, with keys of 32 and 32 bits.
#[derive(Clone)]
pub(super) enum Slot<V, I: Width, G: Width> {
    /// Holds the value whose key has this generation.
    Live { generation: G::NonZero, value: V },

    /// Holds no value.
    ///
    /// * Free: in the free list, in front of slot `next`. `generation` is that of the value to come.
    /// * Detached: `next` is the slot's own index, which no free slot has. `generation` is that of the value that may
    ///   come back.
    /// * Retired: `generation` is `None`, because all were used. No value will come.
    Vacant {
        next: I,
        generation: Option<G::NonZero>,
    },
}

const _: () = {
    assert!(size_of::<Slot<u64, u32, u32>>() == 16);
    assert!(size_of::<Slot<u8, u8, u8>>() <= 4);
};

impl<V, I: Width, G: Width> Slot<V, I, G> {
    /// The value, if it is of this generation.
    #[inline(always)]
    pub(super) fn get(&self, wanted: G::NonZero) -> Option<&V> {
        match self {
            Self::Live { generation, value } if *generation == wanted => Some(value),
            _ => None,
        }
    }

    /// The value, if it is of this generation.
    #[inline(always)]
    pub(super) fn get_mut(&mut self, wanted: G::NonZero) -> Option<&mut V> {
        match self {
            Self::Live { generation, value } if *generation == wanted => Some(value),
            _ => None,
        }
    }

    /// The value with its generation.
    #[inline(always)]
    pub(super) fn live(&self) -> Option<(G::NonZero, &V)> {
        match self {
            Self::Live { generation, value } => Some((*generation, value)),
            Self::Vacant { .. } => None,
        }
    }

    /// The value with its generation.
    #[inline(always)]
    pub(super) fn live_mut(&mut self) -> Option<(G::NonZero, &mut V)> {
        match self {
            Self::Live { generation, value } => Some((*generation, value)),
            Self::Vacant { .. } => None,
        }
    }
}
