//! The same block under another type, and pointers whose metadata comes from elsewhere.

use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::{Block, BlockPtr};

/// A pointer with the address and provenance of `addr`, and the metadata of `like`.
///
/// Stable Rust has no function for it. A pointer to an unsized value is two words, its address the
/// first of them; since that is not promised, the outcome is looked at, which costs nothing.
///
/// # Panics
///
/// On a compiler that lays pointers out otherwise.
#[inline]
pub(super) fn at<T: ?Sized>(addr: NonNull<u8>, like: NonNull<T>) -> NonNull<T> {
    let mut ptr = like.as_ptr();
    let first: *mut *mut T = &raw mut ptr;
    // SAFETY: LANG-21 -- every pointer is at least as large and as aligned as one to a sized value,
    // so one word is written into `ptr`.
    unsafe { first.cast::<*mut u8>().write(addr.as_ptr()) };
    assert!(
        ptr.cast::<u8>() == addr.as_ptr(),
        "the first word of a pointer is not its address"
    );
    // SAFETY: LANG-21 -- the address, as compared above, is that of `addr`, which is not null.
    unsafe { NonNull::new_unchecked(ptr) }
}

impl<C, T> BlockPtr<C, T> {
    /// The same block, with a value that need not be written. Unlike [`cast`](Self::cast), it stays what it was to the list of
    /// live blocks.
    #[inline(always)]
    pub(crate) fn uninit(self) -> BlockPtr<C, MaybeUninit<T>> {
        // INVARIANT: BLOCK-1, LANG-12 -- a `MaybeUninit` has the layout of `T`.
        BlockPtr {
            ptr: self.ptr.cast(),
            slot: self.slot,
        }
    }
}

impl<C, T: ?Sized> BlockPtr<C, T> {
    /// The same block as one of `U`, whose type may say less or more of the bytes.
    ///
    /// # Safety
    ///
    /// * (a) There is a block, which is not freed, and `U` has the layout of the value.
    #[inline(always)]
    pub(crate) unsafe fn cast<U>(self) -> BlockPtr<C, U> {
        // SAFETY: BLOCK-1 -- (a) is passed on.
        unsafe { self.tag() }.rename::<U>();
        // INVARIANT: BLOCK-1 by (a).
        BlockPtr {
            ptr: self.ptr.cast(),
            slot: self.slot,
        }
    }

    /// The same block with the metadata of `shape`, of which nothing else is used.
    ///
    /// # Safety
    ///
    /// * (a) The metadata is that of a type with the layout of the value, or there is no block.
    #[cfg(feature = "unsize")]
    #[inline]
    pub(crate) unsafe fn with_metadata_of<U: ?Sized>(self, shape: NonNull<U>) -> BlockPtr<C, U> {
        let shape = shape.as_ptr() as *mut Block<C, U>;
        // SAFETY: BLOCK-1 -- the cast of a pointer that is not null, at the same address.
        let shape = unsafe { NonNull::new_unchecked(shape) };
        // INVARIANT: BLOCK-1 by (a); BLOCK-2 -- address and provenance are kept.
        BlockPtr {
            ptr: at(self.ptr.cast(), shape),
            slot: self.slot,
        }
    }
}

impl<C, T, const N: usize> BlockPtr<C, [T; N]> {
    /// The array as a slice.
    #[inline(always)]
    pub(crate) fn unsize(self) -> BlockPtr<C, [T]> {
        // INVARIANT: BLOCK-1 -- the compiler's own coercion tells the same layout.
        BlockPtr {
            ptr: self.ptr,
            slot: self.slot,
        }
    }
}

impl<C, T> BlockPtr<C, [MaybeUninit<T>]> {
    /// The slots as elements.
    #[inline(always)]
    pub(crate) fn assume_init(self) -> BlockPtr<C, [T]> {
        let ptr = self.ptr.as_ptr() as *mut Block<C, [T]>;
        // INVARIANT: BLOCK-1, LANG-12 -- a `MaybeUninit` has the layout of what it may hold.
        BlockPtr {
            // SAFETY: BLOCK-1 -- the cast of a pointer that is not null.
            ptr: unsafe { NonNull::new_unchecked(ptr) },
            slot: self.slot,
        }
    }
}

impl<C> BlockPtr<C, str> {
    /// The text as bytes.
    #[inline(always)]
    pub(crate) fn as_bytes(self) -> BlockPtr<C, [u8]> {
        let ptr = self.ptr.as_ptr() as *mut Block<C, [u8]>;
        // INVARIANT: BLOCK-1, LANG-13 -- text has the layout of its bytes.
        BlockPtr {
            // SAFETY: BLOCK-1 -- the cast of a pointer that is not null.
            ptr: unsafe { NonNull::new_unchecked(ptr) },
            slot: self.slot,
        }
    }
}
