//! Removing by predicate: retain and dedup.

use core::mem::needs_drop;

use super::Vec;
use super::compact::Compact;
use crate::alloc::Allocator;

impl<T, A: Allocator> Vec<T, A> {
    /// Keeps the elements for which `f` is true, in their order. O(`len`).
    ///
    /// For small elements without `Drop` no branch depends on what `f` says, so random answers
    /// cost what regular ones do.
    ///
    /// # Panics
    ///
    /// When `f` panics, the elements not yet looked at, and the one it was looking at, are kept.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 2, 3, 4];
    /// v.retain(|x| x % 2 == 0);
    /// assert_eq!(v, [2, 4]);
    /// ```
    #[inline]
    pub fn retain<F>(&mut self, mut f: F)
    where
        F: FnMut(&T) -> bool,
    {
        self.retain_mut(|element| f(element));
    }

    /// [`retain`](Self::retain) with a predicate that may change the elements.
    ///
    /// # Panics
    ///
    /// As [`retain`](Self::retain).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 2, 3];
    /// v.retain_mut(|x| {
    ///     *x *= 10;
    ///     *x > 10
    /// });
    /// assert_eq!(v, [20, 30]);
    /// ```
    #[inline]
    pub fn retain_mut<F>(&mut self, mut f: F)
    where
        F: FnMut(&mut T) -> bool,
    {
        // Up to the first element refused nothing moves, so nothing needs a guard.
        let Some(first) = self.iter_mut().position(|element| !f(element)) else {
            return;
        };
        let len = self.len;
        // SAFETY: COMPACT-1 -- `first` is the position of an element.
        let mut sift = unsafe { Compact::new(self, first) };
        // SAFETY: COMPACT-1 -- an element remains, the one that `f` refused.
        let refused = unsafe { sift.take() };
        // SAFETY: COMPACT-1 -- it is live and ours; it left the guard, so it is dropped once.
        unsafe { refused.drop_in_place() };
        // Copying every element, kept or not, pays while a copy is cheaper than a missed branch.
        if !needs_drop::<T>() && size_of::<T>() <= 4 * size_of::<usize>() {
            // In fours, so that counting them costs little beside sifting them.
            for run in [4, 1] {
                let Some(last) = len.checked_sub(run) else {
                    continue;
                };
                while sift.position() <= last {
                    for _ in 0..run {
                        // SAFETY: COMPACT-1 -- an element remains: `run` did, and fewer were seen.
                        let keep = f(unsafe { sift.next() });
                        // SAFETY: COMPACT-1 -- an element remains, and has no `Drop`.
                        unsafe { sift.keep_if(keep) };
                    }
                }
            }
            return;
        }
        while sift.remaining() != 0 {
            // SAFETY: COMPACT-1 -- an element remains.
            if f(unsafe { sift.next() }) {
                // SAFETY: COMPACT-1 -- an element remains.
                unsafe { sift.keep() };
            } else {
                // SAFETY: COMPACT-1 -- an element remains.
                let refused = unsafe { sift.take() };
                // SAFETY: COMPACT-1 -- it is live and ours; it left the guard.
                unsafe { refused.drop_in_place() };
            }
        }
    }

    /// Of each run of elements whose `key` is equal, keeps the first. O(`len`).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![10, 11, 20, 10];
    /// v.dedup_by_key(|x| *x / 10);
    /// assert_eq!(v, [10, 20, 10]);
    /// ```
    #[inline]
    pub fn dedup_by_key<F, K>(&mut self, mut key: F)
    where
        F: FnMut(&mut T) -> K,
        K: PartialEq,
    {
        self.dedup_by(|a, b| key(a) == key(b));
    }

    /// Of each run of elements that are the same to `same_bucket`, keeps the first. O(`len`).
    ///
    /// `same_bucket(a, b)` is asked with `b` the element kept last and `a` one behind it, and `a`
    /// is removed when it answers true.
    ///
    /// # Panics
    ///
    /// When `same_bucket` panics, the elements not yet decided upon are kept.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec!["a", "A", "b"];
    /// v.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    /// assert_eq!(v, ["a", "b"]);
    /// ```
    #[inline]
    pub fn dedup_by<F>(&mut self, mut same_bucket: F)
    where
        F: FnMut(&mut T, &mut T) -> bool,
    {
        if self.len < 2 {
            return;
        }
        // SAFETY: COMPACT-1 -- 1 is at most the length. The first element is kept.
        let mut sift = unsafe { Compact::new(self, 1) };
        // Up to the first duplicate nothing moves.
        loop {
            if sift.remaining() == 0 {
                return;
            }
            // SAFETY: COMPACT-1 -- an element remains, and the first one at least is kept.
            let (next, last) = unsafe { sift.next_and_last_kept() };
            if same_bucket(next, last) {
                break;
            }
            // SAFETY: COMPACT-1 -- an element remains, and none was removed.
            unsafe { sift.keep_in_place() };
        }
        // SAFETY: COMPACT-1 -- an element remains, the first duplicate.
        let duplicate = unsafe { sift.take() };
        // SAFETY: COMPACT-1 -- it is live and ours; it left the guard, so it is dropped once.
        unsafe { duplicate.drop_in_place() };
        while sift.remaining() != 0 {
            // SAFETY: COMPACT-1 -- an element remains, and the first one at least is kept.
            let (next, last) = unsafe { sift.next_and_last_kept() };
            if same_bucket(next, last) {
                // SAFETY: COMPACT-1 -- an element remains.
                let duplicate = unsafe { sift.take() };
                // SAFETY: COMPACT-1 -- it is live and ours; it left the guard.
                unsafe { duplicate.drop_in_place() };
            } else {
                // SAFETY: COMPACT-1 -- an element remains.
                unsafe { sift.keep() };
            }
        }
    }
}

impl<T: PartialEq, A: Allocator> Vec<T, A> {
    /// Of each run of equal elements, keeps the first. O(`len`).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![1, 1, 2, 1];
    /// v.dedup();
    /// assert_eq!(v, [1, 2, 1]);
    /// ```
    #[inline]
    pub fn dedup(&mut self) {
        self.dedup_by(|a, b| a == b);
    }
}
