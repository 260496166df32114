#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(feature = "nightly", feature(allocator_api, dropck_eyepatch))]
//! std's memory primitives laid by hand.

extern crate alloc as alloc_crate;

pub mod boxed;
mod error;
pub mod fallible;
mod forward;
mod macros;
mod raw;
pub mod vec;

/// Allocators, layouts and the errors of allocation.
pub mod alloc {
    pub use crate::error::{TryReserveError, TryReserveErrorKind};
    pub use crate::raw::alloc::Global;
    pub use allocator_api2::alloc::{AllocError, Allocator};
    pub use core::alloc::{Layout, LayoutError};
}
