#![forbid(unsafe_code)]
//! What `try_borrow` and `try_borrow_mut` answer, and what `borrow` and `borrow_mut` say at their end.

use core::error::Error;
use core::fmt;

use super::sites::Refusal;

/// What [`RefCell::try_borrow`](super::RefCell::try_borrow) answers while there is an exclusive borrow.
///
/// With the feature `borrow-sites` it names the place of a borrow that was live when the error was
/// made, both in [`Display`](fmt::Display) and in [`Debug`](fmt::Debug), so that `unwrap` tells it too:
///
/// ```text
/// RefCell already mutably borrowed at src/x.rs:41:18
/// RefCell already borrowed: 3 readers, one of them at src/x.rs:41:18
/// ```
///
/// A cell notes four places at a time, and any number of borrows of each. A borrow from yet another
/// place, while all four have live ones, is counted only. When such borrows are all that is left, the
/// error says that their place was not noted; it never names the place of a borrow that has ended.
///
/// # Examples
///
/// ```
/// use drystone::cell::RefCell;
///
/// let cell = RefCell::new(5);
/// let writer = cell.borrow_mut();
/// let error = cell.try_borrow().unwrap_err();
/// assert!(error.to_string().starts_with("RefCell already mutably borrowed"));
/// # drop(writer);
/// ```
#[non_exhaustive]
pub struct BorrowError {
    refusal: Refusal,
}

/// What [`RefCell::try_borrow_mut`](super::RefCell::try_borrow_mut) answers while there is any borrow.
///
/// With the feature `borrow-sites` it names the place of a borrow that was live when the error was
/// made, if that is one of the four places that a cell notes at a time: see [`BorrowError`].
///
/// # Examples
///
/// ```
/// use drystone::cell::RefCell;
///
/// let cell = RefCell::new(5);
/// let reader = cell.borrow();
/// let error = cell.try_borrow_mut().unwrap_err();
/// assert!(error.to_string().starts_with("RefCell already borrowed"));
/// # drop(reader);
/// ```
#[non_exhaustive]
pub struct BorrowMutError {
    refusal: Refusal,
}

impl BorrowError {
    #[inline(always)]
    pub(super) const fn new(refusal: Refusal) -> Self {
        Self { refusal }
    }
}

impl BorrowMutError {
    #[inline(always)]
    pub(super) const fn new(refusal: Refusal) -> Self {
        Self { refusal }
    }
}

impl fmt::Display for BorrowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusal.display("RefCell already mutably borrowed", f)
    }
}

impl fmt::Debug for BorrowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusal.debug("BorrowError", f)
    }
}

impl Error for BorrowError {}

impl fmt::Display for BorrowMutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusal.display("RefCell already borrowed", f)
    }
}

impl fmt::Debug for BorrowMutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusal.debug("BorrowMutError", f)
    }
}

impl Error for BorrowMutError {}

/// The end of a `borrow`. All there is to say is passed by value: a reference to the cell would keep
/// every cell in memory that could do with a register, and the flag, even by value, costs an
/// instruction on the way to success. So, as in std, one reader too many is told what a reader beside
/// a writer is told.
#[cold]
#[inline(never)]
#[track_caller]
pub(super) fn refuse_shared(error: BorrowError) -> ! {
    panic!("{error}");
}

/// The end of a `borrow_mut`.
#[cold]
#[inline(never)]
#[track_caller]
pub(super) fn refuse_exclusive(error: BorrowMutError) -> ! {
    panic!("{error}");
}

/// The end of a second guard of a borrow that would be one more than the flag can count.
#[cold]
#[inline(never)]
#[track_caller]
pub(super) fn too_many_borrows() -> ! {
    panic!("RefCell borrowed too often: the flag counts no further");
}
