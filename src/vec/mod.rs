//! [`Vec`]: a growable array.
//!
//! # Layout
//!
//! ```text
//! stack                     heap
//! ┌──────────────┐          ┌──────┬──────┬──────┬──────┐
//! │ ptr ─────────┼─────────▶│  T   │  T   │  T   │░░░░░░│
//! │ cap: 4       │          └──────┴──────┴──────┴──────┘
//! │ len: 3       │           0 .. len live, len .. cap spare
//! └──────────────┘
//! ```
//!
//! The pointer and the capacity are a `RawBuf`, which owns memory and knows nothing of values. This
//! module owns the values and knows nothing of layouts. With the [`Global`] allocator a `Vec` is
//! three words, and so is an `Option` of one: the pointer is never null.
//!
//! # Invariants
//!
//! * `VEC-1`: `len <= capacity`.
//! * `VEC-2`: the slots `0..len` hold live values, which the `Vec` owns.
//! * `VEC-3`: the slots `len..capacity` hold nothing that the `Vec` owns: whoever makes `len` go
//!   down owns what it gives up, and drops or moves it once.
//!
//! `len` moves through two functions only, `inc_len` and `dec_len`. It goes down *before* values
//! are dropped or handed out and up *after* they are written: whatever unwinds or is forgotten in
//! between is leaked, never dropped twice.
//!
//! # Panics and leaks
//!
//! Methods that grow panic when the capacity would exceed `isize::MAX` bytes, and call the
//! allocation error hook, which aborts by default, when the allocator fails; [`Vec::try_reserve`]
//! and [`fallible::Vec`](crate::fallible::Vec) return the error instead. A panic in `Clone`,
//! `Drop`, a comparison, a closure or an iterator leaves every value dropped at most once and the
//! `Vec` usable. Forgetting a [`Drain`], [`Splice`] or [`ExtractIf`] leaks values.
//!
//! # Differences from std
//!
//! * The allocator parameter, the `try_` methods and the others that std marks unstable are here on
//!   stable. [`Allocator`] is `allocator-api2`'s trait.
//! * Drop check: without feature `nightly`, a `Vec<&'a T>` may not be dropped after `'a` has ended,
//!   since `#[may_dangle]` is unstable.
//! * `extend` and `collect` make room for what an iterator promises, when its bounds meet, before
//!   they ask for the first item.
//! * `collect` never reuses the allocation of a [`IntoIter`]; [`Vec::map_in_place`] does.
//! * Not written, since no stable crate can: `const_make_global` (it needs `const` allocation),
//!   `TrustedLen` and `DerefPure` (unstable traits), `From` for `ByteString` and comparisons with
//!   it (an unstable type), and conversions between std's collections with an allocator parameter
//!   (std's are unstable): those with std's global allocator are there and cost O(1).

mod boxed_slice;
mod bulk;
mod capacity;
mod compact;
mod convert;
mod drain;
mod extend;
mod extract_if;
mod into_iter;
mod map_in_place;
mod parts;
mod peek_mut;
mod retain;
mod reuse;
mod single;
mod splice;
mod traits;

pub use self::drain::Drain;
pub use self::extract_if::ExtractIf;
pub use self::into_iter::IntoIter;
pub use self::peek_mut::PeekMut;
pub use self::splice::Splice;

#[doc(hidden)]
pub use self::bulk::from_elem;
#[doc(hidden)]
pub use self::convert::from_array;

use core::mem::MaybeUninit;
use core::ptr::NonNull;
use core::slice;

use crate::alloc::{Allocator, Global};
use crate::raw::buf::RawBuf;

/// A contiguous growable array, as [std's](alloc_crate::vec::Vec), with an allocator parameter.
///
/// Lengths and capacities count elements. Zero-sized elements need no memory: the capacity is then
/// `usize::MAX`.
///
/// # Examples
///
/// ```
/// use drystone::{vec, vec::Vec};
///
/// let mut v: Vec<i32> = vec![1, 2, 3];
/// v.push(4);
/// v.retain(|x| x % 2 == 0);
/// assert_eq!(v, [2, 4]);
/// assert_eq!(v.iter().sum::<i32>(), 6);
/// ```
///
/// In the memory of another allocator, here by reference:
///
/// ```
/// use drystone::{alloc::Global, vec::Vec};
///
/// let alloc = Global;
/// let mut v: Vec<&str, &Global> = Vec::new_in(&alloc);
/// v.push("stone");
/// assert_eq!(v.len(), 1);
/// ```
pub struct Vec<T, A: Allocator = Global> {
    buf: RawBuf<T, A>,
    len: usize,
}

const _: () = assert!(size_of::<Vec<u8>>() == 3 * size_of::<usize>());
const _: () = assert!(size_of::<Option<Vec<u8>>>() == size_of::<Vec<u8>>());

