//! [`Arc<T, A>`](Arc): a value that several owners share, in any thread.
//!
//! # Layout
//!
//! ```text
//! Arc<T, A> or Weak<T, A>    block, repr(C)
//! ┌─────────┐                ┌────────────────────────────┬─────────┬───────┐
//! │ ptr ────┼───────────────▶│ strong: 32 bits, weak: 32  │ padding │ value │
//! │ alloc   │                └────────────────────────────┴─────────┴───────┘
//! └─────────┘                 one atomic u64, half of std's  to the value's alignment
//! ```
//!
//! The block of an `Arc<u64>` takes 16 bytes. The counts may be read where they stand: the word
//! begins the block (`strong` is its upper half), and the block begins as many bytes before the value
//! as 8 is when rounded up to the value's alignment (16 with the feature `trace-leaks`, which also
//! makes the pointers larger). All strong owners together hold one weak count.
//! Since one load tells both counts, no count is ever locked, and a sole owner is known by it: see
//! `sync/counts.rs` for the protocol, every memory ordering, and the proof.
//!
//! # Invariants
//!
//! * `ARC-1`: the pointer of an [`Arc`] or a [`UniqueArc`], and of a [`Weak`] that doesn't dangle, is
//!   to a block of its allocator, which is not freed before the last of them is gone.
//! * `ARC-2`: the value is live while there is an `Arc` or a `UniqueArc`; the last of them drops it,
//!   once, when no `Weak` can upgrade any more.
//! * `ARC-3`: `&mut T` is given out only by a sole `Arc` without `Weak`s, or by a `UniqueArc`.
//! * `ARC-4`: no method of `Weak` forms a reference to the value: a `UniqueArc` may have lent it out.
//! * `ARC-5`: a pinned pointer has a handle that is `'static`, and no method moves the value out of
//!   it or frees its block without dropping it.
//! * `ARC-6`: what a `UniqueArc` points to has one type, with one lifetime, as long as there is a
//!   `Weak` to it: the type is invariant.
//! * `ARC-7`: what a pointer does to its value in another thread, `T: Sync` or `T: Send` allows: an
//!   owner may do both, and so may a `Weak`, by an upgrade, and a `UniqueArc`, through its `Weak`s.
//!
//! # Panics and leaks
//!
//! The last owner drops the value, then frees the block unless `Weak`s are left, then drops its
//! handle; a panic of one doesn't keep the next from happening. A cycle of `Arc`s is never dropped.
//! A count past `i32::MAX` ends the process, as it must: leaked clones could otherwise wrap it.
//!
//! # Differences from std
//!
//! * On stable: the allocator, `try_` constructors, [`UniqueArc`], [`Arc::is_unique`], [`Arc::map`].
//! * `Arc<T>` into `Arc<dyn Trait>` by itself: feature `unsize` on stable, feature `nightly` for the
//!   native coercion, else `From` a box, or a cast between [`Arc::into_raw`] and [`Arc::from_raw`].
//! * `self: Arc<Self>` needs the feature `nightly` and one of the user's own crate.
//! * Pointers to one value with a lawful `Eq` are compared by their values all the same, since only
//!   specialisation could tell; where that is slow, ask [`Arc::ptr_eq`] first.
//! * A counted value with borrows and without `Drop` asks that they outlive it, since
//!   `#[may_dangle]` is unstable: feature `nightly` lifts that.

mod allocator;
mod convert;
mod counts;
mod cyclic;
mod dyn_any;
mod from_iter;
mod from_std;
mod inner;
#[cfg(feature = "std")]
mod io;
mod map;
#[cfg(any(doc, doctest))]
pub mod models;
#[cfg(feature = "nightly")]
mod nightly;
#[cfg(feature = "std")]
mod os;
mod pin;
mod raw;
mod slices;
mod traits;
mod uninit;
mod unique;
mod unique_traits;
#[cfg(feature = "unsize")]
mod unsize;
mod wake;
mod weak;
mod write;

