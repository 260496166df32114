#![forbid(unsafe_code)]
//! What is said when a value can't be put into a slot map, and how it comes back.

use core::error::Error;
use core::fmt::{self, Debug, Display};

use crate::alloc::TryReserveError;

/// Why there is no slot for one more value.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SlotError {
    /// As many slots exist as the keys' indices can name, and none is free.
    Full {
        /// How many slots that is.
        slots: usize,
    },
    /// The slots could not be made more.
    Reserve(TryReserveError),
}

impl SlotError {
    /// Ends a call that can't return the error.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(super) fn raise(self) -> ! {
        match self {
            Self::Full { .. } => panic!("{self}"),
            Self::Reserve(error) => error.raise(),
        }
    }
}

impl Display for SlotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full { slots } => write!(
                f,
                "the slot map is full: its keys can name {slots} slots, and each holds a value, waits for a detached \
                 one, or has had all its generations; use wider keys"
            ),
            Self::Reserve(error) => Display::fmt(error, f),
        }
    }
}

impl Error for SlotError {}

/// A value for which there was no slot, and why. See [`SlotMap::try_insert`](super::SlotMap::try_insert).
#[derive(Clone, PartialEq, Eq)]
pub struct InsertError<V> {
    pub(super) value: V,
    pub(super) error: SlotError,
}

impl<V> InsertError<V> {
    /// Why there is no slot.
    #[must_use]
    pub fn error(&self) -> &SlotError {
        &self.error
    }

    /// The value that was not inserted.
    #[must_use]
    pub fn into_value(self) -> V {
        self.value
    }
}

impl<V> Debug for InsertError<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsertError")
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl<V> Display for InsertError<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.error, f)
    }
}

impl<V> Error for InsertError<V> {}

/// A value that could not be put back, since its key is not detached. See
/// [`SlotMap::try_reattach`](super::SlotMap::try_reattach).
#[derive(Clone, PartialEq, Eq)]
pub struct ReattachError<V> {
    pub(super) value: V,
}

impl<V> ReattachError<V> {
    /// The value that was not put back.
    #[must_use]
    pub fn into_value(self) -> V {
        self.value
    }
}

impl<V> Debug for ReattachError<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReattachError").finish_non_exhaustive()
    }
}

impl<V> Display for ReattachError<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the key is not detached: it was never, was reattached, or the map was cleared since",
        )
    }
}

impl<V> Error for ReattachError<V> {}
