//! [`BlockPtr`]: the block of a counted value, counts first, then the value.
//!
//! # Layout
//!
//! ```text
//! BlockPtr<C, T>      block, repr(C)
//! ┌───────┐           ┌──────────┬─────────┬───────────────────┐
//! │ ptr ──┼──────────▶│ counts C │ padding │ value T           │
//! └───────┘           └──────────┴─────────┴───────────────────┘
//!                     start                ▲ next multiple of the value's alignment
//! ```
//!
//! The value may be unsized: its metadata is that of the pointer. What the counts mean is not known
//! here, so that single-threaded and atomic ones share this file; nor is whether the value is live.
//! With the feature `trace-leaks` the counts are followed by a [`Tag`], and the pointer of an owner
//! has a [`Slot`] beside it; without, both have no size.
//!
//! # Invariants
//!
//! * `BLOCK-1`: a `BlockPtr` that does not dangle was made for the start of a block of an
//!   allocator, with exactly the layout of `Block<C, T>` for the pointer's metadata and with live
//!   counts; its provenance covers the whole block.
//! * `BLOCK-2`: the only dangling one has the address `usize::MAX`, which is no block's, since a
//!   block is aligned to more than one byte. Unsizing it keeps the address.
//! * `BLOCK-3`: nothing here forms a reference to the value; one to the whole block is formed by
//!   its last owner only, to learn the layout that it is freed with.
//!
//! # Panics and leaks
//!
//! A block is freed by whoever calls [`BlockPtr::free`], and else leaks; a [`Fresh`] one frees
//! itself until it is finished.

mod collect;
mod fresh;
#[cfg(feature = "nightly")]
mod nightly;
#[cfg(not(feature = "trace-leaks"))]
mod no_trace;
mod reshape;

pub(crate) use self::fresh::Fresh;
#[cfg(not(feature = "trace-leaks"))]
pub(crate) use self::no_trace::{Slot, Tag};
#[cfg(feature = "trace-leaks")]
pub(crate) use crate::trace::{Slot, Tag};

use core::alloc::Layout;
use core::cell::UnsafeCell;
use core::mem::{ManuallyDrop, MaybeUninit, align_of_val};
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use crate::raw::layout;

/// What a counted pointer points to.
#[repr(C)]
pub(crate) struct Block<C, T: ?Sized> {
    head: Head<C>,
    value: T,
}

/// What stands before the value.
#[repr(C)]
struct Head<C> {
    counts: C,
    tag: Tag,
}

/// A pointer to a block, alive or not, or one that dangles for want of a block.
pub(crate) struct BlockPtr<C, T: ?Sized> {
    ptr: NonNull<Block<C, T>>,
    slot: Slot,
}

impl<C, T: ?Sized> Copy for BlockPtr<C, T> {}

impl<C, T: ?Sized> Clone for BlockPtr<C, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<C, T> BlockPtr<C, T> {
    /// The pointer of whoever has no block.
    #[inline]
    pub(crate) const fn dangling() -> Self {
        const {
            assert!(align_of::<C>() > 1, "a block could be at the last address");
        }
        let ptr = core::ptr::without_provenance_mut(usize::MAX);
        // INVARIANT: BLOCK-2 -- here the one dangling address is made.
        Self {
            // SAFETY: BLOCK-2 -- `usize::MAX` is not zero.
            ptr: unsafe { NonNull::new_unchecked(ptr) },
            slot: Slot::OTHER,
        }
    }

    /// Refuses a type without values, when it is compiled. Who makes a block whose value may never
    /// come must name this: [`free`](BlockPtr::free) would form a reference to what can't be.
    pub(crate) const HAS_VALUES: () = {
        let nothing = MaybeUninit::<T>::uninit();
        // SAFETY: LANG-22 -- for a type without values this is where compilation ends; else the
        // reference is not used.
        let _ = unsafe { nothing.assume_init_ref() };
    };
}

impl<C, T: ?Sized> BlockPtr<C, T> {
    /// Whether there is no block.
    #[inline(always)]
    pub(crate) fn is_dangling(self) -> bool {
        is_dangling(self.ptr.as_ptr())
    }

    /// The address of the block.
    #[inline(always)]
    pub(crate) fn addr(self) -> usize {
        self.ptr.addr().get()
    }

    /// The counts.
    ///
    /// # Safety
    ///
    /// * (a) There is a block, and for `'a` it is not freed.
    #[inline(always)]
    pub(crate) unsafe fn counts<'a>(self) -> &'a C {
        // A reference to the counts alone: a `&mut` to the value may be alive.
        // SAFETY: BLOCK-1, BLOCK-3 -- by (a) the counts are live for `'a`.
        unsafe { &(*self.ptr.as_ptr()).head.counts }
    }

    /// What the block is noted under. It never changes.
    ///
    /// # Safety
    ///
    /// * (a) There is a block, and it is not freed.
    #[inline(always)]
    pub(crate) unsafe fn tag(self) -> Tag {
        // SAFETY: BLOCK-1, BLOCK-3 -- by (a) the field is live.
        unsafe { (*self.ptr.as_ptr()).head.tag }
    }

