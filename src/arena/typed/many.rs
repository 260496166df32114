//! Several elements at a time, side by side.

use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::TypedArena;
use super::fill::Fill;
use crate::alloc::{Allocator, TryReserveError};
use crate::raw::layout;

impl<T, A: Allocator> TypedArena<T, A> {
    /// Moves the items of an iterator into the arena, side by side.
    ///
    /// The iterator may add elements to the arena itself; they come before the slice, which has then
    /// to be moved. If it panics, what it has yielded is dropped.
    ///
    /// # Panics
    ///
    /// When the iterator promises more than `isize::MAX` bytes of items.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::new();
    /// let squares = arena.alloc_extend((1..4).map(|i| i * i));
    /// squares[0] = 0;
    /// assert_eq!(squares, [0, 4, 9]);
    /// ```
    #[track_caller]
    pub fn alloc_extend<I: IntoIterator<Item = T>>(&self, iterable: I) -> &mut [T] {
        match self.try_alloc_extend(iterable) {
            Ok(slice) => slice,
            Err(error) => error.raise(),
        }
    }

    /// Adds what the iterator yields. The pointer is the chunk's own, not one of a reference.
    pub(in crate::arena) fn try_place_all<I>(
        &self,
        iterable: I,
    ) -> Result<NonNull<[T]>, TryReserveError>
    where
        I: IntoIterator<Item = T>,
    {
        let iter = iterable.into_iter();
        let least = iter.size_hint().0;
        // SAFETY: TYPED-2 -- the list is this arena's.
        let mut fill = unsafe { Fill::new(&self.runs, least) }?;
        for value in iter {
            fill.push(value)?;
        }
        fill.finish()
    }

    /// [`alloc_extend`](Self::alloc_extend), or the reason why not.
    ///
    /// # Errors
    ///
    /// When a chunk is needed and can't be had. What the iterator has yielded, and the iterator, are
    /// dropped then.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::new();
    /// assert!(arena.try_alloc_extend(0_u64..u64::MAX).is_err());
    /// assert!(arena.is_empty());
    /// ```
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    pub fn try_alloc_extend<I>(&self, iterable: I) -> Result<&mut [T], TryReserveError>
    where
        I: IntoIterator<Item = T>,
    {
        let mut slice = self.try_place_all(iterable)?;
        // SAFETY: TYPED-1 -- live as long as the arena is borrowed, and nobody else is given them.
        Ok(unsafe { slice.as_mut() })
    }

    /// Room for `n` elements more, side by side. They are counted as elements of the arena at once.
    ///
    /// # Safety
    ///
    /// * (a) All of them are written before anybody asks for the elements of the arena: before it is
    ///   dropped, cleared, iterated or made into a `Vec`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::new();
    /// // SAFETY: the only slot is written by the next line.
    /// let slots = unsafe { arena.alloc_uninitialized(1) };
    /// assert_eq!(*slots[0].write(7), 7);
    /// assert_eq!(arena.len(), 1);
    /// ```
    #[track_caller]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    pub unsafe fn alloc_uninitialized(&self, n: usize) -> &mut [MaybeUninit<T>] {
        let start = if layout::is_zst::<T>() {
            // SAFETY: RUN-2 -- the caller vouches for the elements.
            if let Err(error) = unsafe { self.runs.count_sizeless(n) } {
                error.raise();
            }
            NonNull::dangling()
        } else {
            self.reserve_extend(n);
            let start = self.runs.slots::<T>().cast();
            // SAFETY: RUN-2 -- there is room for them, and the caller vouches for the elements.
            unsafe { self.runs.count(n * size_of::<T>()) };
            start
        };
        let mut slots = NonNull::slice_from_raw_parts(start, n);
        // SAFETY: TYPED-1, LANG-12 -- slots of the arena that nobody else is given.
        unsafe { slots.as_mut() }
    }

    /// Makes the current chunk have room for `n` elements more, side by side.
    ///
    /// # Panics
    ///
    /// When that would be more than `isize::MAX` bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::<u64>::new();
    /// arena.reserve_extend(1000);
    /// assert!(arena.is_empty());
    /// ```
    #[track_caller]
    pub fn reserve_extend(&self, n: usize) {
        if let Err(error) = self.try_reserve_extend(n) {
            error.raise();
        }
    }

    /// [`reserve_extend`](Self::reserve_extend), or the reason why not.
    ///
    /// # Errors
    ///
    /// When a chunk is needed and can't be had, or would have more than `isize::MAX` bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// assert!(TypedArena::<u64>::new().try_reserve_extend(usize::MAX).is_err());
    /// ```
    pub fn try_reserve_extend(&self, n: usize) -> Result<(), TryReserveError> {
        if layout::is_zst::<T>() {
            return Ok(());
        }
        self.runs.reserve(Self::ELEM, n)
    }

    /// The unused slots of the current chunk, for reading addresses or for writing what is not an
    /// element yet. The next call that adds an element takes the first of them.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::<u8>::with_capacity(2);
    /// assert!(arena.uninitialized_array().len() >= 2);
    /// ```
    #[must_use]
    pub fn uninitialized_array(&self) -> *mut [MaybeUninit<T>] {
        let slots = if layout::is_zst::<T>() {
            NonNull::slice_from_raw_parts(NonNull::dangling(), usize::MAX - self.len())
        } else {
            self.runs.slots::<MaybeUninit<T>>()
        };
        slots.as_ptr()
    }
}

impl<A: Allocator> TypedArena<u8, A> {
    /// A copy of a string, in the arena.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::new();
    /// let text = arena.alloc_str("dry stone");
    /// text.make_ascii_uppercase();
    /// assert_eq!(text, "DRY STONE");
    /// ```
    #[track_caller]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    pub fn alloc_str(&self, s: &str) -> &mut str {
        // SAFETY: TYPED-1 -- all of them are written by the next line, which can't unwind.
        let slots = unsafe { self.alloc_uninitialized(s.len()) };
        for (slot, byte) in slots.iter_mut().zip(s.bytes()) {
            slot.write(byte);
        }
        let bytes: *mut [MaybeUninit<u8>] = slots;
        // SAFETY: LANG-12, TYPED-1 -- every byte is written; the borrow is the slots'.
        let bytes = unsafe { &mut *(bytes as *mut [u8]) };
        // SAFETY: LANG-13 -- the bytes of a `str`.
        unsafe { core::str::from_utf8_unchecked_mut(bytes) }
    }
}
