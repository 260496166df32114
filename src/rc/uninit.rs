//! Blocks whose one value is not there yet.
//!
//! They are owned from the first moment, so whatever unwinds before the value is written, the block
//! is freed. All constructors go through the unique owner below, since nobody else may write.

use core::mem::MaybeUninit;

use allocator_api2::alloc::{AllocError, Allocator};

use super::counts::LocalCounts;
use super::weak::Hold;
use super::{Block, Rc, UniqueRc};
use crate::alloc::Global;
use crate::error::TryReserveError;
use crate::raw::alloc::Fill;

impl<T, A: Allocator> UniqueRc<T, A> {
    /// A block whose value is yet to be written.
    #[inline(always)]
    #[track_caller]
    pub(super) fn new_uninit_in(alloc: A) -> UniqueRc<MaybeUninit<T>, A> {
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
    ) -> Result<UniqueRc<MaybeUninit<T>, A>, TryReserveError> {
        Self::with_fill(Fill::Uninit, alloc)
    }

    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn with_fill(fill: Fill, alloc: A) -> Result<UniqueRc<MaybeUninit<T>, A>, TryReserveError> {
        let ptr = Block::try_new_in(LocalCounts::unique(), fill, &alloc)?;
        // SAFETY: RC-1, RC-2, COUNT-1, RC-6 -- a new block, with the counts of a unique owner;
        // nobody else knows it.
        Ok(unsafe { UniqueRc::from_block(ptr, alloc) })
    }

    /// Moves the value out and keeps the block.
    #[inline(always)]
    pub(super) fn take(this: Self) -> (T, UniqueRc<MaybeUninit<T>, A>) {
        let (ptr, alloc) = Self::into_block(this);
        let ptr = ptr.uninit();
        // SAFETY: RC-1, RC-2 -- the block was this owner's. A `Weak` to it has the type `T`, and as
        // a `MaybeUninit` the block is never shared.
        let block = unsafe { UniqueRc::from_block(ptr, alloc) };
        // SAFETY: RC-2 -- the value was this owner's; the block takes its bytes for unwritten.
        let value = unsafe { block.assume_init_read() };
        (value, block)
    }
}

impl<T, A: Allocator> UniqueRc<MaybeUninit<T>, A> {
    /// Writes the value, and takes it for written.
    #[inline(always)]
    pub(crate) fn write(mut this: Self, value: T) -> UniqueRc<T, A> {
        (*this).write(value);
        let (ptr, alloc) = Self::into_block(this);
        // SAFETY: BLOCK-1, LANG-12 -- a `MaybeUninit` has the layout of `T`.
        let ptr = unsafe { ptr.cast::<T>() };
        // SAFETY: RC-1, RC-2, RC-6 -- the block was this owner's, and the value was written just
        // above. No `Weak` to a `MaybeUninit` is made before this.
        unsafe { UniqueRc::from_block(ptr, alloc) }
    }
}

impl<T, A: Allocator> UniqueRc<MaybeUninit<T>, A> {
    /// Gives up the block and keeps the handle.
    #[inline(always)]
    pub(super) fn into_allocator(this: Self) -> A {
        let (ptr, alloc) = Self::into_block(this);
        // SAFETY: RC-1 -- the block was the owner's.
        unsafe { ptr.tag() }.leave(ptr.slot());
        // SAFETY: RC-1, RC-2, COUNT-1 -- the weak count was the owner's, and no value is lost.
        drop(unsafe { Hold::new(ptr, &alloc) });
        alloc
    }
}

impl<T> Rc<T> {
    /// A value on the heap that is yet to be written, by [`get_mut`](Self::get_mut).
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::rc::Rc;
    ///
    /// let mut five = Rc::<u32>::new_uninit();
    /// Rc::get_mut(&mut five).unwrap().write(5);
    /// // SAFETY: it was written just above.
    /// assert_eq!(*unsafe { five.assume_init() }, 5);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_uninit() -> Rc<MaybeUninit<T>> {
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
    /// use drystone::rc::Rc;
    ///
    /// let zero = Rc::<u32>::new_zeroed();
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_zeroed() -> Rc<MaybeUninit<T>> {
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
    /// use drystone::rc::Rc;
    ///
    /// assert!(Rc::<u32>::try_new_uninit().is_ok());
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_uninit() -> Result<Rc<MaybeUninit<T>>, AllocError> {
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
    /// use drystone::rc::Rc;
    ///
    /// let zero = Rc::<u32>::try_new_zeroed().unwrap();
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_zeroed() -> Result<Rc<MaybeUninit<T>>, AllocError> {
        Self::try_new_zeroed_in(Global)
    }
}

impl<T, A: Allocator> Rc<T, A> {
    /// A value in `alloc` that is yet to be written.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// let mut five = Rc::<u32, _>::new_uninit_in(Global);
    /// Rc::get_mut(&mut five).unwrap().write(5);
    /// // SAFETY: it was written just above.
    /// assert_eq!(*unsafe { five.assume_init() }, 5);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_uninit_in(alloc: A) -> Rc<MaybeUninit<T>, A> {
        UniqueRc::into_rc(UniqueRc::<T, A>::new_uninit_in(alloc))
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
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// let zero = Rc::<u32, _>::new_zeroed_in(Global);
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_zeroed_in(alloc: A) -> Rc<MaybeUninit<T>, A> {
        match UniqueRc::<T, A>::with_fill(Fill::Zeroed, alloc) {
            Ok(block) => UniqueRc::into_rc(block),
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
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// assert!(Rc::<u32, _>::try_new_uninit_in(Global).is_ok());
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_uninit_in(alloc: A) -> Result<Rc<MaybeUninit<T>, A>, AllocError> {
        let block = UniqueRc::<T, A>::try_new_uninit_in(alloc).map_err(|_| AllocError)?;
        Ok(UniqueRc::into_rc(block))
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
    /// use drystone::{alloc::Global, rc::Rc};
    ///
    /// let zero = Rc::<u32, _>::try_new_zeroed_in(Global).unwrap();
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_zeroed_in(alloc: A) -> Result<Rc<MaybeUninit<T>, A>, AllocError> {
        let block = UniqueRc::<T, A>::with_fill(Fill::Zeroed, alloc).map_err(|_| AllocError)?;
        Ok(UniqueRc::into_rc(block))
    }
}

impl<T, A: Allocator> Rc<MaybeUninit<T>, A> {
    /// Takes the value for written. O(1).
    ///
    /// # Safety
    ///
    /// * (a) The bytes are a live value of `T`, which no other pointer to the block drops: those
    ///   that are there already have the type `Rc<MaybeUninit<T>>`, and the last owner alone
    ///   decides.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::rc::Rc;
    ///
    /// let mut five = Rc::<u32>::new_uninit();
    /// Rc::get_mut(&mut five).unwrap().write(5);
    /// // SAFETY: it was written just above.
    /// assert_eq!(*unsafe { five.assume_init() }, 5);
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn assume_init(self) -> Rc<T, A> {
        let (ptr, alloc) = Self::into_block(self);
        // SAFETY: BLOCK-1, LANG-12 -- a `MaybeUninit` has the layout of `T`.
        let ptr = unsafe { ptr.cast::<T>() };
        // SAFETY: RC-1, RC-2 -- by (a) the value is live; the strong count was this owner's.
        unsafe { Rc::from_block(ptr, alloc) }
    }
}
