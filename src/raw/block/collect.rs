//! Slices out of iterators, collected into the block in which they will be counted.
//!
//! std collects into a `Vec` first when an iterator does not tell how many items it has, and copies
//! them into a block afterwards. Here the block itself grows, with the counts in front of the items,
//! and is cut to size at the end: one block, and no copy but those of the allocator.

use core::alloc::Layout;
use core::ops::ControlFlow;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use super::{BlockPtr, Fresh};
use crate::error::TryReserveError;
use crate::raw::alloc::Fill;
use crate::raw::guard::InitGuard;
use crate::raw::layout;

impl<C, T> BlockPtr<C, [T]> {
    /// A block with the items of `iter`.
    ///
    /// # Errors
    ///
    /// When the items, or those promised, take more than `isize::MAX` bytes, or the allocator has
    /// no block. The items are dropped then.
    #[inline]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) fn try_collect_in<A: Allocator>(
        mut iter: impl Iterator<Item = T>,
        counts: C,
        alloc: &A,
    ) -> Result<Self, TryReserveError> {
        let mut cap = first_capacity::<T>(iter.size_hint());
        let room = layout::array(Layout::new::<T>(), cap)?;
        let mut fresh = Fresh::allocate(counts, room, Fill::Uninit, alloc)?;
        // Declared after the block, so that whatever it drops is dropped first.
        // SAFETY: GUARD-1 -- `cap` slots, which nobody else touches while the guard is there.
        let mut guard = unsafe { InitGuard::new(fresh.value().cast::<T>()) };
        // An iterator may go on after a `Break`, and is stopped again then: the bound is ours.
        while let ControlFlow::Break(item) = iter.try_for_each(|item| {
            if guard.done() == cap {
                return ControlFlow::Break(item);
            }
            // SAFETY: GUARD-1 -- fewer than `cap` are written.
            unsafe { guard.push(item) };
            ControlFlow::Continue(())
        }) {
            let (promised, _) = iter.size_hint();
            cap = grow::<C, T, A>(&mut fresh, cap, promised)?;
            let done = guard.finish();
            // SAFETY: GUARD-1, FRESH-1 -- the items moved with the block, which has more slots now.
            guard = unsafe { InitGuard::with_done(fresh.value().cast::<T>(), done) };
            // SAFETY: GUARD-1 -- one of the new slots.
            unsafe { guard.push(item) };
        }
        // Now, when the items have an owner: its drop may unwind.
        drop(iter);
        if guard.done() != cap {
            let len = layout::array(Layout::new::<T>(), guard.done())?;
            fresh.resize(len)?;
        }
        let len = guard.finish();
        let items = NonNull::slice_from_raw_parts(fresh.value().cast::<T>(), len);
        // SAFETY: FRESH-1, GUARD-1 -- `len` live items, of which the guard was the owner; the block
        // was made, or cut, for so many.
        Ok(unsafe { fresh.finish(items) })
    }
}

/// How many items the first block has room for, after what an iterator tells.
#[inline]
fn first_capacity<T>(hint: (usize, Option<usize>)) -> usize {
    match hint {
        (low, Some(high)) if low == high => low,
        (low, _) => layout::amortized_cap(Layout::new::<T>(), 0, low),
    }
}

/// Makes room for one item more than `cap`, and for those that are promised behind it; the new
/// capacity.
#[cold]
#[inline(never)]
fn grow<C, T, A: Allocator>(
    fresh: &mut Fresh<'_, C, A>,
    cap: usize,
    promised: usize,
) -> Result<usize, TryReserveError> {
    let elem = Layout::new::<T>();
    let Some(required) = cap.checked_add(1) else {
        return Err(TryReserveError::OVERFLOW);
    };
    let cap = layout::amortized_cap(elem, cap, required.saturating_add(promised));
    fresh.resize(layout::array(elem, cap)?)?;
    Ok(cap)
}
