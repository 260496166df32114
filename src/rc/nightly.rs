//! What the compiler does for std's pointers only, as far as unstable features give it to others.

use core::marker::Unsize;
#[cfg(not(feature = "trace-leaks"))]
use core::ops::DispatchFromDyn;
use core::ops::{CoerceUnsized, DerefPure};
use core::pin::PinCoerceUnsized;

use allocator_api2::alloc::Allocator;

use super::{Rc, UniqueRc, Weak};

/// `Rc<T>` becomes `Rc<dyn Trait>`, `Rc<[T; N]>` becomes `Rc<[T]>`, by themselves.
impl<T: ?Sized + Unsize<U>, U: ?Sized, A: Allocator> CoerceUnsized<Rc<U, A>> for Rc<T, A> {}

/// `self: Rc<Self>` in the methods of a trait object.
#[cfg(not(feature = "trace-leaks"))]
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<Rc<U>> for Rc<T> {}

// SAFETY: RC-2 -- each deref returns the value's address and has no other effect.
unsafe impl<T: ?Sized, A: Allocator> DerefPure for Rc<T, A> {}

// SAFETY: RC-5 -- the coerced owner derefs to the same value, which it doesn't move.
unsafe impl<T: ?Sized, A: Allocator> PinCoerceUnsized for Rc<T, A> {}

/// `Weak<T>` becomes `Weak<dyn Trait>` by itself, also when it dangles.
impl<T: ?Sized + Unsize<U>, U: ?Sized, A: Allocator> CoerceUnsized<Weak<U, A>> for Weak<T, A> {}

/// `self: &Weak<Self>` in the methods of a trait object.
#[cfg(not(feature = "trace-leaks"))]
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<Weak<U>> for Weak<T> {}

/// `UniqueRc<T>` becomes `UniqueRc<dyn Trait>` by itself.
impl<T: ?Sized + Unsize<U>, U: ?Sized, A: Allocator> CoerceUnsized<UniqueRc<U, A>>
    for UniqueRc<T, A>
{
}

/// `self: UniqueRc<Self>` in the methods of a trait object.
#[cfg(not(feature = "trace-leaks"))]
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<UniqueRc<U>> for UniqueRc<T> {}

// SAFETY: RC-2 -- both derefs return the value's address each time and have no other effect.
unsafe impl<T: ?Sized, A: Allocator> DerefPure for UniqueRc<T, A> {}

// SAFETY: RC-5 -- the coerced owner derefs to the same value, which it doesn't move.
unsafe impl<T: ?Sized, A: Allocator> PinCoerceUnsized for UniqueRc<T, A> {}
