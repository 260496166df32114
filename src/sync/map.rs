//! Another value in the same block.

use core::alloc::Layout;
use core::mem::MaybeUninit;

use allocator_api2::alloc::Allocator;

use super::{Arc, UniqueArc};
use crate::error::TryReserveError;

impl<T, A: Allocator + Clone> Arc<T, A> {
    /// A new value made of this one, in the same block if this is the only pointer to it and the
    /// layouts of `T` and `U` are equal.
    ///
    /// The old value is dropped when the new one is in place, or belongs to the other owners.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in), if a new block is needed.
    ///
    /// # Differences from std
    ///
    /// Stable, and any allocator will do.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let signed = Arc::new(-1_i32);
    /// let at = Arc::as_ptr(&signed).cast::<u32>();
    /// let unsigned = Arc::map(signed, |n| n.unsigned_abs());
    /// assert_eq!(*unsigned, 1);
    /// assert_eq!(Arc::as_ptr(&unsigned), at);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn map<U>(this: Self, f: impl FnOnce(&T) -> U) -> Arc<U, A> {
        let value = f(&this);
        Self::replace(this, value)
    }

    /// [`map`](Self::map) with an `f` that may fail. One owner less then.
    ///
    /// # Errors
    ///
    /// The error of `f`.
    ///
    /// # Panics
    ///
    /// As [`map`](Self::map).
    ///
    /// # Differences from std
    ///
    /// Stable; `f` returns a `Result`, since the trait behind `?` is unstable; any allocator will
    /// do.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let parsed = Arc::try_map(Arc::new("5"), |text| text.parse::<i32>());
    /// assert_eq!(*parsed.unwrap(), 5);
    /// assert!(Arc::try_map(Arc::new("five"), |text| text.parse::<i32>()).is_err());
    /// ```
    #[inline]
    #[track_caller]
    pub fn try_map<U, E>(this: Self, f: impl FnOnce(&T) -> Result<U, E>) -> Result<Arc<U, A>, E> {
        match f(&this) {
            Ok(value) => Ok(Self::replace(this, value)),
            Err(error) => {
                // Left while `error` is still a local, which is dropped if this unwinds.
                drop(this);
                Err(error)
            }
        }
    }

    /// What [`map`](Self::map) does when it has the new value; without a new block, or with one
    /// that can be had, else owner and value come back with an error.
    #[inline]
    #[track_caller]
    pub(crate) fn try_replace<U>(
        this: Self,
        value: U,
    ) -> Result<Arc<U, A>, (Self, U, TryReserveError)> {
        if Self::is_unique(&this) && Layout::new::<T>() == Layout::new::<U>() {
            return Ok(Self::replace(this, value));
        }
        match UniqueArc::<U, A>::try_new_uninit_in(this.alloc.clone()) {
            Ok(block) => {
                let new = UniqueArc::into_arc(UniqueArc::write(block, value));
                // Left while `new` is still a local, which is dropped if this unwinds.
                drop(this);
                Ok(new)
            }
            Err(error) => Err((this, value, error)),
        }
    }

    #[inline(always)]
    #[track_caller]
    fn replace<U>(this: Self, value: U) -> Arc<U, A> {
        // Asked after `f` has run, which may have made pointers or dropped them.
        match Self::sole_into_unique(this) {
            Ok(unique) => {
                let (old, block) = UniqueArc::take(unique);
                let new = UniqueArc::into_arc(refill(block, value));
                drop(old);
                new
            }
            Err(this) => {
                let new = Arc::new_in(value, this.alloc.clone());
                // Left while `new` is still a local, which is dropped if this unwinds.
                drop(this);
                new
            }
        }
    }
}

impl<T, A: Allocator> UniqueArc<T, A> {
    /// Replaces the value by `f` of it, in the same block if the layouts of `T` and `U` are equal
    /// and there is no [`Weak`](super::Weak).
    ///
    /// `Weak`s to the old value never upgrade. If `f` panics, the block is freed.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in), if a new block is needed.
    ///
    /// # Differences from std
    ///
    /// Stable, and any allocator will do.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::UniqueArc;
    ///
    /// let signed = UniqueArc::new(-1_i32);
    /// assert_eq!(*UniqueArc::map(signed, i32::unsigned_abs), 1);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn map<U>(this: Self, f: impl FnOnce(T) -> U) -> UniqueArc<U, A> {
        let (value, block) = Self::take(this);
        let value = f(value);
        refill(block, value)
    }

    /// [`map`](Self::map) with an `f` that may fail. The block is freed then.
    ///
    /// # Errors
    ///
    /// The error of `f`.
    ///
    /// # Panics
    ///
    /// As [`map`](Self::map).
    ///
    /// # Differences from std
    ///
    /// Stable; `f` returns a `Result`, since the trait behind `?` is unstable; any allocator will
    /// do.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::UniqueArc;
    ///
    /// let parsed = UniqueArc::try_map(UniqueArc::new("5"), str::parse::<i32>);
    /// assert_eq!(*parsed.unwrap(), 5);
    /// ```
    #[inline]
    #[track_caller]
    pub fn try_map<U, E>(
        this: Self,
        f: impl FnOnce(T) -> Result<U, E>,
    ) -> Result<UniqueArc<U, A>, E> {
        let (value, block) = Self::take(this);
        match f(value) {
            Ok(value) => Ok(refill(block, value)),
            Err(error) => {
                // Freed while `error` is still a local, which is dropped if the allocator unwinds.
                drop(block);
                Err(error)
            }
        }
    }
}

/// Puts a value of another type into an empty block, or into a new one.
#[inline(always)]
#[track_caller]
fn refill<T, U, A: Allocator>(block: UniqueArc<MaybeUninit<T>, A>, value: U) -> UniqueArc<U, A> {
    if Layout::new::<T>() == Layout::new::<U>() && UniqueArc::has_no_weak(&block) {
        let (ptr, alloc) = UniqueArc::into_block(block);
        // SAFETY: BLOCK-1, LANG-12 -- the layouts are equal, so those of the blocks are.
        let ptr = unsafe { ptr.cast::<MaybeUninit<U>>() };
        // SAFETY: ARC-1, ARC-2, ARC-6 -- the block was this owner's, and there is no `Weak` that could
        // take the new value for an old one.
        let block = unsafe { UniqueArc::from_block(ptr, alloc) };
        UniqueArc::write(block, value)
    } else {
        UniqueArc::new_in(value, UniqueArc::into_allocator(block))
    }
}
