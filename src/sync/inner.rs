//! The value of a sole owner: to be changed, or moved out.

use allocator_api2::alloc::Allocator;

use super::{Arc, UniqueArc};

impl<T: ?Sized, A: Allocator> Arc<T, A> {
    /// The value, to be changed, if this is the only pointer to it: no other `Arc`, and no
    /// [`Weak`](super::Weak).
    ///
    /// [`make_mut`](Self::make_mut) clones the value where this gives `None`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let mut five = Arc::new(4);
    /// *Arc::get_mut(&mut five).unwrap() += 1;
    /// let also = Arc::clone(&five);
    /// assert!(Arc::get_mut(&mut five).is_none());
    /// # drop(also);
    /// ```
    #[inline]
    #[must_use]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        if Self::is_unique(this) {
            // SAFETY: ARC-3 -- there is no other pointer, and none can come: `this` is borrowed.
            Some(unsafe { Self::get_mut_unchecked(this) })
        } else {
            None
        }
    }

    /// The value, to be changed, whoever else points to it.
    ///
    /// # Safety
    ///
    /// * (a) While the reference is used, no other pointer to the value is used to reach it, nor
    ///   dropped as its last owner, nor made from a [`Weak`](super::Weak).
    /// * (b) If there are other pointers, then to the very type `T`, also in its lifetimes.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let mut text = Arc::new(String::new());
    /// // SAFETY: there is no other pointer.
    /// unsafe { Arc::get_mut_unchecked(&mut text) }.push('5');
    /// assert_eq!(*text, "5");
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn get_mut_unchecked(this: &mut Self) -> &mut T {
        this.counts().seize();
        // SAFETY: ARC-1 -- the block is not freed while there is an owner.
        let mut value = unsafe { this.ptr.value() };
        // SAFETY: ARC-2, ARC-3 -- the value is live; by (a) nobody else uses it.
        unsafe { value.as_mut() }
    }

    /// The only strong owner as a unique one, else the owner itself.
    ///
    /// There may be `Weak`s, to a longer-lived type than this owner's: what is taken out of the
    /// block then must not be put back (`ARC-6`).
    #[inline(always)]
    fn try_into_unique(this: Self) -> Result<UniqueArc<T, A>, Self> {
        let this = match Self::sole_into_unique(this) {
            Err(this) if this.counts().remove_only_strong() => this,
            unique_or_shared => return unique_or_shared,
        };
        let (ptr, alloc) = Self::into_block(this);
        // SAFETY: ARC-1, ARC-2, ARC-COUNT-1 -- there is no strong owner any more, whose weak count and
        // value go to the unique one. Its callers never share it again if there are `Weak`s (ARC-6).
        Ok(unsafe { UniqueArc::from_block(ptr, alloc) })
    }

    /// The only pointer to a value as a unique one, else the owner itself.
    #[inline(always)]
    pub(super) fn sole_into_unique(this: Self) -> Result<UniqueArc<T, A>, Self> {
        if !Self::is_unique(&this) {
            return Err(this);
        }
        let (ptr, alloc) = Self::into_block(this);
        // SAFETY: ARC-1, ARC-COUNT-1 -- this was the only pointer to the block.
        unsafe { ptr.counts_mut() }.unshare();
        // SAFETY: ARC-1, ARC-2, ARC-6, ARC-COUNT-1 -- there is no other pointer, of whatever type.
        Ok(unsafe { UniqueArc::from_block(ptr, alloc) })
    }
}

impl<T, A: Allocator> Arc<T, A> {
    /// Moves the value out, if there is no other owner. [`Weak`](super::Weak)s don't matter: they
    /// will not upgrade.
    ///
    /// # Errors
    ///
    /// The owner itself, if there are others.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// let also = Arc::clone(&five);
    /// let five = Arc::try_unwrap(five).unwrap_err();
    /// drop(also);
    /// assert_eq!(Arc::try_unwrap(five), Ok(5));
    /// ```
    #[inline]
    pub fn try_unwrap(this: Self) -> Result<T, Self> {
        let (value, block) = UniqueArc::take(Self::try_into_unique(this)?);
        // Freed while `value` is still a local, which is dropped if the allocator unwinds.
        drop(block);
        Ok(value)
    }

    /// Moves the value out, if there is no other owner; else one owner less.
    ///
    /// If all owners do this, in whatever threads, one of them gets the value. With
    /// [`try_unwrap`](Self::try_unwrap) and a drop instead, it may be that each of them sees another
    /// one, and none gets it.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// let also = Arc::clone(&five);
    /// assert_eq!(Arc::into_inner(five), None);
    /// assert_eq!(Arc::into_inner(also), Some(5));
    /// ```
    #[inline]
    pub fn into_inner(this: Self) -> Option<T> {
        let (ptr, alloc) = Self::into_block(this);
        // SAFETY: ARC-1 -- the block is kept by the owner's count.
        let tag = unsafe { ptr.tag() };
        // Before the count is given up, after which the block may be gone.
        tag.leave(ptr.slot());
        // SAFETY: ARC-1 -- as above.
        if !unsafe { ptr.counts() }.remove_strong() {
            return None;
        }
        let ptr = ptr.with_slot(tag.enter());
        // SAFETY: ARC-1, ARC-2, ARC-COUNT-1 -- there is no strong owner any more, whose weak count and
        // value go to the unique one, which is not shared again (ARC-6).
        let (value, block) = UniqueArc::take(unsafe { UniqueArc::from_block(ptr, alloc) });
        // Freed while `value` is still a local, which is dropped if the allocator unwinds.
        drop(block);
        Some(value)
    }

    /// Moves the value out, if there is no other owner; else a clone of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let text = Arc::new(String::from("five"));
    /// let also = Arc::clone(&text);
    /// assert_eq!(Arc::unwrap_or_clone(text), "five");
    /// let at = also.as_ptr();
    /// assert_eq!(Arc::unwrap_or_clone(also).as_ptr(), at);
    /// ```
    #[inline]
    #[must_use]
    pub fn unwrap_or_clone(this: Self) -> T
    where
        T: Clone,
    {
        match Self::try_unwrap(this) {
            Ok(value) => value,
            Err(this) => {
                let value = (*this).clone();
                // Left while `value` is still a local, which is dropped if the handle unwinds.
                drop(this);
                value
            }
        }
    }
}
