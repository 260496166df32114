//! [`Ref`]: the guard of a shared borrow.

use core::mem;
use core::ops::Deref;
use core::ptr::NonNull;

use super::error;
use super::sites::Site;
use super::state::Reading;

/// A shared borrow of a [`RefCell`](super::RefCell)'s value, or of a part of it, until it is dropped.
///
/// # Examples
///
/// ```
/// use drystone::cell::{Ref, RefCell};
///
/// let pair = RefCell::new((1, "dry"));
/// let word: Ref<'_, &str> = Ref::map(pair.borrow(), |pair| &pair.1);
/// assert_eq!(*word, "dry");
/// ```
pub struct Ref<'b, T: ?Sized + 'b> {
    // Not a reference: by REF-3.
    value: NonNull<T>,
    reading: Reading<'b>,
}

impl<'b, T: ?Sized> Ref<'b, T> {
    /// # Safety
    ///
    /// * (a) `value` is valid for reading, and nobody writes to what it points to, as long as
    ///   `reading` is not dropped.
    #[inline(always)]
    pub(super) unsafe fn new(value: NonNull<T>, reading: Reading<'b>) -> Self {
        // INVARIANT: REF-2, REF-3 -- by (a), and because a token goes where its pointer goes.
        Self { value, reading }
    }

    /// Another guard of the same borrow. O(1).
    ///
    /// This is not `Clone::clone`, which would be in the way of `cell.borrow().clone()` for a clone
    /// of the value.
    ///
    /// # Panics
    ///
    /// If there are more than `i32::MAX` shared borrows.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::{Ref, RefCell};
    ///
    /// let c = RefCell::new(5);
    /// let a = c.borrow();
    /// let b = Ref::clone(&a);
    /// drop(a);
    /// assert!(c.try_borrow_mut().is_err());
    /// assert_eq!(*b, 5);
    /// ```
    #[expect(
        clippy::should_implement_trait,
        reason = "std's name, for std's reason"
    )]
    #[inline]
    #[cfg_attr(feature = "borrow-sites", track_caller)]
    pub fn clone(orig: &Ref<'b, T>) -> Ref<'b, T> {
        match orig.reading.again(Site::caller()) {
            Some(reading) => Ref {
                value: orig.value,
                reading,
            },
            None => error::too_many_borrows(),
        }
    }

    /// A guard of a part of the value.
    ///
    /// If `f` panics, the borrow ends.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::{Ref, RefCell};
    ///
    /// let words = RefCell::new(vec!["dry", "stone"]);
    /// let last = Ref::map(words.borrow(), |words| &words[1]);
    /// assert_eq!(*last, "stone");
    /// ```
    #[inline]
    pub fn map<U: ?Sized, F>(orig: Ref<'b, T>, f: F) -> Ref<'b, U>
    where
        F: FnOnce(&T) -> &U,
    {
        Ref {
            value: NonNull::from(f(&*orig)),
            reading: orig.reading,
        }
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
    /// use drystone::cell::{Ref, RefCell};
    ///
    /// let words = RefCell::new(vec!["dry"]);
    /// let first = Ref::filter_map(words.borrow(), |words| words.first());
    /// assert_eq!(*first.unwrap(), "dry");
    /// let second = Ref::filter_map(words.borrow(), |words| words.get(1));
    /// assert_eq!(second.unwrap_err().len(), 1);
    /// ```
    #[inline]
    pub fn filter_map<U: ?Sized, F>(orig: Ref<'b, T>, f: F) -> Result<Ref<'b, U>, Self>
    where
        F: FnOnce(&T) -> Option<&U>,
    {
        match f(&*orig) {
            Some(value) => Ok(Ref {
                value: NonNull::from(value),
                reading: orig.reading,
            }),
            None => Err(orig),
        }
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
    /// use drystone::cell::{Ref, RefCell};
    ///
    /// let bytes = RefCell::new(vec![b'd', b'r', b'y']);
    /// let text = Ref::try_map(bytes.borrow(), |bytes| std::str::from_utf8(bytes));
    /// assert_eq!(&*text.unwrap(), "dry");
    /// bytes.borrow_mut().push(0xFF);
    /// let (bytes, error) = Ref::try_map(bytes.borrow(), |b| std::str::from_utf8(b)).unwrap_err();
    /// assert_eq!((bytes.len(), error.valid_up_to()), (4, 3));
    /// ```
    #[inline]
    pub fn try_map<U: ?Sized, E>(
        orig: Ref<'b, T>,
        f: impl FnOnce(&T) -> Result<&U, E>,
    ) -> Result<Ref<'b, U>, (Self, E)> {
        match f(&*orig) {
            Ok(value) => Ok(Ref {
                value: NonNull::from(value),
                reading: orig.reading,
            }),
            Err(error) => Err((orig, error)),
        }
    }

    /// Guards of two parts of the value.
    ///
    /// # Panics
    ///
    /// If there are more than `i32::MAX` shared borrows.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::{Ref, RefCell};
    ///
    /// let c = RefCell::new([1, 2, 3, 4]);
    /// let (front, back) = Ref::map_split(c.borrow(), |numbers| numbers.split_at(2));
    /// assert_eq!((&*front, &*back), (&[1, 2][..], &[3, 4][..]));
    /// ```
    #[inline]
    #[cfg_attr(feature = "borrow-sites", track_caller)]
    pub fn map_split<U: ?Sized, V: ?Sized, F>(orig: Ref<'b, T>, f: F) -> (Ref<'b, U>, Ref<'b, V>)
    where
        F: FnOnce(&T) -> (&U, &V),
    {
        let (a, b) = f(&*orig);
        let (a, b) = (NonNull::from(a), NonNull::from(b));
        let Some(reading) = orig.reading.again(Site::caller()) else {
            error::too_many_borrows()
        };
        (
            Ref {
                value: a,
                reading: orig.reading,
            },
            Ref { value: b, reading },
        )
    }

    /// The value without its guard: it stays borrowed, as by a guard that is forgotten, until
    /// [`RefCell::undo_leak`](super::RefCell::undo_leak).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::{Ref, RefCell};
    ///
    /// let c = RefCell::new(5);
    /// let five = Ref::leak(c.borrow());
    /// assert!(c.try_borrow().is_ok());
    /// assert!(c.try_borrow_mut().is_err());
    /// assert_eq!(*five, 5);
    /// ```
    #[inline]
    pub const fn leak(orig: Ref<'b, T>) -> &'b T {
        let value = orig.value;
        mem::forget(orig);
        // SAFETY: REF-2 -- the token is never dropped, so nobody writes to the value until there is
        // an exclusive reference to the cell, which ends `'b`.
        unsafe { value.as_ref() }
    }
}

impl<T: ?Sized> Deref for Ref<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: REF-2 -- the token of a shared borrow lives as long as the guard.
        unsafe { self.value.as_ref() }
    }
}

#[cfg(feature = "unsize")]
impl<'b, T: ?Sized> Ref<'b, T> {
    #[inline(always)]
    pub(super) fn as_non_null(&self) -> NonNull<T> {
        self.value
    }

    /// The guard's parts: the token keeps the pointer valid.
    #[inline(always)]
    pub(super) fn into_parts(self) -> (NonNull<T>, Reading<'b>) {
        (self.value, self.reading)
    }
}
