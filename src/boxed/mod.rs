//! [`Box<T, A>`](Box): a value of its own on the heap, or in any other [`Allocator`].
//!
//! # Layout
//!
//! ```text
//! Box<T, A>, T sized                      Box<[T], A>
//! ┌─────────────┐     block               ┌─────────────┐     block
//! │ ptr ────────┼────▶┌─────────┐         │ ptr ────────┼────▶┌─────┬─────┬─────┐
//! │ alloc       │     │ value   │         │ len: 3      │     │  0  │  1  │  2  │
//! └─────────────┘     └─────────┘         │ alloc       │     └─────┴─────┴─────┘
//!                                         └─────────────┘
//! ```
//!
//! With [`Global`], or any handle without size and alignment, a box has the size of the pointer
//! alone, and so has an `Option` of it. A value of no bytes has no block: its pointer is aligned
//! and dangles.
//!
//! # Invariants
//!
//! * `BOX-1`: `ptr` is aligned. If the value has bytes, `ptr` points to the start of a block that
//!   `alloc` can free with the layout of the value, and this box alone owns it; if it has none,
//!   there is no block and the allocator is never asked.
//! * `BOX-2`: `ptr` points to a live value that this box alone owns.
//! * `BOX-3`: `ptr` keeps the provenance of the whole block: it comes from the allocator or from
//!   the caller of `from_raw`, and is never taken from a reference.
//! * `BOX-4`: a pinned box has a handle that is `'static`, and no method moves the value out of it
//!   or frees its block without dropping it.
//!
//! # Panics and leaks
//!
//! The value is dropped first, then the block is freed, then the handle is dropped; a panic of one
//! doesn't keep the next from happening. A box that is forgotten leaks all three.
//!
//! # Differences from std
//!
//! What the language does for its own box alone, and what to write instead:
//!
//! * moving out by `*b`: [`Box::into_inner`];
//! * `Box<T>` into `Box<dyn Trait>` or `Box<[T; N]>` into `Box<[T]>` by itself: feature `unsize` on
//!   stable, feature `nightly` for the native coercion, or a cast of the raw pointer;
//! * calling a `Box<dyn FnOnce()>` and `self: Box<Self>` methods: [`Box::into_std`] first. A
//!   `Box<dyn Fn()>` is called as `(*f)()`;
//! * a box of a type with borrows and without `Drop` asks that they outlive the box, since
//!   `#[may_dangle]` is unstable: feature `nightly` lifts that.
//!
//! What coherence (E0119, E0210) refuses to a crate that is not std:
//!
//! * `From<Box<T>>` for std's box: [`Box::into_std`]. The way in is `From` for sized values, slices
//!   and strings, and [`Box::from_std`] for all;
//! * `Iterator` for a box of *any* unsized iterator beside `IntoIterator` for boxed slices: see
//!   [`BoxIterator`]; and `Iterator::last` is not passed on to the iterator in the box, which std
//!   specialises for.
//!
//! And what is laxer: the compiler doesn't take two of these boxes to be apart (no `noalias`), so a
//! raw pointer to the value stays usable while the box moves.

mod allocator;
mod block;
mod c_str;
mod clone;
mod convert;
mod dyn_any;
mod dyn_error;
#[cfg(feature = "std")]
mod io;
mod iter;
mod map;
#[cfg(feature = "nightly")]
mod nightly;
#[cfg(feature = "std")]
mod os;
mod pin;
mod raw;
mod slices;
mod traits;
mod uninit;
#[cfg(feature = "unsize")]
mod unsize;
mod vec;

pub use self::iter::BoxIterator;
pub use crate::raw::clone::CloneToUninit;

use core::alloc::Layout;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ops::{Deref, DerefMut};
use core::panic::UnwindSafe;
use core::ptr::NonNull;

use allocator_api2::alloc::{AllocError, Allocator};

use crate::alloc::Global;

/// An owner of one value in memory from an allocator.
///
/// Names and behaviour are those of [`std::boxed::Box`](alloc_crate::boxed::Box), with the parts
/// that std keeps on nightly; the [module](self) tells what differs.
///
/// # Examples
///
/// ```
/// use drystone::boxed::Box;
///
/// enum List {
///     Nil,
///     Cons(u32, Box<List>),
/// }
/// use List::{Cons, Nil};
///
/// fn sum(list: &List) -> u32 {
///     match list {
///         Nil => 0,
///         Cons(first, rest) => first + sum(rest),
///     }
/// }
/// assert_eq!(sum(&Cons(1, Box::new(Cons(2, Box::new(Nil))))), 3);
/// ```
pub struct Box<T: ?Sized, A: Allocator = Global> {
    ptr: NonNull<T>,
    alloc: A,
    _owns: PhantomData<T>,
}

