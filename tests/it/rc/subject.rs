//! What the tests of `counted/` are compiled against here: `Rc`.

use drystone::alloc::Allocator;
pub(crate) use drystone::rc::{Rc as Counted, UniqueRc as Unique, Weak};
pub(crate) use std::rc::Rc as Std;

pub(crate) use crate::support::model::counted::rc as model;

/// The bytes before the value, as documented.
pub(crate) const HEADER: usize = if cfg!(feature = "trace-leaks") { 12 } else { 8 };

/// The alignment of a block whose value asks for none.
#[cfg(not(feature = "trace-leaks"))]
pub(crate) const ALIGN: usize = 4;

/// How much stack dropping one more owner of a chain may take, in percent of what std takes.
pub(crate) const STACK_OF_STDS: usize = 100;

pub(crate) fn share<T: ?Sized, A: Allocator>(unique: Unique<T, A>) -> Counted<T, A> {
    Unique::into_rc(unique)
}

/// The two counts at the beginning of a block, the strong one first.
///
/// # Safety
///
/// The block is alive, and nobody changes the counts meanwhile.
pub(crate) unsafe fn read_counts(block: *const ()) -> [u32; 2] {
    // SAFETY: two numbers, by the caller's promise.
    unsafe { block.cast::<[u32; 2]>().read() }
}

/// Changes what [`read_counts`] reads.
///
/// # Safety
///
/// The block is alive, and nobody looks at the counts meanwhile.
pub(crate) unsafe fn write_counts(block: *mut (), counts: [u32; 2]) {
    // SAFETY: two numbers, by the caller's promise.
    unsafe { block.cast::<[u32; 2]>().write(counts) };
}
