//! Values that point back at themselves.

use allocator_api2::alloc::{AllocError, Allocator};

use super::{Arc, Block, UniqueArc, Weak};
use crate::alloc::Global;
use crate::error::TryReserveError;

impl<T> Arc<T> {
    /// Makes a value that has a [`Weak`] to itself.
    ///
    /// `data_fn` gets the `Weak`, which it may clone, and which upgrades once this has returned. If
    /// `data_fn` panics, it never does.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    ///
    /// # Differences from std
    ///
    /// A type without values is refused when it is compiled, here and by the other functions that
    /// give out a `Weak` first: its value can't come, and no reference may ever be formed to its
    /// place, not even to learn how large the block is.
    ///
    /// ```compile_fail
    /// use std::convert::Infallible;
    ///
    /// drystone::sync::Arc::<Infallible>::new_cyclic(|_| panic!());
    /// ```
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::{Arc, Weak};
    ///
    /// struct Gadget {
    ///     me: Weak<Gadget>,
    /// }
    ///
    /// let gadget = Arc::new_cyclic(|me| Gadget { me: me.clone() });
    /// assert!(Arc::ptr_eq(&gadget.me.upgrade().unwrap(), &gadget));
    /// ```
    #[inline]
    #[track_caller]
    pub fn new_cyclic<F>(data_fn: F) -> Self
    where
        F: FnOnce(&Weak<T>) -> T,
    {
        Self::new_cyclic_in(data_fn, Global)
    }

    /// [`new_cyclic`](Self::new_cyclic) with a `data_fn` that may fail, as may the allocator.
    ///
    /// Then nothing leaks, and a clone of the `Weak` that is left never upgrades.
    ///
    /// # Errors
    ///
    /// That of `data_fn`, or [`AllocError`] as one, before `data_fn` is called.
    ///
    /// # Examples
    ///
    /// ```
    /// # #![cfg_attr(feature = "nightly", feature(allocator_api))]
    /// use drystone::{alloc::AllocError, sync::{Arc, Weak}};
    ///
    /// struct Line {
    ///     me: Weak<Line>,
    ///     number: u32,
    /// }
    ///
    /// #[derive(Debug, PartialEq)]
    /// enum Error {
    ///     Memory,
    ///     Number,
    /// }
    /// impl From<AllocError> for Error {
    ///     fn from(_: AllocError) -> Self {
    ///         Error::Memory
    ///     }
    /// }
    ///
    /// let parse = |text: &str| {
    ///     Arc::try_new_cyclic(|me| {
    ///         let number = text.parse().map_err(|_| Error::Number)?;
    ///         Ok(Line { me: me.clone(), number })
    ///     })
    /// };
    /// let line = parse("5").unwrap();
    /// assert_eq!((line.number, line.me.strong_count()), (5, 1));
    /// assert_eq!(parse("five").err(), Some(Error::Number));
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_cyclic<F, E>(data_fn: F) -> Result<Self, E>
    where
        F: FnOnce(&Weak<T>) -> Result<T, E>,
        E: From<AllocError>,
    {
        Self::try_new_cyclic_in(data_fn, Global)
    }
}

impl<T, A: Allocator> Arc<T, A> {
    /// [`new_cyclic`](Arc::new_cyclic) in a block of `alloc`.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Self::new_in).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, sync::{Arc, Weak}};
    ///
    /// let me = Arc::new_cyclic_in(|me: &Weak<usize>| me.strong_count(), Global);
    /// assert_eq!(*me, 0);
    /// ```
    #[inline]
    #[track_caller]
    pub fn new_cyclic_in<F>(data_fn: F, alloc: A) -> Self
    where
        F: FnOnce(&Weak<T, A>) -> T,
    {
        let promise = Promise::new(UniqueArc::<T, A>::new_uninit_in(alloc));
        let value = data_fn(&promise.weak);
        promise.keep(value)
    }

