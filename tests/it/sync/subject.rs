//! What the tests of `counted/` are compiled against here: `Arc`.

use drystone::alloc::Allocator;
pub(crate) use drystone::sync::{Arc as Counted, UniqueArc as Unique, Weak};
pub(crate) use std::sync::Arc as Std;

pub(crate) use crate::support::model::counted::sync as model;

/// The bytes before the value, as documented.
pub(crate) const HEADER: usize = if cfg!(feature = "trace-leaks") { 16 } else { 8 };

/// The alignment of a block whose value asks for none.
#[cfg(not(feature = "trace-leaks"))]
pub(crate) const ALIGN: usize = 8;

/// How much stack dropping one more owner of a chain may take, in percent of what std takes.
pub(crate) const STACK_OF_STDS: usize = 150;

pub(crate) fn share<T: ?Sized, A: Allocator>(unique: Unique<T, A>) -> Counted<T, A> {
    Unique::into_arc(unique)
}

/// The two counts at the beginning of a block, the strong one first.
///
/// # Safety
///
/// The block is alive, and nobody changes the counts meanwhile.
pub(crate) unsafe fn read_counts(block: *const ()) -> [u32; 2] {
    // SAFETY: one word, by the caller's promise.
    let word = unsafe { block.cast::<u64>().read() };
    [(word >> 32) as u32, word as u32]
}

/// Changes what [`read_counts`] reads.
///
/// # Safety
///
/// The block is alive, and nobody looks at the counts meanwhile.
pub(crate) unsafe fn write_counts(block: *mut (), counts: [u32; 2]) {
    let [strong, weak] = counts.map(u64::from);
    // SAFETY: one word, by the caller's promise.
    unsafe { block.cast::<u64>().write(strong << 32 | weak) };
}
