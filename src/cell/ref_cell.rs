//! [`RefCell`]: a value whose borrows are counted while the program runs.
//!
//! # Layout
//!
//! ```text
//! RefCell<T>, repr(C)                 Ref<'_, T>, RefMut<'_, T>
//! ┌────────────┬────────────┐         ┌─────────────┐
//! │ flag: i32  │ value: T   │◀────────┼ value       │
//! └─────▲──────┴────────────┘         ├─────────────┤
//!       └─────────────────────────────┼ state       │
//!                                     └─────────────┘
//! ```
//!
//! With the feature `borrow-sites` a table of places stands between flag and value, and the guards
//! have a third field.
//!
//! # Invariants
//!
//! * `REF-1` (in `state.rs`): the flag is the number of tokens, and a token is made only where the
//!   flag allows it: any number of `Reading`s, or the `Writing`s of one exclusive borrow.
//! * `REF-2`: a reference to the value, or to what it owns, comes from a guard with a `Reading` (for
//!   reading), from one with a `Writing` (then no other part of the borrow reaches the same), from
//!   `&mut RefCell`, or from a caller of an `unsafe` method who vouches for it.
//! * `REF-3`: a guard holds a pointer to the value and no reference; its reference to the state is to
//!   bytes inside of `UnsafeCell`s alone. So it may end, and value and cell be borrowed anew or freed,
//!   inside of the very function that the guard was passed to.

use core::cell::UnsafeCell;
use core::mem::{self, ManuallyDrop};
use core::ptr::NonNull;

use super::borrow::BorrowState;
use super::error::{self, BorrowError, BorrowMutError};
use super::exclusive::RefMut;
use super::shared::Ref;
use super::sites::Site;
use super::state::State;

/// A value that many may read or one may write behind a shared reference, as counted at run time.
///
/// Names and behaviour are those of [`std::cell::RefCell`](core::cell::RefCell), with the parts that
/// std keeps on nightly, at half the size for small values. With the feature `borrow-sites` a refused
/// borrow says where a conflicting one was taken: see [`BorrowError`]. The [module](super) tells what
/// differs.
///
/// # Examples
///
/// ```
/// use drystone::cell::RefCell;
///
/// let words = RefCell::new(vec!["dry"]);
/// words.borrow_mut().push("stone");
/// {
///     let (a, b) = (words.borrow(), words.borrow());
///     assert_eq!((a.len(), b.len()), (2, 2));
///     assert!(words.try_borrow_mut().is_err());
/// }
/// assert!(words.try_borrow_mut().is_ok());
/// ```
#[repr(C)]
pub struct RefCell<T: ?Sized> {
    state: State,
    // Last, so that it may be unsized.
    value: UnsafeCell<T>,
}

impl<T> RefCell<T> {
    /// A cell with a value, borrowed by nobody. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// const EMPTY: RefCell<Vec<u32>> = RefCell::new(Vec::new());
    /// assert!(EMPTY.borrow().is_empty());
    /// ```
    #[inline]
    pub const fn new(value: T) -> Self {
        Self {
            state: State::new(),
            value: UnsafeCell::new(value),
        }
    }

    /// The value, at the cell's end.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// assert_eq!(RefCell::new(String::from("dry")).into_inner(), "dry");
    /// ```
    #[inline]
    pub const fn into_inner(self) -> T {
        // A plain move out of the field is E0493 in a `const fn` on stable.
        let this = ManuallyDrop::new(self);
        let this = (&raw const this).cast::<Self>();
        // SAFETY: REF-2, LANG-14 -- the cell is still there.
        let value = unsafe { &raw const (*this).value };
        // SAFETY: REF-2, LANG-14 -- nobody borrows a cell that is owned, and it is neither used again
        // nor dropped.
        unsafe { value.cast::<T>().read() }
    }

    /// Replaces the value, and gives back the old one. O(1).
    ///
    /// # Panics
    ///
    /// If the value is borrowed; `t` is dropped then.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let c = RefCell::new("dry");
    /// assert_eq!(c.replace("stone"), "dry");
    /// assert_eq!(c.into_inner(), "stone");
    /// ```
    #[inline]
    #[track_caller]
    pub fn replace(&self, t: T) -> T {
        mem::replace(&mut *self.borrow_mut(), t)
    }

