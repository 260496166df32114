//! [`RawBuf`]: a pointer and a capacity, the growth policy, and the rule for zero-sized elements.
//!
//! # Layout
//!
//! ```text
//! RawBuf<T, A>            block of `cap` slots
//! ┌──────────────┐        ┌──────┬──────┬──────┬──────┐
//! │ ptr ─────────┼───────▶│ slot │ slot │ slot │ slot │   no slot is ever read here
//! │ cap: 4       │        └──────┴──────┴──────┴──────┘
//! │ alloc        │
//! └──────────────┘
//! ```
//!
//! # Invariants
//!
//! * `BUF-1`: `ptr` is aligned for `T`. While `cap * size_of::<T>() > 0` it points to a live block
//!   of `alloc` that was made with exactly the layout of `cap` elements; else it dangles and there
//!   is no block. The pointer's provenance covers the whole block.
//! * `BUF-2`: for a zero-sized `T` the field `cap` is 0, and the capacity is told as `usize::MAX`.
//! * `BUF-3`: the fields change only after the allocator has answered `Ok`; when the whole block is
//!   given back, before it is asked.
//!
//! # Panics and leaks
//!
//! An allocator that unwinds out of `grow` or `shrink` must have left the old block as it was: the
//! buffer goes on with it. A buffer that is forgotten leaks its block.

use core::alloc::Layout;
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::panic::UnwindSafe;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use crate::error::TryReserveError;
use crate::raw::alloc::handle;
use crate::raw::layout;

/// Memory for `cap` values of `T`, none of which it knows to be live.
pub(crate) struct RawBuf<T, A: Allocator> {
    ptr: NonNull<T>,
    cap: usize,
    alloc: A,
    _owns: PhantomData<T>,
}

impl<T, A: Allocator> RawBuf<T, A> {
    /// The layout of one element, all that the shared code below needs to know of `T`.
    const ELEM: Layout = Layout::new::<T>();

    #[inline]
    pub(crate) const fn new_in(alloc: A) -> Self {
        // INVARIANT: BUF-1 -- no bytes, no block.
        Self {
            ptr: NonNull::dangling(),
            cap: 0,
            alloc,
            _owns: PhantomData,
        }
    }

    /// A buffer for exactly `cap` elements.
    #[inline]
    pub(crate) fn try_with_capacity_in(cap: usize, alloc: A) -> Result<Self, TryReserveError> {
        let mut buf = Self::new_in(alloc);
        if !layout::is_zst::<T>() && cap != 0 {
            let layout = layout::array(Self::ELEM, cap)?;
            let block = buf
                .alloc
                .allocate(layout)
                .map_err(|_| TryReserveError::alloc(layout))?;
            // INVARIANT: BUF-1 -- the block has the layout of `cap` elements.
            buf.ptr = block.cast();
            buf.cap = cap;
        }
        Ok(buf)
    }

    /// # Safety
    ///
    /// * (a) When `cap * size_of::<T>() > 0`, `ptr` is a block that `alloc` can free with the
    ///   layout of `cap` elements, and nobody else owns it; else it is aligned.
    #[inline]
    pub(crate) const unsafe fn from_parts_in(ptr: NonNull<T>, cap: usize, alloc: A) -> Self {
        // INVARIANT: BUF-1 by (a); BUF-2 -- a zero-sized element needs no capacity.
        let cap = if layout::is_zst::<T>() { 0 } else { cap };
        Self {
            ptr,
            cap,
            alloc,
            _owns: PhantomData,
        }
    }

    /// The block, unowned; the capacity is the told one.
    #[inline]
    pub(crate) fn into_parts(self) -> (NonNull<T>, usize, A) {
        let this = ManuallyDrop::new(self);
        // SAFETY: BUF-1 -- `this` is never used again, so the handle has one owner.
        let alloc = unsafe { core::ptr::read(&raw const this.alloc) };
        (this.ptr, this.capacity(), alloc)
    }

    #[inline(always)]
    pub(crate) const fn ptr(&self) -> NonNull<T> {
        self.ptr
    }

