//! [`Weak<T, A>`](Weak): a pointer that keeps the block and not the value.

use core::fmt;
use core::mem::ManuallyDrop;

use allocator_api2::alloc::Allocator;

use super::counts::AtomicCounts;
use super::{Arc, Block};
use crate::alloc::Global;
use crate::raw::alloc::handle;

/// A pointer to the value of an [`Arc`] that does not keep it alive.
///
/// To use the value, [`upgrade`](Self::upgrade) to an owner, which is there while any other owner
/// is. Parents own their children, and children point back by `Weak`: so nothing leaks.
///
/// # Examples
///
/// ```
/// use drystone::sync::{Arc, Weak};
/// use std::cell::RefCell;
///
/// struct Node {
///     parent: RefCell<Weak<Node>>,
///     children: Vec<Arc<Node>>,
/// }
///
/// let leaf = Arc::new(Node { parent: RefCell::new(Weak::new()), children: vec![] });
/// let branch = Arc::new(Node {
///     parent: RefCell::new(Weak::new()),
///     children: vec![Arc::clone(&leaf)],
/// });
/// *leaf.parent.borrow_mut() = Arc::downgrade(&branch);
/// assert_eq!(leaf.parent.borrow().upgrade().unwrap().children.len(), 1);
/// drop(branch);
/// assert!(leaf.parent.borrow().upgrade().is_none());
/// ```
pub struct Weak<T: ?Sized, A: Allocator = Global> {
    ptr: Block<T>,
    alloc: A,
}

impl<T> Weak<T> {
    /// A `Weak` of no value, which never upgrades. Takes no memory.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Weak;
    ///
    /// assert!(Weak::<u32>::new().upgrade().is_none());
    /// ```
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self::new_in(Global)
    }
}

impl<T, A: Allocator> Weak<T, A> {
    /// A `Weak` of no value, which never upgrades, with a handle. Takes no memory.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Weak};
    ///
    /// assert!(Weak::<u32, _>::new_in(Global).upgrade().is_none());
    /// ```
    #[inline]
    #[must_use]
    pub const fn new_in(alloc: A) -> Self {
        // INVARIANT: ARC-1 -- it dangles.
        Self {
            ptr: Block::dangling(),
            alloc,
        }
    }
}

impl<T: ?Sized> Weak<T> {
    /// Makes a `Weak` again of what [`into_raw`](Self::into_raw) gave.
    ///
    /// # Safety
    ///
    /// * (a) `ptr` comes from [`into_raw`](Self::into_raw) of a `Weak` on the global heap, possibly
    ///   cast to a type of the same layout or unsized since, and its weak count is not used up.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::{Arc, Weak};
    ///
    /// let five = Arc::new(5);
    /// let raw = Arc::downgrade(&five).into_raw();
    /// // SAFETY: the pointer comes from `into_raw`.
    /// let weak = unsafe { Weak::from_raw(raw) };
    /// assert!(weak.upgrade().is_some());
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn from_raw(ptr: *const T) -> Self {
        // SAFETY: ARC-1, ARC-COUNT-1 -- (a) is passed on.
        unsafe { Self::from_raw_in(ptr, Global) }
    }

    /// Gives up the `Weak` for a pointer, keeping its weak count.
    ///
    /// The pointer is [`as_ptr`](Self::as_ptr)'s.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::{Arc, Weak};
    ///
    /// let five = Arc::new(5);
    /// let raw = Arc::downgrade(&five).into_raw();
    /// assert_eq!(Arc::weak_count(&five), 1);
    /// // SAFETY: the pointer comes from `into_raw`.
    /// drop(unsafe { Weak::from_raw(raw) });
    /// assert_eq!(Arc::weak_count(&five), 0);
    /// ```
    #[inline]
    #[must_use = "the weak count leaks unless the pointer becomes a `Weak` again"]
    pub fn into_raw(self) -> *const T {
        self.into_raw_with_allocator().0
    }
}

impl<T: ?Sized, A: Allocator> Weak<T, A> {
    /// Makes a `Weak` of a block.
    ///
    /// # Safety
    ///
    /// * (a) `ptr` is a block of `alloc` or of an equal handle, which is not freed, and one of its
    ///   weak counts is nobody else's; or it dangles.
    #[inline(always)]
    pub(super) const unsafe fn from_block(ptr: Block<T>, alloc: A) -> Self {
        // INVARIANT: ARC-1, ARC-COUNT-1 by (a).
        Self { ptr, alloc }
    }

    /// Takes a `Weak` apart. Its weak count is the caller's.
    #[inline(always)]
    pub(super) fn into_block(self) -> (Block<T>, A) {
        let this = ManuallyDrop::new(self);
        // SAFETY: ARC-1 -- `this` is neither used nor dropped after this, so the handle has one
        // owner.
        let alloc = unsafe { (&raw const this.alloc).read() };
        (this.ptr, alloc)
    }

