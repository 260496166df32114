//! [`cast`]: the choice that std makes by specialisation, on stable Rust.
//!
//! A method that is generic over iterators can do better for one of them, when it can tell which
//! one it was given. `Any` tells only types without borrows apart. Here every type is named, with
//! its lifetimes erased; what is left to the caller is to know that lifetimes are all that may
//! differ.

use core::any::TypeId;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, transmute, transmute_copy};

/// A type, as a value that can be asked for its name.
trait Named {
    /// The bound keeps borrows out: whoever calls this has to get rid of them first.
    fn name(&self) -> TypeId
    where
        Self: 'static;
}

impl<T> Named for PhantomData<T> {
    #[inline(always)]
    fn name(&self) -> TypeId
    where
        Self: 'static,
    {
        TypeId::of::<T>()
    }
}

/// The name of `T`, the same for all lifetimes that `T` may contain.
#[inline(always)]
fn name<T>() -> TypeId {
    let this: &dyn Named = &PhantomData::<T>;
    // SAFETY: LANG-16 -- there is no value of `T`, only its name is asked for, and that does not
    // depend on lifetimes.
    let this = unsafe { transmute::<&dyn Named, &(dyn Named + 'static)>(this) };
    this.name()
}

/// `value` as a `U`, if that is its type, else `value`.
///
/// # Safety
///
/// * (a) If `T` and `U` differ in lifetimes alone, they do not differ at all.
#[inline(always)]
pub(crate) unsafe fn cast<T, U>(value: T) -> Result<U, T> {
    if name::<T>() != name::<U>() {
        return Err(value);
    }
    let value = ManuallyDrop::new(value);
    // SAFETY: LANG-10, LANG-16 -- the names are equal, so lifetimes alone could differ, and by (a)
    // they don't: this moves the value.
    Ok(unsafe { transmute_copy::<ManuallyDrop<T>, U>(&value) })
}