pub use self::unique::UniqueArc;
pub use self::wake::Wake;
pub use self::weak::Weak;
pub use crate::raw::clone::CloneToUninit;

use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::panic::{RefUnwindSafe, UnwindSafe};

use allocator_api2::alloc::{AllocError, Allocator};

use self::counts::AtomicCounts;
use self::weak::Hold;
use crate::alloc::Global;
use crate::raw::alloc::handle;
use crate::raw::block::{BlockPtr, Tag};

/// A pointer to a block of this family.
type Block<T> = BlockPtr<AtomicCounts, T>;

/// One of several owners of a value.
///
/// Names and behaviour are those of [`std::sync::Arc`](alloc_crate::sync::Arc), with the parts that std
/// keeps on nightly; the [module](self) tells what differs. All methods are called as
/// `Arc::method(&arc)`, so that those of the value can be called as its own.
///
/// # Examples
///
/// ```
/// use drystone::sync::Arc;
///
/// enum List {
///     Nil,
///     Cons(u32, Arc<List>),
/// }
/// use List::{Cons, Nil};
///
/// let tail = Arc::new(Cons(5, Arc::new(Nil)));
/// let (one, two) = (Cons(1, Arc::clone(&tail)), Cons(2, Arc::clone(&tail)));
/// assert_eq!(Arc::strong_count(&tail), 3);
/// drop(one);
/// assert_eq!(Arc::strong_count(&tail), 2);
/// # let _ = two;
/// ```
pub struct Arc<T: ?Sized, A: Allocator = Global> {
    ptr: Block<T>,
    alloc: A,
    _owns: PhantomData<T>,
}

impl<T> Arc<T> {
    /// Moves `value` to the heap, with one owner. O(size of `T`).
    ///
    /// # Panics
    ///
    /// Ends in [`handle_alloc_error`](alloc_crate::alloc::handle_alloc_error) if memory is short.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// assert_eq!(*five, 5);
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
    /// use drystone::sync::Arc;
    ///
    /// assert_eq!(*Arc::try_new(5).unwrap(), 5);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new(value: T) -> Result<Self, AllocError> {
        Self::try_new_in(value, Global)
    }
}

impl<T, A: Allocator> Arc<T, A> {
    /// Moves `value` into a block of `alloc`, with one owner.
    ///
    /// # Panics
    ///
    /// Ends in [`handle_alloc_error`](alloc_crate::alloc::handle_alloc_error) if memory is short.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// assert_eq!(*Arc::new_in(5, Global), 5);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_in(value: T, alloc: A) -> Self {
        let new = UniqueArc::new_in(value, alloc);
        // SAFETY: ARC-COUNT-1 -- a new block has no `Weak`.
        unsafe { UniqueArc::share_new(new) }
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
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// assert_eq!(*Arc::try_new_in(5, Global).unwrap(), 5);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_in(value: T, alloc: A) -> Result<Self, AllocError> {
        let new = UniqueArc::try_new_in(value, alloc)?;
        // SAFETY: ARC-COUNT-1 -- a new block has no `Weak`.
        Ok(unsafe { UniqueArc::share_new(new) })
    }
}

impl<T: ?Sized, A: Allocator> Arc<T, A> {
    /// Makes an owner of a block. The only constructor.
    ///
    /// # Safety
    ///
    /// * (a) `ptr` is a block of `alloc` or of an equal handle, which is not freed.
    /// * (b) Its value is live, and one of its strong counts is nobody else's.
    #[inline(always)]
    unsafe fn from_block(ptr: Block<T>, alloc: A) -> Self {
        // INVARIANT: ARC-1 by (a); ARC-2, ARC-COUNT-1 by (b).
        Self {
            ptr,
            alloc,
            _owns: PhantomData,
        }
    }

    /// Takes an owner apart. Its strong count is the caller's.
    #[inline(always)]
    fn into_block(this: Self) -> (Block<T>, A) {
        let this = ManuallyDrop::new(this);
        // SAFETY: ARC-1 -- `this` is neither used nor dropped after this, so the handle has one
        // owner.
        let alloc = unsafe { (&raw const this.alloc).read() };
        (this.ptr, alloc)
    }