    /// The counts, if there is a block.
    #[inline(always)]
    fn counts(&self) -> Option<&AtomicCounts> {
        if self.ptr.is_dangling() {
            return None;
        }
        // SAFETY: ARC-1, ARC-4 -- there is a block, which is not freed while `self` is borrowed.
        Some(unsafe { self.ptr.counts() })
    }

    /// Makes a `Weak` again of what [`into_raw_with_allocator`](Self::into_raw_with_allocator)
    /// gave.
    ///
    /// # Safety
    ///
    /// * (a) `ptr` comes from there, possibly cast to a type of the same layout or unsized since,
    ///   its weak count is not used up, and `alloc` is its handle or an equal one.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::{Arc, Weak}};
    ///
    /// let five = Arc::new_in(5, Global);
    /// let (raw, alloc) = Arc::downgrade(&five).into_raw_with_allocator();
    /// // SAFETY: both come from a `Weak`.
    /// let weak = unsafe { Weak::from_raw_in(raw, alloc) };
    /// assert!(weak.upgrade().is_some());
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn from_raw_in(ptr: *const T, alloc: A) -> Self {
        // SAFETY: ARC-1 -- by (a) there is a block, kept by the weak count, or none.
        let ptr = unsafe { Block::from_value_or_dangling(ptr) };
        // SAFETY: ARC-1, ARC-COUNT-1 -- by (a).
        unsafe { Self::from_block(ptr, alloc) }
    }

    /// [`into_raw`](Self::into_raw), with the handle.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::{Arc, Weak}};
    ///
    /// let five = Arc::new_in(5, Global);
    /// let (raw, alloc) = Arc::downgrade(&five).into_raw_with_allocator();
    /// // SAFETY: both come from a `Weak`.
    /// drop(unsafe { Weak::from_raw_in(raw, alloc) });
    /// ```
    #[inline]
    #[must_use = "the weak count leaks unless the pointer becomes a `Weak` again"]
    pub fn into_raw_with_allocator(self) -> (*const T, A) {
        let ptr = self.as_ptr();
        (ptr, self.into_block().1)
    }

    /// The address of the value, which may be gone, or never have been.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// let weak = Arc::downgrade(&five);
    /// assert_eq!(weak.as_ptr(), Arc::as_ptr(&five));
    /// ```
    #[inline]
    #[must_use]
    pub fn as_ptr(&self) -> *const T {
        // SAFETY: ARC-1, ARC-4 -- a block is not freed while there is a `Weak`.
        unsafe { self.ptr.value_or_dangling() }
    }

    /// The allocator handle.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Weak};
    ///
    /// assert_eq!(Weak::<u32>::new().allocator(), &Global);
    /// ```
    #[inline]
    #[must_use]
    pub fn allocator(&self) -> &A {
        &self.alloc
    }

    /// An owner of the value, if it is still there. O(1).
    ///
    /// # Panics
    ///
    /// Ends the process when there are `i32::MAX` owners already.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// let weak = Arc::downgrade(&five);
    /// assert_eq!(weak.upgrade(), Some(Arc::clone(&five)));
    /// drop(five);
    /// assert_eq!(weak.upgrade(), None);
    /// ```
    #[inline]
    #[must_use = "an owner that is not kept is dropped at once"]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn upgrade(&self) -> Option<Arc<T, A>>
    where
        A: Clone,
    {
        let counts = self.counts()?;
        let seen = counts.seen_alive()?;
        // Before the count, since it may unwind.
        let alloc = self.alloc.clone();
        if !counts.try_add_strong(seen) {
            return None;
        }
        // SAFETY: ARC-1, ARC-4 -- there is a block, which is not freed while `self` is borrowed.
        let slot = unsafe { self.ptr.tag() }.enter();
        // SAFETY: ARC-1, ARC-2, ARC-COUNT-1 -- there was an owner, so the value is live; the count added
        // above is the new owner's.
        Some(unsafe { Arc::from_block(self.ptr.with_slot(slot), alloc) })
    }

    /// How many [`Arc`]s there are to the value; none if it is gone or not yet shared.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// assert_eq!(Arc::downgrade(&five).strong_count(), 1);
    /// ```
    #[inline]
    #[must_use]
    pub fn strong_count(&self) -> usize {
        self.counts().map_or(0, |counts| counts.strong() as usize)
    }

    /// How many `Weak`s there are to the value; 0 if no [`Arc`] is left.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// let weak = Arc::downgrade(&five);
    /// assert_eq!(weak.weak_count(), 1);
    /// drop(five);
    /// assert_eq!(weak.weak_count(), 0);
    /// ```
    #[inline]
    #[must_use]
    pub fn weak_count(&self) -> usize {
        match self.counts().map(AtomicCounts::look) {
            // ARC-COUNT-1: one of them is that of the strong owners.
            Some((strong, weak)) if strong > 0 => (weak - 1) as usize,
            _ => 0,
        }
    }

