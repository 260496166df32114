//! `map_in_place`: new elements in the old ones' memory.
//!
//! std does this inside `collect` by specialising on unstable traits; here it has a name.
//!
//! # Layout
//!
//! ```text
//!   0            written          read            len
//!   ┌───────┬───────┬───────────────┬───────────────┐
//!   │ U │ U │ U │ U │      gap      │ T     │ T     │
//!   └───────┴───────┴───────────────┴───────────────┘
//! ```
//!
//! # Invariants
//!
//! * `MAP-1`: `written <= read <= len`; the block begins with `written` live values of `U`, and its
//!   slots `read..len`, counted in `T`, are live; the guard owns both and the block, whose layout
//!   is that of `cap` values of `T`. `U` is not larger than `T` and has its alignment, so the
//!   values of `U` end before slot `read`.

use core::convert::Infallible;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr::{self, NonNull};

use super::Vec;
use crate::alloc::Allocator;
use crate::raw::buf::RawBuf;
use crate::raw::layout::is_zst;

/// A block while its values are being mapped.
struct Mapping<T, U, A: Allocator> {
    block: RawBuf<T, A>,
    written: usize,
    read: usize,
    len: usize,
    _maps: PhantomData<U>,
}

impl<T, U, A: Allocator> Mapping<T, U, A> {
    /// Whether values of `U` fit over those of `T`, in a block that can be told as one of `U`.
    const FITS: bool = !is_zst::<T>()
        && !is_zst::<U>()
        && size_of::<U>() <= size_of::<T>()
        && align_of::<U>() == align_of::<T>();

    fn new(vec: Vec<T, A>) -> Self {
        let vec = ManuallyDrop::new(vec);
        // SAFETY: VEC-2 -- `vec` is never used again, so the buffer has one owner.
        let block = unsafe { ptr::read(&raw const vec.buf) };
        // INVARIANT: MAP-1 -- nothing is mapped; the `Vec` has given up its elements.
        Self {
            block,
            written: 0,
            read: 0,
            len: vec.len,
            _maps: PhantomData,
        }
    }

    /// Moves the next value out.
    ///
    /// # Safety
    ///
    /// * (a) `read < len`.
    #[inline(always)]
    unsafe fn take(&mut self) -> T {
        // SAFETY: MAP-1 -- by (a) the slot is in the block.
        let slot = unsafe { self.block.ptr().add(self.read) };
        // INVARIANT: MAP-1 -- the slot is in the gap before its value is used.
        self.read += 1;
        // SAFETY: MAP-1 -- the slot was live, and is ours.
        unsafe { slot.read() }
    }

    /// Writes the next mapped value.
    ///
    /// # Safety
    ///
    /// * (a) `written < read`.
    #[inline(always)]
    unsafe fn put(&mut self, value: U) {
        // SAFETY: MAP-1 -- by (a) the value ends at or before slot `read`, so it is in the block.
        let slot = unsafe { self.block.ptr().cast::<U>().add(self.written) };
        // SAFETY: MAP-1 -- the slot is in the gap, and aligned since the alignments are equal.
        unsafe { slot.write(value) };
        // INVARIANT: MAP-1 -- counted after the write.
        self.written += 1;
    }

    /// The block as a `Vec` of what was written. Every value must have been read.
    #[track_caller]
    fn finish(self) -> Vec<U, A> {
        debug_assert!(self.read == self.len);
        // SAFETY: MAP-1, BUF-1 -- on `Ok` the guard is dissolved below, before anything can unwind;
        // on an error or when the allocator unwinds, it still owns the block as it was.
        let (ptr, cap) = match unsafe { self.block.counted_in::<U>() } {
            Ok(block) => block,
            Err(error) => error.raise(),
        };
        let this = ManuallyDrop::new(self);
        // SAFETY: MAP-1 -- `this` is never used again, so the buffer has one owner.
        let block = unsafe { ptr::read(&raw const this.block) };
        let (_, _, alloc) = block.into_parts();
        // SAFETY: VEC-1, VEC-2 -- the block has the layout of `cap` values of `U`, and begins with
        // the `written` live ones.
        unsafe { Vec::from_parts_in(ptr, this.written, cap, alloc) }
    }
}

impl<T, U, A: Allocator> Drop for Mapping<T, U, A> {
    /// Drops what is mapped and what is not; the block is freed after it.
    fn drop(&mut self) {
        /// The values not yet mapped, dropped also when a mapped one's `Drop` unwinds.
        struct Rest<T>(NonNull<[T]>);

        impl<T> Drop for Rest<T> {
            fn drop(&mut self) {
                // SAFETY: MAP-1 -- live, and owned by the guard alone.
                unsafe { self.0.drop_in_place() };
            }
        }

        // SAFETY: MAP-1 -- `read` is at most the capacity.
        let rest = unsafe { self.block.ptr().add(self.read) };
        let _rest = Rest(NonNull::slice_from_raw_parts(rest, self.len - self.read));
        let mapped = NonNull::slice_from_raw_parts(self.block.ptr().cast::<U>(), self.written);
        // SAFETY: MAP-1 -- live, and owned by the guard alone.
        unsafe { mapped.drop_in_place() };
    }
}

