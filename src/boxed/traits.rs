#![forbid(unsafe_code)]
//! What a box can do because its value can, and its default values.

use core::borrow::BorrowMut;
use core::error::Error;
use core::future::Future;
use core::hash::Hasher;
use core::pin::Pin;
use core::task::{Context, Poll};

use allocator_api2::alloc::Allocator;

use super::Box;
use crate::forward::forward_deref;

forward_deref!(Box);

impl<T: ?Sized, A: Allocator> AsMut<T> for Box<T, A> {
    #[inline]
    fn as_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: ?Sized, A: Allocator> BorrowMut<T> for Box<T, A> {
    #[inline]
    fn borrow_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: Default> Default for Box<T> {
    /// A box of `T`'s default.
    #[inline]
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Default for Box<[T]> {
    /// The empty slice, which takes no memory.
    #[inline]
    fn default() -> Self {
        Self::from([])
    }
}

impl Default for Box<str> {
    /// The empty string, which takes no memory.
    #[inline]
    fn default() -> Self {
        Self::from("")
    }
}

impl<T> From<T> for Box<T> {
    /// Moves the value to the heap.
    #[inline]
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<E: Error> Error for Box<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        (**self).source()
    }

    #[expect(deprecated, reason = "an error that still overrides it is still heard")]
    fn description(&self) -> &str {
        (**self).description()
    }

    #[expect(deprecated, reason = "an error that still overrides it is still heard")]
    fn cause(&self) -> Option<&dyn Error> {
        (**self).cause()
    }
}

impl<F: ?Sized + Future + Unpin, A: Allocator> Future for Box<F, A> {
    type Output = F::Output;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        Pin::new(&mut **self).poll(cx)
    }
}

impl<T: ?Sized + Hasher, A: Allocator> Hasher for Box<T, A> {
    #[inline]
    fn finish(&self) -> u64 {
        (**self).finish()
    }

    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        (**self).write(bytes);
    }

    #[inline]
    fn write_u8(&mut self, i: u8) {
        (**self).write_u8(i);
    }

    #[inline]
    fn write_u16(&mut self, i: u16) {
        (**self).write_u16(i);
    }

    #[inline]
    fn write_u32(&mut self, i: u32) {
        (**self).write_u32(i);
    }

    #[inline]
    fn write_u64(&mut self, i: u64) {
        (**self).write_u64(i);
    }

    #[inline]
    fn write_u128(&mut self, i: u128) {
        (**self).write_u128(i);
    }

    #[inline]
    fn write_usize(&mut self, i: usize) {
        (**self).write_usize(i);
    }

    #[inline]
    fn write_i8(&mut self, i: i8) {
        (**self).write_i8(i);
    }

    #[inline]
    fn write_i16(&mut self, i: i16) {
        (**self).write_i16(i);
    }

    #[inline]
    fn write_i32(&mut self, i: i32) {
        (**self).write_i32(i);
    }

    #[inline]
    fn write_i64(&mut self, i: i64) {
        (**self).write_i64(i);
    }

    #[inline]
    fn write_i128(&mut self, i: i128) {
        (**self).write_i128(i);
    }

    #[inline]
    fn write_isize(&mut self, i: isize) {
        (**self).write_isize(i);
    }
}
