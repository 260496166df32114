//! Boxes of one value that is not there yet: `Box<MaybeUninit<T>>`.
//!
//! Such a box owns its block from the first moment, so whatever unwinds before the value is
//! written, the block is freed.

use core::alloc::Layout;
use core::mem::MaybeUninit;

use allocator_api2::alloc::{AllocError, Allocator};

use super::Box;
use super::block::{self, Fill};
use crate::alloc::Global;

impl<T> Box<T> {
    /// A box on the heap whose value is yet to be written.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let five = Box::write(Box::<u32>::new_uninit(), 5);
    /// assert_eq!(*five, 5);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_uninit() -> Box<MaybeUninit<T>> {
        Self::new_uninit_in(Global)
    }

    /// A box on the heap whose bytes are zero.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let zero = Box::<u32>::new_zeroed();
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_zeroed() -> Box<MaybeUninit<T>> {
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
    /// use drystone::boxed::Box;
    ///
    /// let empty = Box::<u32>::try_new_uninit().unwrap();
    /// assert_eq!(*Box::write(empty, 5), 5);
    /// ```
    #[inline]
    pub fn try_new_uninit() -> Result<Box<MaybeUninit<T>>, AllocError> {
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
    /// use drystone::boxed::Box;
    ///
    /// let zero = Box::<u32>::try_new_zeroed().unwrap();
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    pub fn try_new_zeroed() -> Result<Box<MaybeUninit<T>>, AllocError> {
        Self::try_new_zeroed_in(Global)
    }
}

impl<T, A: Allocator> Box<T, A> {
    /// A box in `alloc` whose value is yet to be written.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// let five = Box::write(Box::<u32, _>::new_uninit_in(Global), 5);
    /// assert_eq!(*five, 5);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_uninit_in(alloc: A) -> Box<MaybeUninit<T>, A> {
        match Self::with_fill(Fill::Uninit, alloc) {
            Ok(b) => b,
            Err(AllocError) => block::refused(Layout::new::<T>()),
        }
    }

    /// A box in `alloc` whose bytes are zero.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// let zero = Box::<u32, _>::new_zeroed_in(Global);
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn new_zeroed_in(alloc: A) -> Box<MaybeUninit<T>, A> {
        match Self::with_fill(Fill::Zeroed, alloc) {
            Ok(b) => b,
            Err(AllocError) => block::refused(Layout::new::<T>()),
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
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// let empty = Box::<u32, _>::try_new_uninit_in(Global).unwrap();
    /// assert_eq!(*Box::write(empty, 5), 5);
    /// ```
    #[inline]
    pub fn try_new_uninit_in(alloc: A) -> Result<Box<MaybeUninit<T>, A>, AllocError> {
        Self::with_fill(Fill::Uninit, alloc)
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
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// let zero = Box::<u32, _>::try_new_zeroed_in(Global).unwrap();
    /// // SAFETY: zero is a u32.
    /// assert_eq!(*unsafe { zero.assume_init() }, 0);
    /// ```
    #[inline]
    pub fn try_new_zeroed_in(alloc: A) -> Result<Box<MaybeUninit<T>, A>, AllocError> {
        Self::with_fill(Fill::Zeroed, alloc)
    }

    #[inline(always)]
    fn with_fill(fill: Fill, alloc: A) -> Result<Box<MaybeUninit<T>, A>, AllocError> {
        let block = block::allocate(Layout::new::<T>(), fill, &alloc)?;
        // SAFETY: BOX-1, BOX-2 -- the block has the layout of `T` or dangles, and nobody else knows
        // it; a `MaybeUninit` is live whatever the bytes are.
        Ok(unsafe { Box::from_non_null_in(block.cast(), alloc) })
    }
}

impl<T, A: Allocator> Box<MaybeUninit<T>, A> {
    /// Takes the value for written. O(1).
    ///
    /// # Safety
    ///
    /// * (a) The bytes are a live value of `T`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let mut five = Box::<u32>::new_uninit();
    /// five.write(5);
    /// // SAFETY: it was written just above.
    /// assert_eq!(*unsafe { five.assume_init() }, 5);
    /// ```
    #[inline(always)]
    #[must_use]
    pub unsafe fn assume_init(self) -> Box<T, A> {
        // SAFETY: BOX-1, BOX-2, LANG-12 -- by (a) the value is live; the layout is that of `T`.
        unsafe { Self::cast(self) }
    }

    /// Writes the value, and takes it for written. What was there before is not dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let five: Box<u32> = Box::write(Box::new_uninit(), 5);
    /// assert_eq!(*five, 5);
    /// ```
    #[inline(always)]
    #[must_use]
    pub fn write(mut boxed: Self, value: T) -> Box<T, A> {
        (*boxed).write(value);
        // SAFETY: BOX-2 -- the value was written just above.
        unsafe { boxed.assume_init() }
    }
}