impl<T, A: Allocator> Vec<T, A> {
    /// Applies `f` to every element, front to back, and collects the results in the same memory.
    ///
    /// The allocation is reused when `U` has the alignment of `T`, is not larger, and both have a
    /// size; bytes that are no whole `U` are given back to the allocator. Else a new block is made
    /// and the old one freed. O(`len`).
    ///
    /// # Panics
    ///
    /// When `f` panics: all elements, mapped or not, and the memory are dropped. As
    /// [`with_capacity`](Vec::with_capacity) and [`shrink_to_fit`](Self::shrink_to_fit), if the
    /// allocator is needed.
    ///
    /// # Differences from std
    ///
    /// std has no such method; `into_iter().map(f).collect()` does it there, unspecified.
    ///
    /// # Examples
    ///
    /// ```
    /// let v = drystone::vec![1_u32, 2, 3];
    /// let block = v.as_ptr().addr();
    /// let halves = v.map_in_place(|x| x as f32 / 2.0);
    /// assert_eq!(halves, [0.5, 1.0, 1.5]);
    /// assert_eq!(halves.as_ptr().addr(), block);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn map_in_place<U, F>(self, mut f: F) -> Vec<U, A>
    where
        F: FnMut(T) -> U,
    {
        match self.try_map_in_place(|value| Ok::<U, Infallible>(f(value))) {
            Ok(mapped) => mapped,
        }
    }

    /// [`map_in_place`](Self::map_in_place), up to the first error.
    ///
    /// # Errors
    ///
    /// The error that `f` returned: all elements, mapped or not, and the memory are dropped.
    ///
    /// # Panics
    ///
    /// As [`map_in_place`](Self::map_in_place).
    ///
    /// # Examples
    ///
    /// ```
    /// let digits = drystone::vec!['4', '2'];
    /// assert_eq!(digits.try_map_in_place(|c| c.to_digit(10).ok_or(c)), Ok(drystone::vec![4, 2]));
    ///
    /// let digits = drystone::vec!['4', 'x'];
    /// assert_eq!(digits.try_map_in_place(|c| c.to_digit(10).ok_or(c)), Err('x'));
    /// ```
    #[inline]
    #[track_caller]
    pub fn try_map_in_place<U, E, F>(self, mut f: F) -> Result<Vec<U, A>, E>
    where
        F: FnMut(T) -> Result<U, E>,
    {
        if !const { Mapping::<T, U, A>::FITS } {
            return self.try_map_moving(f);
        }
        let mut map = Mapping::new(self);
        while map.read < map.len {
            // SAFETY: MAP-1 -- a value is left.
            match f(unsafe { map.take() }) {
                // SAFETY: MAP-1 -- more values were read than written.
                Ok(mapped) => unsafe { map.put(mapped) },
                Err(error) => {
                    // Freed while `error` is still a local, which is dropped if this unwinds.
                    drop(map);
                    return Err(error);
                }
            }
        }
        Ok(map.finish())
    }

    /// [`try_map_in_place`](Self::try_map_in_place) for layouts that do not fit.
    #[track_caller]
    fn try_map_moving<U, E>(self, mut f: impl FnMut(T) -> Result<U, E>) -> Result<Vec<U, A>, E> {
        let (ptr, len, cap, alloc) = self.into_parts_with_alloc();
        // Both blocks use the one handle by reference, until it goes with the new one.
        // SAFETY: VEC-1, VEC-2 -- the parts of `self`, which has given them up; `&A` is the
        // allocator that `A` is.
        let old = unsafe { Vec::from_parts_in(ptr, len, cap, &alloc) };
        let mut new = Vec::with_capacity_in(len, &alloc);
        let mut rest = old.into_iter();
        while let Some(value) = rest.next() {
            match f(value) {
                Ok(mapped) => new.push(mapped),
                Err(error) => {
                    // Freed while `error` is still a local, which is dropped if this unwinds.
                    drop((new, rest));
                    drop(alloc);
                    return Err(error);
                }
            }
        }
        drop(rest);
        let (ptr, len, cap, _) = new.into_parts_with_alloc();
        // SAFETY: VEC-1, VEC-2 -- the parts of `new`, which has given them up.
        Ok(unsafe { Vec::from_parts_in(ptr, len, cap, alloc) })
    }
}
