#![forbid(unsafe_code)]
//! The errors of a failed allocation, and what becomes of them where no `Result` can be returned.
//!
//! std's own `TryReserveError` can't be built on stable, so the crate has one of the same name and
//! use. It says how many bytes were asked for, which std's does not.

use core::alloc::{Layout, LayoutError};
use core::fmt;

/// The error of every `try_*` method that reserves memory.
///
/// # Differences from std
///
/// [`kind`](Self::kind) is stable here, and the message names the size in bytes that could not be
/// had.
///
/// # Examples
///
/// ```
/// use drystone::vec::Vec;
///
/// let err = Vec::<u64>::try_with_capacity(usize::MAX).unwrap_err();
/// assert_eq!(err.to_string(), "capacity overflow: more than isize::MAX bytes were asked for");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TryReserveError {
    kind: TryReserveErrorKind,
}

/// Why memory could not be reserved; see [`TryReserveError::kind`].
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TryReserveErrorKind {
    /// The capacity in bytes exceeds `isize::MAX`, the most that one allocation may have.
    CapacityOverflow,
    /// The allocator returned an error.
    AllocError {
        /// What was asked of the allocator: size and alignment in bytes.
        layout: Layout,
    },
}

impl TryReserveError {
    /// The capacity in bytes exceeds `isize::MAX`.
    pub(crate) const OVERFLOW: Self = Self {
        kind: TryReserveErrorKind::CapacityOverflow,
    };

    /// The allocator refused `layout`.
    pub(crate) const fn alloc(layout: Layout) -> Self {
        Self {
            kind: TryReserveErrorKind::AllocError { layout },
        }
    }

    /// Tells an overflow from a refusal of the allocator.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::TryReserveErrorKind, vec::Vec};
    ///
    /// let err = Vec::<u8>::try_with_capacity(usize::MAX).unwrap_err();
    /// assert_eq!(err.kind(), TryReserveErrorKind::CapacityOverflow);
    /// ```
    #[must_use]
    pub fn kind(&self) -> TryReserveErrorKind {
        self.kind.clone()
    }

    /// Ends the call that has no `Result` to return: a panic for an overflow, the allocation error
    /// hook (which aborts by default) for a refusal.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn raise(self) -> ! {
        match self.kind {
            TryReserveErrorKind::CapacityOverflow => capacity_overflow(),
            TryReserveErrorKind::AllocError { layout } => {
                alloc_crate::alloc::handle_alloc_error(layout)
            }
        }
    }
}

/// Panics with std's words for a capacity past `isize::MAX` bytes.
#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn capacity_overflow() -> ! {
    panic!("capacity overflow");
}

/// Ends the process, with a message. With `std` no code of a user runs for it, not even a panic's hook, which could come
/// back to whatever is going on here; without `std` there is no other way than the program's own panic handler.
///
/// To be called by `extern "C"` functions, which that panic can't leave.
#[cold]
#[inline(never)]
pub(crate) fn end(words: &str) -> ! {
    #[cfg(feature = "std")]
    {
        use std::io::Write;

        // Where it can't be said, it is done all the same.
        let _ = writeln!(std::io::stderr(), "{words}");
        std::process::abort()
    }
    #[cfg(not(feature = "std"))]
    panic!("{words}")
}

impl From<TryReserveErrorKind> for TryReserveError {
    fn from(kind: TryReserveErrorKind) -> Self {
        Self { kind }
    }
}

/// A layout that can't be is one past `isize::MAX` bytes.
impl From<LayoutError> for TryReserveError {
    fn from(_: LayoutError) -> Self {
        Self::OVERFLOW
    }
}

impl fmt::Display for TryReserveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TryReserveErrorKind::CapacityOverflow => {
                f.write_str("capacity overflow: more than isize::MAX bytes were asked for")
            }
            TryReserveErrorKind::AllocError { layout } => write!(
                f,
                "memory allocation failed: the allocator has no {} bytes aligned to {}",
                layout.size(),
                layout.align()
            ),
        }
    }
}

impl core::error::Error for TryReserveError {}
