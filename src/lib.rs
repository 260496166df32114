#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
    feature = "nightly",
    feature(
        allocator_api,
        coerce_unsized,
        deref_pure_trait,
        dispatch_from_dyn,
        dropck_eyepatch,
        pin_coerce_unsized_trait,
        unsize
    )
)]
//! std's memory primitives laid by hand: [`vec::Vec`], [`boxed::Box`], [`rc::Rc`], `sync::Arc`, the
//! cells of [`cell`] and the arenas of [`arena`], in `unsafe` Rust behind safe APIs, with every
//! invariant written down and attacked.
//!
//! # The layers
//!
//! ```text
//! safe surface      traits, conversions, fallible, slot maps  forbid(unsafe_code)
//! layer 2, types    vec, boxed, rc, sync, cell, arena         which values are live, who may refer
//! layer 1, memory   raw: allocation, layouts, buffers,        which bytes are owned
//!                        counted blocks, chunks
//! ```
//!
//! Names, argument orders, panics and complexity are std's, so that moving in or out is a change of
//! imports; what differs is said under *Differences from std* in each module. Beyond std, on
//! stable: an allocator parameter, `try_` methods, [`fallible::Vec`], in which every method that
//! allocates returns a `Result`, and [`Vec::map_in_place`](vec::Vec::map_in_place).
//!
//! ```
//! use drystone::{boxed::Box, vec};
//!
//! let mut stones = vec!["cope", "through", "hearting"];
//! stones.sort();
//! let wall: Box<[&str]> = stones.into_boxed_slice();
//! assert_eq!(*wall, ["cope", "hearting", "through"]);
//! ```
//!
//! # Where to read
//!
//! [`safety`] states each invariant, with the tests that attack it. `raw/buf.rs` is the block that
//! everything stands on, `vec/mod.rs` the type on top of it, `vec/compact.rs` a guard that keeps
//! the invariants through any panic.
//!
//! # Features
//!
//! * `std` (default): impls of `std::io`, `std::path`, `std::ffi` and `std::error` traits.
//! * `unsize`: `Box<T>` to `Box<dyn Trait>` on stable, through the `unsize` crate.
//! * `borrow-sites`: a refused borrow of a [`cell::RefCell`] says where a conflicting one was taken.
//! * `trace-leaks`: `trace::report` lists the counted blocks that are alive, and where their owners were
//!   made; a mark at the start of a test finds what the test leaked. Needs `std`.
//! * `serde`: `Serialize` and `Deserialize` for slot maps, secondary maps and keys.
//! * `portable-atomic`: `sync` on targets without 64-bit atomics.
//! * `loom`: with `--cfg loom`, `Arc` and `Weak` can be put into loom models of your own.
//! * `nightly`: native unsizing, `#[may_dangle]`, and std's own unstable `Allocator`. It turns on
//!   `allocator-api2/nightly`. When another crate turns that on alone, this one fails to compile
//!   with E0658 (the trait is then std's unstable one): turn on `drystone/nightly` as well.

extern crate alloc as alloc_crate;

mod error;
pub mod fallible;
mod forward;
mod macros;
mod raw;

pub mod arena;
pub mod boxed;
pub mod cell;
pub mod rc;
pub mod safety;
#[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
pub mod sync;
#[cfg(feature = "trace-leaks")]
pub mod trace;
pub mod vec;

/// Runs the code in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

/// Allocators, layouts and the errors of allocation.
pub mod alloc {
    pub use crate::error::{TryReserveError, TryReserveErrorKind};
    pub use crate::raw::alloc::Global;
    pub use allocator_api2::alloc::{AllocError, Allocator};
    pub use core::alloc::{Layout, LayoutError};
}

/// The types that most programs want, under std's names.
///
/// # Examples
///
/// ```
/// use drystone::prelude::*;
///
/// let v: Vec<Box<i32>> = (1..4).map(Box::new).collect();
/// assert_eq!(v.iter().map(|b| **b).sum::<i32>(), 6);
/// ```
pub mod prelude {
    pub use crate::boxed::Box;
    pub use crate::vec;
    pub use crate::vec::Vec;
}
