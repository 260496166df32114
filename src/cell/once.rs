//! [`OnceCell`]: a place that is written once.
//!
//! # Invariants
//!
//! * `ONCE-1`: behind a shared reference to the cell, its content changes at most once, from `None`
//!   to `Some`. While it is `None` no reference into it is alive but within a method here that calls
//!   no code of a user; once it is `Some`, references to the value may live as long as the cell is
//!   borrowed.

use core::cell::UnsafeCell;
use core::convert::Infallible;
use core::mem::ManuallyDrop;

/// A value that is written at most once, and can be read by reference from then on.
///
/// Names and behaviour are those of [`std::cell::OnceCell`](core::cell::OnceCell), with the parts
/// that std keeps on nightly; the [module](super) tells what differs.
///
/// # Examples
///
/// ```
/// use drystone::cell::OnceCell;
///
/// let cell = OnceCell::new();
/// let word: &String = cell.get_or_init(|| "dry".to_owned());
/// assert_eq!(word, "dry");
/// assert_eq!(cell.set("stone".to_owned()), Err("stone".to_owned()));
/// ```
#[repr(transparent)]
pub struct OnceCell<T> {
    value: UnsafeCell<Option<T>>,
}

impl<T> OnceCell<T> {
    /// A cell without a value.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::OnceCell;
    ///
    /// const EMPTY: OnceCell<String> = OnceCell::new();
    /// assert!(EMPTY.get().is_none());
    /// ```
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self::with(None)
    }

    #[inline]
    pub(super) const fn with(value: Option<T>) -> Self {
        // INVARIANT: ONCE-1 -- there is no reference to the cell yet.
        Self {
            value: UnsafeCell::new(value),
        }
    }

    /// The value, if there is one. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::OnceCell;
    ///
    /// let cell = OnceCell::new();
    /// assert_eq!(cell.get(), None);
    /// cell.set(5).unwrap();
    /// assert_eq!(cell.get(), Some(&5));
    /// ```
    #[inline]
    pub const fn get(&self) -> Option<&T> {
        // SAFETY: ONCE-1 -- nobody writes meanwhile, and afterwards only if this answers `None`.
        unsafe { &*self.value.get() }.as_ref()
    }

    /// The value, if there is one, by an exclusive reference to the cell.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::OnceCell;
    ///
    /// let mut cell = OnceCell::from(5);
    /// *cell.get_mut().unwrap() += 1;
    /// assert_eq!(cell.into_inner(), Some(6));
    /// ```
    #[inline]
    pub const fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut().as_mut()
    }

    /// Writes the value, if there is none.
    ///
    /// # Errors
    ///
    /// `value`, when the cell had one.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::OnceCell;
    ///
    /// let cell = OnceCell::new();
    /// assert_eq!(cell.set(5), Ok(()));
    /// assert_eq!(cell.set(6), Err(6));
    /// ```
    #[inline]
    pub fn set(&self, value: T) -> Result<(), T> {
        match self.try_insert(value) {
            Ok(_) => Ok(()),
            Err((_, value)) => Err(value),
        }
    }

    /// Writes the value, if there is none, and gives out a reference to it.
    ///
    /// # Errors
    ///
    /// A reference to the value that the cell had, and `value`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::OnceCell;
    ///
    /// let cell = OnceCell::new();
    /// assert_eq!(cell.try_insert(5), Ok(&5));
    /// assert_eq!(cell.try_insert(6), Err((&5, 6)));
    /// ```
    #[inline]
    pub fn try_insert(&self, value: T) -> Result<&T, (&T, T)> {
        if let Some(old) = self.get() {
            return Err((old, value));
        }
        Ok(self.write(value))
    }

    /// Writes the value. The cell must be empty.
    #[inline]
    fn write(&self, value: T) -> &T {
        debug_assert!(self.get().is_none(), "a value is written over another");
        // SAFETY: ONCE-1 -- the content is `None`, so there is no reference to it, and none comes up
        // before the one made here is gone or turned into one that only reads.
        let slot = unsafe { &mut *self.value.get() };
        slot.insert(value)
    }

    /// The value, which `f` makes if there is none.
    ///
    /// # Panics
    ///
    /// If `f` panics, and the cell stays empty; if `f` itself writes the value of this cell, which it
    /// keeps.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::OnceCell;
    ///
    /// let cell = OnceCell::new();
    /// assert_eq!(cell.get_or_init(|| 5), &5);
    /// assert_eq!(cell.get_or_init(|| unreachable!()), &5);
    /// ```
    #[inline]
    pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {
        match self.get_or_try_init(|| Ok::<T, Infallible>(f())) {
            Ok(value) => value,
        }
    }

    /// The value, which `f` makes, or fails to make, if there is none.
    ///
    /// # Errors
    ///
    /// That of `f`; the cell stays empty.
    ///
    /// # Panics
    ///
    /// As [`get_or_init`](Self::get_or_init).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::OnceCell;
    ///
    /// let cell = OnceCell::new();
    /// assert!(cell.get_or_try_init(|| "x".parse::<u32>()).is_err());
    /// assert_eq!(cell.get_or_try_init(|| "5".parse::<u32>()), Ok(&5));
    /// ```
    #[inline]
    pub fn get_or_try_init<F, E>(&self, f: F) -> Result<&T, E>
    where
        F: FnOnce() -> Result<T, E>,
    {
        match self.get() {
            Some(value) => Ok(value),
            None => self.try_init(f),
        }
    }

    #[cold]
    fn try_init<F, E>(&self, f: F) -> Result<&T, E>
    where
        F: FnOnce() -> Result<T, E>,
    {
        // No reference into the cell is alive: `f` may come back to it.
        let value = f()?;
        // The value that came too late is dropped before the panic begins.
        if let Ok(value) = self.try_insert(value) {
            Ok(value)
        } else {
            panic!("reentrant init")
        }
    }

    /// The value, which `f` makes if there is none, by an exclusive reference to the cell.
    ///
    /// # Panics
    ///
    /// If `f` panics, and the cell stays empty.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::OnceCell;
    ///
    /// let mut cell = OnceCell::new();
    /// *cell.get_mut_or_init(|| 5) += 1;
    /// assert_eq!(cell.into_inner(), Some(6));
    /// ```
    #[inline]
    pub fn get_mut_or_init<F: FnOnce() -> T>(&mut self, f: F) -> &mut T {
        self.value.get_mut().get_or_insert_with(f)
    }

    /// The value, which `f` makes, or fails to make, if there is none, by an exclusive reference to
    /// the cell.
    ///
    /// # Errors
    ///
    /// That of `f`; the cell stays empty.
    ///
    /// # Panics
    ///
    /// If `f` panics, and the cell stays empty.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::OnceCell;
    ///
    /// let mut cell = OnceCell::new();
    /// assert!(cell.get_mut_or_try_init(|| "x".parse::<u32>()).is_err());
    /// *cell.get_mut_or_try_init(|| "5".parse::<u32>()).unwrap() += 1;
    /// assert_eq!(cell.into_inner(), Some(6));
    /// ```
    #[inline]
    pub fn get_mut_or_try_init<F, E>(&mut self, f: F) -> Result<&mut T, E>
    where
        F: FnOnce() -> Result<T, E>,
    {
        let slot = self.value.get_mut();
        if slot.is_none() {
            *slot = Some(f()?);
        }
        // Never made: the slot was just seen to be full, or filled.
        Ok(slot.get_or_insert_with(|| unreachable!()))
    }

    /// The value, if there is one, at the cell's end.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::OnceCell;
    ///
    /// assert_eq!(OnceCell::from(5).into_inner(), Some(5));
    /// assert_eq!(OnceCell::<i32>::new().into_inner(), None);
    /// ```
    #[inline]
    pub const fn into_inner(self) -> Option<T> {
        // A plain move out of the field is E0493 in a `const fn` on stable.
        let this = ManuallyDrop::new(self);
        // SAFETY: ONCE-1, LANG-14 -- the option is all there is in the cell, which is neither used
        // again nor dropped.
        unsafe { (&raw const this).cast::<Option<T>>().read() }
    }

    /// The value, if there is one; the cell is empty again.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::OnceCell;
    ///
    /// let mut cell = OnceCell::from(5);
    /// assert_eq!(cell.take(), Some(5));
    /// assert_eq!(cell.set(6), Ok(()));
    /// ```
    #[inline]
    pub const fn take(&mut self) -> Option<T> {
        self.value.get_mut().take()
    }
}