impl<T> Box<T> {
    /// Moves `x` to the heap. A zero-sized `x` takes no memory. O(size of `T`).
    ///
    /// # Panics
    ///
    /// Ends in [`handle_alloc_error`](alloc_crate::alloc::handle_alloc_error) if memory is short.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let five = Box::new(5);
    /// assert_eq!(*five, 5);
    /// ```
    #[inline(always)]
    #[must_use]
    #[track_caller]
    pub fn new(x: T) -> Self {
        Self::new_in(x, Global)
    }

    /// [`new`](Self::new), or an error if memory is short; `x` is dropped then.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// match Box::try_new(5) {
    ///     Ok(five) => assert_eq!(*five, 5),
    ///     Err(error) => eprintln!("no box today: {error}"),
    /// }
    /// ```
    #[inline]
    pub fn try_new(x: T) -> Result<Self, AllocError> {
        Self::try_new_in(x, Global)
    }
}

impl<T, A: Allocator> Box<T, A> {
    /// Moves `x` into a block of `alloc`. A zero-sized `x` takes no memory.
    ///
    /// # Panics
    ///
    /// Ends in [`handle_alloc_error`](alloc_crate::alloc::handle_alloc_error) if memory is short.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// let five = Box::new_in(5, Global);
    /// assert_eq!(*five, 5);
    /// ```
    #[inline(always)]
    #[must_use]
    #[track_caller]
    pub fn new_in(x: T, alloc: A) -> Self {
        Box::write(Self::new_uninit_in(alloc), x)
    }

    /// [`new_in`](Self::new_in), or an error if memory is short; `x` and `alloc` are dropped then.
    ///
    /// # Errors
    ///
    /// [`AllocError`] when the allocator has no block.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// assert_eq!(*Box::try_new_in(5, Global).unwrap(), 5);
    /// ```
    #[inline]
    pub fn try_new_in(x: T, alloc: A) -> Result<Self, AllocError> {
        Ok(Box::write(Self::try_new_uninit_in(alloc)?, x))
    }
}

impl<T: ?Sized, A: Allocator> Box<T, A> {
    /// Makes a box of a pointer and the allocator that can free it. The only constructor.
    ///
    /// # Safety
    ///
    /// * (a) `raw` is aligned and points to a live value, which nobody else owns.
    /// * (b) If the value has bytes, `raw` is the start of a block that `alloc` can free with the
    ///   value's layout, it may access the whole block, and nobody else frees it.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// let (ptr, alloc) = Box::into_non_null_with_allocator(Box::new_in(5, Global));
    /// // SAFETY: both come from a box.
    /// let five = unsafe { Box::from_non_null_in(ptr, alloc) };
    /// assert_eq!(*five, 5);
    /// ```
    #[inline(always)]
    #[must_use]
    pub const unsafe fn from_non_null_in(raw: NonNull<T>, alloc: A) -> Self {
        // INVARIANT: BOX-1, BOX-3 by (b); BOX-2 by (a).
        Self {
            ptr: raw,
            alloc,
            _owns: PhantomData,
        }
    }

    /// Takes a box apart. The value and its block are the caller's. The only way out.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// let (ptr, alloc) = Box::into_non_null_with_allocator(Box::new_in(5, Global));
    /// // SAFETY: both come from a box.
    /// drop(unsafe { Box::from_non_null_in(ptr, alloc) });
    /// ```
    #[inline(always)]
    #[must_use = "value and block leak unless the pointer becomes a box again"]
    pub fn into_non_null_with_allocator(b: Self) -> (NonNull<T>, A) {
        let b = ManuallyDrop::new(b);
        // SAFETY: BOX-1 -- `b` is neither used nor dropped after this, so the handle has one owner.
        let alloc = unsafe { (&raw const b.alloc).read() };
        (b.ptr, alloc)
    }