    /// Whether both point to one value, be it gone, or both to none.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::{Arc, Weak};
    ///
    /// let five = Arc::new(5);
    /// let weak = Arc::downgrade(&five);
    /// assert!(weak.ptr_eq(&Arc::downgrade(&five)));
    /// assert!(!weak.ptr_eq(&Weak::new()));
    /// assert!(Weak::<u32>::new().ptr_eq(&Weak::new()));
    /// ```
    #[inline]
    #[must_use]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.ptr.addr() == other.ptr.addr()
    }
}

impl<T: ?Sized, A: Allocator + Clone> Clone for Weak<T, A> {
    /// Another `Weak` to the same value. O(1).
    ///
    /// # Panics
    ///
    /// Ends the process when there are `i32::MAX` weak counts already.
    #[inline]
    fn clone(&self) -> Self {
        // First, since it may unwind.
        let alloc = self.alloc.clone();
        if let Some(counts) = self.counts() {
            counts.add_weak();
            // SAFETY: ARC-1, ARC-4 -- there is a block, which is not freed while `self` is borrowed.
            unsafe { self.ptr.tag() }.add_weak();
        }
        // SAFETY: ARC-1, ARC-COUNT-1 -- as for `self`; the count added above is the clone's.
        unsafe { Self::from_block(self.ptr, alloc) }
    }
}

impl<T> Default for Weak<T> {
    /// [`Weak::new`].
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl<T: ?Sized, A: Allocator> fmt::Debug for Weak<T, A> {
    /// `(Weak)`: to show the value would be to look for cycles.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(Weak)")
    }
}

// SAFETY: ARC-7 -- a `Weak` may become an owner, or give the block back in its thread.
unsafe impl<T: ?Sized + Sync + Send, A: Allocator + Send> Send for Weak<T, A> {}

// SAFETY: ARC-7 -- as for `Arc`.
unsafe impl<T: ?Sized + Sync + Send, A: Allocator + Sync> Sync for Weak<T, A> {}

#[cfg(not(feature = "nightly"))]
impl<T: ?Sized, A: Allocator> Drop for Weak<T, A> {
    /// One weak count less. The last one, when the value is gone, frees the block.
    #[inline]
    fn drop(&mut self) {
        self.remove();
    }
}

// SAFETY: ARC-4 -- nothing of `T` runs or is looked at here but the metadata of the pointer.
#[cfg(feature = "nightly")]
unsafe impl<#[may_dangle] T: ?Sized, A: Allocator> Drop for Weak<T, A> {
    #[inline]
    fn drop(&mut self) {
        self.remove();
    }
}

impl<T: ?Sized, A: Allocator> Weak<T, A> {
    /// What `Drop` does, for both of its impls.
    #[inline(always)]
    fn remove(&mut self) {
        if !self.ptr.is_dangling() {
            // SAFETY: ARC-1, ARC-4 -- there is a block.
            unsafe { self.ptr.tag() }.remove_weak();
        }
        if self.counts().is_some_and(AtomicCounts::remove_weak) {
            // SAFETY: ARC-1, ARC-2, ARC-COUNT-1 -- there is a block, and this `Weak`'s count was the
            // last, so the value is dropped, moved out, or was never there.
            unsafe { free(self.ptr, handle(&self.alloc)) };
        }
    }
}

/// Gives a block back.
///
/// Pointer and handle come by value: the address of the pointer that ends is not taken.
///
/// # Safety
///
/// * (a) There is a block of `alloc`, nobody else reaches it, and it has no value.
#[inline]
unsafe fn free<T: ?Sized, A: Allocator>(ptr: Block<T>, alloc: &A) {
    // SAFETY: ARC-1 -- by (a).
    unsafe { ptr.counts_mut() }.retire();
    // SAFETY: ARC-1, ARC-2 -- by (a); after `retire`, counts need no drop.
    unsafe { ptr.free(alloc) };
}

/// Gives up the owners' share when dropped, be it by an unwinding drop of the value, and frees the
/// block if there is no `Weak`.
pub(super) struct Hold<'a, T: ?Sized, A: Allocator> {
    ptr: Block<T>,
    alloc: &'a A,
}

impl<'a, T: ?Sized, A: Allocator> Hold<'a, T, A> {
    /// # Safety
    ///
    /// * (a) There is a block of `alloc`, which is not freed, its strong count is zero, and one of its
    ///   weak counts is nobody else's.
    #[inline(always)]
    pub(super) const unsafe fn new(ptr: Block<T>, alloc: &'a A) -> Self {
        Self { ptr, alloc }
    }
}

impl<T: ?Sized, A: Allocator> Drop for Hold<'_, T, A> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: ARC-1 -- the count that is given up here keeps the block.
        let counts = unsafe { self.ptr.counts() };
        if counts.remove_share() {
            // SAFETY: ARC-1, ARC-2, ARC-COUNT-1 -- nobody is left, so the value is dropped, moved out, or
            // was never there.
            unsafe { free(self.ptr, self.alloc) };
        }
    }
}
