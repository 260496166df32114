//! [`Wake`]: a task's waker made from an `Arc`, without a block of its own.
//!
//! # Invariants
//!
//! * `WAKE-1`: the data of a waker made here is the pointer of an `Arc<W>` given up by
//!   [`Arc::into_raw`], and stands for one strong count; its functions are those for the same `W`.

use core::mem::ManuallyDrop;
use core::task::{RawWaker, RawWakerVTable, Waker};

use super::Arc;

/// What waking a task means, for a type in an [`Arc`].
///
/// # Differences from std
///
/// `std::task::Wake` takes `self: std::sync::Arc<Self>`, and no stable crate can have a method that takes `self` in a
/// pointer of its own; so these are associated functions.
///
/// # Examples
///
/// ```
/// use core::sync::atomic::{AtomicU32, Ordering};
/// use core::task::Waker;
/// use drystone::sync::{Arc, Wake};
///
/// struct Bell(AtomicU32);
///
/// impl Wake for Bell {
///     fn wake(this: Arc<Self>) {
///         this.0.fetch_add(1, Ordering::Relaxed);
///     }
/// }
///
/// let bell = Arc::new(Bell(AtomicU32::new(0)));
/// let waker = Waker::from(Arc::clone(&bell));
/// waker.wake_by_ref();
/// waker.wake();
/// assert_eq!(bell.0.load(Ordering::Relaxed), 2);
/// assert_eq!(Arc::strong_count(&bell), 1);
/// ```
pub trait Wake {
    /// Wakes the task.
    fn wake(this: Arc<Self>);

    /// Wakes the task, and keeps the waker. By default, with an owner made for it.
    fn wake_by_ref(this: &Arc<Self>) {
        Self::wake(Arc::clone(this));
    }
}

impl<W: Wake + Send + Sync + 'static> From<Arc<W>> for Waker {
    /// The waker is one owner of the value; cloning it makes another. O(1), without an allocation.
    fn from(arc: Arc<W>) -> Self {
        let raw = RawWaker::from(arc);
        // SAFETY: WAKE-1 -- the functions keep the contract of a waker: `clone` and `drop` count, `wake` gives
        // its count up, and all may be called from any thread, since `W` may be used and dropped in any.
        unsafe { Self::from_raw(raw) }
    }
}

impl<W: Wake + Send + Sync + 'static> From<Arc<W>> for RawWaker {
    /// The data and functions of such a waker. O(1), without an allocation.
    fn from(arc: Arc<W>) -> Self {
        // INVARIANT: WAKE-1 -- the count of `arc` is the waker's.
        Self::new(Arc::into_raw(arc).cast(), vtable::<W>())
    }
}

/// Not inlined, so that there is one table, by whose address [`Waker::will_wake`] knows its like.
#[inline(never)]
fn vtable<W: Wake + Send + Sync + 'static>() -> &'static RawWakerVTable {
    &const { RawWakerVTable::new(clone::<W>, wake::<W>, wake_by_ref::<W>, drop_count::<W>) }
}

/// # Safety
///
/// * (a) `data` is that of a waker for `W`, as the other functions take it.
unsafe fn clone<W: Wake + Send + Sync + 'static>(data: *const ()) -> RawWaker {
    // SAFETY: WAKE-1 -- by (a) there is an owner, and its pointer was given up.
    unsafe { Arc::<W>::increment_strong_count(data.cast()) };
    // INVARIANT: WAKE-1 -- the count added above is the clone's.
    RawWaker::new(data, vtable::<W>())
}

/// # Safety
///
/// * (a) `data` is that of a waker for `W`, which is gone afterwards.
unsafe fn wake<W: Wake + Send + Sync + 'static>(data: *const ()) {
    // SAFETY: WAKE-1 -- by (a) the waker's count becomes the owner's.
    W::wake(unsafe { Arc::from_raw(data.cast()) });
}

/// # Safety
///
/// * (a) `data` is that of a waker for `W`, which stays.
unsafe fn wake_by_ref<W: Wake + Send + Sync + 'static>(data: *const ()) {
    // SAFETY: WAKE-1 -- by (a) there is a count; it is lent to this owner, which is not dropped.
    let arc = ManuallyDrop::new(unsafe { Arc::<W>::from_raw(data.cast()) });
    W::wake_by_ref(&arc);
    // Where owners are traced, this one is a raw pointer again.
    let _ = Arc::into_raw(ManuallyDrop::into_inner(arc));
}

/// # Safety
///
/// * (a) `data` is that of a waker for `W`, which is gone afterwards.
unsafe fn drop_count<W: Wake + Send + Sync + 'static>(data: *const ()) {
    // SAFETY: WAKE-1 -- by (a) the waker's count is given up.
    unsafe { Arc::<W>::decrement_strong_count(data.cast()) };
}