    /// Replaces the value by what `f` makes of it, and gives back the old one. The value is
    /// exclusively borrowed meanwhile.
    ///
    /// # Panics
    ///
    /// If the value is borrowed. If `f` panics, the value is as `f` has left it.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let c = RefCell::new(5);
    /// assert_eq!(c.replace_with(|n| *n + 1), 5);
    /// assert_eq!(c.into_inner(), 6);
    /// ```
    #[inline]
    #[track_caller]
    pub fn replace_with<F: FnOnce(&mut T) -> T>(&self, f: F) -> T {
        let mut guard = self.borrow_mut();
        let new = f(&mut guard);
        mem::replace(&mut *guard, new)
    }

    /// Exchanges the values of two cells. O(1).
    ///
    /// # Panics
    ///
    /// If one of the values is borrowed, and if both cells are the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let (a, b) = (RefCell::new(1), RefCell::new(2));
    /// a.swap(&b);
    /// assert_eq!((a, b), (RefCell::new(2), RefCell::new(1)));
    /// ```
    #[inline]
    #[track_caller]
    pub fn swap(&self, other: &Self) {
        mem::swap(&mut *self.borrow_mut(), &mut *other.borrow_mut());
    }
}

impl<T: Default> RefCell<T> {
    /// The value, which `T`'s default replaces.
    ///
    /// # Panics
    ///
    /// If the value is borrowed.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let c = RefCell::new(5);
    /// assert_eq!(c.take(), 5);
    /// assert_eq!(c.into_inner(), 0);
    /// ```
    #[inline]
    #[track_caller]
    pub fn take(&self) -> T {
        // Made before the borrow: to make it is code of a user.
        self.replace(T::default())
    }
}

