//! Any error in a box, and back.
//!
//! # Differences from std
//!
//! std has one `From` for every error and one each for `&str`, `String` and `Cow<str>`. Another
//! crate can't have them side by side (E0119: std might make `str` an error one day). Here one
//! `From` takes whatever std's box takes, and takes over std's box. O(1) beside std's own work.

use alloc_crate::boxed::Box as StdBox;
use core::error::Error;

use allocator_api2::alloc::Allocator;

use super::Box;

impl<'a, E> From<E> for Box<dyn Error + 'a>
where
    StdBox<dyn Error + 'a>: From<E>,
{
    /// Boxes an error, a text (`&str`, `String`, `Cow<str>`), or std's box of an error.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::error::Error;
    ///
    /// fn half(text: &str) -> Result<i32, Box<dyn Error>> {
    ///     match text.parse::<i32>()? {
    ///         n if n % 2 == 0 => Ok(n / 2),
    ///         _ => Err("an odd number".into()),
    ///     }
    /// }
    /// assert_eq!(half("42").unwrap(), 21);
    /// assert!(half("x").unwrap_err().is::<std::num::ParseIntError>());
    /// assert_eq!(half("3").unwrap_err().to_string(), "an odd number");
    /// ```
    #[inline]
    fn from(error: E) -> Self {
        Self::from_std(StdBox::from(error))
    }
}

impl<'a, E> From<E> for Box<dyn Error + Send + Sync + 'a>
where
    StdBox<dyn Error + Send + Sync + 'a>: From<E>,
{
    /// Boxes an error, a text (`&str`, `String`, `Cow<str>`), or std's box of an error.
    #[inline]
    fn from(error: E) -> Self {
        Self::from_std(StdBox::from(error))
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