    #[inline(always)]
    fn counts(&self) -> &AtomicCounts {
        // SAFETY: ARC-1 -- the block is not freed while `self` is borrowed.
        unsafe { self.ptr.counts() }
    }

    #[inline(always)]
    fn tag(&self) -> Tag {
        // SAFETY: ARC-1 -- the block is not freed while `self` is borrowed.
        unsafe { self.ptr.tag() }
    }

    /// The address of the value. No reference is formed.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let one = Arc::new(1);
    /// let same = Arc::clone(&one);
    /// assert_eq!(Arc::as_ptr(&one), Arc::as_ptr(&same));
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
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// assert_eq!(Arc::allocator(&Arc::new(5)), &Global);
    /// ```
    #[inline]
    #[must_use]
    pub fn allocator(this: &Self) -> &A {
        &this.alloc
    }

    /// How many `Arc`s there are to this value.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// let _also = Arc::clone(&five);
    /// assert_eq!(Arc::strong_count(&five), 2);
    /// ```
    #[inline]
    #[must_use]
    pub fn strong_count(this: &Self) -> usize {
        this.counts().strong() as usize
    }

    /// How many [`Weak`]s there are to this value.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// let _weak = Arc::downgrade(&five);
    /// assert_eq!(Arc::weak_count(&five), 1);
    /// ```
    #[inline]
    #[must_use]
    pub fn weak_count(this: &Self) -> usize {
        // ARC-COUNT-1: one of them is that of the strong owners.
        (this.counts().weak() - 1) as usize
    }

    /// Whether this is the only pointer to its value: no other `Arc`, and no [`Weak`].
    ///
    /// `true` stays true as long as nobody else can reach this very `Arc`: through a shared reference
    /// to it, another thread may clone it right afterwards.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// assert!(Arc::is_unique(&five));
    /// let weak = Arc::downgrade(&five);
    /// assert!(!Arc::is_unique(&five));
    /// # drop(weak);
    /// ```
    #[inline]
    #[must_use]
    pub fn is_unique(this: &Self) -> bool {
        this.counts().is_sole()
    }

    /// Whether both point to one value: to the same block, whatever the metadata of the pointers.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// assert!(Arc::ptr_eq(&five, &Arc::clone(&five)));
    /// assert!(!Arc::ptr_eq(&five, &Arc::new(5)));
    /// ```
    #[inline]
    #[must_use]
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        this.ptr.addr() == other.ptr.addr()
    }

    /// A pointer to the value that does not keep it alive.
    ///
    /// # Panics
    ///
    /// Ends the process when there are `i32::MAX` weak counts already.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let five = Arc::new(5);
    /// let weak = Arc::downgrade(&five);
    /// assert_eq!(weak.upgrade().as_deref(), Some(&5));
    /// drop(five);
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
        // SAFETY: ARC-1, ARC-COUNT-1 -- the block is not freed; the count added above is this `Weak`'s.
        unsafe { Weak::from_block(this.ptr, alloc) }
    }

    /// What `Drop` does, for both of its impls.
    #[inline(always)]
    fn remove(&mut self) {
        self.tag().leave(self.ptr.slot());
        if self.counts().remove_strong() {
            // SAFETY: ARC-2, ARC-COUNT-1 -- the last strong count was this owner's.
            unsafe { drop_last(self.ptr, handle(&self.alloc)) };
        }
    }
}

