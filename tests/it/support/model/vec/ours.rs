// The crate's `Vec`, compiled once per allocator: the parent module says which one `Alloc` is.

use std::mem::MaybeUninit;

use drystone::alloc::TryReserveError;
use drystone::vec::PeekMut;

use super::Alloc;
use crate::support::model::vec::Kit;
use crate::support::model::vec::op::Range;

pub(crate) type Vec<T> = drystone::vec::Vec<T, Alloc>;
pub(crate) type Drain<'a, T> = drystone::vec::Drain<'a, T, Alloc>;

#[path = "apply.rs"]
mod apply;
pub(crate) use apply::Side;

/// Makes vectors in the memory of `alloc`.
#[derive(Debug)]
pub(crate) struct Maker {
    pub(crate) alloc: Alloc,
}

impl Maker {
    pub(crate) fn with_capacity<T>(&self, cap: usize) -> Vec<T> {
        Vec::with_capacity_in(cap, self.alloc.another())
    }

    pub(crate) fn try_with_capacity<T>(&self, cap: usize) -> Result<Vec<T>, TryReserveError> {
        Vec::try_with_capacity_in(cap, self.alloc.another())
    }

    pub(crate) fn build<T>(&self, len: usize, f: impl FnMut(usize) -> T) -> Vec<T> {
        self.alloc.build(len, f)
    }

    pub(crate) fn collect<T>(&self, iter: impl Iterator<Item = T>) -> Vec<T> {
        self.alloc.collect(iter)
    }

    pub(crate) fn push_within_capacity<'a, T>(
        &self,
        v: &'a mut Vec<T>,
        value: T,
    ) -> Result<&'a mut T, T> {
        v.push_within_capacity(value)
    }

    pub(crate) fn peek_mut<T>(
        &self,
        v: &mut Vec<T>,
        f: impl FnOnce(&mut T),
        pop: bool,
    ) -> Option<Option<T>> {
        let mut last = v.peek_mut()?;
        f(&mut last);
        Some(pop.then(|| PeekMut::pop(last)))
    }

    #[expect(
        clippy::forget_non_drop,
        reason = "whether it has a `Drop` is its own affair"
    )]
    pub(crate) fn peek_mut_forget<T>(&self, v: &mut Vec<T>) {
        std::mem::forget(v.peek_mut());
    }

    pub(crate) fn try_remove<T>(&self, v: &mut Vec<T>, i: usize) -> Option<T> {
        v.try_remove(i)
    }

    pub(crate) fn spare<'a, T>(
        &self,
        v: &'a mut Vec<T>,
        f: impl FnMut(&mut T),
    ) -> &'a mut [MaybeUninit<T>] {
        let (live, spare) = v.split_at_spare_mut();
        live.iter_mut().for_each(f);
        spare
    }

    pub(crate) fn drain_keep_rest<T>(
        &self,
        v: &mut Vec<T>,
        range: Range,
        f: impl FnOnce(&mut Drain<'_, T>),
    ) {
        let mut drain = v.drain(range);
        f(&mut drain);
        drain.keep_rest();
    }

    pub(crate) fn through_box<T>(&self, v: Vec<T>, f: impl FnOnce(&[T])) -> Vec<T> {
        let boxed = v.into_boxed_slice();
        f(&boxed);
        Vec::from(boxed)
    }

    pub(crate) fn through_std<T>(&self, v: Vec<T>) -> Vec<T> {
        Alloc::through_std(v)
    }

    pub(crate) fn through_parts<T>(&self, v: Vec<T>) -> Vec<T> {
        let (ptr, len, cap, alloc) = v.into_raw_parts_with_alloc();
        // SAFETY: the parts are those of the vector that was just taken apart.
        unsafe { Vec::from_raw_parts_in(ptr, len, cap, alloc) }
    }

    pub(crate) fn chunks<T>(&self, v: Vec<T>) -> Vec<[T; 2]> {
        v.into_chunks()
    }

    pub(crate) fn map_in_place<T>(&self, v: Vec<T>, f: impl FnMut(T) -> T) -> Vec<T> {
        v.map_in_place(f)
    }

    pub(crate) fn try_map_in_place<T>(
        &self,
        v: Vec<T>,
        f: impl FnMut(T) -> Result<T, u8>,
    ) -> Result<Vec<T>, u8> {
        v.try_map_in_place(f)
    }
}