    /// The address of the value, for reading. No reference is formed, so pointers taken before stay
    /// usable.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let mut b = Box::new(1);
    /// let writer = Box::as_mut_ptr(&mut b);
    /// let reader = Box::as_ptr(&b);
    /// // SAFETY: the box is alive and nobody else uses its value.
    /// unsafe { writer.write(2) };
    /// // SAFETY: as above.
    /// assert_eq!(unsafe { reader.read() }, 2);
    /// ```
    #[inline(always)]
    #[must_use]
    pub const fn as_ptr(b: &Self) -> *const T {
        b.ptr.as_ptr().cast_const()
    }

    /// The address of the value, for reading and writing. No reference is formed.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::boxed::Box;
    ///
    /// let mut b = Box::new([1, 2]);
    /// let first = Box::as_mut_ptr(&mut b).cast::<i32>();
    /// // SAFETY: the box is alive and nobody else uses its value.
    /// unsafe { first.write(7) };
    /// assert_eq!(*b, [7, 2]);
    /// ```
    #[inline(always)]
    #[must_use]
    pub const fn as_mut_ptr(b: &mut Self) -> *mut T {
        b.ptr.as_ptr()
    }

    /// The allocator handle.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, boxed::Box};
    ///
    /// assert_eq!(Box::allocator(&Box::new(5)), &Global);
    /// ```
    #[inline(always)]
    #[must_use]
    pub const fn allocator(b: &Self) -> &A {
        &b.alloc
    }

    /// What `Drop` does, for both of its impls.
    #[inline(always)]
    fn drop_value_and_block(&mut self) {
        // The value tells its layout only while it lives.
        let layout = Layout::for_value::<T>(self);
        // SAFETY: BOX-1 -- the block has this layout and nobody else frees it.
        let _free = unsafe { block::Free::new(self.ptr.cast(), layout, &self.alloc) };
        // INVARIANT: BOX-2 is broken from here on; this box is not used again.
        // SAFETY: BOX-2 -- the value is live and this box alone owns it.
        unsafe { self.ptr.drop_in_place() };
    }
}

#[cfg(not(feature = "nightly"))]
impl<T: ?Sized, A: Allocator> Drop for Box<T, A> {
    #[inline]
    fn drop(&mut self) {
        self.drop_value_and_block();
    }
}

// SAFETY: BOX-2 -- of `T` nothing but its drop glue runs here, as `PhantomData<T>` tells the drop
// check; its layout is read from the pointer's metadata, not from the value's borrows.
#[cfg(feature = "nightly")]
unsafe impl<#[may_dangle] T: ?Sized, A: Allocator> Drop for Box<T, A> {
    #[inline]
    fn drop(&mut self) {
        self.drop_value_and_block();
    }
}

impl<T: ?Sized, A: Allocator> Deref for Box<T, A> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: BOX-2 -- the value lives as long as the box, and is borrowed as the box is.
        unsafe { self.ptr.as_ref() }
    }
}

impl<T: ?Sized, A: Allocator> DerefMut for Box<T, A> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: BOX-2 -- the value lives as long as the box, and is borrowed as the box is.
        unsafe { self.ptr.as_mut() }
    }
}

// SAFETY: BOX-1, BOX-2 -- value and block have one owner, so sending the box sends the value and
// the handle that frees the block.
unsafe impl<T: ?Sized + Send, A: Allocator + Send> Send for Box<T, A> {}

// SAFETY: BOX-2 -- a shared box gives out nothing but `&T` and `&A`.
unsafe impl<T: ?Sized + Sync, A: Allocator + Sync> Sync for Box<T, A> {}

/// As for an owner of `T`; a `NonNull<T>` alone would ask for `RefUnwindSafe`.
impl<T: ?Sized + UnwindSafe, A: Allocator + UnwindSafe> UnwindSafe for Box<T, A> {}

/// The sizes and niches of std's box.
const _: () = {
    assert!(size_of::<Box<u64>>() == size_of::<&u64>());
    assert!(size_of::<Option<Box<u64>>>() == size_of::<&u64>());
    assert!(size_of::<Option<Box<[u64]>>>() == size_of::<&[u64]>());
    assert!(size_of::<Option<Box<str>>>() == size_of::<&str>());
    assert!(size_of::<Option<Box<dyn Send>>>() == size_of::<&dyn Send>());
    assert!(size_of::<Box<MaybeUninit<[u64; 9]>>>() == size_of::<&u64>());
};
