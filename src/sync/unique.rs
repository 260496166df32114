//! [`UniqueArc<T, A>`](UniqueArc): the only owner of a value that is going to be shared.
//!
//! All blocks of this family begin as one of these. Its strong count is zero, so whoever has a
//! `Weak` to it can't upgrade yet; it holds the one weak count that keeps the block.

use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::{Deref, DerefMut};

use allocator_api2::alloc::{AllocError, Allocator};

use super::counts::AtomicCounts;
use super::weak::Hold;
use super::{Arc, Block, Weak};
use crate::alloc::Global;
use crate::raw::alloc::handle;
use crate::raw::block::Tag;

/// The only owner of a value, who may change it, and hand out [`Weak`]s that upgrade once it is
/// shared.
///
/// Unlike [`Arc::new_cyclic`], the value may be built and changed in steps, with errors and `await`
/// between them.
///
/// # Differences from std
///
/// Stable here. std's is on nightly.
///
/// # Examples
///
/// ```
/// use drystone::sync::{Arc, UniqueArc, Weak};
///
/// struct Gadget {
///     me: Weak<Gadget>,
/// }
///
/// let mut gadget = UniqueArc::new(Gadget { me: Weak::new() });
/// gadget.me = UniqueArc::downgrade(&gadget);
/// assert!(gadget.me.upgrade().is_none());
/// let gadget: Arc<Gadget> = UniqueArc::into_arc(gadget);
/// assert!(Arc::ptr_eq(&gadget.me.upgrade().unwrap(), &gadget));
/// ```
pub struct UniqueArc<T: ?Sized, A: Allocator = Global> {
    ptr: Block<T>,
    alloc: A,
    _owns: PhantomData<T>,
    /// Invariant in `T` (ARC-6): else a `Weak<&'static str>` could upgrade to what was written as a
    /// shorter borrow.
    _invariant: PhantomData<*mut T>,
}

impl<T> UniqueArc<T> {
    /// Moves `value` to the heap. O(size of `T`).
    ///
    /// # Panics
    ///
    /// Ends in [`handle_alloc_error`](alloc_crate::alloc::handle_alloc_error) if memory is short.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::UniqueArc;
    ///
    /// let mut five = UniqueArc::new(4);
    /// *five += 1;
    /// assert_eq!(*UniqueArc::into_arc(five), 5);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new(value: T) -> Self {
        Self::new_in(value, Global)
    }

    /// [`new`](Self::new), or an error if memory is short; `value` is dropped then.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::UniqueArc;
    ///
    /// assert_eq!(*UniqueArc::try_new(5).unwrap(), 5);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new(value: T) -> Result<Self, AllocError> {
        Self::try_new_in(value, Global)
    }
}

impl<T, A: Allocator> UniqueArc<T, A> {
    /// Moves `value` into a block of `alloc`.
    ///
    /// # Panics
    ///
    /// Ends in [`handle_alloc_error`](alloc_crate::alloc::handle_alloc_error) if memory is short.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::UniqueArc};
    ///
    /// assert_eq!(*UniqueArc::new_in(5, Global), 5);
    /// ```
    #[inline(always)]
    #[must_use]
    #[track_caller]
    pub fn new_in(value: T, alloc: A) -> Self {
        UniqueArc::write(Self::new_uninit_in(alloc), value)
    }

    /// [`new_in`](Self::new_in), or an error if memory is short; `value` and `alloc` are dropped
    /// then.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::UniqueArc};
    ///
    /// assert_eq!(*UniqueArc::try_new_in(5, Global).unwrap(), 5);
    /// ```
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_in(value: T, alloc: A) -> Result<Self, AllocError> {
        match Self::try_new_uninit_in(alloc) {
            Ok(block) => Ok(UniqueArc::write(block, value)),
            Err(_) => Err(AllocError),
        }
    }
}

