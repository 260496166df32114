//! Taking elements out. Nothing here needs memory.

use core::ops::RangeBounds;

use super::Vec;
use crate::alloc::Allocator;
use crate::vec::{Drain, ExtractIf, PeekMut};

impl<T, A: Allocator> Vec<T, A> {
    /// Removes the last element. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1]?;
    /// assert_eq!(v.pop(), Some(1));
    /// assert_eq!(v.pop(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        self.0.pop()
    }

    /// Removes the last element if `predicate` says so. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 2]?;
    /// assert_eq!(v.pop_if(|x| *x == 2), Some(2));
    /// assert_eq!(v.pop_if(|x| *x == 2), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn pop_if(&mut self, predicate: impl FnOnce(&mut T) -> bool) -> Option<T> {
        self.0.pop_if(predicate)
    }

    /// The last element, to be looked at, changed and perhaps [popped](PeekMut::pop); `None` when
    /// there is none. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 2]?;
    /// *v.peek_mut().unwrap() = 5;
    /// assert_eq!(v, [1, 5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn peek_mut(&mut self) -> Option<PeekMut<'_, T, A>> {
        self.0.peek_mut()
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
    /// let mut v = drystone::try_vec!['a', 'b', 'c']?;
    /// assert_eq!(v.remove(0), 'a');
    /// assert_eq!(v, ['b', 'c']);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> T {
        self.0.remove(index)
    }

    /// Removes and returns the element at `index`, or `None` when there is none. O(`len - index`).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec!['a', 'b']?;
    /// assert_eq!(v.try_remove(0), Some('a'));
    /// assert_eq!(v.try_remove(7), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn try_remove(&mut self, index: usize) -> Option<T> {
        self.0.try_remove(index)
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
    /// let mut v = drystone::try_vec!['a', 'b', 'c']?;
    /// assert_eq!(v.swap_remove(0), 'a');
    /// assert_eq!(v, ['c', 'b']);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn swap_remove(&mut self, index: usize) -> T {
        self.0.swap_remove(index)
    }

    /// Shortens to the first `len` elements, dropping the others; a longer `len` does nothing.
    ///
    /// # Panics
    ///
    /// When an element's `Drop` panics: the others are dropped all the same.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 2, 3]?;
    /// v.truncate(1);
    /// assert_eq!(v, [1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
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
    /// let mut v = drystone::try_vec![1, 2, 3]?;
    /// v.clear();
    /// assert!(v.is_empty() && v.capacity() >= 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Keeps the elements for which `f` is true, in their order. O(`len`).
    ///
    /// # Panics
    ///
    /// When `f` panics, the elements not yet looked at, and the one it was looking at, are kept.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 2, 3, 4]?;
    /// v.retain(|x| x % 2 == 0);
    /// assert_eq!(v, [2, 4]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn retain<F>(&mut self, f: F)
    where
        F: FnMut(&T) -> bool,
    {
        self.0.retain(f);
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
    /// let mut v = drystone::try_vec![1, 2, 3]?;
    /// v.retain_mut(|x| {
    ///     *x *= 10;
    ///     *x > 10
    /// });
    /// assert_eq!(v, [20, 30]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn retain_mut<F>(&mut self, f: F)
    where
        F: FnMut(&mut T) -> bool,
    {
        self.0.retain_mut(f);
    }

    /// Of each run of equal elements, keeps the first. O(`len`).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 1, 2, 1]?;
    /// v.dedup();
    /// assert_eq!(v, [1, 2, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn dedup(&mut self)
    where
        T: PartialEq,
    {
        self.0.dedup();
    }

    /// Of each run of elements whose `key` is equal, keeps the first. O(`len`).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![10, 11, 20, 10]?;
    /// v.dedup_by_key(|x| *x / 10);
    /// assert_eq!(v, [10, 20, 10]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn dedup_by_key<F, K>(&mut self, key: F)
    where
        F: FnMut(&mut T) -> K,
        K: PartialEq,
    {
        self.0.dedup_by_key(key);
    }

    /// Of each run of elements that are the same to `same_bucket`, keeps the first. O(`len`).
    ///
    /// `same_bucket(a, b)` is asked with `b` the element kept last and `a` one behind it.
    ///
    /// # Panics
    ///
    /// When `same_bucket` panics, the elements not yet decided upon are kept.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec!["a", "A", "b"]?;
    /// v.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    /// assert_eq!(v, ["a", "b"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn dedup_by<F>(&mut self, same_bucket: F)
    where
        F: FnMut(&mut T, &mut T) -> bool,
    {
        self.0.dedup_by(same_bucket);
    }

    /// Removes the elements of `range`, and returns them as an iterator.
    ///
    /// The elements not taken are dropped with the iterator, and those behind the range move up.
    /// A forgotten iterator leaks both. O(range + elements behind it).
    ///
    /// # Panics
    ///
    /// When the range starts after its end or ends after the length.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 2, 3]?;
    /// assert!(v.drain(1..).eq([2, 3]));
    /// assert_eq!(v, [1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn drain<R>(&mut self, range: R) -> Drain<'_, T, A>
    where
        R: RangeBounds<usize>,
    {
        self.0.drain(range)
    }

    /// Removes the elements of `range` for which `filter` is true, and returns them as an iterator.
    ///
    /// Elements that the iterator did not come to, since it was dropped early, are kept; a
    /// forgotten iterator leaks them all. O(`len`).
    ///
    /// # Panics
    ///
    /// When the range starts after its end or ends after the length. When `filter` panics, the
    /// element it was looking at, and those behind it, are kept.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 2, 3, 4]?;
    /// assert!(v.extract_if(1.., |x| *x < 4).eq([2, 3]));
    /// assert_eq!(v, [1, 4]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn extract_if<F, R>(&mut self, range: R, filter: F) -> ExtractIf<'_, T, F, A>
    where
        F: FnMut(&mut T) -> bool,
        R: RangeBounds<usize>,
    {
        self.0.extract_if(range, filter)
    }
}
