//! Filling a `Vec` from iterators and slices.
//!
//! std picks a fast path by specialising on unstable traits. Here the choice rests on what
//! `size_hint` says, which is advice: when the bounds meet, room is made once and the iterator runs
//! inside one loop with a bound of its own, which the optimiser removes for honest iterators.
//! A bound that the iterator is trusted to keep would be none: safe code may lie in `size_hint` and
//! may ignore a `Break` in an overridden `try_fold`.

use core::ops::ControlFlow;
use core::ptr::NonNull;
use core::slice;

use super::Vec;
use crate::alloc::Allocator;
use crate::raw::erase;

/// Writes behind the elements, and counts what it wrote when it goes, also by unwinding.
///
/// # Invariants
///
/// * `TAIL-1`: `spare` is the first spare slot of `vec`; the `written` slots from there on are
///   written, and are no more than there were spare ones.
pub(super) struct Tail<'a, T, A: Allocator> {
    vec: &'a mut Vec<T, A>,
    /// Beside the borrow, so that no write to an element seems to change it.
    spare: NonNull<T>,
    /// From 0, so that the optimiser can compare it with what an iterator promised.
    written: usize,
}

impl<'a, T, A: Allocator> Tail<'a, T, A> {
    #[inline(always)]
    pub(super) fn new(vec: &'a mut Vec<T, A>) -> Self {
        // SAFETY: VEC-1 -- the length is at most the capacity.
        let spare = unsafe { vec.slot(vec.len) };
        // INVARIANT: TAIL-1 -- nothing is written yet.
        Self {
            vec,
            spare,
            written: 0,
        }
    }

    /// # Safety
    ///
    /// * (a) Fewer values were written than there were spare slots.
    #[inline(always)]
    pub(super) unsafe fn write(&mut self, value: T) {
        // SAFETY: TAIL-1 -- by (a) the slot is in the buffer.
        let slot = unsafe { self.spare.add(self.written) };
        // SAFETY: VEC-3 -- the slot is spare and holds nothing that would be lost.
        unsafe { slot.write(value) };
        // INVARIANT: TAIL-1 -- counted after the write.
        self.written += 1;
    }
}

impl<T, A: Allocator> Drop for Tail<'_, T, A> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: TAIL-1 -- these slots are written, and in the buffer.
        unsafe { self.vec.inc_len(self.written) };
    }
}

/// The number of items that `iter` promises, when its bounds meet.
#[inline(always)]
fn exact(iter: &impl Iterator) -> Option<usize> {
    match iter.size_hint() {
        (lower, Some(upper)) if lower == upper => Some(lower),
        _ => None,
    }
}

impl<T, A: Allocator> Vec<T, A> {
    /// Appends what `iter` yields.
    #[inline]
    #[track_caller]
    pub(super) fn extend_from_iter(&mut self, iter: impl Iterator<Item = T>) {
        match exact(&iter) {
            Some(promised) => {
                self.reserve(promised);
                // SAFETY: VEC-1 -- that many slots were reserved.
                unsafe { self.extend_exact(iter, promised) };
            }
            None => self.extend_by_next(iter),
        }
    }

    /// Appends `promised` items in one loop, and whatever else the iterator yields after it.
    ///
    /// # Safety
    ///
    /// * (a) There are `promised` spare slots.
    #[inline]
    #[track_caller]
    unsafe fn extend_exact(&mut self, mut iter: impl Iterator<Item = T>, promised: usize) {
        let mut tail = Tail::new(self);
        // An iterator may go on after a `Break`, and is stopped again then: the bound is ours.
        let excess = iter.try_for_each(|item| {
            if tail.written == promised {
                return ControlFlow::Break(item);
            }
            // SAFETY: TAIL-1 -- fewer than the `promised` slots, which are spare by (a).
            unsafe { tail.write(item) };
            ControlFlow::Continue(())
        });
        drop(tail);
        if let ControlFlow::Break(item) = excess {
            self.push(item);
            self.extend_by_next(iter);
        }
    }

