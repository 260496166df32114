//! A second `Vec` beside the first.

use super::Vec;
use crate::alloc::{Allocator, TryReserveError};

impl<T, A: Allocator + Clone> Vec<T, A> {
    /// Moves the elements from position `at` on into a new `Vec`. O(`len - at`).
    ///
    /// The capacity of `self` stays; that of the new one is its length.
    ///
    /// # Errors
    ///
    /// As [`with_capacity`](Vec::with_capacity). The `Vec` is then unchanged.
    ///
    /// # Panics
    ///
    /// When `at > len`.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 2, 3]?;
    /// assert_eq!(v.split_off(1)?, [2, 3]);
    /// assert_eq!(v, [1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn split_off(&mut self, at: usize) -> Result<Self, TryReserveError> {
        let len = self.len();
        if at > len {
            split_off_out_of_bounds(at, len);
        }
        let mut other = Self::with_capacity_in(len - at, self.allocator().clone())?;
        other.0.extend(self.0.drain(at..));
        Ok(other)
    }

    /// A `Vec` of clones of the elements, without spare capacity. O(`len`).
    ///
    /// # Errors
    ///
    /// As [`with_capacity`](Vec::with_capacity), before anything is cloned. Memory that `T::clone`
    /// asks for is not accounted for.
    ///
    /// # Panics
    ///
    /// When a `clone` panics: the clones made are dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// let v = drystone::try_vec![1, 2]?;
    /// assert_eq!(v.try_clone()?, v);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn try_clone(&self) -> Result<Self, TryReserveError>
    where
        T: Clone,
    {
        let mut copy = Self::with_capacity_in(self.len(), self.allocator().clone())?;
        copy.0.extend_from_slice(self);
        Ok(copy)
    }

    /// Clones the elements of `source` into those of `self` and behind them; the allocation is
    /// reused if it is large enough.
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve), before anything is cloned. The `Vec` is then unchanged.
    ///
    /// # Panics
    ///
    /// When a `clone` panics: `self` holds elements of both.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 2, 3]?;
    /// v.try_clone_from(&drystone::try_vec![4, 5]?)?;
    /// assert_eq!(v, [4, 5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn try_clone_from(&mut self, source: &Self) -> Result<(), TryReserveError>
    where
        T: Clone,
    {
        self.reserve(source.len().saturating_sub(self.len()))?;
        self.0.clone_from(&source.0);
        Ok(())
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn split_off_out_of_bounds(at: usize, len: usize) -> ! {
    panic!("`at` split index (is {at}) should be <= len (is {len})");
}
