//! Many elements at a time: truncate, resize, append, split.

use core::hint::assert_unchecked;
use core::ops::RangeBounds;
use core::slice;

use super::Vec;
use crate::alloc::{Allocator, Global};
use crate::raw::range;

/// What `vec![value; count]` expands to.
#[doc(hidden)]
#[inline]
#[must_use]
#[track_caller]
pub fn from_elem<T: Clone>(value: T, count: usize) -> Vec<T> {
    let mut vec = Vec::with_capacity(count);
    vec.extend_elem(count, value);
    vec
}

impl<T> Vec<T> {
    /// A `Vec` of `f(0)`, `f(1)`, … up to `length` elements.
    ///
    /// # Panics
    ///
    /// As [`with_capacity`](Self::with_capacity). When `f` panics, the elements made are dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::Vec;
    ///
    /// assert_eq!(Vec::from_fn(3, |i| i * i), [0, 1, 4]);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn from_fn<F>(length: usize, f: F) -> Self
    where
        F: FnMut(usize) -> T,
    {
        let mut vec = Self::with_capacity_in(length, Global);
        vec.extend_with(length, f);
        vec
    }
}

impl<T, A: Allocator> Vec<T, A> {
    /// Shortens to the first `len` elements, dropping the others; a longer `len` does nothing.
    ///
    /// # Panics
    ///
    /// When an element's `Drop` panics: the others are dropped all the same.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 2, 3];
    /// v.truncate(1);
    /// assert_eq!(v, [1]);
    /// ```
    #[inline]
    pub fn truncate(&mut self, len: usize) {
        if len > self.len {
            return;
        }
        // SAFETY: VEC-1 -- the difference is at most the length.
        let cut = unsafe { self.dec_len(self.len - len) };
        // SAFETY: VEC-2 -- the values were live, and the `Vec` has given them up.
        unsafe { cut.drop_in_place() };
    }

    /// Drops every element and keeps the capacity.
    ///
    /// # Panics
    ///
    /// As [`truncate`](Self::truncate).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 2, 3];
    /// v.clear();
    /// assert!(v.is_empty() && v.capacity() >= 3);
    /// ```
    #[inline]
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Moves all elements of `other` behind those of `self`. O(`other.len()`).
    ///
    /// # Panics
    ///
    /// As [`reserve`](Self::reserve); both are unchanged then.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut a, mut b) = (drystone::vec![1], drystone::vec![2, 3]);
    /// a.append(&mut b);
    /// assert_eq!(a, [1, 2, 3]);
    /// assert!(b.is_empty());
    /// ```
    #[inline]
    #[track_caller]
    pub fn append(&mut self, other: &mut Self) {
        let count = other.len;
        self.reserve(count);
        // SAFETY: VEC-1 -- `count` is the length of `other`.
        let moved = unsafe { other.dec_len(count) };
        // SAFETY: VEC-1 -- the length is at most the capacity.
        let end = unsafe { self.slot(self.len) };
        // SAFETY: VEC-2 -- `count` values that `other` gave up move into as many reserved slots of
        // another buffer.
        unsafe { moved.cast().copy_to_nonoverlapping(end, count) };
        // SAFETY: VEC-1, VEC-2 -- `count` slots were reserved, and are written.
        unsafe { self.inc_len(count) };
    }

    /// Moves the elements from position `at` on into a new `Vec`. O(`len - at`).
    ///
    /// The capacity of `self` stays; that of the new one is its length.
    ///
    /// # Panics
    ///
    /// When `at > len`, and as [`with_capacity`](Vec::with_capacity).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 2, 3];
    /// assert_eq!(v.split_off(1), [2, 3]);
    /// assert_eq!(v, [1]);
    /// ```
    #[inline]
    #[must_use = "`truncate` drops the elements"]
    #[track_caller]
    pub fn split_off(&mut self, at: usize) -> Self
    where
        A: Clone,
    {
        if at > self.len {
            split_off_out_of_bounds(at, self.len);
        }
        let count = self.len - at;
        let mut other = Self::with_capacity_in(count, self.allocator().clone());
        // SAFETY: VEC-1 -- `count` is at most the length.
        let moved = unsafe { self.dec_len(count) };
        // SAFETY: VEC-2 -- `count` values that `self` gave up move into as many slots of a new
        // buffer.
        unsafe { moved.cast().copy_to_nonoverlapping(other.buf.ptr(), count) };
        // SAFETY: VEC-1, VEC-2 -- the new buffer has `count` slots, all written.
        unsafe { other.inc_len(count) };
        other
    }

    /// Makes the length `new_len`, by dropping elements or by appending what `f` returns.
    ///
    /// # Panics
    ///
    /// As [`reserve`](Self::reserve). When `f` panics, the elements appended before it stay.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1];
    /// v.resize_with(3, Default::default);
    /// assert_eq!(v, [1, 0, 0]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn resize_with<F>(&mut self, new_len: usize, mut f: F)
    where
        F: FnMut() -> T,
    {
        if new_len > self.len {
            self.extend_with(new_len - self.len, |_| f());
        } else {
            self.truncate(new_len);
        }
    }
}

impl<T: Clone, A: Allocator> Vec<T, A> {
    /// Makes the length `new_len`, by dropping elements or by appending clones of `value`.
    ///
    /// # Panics
    ///
    /// As [`reserve`](Self::reserve). When a `clone` panics, the clones made before it stay.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1];
    /// v.resize(3, 7);
    /// assert_eq!(v, [1, 7, 7]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn resize(&mut self, new_len: usize, value: T) {
        if new_len > self.len {
            self.extend_elem(new_len - self.len, value);
        } else {
            self.truncate(new_len);
        }
    }

    /// Appends clones of the elements of `self` in the range `src`.
    ///
    /// # Panics
    ///
    /// When the range starts after its end or ends after the length, and as
    /// [`reserve`](Self::reserve). When a `clone` panics, the clones made before it stay.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 2, 3];
    /// v.extend_from_within(1..);
    /// assert_eq!(v, [1, 2, 3, 2, 3]);
    /// ```
    #[track_caller]
    pub fn extend_from_within<R>(&mut self, src: R)
    where
        R: RangeBounds<usize>,
    {
        let src = range::check(src, self.len);
        self.reserve(src.len());
        // SAFETY: VEC-1 -- the range ends at or before the length.
        let first = unsafe { self.slot(src.start) };
        // SAFETY: VEC-2 -- the range is live. The buffer stays where it is, as there is room, and
        // only spare slots are written while this borrow lives.
        let src = unsafe { slice::from_raw_parts(first.as_ptr(), src.len()) };
        // SAFETY: VEC-1 -- that many slots were reserved; the next line need not look again.
        unsafe { assert_unchecked(src.len() <= self.capacity() - self.len) };
        self.extend_from_slice(src);
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn split_off_out_of_bounds(at: usize, len: usize) -> ! {
    panic!("`at` split index (is {at}) should be <= len (is {len})");
}