    /// Appends item by item, asking for more room when it is used up.
    #[inline]
    #[track_caller]
    fn extend_by_next(&mut self, mut iter: impl Iterator<Item = T>) {
        while let Some(item) = iter.next() {
            if self.len == self.capacity() {
                self.reserve(iter.size_hint().0.saturating_add(1));
            }
            // SAFETY: VEC-1 -- there is a spare slot now.
            unsafe { self.push_spare(item) };
        }
    }

    /// Appends `count` items that `make` makes.
    #[inline]
    #[track_caller]
    pub(super) fn extend_with(&mut self, count: usize, mut make: impl FnMut(usize) -> T) {
        self.reserve(count);
        let mut tail = Tail::new(self);
        for index in 0..count {
            let item = make(index);
            // SAFETY: TAIL-1 -- `count` slots were reserved, and this is one of them.
            unsafe { tail.write(item) };
        }
    }

    /// Appends `count` copies of `value`, the last of which is `value` itself.
    #[inline]
    #[track_caller]
    pub(super) fn extend_elem(&mut self, count: usize, value: T)
    where
        T: Clone,
    {
        self.reserve(count);
        if count == 0 {
            return;
        }
        let mut tail = Tail::new(self);
        for _ in 1..count {
            let copy = value.clone();
            // SAFETY: TAIL-1 -- `count` slots were reserved, and this is one but the last.
            unsafe { tail.write(copy) };
        }
        // SAFETY: TAIL-1 -- the last of the `count` slots.
        unsafe { tail.write(value) };
    }
}

impl<T: Clone, A: Allocator> Vec<T, A> {
    /// Appends clones of the elements of `other`.
    ///
    /// # Panics
    ///
    /// As [`reserve`](Self::reserve). When a `clone` panics, the clones made before it stay.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1];
    /// v.extend_from_slice(&[2, 3]);
    /// assert_eq!(v, [1, 2, 3]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn extend_from_slice(&mut self, other: &[T]) {
        self.extend_with(other.len(), |index| {
            // SAFETY: LANG-2 -- `extend_with` asks for the indices below `other.len()` only.
            unsafe { other.get_unchecked(index) }.clone()
        });
    }
}

impl<T: Copy, A: Allocator> Vec<T, A> {
    /// Appends the elements of `other`, without asking their `Clone`.
    #[inline]
    #[track_caller]
    fn extend_from_copies(&mut self, other: &[T]) {
        self.extend_with(other.len(), |index| {
            // SAFETY: LANG-2 -- `extend_with` asks for the indices below `other.len()` only.
            *unsafe { other.get_unchecked(index) }
        });
    }
}

impl<T, A: Allocator> Extend<T> for Vec<T, A> {
    /// Appends the items. Room is made once when the iterator's bounds meet.
    #[inline]
    #[track_caller]
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {
        self.extend_from_iter(iter.into_iter());
    }
}

impl<'a, T: Copy + 'a, A: Allocator> Extend<&'a T> for Vec<T, A> {
    /// Appends copies of the items, those of a slice as [`extend_from_slice`] does.
    ///
    /// [`extend_from_slice`]: Vec::extend_from_slice
    #[inline]
    #[track_caller]
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, iter: I) {
        // SAFETY: LANG-16 -- both types yield `&'a T`, which leaves a slice's iterator no lifetime
        // of its own.
        match unsafe { erase::cast::<I::IntoIter, slice::Iter<'a, T>>(iter.into_iter()) } {
            Ok(iter) => self.extend_from_copies(iter.as_slice()),
            Err(iter) => self.extend_from_iter(iter.copied()),
        }
    }
}

impl<T> FromIterator<T> for Vec<T> {
    #[inline]
    #[track_caller]
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        let iter = iter.into_iter();
        let Some(promised) = exact(&iter) else {
            let mut vec = Self::new();
            vec.extend_by_next(iter);
            return vec;
        };
        let mut vec = Self::with_capacity(promised);
        // SAFETY: VEC-1 -- nothing but spare slots, as many as were asked for.
        unsafe { vec.extend_exact(iter, promised) };
        vec
    }
}