    /// How many elements fit; `usize::MAX` when they have no size.
    #[inline(always)]
    pub(crate) const fn capacity(&self) -> usize {
        if layout::is_zst::<T>() {
            usize::MAX
        } else {
            self.cap
        }
    }

    #[inline(always)]
    pub(crate) const fn allocator(&self) -> &A {
        &self.alloc
    }

    /// Room for one element more, when the buffer is full.
    ///
    /// # Safety
    ///
    /// * (a) `len` is the capacity, as told.
    #[inline(always)]
    #[track_caller]
    pub(crate) unsafe fn grow_one(&mut self, len: usize) {
        // By value in and out: the buffer's address is not taken, so it can stay in registers. The
        // capacity, by (a) known, needs none for itself.
        // SAFETY: BUF-1 -- the buffer's own block, of `len` elements by (a).
        let (ptr, cap) = unsafe { grow_or_raise::<T, A>(self.ptr, len, 0, 1, handle(&self.alloc)) };
        // INVARIANT: BUF-1, BUF-3 -- the new block has replaced the old one.
        self.ptr = ptr;
        self.cap = cap;
    }

    /// [`grow_one`](Self::grow_one), or the reason why not, the buffer being as before.
    #[inline(always)]
    pub(crate) fn try_grow_one(&mut self) -> Result<(), TryReserveError> {
        // By value in and out, as above.
        // SAFETY: BUF-1 -- the buffer's own block.
        let grown = unsafe { try_grow::<T, A>(self.ptr, self.cap, handle(&self.alloc)) }?;
        // INVARIANT: BUF-1, BUF-3 -- the new block has replaced the old one.
        (self.ptr, self.cap) = grown;
        Ok(())
    }

