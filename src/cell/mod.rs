//! Values that change behind a shared reference: [`Cell`], [`RefCell`], [`OnceCell`], [`LazyCell`].
//!
//! The language takes what is behind `&T` for frozen, but for the inside of an `UnsafeCell`. Each
//! type here wraps one and keeps a rule of its own, which makes the changes safe:
//!
//! | type | what is handed out | the rule |
//! |---|---|---|
//! | [`Cell`] | copies, and the value itself in exchange for another | no reference to the value, so nobody notices the change |
//! | [`RefCell`] | guards with references | counted at run time: many readers, or one writer |
//! | [`OnceCell`] | references | written once, and before the first reference |
//! | [`LazyCell`] | references | the same, by a function given in advance |
//!
//! # Layout
//!
//! ```text
//! Cell<T>        RefCell<T>                OnceCell<T>        LazyCell<T, F>
//! ┌───────┐      ┌──────────┬───────┐      ┌───────────┐      ┌───────────────────┐
//! │ value │      │ flag: i32│ value │      │ Option<T> │      │ F, T, or poisoned │
//! └───────┘      └──────────┴───────┘      └───────────┘      └───────────────────┘
//! ```
//!
//! # Invariants
//!
//! * `CELL-1`: while a method of a shared [`Cell`] reads or writes the value, no reference to the
//!   value exists: none is given out but for `&mut Cell`, and no code of a user runs meanwhile,
//!   except that of a [`CloneFromCell`].
//! * `CELL-2`: a `Cell<T>` has the layout of its `T`, and a pointer to it the same metadata.
//! * `CELL-3`: neither the `clone` of a [`CloneFromCell`] type, or the hook of its panic, nor, while
//!   its model is there, the drop of such a clone reaches the cell that the model is in.
//!
//! Those of the other types are told in their files.
//!
//! # Panics and leaks
//!
//! [`RefCell`] panics where a borrow conflicts with one that is live; a guard that is forgotten is
//! live for ever. A panic in a user's closure leaves a `Cell`, `RefCell` or `OnceCell` as a usable
//! value, borrowed by nobody. A [`LazyCell`] is poisoned by a panic of its function.
//!
//! # Differences from std
//!
//! * [`RefCell`]'s flag has 32 bits: `size_of::<RefCell<u32>>()` is 8, half of std's where pointers
//!   have 64. More than `i32::MAX` shared borrows (of forgotten guards, by nature) panic.
//! * With the feature `borrow-sites` a refused borrow says where a conflicting one was taken. A cell
//!   notes four places at a time; [`BorrowError`] tells what is said beyond.
//! * On stable: [`Ref::leak`], [`RefMut::leak`], [`RefCell::undo_leak`], [`Ref::try_map`],
//!   [`RefMut::try_map`], [`Cell::get_cloned`], [`OnceCell::get_or_try_init`],
//!   [`OnceCell::try_insert`], [`OnceCell::get_mut_or_init`], [`OnceCell::get_mut_or_try_init`],
//!   [`LazyCell::into_inner`].
//! * [`RefCell::borrow_state`] tells who borrows a value.
//! * `Ref<T>` becomes `Ref<dyn Trait>` by itself with the feature `nightly`; on stable by
//!   [`Ref::map`], or through the feature `unsize`.

mod borrow;
mod clone_from_cell;
mod error;
mod exclusive;
mod forms;
mod lazy;
#[cfg(feature = "nightly")]
mod nightly;
mod once;
mod ref_cell;
mod shared;
#[cfg(not(feature = "borrow-sites"))]
#[path = "no_sites.rs"]
mod sites;
#[cfg(feature = "borrow-sites")]
mod sites;
mod state;
mod traits;
#[cfg(feature = "unsize")]
mod unsize;

pub use self::borrow::BorrowState;
pub use self::clone_from_cell::CloneFromCell;
pub use self::error::{BorrowError, BorrowMutError};
pub use self::exclusive::RefMut;
pub use self::lazy::LazyCell;
pub use self::once::OnceCell;
pub use self::ref_cell::RefCell;
pub use self::shared::Ref;

use core::cell::UnsafeCell;
use core::mem::ManuallyDrop;
use core::ptr;

/// A value that can be replaced behind a shared reference, as a whole.
///
/// Names and behaviour are those of [`std::cell::Cell`](core::cell::Cell), with the parts that std
/// keeps on nightly; the [module](self) tells what differs.
///
/// # Examples
///
/// ```
/// use drystone::cell::Cell;
///
/// let count = Cell::new(0);
/// let tick = || count.set(count.get() + 1);
/// tick();
/// tick();
/// assert_eq!(count.get(), 2);
/// ```
#[repr(transparent)]
pub struct Cell<T: ?Sized> {
    value: UnsafeCell<T>,
}

impl<T> Cell<T> {
    /// A cell with a value. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// const ZERO: Cell<u32> = Cell::new(0);
    /// assert_eq!(ZERO.get(), 0);
    /// ```
    #[inline]
    pub const fn new(value: T) -> Self {
        Self {
            value: UnsafeCell::new(value),
        }
    }

