//! Into a boxed slice; the way back is in `boxed/vec.rs`.

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
