#![forbid(unsafe_code)]
//! Native unsizing of block pointers. It keeps the address, so a dangling one stays dangling
//! (`BLOCK-2`).

use core::marker::Unsize;
use core::ops::{CoerceUnsized, DispatchFromDyn};

use super::BlockPtr;

impl<C, T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<BlockPtr<C, U>> for BlockPtr<C, T> {}

impl<C, T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<BlockPtr<C, U>> for BlockPtr<C, T> {}
