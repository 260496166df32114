#![forbid(unsafe_code)]
//! What a unique pointer can do because its value can.

use core::borrow::BorrowMut;

use allocator_api2::alloc::Allocator;

use super::UniqueArc;
use crate::forward::forward_deref;

forward_deref!(UniqueArc);

impl<T: ?Sized, A: Allocator> AsMut<T> for UniqueArc<T, A> {
    #[inline]
    fn as_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: ?Sized, A: Allocator> BorrowMut<T> for UniqueArc<T, A> {
    #[inline]
    fn borrow_mut(&mut self) -> &mut T {
        self
    }
}
