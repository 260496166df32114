//! [`CloneFromCell`]: what may be cloned while it is in a cell.

use alloc_crate::rc;
#[cfg(target_has_atomic = "ptr")]
use alloc_crate::sync;

/// A type whose values can be cloned in the middle of a [`Cell`](super::Cell).
///
/// `Clone` alone won't do. It is code of a user, who may keep a reference to the cell in the value
/// and set the cell while the value is being cloned: the clone would then read what has been
/// dropped. So would the `Clone` of an allocator's handle inside a pointer, which is why only
/// pointers of the global allocator are in. And so would the `Drop` of a clone: an array or a tuple
/// whose second clone unwinds drops the first in the middle of its own cloning. And so would the hook
/// of a panic, or the panic handler of a program without std: where a clone panics, they are called
/// before it unwinds. Without the feature `std` that is how this crate's `Rc` ends a program with too
/// many owners, so there it isn't in.
///
/// # Safety
///
/// * (a) Neither `clone`, called on a value in a cell, nor the drop of a clone beside the value that
///   it was made of reads or writes that cell, whatever else holds a reference to it. If `clone`
///   panics, that goes for the panic's hook as well.
///
/// # Examples
///
/// ```
/// use drystone::cell::{Cell, CloneFromCell};
///
/// #[derive(Clone, PartialEq, Debug)]
/// struct Meters(u32);
///
/// // SAFETY: its derived `clone` copies a number.
/// unsafe impl CloneFromCell for Meters {}
///
/// let c = Cell::new(Meters(3));
/// assert_eq!(c.get_cloned().into_inner(), Meters(3));
/// ```
pub unsafe trait CloneFromCell: Clone {}

// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for () {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for bool {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for char {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for i8 {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for i16 {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for i32 {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for i64 {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for i128 {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for isize {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for u8 {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for u16 {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for u32 {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for u64 {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for u128 {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for usize {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for f32 {}
// SAFETY: CELL-3 -- its clone is a copy.
unsafe impl CloneFromCell for f64 {}

// SAFETY: CELL-3 -- a clone of a reference is a copy of it, and doesn't follow it.
unsafe impl<T: ?Sized> CloneFromCell for &T {}

// SAFETY: CELL-3 -- its clone and its drop call those of `T`, and nothing else.
unsafe impl<T: CloneFromCell> CloneFromCell for Option<T> {}

// SAFETY: CELL-3 -- its clone calls that of `T` and, when one of them unwinds, drops the clones made
// so far.
unsafe impl<T: CloneFromCell, const N: usize> CloneFromCell for [T; N] {}

// SAFETY: CELL-3 -- its clone changes a count, which is beside the value that it points to, and not
// in this cell; so does the drop of the clone, which is not the last owner.
unsafe impl<T: ?Sized> CloneFromCell for rc::Rc<T> {}
// SAFETY: CELL-3 -- as for `Rc`.
unsafe impl<T: ?Sized> CloneFromCell for rc::Weak<T> {}
// SAFETY: CELL-3 -- as for std's: the handle of the global allocator is cloned by copying nothing,
// and one owner too many ends the process without a panic (COUNT-2).
#[cfg(feature = "std")]
unsafe impl<T: ?Sized> CloneFromCell for crate::rc::Rc<T> {}
// SAFETY: CELL-3 -- as for `Rc`.
#[cfg(feature = "std")]
unsafe impl<T: ?Sized> CloneFromCell for crate::rc::Weak<T> {}
// SAFETY: CELL-3 -- as for `Rc`.
#[cfg(target_has_atomic = "ptr")]
unsafe impl<T: ?Sized> CloneFromCell for sync::Arc<T> {}
// SAFETY: CELL-3 -- as for `Rc`.
#[cfg(target_has_atomic = "ptr")]
unsafe impl<T: ?Sized> CloneFromCell for sync::Weak<T> {}

// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<A: CloneFromCell> CloneFromCell for (A,) {}
// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<A: CloneFromCell, B: CloneFromCell> CloneFromCell for (A, B) {}
// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<A: CloneFromCell, B: CloneFromCell, C: CloneFromCell> CloneFromCell for (A, B, C) {}
// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<A: CloneFromCell, B: CloneFromCell, C: CloneFromCell, D: CloneFromCell> CloneFromCell
    for (A, B, C, D)
{
}
// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<
    A: CloneFromCell,
    B: CloneFromCell,
    C: CloneFromCell,
    D: CloneFromCell,
    E: CloneFromCell,
> CloneFromCell for (A, B, C, D, E)
{
}
// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<
    A: CloneFromCell,
    B: CloneFromCell,
    C: CloneFromCell,
    D: CloneFromCell,
    E: CloneFromCell,
    F: CloneFromCell,
> CloneFromCell for (A, B, C, D, E, F)
{
}
// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<
    A: CloneFromCell,
    B: CloneFromCell,
    C: CloneFromCell,
    D: CloneFromCell,
    E: CloneFromCell,
    F: CloneFromCell,
    G: CloneFromCell,
> CloneFromCell for (A, B, C, D, E, F, G)
{
}
// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<
    A: CloneFromCell,
    B: CloneFromCell,
    C: CloneFromCell,
    D: CloneFromCell,
    E: CloneFromCell,
    F: CloneFromCell,
    G: CloneFromCell,
    H: CloneFromCell,
> CloneFromCell for (A, B, C, D, E, F, G, H)
{
}
// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<
    A: CloneFromCell,
    B: CloneFromCell,
    C: CloneFromCell,
    D: CloneFromCell,
    E: CloneFromCell,
    F: CloneFromCell,
    G: CloneFromCell,
    H: CloneFromCell,
    I: CloneFromCell,
> CloneFromCell for (A, B, C, D, E, F, G, H, I)
{
}
// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<
    A: CloneFromCell,
    B: CloneFromCell,
    C: CloneFromCell,
    D: CloneFromCell,
    E: CloneFromCell,
    F: CloneFromCell,
    G: CloneFromCell,
    H: CloneFromCell,
    I: CloneFromCell,
    J: CloneFromCell,
> CloneFromCell for (A, B, C, D, E, F, G, H, I, J)
{
}
// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<
    A: CloneFromCell,
    B: CloneFromCell,
    C: CloneFromCell,
    D: CloneFromCell,
    E: CloneFromCell,
    F: CloneFromCell,
    G: CloneFromCell,
    H: CloneFromCell,
    I: CloneFromCell,
    J: CloneFromCell,
    K: CloneFromCell,
> CloneFromCell for (A, B, C, D, E, F, G, H, I, J, K)
{
}
// SAFETY: CELL-3 -- the clone of a tuple calls those of its fields, or drops them when one unwinds.
unsafe impl<
    A: CloneFromCell,
    B: CloneFromCell,
    C: CloneFromCell,
    D: CloneFromCell,
    E: CloneFromCell,
    F: CloneFromCell,
    G: CloneFromCell,
    H: CloneFromCell,
    I: CloneFromCell,
    J: CloneFromCell,
    K: CloneFromCell,
    L: CloneFromCell,
> CloneFromCell for (A, B, C, D, E, F, G, H, I, J, K, L)
{
}
