//! [`Rc`] and [`Weak`] for programs that outlive a failed allocation.
//!
//! The names are those of [`rc::Rc`]; a method that needs a block returns a `Result`, and what was
//! passed by value is in the error, except closures and allocators. The way to unwritten, pinned and
//! unique values is [`to_infallible`](Rc::to_infallible), or the `try_` methods of [`rc::Rc`].

mod convert;
mod weak;

pub use self::weak::Weak;

use core::ops::Deref;

use super::Rejected;
use crate::alloc::{Allocator, Global, TryReserveError};
use crate::forward::forward_deref;
use crate::rc::{self, CloneToUninit, UniqueRc};

/// One of several owners of a value, which reports a failed allocation instead of ending the program.
///
/// # Examples
///
/// ```
/// use drystone::alloc::TryReserveError;
/// use drystone::fallible::Rc;
///
/// fn doubled(n: u32) -> Result<Rc<u32>, TryReserveError> {
///     let mut rc = Rc::new(n)?;
///     let before = Rc::clone(&rc);
///     *Rc::make_mut(&mut rc)? *= 2;
///     assert_eq!(*before, n);
///     Ok(rc)
/// }
///
/// assert_eq!(*doubled(4)?, 8);
/// # Ok::<(), TryReserveError>(())
/// ```
#[repr(transparent)]
pub struct Rc<T: ?Sized, A: Allocator = Global>(rc::Rc<T, A>);

forward_deref!(Rc);

impl<T> Rc<T> {
    /// Moves `value` to the heap, with one owner.
    ///
    /// # Errors
    ///
    /// [`Rejected`] with the value, when the allocator fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Rc;
    ///
    /// assert_eq!(*Rc::new(5)?, 5);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn new(value: T) -> Result<Self, Rejected<T>> {
        Self::new_in(value, Global)
    }

    /// Makes a value that has a [`Weak`] to itself.
    ///
    /// # Errors
    ///
    /// When the allocator fails; `data_fn` is not called then.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::{Rc, Weak};
    ///
    /// struct Gadget {
    ///     me: Weak<Gadget>,
    /// }
    ///
    /// let gadget = Rc::new_cyclic(|me| Gadget { me: me.clone() })?;
    /// assert!(Rc::ptr_eq(&gadget.me.upgrade().unwrap(), &gadget));
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn new_cyclic(data_fn: impl FnOnce(&Weak<T>) -> T) -> Result<Self, TryReserveError> {
        Self::new_cyclic_in(data_fn, Global)
    }
}

impl<T: CloneToUninit + ?Sized> Rc<T> {
    /// Clones a value, a slice or a string into a new block.
    ///
    /// # Errors
    ///
    /// When the allocator fails; nothing is cloned then.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Rc;
    ///
    /// let text: Rc<str> = Rc::clone_from_ref("dry")?;
    /// assert_eq!(&*text, "dry");
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn clone_from_ref(value: &T) -> Result<Self, TryReserveError> {
        Self::clone_from_ref_in(value, Global)
    }
}

impl<T: CloneToUninit + ?Sized, A: Allocator> Rc<T, A> {
    /// [`clone_from_ref`](Rc::clone_from_ref) into a block of `alloc`, which is dropped on failure.
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, fallible::Rc};
    ///
    /// assert_eq!(*Rc::clone_from_ref_in(&[1, 2][..], Global)?, [1, 2]);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn clone_from_ref_in(value: &T, alloc: A) -> Result<Self, TryReserveError> {
        rc::Rc::clone_from_ref_or(value, alloc).map(Self)
    }
}

impl<T: CloneToUninit + ?Sized, A: Allocator + Clone> Rc<T, A> {
    /// The value, to be changed, which is this owner's alone from now on: as
    /// [`rc::Rc::make_mut`].
    ///
    /// # Errors
    ///
    /// When a new block is needed and the allocator fails. This owner is as before then.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Rc;
    ///
    /// let mut one = Rc::new(1)?;
    /// let two = Rc::clone(&one);
    /// *Rc::make_mut(&mut one)? += 1;
    /// assert_eq!((*one, *two), (2, 1));
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn make_mut(this: &mut Self) -> Result<&mut T, TryReserveError> {
        rc::Rc::try_make_mut(&mut this.0)
    }
}

