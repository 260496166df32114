//! [`Arc`] and [`Weak`] for programs that outlive a failed allocation.
//!
//! The names are those of [`sync::Arc`]; a method that needs a block returns a `Result`, and what was
//! passed by value is in the error, except closures and allocators. The way to unwritten, pinned and
//! unique values is [`to_infallible`](Arc::to_infallible), or the `try_` methods of [`sync::Arc`].

mod convert;
mod weak;

pub use self::weak::Weak;

use core::ops::Deref;

use super::Rejected;
use crate::alloc::{Allocator, Global, TryReserveError};
use crate::forward::forward_deref;
use crate::sync::{self, CloneToUninit, UniqueArc};

/// One of several owners of a value, which reports a failed allocation instead of ending the program.
///
/// # Examples
///
/// ```
/// use drystone::alloc::TryReserveError;
/// use drystone::fallible::Arc;
///
/// fn doubled(n: u32) -> Result<Arc<u32>, TryReserveError> {
///     let mut arc = Arc::new(n)?;
///     let before = Arc::clone(&arc);
///     *Arc::make_mut(&mut arc)? *= 2;
///     assert_eq!(*before, n);
///     Ok(arc)
/// }
///
/// assert_eq!(*doubled(4)?, 8);
/// # Ok::<(), TryReserveError>(())
/// ```
#[repr(transparent)]
pub struct Arc<T: ?Sized, A: Allocator = Global>(sync::Arc<T, A>);

forward_deref!(Arc);

impl<T> Arc<T> {
    /// Moves `value` to the heap, with one owner.
    ///
    /// # Errors
    ///
    /// [`Rejected`] with the value, when the allocator fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Arc;
    ///
    /// assert_eq!(*Arc::new(5)?, 5);
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
    /// use drystone::fallible::sync::{Arc, Weak};
    ///
    /// struct Gadget {
    ///     me: Weak<Gadget>,
    /// }
    ///
    /// let gadget = Arc::new_cyclic(|me| Gadget { me: me.clone() })?;
    /// assert!(Arc::ptr_eq(&gadget.me.upgrade().unwrap(), &gadget));
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn new_cyclic(data_fn: impl FnOnce(&Weak<T>) -> T) -> Result<Self, TryReserveError> {
        Self::new_cyclic_in(data_fn, Global)
    }
}

impl<T: CloneToUninit + ?Sized> Arc<T> {
    /// Clones a value, a slice or a string into a new block.
    ///
    /// # Errors
    ///
    /// When the allocator fails; nothing is cloned then.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Arc;
    ///
    /// let text: Arc<str> = Arc::clone_from_ref("dry")?;
    /// assert_eq!(&*text, "dry");
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn clone_from_ref(value: &T) -> Result<Self, TryReserveError> {
        Self::clone_from_ref_in(value, Global)
    }
}

impl<T: CloneToUninit + ?Sized, A: Allocator> Arc<T, A> {
    /// [`clone_from_ref`](Arc::clone_from_ref) into a block of `alloc`, which is dropped on failure.
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, fallible::Arc};
    ///
    /// assert_eq!(*Arc::clone_from_ref_in(&[1, 2][..], Global)?, [1, 2]);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn clone_from_ref_in(value: &T, alloc: A) -> Result<Self, TryReserveError> {
        sync::Arc::clone_from_ref_or(value, alloc).map(Self)
    }
}

impl<T: CloneToUninit + ?Sized, A: Allocator + Clone> Arc<T, A> {
    /// The value, to be changed, which is this owner's alone from now on: as
    /// [`sync::Arc::make_mut`].
    ///
    /// # Errors
    ///
    /// When a new block is needed and the allocator fails. This owner is as before then.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Arc;
    ///
    /// let mut one = Arc::new(1)?;
    /// let two = Arc::clone(&one);
    /// *Arc::make_mut(&mut one)? += 1;
    /// assert_eq!((*one, *two), (2, 1));
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn make_mut(this: &mut Self) -> Result<&mut T, TryReserveError> {
        sync::Arc::try_make_mut(&mut this.0)
    }
}

