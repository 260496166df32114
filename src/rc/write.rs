//! Clone on write, and cloning values into new blocks, sized or not.

use core::alloc::Layout;
use core::mem;

use allocator_api2::alloc::{AllocError, Allocator};

use super::counts::LocalCounts;
use super::weak::Hold;
use super::{Block, Rc, drop_last};
use crate::alloc::Global;
use crate::error::TryReserveError;
use crate::raw::alloc::{Fill, handle};
use crate::raw::block::Fresh;
use crate::raw::clone::CloneToUninit;

impl<T: CloneToUninit + ?Sized> Rc<T> {
    /// Clones a value, a slice or a string into a new block on the heap. O(size of the value).
    ///
    /// # Panics
    ///
    /// As [`Rc::new`].
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::rc::Rc;
    ///
    /// let text: Rc<str> = Rc::clone_from_ref("dry stone");
    /// let slice: Rc<[i32]> = Rc::clone_from_ref(&[1, 2][..]);
    /// assert_eq!((&*text, &*slice), ("dry stone", &[1, 2][..]));
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn clone_from_ref(value: &T) -> Self {
        Self::clone_from_ref_in(value, Global)
    }

    /// [`clone_from_ref`](Self::clone_from_ref), or an error if memory is short; nothing is cloned
    /// then.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::rc::Rc;
    ///
    /// assert_eq!(*Rc::try_clone_from_ref(&5).unwrap(), 5);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_clone_from_ref(value: &T) -> Result<Self, AllocError> {
        Self::try_clone_from_ref_in(value, Global)
    }
}

impl<T: CloneToUninit + ?Sized, A: Allocator> Rc<T, A> {
    /// Clones a value, a slice or a string into a new block of `alloc`. O(size of the value).
    ///
    /// # Panics
    ///
    /// As [`Rc::new_in`].
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// assert_eq!(&*Rc::clone_from_ref_in("dry", Global), "dry");
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn clone_from_ref_in(value: &T, alloc: A) -> Self {
        match Self::clone_from_ref_or(value, alloc) {
            Ok(rc) => rc,
            Err(error) => error.raise(),
        }
    }

    /// [`clone_from_ref_in`](Self::clone_from_ref_in), or an error if memory is short; nothing is
    /// cloned then, and `alloc` is dropped.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// assert_eq!(&*Rc::try_clone_from_ref_in("dry", Global).unwrap(), "dry");
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_clone_from_ref_in(value: &T, alloc: A) -> Result<Self, AllocError> {
        Self::clone_from_ref_or(value, alloc).map_err(|_| AllocError)
    }

    /// [`try_clone_from_ref_in`](Self::try_clone_from_ref_in) that says why.
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) fn clone_from_ref_or(value: &T, alloc: A) -> Result<Self, TryReserveError> {
        let ptr = clone_to_block(value, LocalCounts::shared(), &alloc)?;
        // SAFETY: RC-1, RC-2, COUNT-1 -- a new block of `alloc`, counted as one owner's.
        Ok(unsafe { Self::from_block(ptr, alloc) })
    }
}

impl<T: CloneToUninit + ?Sized, A: Allocator + Clone> Rc<T, A> {
    /// The value, to be changed, which is this owner's alone from now on.
    ///
    /// With other owners, the value is cloned into a new block, and they keep the old one. With
    /// none but with [`Weak`](super::Weak)s, the value moves into a new block, and they never
    /// upgrade again. Else nothing is copied: [`get_mut`](Self::get_mut).
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in), if a new block is needed; what `Clone` panics with. This owner
    /// is as before then. If the clone, re-entrant, has dropped all other owners, the old value is
    /// dropped here, when the new one is in place.
    ///
    /// # Differences from std
    ///
    /// The new block comes from the handle that is here already: none is cloned.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::rc::Rc;
    ///
    /// let mut one = Rc::new(1);
    /// let mut two = Rc::clone(&one);
    /// *Rc::make_mut(&mut two) += 1;
    /// assert_eq!((*one, *two), (1, 2));
    ///
    /// let mut text: Rc<str> = Rc::from("dry");
    /// Rc::make_mut(&mut text).make_ascii_uppercase();
    /// assert_eq!(&*text, "DRY");
    /// # let _ = &mut one;
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn make_mut(this: &mut Self) -> &mut T {
        if !Self::is_unique(this) && !Self::unshare(this) {
            Self::refused(this).raise();
        }
        // SAFETY: RC-3 -- no other pointer, or a new block.
        unsafe { Self::get_mut_unchecked(this) }
    }

    /// [`make_mut`](Self::make_mut), or an error; this owner is as before then.
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) fn try_make_mut(this: &mut Self) -> Result<&mut T, TryReserveError> {
        if !Self::is_unique(this) && !Self::unshare(this) {
            return Err(Self::refused(this));
        }
        // SAFETY: RC-3 -- no other pointer, or a new block.
        Ok(unsafe { Self::get_mut_unchecked(this) })
    }

    /// Moves to a block of its own. Whether there was memory for it.
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn unshare(this: &mut Self) -> bool {
        // SAFETY: RC-1, RC-2 -- pointer and handle are an owner's.
        let Some(own) = (unsafe { own_block(this.ptr, handle(&this.alloc)) }) else {
            return false;
        };
        // The new pointer is in place before any code of the user can unwind again.
        let old = mem::replace(&mut this.ptr, own);
        // SAFETY: RC-1, COUNT-1 -- the counts that were this owner's.
        unsafe { leave(old, handle(&this.alloc)) };
        true
    }

    /// Why there was no second block for this value.
    fn refused(this: &Self) -> TryReserveError {
        Fresh::<LocalCounts, A>::refused(Layout::for_value(&**this))
    }
}

