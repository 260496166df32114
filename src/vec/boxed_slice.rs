//! To and from boxed slices.

use core::ptr::NonNull;

use super::Vec;
use crate::alloc::Allocator;
use crate::boxed::Box;

impl<T, A: Allocator> Vec<T, A> {
    /// The elements as a boxed slice. Spare capacity is given back first.
    ///
    /// # Panics
    ///
    /// As [`shrink_to_fit`](Self::shrink_to_fit).
    ///
    /// # Examples
    ///
    /// ```
    /// let boxed = drystone::vec![1, 2].into_boxed_slice();
    /// assert_eq!(drystone::vec::Vec::from(boxed), [1, 2]);
    /// ```
    #[track_caller]
    pub fn into_boxed_slice(mut self) -> Box<[T], A> {
        self.shrink_to_fit();
        let (ptr, len, _, alloc) = self.into_parts_with_alloc();
        let live = NonNull::slice_from_raw_parts(ptr, len);
        // SAFETY: BUF-1, VEC-2 -- the capacity is the length, so the block has the layout of the
        // slice; the `Vec` has given it up.
        unsafe { Box::from_non_null_in(live, alloc) }
    }
}

impl<T, A: Allocator> From<Box<[T], A>> for Vec<T, A> {
    /// Takes over the block. O(1).
    #[inline]
    fn from(boxed: Box<[T], A>) -> Self {
        let len = boxed.len();
        let (ptr, alloc) = Box::into_non_null_with_allocator(boxed);
        // SAFETY: VEC-1, VEC-2 -- the block has the layout of the slice, whose elements are live.
        unsafe { Self::from_parts_in(ptr.cast(), len, len, alloc) }
    }
}
