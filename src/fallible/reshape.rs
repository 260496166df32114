//! The same memory under another type.

use core::convert::Infallible;

use super::{Rejected, Vec};
use crate::alloc::Allocator;
use crate::boxed::Box;

impl<T, A: Allocator> Vec<T, A> {
    /// The elements as a boxed slice. Spare capacity is given back first.
    ///
    /// # Errors
    ///
    /// As [`shrink_to_fit`](Self::shrink_to_fit); the `Vec` is in the error.
    ///
    /// # Examples
    ///
    /// ```
    /// let boxed = drystone::try_vec![1, 2]?.into_boxed_slice()?;
    /// assert_eq!(boxed.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_boxed_slice(mut self) -> Result<Box<[T], A>, Rejected<Self>> {
        match self.shrink_to_fit() {
            Ok(()) => Ok(self.0.into_boxed_slice()),
            Err(error) => Err(Rejected::new(self, error)),
        }
    }

    /// The elements as arrays of `N`; those that fill no array are dropped.
    ///
    /// The block is reused. When the capacity is no multiple of `N`, it is shrunk to one first,
    /// since a block must be freed with its own layout. `N` of 0 does not compile.
    ///
    /// # Errors
    ///
    /// As [`shrink_to_fit`](Self::shrink_to_fit); the `Vec` is in the error, with all its elements.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(drystone::try_vec![1, 2, 3]?.into_chunks::<2>()?, [[1, 2]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// ```compile_fail,E0080
    /// let _ = drystone::fallible::Vec::<u8>::new().into_chunks::<0>();
    /// ```
    pub fn into_chunks<const N: usize>(mut self) -> Result<Vec<[T; N], A>, Rejected<Self>> {
        const { assert!(N != 0, "the chunk length must not be 0") };
        let room = self.capacity() / N * N;
        let whole = self.len() / N * N;
        // Elements beyond the smaller block wait on the stack, which holds an array of `N` anyway,
        // until it is known whether they are to be dropped.
        let mut surplus = [const { None }; N];
        if self.len() > room {
            for (slot, element) in surplus.iter_mut().zip(self.drain(whole..)) {
                *slot = Some(element);
            }
        }
        if let Err(error) = self.shrink_to(room) {
            for element in surplus.into_iter().flatten() {
                self.place(element);
            }
            return Err(Rejected::new(self, error));
        }
        // While the elements still have an owner, in case a destructor unwinds.
        drop(surplus);
        Ok(Vec(self.0.into_chunks()))
    }

    /// An empty `Vec` of another element type in the same block; the elements are dropped. Never
    /// allocates.
    ///
    /// Both types must have the same size and alignment, or it does not compile.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let words: Vec<&str> = Vec::with_capacity(4)?;
    /// let lines: Vec<&str> = words.recycle();
    /// assert_eq!(lines.capacity(), 4);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[must_use]
    pub fn recycle<U>(self) -> Vec<U, A> {
        Vec(self.0.recycle())
    }
}

impl<T, A: Allocator, const N: usize> Vec<[T; N], A> {
    /// The elements of the arrays, one behind the other. O(1), never allocates.
    ///
    /// # Panics
    ///
    /// When the number of elements exceeds `usize::MAX`, which takes elements without size.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(drystone::try_vec![[1, 2], [3, 4]]?.into_flattened(), [1, 2, 3, 4]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn into_flattened(self) -> Vec<T, A> {
        Vec(self.0.into_flattened())
    }
}

impl<T, A: Allocator + Clone> Vec<T, A> {
    /// Applies `f` to every element, front to back, and collects the results, in the same memory
    /// where that is possible. O(`len`).
    ///
    /// It is possible when both types have a size and the same alignment, `U` is not larger than
    /// `T`, and the block holds a whole number of `U`. Else a new block is made, before `f` is
    /// called, and the old one freed.
    ///
    /// # Errors
    ///
    /// As [`with_capacity`](Vec::with_capacity); the `Vec` is in the error. `f` is dropped then;
    /// pass it by `&mut` to keep it.
    ///
    /// # Panics
    ///
    /// When `f` panics: all elements, mapped or not, and the memory are dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// let v = drystone::try_vec![1_u32, 2, 3]?;
    /// let block = v.as_ptr().addr();
    /// let halves = v.map_in_place(|x| x as f32 / 2.0)?;
    /// assert_eq!(halves, [0.5, 1.0, 1.5]);
    /// assert_eq!(halves.as_ptr().addr(), block);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn map_in_place<U, F>(self, mut f: F) -> Result<Vec<U, A>, Rejected<Self>>
    where
        F: FnMut(T) -> U,
    {
        match self.try_map_in_place(|value| Ok::<U, Infallible>(f(value)))? {
            Ok(mapped) => Ok(mapped),
        }
    }

    /// [`map_in_place`](Self::map_in_place), up to the first error of `f`.
    ///
    /// # Errors
    ///
    /// Outside, as [`map_in_place`](Self::map_in_place). Inside, the error that `f` returned: all
    /// elements, mapped or not, and the memory are dropped.
    ///
    /// # Panics
    ///
    /// As [`map_in_place`](Self::map_in_place).
    ///
    /// # Examples
    ///
    /// ```
    /// let digits = drystone::try_vec!['4', '2']?;
    /// assert_eq!(digits.try_map_in_place(|c| c.to_digit(10).ok_or(c))?.unwrap(), [4, 2]);
    ///
    /// let digits = drystone::try_vec!['4', 'x']?;
    /// assert_eq!(digits.try_map_in_place(|c| c.to_digit(10).ok_or(c))?, Err('x'));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn try_map_in_place<U, E, F>(self, mut f: F) -> Result<Result<Vec<U, A>, E>, Rejected<Self>>
    where
        F: FnMut(T) -> Result<U, E>,
    {
        if self.maps_in_place::<U>() {
            return Ok(self.0.try_map_in_place(f).map(Vec));
        }
        let mut mapped = match Vec::with_capacity_in(self.len(), self.allocator().clone()) {
            Ok(mapped) => mapped,
            Err(error) => return Err(Rejected::new(self, error)),
        };
        let mut rest = self.into_iter();
        while let Some(element) = rest.next() {
            match f(element) {
                Ok(value) => mapped.place(value),
                Err(error) => {
                    // Freed while `error` is still a local, which is dropped if this unwinds.
                    drop((mapped, rest));
                    return Ok(Err(error));
                }
            };
        }
        // Freed while `mapped` is still a local.
        drop(rest);
        Ok(Ok(mapped))
    }

    /// Whether [`vec::Vec::try_map_in_place`](crate::vec::Vec::try_map_in_place) for `U` leaves the
    /// allocator alone.
    ///
    /// A remainder would have to be given back when the elements are mapped already, and there is
    /// no way back from there.
    fn maps_in_place<U>(&self) -> bool {
        size_of::<U>() != 0
            && size_of::<U>() <= size_of::<T>()
            && align_of::<U>() == align_of::<T>()
            && (self.capacity() * size_of::<T>()) % size_of::<U>() == 0
    }
}