impl<T: ?Sized, A: Allocator> UniqueArc<T, A> {
    /// Makes the only owner of a block. The only constructor.
    ///
    /// # Safety
    ///
    /// * (a) `ptr` is a block of `alloc`, or of an equal handle, whose strong count is zero, and
    ///   one of its weak counts is nobody else's.
    /// * (b) Its value is live, and nobody else owns it.
    /// * (c) A `Weak` to it has the very type `T`, also in its lifetimes.
    #[inline(always)]
    pub(super) unsafe fn from_block(ptr: Block<T>, alloc: A) -> Self {
        // INVARIANT: ARC-1, ARC-COUNT-1 by (a); ARC-2, ARC-3 by (b); ARC-6 by (c).
        Self {
            ptr,
            alloc,
            _owns: PhantomData,
            _invariant: PhantomData,
        }
    }

    /// Takes an owner apart. Value and weak count are the caller's.
    #[inline(always)]
    pub(super) fn into_block(this: Self) -> (Block<T>, A) {
        let this = ManuallyDrop::new(this);
        // SAFETY: ARC-1 -- `this` is neither used nor dropped after this, so the handle has one
        // owner.
        let alloc = unsafe { (&raw const this.alloc).read() };
        (this.ptr, alloc)
    }

    #[inline(always)]
    pub(super) fn counts(&self) -> &AtomicCounts {
        // SAFETY: ARC-1 -- the block is not freed while `self` is borrowed.
        unsafe { self.ptr.counts() }
    }

    /// Whether there is no [`Weak`].
    #[inline(always)]
    pub(super) fn has_no_weak(this: &Self) -> bool {
        this.counts().is_alone()
    }

    /// The address of the value. No reference is formed.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::{Arc, UniqueArc};
    ///
    /// let five = UniqueArc::new(5);
    /// let at = UniqueArc::as_ptr(&five);
    /// assert_eq!(Arc::as_ptr(&UniqueArc::into_arc(five)), at);
    /// ```
    #[inline]
    #[must_use]
    pub fn as_ptr(this: &Self) -> *const T {
        // SAFETY: ARC-1 -- the block is not freed while there is an owner.
        unsafe { this.ptr.value() }.as_ptr()
    }

    /// The allocator handle.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::UniqueArc};
    ///
    /// assert_eq!(UniqueArc::allocator(&UniqueArc::new(5)), &Global);
    /// ```
    #[inline]
    #[must_use]
    pub fn allocator(this: &Self) -> &A {
        &this.alloc
    }

    /// Begins to share the value. From now on its [`Weak`]s upgrade. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::UniqueArc;
    ///
    /// let five = UniqueArc::new(5);
    /// let weak = UniqueArc::downgrade(&five);
    /// let five = UniqueArc::into_arc(five);
    /// assert_eq!(weak.upgrade(), Some(five));
    /// ```
    #[inline(always)]
    #[must_use]
    pub fn into_arc(this: Self) -> Arc<T, A> {
        let (ptr, alloc) = Self::into_block(this);
        // INVARIANT: ARC-COUNT-1 -- the weak count is now that of the strong owners, the first of which
        // is counted here.
        // SAFETY: ARC-1 -- the weak count keeps the block.
        let counts = unsafe { ptr.counts() };
        if counts.is_alone() {
            // SAFETY: ARC-1, ARC-COUNT-1 -- this was the only pointer to the block.
            unsafe { ptr.counts_mut() }.share_alone();
        } else {
            counts.share();
        }
        // SAFETY: ARC-1, ARC-2 -- block and value were the unique owner's.
        unsafe { Arc::from_block(ptr, alloc) }
    }

    /// [`into_arc`](Self::into_arc) of one that was made by the caller just now: without a look at the
    /// counts, so that they are written once.
    ///
    /// # Safety
    ///
    /// * (a) No `Weak` to the block was ever made.
    #[inline(always)]
    pub(super) unsafe fn share_new(this: Self) -> Arc<T, A> {
        let (ptr, alloc) = Self::into_block(this);
        // INVARIANT: ARC-COUNT-1 -- as in `into_arc`.
        // SAFETY: ARC-1, ARC-COUNT-1 -- by (a) this was the only pointer to the block.
        unsafe { ptr.counts_mut() }.share_alone();
        // SAFETY: ARC-1, ARC-2 -- block and value were the unique owner's.
        unsafe { Arc::from_block(ptr, alloc) }
    }

