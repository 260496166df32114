#![forbid(unsafe_code)]
//! [`Vec`], [`Rc`] and [`Arc`] for programs that outlive a failed allocation: no method of them
//! panics or aborts for want of memory.
//!
//! The crate's infallible [`vec::Vec`] has `try_reserve`, and with it a careful caller can do
//! without the rest; so has [`rc::Rc`](crate::rc::Rc) its `try_` constructors, and [`sync::Arc`](crate::sync::Arc). Here the compiler is
//! careful: the names are the same, and a method that may need memory returns a `Result`. The types
//! are transparent newtypes, so going from one to the other costs nothing.
//!
//! # What a failure leaves behind
//!
//! A failed method has done nothing: the `Vec` is as it was, down to its capacity, and whatever was
//! passed by value is in the error, except closures and allocators, which can be passed by
//! reference. Only an iterator can't be asked for its items twice, so [`extend`](Vec::extend) keeps
//! those appended and hands back the rest.
//!
//! | Method | `Err` |
//! |---|---|
//! | `with_capacity`, `with_capacity_in`, `from_fn`, `reserve`, `reserve_exact`, `shrink_to_fit`, `shrink_to`, `append`, `extend_from_slice`, `extend_from_within`, `resize_with`, `split_off`, `try_clone`, `try_clone_from`, `TryFrom` a slice or `str` | [`TryReserveError`] |
//! | `push`, `push_mut`, `insert`, `insert_mut`, `resize`, [`try_vec!`](crate::try_vec), `TryFrom` an array | [`Rejected`] with the value or the array |
//! | `into_boxed_slice`, `into_chunks`, `map_in_place`, `try_map_in_place` | [`Rejected`] with the `Vec` |
//! | `extend` | [`ExtendError`] with the items that were not appended |
//! | `from_iter`, `from_iter_in`, `splice` | [`CollectError`] with the items collected and the others |
//! | `Rc::new`, `new_in` | [`Rejected`] with the value |
//! | `Rc::new_cyclic`, `new_cyclic_in`, `clone_from_ref`, `clone_from_ref_in`, `make_mut`, `TryFrom` a slice or `str` | [`TryReserveError`] |
//! | `Rc::map` | [`Rejected`] with the owner and the new value |
//! | `Rc`'s `TryFrom` a `Box` or `Vec` | [`Rejected`] with it |
//! | `Arc`, with the `Weak` in [`sync`] | as `Rc` |
//! | `io::Write` | `io::Error` of kind `OutOfMemory`, nothing is written |
//!
//! The crate's errors all convert to [`TryReserveError`] by `?`, and that to `io::Error`. Every
//! other method needs no memory, and is the one that `vec::Vec` has.
//!
//! # What is not caught
//!
//! `T::clone`, closures, iterators and `Drop` are the caller's code and may allocate as they like.
//! So do the methods of slices for which std has no `Result`, reached through `Deref`: `sort` and
//! its kin (`sort_unstable` needs no memory), `to_vec`, `to_owned`, `concat`, `join`, `repeat`; and
//! `as_infallible().clone()`, which says in its name what it is.
//!
//! # Panics and leaks
//!
//! The panics of `vec::Vec` that are about something else remain: an index out of bounds, or
//! whatever the caller's code panics with. Memory is asked for after the indices are checked.
//!
//! # Differences from std
//!
//! std has accepted this type for `alloc::collections::fallible`; its first version is smaller, and
//! its error type is not decided. `Clone`, `Extend` and `FromIterator` are not implemented, since
//! they can't fail: [`try_clone`](Vec::try_clone) (after `File::try_clone`; a `clone` of another
//! signature would look like the trait's), and inherent `extend` and `from_iter`. `splice` works at
//! once, not when an iterator is dropped, where no error could be returned. There is no `&mut
//! vec::Vec` to be had, as it would bring the infallible methods back, and no `unsafe` method:
//! [`to_infallible`](Vec::to_infallible) and [`From`] are the way to `set_len` and
//! `from_raw_parts`.
//!
//! ```compile_fail,E0599
//! let copy = drystone::fallible::Vec::<u8>::new().clone();
//! ```
//!
//! ```compile_fail,E0277
//! let all: drystone::fallible::Vec<u8> = (0..9).collect();
//! ```

