//! The same block under another type: flattened, in chunks, recycled.

use super::Vec;
use crate::alloc::Allocator;
use crate::raw::layout::is_zst;

impl<T, A: Allocator, const N: usize> Vec<[T; N], A> {
    /// The elements of the arrays, one behind the other. O(1).
    ///
    /// # Panics
    ///
    /// When the number of elements exceeds `usize::MAX`, which takes elements without size.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(drystone::vec![[1, 2], [3, 4]].into_flattened(), [1, 2, 3, 4]);
    /// ```
    #[track_caller]
    pub fn into_flattened(self) -> Vec<T, A> {
        let Some(len) = self.len.checked_mul(N) else {
            panic!("vec len overflow");
        };
        let (ptr, _, cap, alloc) = self.into_parts_with_alloc();
        // With bytes to count, `cap * N` elements are `isize::MAX` bytes at most.
        let cap = if is_zst::<[T; N]>() { 0 } else { cap * N };
        // SAFETY: VEC-1, VEC-2 -- an array is its elements in a row, so block, layout and live
        // slots are the same ones counted in `T` (LANG-5).
        unsafe { Vec::from_parts_in(ptr.cast(), len, cap, alloc) }
    }
}

impl<T, A: Allocator> Vec<T, A> {
    /// The elements as arrays of `N`; those that fill no array are dropped.
    ///
    /// The block is reused. When the capacity is no multiple of `N`, it is shrunk to one first,
    /// since a block must be freed with its own layout. `N` of 0 does not compile.
    ///
    /// # Panics
    ///
    /// Calls the allocation error hook when the allocator fails to shrink the block.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(drystone::vec![1, 2, 3, 4, 5].into_chunks::<2>(), [[1, 2], [3, 4]]);
    /// ```
    ///
    /// ```compile_fail,E0080
    /// let _ = drystone::vec![1].into_chunks::<0>();
    /// ```
    #[track_caller]
    pub fn into_chunks<const N: usize>(mut self) -> Vec<[T; N], A> {
        const { assert!(N != 0, "the chunk length must not be 0") };
        let chunks = self.len / N;
        self.truncate(chunks * N);
        let cap = if is_zst::<T>() {
            0
        } else {
            self.capacity() / N
        };
        if !is_zst::<T>() {
            self.shrink_to(cap * N);
        }
        let (ptr, _, _, alloc) = self.into_parts_with_alloc();
        // SAFETY: VEC-1, VEC-2 -- an array is its elements in a row; the capacity is `cap * N`
        // exactly, so the layout is the same one counted in arrays (LANG-5).
        unsafe { Vec::from_parts_in(ptr.cast(), chunks, cap, alloc) }
    }

    /// An empty `Vec` of another element type in the same block; the elements are dropped.
    ///
    /// Both types must have the same size and alignment, or it does not compile.
    ///
    /// # Differences from std
    ///
    /// std's unstable method asks for an unstable trait `Recyclable`; here the compiler checks the
    /// layouts themselves.
    ///
    /// # Examples
    ///
    /// The same buffer for borrows of different lifetimes:
    ///
    /// ```
    /// let mut words: drystone::vec::Vec<&str> = drystone::vec::Vec::new();
    /// for line in ["dry stone", "wall"].map(String::from) {
    ///     let mut here: drystone::vec::Vec<&str> = words.recycle();
    ///     here.extend(line.split(' '));
    ///     assert!(!here.is_empty());
    ///     words = here.recycle();
    /// }
    /// assert!(words.is_empty() && words.capacity() >= 2);
    /// ```
    ///
    /// ```compile_fail,E0080
    /// let _: drystone::vec::Vec<u16> = drystone::vec![1_u32].recycle();
    /// ```
    pub fn recycle<U>(mut self) -> Vec<U, A> {
        const {
            assert!(
                size_of::<T>() == size_of::<U>(),
                "the elements must have the same size"
            );
            assert!(
                align_of::<T>() == align_of::<U>(),
                "the elements must have the same alignment"
            );
        };
        self.clear();
        let (ptr, _, cap, alloc) = self.into_parts_with_alloc();
        // SAFETY: VEC-1 -- size and alignment are equal, so the layout of the block is; no element
        // is live.
        unsafe { Vec::from_parts_in(ptr.cast(), 0, cap, alloc) }
    }
}
