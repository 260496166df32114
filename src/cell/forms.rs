//! A cell of many values as many cells.

use core::convert::AsRef;

use super::Cell;

impl<T> Cell<[T]> {
    /// The elements as cells of their own. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// let mut words = ["dry", "stone"];
    /// let cells = Cell::from_mut(&mut words[..]).as_slice_of_cells();
    /// cells[0].swap(&cells[1]);
    /// assert_eq!(words, ["stone", "dry"]);
    /// ```
    #[must_use]
    #[inline]
    pub const fn as_slice_of_cells(&self) -> &[Cell<T>] {
        let cells = self.as_ptr() as *const [Cell<T>];
        // SAFETY: CELL-1, CELL-2 -- a cell looks like its value, so the elements are cells in a row,
        // and there is no reference to any of the values.
        unsafe { &*cells }
    }
}

impl<T, const N: usize> Cell<[T; N]> {
    /// The elements as cells of their own. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// let pair = Cell::new([1, 2]);
    /// let [a, b] = pair.as_array_of_cells();
    /// a.swap(b);
    /// assert_eq!(pair.get(), [2, 1]);
    /// ```
    #[must_use]
    #[inline]
    pub const fn as_array_of_cells(&self) -> &[Cell<T>; N] {
        let cells = self.as_ptr().cast::<[Cell<T>; N]>();
        // SAFETY: CELL-1, CELL-2 -- as for a slice.
        unsafe { &*cells }
    }
}

impl<T> AsRef<[Cell<T>]> for Cell<[T]> {
    #[inline]
    fn as_ref(&self) -> &[Cell<T>] {
        self.as_slice_of_cells()
    }
}

impl<T, const N: usize> AsRef<[Cell<T>]> for Cell<[T; N]> {
    #[inline]
    fn as_ref(&self) -> &[Cell<T>] {
        self.as_array_of_cells()
    }
}

impl<T, const N: usize> AsRef<[Cell<T>; N]> for Cell<[T; N]> {
    #[inline]
    fn as_ref(&self) -> &[Cell<T>; N] {
        self.as_array_of_cells()
    }
}