mod convert;
mod copy;
mod error;
mod extend;
mod grow;
mod into_iter;
#[cfg(feature = "std")]
mod io;
mod macros;
mod rc;
mod remove;
mod reshape;
mod splice;
#[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
pub mod sync;
mod traits;
mod view;

pub use self::error::{CollectError, ExtendError, Rejected};
pub use self::into_iter::IntoIter;
pub use self::rc::{Rc, Weak};
#[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
pub use self::sync::Arc;

#[doc(hidden)]
pub use self::macros::{from_array, from_elem};

use crate::alloc::{Allocator, Global, TryReserveError};
use crate::vec;

/// A contiguous growable array that reports a failed allocation instead of ending the program.
///
/// See the [module](self) for what each method returns.
///
/// # Examples
///
/// ```
/// use drystone::alloc::TryReserveError;
/// use drystone::fallible::Vec;
///
/// fn squares(n: u32) -> Result<Vec<u32>, TryReserveError> {
///     let mut v = Vec::new();
///     for i in 0..n {
///         v.push(i * i)?;
///     }
///     Ok(v)
/// }
///
/// assert_eq!(squares(4)?, [0, 1, 4, 9]);
/// # Ok::<(), TryReserveError>(())
/// ```
#[repr(transparent)]
pub struct Vec<T, A: Allocator = Global>(vec::Vec<T, A>);

impl<T> Vec<T> {
    /// An empty `Vec`, without an allocation.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// static EMPTY: Vec<u8> = Vec::new();
    /// assert_eq!(EMPTY.capacity(), 0);
    /// ```
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self::new_in(Global)
    }

    /// An empty `Vec` with room for `capacity` elements.
    ///
    /// # Errors
    ///
    /// When that is more than `isize::MAX` bytes, or the allocator fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// assert_eq!(Vec::<u8>::with_capacity(8)?.capacity(), 8);
    /// assert!(Vec::<u8>::with_capacity(usize::MAX).is_err());
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn with_capacity(capacity: usize) -> Result<Self, TryReserveError> {
        Self::with_capacity_in(capacity, Global)
    }
}

impl<T, A: Allocator> Vec<T, A> {
    /// An empty `Vec` that will allocate from `alloc`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, fallible::Vec};
    ///
    /// let v: Vec<u8, Global> = Vec::new_in(Global);
    /// assert!(v.is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub const fn new_in(alloc: A) -> Self {
        Self(vec::Vec::new_in(alloc))
    }

    /// An empty `Vec` with room for `capacity` elements in `alloc`.
    ///
    /// # Errors
    ///
    /// As [`with_capacity`](Vec::with_capacity); `alloc` is dropped then.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, fallible::Vec};
    ///
    /// let v = Vec::<u64, _>::with_capacity_in(10, Global)?;
    /// assert_eq!(v.capacity(), 10);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    pub fn with_capacity_in(capacity: usize, alloc: A) -> Result<Self, TryReserveError> {
        vec::Vec::try_with_capacity_in(capacity, alloc).map(Self)
    }

    /// The same elements in the same memory, with the methods that end the program when memory runs
    /// out. O(1).
    ///
    /// The way back is [`from_infallible`](Self::from_infallible).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let mut v = Vec::<u8>::with_capacity(2)?.to_infallible();
    /// v.spare_capacity_mut()[0].write(7);
    /// // SAFETY: the first slot was written just above.
    /// unsafe { v.set_len(1) };
    /// assert_eq!(Vec::from_infallible(v), [7]);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn to_infallible(self) -> vec::Vec<T, A> {
        self.0
    }

    /// The same elements in the same memory, with the methods that return a `Result` when memory
    /// runs out. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// let mut v = Vec::from_infallible(drystone::vec![1]);
    /// v.push(2)?;
    /// assert_eq!(v, [1, 2]);
    /// # Ok::<(), drystone::alloc::TryReserveError>(())
    /// ```
    #[inline]
    #[must_use]
    pub const fn from_infallible(vec: vec::Vec<T, A>) -> Self {
        Self(vec)
    }

    /// A shared look at the infallible type, for functions that ask for one. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::fallible::Vec;
    ///
    /// fn len(v: &drystone::vec::Vec<u8>) -> usize {
    ///     v.len()
    /// }
    /// assert_eq!(len(Vec::new().as_infallible()), 0);
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_infallible(&self) -> &vec::Vec<T, A> {
        &self.0
    }
}