/// A new block with a clone of `value`.
#[inline(always)]
#[cfg_attr(feature = "trace-leaks", track_caller)]
fn clone_to_block<T: CloneToUninit + ?Sized, A: Allocator>(
    value: &T,
    counts: LocalCounts,
    alloc: &A,
) -> Result<Block<T>, TryReserveError> {
    let layout = Layout::for_value(value);
    let fresh = Fresh::allocate(counts, layout, Fill::Uninit, alloc)?;
    // SAFETY: CLONE-1, FRESH-1 -- the place is aligned, has room for a value of this layout, and is
    // nobody else's.
    let clone = unsafe { value.clone_to_uninit(fresh.value()) };
    // SAFETY: BLOCK-1, CLONE-1 -- a live value of this layout is in its place.
    Ok(unsafe { fresh.finish(clone) })
}

/// A block of its own for an owner that has none: with the value, if that is the owner's alone,
/// else with a clone.
///
/// If the value has moved, the strong count of the old block is zero; else it is as before.
///
/// With no memory there is none, and nothing has happened. The error is left to the caller: the block
/// is handed over in a register.
///
/// # Safety
///
/// * (a) `ptr` is a block of `alloc`, and the caller is one of its strong owners.
#[cold]
#[inline(never)]
#[track_caller]
unsafe fn own_block<T: CloneToUninit + ?Sized, A: Allocator>(
    ptr: Block<T>,
    alloc: &A,
) -> Option<Block<T>> {
    // SAFETY: RC-1 -- by (a) the block is kept by the caller's count, here and below.
    let counts = unsafe { ptr.counts() };
    // SAFETY: RC-1 -- as above.
    let value = unsafe { ptr.value() };
    // SAFETY: RC-2, RC-3 -- by (a) the value is live, and nobody has it exclusively.
    let layout = Layout::for_value(unsafe { value.as_ref() });
    let fresh = Fresh::allocate(LocalCounts::shared(), layout, Fill::Uninit, alloc).ok()?;
    // Asked after the allocator, which is the user's code: it may have upgraded a `Weak`, or dropped
    // an owner.
    if counts.remove_only_strong() {
        // INVARIANT: RC-2 -- the value has moved; no `Weak` can upgrade to where it was.
        // SAFETY: FRESH-1, RC-2 -- by (a) the value is live, and the caller was its only owner.
        Some(unsafe { fresh.move_in(value) })
    } else {
        // SAFETY: RC-2, RC-3 -- as above.
        let value = unsafe { value.as_ref() };
        // SAFETY: CLONE-1, FRESH-1 -- as in `clone_to_block`.
        let clone = unsafe { value.clone_to_uninit(fresh.value()) };
        // SAFETY: BLOCK-1, CLONE-1 -- a live value of this layout is in its place.
        Some(unsafe { fresh.finish(clone) })
    }
}

/// Gives up an owner's counts in its old block, after [`own_block`].
///
/// # Safety
///
/// * (a) `ptr` is a block of `alloc`, and one of its strong counts is the caller's to give up; or
///   there is none, and a weak count is.
#[inline(always)]
unsafe fn leave<T: ?Sized, A: Allocator>(ptr: Block<T>, alloc: &A) {
    // SAFETY: RC-1 -- by (a) the block is there.
    unsafe { ptr.tag() }.leave(ptr.slot());
    // SAFETY: RC-1 -- as above.
    let counts = unsafe { ptr.counts() };
    if counts.strong() > 1 {
        counts.remove_strong();
    } else {
        // SAFETY: RC-1, COUNT-1 -- (a) is passed on.
        unsafe { leave_last(ptr, alloc) };
    }
}

/// [`leave`] for the last strong owner, or one whose value has moved.
///
/// # Safety
///
/// * (a) As for [`leave`], and there are no other strong owners.
#[cold]
#[inline(never)]
unsafe fn leave_last<T: ?Sized, A: Allocator>(ptr: Block<T>, alloc: &A) {
    // SAFETY: RC-1 -- by (a) the block is there.
    let counts = unsafe { ptr.counts() };
    if counts.strong() == 0 {
        // SAFETY: RC-1, COUNT-1 -- by (a).
        drop(unsafe { Hold::new(ptr, alloc) });
    } else {
        // The clone has dropped all others.
        counts.remove_strong();
        // SAFETY: RC-2, COUNT-1 -- the last strong count was the caller's.
        unsafe { drop_last(ptr, alloc) };
    }
}
