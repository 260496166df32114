//! What the compiler does for std's cells only, as far as unstable features give it to others.

use core::marker::Unsize;
use core::ops::{CoerceUnsized, DerefPure, DispatchFromDyn};
use core::pin::PinCoerceUnsized;

use super::{Cell, Ref, RefCell, RefMut};

/// `Cell<&T>` becomes `Cell<&dyn Trait>` by itself, and so for other pointers.
impl<T: CoerceUnsized<U>, U> CoerceUnsized<Cell<U>> for Cell<T> {}

/// For a receiver of a user, whose one field is a cell of a pointer; a cell itself is no receiver.
impl<T: DispatchFromDyn<U>, U> DispatchFromDyn<Cell<U>> for Cell<T> {}

/// `RefCell<&T>` becomes `RefCell<&dyn Trait>` by itself, and so for other pointers.
impl<T: CoerceUnsized<U>, U> CoerceUnsized<RefCell<U>> for RefCell<T> {}

/// `Ref<T>` becomes `Ref<dyn Trait>`, `Ref<[T; N]>` becomes `Ref<[T]>`, by themselves.
impl<'b, T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<Ref<'b, U>> for Ref<'b, T> {}

/// `RefMut<T>` becomes `RefMut<dyn Trait>`, `RefMut<[T; N]>` becomes `RefMut<[T]>`, by themselves.
impl<'b, T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<RefMut<'b, U>> for RefMut<'b, T> {}

// SAFETY: REF-2 -- the deref returns the value's address each time and has no other effect.
unsafe impl<T: ?Sized> DerefPure for Ref<'_, T> {}

// SAFETY: REF-2 -- both derefs return the value's address each time and have no other effect.
unsafe impl<T: ?Sized> DerefPure for RefMut<'_, T> {}

// SAFETY: REF-2 -- the coerced guard derefs to the same value, which it doesn't move.
unsafe impl<T: ?Sized> PinCoerceUnsized for Ref<'_, T> {}

// SAFETY: REF-2 -- the coerced guard derefs to the same value, which it doesn't move.
unsafe impl<T: ?Sized> PinCoerceUnsized for RefMut<'_, T> {}