    /// A pointer to the value that upgrades once the value is shared.
    ///
    /// # Panics
    ///
    /// Ends the process when there are `i32::MAX` weak counts already.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::UniqueArc;
    ///
    /// let five = UniqueArc::new(5);
    /// let weak = UniqueArc::downgrade(&five);
    /// assert!(weak.upgrade().is_none());
    /// ```
    #[inline]
    #[must_use]
    pub fn downgrade(this: &Self) -> Weak<T, A>
    where
        A: Clone,
    {
        // First, since it may unwind.
        let alloc = this.alloc.clone();
        this.counts().add_weak();
        this.tag().add_weak();
        // SAFETY: ARC-1, ARC-6, ARC-COUNT-1 -- the block is not freed; the count added above is this
        // `Weak`'s; the type is invariant.
        unsafe { Weak::from_block(this.ptr, alloc) }
    }

    #[inline(always)]
    pub(super) fn tag(&self) -> Tag {
        // SAFETY: ARC-1 -- the block is not freed while `self` is borrowed.
        unsafe { self.ptr.tag() }
    }

    /// What `Drop` does, for both of its impls.
    #[inline(always)]
    fn remove(&mut self) {
        self.tag().leave(self.ptr.slot());
        // SAFETY: ARC-1, ARC-COUNT-1 -- the weak count of this owner is given up when the value's drop
        // has returned or unwound.
        let _hold = unsafe { Hold::new(self.ptr, handle(&self.alloc)) };
        self.counts().seize();
        // SAFETY: ARC-1 -- the block is there.
        let value = unsafe { self.ptr.value() };
        // INVARIANT: ARC-2 -- the value's end.
        // SAFETY: ARC-2 -- the value is live and this is its only owner.
        unsafe { value.drop_in_place() };
    }
}

impl<T: ?Sized, A: Allocator> Deref for UniqueArc<T, A> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: ARC-1 -- the block is not freed while there is an owner.
        let value = unsafe { self.ptr.value() };
        // SAFETY: ARC-2, ARC-4 -- the value is live, and borrowed as its only owner is.
        unsafe { value.as_ref() }
    }
}

impl<T: ?Sized, A: Allocator> DerefMut for UniqueArc<T, A> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        self.counts().seize();
        // SAFETY: ARC-1 -- the block is not freed while there is an owner.
        let mut value = unsafe { self.ptr.value() };
        // SAFETY: ARC-3, ARC-4 -- the value is live, and borrowed as its only owner is.
        unsafe { value.as_mut() }
    }
}

#[cfg(not(feature = "nightly"))]
impl<T: ?Sized, A: Allocator> Drop for UniqueArc<T, A> {
    /// Drops the value, and frees the block unless there are [`Weak`]s.
    #[inline]
    fn drop(&mut self) {
        self.remove();
    }
}

// SAFETY: ARC-2 -- of `T` nothing but its drop glue runs here, as `PhantomData<T>` tells the drop
// check; its layout is read from the pointer's metadata, not from the value's borrows.
#[cfg(feature = "nightly")]
unsafe impl<#[may_dangle] T: ?Sized, A: Allocator> Drop for UniqueArc<T, A> {
    #[inline]
    fn drop(&mut self) {
        self.remove();
    }
}

// SAFETY: ARC-7 -- the value may go to another thread with its owner, or be reached from here by a
// `Weak` there, as soon as it is shared.
unsafe impl<T: ?Sized + Sync + Send, A: Allocator + Send> Send for UniqueArc<T, A> {}

// SAFETY: ARC-7 -- as for `Arc`: a `Weak` can be made through a shared `UniqueArc`.
unsafe impl<T: ?Sized + Sync + Send, A: Allocator + Sync> Sync for UniqueArc<T, A> {}

/// Moving the owner does not move its value.
impl<T: ?Sized, A: Allocator> Unpin for UniqueArc<T, A> {}
