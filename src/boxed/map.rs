//! Moving the value out of its box, and another one into the same block.

use core::alloc::Layout;
use core::mem::MaybeUninit;

use allocator_api2::alloc::Allocator;

use super::Box;
use super::block::Free;

impl<T, A: Allocator> Box<T, A> {
    /// Moves the value out and frees its block: what `*b` does for std's box.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let name = Box::new(String::from("wall"));
    /// let name: String = Box::into_inner(name);
    /// assert_eq!(name, "wall");
    /// ```
    #[inline]
    #[must_use]
    pub fn into_inner(boxed: Self) -> T {
        let (value, block) = Self::take(boxed);
        // Freed while `value` is still a local, which is dropped if the allocator unwinds.
        drop(block);
        value
    }

    /// Moves the value out and keeps its block, for [`Box::write`] to fill again. O(size of `T`).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let (one, block) = Box::take(Box::new(1));
    /// let two = Box::write(block, one + 1);
    /// assert_eq!(*two, 2);
    /// ```
    #[inline]
    #[must_use]
    pub fn take(boxed: Self) -> (T, Box<MaybeUninit<T>, A>) {
        // SAFETY: BOX-1, BOX-2, LANG-12 -- a `MaybeUninit<T>` has the layout of `T`, and any bytes
        // will do.
        let block: Box<MaybeUninit<T>, A> = unsafe { Self::cast(boxed) };
        // SAFETY: BOX-2 -- the value was the box's; the block takes its bytes for unwritten.
        let value = unsafe { block.assume_init_read() };
        (value, block)
    }

    /// Replaces the value by `f` of it, in the same block if the layouts of `T` and `U` are equal.
    ///
    /// If they are not, the old block is freed before a new one is asked for. If `f` panics, the
    /// block is freed.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in), if a new block is needed.
    ///
    /// # Differences from std
    ///
    /// Any allocator will do.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let signed = Box::new(-1_i32);
    /// let at = Box::as_ptr(&signed).cast::<u32>();
    /// let unsigned = Box::map(signed, i32::unsigned_abs);
    /// assert_eq!(*unsigned, 1);
    /// assert_eq!(Box::as_ptr(&unsigned), at);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn map<U>(this: Self, f: impl FnOnce(T) -> U) -> Box<U, A> {
        let (value, block) = Self::take(this);
        let value = f(value);
        Self::refill(block, value)
    }

    /// [`map`](Self::map) with an `f` that may fail. The block is freed then.
    ///
    /// # Errors
    ///
    /// The error of `f`.
    ///
    /// # Panics
    ///
    /// As [`map`](Self::map).
    ///
    /// # Differences from std
    ///
    /// `f` returns a `Result`, since the trait behind `?` is unstable; any allocator will do.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let parsed = Box::try_map(Box::new("5"), str::parse::<i32>);
    /// assert_eq!(*parsed.unwrap(), 5);
    /// assert!(Box::try_map(Box::new("five"), str::parse::<i32>).is_err());
    /// ```
    #[inline]
    #[track_caller]
    pub fn try_map<U, E>(this: Self, f: impl FnOnce(T) -> Result<U, E>) -> Result<Box<U, A>, E> {
        let (value, block) = Self::take(this);
        match f(value) {
            Ok(value) => Ok(Self::refill(block, value)),
            Err(error) => {
                // Freed while `error` is still a local, which is dropped if the allocator unwinds.
                drop(block);
                Err(error)
            }
        }
    }

    /// Puts a value of another type into a block of this one, or into a new block.
    #[inline(always)]
    #[track_caller]
    fn refill<U>(block: Box<MaybeUninit<T>, A>, value: U) -> Box<U, A> {
        if Layout::new::<T>() == Layout::new::<U>() {
            // SAFETY: BOX-1, BOX-2 -- the layouts are equal, and any bytes are a `MaybeUninit`.
            let block: Box<MaybeUninit<U>, A> = unsafe { Box::cast(block) };
            Box::write(block, value)
        } else {
            Box::new_in(value, Box::into_allocator(block))
        }
    }
}

impl<T, A: Allocator> Box<MaybeUninit<T>, A> {
    /// Frees the block and keeps the handle.
    #[inline]
    fn into_allocator(block: Self) -> A {
        let (ptr, alloc) = Self::into_non_null_with_allocator(block);
        // SAFETY: BOX-1 -- the block was the box's, which is gone, and has the layout of `T`.
        drop(unsafe { Free::new(ptr.cast(), Layout::new::<T>(), &alloc) });
        alloc
    }
}
