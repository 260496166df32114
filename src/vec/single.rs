//! One element at a time: push, pop, insert, remove.

use super::{PeekMut, Vec};
use crate::alloc::Allocator;

impl<T, A: Allocator> Vec<T, A> {
    /// Appends `value`. Amortised O(1).
    ///
    /// # Panics
    ///
    /// As [`reserve`](Self::reserve); `value` is dropped then.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1];
    /// v.push(2);
    /// assert_eq!(v, [1, 2]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn push(&mut self, value: T) {
        let _ = self.push_mut(value);
    }

    /// Appends `value` and returns a reference to it. Amortised O(1).
    ///
    /// # Panics
    ///
    /// As [`push`](Self::push).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1];
    /// *v.push_mut(2) += 10;
    /// assert_eq!(v, [1, 12]);
    /// ```
    #[inline]
    #[track_caller]
    #[must_use = "`push` appends without the reference"]
    pub fn push_mut(&mut self, value: T) -> &mut T {
        if self.len >= self.capacity() {
            // SAFETY: VEC-1 -- the length is at most the capacity, so it is the capacity.
            unsafe { self.buf.grow_one(self.len) };
        }
        // SAFETY: VEC-1 -- there is a spare slot: there was one, or the buffer grew by one.
        unsafe { self.push_spare(value) }
    }

    /// Appends `value` if there is room for it, else hands it back. O(1), never allocates.
    ///
    /// # Errors
    ///
    /// `value` itself, when `len == capacity`.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec::Vec::with_capacity(1);
    /// assert!(v.push_within_capacity('a').is_ok());
    /// assert_eq!(v.push_within_capacity('b'), Err('b'));
    /// ```
    #[inline]
    pub fn push_within_capacity(&mut self, value: T) -> Result<&mut T, T> {
        if self.len == self.capacity() {
            return Err(value);
        }
        // SAFETY: VEC-1 -- `len` is below the capacity.
        Ok(unsafe { self.push_spare(value) })
    }

    /// Writes `value` behind the last element.
    ///
    /// # Safety
    ///
    /// * (a) There is a spare slot.
    #[inline(always)]
    pub(super) unsafe fn push_spare(&mut self, value: T) -> &mut T {
        // SAFETY: VEC-1 -- by (a) slot `len` is in the buffer.
        let mut slot = unsafe { self.slot(self.len) };
        // SAFETY: VEC-3 -- the slot is in the buffer and holds nothing that would be lost.
        unsafe { slot.write(value) };
        // SAFETY: VEC-1, VEC-2 -- the slot is there by (a), and was written just above.
        unsafe { self.inc_len(1) };
        // SAFETY: VEC-2 -- the slot is live, and borrowed as long as `self`.
        unsafe { slot.as_mut() }
    }

    /// Removes the last element. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1];
    /// assert_eq!(v.pop(), Some(1));
    /// assert_eq!(v.pop(), None);
    /// ```
    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        if self.len == 0 {
            return None;
        }
        // SAFETY: VEC-1 -- `len` is at least 1.
        let last = unsafe { self.dec_len(1) };
        // SAFETY: VEC-1 -- `len` was at most the capacity and went down; a `push` that follows need
        // not ask for room.
        unsafe { core::hint::assert_unchecked(self.len < self.capacity()) };
        // SAFETY: VEC-2 -- the slot was live, and `dec_len` has given it up to us.
        Some(unsafe { last.cast::<T>().read() })
    }

    /// Removes the last element if `predicate` says so. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 2];
    /// assert_eq!(v.pop_if(|x| *x == 2), Some(2));
    /// assert_eq!(v.pop_if(|x| *x == 2), None);
    /// ```
    pub fn pop_if(&mut self, predicate: impl FnOnce(&mut T) -> bool) -> Option<T> {
        let last = self.last_mut()?;
        if predicate(last) { self.pop() } else { None }
    }

    /// The last element, to be looked at, changed and perhaps [popped](PeekMut::pop); `None` when
    /// there is none. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::PeekMut;
    ///
    /// let mut v = drystone::vec![1, 2];
    /// if let Some(mut last) = v.peek_mut() {
    ///     *last += 1;
    ///     assert_eq!(PeekMut::pop(last), 3);
    /// }
    /// assert_eq!(v, [1]);
    /// ```
    #[inline]
    pub fn peek_mut(&mut self) -> Option<PeekMut<'_, T, A>> {
        PeekMut::new(self)
    }

    /// Inserts `element` before position `index`. O(`len - index`).
    ///
    /// # Panics
    ///
    /// When `index > len`, and as [`reserve`](Self::reserve); `element` is dropped then.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec!['a', 'c'];
    /// v.insert(1, 'b');
    /// assert_eq!(v, ['a', 'b', 'c']);
    /// ```
    #[inline]
    #[track_caller]
    pub fn insert(&mut self, index: usize, element: T) {
        let _ = self.insert_mut(index, element);
    }

    /// Inserts `element` before position `index` and returns a reference to it. O(`len - index`).
    ///
    /// # Panics
    ///
    /// As [`insert`](Self::insert).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 3];
    /// *v.insert_mut(1, 0) += 2;
    /// assert_eq!(v, [1, 2, 3]);
    /// ```
    #[inline]
    #[track_caller]
    #[must_use = "`insert` inserts without the reference"]
    pub fn insert_mut(&mut self, index: usize, element: T) -> &mut T {
        let len = self.len;
        if index > len {
            insert_out_of_bounds(index, len);
        }
        if len == self.capacity() {
            // SAFETY: VEC-1 -- the length is the capacity.
            unsafe { self.buf.grow_one(len) };
        }
        // SAFETY: VEC-1 -- `index <= len`, which is below the capacity now.
        let mut slot = unsafe { self.slot(index) };
        // SAFETY: VEC-1 -- `index < len + 1 <= capacity`.
        let next = unsafe { slot.add(1) };
        // SAFETY: VEC-2 -- `len - index` live slots move up by one, the last into a spare slot. The
        // value at `index` is then there twice, until the next line; no code runs in between.
        unsafe { slot.copy_to(next, len - index) };
        // SAFETY: VEC-2 -- the slot's value has moved up, so nothing is lost.
        unsafe { slot.write(element) };
        // SAFETY: VEC-1, VEC-2 -- one value more is live, in a slot that was spare.
        unsafe { self.inc_len(1) };
        // SAFETY: VEC-2 -- the slot is live, and borrowed as long as `self`.
        unsafe { slot.as_mut() }
    }

    /// Removes and returns the element at `index`; those behind it move up. O(`len - index`).
    ///
    /// # Panics
    ///
    /// When `index >= len`.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec!['a', 'b', 'c'];
    /// assert_eq!(v.remove(0), 'a');
    /// assert_eq!(v, ['b', 'c']);
    /// ```
    #[inline]
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> T {
        match self.try_remove(index) {
            Some(value) => value,
            None => remove_out_of_bounds(index, self.len),
        }
    }

    /// Removes and returns the element at `index`, or `None` when there is none. O(`len - index`).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec!['a', 'b'];
    /// assert_eq!(v.try_remove(0), Some('a'));
    /// assert_eq!(v.try_remove(7), None);
    /// ```
    #[inline]
    pub fn try_remove(&mut self, index: usize) -> Option<T> {
        let len = self.len;
        if index >= len {
            return None;
        }
        // SAFETY: VEC-1 -- `index < len`.
        let slot = unsafe { self.slot(index) };
        // SAFETY: VEC-2 -- the slot is live; its value is ours once the slot is closed below.
        let value = unsafe { slot.read() };
        // SAFETY: VEC-1 -- `index < len <= capacity`.
        let next = unsafe { slot.add(1) };
        // SAFETY: VEC-2 -- the live slots behind `index` move up by one; no code runs in between.
        unsafe { slot.copy_from(next, len - index - 1) };
        // SAFETY: VEC-1 -- `len` is at least 1. The slot given up holds what moved up.
        let _ = unsafe { self.dec_len(1) };
        Some(value)
    }

    /// Removes and returns the element at `index`; the last one takes its place. O(1).
    ///
    /// # Panics
    ///
    /// When `index >= len`.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec!['a', 'b', 'c'];
    /// assert_eq!(v.swap_remove(0), 'a');
    /// assert_eq!(v, ['c', 'b']);
    /// ```
    #[inline]
    #[track_caller]
    pub fn swap_remove(&mut self, index: usize) -> T {
        let len = self.len;
        if index >= len {
            swap_remove_out_of_bounds(index, len);
        }
        // SAFETY: VEC-1 -- `index < len`.
        let slot = unsafe { self.slot(index) };
        // SAFETY: VEC-2 -- the slot is live; its value is ours once the slot is refilled below.
        let value = unsafe { slot.read() };
        // SAFETY: VEC-1 -- `len` is at least 1.
        let last = unsafe { self.dec_len(1) };
        // SAFETY: VEC-2 -- the last live slot moves to `index`, which may be itself.
        unsafe { slot.copy_from(last.cast(), 1) };
        value
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn insert_out_of_bounds(index: usize, len: usize) -> ! {
    panic!("insertion index (is {index}) should be <= len (is {len})");
}

#[cold]
#[inline(never)]
#[track_caller]
fn remove_out_of_bounds(index: usize, len: usize) -> ! {
    panic!("removal index (is {index}) should be < len (is {len})");
}

#[cold]
#[inline(never)]
#[track_caller]
fn swap_remove_out_of_bounds(index: usize, len: usize) -> ! {
    panic!("swap_remove index (is {index}) should be < len (is {len})");
}
