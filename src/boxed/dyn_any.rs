//! From a box of `dyn Any` back to the type of the value.

use core::any::Any;

use allocator_api2::alloc::Allocator;

use super::Box;

impl<A: Allocator> Box<dyn Any, A> {
    /// The box as one of a `T`, if its value is one. O(1).
    ///
    /// # Errors
    ///
    /// The box itself, if its value is of another type.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::any::Any;
    ///
    /// let five: Box<dyn Any> = Box::from_std(std::boxed::Box::new(5_i32));
    /// let five = five.downcast::<u8>().unwrap_err();
    /// assert_eq!(*five.downcast::<i32>().unwrap(), 5);
    /// ```
    #[inline]
    pub fn downcast<T: Any>(self) -> Result<Box<T, A>, Self> {
        if (*self).is::<T>() {
            // SAFETY: LANG-10 -- the value has the type id of `T`.
            Ok(unsafe { self.downcast_unchecked() })
        } else {
            Err(self)
        }
    }

    /// The box as one of a `T`, unchecked. O(1).
    ///
    /// # Safety
    ///
    /// * (a) The value is a `T`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::any::Any;
    ///
    /// let five: Box<dyn Any> = Box::from_std(std::boxed::Box::new(5_i32));
    /// // SAFETY: it was an i32 just above.
    /// assert_eq!(*unsafe { five.downcast_unchecked::<i32>() }, 5);
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn downcast_unchecked<T: Any>(self) -> Box<T, A> {
        debug_assert!((*self).is::<T>());
        // SAFETY: BOX-1, BOX-2 -- by (a) the value is a `T`, with the layout that its vtable tells.
        unsafe { Self::cast(self) }
    }
}

impl<A: Allocator> Box<dyn Any + Send, A> {
    /// The box as one of a `T`, if its value is one. O(1).
    ///
    /// # Errors
    ///
    /// The box itself, if its value is of another type.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::any::Any;
    ///
    /// let five: Box<dyn Any + Send> = Box::from_std(std::boxed::Box::new(5_i32));
    /// assert_eq!(*five.downcast::<i32>().unwrap(), 5);
    /// ```
    #[inline]
    pub fn downcast<T: Any>(self) -> Result<Box<T, A>, Self> {
        if (*self).is::<T>() {
            // SAFETY: LANG-10 -- the value has the type id of `T`.
            Ok(unsafe { self.downcast_unchecked() })
        } else {
            Err(self)
        }
    }

    /// The box as one of a `T`, unchecked. O(1).
    ///
    /// # Safety
    ///
    /// * (a) The value is a `T`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::any::Any;
    ///
    /// let five: Box<dyn Any + Send> = Box::from_std(std::boxed::Box::new(5_i32));
    /// // SAFETY: it was an i32 just above.
    /// assert_eq!(*unsafe { five.downcast_unchecked::<i32>() }, 5);
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn downcast_unchecked<T: Any>(self) -> Box<T, A> {
        debug_assert!((*self).is::<T>());
        // SAFETY: BOX-1, BOX-2 -- by (a) the value is a `T`, with the layout that its vtable tells.
        unsafe { Self::cast(self) }
    }
}

impl<A: Allocator> Box<dyn Any + Send + Sync, A> {
    /// The box as one of a `T`, if its value is one. O(1).
    ///
    /// # Errors
    ///
    /// The box itself, if its value is of another type.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::any::Any;
    ///
    /// let five: Box<dyn Any + Send + Sync> = Box::from_std(std::boxed::Box::new(5_i32));
    /// assert_eq!(*five.downcast::<i32>().unwrap(), 5);
    /// ```
    #[inline]
    pub fn downcast<T: Any>(self) -> Result<Box<T, A>, Self> {
        if (*self).is::<T>() {
            // SAFETY: LANG-10 -- the value has the type id of `T`.
            Ok(unsafe { self.downcast_unchecked() })
        } else {
            Err(self)
        }
    }

    /// The box as one of a `T`, unchecked. O(1).
    ///
    /// # Safety
    ///
    /// * (a) The value is a `T`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    /// use std::any::Any;
    ///
    /// let five: Box<dyn Any + Send + Sync> = Box::from_std(std::boxed::Box::new(5_i32));
    /// // SAFETY: it was an i32 just above.
    /// assert_eq!(*unsafe { five.downcast_unchecked::<i32>() }, 5);
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn downcast_unchecked<T: Any>(self) -> Box<T, A> {
        debug_assert!((*self).is::<T>());
        // SAFETY: BOX-1, BOX-2 -- by (a) the value is a `T`, with the layout that its vtable tells.
        unsafe { Self::cast(self) }
    }
}
