//! What the compiler does for std's box only, as far as unstable features give it to others.

use core::marker::Unsize;
use core::ops::{CoerceUnsized, DerefPure, DispatchFromDyn};
use core::pin::PinCoerceUnsized;

use allocator_api2::alloc::Allocator;

use super::Box;

/// `Box<T>` becomes `Box<dyn Trait>`, `Box<[T; N]>` becomes `Box<[T]>`, by themselves.
impl<T: ?Sized + Unsize<U>, U: ?Sized, A: Allocator> CoerceUnsized<Box<U, A>> for Box<T, A> {}

/// `self: Box<Self>` in the methods of a trait object.
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<Box<U>> for Box<T> {}

// SAFETY: BOX-2 -- both derefs return the value's address each time and have no other effect.
unsafe impl<T: ?Sized, A: Allocator> DerefPure for Box<T, A> {}

// SAFETY: BOX-4 -- the coerced box derefs to the same value, which it doesn't move.
unsafe impl<T: ?Sized, A: Allocator> PinCoerceUnsized for Box<T, A> {}
