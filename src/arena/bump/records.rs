//! [`Records`]: which destructors an arena owes, newest first.
//!
//! # Invariants
//!
//! * `RECORD-1`: each record in a list is in memory that its arena has not given out otherwise, with
//!   provenance for itself and for the `len` values behind it, which are live, and which the list
//!   owns.
//! * `RECORD-2`: a record leaves its list before its values are dropped.

use core::alloc::Layout;
use core::ptr::NonNull;

use crate::cell::Cell;
use crate::error::TryReserveError;
use crate::raw::layout;

/// What stands in front of values that are to be dropped.
pub(super) struct Record {
    older: Cell<Option<NonNull<Record>>>,
    drop: unsafe fn(NonNull<Record>),
    len: usize,
}

/// Drops the values behind a record.
///
/// # Safety
///
/// * (a) The record is one for values of `T`, which the caller owns.
unsafe fn drop_behind<T>(record: NonNull<Record>) {
    // SAFETY: RECORD-1 -- by (a) it is there.
    let len = unsafe { record.as_ref() }.len;
    // SAFETY: RECORD-1 -- by (a) the values lie behind it.
    let start = unsafe { record.cast::<u8>().add(offset::<T>()) }.cast::<T>();
    // SAFETY: RECORD-1, RECORD-2 -- by (a) they are live, and nobody else's.
    unsafe { NonNull::slice_from_raw_parts(start, len).drop_in_place() };
}

/// How far behind a record its values are.
const fn offset<T>() -> usize {
    layout::offset_behind(Layout::new::<Record>(), align_of::<T>())
}

/// The layout of a record and `len` values behind it.
#[inline]
pub(super) fn layout<T>(len: usize) -> Result<Layout, TryReserveError> {
    let values = layout::array(Layout::new::<T>(), len)?;
    let (layout, _) = layout::with_header(Layout::new::<Record>(), values)?;
    Ok(layout)
}

/// Where the values of a block of this [`layout()`] are.
///
/// # Safety
///
/// * (a) The block has the layout of a record and values of `T`.
#[inline]
pub(super) unsafe fn values<T>(block: NonNull<u8>) -> NonNull<T> {
    // SAFETY: LAYOUT-2 -- by (a) they are so far behind its start.
    unsafe { block.add(offset::<T>()) }.cast()
}

/// The destructors of one arena.
#[derive(Debug)]
pub(super) struct Records {
    newest: Cell<Option<NonNull<Record>>>,
}

impl Records {
    #[inline]
    pub(super) const fn new() -> Self {
        // INVARIANT: RECORD-1 -- there is none.
        Self {
            newest: Cell::new(None),
        }
    }

    /// The newest record.
    #[inline]
    pub(super) fn newest(&self) -> Option<NonNull<Record>> {
        self.newest.get()
    }

    /// Adds a record for values that are written.
    ///
    /// # Safety
    ///
    /// * (a) The block has the [`layout()`] of at least `len` values, is the arena's, and will be
    ///   until the record is run or forgotten.
    /// * (b) The first `len` of its values are live, and the list's from now on.
    #[inline]
    pub(super) unsafe fn publish<T>(&self, block: NonNull<u8>, len: usize) {
        let record = block.cast::<Record>();
        let content = Record {
            older: Cell::new(self.newest.get()),
            drop: drop_behind::<T>,
            len,
        };
        // SAFETY: LAYOUT-2 -- by (a) there is room for it.
        unsafe { record.write(content) };
        // INVARIANT: RECORD-1 -- by (a) and (b).
        self.newest.set(Some(record));
    }

    /// Drops all values, or those that came after `end`; the rest also when one drop unwinds.
    pub(super) fn run_until(&self, end: Option<NonNull<Record>>) {
        struct Rest<'a>(&'a Records, Option<NonNull<Record>>);
        impl Rest<'_> {
            fn run(&mut self) {
                while let Some(record) = self.0.newest.get().filter(|at| Some(*at) != self.1) {
                    // SAFETY: RECORD-1 -- records in the list are there.
                    let Record { older, drop, .. } = unsafe { record.as_ref() };
                    // INVARIANT: RECORD-2 -- it leaves first.
                    self.0.newest.set(older.get());
                    // SAFETY: RECORD-1, RECORD-2 -- the values were the list's, and of the type
                    // that the function is for.
                    unsafe { drop(record) };
                }
            }
        }
        impl Drop for Rest<'_> {
            fn drop(&mut self) {
                self.run();
            }
        }
        Rest(self, end).run();
    }

    /// Takes all records of another list, as the newest.
    pub(super) fn adopt(&self, other: &Self) {
        let Some(newest) = other.newest.take() else {
            return;
        };
        let mut oldest = newest;
        loop {
            // SAFETY: RECORD-1 -- records in a list are there.
            let older = &unsafe { oldest.as_ref() }.older;
            match older.get() {
                Some(next) => oldest = next,
                None => {
                    // INVARIANT: RECORD-1 -- one list of both.
                    older.set(self.newest.get());
                    break;
                }
            }
        }
        self.newest.set(Some(newest));
    }
}