    /// Room for `additional` elements after the first `len`, with slack for more to come.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn reserve(&mut self, len: usize, additional: usize) {
        let spare = self.capacity().wrapping_sub(len);
        if additional > spare {
            let alloc = handle(&self.alloc);
            // SAFETY: BUF-1 -- the buffer's own block, and not enough for so many.
            let (ptr, cap) =
                unsafe { grow_or_raise::<T, A>(self.ptr, len, spare, additional, alloc) };
            // INVARIANT: BUF-1, BUF-3 -- the new block has replaced the old one.
            self.ptr = ptr;
            self.cap = cap;
        }
    }

    /// [`reserve`](Self::reserve), or the reason why not, the buffer being as before.
    #[inline]
    pub(crate) fn try_reserve(
        &mut self,
        len: usize,
        additional: usize,
        slack: Slack,
    ) -> Result<(), TryReserveError> {
        if additional > self.capacity().wrapping_sub(len) {
            let alloc = handle(&self.alloc);
            // SAFETY: BUF-1 -- the buffer's own block, and not enough for so many.
            let grown = unsafe { grow::<T, A>(self.ptr, self.cap, len, additional, slack, alloc) }?;
            // INVARIANT: BUF-1, BUF-3 -- the new block has replaced the old one.
            (self.ptr, self.cap) = grown;
        }
        Ok(())
    }

    /// Gives back what lies beyond `cap` elements. The caller has nothing there.
    pub(crate) fn try_shrink_to(&mut self, cap: usize) -> Result<(), TryReserveError> {
        debug_assert!(cap <= self.capacity());
        if layout::is_zst::<T>() || cap >= self.cap {
            return Ok(());
        }
        // SAFETY: LAYOUT-1 -- BUF-1: the block of `self.cap` elements exists, for it is not empty.
        let old = unsafe { layout::array_of_existing(Self::ELEM, self.cap) };
        if cap == 0 {
            let ptr = self.ptr;
            // INVARIANT: BUF-1 -- the block belongs to the next line alone, even if it unwinds.
            self.ptr = NonNull::dangling();
            self.cap = 0;
            // SAFETY: BUF-1 -- the block was made with this layout by this allocator.
            unsafe { self.alloc.deallocate(ptr.cast(), old) };
            return Ok(());
        }
        // SAFETY: LAYOUT-1 -- fewer elements than exist.
        let new = unsafe { layout::array_of_existing(Self::ELEM, cap) };
        // SAFETY: BUF-1 -- the block has layout `old`; `new` is smaller with the same alignment.
        let block = unsafe { self.alloc.shrink(self.ptr.cast(), old, new) };
        let block = block.map_err(|_| TryReserveError::alloc(new))?;
        // INVARIANT: BUF-1, BUF-3 -- the new block has replaced the old one.
        self.ptr = block.cast();
        self.cap = cap;
        Ok(())
    }

    /// The block as one for elements of `U`, and how many fit. Bytes that are no whole `U` are
    /// given back first, since a block must be freed with its own layout.
    ///
    /// # Safety
    ///
    /// * (a) `T` and `U` have a size, that of `U` is not larger, and their alignments are equal.
    /// * (b) After `Ok` the buffer is not used again, except to take its allocator out.
    pub(crate) unsafe fn counted_in<U>(&self) -> Result<(NonNull<U>, usize), TryReserveError> {
        // SAFETY: LAYOUT-1 -- BUF-1: the block exists, or is of no bytes.
        let old = unsafe { layout::array_of_existing(Self::ELEM, self.cap) };
        let cap = old.size() / size_of::<U>();
        // SAFETY: LAYOUT-1 -- not more bytes than exist, with the same alignment by (a).
        let new = unsafe { layout::array_of_existing(Layout::new::<U>(), cap) };
        if old.size() == new.size() {
            return Ok((self.ptr.cast(), cap));
        }
        // SAFETY: BUF-1 -- bytes remain, so there is a block, of layout `old`; `new` is smaller.
        match unsafe { self.alloc.shrink(self.ptr.cast(), old, new) } {
            Ok(block) => Ok((block.cast(), cap)),
            Err(_) => Err(TryReserveError::alloc(new)),
        }
    }

    /// Frees the block. Whatever is live in it is leaked.
    ///
    /// # Safety
    ///
    /// * (a) The buffer is not used again.
    #[inline(always)]
    unsafe fn free(&mut self) {
        if !layout::is_zst::<T>() && self.cap != 0 {
            // SAFETY: LAYOUT-1 -- BUF-1: the block exists.
            let layout = unsafe { layout::array_of_existing(Self::ELEM, self.cap) };
            // SAFETY: BUF-1 -- the block was made with this layout by this allocator, and by (a) nobody asks for it again.
            unsafe { handle(&self.alloc).deallocate(self.ptr.cast(), layout) };
        }
    }
}

/// Whether growth leaves room for later growth.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Slack {
    /// At least double, so that a row of pushes is O(1) each.
    Amortized,
    /// Just what was asked for.
    Exact,
}

/// [`grow`], where no `Result` can be returned.
///
/// The capacity comes as `len` and the number of `spare` slots behind it, which the caller has just
/// computed: it then needs no register for a value that only this call would use.
///
/// # Safety
///
/// * (a) That of [`grow`], for a capacity of `len + spare`.
#[cold]
#[inline(never)]
#[track_caller]
unsafe fn grow_or_raise<T, A: Allocator>(
    ptr: NonNull<T>,
    len: usize,
    spare: usize,
    additional: usize,
    alloc: &A,
) -> (NonNull<T>, usize) {
    let cap = len.wrapping_add(spare);
    // SAFETY: BUF-1 -- by (a).
    match unsafe { grow::<T, A>(ptr, cap, len, additional, Slack::Amortized, alloc) } {
        Ok(grown) => grown,
        Err(error) => error.raise(),
    }
}

/// [`grow`] of a full block, out of the way of a push that has room.
///
/// # Safety
///
/// * (a) That of [`grow`].
#[cold]
#[inline(never)]
unsafe fn try_grow<T, A: Allocator>(
    ptr: NonNull<T>,
    cap: usize,
    alloc: &A,
) -> Result<(NonNull<T>, usize), TryReserveError> {
    // SAFETY: BUF-1 -- by (a); one more than fit.
    unsafe { grow::<T, A>(ptr, cap, cap, 1, Slack::Amortized, alloc) }
}

