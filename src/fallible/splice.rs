//! `splice`, done at once.

use core::ops::RangeBounds;

use super::{CollectError, ExtendError, Vec};
use crate::alloc::Allocator;
use crate::raw::range;

impl<T, A: Allocator + Clone> Vec<T, A> {
    /// Replaces the elements of `range` by the items of `replace_with`, and returns the old ones.
    ///
    /// O(range + items + elements behind the range).
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve). The `Vec` is unchanged; the items are in the error, those
    /// that were taken from the iterator and those that were not.
    ///
    /// # Panics
    ///
    /// When the range starts after its end or ends after the length. When the iterator panics, the
    /// `Vec` is unchanged.
    ///
    /// # Differences from std
    ///
    /// std's `splice` is lazy: it inserts when the iterator that it returns is dropped, where no
    /// error can be returned. Here all is done before the method returns. That takes a buffer for
    /// the items, since only they tell how much room they need, and one for the elements removed:
    /// both from a clone of the allocator.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::try_vec![1, 2, 3]?;
    /// let replaced = v.splice(1..2, [7, 8])?;
    /// assert_eq!(v, [1, 7, 8, 3]);
    /// assert_eq!(replaced, [2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn splice<R, I>(
        &mut self,
        range: R,
        replace_with: I,
    ) -> Result<Self, CollectError<I::IntoIter, A>>
    where
        R: RangeBounds<usize>,
        I: IntoIterator<Item = T>,
    {
        let range = range::check(range, self.len());
        let mut iter = replace_with.into_iter();
        let mut items = Self::new_in(self.allocator().clone());
        if let Err(rest) = items.extend(iter.by_ref()) {
            let (pending, error) = rest.into_pending();
            return Err(CollectError::new(
                items,
                ExtendError::new(pending, iter, error),
            ));
        }
        let more = items.len().saturating_sub(range.len());
        let room = Self::with_capacity_in(range.len(), self.allocator().clone())
            .and_then(|removed| self.reserve(more).map(|()| removed));
        match room {
            Ok(mut removed) => {
                // Both calls find their room: the items are counted, and moved by an iterator
                // whose length is what it says.
                let mut splice = self.0.splice(range, items);
                removed.0.extend(splice.by_ref());
                drop(splice);
                Ok(removed)
            }
            Err(error) => Err(CollectError::new(
                items,
                ExtendError::new(None, iter, error),
            )),
        }
    }
}