impl<T, A: Allocator> Rc<T, A> {
    /// Moves `value` into a block of `alloc`, which is dropped on failure.
    ///
    /// # Errors
    ///
    /// [`Rejected`] with the value, when the allocator fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, fallible::Rc};
    ///
    /// assert_eq!(*Rc::new_in(5, Global)?, 5);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn new_in(value: T, alloc: A) -> Result<Self, Rejected<T>> {
        match UniqueRc::<T, A>::try_new_uninit_in(alloc) {
            Ok(block) => Ok(Self(UniqueRc::into_rc(UniqueRc::write(block, value)))),
            Err(error) => Err(Rejected::new(value, error)),
        }
    }

    /// [`new_cyclic`](Rc::new_cyclic) in a block of `alloc`, which is dropped on failure.
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, fallible::Rc};
    ///
    /// let me = Rc::new_cyclic_in(|me| me.strong_count(), Global)?;
    /// assert_eq!(*me, 0);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn new_cyclic_in(
        data_fn: impl FnOnce(&Weak<T, A>) -> T,
        alloc: A,
    ) -> Result<Self, TryReserveError>
    where
        A: Clone,
    {
        let data_fn = |me: &rc::Weak<T, A>| {
            let me = Weak::from_infallible(me.clone());
            let value = data_fn(&me);
            // While the value is still this closure's, in case the handle's drop unwinds.
            drop(me);
            Ok(value)
        };
        rc::Rc::new_cyclic_or(data_fn, alloc, |error| error).map(Self)
    }

    /// A new value made of this one, in the same block if this is the only pointer to it and the
    /// layouts of `T` and `U` are equal.
    ///
    /// # Errors
    ///
    /// [`Rejected`] with this owner and the new value, when a new block is needed and the allocator
    /// fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Rc;
    ///
    /// let text = Rc::map(Rc::new(-5)?, |n: &i32| n.unsigned_abs())?;
    /// assert_eq!(*text, 5);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn map<U>(this: Self, f: impl FnOnce(&T) -> U) -> Result<Rc<U, A>, Rejected<(Self, U)>>
    where
        A: Clone,
    {
        let value = f(&this);
        match rc::Rc::try_replace(this.0, value) {
            Ok(rc) => Ok(Rc(rc)),
            Err((this, value, error)) => Err(Rejected::new((Self(this), value), error)),
        }
    }

    /// Moves the value out, if there is no other owner.
    ///
    /// # Errors
    ///
    /// The owner itself, if there are others.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Rc;
    ///
    /// assert_eq!(Rc::try_unwrap(Rc::new(5)?), Ok(5));
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn try_unwrap(this: Self) -> Result<T, Self> {
        rc::Rc::try_unwrap(this.0).map_err(Self)
    }

    /// Moves the value out, if there is no other owner; else one owner less.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Rc;
    ///
    /// assert_eq!(Rc::into_inner(Rc::new(5)?), Some(5));
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn into_inner(this: Self) -> Option<T> {
        rc::Rc::into_inner(this.0)
    }

    /// Moves the value out, if there is no other owner; else a clone of it. Memory that `T::clone`
    /// asks for is not accounted for.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Rc;
    ///
    /// assert_eq!(Rc::unwrap_or_clone(Rc::new(5)?), 5);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn unwrap_or_clone(this: Self) -> T
    where
        T: Clone,
    {
        rc::Rc::unwrap_or_clone(this.0)
    }
}

/// What needs no memory, as [`rc::Rc`] has it.
///
/// # Examples
///
/// ```
/// use drystone::{alloc::Global, fallible::Rc};
///
/// let mut five = Rc::new(5)?;
/// *Rc::get_mut(&mut five).unwrap() += 1;
/// let (also, weak) = (Rc::clone(&five), Rc::downgrade(&five));
/// assert_eq!((Rc::strong_count(&five), Rc::weak_count(&five)), (2, 1));
/// assert!(Rc::ptr_eq(&five, &also) && !Rc::is_unique(&five));
/// assert_eq!((Rc::as_ptr(&also), Rc::allocator(&also)), (weak.as_ptr(), &Global));
/// # Ok::<(), drystone::alloc::TryReserveError>(())
/// ```
impl<T: ?Sized, A: Allocator> Rc<T, A> {
    /// As [`rc::Rc::get_mut`].
    #[inline]
    #[must_use]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        rc::Rc::get_mut(&mut this.0)
    }

    /// As [`rc::Rc::strong_count`].
    #[inline]
    #[must_use]
    pub fn strong_count(this: &Self) -> usize {
        rc::Rc::strong_count(&this.0)
    }

    /// As [`rc::Rc::weak_count`].
    #[inline]
    #[must_use]
    pub fn weak_count(this: &Self) -> usize {
        rc::Rc::weak_count(&this.0)
    }

    /// As [`rc::Rc::is_unique`].
    #[inline]
    #[must_use]
    pub fn is_unique(this: &Self) -> bool {
        rc::Rc::is_unique(&this.0)
    }

    /// As [`rc::Rc::ptr_eq`].
    #[inline]
    #[must_use]
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        rc::Rc::ptr_eq(&this.0, &other.0)
    }

    /// As [`rc::Rc::as_ptr`].
    #[inline]
    #[must_use]
    pub fn as_ptr(this: &Self) -> *const T {
        rc::Rc::as_ptr(&this.0)
    }

    /// As [`rc::Rc::allocator`].
    #[inline]
    #[must_use]
    pub fn allocator(this: &Self) -> &A {
        rc::Rc::allocator(&this.0)
    }

    /// As [`rc::Rc::downgrade`].
    #[inline]
    #[must_use]
    pub fn downgrade(this: &Self) -> Weak<T, A>
    where
        A: Clone,
    {
        Weak::from_infallible(rc::Rc::downgrade(&this.0))
    }

    /// The same owner, with the methods that end the program when memory runs out. O(1).
    #[inline]
    #[must_use]
    pub fn to_infallible(self) -> rc::Rc<T, A> {
        self.0
    }

    /// The same owner, with the methods that return a `Result` when memory runs out. O(1).
    #[inline]
    #[must_use]
    pub const fn from_infallible(rc: rc::Rc<T, A>) -> Self {
        Self(rc)
    }

    /// A shared look at the infallible type, for functions that ask for one. O(1).
    #[inline]
    #[must_use]
    pub const fn as_infallible(&self) -> &rc::Rc<T, A> {
        &self.0
    }
}

impl<T: ?Sized, A: Allocator> Deref for Rc<T, A> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: ?Sized, A: Allocator + Clone> Clone for Rc<T, A> {
    /// Another owner of the same value, which needs no memory. O(1).
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