/// Moves a block of `cap` elements into one for `len + additional`.
///
/// # Safety
///
/// * (a) The block is the allocator's, of `cap` elements, and the caller's alone; there is none if no element fits or has a size.
/// * (b) `len + additional` is more than `cap`, or overflows.
/// * (c) After `Ok` the old block is not used again.
#[inline]
unsafe fn grow<T, A: Allocator>(
    ptr: NonNull<T>,
    cap: usize,
    len: usize,
    additional: usize,
    slack: Slack,
    alloc: &A,
) -> Result<(NonNull<T>, usize), TryReserveError> {
    if layout::is_zst::<T>() {
        // BUF-2: the capacity is `usize::MAX` already, so what is missing can't be had.
        return Err(TryReserveError::OVERFLOW);
    }
    let Some(required) = len.checked_add(additional) else {
        return Err(TryReserveError::OVERFLOW);
    };
    let elem = Layout::new::<T>();
    // SAFETY: BUF-1 -- by (a), (b) and (c).
    let (ptr, cap) = unsafe { grow_bytes(ptr.cast(), cap, required, slack, elem, alloc) }?;
    Ok((ptr.cast(), cap))
}

/// [`grow`] for all `T` of one layout.
///
/// # Safety
///
/// * (a) As of [`grow`], for elements of the layout `elem`, which has a size; `required` is more than `cap`.
unsafe fn grow_bytes<A: Allocator>(
    ptr: NonNull<u8>,
    cap: usize,
    required: usize,
    slack: Slack,
    elem: Layout,
    alloc: &A,
) -> Result<(NonNull<u8>, usize), TryReserveError> {
    debug_assert!(required > cap);
    let new_cap = match slack {
        Slack::Amortized => layout::amortized_cap(elem, cap, required),
        Slack::Exact => required,
    };
    let new = layout::array(elem, new_cap)?;
    let block = if cap == 0 {
        alloc.allocate(new)
    } else {
        // SAFETY: LAYOUT-1 -- BUF-1: by (a) the block of `cap` elements exists.
        let old = unsafe { layout::array_of_existing(elem, cap) };
        // SAFETY: BUF-1 -- `ptr` is that block; by (a) `new` is larger, with the same alignment.
        unsafe { alloc.grow(ptr, old, new) }
    };
    match block {
        Ok(block) => Ok((block.cast(), new_cap)),
        Err(_) => Err(TryReserveError::alloc(new)),
    }
}

#[cfg(not(feature = "nightly"))]
impl<T, A: Allocator> Drop for RawBuf<T, A> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: BUF-1 -- it is being dropped.
        unsafe { self.free() };
    }
}

// SAFETY: BUF-1 -- no value of `T` is touched here, so its borrows may have ended; `PhantomData<T>`
// tells the drop check that the owner of the buffer drops values of `T`.
#[cfg(feature = "nightly")]
unsafe impl<#[may_dangle] T, A: Allocator> Drop for RawBuf<T, A> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: BUF-1 -- it is being dropped.
        unsafe { self.free() };
    }
}

// SAFETY: BUF-1 -- the block has one owner, so sending the buffer sends the values and the handle.
unsafe impl<T: Send, A: Allocator + Send> Send for RawBuf<T, A> {}

// SAFETY: BUF-1 -- a shared buffer gives out nothing but its pointer and a shared handle.
unsafe impl<T: Sync, A: Allocator + Sync> Sync for RawBuf<T, A> {}

/// As for an owner of `T`; a `NonNull<T>` alone would ask for `RefUnwindSafe`.
impl<T: UnwindSafe, A: Allocator + UnwindSafe> UnwindSafe for RawBuf<T, A> {}

impl<T, A: Allocator> fmt::Debug for RawBuf<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawBuf")
            .field("ptr", &self.ptr)
            .field("cap", &self.capacity())
            .finish()
    }
}
