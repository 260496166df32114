#![forbid(unsafe_code)]
//! Boxed paths and strings of the operating system.
//!
//! Their memory is laid out as std likes, so std makes and clones the boxes; here they change
//! hands.

use alloc_crate::borrow::Cow;
use alloc_crate::boxed::Box as StdBox;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::Box;

impl From<StdBox<OsStr>> for Box<OsStr> {
    /// Takes over string and block. O(1).
    #[inline]
    fn from(b: StdBox<OsStr>) -> Self {
        Self::from_std(b)
    }
}

impl From<&OsStr> for Box<OsStr> {
    /// Copies the string into a box.
    fn from(s: &OsStr) -> Self {
        StdBox::<OsStr>::from(s).into()
    }
}

impl From<&mut OsStr> for Box<OsStr> {
    /// Copies the string into a box.
    fn from(s: &mut OsStr) -> Self {
        Self::from(&*s)
    }
}

impl From<Cow<'_, OsStr>> for Box<OsStr> {
    /// Copies a borrowed string; takes over an owned one.
    fn from(s: Cow<'_, OsStr>) -> Self {
        match s {
            Cow::Borrowed(s) => s.into(),
            Cow::Owned(s) => s.into(),
        }
    }
}

impl From<OsString> for Box<OsStr> {
    /// Takes over the string, and gives back what it had allocated too much.
    fn from(s: OsString) -> Self {
        s.into_boxed_os_str().into()
    }
}

impl From<Box<OsStr>> for OsString {
    /// Takes over the string. O(1).
    fn from(s: Box<OsStr>) -> Self {
        Box::into_std(s).into_os_string()
    }
}

impl Clone for Box<OsStr> {
    #[inline]
    fn clone(&self) -> Self {
        (**self).into()
    }
}

impl Default for Box<OsStr> {
    /// The empty string, which takes no memory.
    #[inline]
    fn default() -> Self {
        StdBox::<OsStr>::default().into()
    }
}

impl From<StdBox<Path>> for Box<Path> {
    /// Takes over path and block. O(1).
    #[inline]
    fn from(b: StdBox<Path>) -> Self {
        Self::from_std(b)
    }
}

impl From<&Path> for Box<Path> {
    /// Copies the path into a box.
    fn from(path: &Path) -> Self {
        StdBox::<Path>::from(path).into()
    }
}

impl From<&mut Path> for Box<Path> {
    /// Copies the path into a box.
    fn from(path: &mut Path) -> Self {
        Self::from(&*path)
    }
}

impl From<Cow<'_, Path>> for Box<Path> {
    /// Copies a borrowed path; takes over an owned one.
    fn from(path: Cow<'_, Path>) -> Self {
        match path {
            Cow::Borrowed(path) => path.into(),
            Cow::Owned(path) => path.into(),
        }
    }
}

impl From<PathBuf> for Box<Path> {
    /// Takes over the path, and gives back what it had allocated too much.
    fn from(path: PathBuf) -> Self {
        path.into_boxed_path().into()
    }
}

impl From<Box<Path>> for PathBuf {
    /// Takes over the path. O(1).
    fn from(path: Box<Path>) -> Self {
        Box::into_std(path).into_path_buf()
    }
}

impl Clone for Box<Path> {
    #[inline]
    fn clone(&self) -> Self {
        (**self).into()
    }
}
