//! [`RefMut`]: the guard of the exclusive borrow, or of a part of it.

use core::marker::PhantomData;
use core::mem;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;

use super::error;
use super::sites::Site;
use super::state::Writing;

/// The exclusive borrow of a [`RefCell`](super::RefCell)'s value, or of a part of it, until it is
/// dropped.
///
/// # Examples
///
/// ```
/// use drystone::cell::{RefCell, RefMut};
///
/// let pair = RefCell::new((1, "dry"));
/// let mut word: RefMut<'_, &str> = RefMut::map(pair.borrow_mut(), |pair| &mut pair.1);
/// *word = "stone";
/// drop(word);
/// assert_eq!(pair.into_inner(), (1, "stone"));
/// ```
pub struct RefMut<'b, T: ?Sized + 'b> {
    // Not a reference: by REF-3.
    value: NonNull<T>,
    writing: Writing<'b>,
    // A `NonNull` alone would be covariant in `T`.
    _exclusive: PhantomData<&'b mut T>,
}

impl<'b, T: ?Sized> RefMut<'b, T> {
    /// # Safety
    ///
    /// * (a) `value` is valid for reading and writing, and nobody else reaches what it points to, as
    ///   long as `writing` is not dropped.
    #[inline(always)]
    pub(super) unsafe fn new(value: NonNull<T>, writing: Writing<'b>) -> Self {
        // INVARIANT: REF-2, REF-3 -- by (a), and because a token goes where its pointer goes.
        Self {
            value,
            writing,
            _exclusive: PhantomData,
        }
    }

    /// A guard of a part of the value.
    ///
    /// If `f` panics, the borrow ends.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::{RefCell, RefMut};
    ///
    /// let words = RefCell::new(vec!["dry", "stone"]);
    /// *RefMut::map(words.borrow_mut(), |words| &mut words[0]) = "wet";
    /// assert_eq!(words.into_inner(), ["wet", "stone"]);
    /// ```
    #[inline]
    pub fn map<U: ?Sized, F>(mut orig: RefMut<'b, T>, f: F) -> RefMut<'b, U>
    where
        F: FnOnce(&mut T) -> &mut U,
    {
        let value = NonNull::from(f(&mut *orig));
        // SAFETY: REF-2 -- what `f` has found is reached through `orig` alone, whose token goes on.
        unsafe { RefMut::new(value, orig.writing) }
    }

    /// A guard of a part of the value, if there is that part.
    ///
    /// # Errors
    ///
    /// The guard that was given, when `f` answers `None`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::{RefCell, RefMut};
    ///
    /// let words = RefCell::new(vec!["dry"]);
    /// *RefMut::filter_map(words.borrow_mut(), |words| words.first_mut()).unwrap() = "wet";
    /// let second = RefMut::filter_map(words.borrow_mut(), |words| words.get_mut(1));
    /// assert_eq!(second.unwrap_err()[0], "wet");
    /// ```
    #[inline]
    pub fn filter_map<U: ?Sized, F>(orig: RefMut<'b, T>, f: F) -> Result<RefMut<'b, U>, Self>
    where
        F: FnOnce(&mut T) -> Option<&mut U>,
    {
        RefMut::try_map(orig, |value| f(value).ok_or(())).map_err(|(orig, ())| orig)
    }

    /// A guard of a part of the value, or an error.
    ///
    /// # Errors
    ///
    /// The guard that was given beside `f`'s error, when that is its answer.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::{RefCell, RefMut};
    ///
    /// let bytes = RefCell::new(*b"dry");
    /// let text = RefMut::try_map(bytes.borrow_mut(), |bytes| std::str::from_utf8_mut(bytes));
    /// text.unwrap().make_ascii_uppercase();
    /// assert_eq!(bytes.into_inner(), *b"DRY");
    /// ```
    #[inline]
    pub fn try_map<U: ?Sized, E>(
        mut orig: RefMut<'b, T>,
        f: impl FnOnce(&mut T) -> Result<&mut U, E>,
    ) -> Result<RefMut<'b, U>, (Self, E)> {
        // As a pointer, so that `orig` is free again when there was an error.
        match f(&mut *orig).map(NonNull::from) {
            // SAFETY: REF-2 -- what `f` has found is reached through `orig` alone, whose token goes
            // on.
            Ok(value) => Ok(unsafe { RefMut::new(value, orig.writing) }),
            Err(error) => Err((orig, error)),
        }
    }

    /// Guards of two parts of the value. The borrow ends with the second of them.
    ///
    /// # Panics
    ///
    /// If the borrow falls into more than 2^31 parts.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::{RefCell, RefMut};
    ///
    /// let c = RefCell::new([1, 2, 3, 4]);
    /// let (mut front, mut back) = RefMut::map_split(c.borrow_mut(), |n| n.split_at_mut(2));
    /// front.swap_with_slice(&mut back);
    /// drop((front, back));
    /// assert_eq!(c.into_inner(), [3, 4, 1, 2]);
    /// ```
    #[inline]
    #[cfg_attr(feature = "borrow-sites", track_caller)]
    pub fn map_split<U: ?Sized, V: ?Sized, F>(
        mut orig: RefMut<'b, T>,
        f: F,
    ) -> (RefMut<'b, U>, RefMut<'b, V>)
    where
        F: FnOnce(&mut T) -> (&mut U, &mut V),
    {
        let Some(writing) = orig.writing.split(Site::caller()) else {
            error::too_many_borrows()
        };
        let (a, b) = f(&mut *orig);
        let (a, b) = (NonNull::from(a), NonNull::from(b));
        // SAFETY: REF-2 -- two exclusive references at a time are to different things, which are
        // reached through `orig` alone, whose token goes on.
        let a = unsafe { RefMut::new(a, orig.writing) };
        // SAFETY: REF-2 -- the same, with a token of its own.
        let b = unsafe { RefMut::new(b, writing) };
        (a, b)
    }

    /// The value without its guard: it stays borrowed, as by a guard that is forgotten, until
    /// [`RefCell::undo_leak`](super::RefCell::undo_leak).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::{RefCell, RefMut};
    ///
    /// let c = RefCell::new(5);
    /// let five = RefMut::leak(c.borrow_mut());
    /// assert!(c.try_borrow().is_err());
    /// *five += 1;
    /// ```
    #[inline]
    pub const fn leak(orig: RefMut<'b, T>) -> &'b mut T {
        let mut value = orig.value;
        mem::forget(orig);
        // SAFETY: REF-2 -- the token is never dropped, so nobody else reaches the value until there
        // is an exclusive reference to the cell, which ends `'b`.
        unsafe { value.as_mut() }
    }
}

impl<T: ?Sized> Deref for RefMut<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: REF-2 -- the token of the exclusive borrow lives as long as the guard, and the
        // guard is shared as long as the reference.
        unsafe { self.value.as_ref() }
    }
}

impl<T: ?Sized> DerefMut for RefMut<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: REF-2 -- the token of the exclusive borrow lives as long as the guard, and the
        // guard is borrowed as long as the reference.
        unsafe { self.value.as_mut() }
    }
}