    /// [`try_new_cyclic`](Arc::try_new_cyclic) in a block of `alloc`.
    ///
    /// # Errors
    ///
    /// That of `data_fn`, or [`AllocError`] as one, before `data_fn` is called.
    ///
    /// # Examples
    ///
    /// ```
    /// # #![cfg_attr(feature = "nightly", feature(allocator_api))]
    /// use drystone::{alloc::{AllocError, Global}, sync::{Arc, Weak}};
    ///
    /// let never = Arc::try_new_cyclic_in(|_: &Weak<u32>| Err(AllocError), Global);
    /// assert!(never.is_err());
    /// ```
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub fn try_new_cyclic_in<F, E>(data_fn: F, alloc: A) -> Result<Self, E>
    where
        F: FnOnce(&Weak<T, A>) -> Result<T, E>,
        E: From<AllocError>,
    {
        Self::new_cyclic_or(data_fn, alloc, |_| AllocError.into())
    }

    /// [`try_new_cyclic_in`](Self::try_new_cyclic_in), with an error that says why there is no
    /// memory.
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) fn new_cyclic_or<F, E>(
        data_fn: F,
        alloc: A,
        short: impl FnOnce(TryReserveError) -> E,
    ) -> Result<Self, E>
    where
        F: FnOnce(&Weak<T, A>) -> Result<T, E>,
    {
        let block = UniqueArc::<T, A>::try_new_uninit_in(alloc).map_err(short)?;
        let promise = Promise::new(block);
        match data_fn(&promise.weak) {
            Ok(value) => Ok(promise.keep(value)),
            Err(error) => {
                // Freed while `error` is still a local, which is dropped if the allocator unwinds.
                drop(promise);
                Err(error)
            }
        }
    }
}

/// A block without a value, held by a `Weak` that others may clone.
///
/// # Invariants
///
/// * `ARC-CYCLIC-1`: `weak` doesn't dangle, its block has no value and a strong count of zero, and all
///   other pointers to the block are `Weak`s to the type `T`.
struct Promise<T, A: Allocator> {
    weak: Weak<T, A>,
}

impl<T, A: Allocator> Promise<T, A> {
    #[inline(always)]
    fn new(block: UniqueArc<core::mem::MaybeUninit<T>, A>) -> Self {
        // Here alone a block can be left without a value.
        const { Block::<T>::HAS_VALUES }
        let (ptr, alloc) = UniqueArc::into_block(block);
        // SAFETY: BLOCK-1, LANG-12 -- a `MaybeUninit` has the layout of `T`.
        let ptr = unsafe { ptr.cast::<T>() };
        // SAFETY: ARC-1 -- the block was a unique owner's.
        let tag = unsafe { ptr.tag() };
        tag.leave(ptr.slot());
        tag.add_weak();
        // INVARIANT: ARC-CYCLIC-1 -- the block was a unique owner's; its weak count is the `Weak`'s.
        // SAFETY: ARC-1, ARC-COUNT-1 -- as told.
        let weak = unsafe { Weak::from_block(ptr, alloc) };
        Self { weak }
    }

    /// Writes the value and shares it.
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    fn keep(self, value: T) -> Arc<T, A> {
        let (ptr, alloc) = self.weak.into_block();
        // SAFETY: ARC-1, ARC-CYCLIC-1 -- the weak count keeps the block.
        let place = unsafe { ptr.value() };
        // SAFETY: BLOCK-1, ARC-CYCLIC-1 -- the place is in the block and holds nothing.
        unsafe { place.write(value) };
        // SAFETY: ARC-1, ARC-CYCLIC-1 -- as above.
        let tag = unsafe { ptr.tag() };
        tag.remove_weak();
        let ptr = ptr.with_slot(tag.enter());
        // SAFETY: ARC-1, ARC-2, ARC-6, ARC-CYCLIC-1 -- the strong count is zero, the weak count was the
        // `Weak`'s, the value is there now.
        let unique = unsafe { UniqueArc::from_block(ptr, alloc) };
        UniqueArc::into_arc(unique)
    }
}
