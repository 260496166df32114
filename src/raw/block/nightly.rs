#![forbid(unsafe_code)]
//! Native unsizing of block pointers. It keeps the address, so a dangling one stays dangling
//! (`BLOCK-2`).

use core::marker::Unsize;
use core::ops::CoerceUnsized;
#[cfg(not(feature = "trace-leaks"))]
use core::ops::DispatchFromDyn;

use super::BlockPtr;

impl<C, T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<BlockPtr<C, U>> for BlockPtr<C, T> {}

// No field beside the pointer may have a size.
#[cfg(not(feature = "trace-leaks"))]
impl<C, T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<BlockPtr<C, U>> for BlockPtr<C, T> {}
