#![forbid(unsafe_code)]
//! Counted paths and strings of the operating system, and handles behind an `Arc`.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use alloc_crate::boxed::Box as StdBox;

use super::Arc;

impl From<&OsStr> for Arc<OsStr> {
    /// Copies the string into a block.
    #[track_caller]
    fn from(s: &OsStr) -> Self {
        StdBox::<OsStr>::from(s).into()
    }
}

impl From<&mut OsStr> for Arc<OsStr> {
    /// Copies the string into a block.
    #[track_caller]
    fn from(s: &mut OsStr) -> Self {
        Self::from(&*s)
    }
}

impl From<OsString> for Arc<OsStr> {
    /// Copies the string into a block.
    #[track_caller]
    fn from(s: OsString) -> Self {
        s.into_boxed_os_str().into()
    }
}

impl From<&Path> for Arc<Path> {
    /// Copies the path into a block.
    #[track_caller]
    fn from(path: &Path) -> Self {
        StdBox::<Path>::from(path).into()
    }
}

impl From<&mut Path> for Arc<Path> {
    /// Copies the path into a block.
    #[track_caller]
    fn from(path: &mut Path) -> Self {
        Self::from(&*path)
    }
}

impl From<PathBuf> for Arc<Path> {
    /// Copies the path into a block.
    #[track_caller]
    fn from(path: PathBuf) -> Self {
        path.into_boxed_path().into()
    }
}

#[cfg(any(unix, target_os = "hermit", target_os = "wasi"))]
mod fd {
    use super::super::{Arc, UniqueArc};
    use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};

    impl<T: AsFd + ?Sized> AsFd for Arc<T> {
        #[inline]
        fn as_fd(&self) -> BorrowedFd<'_> {
            (**self).as_fd()
        }
    }

    impl<T: AsRawFd> AsRawFd for Arc<T> {
        #[inline]
        fn as_raw_fd(&self) -> RawFd {
            (**self).as_raw_fd()
        }
    }

    impl<T: AsFd + ?Sized> AsFd for UniqueArc<T> {
        #[inline]
        fn as_fd(&self) -> BorrowedFd<'_> {
            (**self).as_fd()
        }
    }

    impl<T: AsRawFd + ?Sized> AsRawFd for UniqueArc<T> {
        #[inline]
        fn as_raw_fd(&self) -> RawFd {
            (**self).as_raw_fd()
        }
    }
}

#[cfg(windows)]
mod handle {
    use super::super::{Arc, UniqueArc};
    use std::os::windows::io::{AsHandle, AsSocket, BorrowedHandle, BorrowedSocket};

    impl<T: AsHandle + ?Sized> AsHandle for Arc<T> {
        #[inline]
        fn as_handle(&self) -> BorrowedHandle<'_> {
            (**self).as_handle()
        }
    }

    impl<T: AsSocket> AsSocket for Arc<T> {
        #[inline]
        fn as_socket(&self) -> BorrowedSocket<'_> {
            (**self).as_socket()
        }
    }

    impl<T: AsHandle + ?Sized> AsHandle for UniqueArc<T> {
        #[inline]
        fn as_handle(&self) -> BorrowedHandle<'_> {
            (**self).as_handle()
        }
    }

    impl<T: AsSocket + ?Sized> AsSocket for UniqueArc<T> {
        #[inline]
        fn as_socket(&self) -> BorrowedSocket<'_> {
            (**self).as_socket()
        }
    }
}