impl<T: ?Sized> RefCell<T> {
    /// A shared borrow, which ends with the guard. O(1).
    ///
    /// # Panics
    ///
    /// If the value is exclusively borrowed, or shared more than `i32::MAX` times.
    /// [`try_borrow`](Self::try_borrow) answers instead.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let c = RefCell::new(5);
    /// let (a, b) = (c.borrow(), c.borrow());
    /// assert_eq!(*a + *b, 10);
    /// ```
    ///
    /// One that panics:
    ///
    /// ```should_panic
    /// use drystone::cell::RefCell;
    ///
    /// let c = RefCell::new(5);
    /// let writer = c.borrow_mut();
    /// c.borrow();
    /// # drop(writer);
    /// ```
    #[inline]
    #[track_caller]
    pub fn borrow(&self) -> Ref<'_, T> {
        match self.read(Site::caller()) {
            Some(guard) => guard,
            None => error::refuse_shared(BorrowError::new(self.state.refusal())),
        }
    }

    /// [`borrow`](Self::borrow), or an error.
    ///
    /// # Errors
    ///
    /// [`BorrowError`] if the value is exclusively borrowed, or shared `i32::MAX` times.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let c = RefCell::new(5);
    /// assert!(c.try_borrow().is_ok());
    /// let writer = c.borrow_mut();
    /// assert!(c.try_borrow().is_err());
    /// # drop(writer);
    /// ```
    #[inline]
    #[cfg_attr(feature = "borrow-sites", track_caller)]
    pub fn try_borrow(&self) -> Result<Ref<'_, T>, BorrowError> {
        match self.read(Site::caller()) {
            Some(guard) => Ok(guard),
            None => Err(BorrowError::new(self.state.refusal())),
        }
    }

    /// The exclusive borrow, which ends with the guard. O(1).
    ///
    /// # Panics
    ///
    /// If the value is borrowed. [`try_borrow_mut`](Self::try_borrow_mut) answers instead.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let c = RefCell::new(5);
    /// *c.borrow_mut() += 1;
    /// assert_eq!(c.into_inner(), 6);
    /// ```
    ///
    /// One that panics:
    ///
    /// ```should_panic
    /// use drystone::cell::RefCell;
    ///
    /// let c = RefCell::new(5);
    /// let reader = c.borrow();
    /// c.borrow_mut();
    /// # drop(reader);
    /// ```
    #[inline]
    #[track_caller]
    pub fn borrow_mut(&self) -> RefMut<'_, T> {
        match self.write(Site::caller()) {
            Some(guard) => guard,
            None => error::refuse_exclusive(BorrowMutError::new(self.state.refusal())),
        }
    }

    /// [`borrow_mut`](Self::borrow_mut), or an error.
    ///
    /// # Errors
    ///
    /// [`BorrowMutError`] if the value is borrowed.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let c = RefCell::new(5);
    /// let reader = c.borrow();
    /// assert!(c.try_borrow_mut().is_err());
    /// drop(reader);
    /// assert!(c.try_borrow_mut().is_ok());
    /// ```
    #[inline]
    #[cfg_attr(feature = "borrow-sites", track_caller)]
    pub fn try_borrow_mut(&self) -> Result<RefMut<'_, T>, BorrowMutError> {
        match self.write(Site::caller()) {
            Some(guard) => Ok(guard),
            None => Err(BorrowMutError::new(self.state.refusal())),
        }
    }

    /// Who borrows the value now. O(1).
    ///
    /// std has no such method: what a program should *do* is a matter of `try_borrow`. This one is for
    /// looking, as in a test or a log.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::{BorrowState, RefCell};
    ///
    /// let c = RefCell::new(5);
    /// assert_eq!(c.borrow_state(), BorrowState::Unused);
    /// let writer = c.borrow_mut();
    /// assert_eq!(c.borrow_state(), BorrowState::Exclusive(1));
    /// # drop(writer);
    /// ```
    #[inline]
    #[must_use]
    pub fn borrow_state(&self) -> BorrowState {
        self.state.flag().state()
    }

    #[inline(always)]
    fn read(&self, site: Site) -> Option<Ref<'_, T>> {
        let reading = self.state.read(site)?;
        // SAFETY: REF-2, REF-3 -- the token is of this cell, whose value the pointer is to.
        Some(unsafe { Ref::new(self.non_null(), reading) })
    }

    #[inline(always)]
    fn write(&self, site: Site) -> Option<RefMut<'_, T>> {
        let writing = self.state.write(site)?;
        // SAFETY: REF-2, REF-3 -- the token is of this cell and its only one, the pointer is to the
        // cell's value.
        Some(unsafe { RefMut::new(self.non_null(), writing) })
    }

    #[inline(always)]
    fn non_null(&self) -> NonNull<T> {
        // SAFETY: REF-3, LANG-14 -- a field of what a reference is to is not at null.
        unsafe { NonNull::new_unchecked(self.value.get()) }
    }

    /// A pointer to the value, which no borrow was counted and no reference made for.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let c = RefCell::new(5);
    /// // SAFETY: the cell is there, and nobody borrows its value.
    /// assert_eq!(unsafe { *c.as_ptr() }, 5);
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_ptr(&self) -> *mut T {
        self.value.get()
    }

    /// The value, by an exclusive reference to the cell: there is nothing to count.
    ///
    /// A borrow whose guard was forgotten goes on afterwards; [`undo_leak`](Self::undo_leak) ends it.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let mut c = RefCell::new(5);
    /// *c.get_mut() += 1;
    /// assert_eq!(c.into_inner(), 6);
    /// ```
    #[inline]
    pub const fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    /// Ends the borrows of guards that were leaked or forgotten. O(1).
    ///
    /// No guard is left when there is an exclusive reference to the cell, so whatever is still
    /// counted is counted for nobody.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let mut c = RefCell::new(5);
    /// std::mem::forget(c.borrow_mut());
    /// assert!(c.try_borrow().is_err());
    /// c.undo_leak();
    /// assert!(c.try_borrow().is_ok());
    /// ```
    #[inline]
    pub const fn undo_leak(&mut self) -> &mut T {
        // INVARIANT: REF-1, SITE-1 -- tokens borrow the state, so there is none left; the state is
        // as that of a new cell, places included.
        self.state = State::new();
        self.value.get_mut()
    }

    /// The value without a guard. Nothing keeps it from being exclusively borrowed afterwards.
    ///
    /// # Errors
    ///
    /// [`BorrowError`] if the value is exclusively borrowed.
    ///
    /// # Safety
    ///
    /// * (a) As long as the reference is used, nobody writes to the value.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::RefCell;
    ///
    /// let c = RefCell::new(5);
    /// // SAFETY: nobody borrows the value afterwards.
    /// assert_eq!(unsafe { c.try_borrow_unguarded() }.unwrap(), &5);
    /// let writer = c.borrow_mut();
    /// // SAFETY: an error is asked for.
    /// assert!(unsafe { c.try_borrow_unguarded() }.is_err());
    /// # drop(writer);
    /// ```
    #[inline]
    pub unsafe fn try_borrow_unguarded(&self) -> Result<&T, BorrowError> {
        if self.state.flag().is_writing() {
            return Err(BorrowError::new(self.state.refusal()));
        }
        // SAFETY: REF-2 -- nobody has it exclusively; that nobody will is (a).
        Ok(unsafe { &*self.value.get() })
    }
}
