//! Blocks whose one value is not there yet.
//!
//! They are owned from the first moment, so whatever unwinds before the value is written, the block
//! is freed. All constructors go through the unique owner below, since nobody else may write.

use core::mem::MaybeUninit;

use allocator_api2::alloc::{AllocError, Allocator};

use super::counts::AtomicCounts;
use super::weak::Hold;
use super::{Arc, Block, UniqueArc};
use crate::alloc::Global;
use crate::error::TryReserveError;
use crate::raw::alloc::Fill;

impl<T, A: Allocator> UniqueArc<T, A> {
    /// A block whose value is yet to be written.
    #[inline(always)]
    #[track_caller]
    pub(super) fn new_uninit_in(alloc: A) -> UniqueArc<MaybeUninit<T>, A> {
        match Self::try_new_uninit_in(alloc) {
            Ok(block) => block,
            Err(error) => error.raise(),
        }
    }

    /// [`new_uninit_in`](Self::new_uninit_in), or an error; `alloc` is dropped then.
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) fn try_new_uninit_in(
        alloc: A,
    ) -> Result<UniqueArc<MaybeUninit<T>, A>, TryReserveError> {
        Self::with_fill(Fill::Uninit, alloc)
    }

    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn with_fill(fill: Fill, alloc: A) -> Result<UniqueArc<MaybeUninit<T>, A>, TryReserveError> {
        let ptr = Block::try_new_in(AtomicCounts::unique(), fill, &alloc)?;
        // SAFETY: ARC-1, ARC-2, ARC-COUNT-1, ARC-6 -- a new block, with the counts of a unique owner;
        // nobody else knows it.
        Ok(unsafe { UniqueArc::from_block(ptr, alloc) })
    }

    /// Moves the value out and keeps the block.
    #[inline(always)]
    pub(super) fn take(this: Self) -> (T, UniqueArc<MaybeUninit<T>, A>) {
        this.counts().seize();
        let (ptr, alloc) = Self::into_block(this);
        let ptr = ptr.uninit();
        // SAFETY: ARC-1, ARC-2 -- the block was this owner's. A `Weak` to it has the type `T`, and as
        // a `MaybeUninit` the block is never shared.
        let block = unsafe { UniqueArc::from_block(ptr, alloc) };
        // SAFETY: ARC-2 -- the value was this owner's; the block takes its bytes for unwritten.
        let value = unsafe { block.assume_init_read() };
        (value, block)
    }
}

impl<T, A: Allocator> UniqueArc<MaybeUninit<T>, A> {
    /// Writes the value, and takes it for written.
    #[inline(always)]
    pub(crate) fn write(mut this: Self, value: T) -> UniqueArc<T, A> {
        (*this).write(value);
        let (ptr, alloc) = Self::into_block(this);
        // SAFETY: BLOCK-1, LANG-12 -- a `MaybeUninit` has the layout of `T`.
        let ptr = unsafe { ptr.cast::<T>() };
        // SAFETY: ARC-1, ARC-2, ARC-6 -- the block was this owner's, and the value was written just
        // above. No `Weak` to a `MaybeUninit` is made before this.
        unsafe { UniqueArc::from_block(ptr, alloc) }
    }
}

impl<T, A: Allocator> UniqueArc<MaybeUninit<T>, A> {
    /// Gives up the block and keeps the handle.
    #[inline(always)]
    pub(super) fn into_allocator(this: Self) -> A {
        let (ptr, alloc) = Self::into_block(this);
        // SAFETY: ARC-1 -- the block was the owner's.
        unsafe { ptr.tag() }.leave(ptr.slot());
        // SAFETY: ARC-1, ARC-2, ARC-COUNT-1 -- the weak count was the owner's, and no value is lost.
        drop(unsafe { Hold::new(ptr, &alloc) });
        alloc
    }
}

