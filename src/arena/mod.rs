#![forbid(unsafe_code)]
//! Arenas: values that are allocated together, or named by keys.

pub mod slot_map;

#[cfg(feature = "std")]
pub use self::slot_map::SparseSecondaryMap;
pub use self::slot_map::{
    DefaultKey, InsertError, Key, KeyData, SecondaryMap, SlotMap, new_key_type,
};

/// For the macro `new_key_type!`.
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde as __serde;