/// Drops the value, and frees the block unless there are `Weak`s.
///
/// Pointer and handle come by value: the address of the owner that ends is not taken.
///
/// # Safety
///
/// * (a) The block is one of `alloc`, its value is live, and the strong count has just become zero.
#[inline(never)]
unsafe fn drop_last<T: ?Sized, A: Allocator>(ptr: Block<T>, alloc: &A) {
    // Whatever the value's drop does, the block stays until it has returned or unwound.
    // SAFETY: ARC-1, ARC-COUNT-1 -- by (a) the weak count of the strong owners is left to this call.
    let _hold = unsafe { Hold::new(ptr, alloc) };
    // SAFETY: ARC-1 -- as above.
    unsafe { ptr.counts() }.seize();
    // SAFETY: ARC-1 -- by (a) the block is there.
    let value = unsafe { ptr.value() };
    // INVARIANT: ARC-2 -- the value's end; with a strong count of zero no `Weak` can upgrade.
    // SAFETY: ARC-2 -- by (a) the value is live, and no owner is left.
    unsafe { value.drop_in_place() };
}

impl<T: ?Sized, A: Allocator + Clone> Clone for Arc<T, A> {
    /// Another owner of the same value. O(1).
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
    /// let same = Arc::clone(&five);
    /// assert!(Arc::ptr_eq(&five, &same));
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn clone(&self) -> Self {
        // First, since it may unwind.
        let alloc = self.alloc.clone();
        self.counts().add_strong();
        let ptr = self.ptr.with_slot(self.tag().enter());
        // SAFETY: ARC-1, ARC-2, ARC-COUNT-1 -- as for `self`; the count added above is the clone's.
        unsafe { Self::from_block(ptr, alloc) }
    }
}

impl<T: ?Sized, A: Allocator> Deref for Arc<T, A> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        self.counts().touch();
        // SAFETY: ARC-1 -- the block is not freed while there is an owner.
        let value = unsafe { self.ptr.value() };
        // SAFETY: ARC-2, ARC-3 -- the value is live, and while `self` is borrowed no exclusive
        // reference to it exists.
        unsafe { value.as_ref() }
    }
}

#[cfg(not(feature = "nightly"))]
impl<T: ?Sized, A: Allocator> Drop for Arc<T, A> {
    /// One owner less. The last one drops the value and, unless there are [`Weak`]s, frees the
    /// block.
    #[inline]
    fn drop(&mut self) {
        self.remove();
    }
}

// SAFETY: ARC-2 -- of `T` nothing but its drop glue runs here, as `PhantomData<T>` tells the drop
// check; its layout is read from the pointer's metadata, not from the value's borrows.
#[cfg(feature = "nightly")]
unsafe impl<#[may_dangle] T: ?Sized, A: Allocator> Drop for Arc<T, A> {
    #[inline]
    fn drop(&mut self) {
        self.remove();
    }
}

// SAFETY: ARC-7 -- an owner gives `&T` to its thread, or drops the value there, and with it, the
// handle.
unsafe impl<T: ?Sized + Sync + Send, A: Allocator + Send> Send for Arc<T, A> {}

// SAFETY: ARC-7 -- through a shared owner a thread can clone itself one of its own, and the handle.
unsafe impl<T: ?Sized + Sync + Send, A: Allocator + Sync> Sync for Arc<T, A> {}

/// Moving an owner does not move its value.
impl<T: ?Sized, A: Allocator> Unpin for Arc<T, A> {}

/// As for a shared reference to `T`.
impl<T: ?Sized + RefUnwindSafe, A: Allocator + UnwindSafe> UnwindSafe for Arc<T, A> {}

/// As for a shared reference to `T`.
impl<T: ?Sized + RefUnwindSafe, A: Allocator + UnwindSafe> RefUnwindSafe for Arc<T, A> {}

/// The sizes and niches of std's, and half of its header.
#[cfg(not(feature = "trace-leaks"))]
const _: () = {
    assert!(size_of::<Arc<u64>>() == size_of::<&u64>());
    assert!(size_of::<Option<Arc<u64>>>() == size_of::<&u64>());
    assert!(size_of::<Option<Arc<[u64]>>>() == size_of::<&[u64]>());
    assert!(size_of::<Option<Weak<dyn Send>>>() == size_of::<&dyn Send>());
    assert!(size_of::<Option<UniqueArc<str>>>() == size_of::<&str>());
    assert!(cfg!(loom) || size_of::<AtomicCounts>() == 8);
};
