#![forbid(unsafe_code)]
//! Boxed C strings.
//!
//! Their memory is laid out as std likes, so std makes and clones the boxes; here they change
//! hands.

use alloc_crate::borrow::Cow;
use alloc_crate::boxed::Box as StdBox;
use alloc_crate::ffi::CString;
use core::ffi::CStr;

use super::Box;

impl From<StdBox<CStr>> for Box<CStr> {
    /// Takes over string and block. O(1).
    #[inline]
    fn from(b: StdBox<CStr>) -> Self {
        Self::from_std(b)
    }
}

impl From<&CStr> for Box<CStr> {
    /// Copies the string, with its NUL, into a box.
    fn from(s: &CStr) -> Self {
        StdBox::<CStr>::from(s).into()
    }
}

impl From<&mut CStr> for Box<CStr> {
    /// Copies the string, with its NUL, into a box.
    fn from(s: &mut CStr) -> Self {
        Self::from(&*s)
    }
}

impl From<Cow<'_, CStr>> for Box<CStr> {
    /// Copies a borrowed string; takes over an owned one.
    fn from(s: Cow<'_, CStr>) -> Self {
        match s {
            Cow::Borrowed(s) => s.into(),
            Cow::Owned(s) => s.into(),
        }
    }
}

impl From<CString> for Box<CStr> {
    /// Takes over the string. O(1).
    fn from(s: CString) -> Self {
        s.into_boxed_c_str().into()
    }
}

impl From<Box<CStr>> for CString {
    /// Takes over the string. O(1).
    fn from(s: Box<CStr>) -> Self {
        Box::into_std(s).into_c_string()
    }
}

impl Clone for Box<CStr> {
    #[inline]
    fn clone(&self) -> Self {
        (**self).into()
    }
}

impl Default for Box<CStr> {
    /// The empty string: one NUL on the heap.
    #[inline]
    fn default() -> Self {
        StdBox::<CStr>::default().into()
    }
}
