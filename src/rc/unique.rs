//! [`UniqueRc<T, A>`](UniqueRc): the only owner of a value that is going to be shared.
//!
//! Most constructors of the family begin with one of these. Its strong count is zero, so whoever has a
//! `Weak` to it can't upgrade yet; it holds the one weak count that keeps the block.

use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::{Deref, DerefMut};

use allocator_api2::alloc::{AllocError, Allocator};

use super::counts::LocalCounts;
use super::weak::Hold;
use super::{Block, Rc, Weak};
use crate::alloc::Global;
use crate::raw::alloc::handle;
use crate::raw::block::Tag;

/// The only owner of a value, who may change it, and hand out [`Weak`]s that upgrade once it is
/// shared.
///
/// Unlike [`Rc::new_cyclic`], the value may be built and changed in steps, with errors and `await`
/// between them.
///
/// # Differences from std
///
/// Stable here. std's is on nightly.
///
/// # Examples
///
/// ```
/// use drystone::rc::{Rc, UniqueRc, Weak};
///
/// struct Gadget {
///     me: Weak<Gadget>,
/// }
///
/// let mut gadget = UniqueRc::new(Gadget { me: Weak::new() });
/// gadget.me = UniqueRc::downgrade(&gadget);
/// assert!(gadget.me.upgrade().is_none());
/// let gadget: Rc<Gadget> = UniqueRc::into_rc(gadget);
/// assert!(Rc::ptr_eq(&gadget.me.upgrade().unwrap(), &gadget));
/// ```
pub struct UniqueRc<T: ?Sized, A: Allocator = Global> {
    ptr: Block<T>,
    alloc: A,
    _owns: PhantomData<T>,
    /// Invariant in `T` (RC-6): else a `Weak<&'static str>` could upgrade to what was written as a
    /// shorter borrow.
    _invariant: PhantomData<*mut T>,
}

impl<T> UniqueRc<T> {
    /// Moves `value` to the heap. O(size of `T`).
    ///
    /// # Panics
    ///
    /// Ends in [`handle_alloc_error`](alloc_crate::alloc::handle_alloc_error) if memory is short.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::rc::UniqueRc;
    ///
    /// let mut five = UniqueRc::new(4);
    /// *five += 1;
    /// assert_eq!(*UniqueRc::into_rc(five), 5);
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
    /// use drystone::rc::UniqueRc;
    ///
    /// assert_eq!(*UniqueRc::try_new(5).unwrap(), 5);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new(value: T) -> Result<Self, AllocError> {
        Self::try_new_in(value, Global)
    }
}

impl<T, A: Allocator> UniqueRc<T, A> {
    /// Moves `value` into a block of `alloc`.
    ///
    /// # Panics
    ///
    /// Ends in [`handle_alloc_error`](alloc_crate::alloc::handle_alloc_error) if memory is short.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, rc::UniqueRc};
    ///
    /// assert_eq!(*UniqueRc::new_in(5, Global), 5);
    /// ```
    #[inline(always)]
    #[must_use]
    #[track_caller]
    pub fn new_in(value: T, alloc: A) -> Self {
        UniqueRc::write(Self::new_uninit_in(alloc), value)
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
    /// use drystone::{alloc::Global, rc::UniqueRc};
    ///
    /// assert_eq!(*UniqueRc::try_new_in(5, Global).unwrap(), 5);
    /// ```
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_in(value: T, alloc: A) -> Result<Self, AllocError> {
        match Self::try_new_uninit_in(alloc) {
            Ok(block) => Ok(UniqueRc::write(block, value)),
            Err(_) => Err(AllocError),
        }
    }
}

impl<T: ?Sized, A: Allocator> UniqueRc<T, A> {
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
        // INVARIANT: RC-1, COUNT-1 by (a); RC-2, RC-3 by (b); RC-6 by (c).
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
        // SAFETY: RC-1 -- `this` is neither used nor dropped after this, so the handle has one
        // owner.
        let alloc = unsafe { (&raw const this.alloc).read() };
        (this.ptr, alloc)
    }

    #[inline(always)]
    fn counts(&self) -> &LocalCounts {
        // SAFETY: RC-1 -- the block is not freed while `self` is borrowed.
        unsafe { self.ptr.counts() }
    }

    /// Whether there is no [`Weak`].
    #[inline(always)]
    pub(super) fn has_no_weak(this: &Self) -> bool {
        // COUNT-1: one weak count is its own.
        this.counts().weak() == 1
    }

