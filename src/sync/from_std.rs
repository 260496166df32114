#![forbid(unsafe_code)]
//! Into counted blocks: from what std owns.
//!
//! Only `Box`es and vectors can be moved out of; text is copied, and its owner dropped. Whatever
//! std alone knows the layout of (C strings here, paths and the system's strings in the file beside
//! this one) goes through std's box.

use alloc_crate::boxed::Box as StdBox;
use alloc_crate::ffi::CString;
use alloc_crate::string::String;
use alloc_crate::vec::Vec as StdVec;
use core::ffi::CStr;

use super::Arc;
use crate::boxed::Box;
use crate::vec::Vec;

impl<T: ?Sized> From<StdBox<T>> for Arc<T> {
    /// Moves the value into a counted block, also behind `dyn Trait`. O(size of the value).
    ///
    /// # Panics
    ///
    /// As [`Arc::new`]; the box is dropped then.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    /// use std::fmt::Display;
    ///
    /// let b: std::boxed::Box<dyn Display> = std::boxed::Box::new(5);
    /// assert_eq!(Arc::<dyn Display>::from(b).to_string(), "5");
    /// ```
    #[inline]
    #[track_caller]
    fn from(b: StdBox<T>) -> Self {
        Box::from_std(b).into()
    }
}

impl<T> From<StdVec<T>> for Arc<[T]> {
    /// Moves the elements into a counted block. O(bytes).
    #[inline]
    #[track_caller]
    fn from(vec: StdVec<T>) -> Self {
        Vec::from(vec).into()
    }
}

impl From<String> for Arc<str> {
    /// Copies the text into a block.
    #[inline]
    #[track_caller]
    fn from(text: String) -> Self {
        Self::from(&*text)
    }
}

impl From<&CStr> for Arc<CStr> {
    /// Copies the string, with its NUL, into a block.
    #[track_caller]
    fn from(s: &CStr) -> Self {
        StdBox::<CStr>::from(s).into()
    }
}

impl From<&mut CStr> for Arc<CStr> {
    /// Copies the string, with its NUL, into a block.
    #[track_caller]
    fn from(s: &mut CStr) -> Self {
        Self::from(&*s)
    }
}

impl From<CString> for Arc<CStr> {
    /// Copies the string, with its NUL, into a block.
    #[track_caller]
    fn from(s: CString) -> Self {
        s.into_boxed_c_str().into()
    }
}

impl Default for Arc<CStr> {
    /// The empty string: one NUL.
    #[track_caller]
    fn default() -> Self {
        Self::from(c"")
    }
}