    /// What the owner with this pointer is counted under.
    #[inline(always)]
    pub(crate) fn slot(self) -> Slot {
        self.slot
    }

    /// The pointer of an owner that is counted under `slot`.
    #[inline(always)]
    pub(crate) fn with_slot(self, slot: Slot) -> Self {
        Self { slot, ..self }
    }

    /// The counts, for who has the block to itself.
    ///
    /// # Safety
    ///
    /// * (a) There is a block, which for `'a` is not freed, and whose counts nobody else reaches.
    #[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
    #[inline(always)]
    pub(crate) unsafe fn counts_mut<'a>(self) -> &'a mut C {
        // SAFETY: BLOCK-1, BLOCK-3 -- by (a) the counts are live for `'a`, and the caller's alone.
        unsafe { &mut (*self.ptr.as_ptr()).head.counts }
    }

    /// The address of the value, with the provenance of the block.
    ///
    /// # Safety
    ///
    /// * (a) There is a block, and it is not freed.
    #[inline(always)]
    pub(crate) unsafe fn value(self) -> NonNull<T> {
        // SAFETY: BLOCK-1, BLOCK-3 -- by (a) the field is inside the block; no reference is formed.
        let value = unsafe { &raw mut (*self.ptr.as_ptr()).value };
        // SAFETY: BLOCK-1 -- inside of a block, so not null.
        unsafe { NonNull::new_unchecked(value) }
    }

    /// The address of the value; with no block, the dangling address.
    ///
    /// # Safety
    ///
    /// * (a) If there is a block, it is not freed.
    #[inline]
    pub(crate) unsafe fn value_or_dangling(self) -> *const T {
        if self.is_dangling() {
            self.ptr.as_ptr() as *const T
        } else {
            // SAFETY: BLOCK-1 -- there is a block; (a) is passed on.
            unsafe { self.value() }.as_ptr()
        }
    }

    /// The block around a value: what [`value`](Self::value) undoes.
    ///
    /// # Safety
    ///
    /// * (a) `value` comes from [`value`](Self::value) of a block that is not freed, or of a
    ///   [`Fresh`] one, with its provenance and with metadata of the same layout.
    #[inline]
    pub(crate) unsafe fn from_value(value: *const T) -> Self {
        // The value may be borrowed exclusively elsewhere, or be dropped already: of the reference
        // that is formed nothing but the metadata is looked at.
        let shell = value as *const UnsafeCell<ManuallyDrop<T>>;
        // SAFETY: BLOCK-3, LANG-20 -- by (a) the memory is there and aligned; an `UnsafeCell` takes
        // nothing from a borrow of the same bytes.
        let align = align_of_val(unsafe { &*shell });
        let offset = layout::offset_behind(Layout::new::<Head<C>>(), align);
        // SAFETY: BLOCK-1, LAYOUT-2 -- by (a) the value is that far into its block.
        let start = unsafe { value.byte_sub(offset) };
        let start = start as *mut Block<C, T>;
        Self {
            // SAFETY: BLOCK-1 -- the start of a block is not null.
            ptr: unsafe { NonNull::new_unchecked(start) },
            slot: Slot::OTHER,
        }
    }

    /// [`from_value`](Self::from_value) of what [`value_or_dangling`](Self::value_or_dangling)
    /// gave.
    ///
    /// # Safety
    ///
    /// * (a) `value` comes from there, or from unsizing such a pointer; if there is a block, it is
    ///   not freed.
    #[inline]
    pub(crate) unsafe fn from_value_or_dangling(value: *const T) -> Self {
        // First, since a dangling pointer has no value to be asked for its alignment.
        if is_dangling(value) {
            let ptr = value as *mut Block<C, T>;
            // INVARIANT: BLOCK-2 -- the address is kept.
            Self {
                // SAFETY: BLOCK-2 -- `usize::MAX` is not zero.
                ptr: unsafe { NonNull::new_unchecked(ptr) },
                slot: Slot::OTHER,
            }
        } else {
            // SAFETY: BLOCK-1 -- (a) is passed on.
            unsafe { Self::from_value(value) }
        }
    }

    /// Gives the block back to its allocator. The value is not dropped.
    ///
    /// # Safety
    ///
    /// * (a) There is a block of `alloc`, and the caller is the last to use it.
    /// * (b) The counts need no drop, and the value is dropped or moved out.
    #[inline(always)]
    pub(crate) unsafe fn free<A: Allocator>(self, alloc: &A) {
        // INVARIANT: TRACE-1 -- the tag's end comes before the block's.
        // SAFETY: BLOCK-1 -- by (a) the block is there.
        unsafe { self.tag() }.end();
        // SAFETY: BLOCK-1, BLOCK-3, LANG-20 -- by (a) the block is there, and nobody else looks at
        // it; only its metadata is asked.
        let layout = Layout::for_value(unsafe { self.ptr.as_ref() });
        // SAFETY: BLOCK-1 -- by (a) the block is this allocator's, and it has this layout.
        unsafe { alloc.deallocate(self.ptr.cast(), layout) };
    }
}

/// Whether this is the address that is no block's, nor that of a value in one.
#[inline(always)]
fn is_dangling<T: ?Sized>(ptr: *const T) -> bool {
    ptr.addr() == usize::MAX
}
