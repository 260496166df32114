//! Any error in a box, and back.
//!
//! `From<E>` for every error `E` is what `?` needs. std has `From<&str>` and `From<String>` beside it;
//! to another crate coherence refuses them, as std might make `str` an error one day: hence `msg`.

use alloc_crate::string::String;
use core::error::Error;
use core::fmt;

use allocator_api2::alloc::Allocator;

use super::Box;

/// An error that is nothing but its text.
struct Message(String);

impl Error for Message {}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<'a, E: Error + 'a> From<E> for Box<dyn Error + 'a> {
    /// Moves the error to the heap.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::error::Error;
    ///
    /// fn double(text: &str) -> Result<i32, Box<dyn Error>> {
    ///     Ok(2 * text.parse::<i32>()?)
    /// }
    /// assert_eq!(double("21").unwrap(), 42);
    /// assert!(double("x").unwrap_err().is::<std::num::ParseIntError>());
    /// ```
    #[track_caller]
    fn from(error: E) -> Self {
        let raw = Box::into_raw(Box::new(error)) as *mut (dyn Error + 'a);
        // SAFETY: BOX-1, BOX-2 -- from a box; the vtable tells the layout of `E`.
        unsafe { Self::from_raw(raw) }
    }
}

impl<'a, E: Error + Send + Sync + 'a> From<E> for Box<dyn Error + Send + Sync + 'a> {
    /// Moves the error to the heap.
    #[track_caller]
    fn from(error: E) -> Self {
        let raw = Box::into_raw(Box::new(error)) as *mut (dyn Error + Send + Sync + 'a);
        // SAFETY: BOX-1, BOX-2 -- from a box; the vtable tells the layout of `E`.
        unsafe { Self::from_raw(raw) }
    }
}

impl<'a> Box<dyn Error + 'a> {
    /// An error that says `text`: std's `From<&str>`, `From<String>` and `From<Cow<str>>`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::error::Error;
    ///
    /// let error = Box::<dyn Error>::msg("no stone left");
    /// assert_eq!(error.to_string(), "no stone left");
    /// ```
    #[must_use]
    pub fn msg(text: impl Into<String>) -> Self {
        Self::from(Message(text.into()))
    }
}

impl<'a> Box<dyn Error + Send + Sync + 'a> {
    /// An error that says `text`: std's `From<&str>`, `From<String>` and `From<Cow<str>>`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::error::Error;
    ///
    /// let error = Box::<dyn Error + Send + Sync>::msg("no stone left");
    /// assert_eq!(error.to_string(), "no stone left");
    /// ```
    #[must_use]
    pub fn msg(text: impl Into<String>) -> Self {
        Self::from(Message(text.into()))
    }
}

impl<A: Allocator> Box<dyn Error, A> {
    /// The box as one of an `E`, if its error is one. O(1). std has it as a method of `dyn Error`.
    ///
    /// # Errors
    ///
    /// The box itself, if its error is of another type.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::{error::Error, fmt};
    ///
    /// let error = Box::<dyn Error>::from(fmt::Error);
    /// assert_eq!(*error.downcast::<fmt::Error>().unwrap(), fmt::Error);
    /// ```
    pub fn downcast<E: Error + 'static>(self) -> Result<Box<E, A>, Self> {
        if (*self).is::<E>() {
            // SAFETY: BOX-1, BOX-2, LANG-10 -- the error has the type id of `E`, so the layout too.
            Ok(unsafe { Self::cast(self) })
        } else {
            Err(self)
        }
    }
}

impl<A: Allocator> Box<dyn Error + Send, A> {
    /// The box as one of an `E`, if its error is one. O(1). std has it as a method of `dyn Error`.
    ///
    /// # Errors
    ///
    /// The box itself, if its error is of another type.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::{error::Error, fmt};
    ///
    /// let std: std::boxed::Box<dyn Error + Send> = std::boxed::Box::new(fmt::Error);
    /// assert!(Box::from_std(std).downcast::<fmt::Error>().is_ok());
    /// ```
    pub fn downcast<E: Error + 'static>(self) -> Result<Box<E, A>, Self> {
        if (*self).is::<E>() {
            // SAFETY: BOX-1, BOX-2, LANG-10 -- the error has the type id of `E`, so the layout too.
            Ok(unsafe { Self::cast(self) })
        } else {
            Err(self)
        }
    }
}

impl<A: Allocator> Box<dyn Error + Send + Sync, A> {
    /// The box as one of an `E`, if its error is one. O(1). std has it as a method of `dyn Error`.
    ///
    /// # Errors
    ///
    /// The box itself, if its error is of another type.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::{error::Error, fmt};
    ///
    /// let error = Box::<dyn Error + Send + Sync>::from(fmt::Error);
    /// assert!(error.downcast::<std::io::Error>().is_err());
    /// ```
    pub fn downcast<E: Error + 'static>(self) -> Result<Box<E, A>, Self> {
        if (*self).is::<E>() {
            // SAFETY: BOX-1, BOX-2, LANG-10 -- the error has the type id of `E`, so the layout too.
            Ok(unsafe { Self::cast(self) })
        } else {
            Err(self)
        }
    }
}