    /// Replaces the value, then drops the old one. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// let c = Cell::new(5);
    /// c.set(10);
    /// assert_eq!(c.get(), 10);
    /// ```
    #[inline]
    pub fn set(&self, val: T) {
        // Dropped after the exchange: its `Drop` may come back to this cell.
        drop(self.replace(val));
    }

    /// Exchanges the values of two cells, of which both may be the same. O(1).
    ///
    /// # Panics
    ///
    /// If the cells are different and overlap, which takes `unsafe` code to bring about.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// let (a, b) = (Cell::new(1), Cell::new(2));
    /// a.swap(&b);
    /// assert_eq!((a.get(), b.get()), (2, 1));
    /// ```
    #[inline]
    #[track_caller]
    pub fn swap(&self, other: &Self) {
        if ptr::eq(self, other) {
            return;
        }
        let (a, b) = (self.as_ptr(), other.as_ptr());
        assert!(
            a.addr().abs_diff(b.addr()) >= size_of::<T>(),
            "`Cell::swap` on overlapping non-identical `Cell`s"
        );
        // SAFETY: CELL-1 -- both values are live, there is no reference to either, and they don't
        // overlap.
        unsafe { ptr::swap_nonoverlapping(a, b, 1) };
    }

    /// Replaces the value, and gives back the old one. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// let c = Cell::new("dry");
    /// assert_eq!(c.replace("stone"), "dry");
    /// assert_eq!(c.get(), "stone");
    /// ```
    #[inline]
    #[must_use = "to forget the old value, use `set`"]
    pub const fn replace(&self, val: T) -> T {
        // SAFETY: CELL-1 -- the value is live and there is no reference to it.
        unsafe { ptr::replace(self.value.get(), val) }
    }

    /// The value, at the cell's end.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// assert_eq!(Cell::new(String::from("dry")).into_inner(), "dry");
    /// ```
    #[inline]
    pub const fn into_inner(self) -> T {
        // A plain move out of the field is E0493 in a `const fn` on stable.
        let this = ManuallyDrop::new(self);
        // SAFETY: CELL-2, LANG-14 -- the cell looks like its value, and is neither used again nor
        // dropped.
        unsafe { (&raw const this).cast::<T>().read() }
    }
}

impl<T: Copy> Cell<T> {
    /// A copy of the value. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// assert_eq!(Cell::new(5).get(), 5);
    /// ```
    #[inline]
    pub const fn get(&self) -> T {
        // SAFETY: CELL-1 -- the value is live, nobody writes to it, and copying it runs no code.
        unsafe { *self.value.get() }
    }

    /// Replaces the value by what `f` makes of it.
    ///
    /// If `f` panics or sets the cell itself, that is as with any `get` followed by `set`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// let c = Cell::new(5);
    /// c.update(|n| n + 1);
    /// assert_eq!(c.get(), 6);
    /// ```
    #[inline]
    pub fn update(&self, f: impl FnOnce(T) -> T) {
        let old = self.get();
        self.set(f(old));
    }
}

impl<T: Default> Cell<T> {
    /// The value, which `T`'s default replaces.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// let c = Cell::new(5);
    /// assert_eq!(c.take(), 5);
    /// assert_eq!(c.into_inner(), 0);
    /// ```
    #[inline]
    pub fn take(&self) -> T {
        // Made before the exchange: to make it is code of a user.
        self.replace(T::default())
    }
}

impl<T: CloneFromCell> Cell<T> {
    /// A new cell with a clone of the value.
    ///
    /// [`Clone`] alone is not enough for that: see [`CloneFromCell`].
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    /// use std::rc::Rc;
    ///
    /// let a = Cell::new(Some(Rc::new(5)));
    /// let b = a.get_cloned();
    /// assert_eq!((a.take(), b.take()), (Some(Rc::new(5)), Some(Rc::new(5))));
    /// ```
    #[inline]
    pub fn get_cloned(&self) -> Self {
        // SAFETY: CELL-1, CELL-3 -- nobody writes to the value while the reference lives, which is
        // until `clone` returns or unwinds.
        let value = unsafe { &*self.value.get() };
        Self::new(value.clone())
    }
}

impl<T: ?Sized> Cell<T> {
    /// A pointer to the value, which no reference was made for.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// let c = Cell::new(5);
    /// let p = c.as_ptr();
    /// c.set(6);
    /// // SAFETY: the cell is there, and nobody uses it meanwhile.
    /// assert_eq!(unsafe { *p }, 6);
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_ptr(&self) -> *mut T {
        self.value.get()
    }

    /// The value, by an exclusive reference to the cell.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// let mut c = Cell::new(5);
    /// *c.get_mut() += 1;
    /// assert_eq!(c.get(), 6);
    /// ```
    #[inline]
    pub const fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    /// An exclusive reference, to be shared as a cell.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::Cell;
    ///
    /// let mut n = 5;
    /// let c = Cell::from_mut(&mut n);
    /// let also = c;
    /// c.set(also.get() + 1);
    /// assert_eq!(n, 6);
    /// ```
    #[inline]
    #[must_use]
    pub const fn from_mut(t: &mut T) -> &Self {
        let cell = ptr::from_mut(t) as *const Self;
        // SAFETY: CELL-1, CELL-2 -- a cell looks like its value, and `t`, the one way to the value,
        // is borrowed for as long as the cell is.
        unsafe { &*cell }
    }
}