impl<T> Arc<T> {
    /// A value on the heap that is yet to be written, by [`get_mut`](Self::get_mut).
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let mut five = Arc::<u32>::new_uninit();
    /// Arc::get_mut(&mut five).unwrap().write(5);
    /// // SAFETY: it was written just above.
    /// assert_eq!(*unsafe { five.assume_init() }, 5);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_uninit() -> Arc<MaybeUninit<T>> {
        Self::new_uninit_in(Global)
    }

    /// A value on the heap whose bytes are zero.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let zero = Arc::<u32>::new_zeroed();
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_zeroed() -> Arc<MaybeUninit<T>> {
        Self::new_zeroed_in(Global)
    }

    /// [`new_uninit`](Self::new_uninit), or an error if memory is short.
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
    /// assert!(Arc::<u32>::try_new_uninit().is_ok());
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_uninit() -> Result<Arc<MaybeUninit<T>>, AllocError> {
        Self::try_new_uninit_in(Global)
    }

    /// [`new_zeroed`](Self::new_zeroed), or an error if memory is short.
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
    /// let zero = Arc::<u32>::try_new_zeroed().unwrap();
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_zeroed() -> Result<Arc<MaybeUninit<T>>, AllocError> {
        Self::try_new_zeroed_in(Global)
    }
}

impl<T, A: Allocator> Arc<T, A> {
    /// A value in `alloc` that is yet to be written.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// let mut five = Arc::<u32, _>::new_uninit_in(Global);
    /// Arc::get_mut(&mut five).unwrap().write(5);
    /// // SAFETY: it was written just above.
    /// assert_eq!(*unsafe { five.assume_init() }, 5);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_uninit_in(alloc: A) -> Arc<MaybeUninit<T>, A> {
        UniqueArc::into_arc(UniqueArc::<T, A>::new_uninit_in(alloc))
    }

    /// A value in `alloc` whose bytes are zero.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::Arc};
    ///
    /// let zero = Arc::<u32, _>::new_zeroed_in(Global);
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_zeroed_in(alloc: A) -> Arc<MaybeUninit<T>, A> {
        match UniqueArc::<T, A>::with_fill(Fill::Zeroed, alloc) {
            Ok(block) => UniqueArc::into_arc(block),
            Err(error) => error.raise(),
        }
    }

    /// [`new_uninit_in`](Self::new_uninit_in), or an error if memory is short; `alloc` is dropped
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
    /// assert!(Arc::<u32, _>::try_new_uninit_in(Global).is_ok());
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_uninit_in(alloc: A) -> Result<Arc<MaybeUninit<T>, A>, AllocError> {
        let block = UniqueArc::<T, A>::try_new_uninit_in(alloc).map_err(|_| AllocError)?;
        Ok(UniqueArc::into_arc(block))
    }

    /// [`new_zeroed_in`](Self::new_zeroed_in), or an error if memory is short; `alloc` is dropped
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
    /// let zero = Arc::<u32, _>::try_new_zeroed_in(Global).unwrap();
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_zeroed_in(alloc: A) -> Result<Arc<MaybeUninit<T>, A>, AllocError> {
        let block = UniqueArc::<T, A>::with_fill(Fill::Zeroed, alloc).map_err(|_| AllocError)?;
        Ok(UniqueArc::into_arc(block))
    }
}

impl<T, A: Allocator> Arc<MaybeUninit<T>, A> {
    /// Takes the value for written. O(1).
    ///
    /// # Safety
    ///
    /// * (a) The bytes are a live value of `T`, which no other pointer to the block drops: those
    ///   that are there already have the type `Arc<MaybeUninit<T>>`, and the last owner alone
    ///   decides.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let mut five = Arc::<u32>::new_uninit();
    /// Arc::get_mut(&mut five).unwrap().write(5);
    /// // SAFETY: it was written just above.
    /// assert_eq!(*unsafe { five.assume_init() }, 5);
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn assume_init(self) -> Arc<T, A> {
        let (ptr, alloc) = Self::into_block(self);
        // SAFETY: BLOCK-1, LANG-12 -- a `MaybeUninit` has the layout of `T`.
        let ptr = unsafe { ptr.cast::<T>() };
        // SAFETY: ARC-1, ARC-2 -- by (a) the value is live; the strong count was this owner's.
        unsafe { Arc::from_block(ptr, alloc) }
    }
}