impl<T, A: Allocator> Arc<T, A> {
    /// Moves `value` into a block of `alloc`, which is dropped on failure.
    ///
    /// # Errors
    ///
    /// [`Rejected`] with the value, when the allocator fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, fallible::Arc};
    ///
    /// assert_eq!(*Arc::new_in(5, Global)?, 5);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn new_in(value: T, alloc: A) -> Result<Self, Rejected<T>> {
        match UniqueArc::<T, A>::try_new_uninit_in(alloc) {
            Ok(block) => Ok(Self(UniqueArc::into_arc(UniqueArc::write(block, value)))),
            Err(error) => Err(Rejected::new(value, error)),
        }
    }

    /// [`new_cyclic`](Arc::new_cyclic) in a block of `alloc`, which is dropped on failure.
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, fallible::Arc};
    ///
    /// let me = Arc::new_cyclic_in(|me| me.strong_count(), Global)?;
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
        let data_fn = |me: &sync::Weak<T, A>| {
            let me = Weak::from_infallible(me.clone());
            let value = data_fn(&me);
            // While the value is still this closure's, in case the handle's drop unwinds.
            drop(me);
            Ok(value)
        };
        sync::Arc::new_cyclic_or(data_fn, alloc, |error| error).map(Self)
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
    /// use drystone::fallible::Arc;
    ///
    /// let text = Arc::map(Arc::new(-5)?, |n: &i32| n.unsigned_abs())?;
    /// assert_eq!(*text, 5);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn map<U>(this: Self, f: impl FnOnce(&T) -> U) -> Result<Arc<U, A>, Rejected<(Self, U)>>
    where
        A: Clone,
    {
        let value = f(&this);
        match sync::Arc::try_replace(this.0, value) {
            Ok(arc) => Ok(Arc(arc)),
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
    /// use drystone::fallible::Arc;
    ///
    /// assert_eq!(Arc::try_unwrap(Arc::new(5)?), Ok(5));
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn try_unwrap(this: Self) -> Result<T, Self> {
        sync::Arc::try_unwrap(this.0).map_err(Self)
    }

    /// Moves the value out, if there is no other owner; else one owner less.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Arc;
    ///
    /// assert_eq!(Arc::into_inner(Arc::new(5)?), Some(5));
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn into_inner(this: Self) -> Option<T> {
        sync::Arc::into_inner(this.0)
    }

    /// Moves the value out, if there is no other owner; else a clone of it. Memory that `T::clone`
    /// asks for is not accounted for.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Arc;
    ///
    /// assert_eq!(Arc::unwrap_or_clone(Arc::new(5)?), 5);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn unwrap_or_clone(this: Self) -> T
    where
        T: Clone,
    {
        sync::Arc::unwrap_or_clone(this.0)
    }
}

/// What needs no memory, as [`sync::Arc`] has it.
///
/// # Examples
///
/// ```
/// use drystone::{alloc::Global, fallible::Arc};
///
/// let mut five = Arc::new(5)?;
/// *Arc::get_mut(&mut five).unwrap() += 1;
/// let (also, weak) = (Arc::clone(&five), Arc::downgrade(&five));
/// assert_eq!((Arc::strong_count(&five), Arc::weak_count(&five)), (2, 1));
/// assert!(Arc::ptr_eq(&five, &also) && !Arc::is_unique(&five));
/// assert_eq!((Arc::as_ptr(&also), Arc::allocator(&also)), (weak.as_ptr(), &Global));
/// # Ok::<(), drystone::alloc::TryReserveError>(())
/// ```
impl<T: ?Sized, A: Allocator> Arc<T, A> {
    /// As [`sync::Arc::get_mut`].
    #[inline]
    #[must_use]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        sync::Arc::get_mut(&mut this.0)
    }

    /// As [`sync::Arc::strong_count`].
    #[inline]
    #[must_use]
    pub fn strong_count(this: &Self) -> usize {
        sync::Arc::strong_count(&this.0)
    }

    /// As [`sync::Arc::weak_count`].
    #[inline]
    #[must_use]
    pub fn weak_count(this: &Self) -> usize {
        sync::Arc::weak_count(&this.0)
    }

    /// As [`sync::Arc::is_unique`].
    #[inline]
    #[must_use]
    pub fn is_unique(this: &Self) -> bool {
        sync::Arc::is_unique(&this.0)
    }

    /// As [`sync::Arc::ptr_eq`].
    #[inline]
    #[must_use]
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        sync::Arc::ptr_eq(&this.0, &other.0)
    }

    /// As [`sync::Arc::as_ptr`].
    #[inline]
    #[must_use]
    pub fn as_ptr(this: &Self) -> *const T {
        sync::Arc::as_ptr(&this.0)
    }

    /// As [`sync::Arc::allocator`].
    #[inline]
    #[must_use]
    pub fn allocator(this: &Self) -> &A {
        sync::Arc::allocator(&this.0)
    }

    /// As [`sync::Arc::downgrade`].
    #[inline]
    #[must_use]
    pub fn downgrade(this: &Self) -> Weak<T, A>
    where
        A: Clone,
    {
        Weak::from_infallible(sync::Arc::downgrade(&this.0))
    }

    /// The same owner, with the methods that end the program when memory runs out. O(1).
    #[inline]
    #[must_use]
    pub fn to_infallible(self) -> sync::Arc<T, A> {
        self.0
    }

    /// The same owner, with the methods that return a `Result` when memory runs out. O(1).
    #[inline]
    #[must_use]
    pub const fn from_infallible(arc: sync::Arc<T, A>) -> Self {
        Self(arc)
    }

    /// A shared look at the infallible type, for functions that ask for one. O(1).
    #[inline]
    #[must_use]
    pub const fn as_infallible(&self) -> &sync::Arc<T, A> {
        &self.0
    }
}

impl<T: ?Sized, A: Allocator> Deref for Arc<T, A> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: ?Sized, A: Allocator + Clone> Clone for Arc<T, A> {
    /// Another owner of the same value, which needs no memory. O(1).
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
