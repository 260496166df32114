//! From an owner of `dyn Any` back to the type of the value.

use core::any::Any;

use allocator_api2::alloc::Allocator;

use super::Arc;

impl<A: Allocator> Arc<dyn Any, A> {
    /// The owner as one of a `T`, if its value is one. O(1).
    ///
    /// # Errors
    ///
    /// The owner itself, if its value is of another type.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    /// use std::any::Any;
    ///
    /// let five: Arc<dyn Any> = Arc::from(std::boxed::Box::new(5_i32) as std::boxed::Box<dyn Any>);
    /// let five = five.downcast::<u8>().unwrap_err();
    /// assert_eq!(*five.downcast::<i32>().unwrap(), 5);
    /// ```
    #[inline]
    pub fn downcast<T: Any>(self) -> Result<Arc<T, A>, Self> {
        if (*self).is::<T>() {
            // SAFETY: LANG-10 -- the value has the type id of `T`.
            Ok(unsafe { self.downcast_unchecked() })
        } else {
            Err(self)
        }
    }

    /// The owner as one of a `T`, unchecked. O(1).
    ///
    /// # Safety
    ///
    /// * (a) The value is a `T`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    /// use std::any::Any;
    ///
    /// let five: Arc<dyn Any> = Arc::from(std::boxed::Box::new(5_i32) as std::boxed::Box<dyn Any>);
    /// // SAFETY: it was an i32 just above.
    /// assert_eq!(*unsafe { five.downcast_unchecked::<i32>() }, 5);
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn downcast_unchecked<T: Any>(self) -> Arc<T, A> {
        debug_assert!((*self).is::<T>());
        let (ptr, alloc) = Self::into_block(self);
        // SAFETY: BLOCK-1 -- by (a) the value has the layout of `T`, which its vtable tells.
        let ptr = unsafe { ptr.cast::<T>() };
        // SAFETY: ARC-1, ARC-2 -- the same block and value.
        unsafe { Arc::from_block(ptr, alloc) }
    }
}
