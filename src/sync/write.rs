//! Clone on write, and cloning values into new blocks, sized or not.

use core::alloc::Layout;
use core::mem;

use allocator_api2::alloc::{AllocError, Allocator};

use super::counts::AtomicCounts;
use super::weak::Hold;
use super::{Arc, Block, UniqueArc, drop_last};
use crate::alloc::Global;
use crate::error::TryReserveError;
use crate::raw::alloc::{Fill, handle};
use crate::raw::block::Fresh;
use crate::raw::clone::CloneToUninit;

impl<T: CloneToUninit + ?Sized> Arc<T> {
    /// Clones a value, a slice or a string into a new block on the heap. O(size of the value).
    ///
    /// # Panics
    ///
    /// As [`Arc::new`].
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let text: Arc<str> = Arc::clone_from_ref("dry stone");
    /// let slice: Arc<[i32]> = Arc::clone_from_ref(&[1, 2][..]);
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
    /// use drystone::sync::Arc;
    ///
    /// assert_eq!(*Arc::try_clone_from_ref(&5).unwrap(), 5);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_clone_from_ref(value: &T) -> Result<Self, AllocError> {
        Self::try_clone_from_ref_in(value, Global)
    }
}

impl<T: CloneToUninit + ?Sized, A: Allocator> Arc<T, A> {
    /// Clones a value, a slice or a string into a new block of `alloc`. O(size of the value).
    ///
    /// # Panics
    ///
    /// As [`Arc::new_in`].
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// assert_eq!(&*Arc::clone_from_ref_in("dry", Global), "dry");
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn clone_from_ref_in(value: &T, alloc: A) -> Self {
        match Self::clone_from_ref_or(value, alloc) {
            Ok(arc) => arc,
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
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// assert_eq!(&*Arc::try_clone_from_ref_in("dry", Global).unwrap(), "dry");
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
        let ptr = clone_to_block(value, &alloc)?;
        // SAFETY: ARC-1, ARC-2, ARC-6 -- a new block of `alloc`, which nobody else knows.
        let new = unsafe { UniqueArc::from_block(ptr, alloc) };
        // SAFETY: ARC-COUNT-1 -- a new block has no `Weak`.
        Ok(unsafe { UniqueArc::share_new(new) })
    }
}

impl<T: CloneToUninit + ?Sized, A: Allocator + Clone> Arc<T, A> {
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
    /// use drystone::sync::Arc;
    ///
    /// let mut one = Arc::new(1);
    /// let mut two = Arc::clone(&one);
    /// *Arc::make_mut(&mut two) += 1;
    /// assert_eq!((*one, *two), (1, 2));
    ///
    /// let mut text: Arc<str> = Arc::from("dry");
    /// Arc::make_mut(&mut text).make_ascii_uppercase();
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
        // SAFETY: ARC-3 -- no other pointer, or a new block.
        unsafe { Self::get_mut_unchecked(this) }
    }

    /// [`make_mut`](Self::make_mut), or an error; this owner is as before then.
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) fn try_make_mut(this: &mut Self) -> Result<&mut T, TryReserveError> {
        if !Self::is_unique(this) && !Self::unshare(this) {
            return Err(Self::refused(this));
        }
        // SAFETY: ARC-3 -- no other pointer, or a new block.
        Ok(unsafe { Self::get_mut_unchecked(this) })
    }

    /// Moves to a block of its own. Whether there was memory for it.
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn unshare(this: &mut Self) -> bool {
        // SAFETY: ARC-1, ARC-2 -- pointer and handle are an owner's.
        let Some(own) = (unsafe { own_block(this.ptr, handle(&this.alloc)) }) else {
            return false;
        };
        // The new pointer is in place before any code of the user can unwind again.
        let old = mem::replace(&mut this.ptr, own);
        // SAFETY: ARC-1, ARC-COUNT-1 -- the counts that were this owner's.
        unsafe { leave(old, handle(&this.alloc)) };
        true
    }

    /// Why there was no second block for this value.
    fn refused(this: &Self) -> TryReserveError {
        Fresh::<AtomicCounts, A>::refused(Layout::for_value(&**this))
    }
}

/// A new block with a clone of `value`, and the counts of a unique owner.
#[inline]
#[cfg_attr(feature = "trace-leaks", track_caller)]
fn clone_to_block<T: CloneToUninit + ?Sized, A: Allocator>(
    value: &T,
    alloc: &A,
) -> Result<Block<T>, TryReserveError> {
    let layout = Layout::for_value(value);
    let fresh = Fresh::allocate(AtomicCounts::unique(), layout, Fill::Uninit, alloc)?;
    Ok(clone_into(fresh, value))
}

/// Clones `value` into a block that was made for its layout.
#[inline(always)]
fn clone_into<T: CloneToUninit + ?Sized, A: Allocator>(
    fresh: Fresh<'_, AtomicCounts, A>,
    value: &T,
) -> Block<T> {
    // SAFETY: CLONE-1, FRESH-1 -- the place is aligned, has room for a value of this layout, and is
    // nobody else's.
    let clone = unsafe { value.clone_to_uninit(fresh.value()) };
    // SAFETY: BLOCK-1, CLONE-1 -- a live value of this layout is in its place.
    unsafe { fresh.finish(clone) }
}

/// A block of its own for an owner that has none: with the value, if that is the owner's alone,
/// else with a clone. Its counts are those of one owner.
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
    // SAFETY: ARC-1 -- by (a) the block is kept by the caller's count, here and below.
    let counts = unsafe { ptr.counts() };
    // SAFETY: ARC-1 -- as above.
    let value = unsafe { ptr.value() };
    // SAFETY: ARC-2, ARC-3 -- by (a) the value is live, and nobody has it exclusively.
    let shared = unsafe { value.as_ref() };
    // First, since the only owner must be able to keep the value, and to share it, if this fails.
    let layout = Layout::for_value(shared);
    let fresh = Fresh::allocate(AtomicCounts::unique(), layout, Fill::Uninit, alloc).ok()?;
    let own = if counts.remove_only_strong() {
        counts.seize();
        // INVARIANT: ARC-2 -- the value moves; no `Weak` can upgrade to where it was.
        // SAFETY: FRESH-1, ARC-2 -- the value is live, and the caller was its only owner.
        unsafe { fresh.move_in(value) }
    } else {
        clone_into(fresh, shared)
    };
    // SAFETY: ARC-1, ARC-COUNT-1 -- the new block is this call's.
    unsafe { own.counts_mut() }.share_alone();
    Some(own)
}

/// Gives up an owner's counts in its old block, after [`own_block`].
///
/// # Safety
///
/// * (a) `ptr` is a block of `alloc`, and one of its strong counts is the caller's to give up; or
///   there is none, and a weak count is.
#[inline]
unsafe fn leave<T: ?Sized, A: Allocator>(ptr: Block<T>, alloc: &A) {
    // SAFETY: ARC-1 -- by (a) the block is there.
    unsafe { ptr.tag() }.leave(ptr.slot());
    // SAFETY: ARC-1 -- as above.
    let counts = unsafe { ptr.counts() };
    // Where the value has moved, the count stays zero; else the caller itself is counted.
    if counts.strong() == 0 {
        // SAFETY: ARC-1, ARC-COUNT-1 -- by (a).
        drop(unsafe { Hold::new(ptr, alloc) });
    } else if counts.remove_strong() {
        // SAFETY: ARC-2, ARC-COUNT-1 -- the last strong count was the caller's.
        unsafe { drop_last(ptr, alloc) };
    }
}