    /// The address of the value. No reference is formed.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::rc::{Rc, UniqueRc};
    ///
    /// let five = UniqueRc::new(5);
    /// let at = UniqueRc::as_ptr(&five);
    /// assert_eq!(Rc::as_ptr(&UniqueRc::into_rc(five)), at);
    /// ```
    #[inline]
    #[must_use]
    pub fn as_ptr(this: &Self) -> *const T {
        // SAFETY: RC-1 -- the block is not freed while there is an owner.
        unsafe { this.ptr.value() }.as_ptr()
    }

    /// The allocator handle.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, rc::UniqueRc};
    ///
    /// assert_eq!(UniqueRc::allocator(&UniqueRc::new(5)), &Global);
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
    /// use drystone::rc::UniqueRc;
    ///
    /// let five = UniqueRc::new(5);
    /// let weak = UniqueRc::downgrade(&five);
    /// let five = UniqueRc::into_rc(five);
    /// assert_eq!(weak.upgrade(), Some(five));
    /// ```
    #[inline(always)]
    #[must_use]
    pub fn into_rc(this: Self) -> Rc<T, A> {
        let (ptr, alloc) = Self::into_block(this);
        // INVARIANT: COUNT-1 -- the weak count is now that of the strong owners, the first of which
        // is counted here.
        // SAFETY: RC-1 -- the weak count keeps the block.
        unsafe { ptr.counts() }.share();
        // SAFETY: RC-1, RC-2 -- block and value were the unique owner's.
        unsafe { Rc::from_block(ptr, alloc) }
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
    /// use drystone::rc::UniqueRc;
    ///
    /// let five = UniqueRc::new(5);
    /// let weak = UniqueRc::downgrade(&five);
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
        // SAFETY: RC-1, RC-6, COUNT-1 -- the block is not freed; the count added above is this
        // `Weak`'s; the type is invariant.
        unsafe { Weak::from_block(this.ptr, alloc) }
    }

    #[inline(always)]
    pub(super) fn tag(&self) -> Tag {
        // SAFETY: RC-1 -- the block is not freed while `self` is borrowed.
        unsafe { self.ptr.tag() }
    }

    /// What `Drop` does, for both of its impls.
    #[inline(always)]
    fn remove(&mut self) {
        self.tag().leave(self.ptr.slot());
        // SAFETY: RC-1, COUNT-1 -- the weak count of this owner is given up when the value's drop
        // has returned or unwound.
        let _hold = unsafe { Hold::new(self.ptr, handle(&self.alloc)) };
        // SAFETY: RC-1 -- the block is there.
        let value = unsafe { self.ptr.value() };
        // INVARIANT: RC-2 -- the value's end.
        // SAFETY: RC-2 -- the value is live and this is its only owner.
        unsafe { value.drop_in_place() };
    }
}

impl<T: ?Sized, A: Allocator> Deref for UniqueRc<T, A> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: RC-1 -- the block is not freed while there is an owner.
        let value = unsafe { self.ptr.value() };
        // SAFETY: RC-2, RC-4 -- the value is live, and borrowed as its only owner is.
        unsafe { value.as_ref() }
    }
}

impl<T: ?Sized, A: Allocator> DerefMut for UniqueRc<T, A> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: RC-1 -- the block is not freed while there is an owner.
        let mut value = unsafe { self.ptr.value() };
        // SAFETY: RC-3, RC-4 -- the value is live, and borrowed as its only owner is.
        unsafe { value.as_mut() }
    }
}

#[cfg(not(feature = "nightly"))]
impl<T: ?Sized, A: Allocator> Drop for UniqueRc<T, A> {
    /// Drops the value, and frees the block unless there are [`Weak`]s.
    #[inline]
    fn drop(&mut self) {
        self.remove();
    }
}

// SAFETY: RC-2 -- of `T` nothing but its drop glue runs here, as `PhantomData<T>` tells the drop
// check; its layout is read from the pointer's metadata, not from the value's borrows.
#[cfg(feature = "nightly")]
unsafe impl<#[may_dangle] T: ?Sized, A: Allocator> Drop for UniqueRc<T, A> {
    #[inline]
    fn drop(&mut self) {
        self.remove();
    }
}

/// Moving the owner does not move its value.
impl<T: ?Sized, A: Allocator> Unpin for UniqueRc<T, A> {}
