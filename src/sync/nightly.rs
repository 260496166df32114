//! What the compiler does for std's pointers only, as far as unstable features give it to others.

use core::marker::Unsize;
#[cfg(not(feature = "trace-leaks"))]
use core::ops::DispatchFromDyn;
use core::ops::{CoerceUnsized, DerefPure};
use core::pin::PinCoerceUnsized;

use allocator_api2::alloc::Allocator;

use super::{Arc, UniqueArc, Weak};

/// `Arc<T>` becomes `Arc<dyn Trait>`, `Arc<[T; N]>` becomes `Arc<[T]>`, by themselves.
impl<T: ?Sized + Unsize<U>, U: ?Sized, A: Allocator> CoerceUnsized<Arc<U, A>> for Arc<T, A> {}

/// `self: Arc<Self>` in the methods of a trait object.
#[cfg(not(feature = "trace-leaks"))]
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<Arc<U>> for Arc<T> {}

// SAFETY: ARC-2 -- each deref returns the value's address and has no other effect.
unsafe impl<T: ?Sized, A: Allocator> DerefPure for Arc<T, A> {}

// SAFETY: ARC-5 -- the coerced owner derefs to the same value, which it doesn't move.
unsafe impl<T: ?Sized, A: Allocator> PinCoerceUnsized for Arc<T, A> {}

/// `Weak<T>` becomes `Weak<dyn Trait>` by itself, also when it dangles.
impl<T: ?Sized + Unsize<U>, U: ?Sized, A: Allocator> CoerceUnsized<Weak<U, A>> for Weak<T, A> {}

/// `self: &Weak<Self>` in the methods of a trait object.
#[cfg(not(feature = "trace-leaks"))]
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<Weak<U>> for Weak<T> {}

/// `UniqueArc<T>` becomes `UniqueArc<dyn Trait>` by itself.
impl<T: ?Sized + Unsize<U>, U: ?Sized, A: Allocator> CoerceUnsized<UniqueArc<U, A>>
    for UniqueArc<T, A>
{
}

/// `self: UniqueArc<Self>` in the methods of a trait object.
#[cfg(not(feature = "trace-leaks"))]
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<UniqueArc<U>> for UniqueArc<T> {}

// SAFETY: ARC-2 -- both derefs return the value's address each time and have no other effect.
unsafe impl<T: ?Sized, A: Allocator> DerefPure for UniqueArc<T, A> {}

// SAFETY: ARC-5 -- the coerced owner derefs to the same value, which it doesn't move.
unsafe impl<T: ?Sized, A: Allocator> PinCoerceUnsized for UniqueArc<T, A> {}
