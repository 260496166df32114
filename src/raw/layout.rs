//! Checked sizes: the one place where the [`Layout`] of an array is computed.
//!
//! Elements are described by their own `Layout` (`Layout::new::<T>()`), so that nothing here is
//! compiled once per type.
//!
//! # Invariants
//!
//! * `LAYOUT-1`: a `Layout` made here from `elem` and `cap` has `elem.size() * cap` bytes, at most
//!   `isize::MAX` once rounded up to its alignment, and the alignment of `elem`.
//! * `LAYOUT-2`: a `Layout` made here from `header` and `value` is that of a `repr(C)` struct of
//!   both, and the offset told for the value is the one that it has there.

#![deny(clippy::arithmetic_side_effects)]

use core::alloc::Layout;

use crate::error::TryReserveError;

/// Whether a buffer of `T` owns no bytes, whatever its capacity.
pub(crate) const fn is_zst<T>() -> bool {
    size_of::<T>() == 0
}

/// The layout of `cap` elements.
///
/// # Errors
///
/// [`TryReserveError::OVERFLOW`] when that is more than `isize::MAX` bytes.
#[inline]
pub(crate) fn array(elem: Layout, cap: usize) -> Result<Layout, TryReserveError> {
    let Some(size) = elem.size().checked_mul(cap) else {
        return Err(TryReserveError::OVERFLOW);
    };
    // INVARIANT: LAYOUT-1 -- `from_size_align` refuses a size past `isize::MAX` after rounding up.
    Layout::from_size_align(size, elem.align()).map_err(TryReserveError::from)
}

/// The layout of a block that exists already.
///
/// # Safety
///
/// * (a) [`array()`]`(elem, cap)` has returned `Ok` before, or `cap` elements are known to fit in
///   an existing allocation.
#[inline]
pub(crate) const unsafe fn array_of_existing(elem: Layout, cap: usize) -> Layout {
    // SAFETY: LAYOUT-1 -- by (a) the product is the size of a block that exists, so it can't
    // overflow.
    let size = unsafe { elem.size().unchecked_mul(cap) };
    // SAFETY: LAYOUT-1 -- by (a) the size, rounded up, is at most `isize::MAX`; the alignment comes
    // from a `Layout`.
    unsafe { Layout::from_size_align_unchecked(size, elem.align()) }
}

/// The layout of a `repr(C)` struct of a header and a value, and the offset of the value.
///
/// # Errors
///
/// [`TryReserveError::OVERFLOW`] when that is more than `isize::MAX` bytes.
#[inline]
pub(crate) fn with_header(
    header: Layout,
    value: Layout,
) -> Result<(Layout, usize), TryReserveError> {
    // INVARIANT: LAYOUT-2 -- `extend`, then padding at the end, is how `repr(C)` lays fields out.
    let (layout, offset) = header.extend(value)?;
    Ok((layout.pad_to_align(), offset))
}

/// The offset of a value with the alignment `align` behind a header, in a `repr(C)` struct of both.
#[inline]
pub(crate) const fn offset_behind(header: Layout, align: usize) -> usize {
    // INVARIANT: LAYOUT-2 -- the next multiple of the alignment; both numbers are far below
    // `usize::MAX`, so nothing wraps.
    let mask = align.wrapping_sub(1);
    header.size().wrapping_add(mask) & !mask
}

/// The capacity, in elements, to grow to when `required` elements must fit and `cap` fit now.
///
/// Doubling makes pushes amortised O(1). A first block has room for 8 elements of one byte, 4 of up
/// to 1 KiB, 1 larger one: allocators round tiny blocks up anyway.
#[inline]
pub(crate) fn amortized_cap(elem: Layout, cap: usize, required: usize) -> usize {
    let first = match elem.size() {
        1 => 8,
        2..=1024 => 4,
        _ => 1,
    };
    // `cap` elements of at least one byte exist, so `cap <= isize::MAX`: doubling can't wrap, and
    // saturates all the same.
    cap.saturating_mul(2).max(required).max(first)
}
