#![forbid(unsafe_code)]
//! [`Slot`]: a value with its generation, or what is known of a place without one.

use core::mem::MaybeUninit;

use super::width::Width;

/// A place for one value at a time.
///
/// The generation of a value is never zero, and zero is how the compiler tells a vacant slot where a tag of its own would
/// make the slot larger, and the other fields of a vacant slot find room beside the generation. Then one comparison
/// tells both whether there is a value and whether it is the one that is wanted.
pub(super) enum Slot<V, I: Width, G: Width> {
    /// Holds the value whose key has this generation.
    Live {
        generation: G::NonZero,
        /// Takes the room that a tag could have, and is neither written nor read. Hardly a slot is larger for it: the
        /// links of a vacant one need it.
        _room: MaybeUninit<I>,
        value: V,
    },

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
    /// A slot with a value.
    #[inline(always)]
    pub(super) const fn live_with(generation: G::NonZero, value: V) -> Self {
        Self::Live {
            generation,
            _room: MaybeUninit::uninit(),
            value,
        }
    }

    /// Whether the slot holds the value of this generation: one comparison, since a vacant slot shows zero.
    #[inline(always)]
    pub(super) fn is(&self, wanted: G::NonZero) -> bool {
        let shown = match self {
            Self::Live { generation, .. } => G::get(*generation),
            Self::Vacant { .. } => G::default(),
        };
        shown == G::get(wanted)
    }

    /// The value.
    #[inline(always)]
    pub(super) fn value(&self) -> Option<&V> {
        match self {
            Self::Live { value, .. } => Some(value),
            Self::Vacant { .. } => None,
        }
    }

    /// The value.
    #[inline(always)]
    pub(super) fn value_mut(&mut self) -> Option<&mut V> {
        match self {
            Self::Live { value, .. } => Some(value),
            Self::Vacant { .. } => None,
        }
    }

    /// The value, taken out.
    #[inline(always)]
    pub(super) fn into_value(self) -> Option<V> {
        match self {
            Self::Live { value, .. } => Some(value),
            Self::Vacant { .. } => None,
        }
    }

    /// The value with its generation.
    #[inline(always)]
    pub(super) fn live(&self) -> Option<(G::NonZero, &V)> {
        match self {
            Self::Live {
                generation, value, ..
            } => Some((*generation, value)),
            Self::Vacant { .. } => None,
        }
    }

    /// The value with its generation.
    #[inline(always)]
    pub(super) fn live_mut(&mut self) -> Option<(G::NonZero, &mut V)> {
        match self {
            Self::Live {
                generation, value, ..
            } => Some((*generation, value)),
            Self::Vacant { .. } => None,
        }
    }
}

impl<V: Clone, I: Width, G: Width> Clone for Slot<V, I, G> {
    fn clone(&self) -> Self {
        match self {
            Self::Live {
                generation, value, ..
            } => Self::live_with(*generation, value.clone()),
            Self::Vacant { next, generation } => Self::Vacant {
                next: *next,
                generation: *generation,
            },
        }
    }
}
