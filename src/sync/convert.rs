//! Into counted blocks: from boxes, vectors, slices and text of this crate and of the language.

use alloc_crate::borrow::{Cow, ToOwned};
use core::alloc::Layout;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use super::counts::AtomicCounts;
use super::{Arc, Block, UniqueArc};
use crate::boxed::Box;
use crate::error::TryReserveError;
use crate::raw::alloc::handle;
use crate::raw::buf::RawBuf;
use crate::vec::Vec;

impl<T: Clone> From<&[T]> for Arc<[T]> {
    /// Clones the elements into a block.
    #[inline]
    #[track_caller]
    fn from(slice: &[T]) -> Self {
        Self::clone_from_ref(slice)
    }
}

impl<T: Clone> From<&mut [T]> for Arc<[T]> {
    /// Clones the elements into a block.
    #[inline]
    #[track_caller]
    fn from(slice: &mut [T]) -> Self {
        Self::clone_from_ref(slice)
    }
}

impl From<&str> for Arc<str> {
    /// Copies the text into a block.
    #[inline]
    #[track_caller]
    fn from(text: &str) -> Self {
        Self::clone_from_ref(text)
    }
}

impl From<&mut str> for Arc<str> {
    /// Copies the text into a block.
    #[inline]
    #[track_caller]
    fn from(text: &mut str) -> Self {
        Self::clone_from_ref(text)
    }
}

impl<T: ?Sized, A: Allocator> From<Box<T, A>> for Arc<T, A> {
    /// Moves the value out of its box into a block of the same allocator, also behind `dyn Trait`.
    /// O(size of the value).
    ///
    /// # Panics
    ///
    /// As [`Arc::new_in`]; the box is dropped then.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{boxed::Box, sync::Arc};
    /// use std::fmt::Display;
    ///
    /// let b: Box<dyn Display> = Box::from_std(std::boxed::Box::new(5));
    /// let shown: Arc<dyn Display> = Arc::from(b);
    /// assert_eq!(shown.to_string(), "5");
    /// ```
    #[track_caller]
    fn from(b: Box<T, A>) -> Self {
        match Self::from_box(b) {
            Ok(arc) => arc,
            Err((b, error)) => {
                drop(b);
                error.raise()
            }
        }
    }
}

impl<T: ?Sized, A: Allocator> Arc<T, A> {
    /// Moves a value out of its box, or gives the box back with an error.
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) fn from_box(mut b: Box<T, A>) -> Result<Self, (Box<T, A>, TryReserveError)> {
        let layout = Layout::for_value::<T>(&b);
        // SAFETY: BOX-1 -- a box's pointer is not null.
        let src = unsafe { NonNull::new_unchecked(Box::as_mut_ptr(&mut b)) };
        // The box is the owner while the allocator is asked, which may unwind.
        // SAFETY: BOX-2 -- the value is the box's, which is taken apart when it has moved.
        let moved =
            unsafe { Block::try_move_in(src, AtomicCounts::unique(), handle(Box::allocator(&b))) };
        let ptr = match moved {
            Ok(ptr) => ptr,
            Err(error) => return Err((b, error)),
        };
        let (_, alloc) = Box::into_non_null_with_allocator(b);
        // SAFETY: ARC-1, ARC-2, ARC-6 -- a new block of `alloc` with a live value, which nobody else
        // knows.
        let new = unsafe { UniqueArc::from_block(ptr, alloc) };
        // SAFETY: ARC-COUNT-1 -- a new block has no `Weak`.
        let arc = unsafe { UniqueArc::share_new(new) };
        if layout.size() != 0 {
            // Freed while `arc` is a local, which is dropped if the allocator unwinds.
            // SAFETY: BOX-1 -- the box's block has the layout that the value had, and its value has
            // moved.
            unsafe { Self::allocator(&arc).deallocate(src.cast(), layout) };
        }
        Ok(arc)
    }
}

impl<T, A: Allocator> From<Vec<T, A>> for Arc<[T], A> {
    /// Moves the elements into a block of the same allocator. O(bytes).
    ///
    /// # Panics
    ///
    /// As [`Arc::new_in`]; the vector is dropped then.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    ///
    /// let slice: Arc<[i32]> = Arc::from(drystone::vec![1, 2, 3]);
    /// assert_eq!(*slice, [1, 2, 3]);
    /// ```
    #[inline]
    #[track_caller]
    fn from(vec: Vec<T, A>) -> Self {
        match Self::from_vec(vec) {
            Ok(arc) => arc,
            Err((vec, error)) => {
                drop(vec);
                error.raise()
            }
        }
    }
}

impl<T, A: Allocator> Arc<[T], A> {
    /// Moves the elements out of a vector, or gives the vector back with an error.
    #[inline(always)]
    #[cfg_attr(feature = "trace-leaks", track_caller)]
    pub(crate) fn from_vec(mut vec: Vec<T, A>) -> Result<Self, (Vec<T, A>, TryReserveError)> {
        let src = NonNull::slice_from_raw_parts(vec.as_non_null(), vec.len());
        // The vector is the owner while the allocator is asked, which may unwind.
        // SAFETY: VEC-2 -- the elements are the vector's, which is taken apart when they have moved.
        let moved =
            unsafe { Block::try_move_in(src, AtomicCounts::unique(), handle(vec.allocator())) };
        let ptr = match moved {
            Ok(ptr) => ptr,
            Err(error) => return Err((vec, error)),
        };
        let (start, _, cap, alloc) = vec.into_parts_with_alloc();
        // SAFETY: ARC-1, ARC-2, ARC-6 -- a new block of `alloc` with live elements, which nobody else
        // knows.
        let new = unsafe { UniqueArc::from_block(ptr, alloc) };
        // SAFETY: ARC-COUNT-1 -- a new block has no `Weak`.
        let arc = unsafe { UniqueArc::share_new(new) };
        // Freed while `arc` is a local, which is dropped if the allocator unwinds.
        // SAFETY: BUF-1 -- the vector's block, whose elements have moved.
        drop(unsafe { RawBuf::from_parts_in(start, cap, Self::allocator(&arc)) });
        Ok(arc)
    }
}

impl<'a, B: ToOwned + ?Sized> From<Cow<'a, B>> for Arc<B>
where
    Self: From<&'a B> + From<B::Owned>,
{
    /// Copies what is borrowed; moves what is owned.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::sync::Arc;
    /// use std::borrow::Cow;
    ///
    /// assert_eq!(&*Arc::<str>::from(Cow::Borrowed("dry")), "dry");
    /// ```
    #[inline]
    #[track_caller]
    fn from(cow: Cow<'a, B>) -> Self {
        match cow {
            Cow::Borrowed(value) => Self::from(value),
            Cow::Owned(value) => Self::from(value),
        }
    }
}