impl<T> Vec<T> {
    /// An empty `Vec`, without an allocation.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::Vec;
    ///
    /// static EMPTY: Vec<u8> = Vec::new();
    /// assert_eq!(EMPTY.capacity(), 0);
    /// ```
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self::new_in(Global)
    }
}

impl<T, A: Allocator> Vec<T, A> {
    /// An empty `Vec` that will allocate from `alloc`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, vec::Vec};
    ///
    /// let v: Vec<u8, Global> = Vec::new_in(Global);
    /// assert!(v.is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub const fn new_in(alloc: A) -> Self {
        // INVARIANT: VEC-1, VEC-2 -- no slots, no values.
        Self {
            buf: RawBuf::new_in(alloc),
            len: 0,
        }
    }

    /// The number of elements.
    ///
    /// # Examples
    ///
    /// ```
    /// let v = drystone::vec!['a', 'b'];
    /// assert_eq!(v.len(), 2);
    /// ```
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no element.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(drystone::vec::Vec::<u8>::new().is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number of elements for which there is room; `usize::MAX` when they have no size.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::Vec;
    ///
    /// assert_eq!(Vec::<u8>::with_capacity(10).capacity(), 10);
    /// assert_eq!(Vec::<()>::new().capacity(), usize::MAX);
    /// ```
    #[inline]
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.buf.capacity()
    }

    /// The allocator that the elements live in.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, vec::Vec};
    ///
    /// assert_eq!(Vec::<u8>::new().allocator(), &Global);
    /// ```
    #[inline]
    #[must_use]
    pub const fn allocator(&self) -> &A {
        self.buf.allocator()
    }

    /// The elements, as a slice.
    ///
    /// # Examples
    ///
    /// ```
    /// let v = drystone::vec![1, 2];
    /// assert_eq!(v.as_slice(), &[1, 2]);
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_slice(&self) -> &[T] {
        // SAFETY: VEC-1, VEC-2 -- the first `len` slots are live, and borrowed as long as `self`.
        unsafe { slice::from_raw_parts(self.as_ptr(), self.len) }
    }

    /// The elements, as a mutable slice.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![2, 1];
    /// v.as_mut_slice().sort();
    /// assert_eq!(v, [1, 2]);
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: VEC-1, VEC-2 -- the first `len` slots are live, and `&mut self` is exclusive.
        unsafe { slice::from_raw_parts_mut(self.as_mut_ptr(), self.len) }
    }

    /// A pointer to the first slot, dangling but aligned when there is no allocation.
    ///
    /// It is valid until the `Vec` reallocates or is dropped, also for the spare slots. No
    /// reference to the elements is made here, so pointers from earlier calls stay valid. Nothing
    /// may be written through it, except inside an `UnsafeCell`.
    ///
    /// # Examples
    ///
    /// ```
    /// let v = drystone::vec![7, 8];
    /// // SAFETY: slot 1 is live, and `v` is not touched meanwhile.
    /// assert_eq!(unsafe { v.as_ptr().add(1).read() }, 8);
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_ptr(&self) -> *const T {
        self.buf.ptr().as_ptr()
    }

    /// A pointer to the first slot for reads and writes, dangling but aligned when there is no
    /// allocation.
    ///
    /// It is valid until the `Vec` reallocates or is dropped, also for the spare slots. No
    /// reference to the elements is made here, so pointers from earlier calls stay valid.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![7, 8];
    /// // SAFETY: slot 0 is live, and `v` is not touched meanwhile.
    /// unsafe { v.as_mut_ptr().write(9) };
    /// assert_eq!(v, [9, 8]);
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_mut_ptr(&mut self) -> *mut T {
        self.buf.ptr().as_ptr()
    }

    /// [`as_mut_ptr`](Self::as_mut_ptr), in a type that says it is not null.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut v = drystone::vec![7];
    /// // SAFETY: slot 0 is live, and `v` is not touched meanwhile.
    /// assert_eq!(unsafe { v.as_non_null().read() }, 7);
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_non_null(&mut self) -> NonNull<T> {
        self.buf.ptr()
    }

    /// Sets the length to `new_len` elements and touches no element.
    ///
    /// # Safety
    ///
    /// * `new_len` is at most the capacity.
    /// * The slots up to `new_len` hold live values that the `Vec` may own.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::Vec;
    ///
    /// let mut v = Vec::<u32>::with_capacity(2);
    /// v.spare_capacity_mut()[0].write(5);
    /// // SAFETY: the first slot was written just above.
    /// unsafe { v.set_len(1) };
    /// assert_eq!(v, [5]);
    /// ```
    #[inline]
    pub unsafe fn set_len(&mut self, new_len: usize) {
        if new_len >= self.len {
            // SAFETY: VEC-1, VEC-2 -- the caller vouches for the slots up to `new_len`.
            unsafe { self.inc_len(new_len - self.len) };
        } else {
            // The slots given up are the caller's now.
            // SAFETY: VEC-1 -- `new_len` is below `len`, so the difference is at most `len`.
            let _ = unsafe { self.dec_len(self.len - new_len) };
        }
    }

    /// The spare slots, which may hold anything.
    ///
    /// Write them, then [`set_len`](Self::set_len).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::Vec;
    ///
    /// let mut v = Vec::<u8>::with_capacity(4);
    /// v.push(1);
    /// assert_eq!(v.spare_capacity_mut().len(), 3);
    /// ```
    #[inline]
    #[must_use]
    pub fn spare_capacity_mut(&mut self) -> &mut [MaybeUninit<T>] {
        self.split_at_spare_mut().1
    }

    /// The elements and the spare slots, both mutable at once.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::vec::Vec;
    ///
    /// let mut v = Vec::<u8>::with_capacity(4);
    /// v.extend([1, 2]);
    /// let (live, spare) = v.split_at_spare_mut();
    /// spare[0].write(live[0] + live[1]);
    /// // SAFETY: slot 2 was written just above.
    /// unsafe { v.set_len(3) };
    /// assert_eq!(v, [1, 2, 3]);
    /// ```
    #[inline]
    #[must_use]
    pub fn split_at_spare_mut(&mut self) -> (&mut [T], &mut [MaybeUninit<T>]) {
        let spare_len = self.capacity() - self.len;
        // SAFETY: VEC-1 -- slot `len` is in the buffer or one past its end.
        let spare = unsafe { self.as_mut_ptr().add(self.len) };
        // SAFETY: VEC-1 -- the slots from `len` to the capacity are in the buffer; they overlap no
        // live slot, `&mut self` is exclusive, and `MaybeUninit` claims nothing about them.
        let spare = unsafe { slice::from_raw_parts_mut(spare.cast(), spare_len) };
        // SAFETY: VEC-1, VEC-2 -- the first `len` slots are live, and `&mut self` is exclusive.
        let live = unsafe { slice::from_raw_parts_mut(self.as_mut_ptr(), self.len) };
        (live, spare)
    }

    /// A pointer to slot `index`.
    ///
    /// # Safety
    ///
    /// * (a) `index` is at most the capacity.
    #[inline(always)]
    const unsafe fn slot(&self, index: usize) -> NonNull<T> {
        // SAFETY: VEC-1 -- by (a) the slot is in the buffer or one past its end (BUF-1).
        unsafe { self.buf.ptr().add(index) }
    }

    /// Takes over the `count` values behind the last element: the door for `len` to go up.
    ///
    /// # Safety
    ///
    /// * (a) `count` is at most the number of spare slots.
    /// * (b) The first `count` spare slots hold live values that nobody else owns.
    #[inline(always)]
    const unsafe fn inc_len(&mut self, count: usize) {
        debug_assert!(count <= self.capacity() - self.len);
        // INVARIANT: VEC-1 by (a), VEC-2 by (b).
        self.len += count;
    }

    /// Gives up the last `count` elements to the caller: the door for `len` to go down.
    ///
    /// # Safety
    ///
    /// * (a) `count` is at most `len`.
    #[inline(always)]
    #[must_use = "the elements are leaked unless they are dropped or moved"]
    const unsafe fn dec_len(&mut self, count: usize) -> NonNull<[T]> {
        debug_assert!(count <= self.len);
        // INVARIANT: VEC-1, VEC-2 -- fewer of the live slots, by (a).
        self.len -= count;
        // SAFETY: VEC-1 -- the new `len` is at most the old one.
        let first = unsafe { self.slot(self.len) };
        NonNull::slice_from_raw_parts(first, count)
    }

    /// Drops every element, in order. Only for `Drop`, where the length is not looked at again.
    #[inline(always)]
    fn drop_elements(&mut self) {
        let live = NonNull::slice_from_raw_parts(self.buf.ptr(), self.len);
        // SAFETY: VEC-2 -- the values are live and owned by `self`, which is being dropped. Should
        // one of their `Drop`s unwind, the others and the buffer are dropped all the same.
        unsafe { live.drop_in_place() };
    }
}

#[cfg(not(feature = "nightly"))]
impl<T, A: Allocator> Drop for Vec<T, A> {
    #[inline]
    fn drop(&mut self) {
        self.drop_elements();
    }
}

// SAFETY: VEC-2, BUF-1 -- values of `T` are only dropped, which `PhantomData<T>` in the buffer
// tells the drop check.
#[cfg(feature = "nightly")]
unsafe impl<#[may_dangle] T, A: Allocator> Drop for Vec<T, A> {
    #[inline]
    fn drop(&mut self) {
        self.drop_elements();
    }
}
