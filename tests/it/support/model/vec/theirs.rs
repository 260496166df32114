//! std's `Vec`. What stable std lacks is written by other means; it is what std documents for its nightly methods.

use std::collections::TryReserveError;
use std::mem::MaybeUninit;

use super::op::Range;
use crate::support::probe::Elem;

pub(crate) type Vec<T> = std::vec::Vec<T>;
pub(crate) type Drain<'a, T> = std::vec::Drain<'a, T>;

#[path = "apply.rs"]
mod apply;
pub(crate) use apply::Side;

/// Makes vectors; here there is nothing to remember for that.
#[derive(Debug)]
pub(crate) struct Maker;

impl Maker {
    pub(crate) fn with_capacity<T>(&self, cap: usize) -> Vec<T> {
        Vec::with_capacity(cap)
    }

    pub(crate) fn try_with_capacity<T>(&self, cap: usize) -> Result<Vec<T>, TryReserveError> {
        let mut made = Vec::new();
        made.try_reserve_exact(cap)?;
        Ok(made)
    }

    pub(crate) fn build<T>(&self, len: usize, f: impl FnMut(usize) -> T) -> Vec<T> {
        (0..len).map(f).collect()
    }

    pub(crate) fn collect<T>(&self, iter: impl Iterator<Item = T>) -> Vec<T> {
        Vec::from_iter(iter)
    }

    pub(crate) fn push_within_capacity<'a, T>(
        &self,
        v: &'a mut Vec<T>,
        value: T,
    ) -> Result<&'a mut T, T> {
        if v.len() == v.capacity() {
            return Err(value);
        }
        Ok(v.push_mut(value))
    }

    pub(crate) fn peek_mut<T>(
        &self,
        v: &mut Vec<T>,
        f: impl FnOnce(&mut T),
        pop: bool,
    ) -> Option<Option<T>> {
        f(v.last_mut()?);
        Some(if pop { v.pop() } else { None })
    }

    pub(crate) fn peek_mut_forget<T>(&self, _: &mut Vec<T>) {}

    pub(crate) fn try_remove<T>(&self, v: &mut Vec<T>, i: usize) -> Option<T> {
        (i < v.len()).then(|| v.remove(i))
    }

    pub(crate) fn spare<'a, T>(
        &self,
        v: &'a mut Vec<T>,
        f: impl FnMut(&mut T),
    ) -> &'a mut [MaybeUninit<T>] {
        v.iter_mut().for_each(f);
        v.spare_capacity_mut()
    }

    pub(crate) fn drain_keep_rest<T>(
        &self,
        v: &mut Vec<T>,
        range: Range,
        f: impl FnOnce(&mut Drain<'_, T>),
    ) {
        let len = v.len();
        let mut drain = v.drain(range);
        f(&mut drain);
        let rest: Vec<T> = drain.by_ref().collect();
        drop(drain);
        let start = match range.0 {
            std::ops::Bound::Included(at) => at,
            std::ops::Bound::Excluded(at) => at + 1,
            std::ops::Bound::Unbounded => 0,
        };
        debug_assert!(start <= len);
        drop(v.splice(start..start, rest));
    }

    pub(crate) fn through_box<T>(&self, v: Vec<T>, f: impl FnOnce(&[T])) -> Vec<T> {
        let boxed = v.into_boxed_slice();
        f(&boxed);
        boxed.into_vec()
    }

    pub(crate) fn through_std<T>(&self, v: Vec<T>) -> Vec<T> {
        v
    }

    pub(crate) fn through_parts<T>(&self, v: Vec<T>) -> Vec<T> {
        v
    }

    pub(crate) fn chunks<T>(&self, mut v: Vec<T>) -> Vec<[T; 2]> {
        v.truncate(v.len() & !1);
        let mut rest = v.into_iter();
        let mut chunks = Vec::new();
        while let (Some(a), Some(b)) = (rest.next(), rest.next()) {
            chunks.push([a, b]);
        }
        chunks
    }

    pub(crate) fn map_in_place<T: Elem>(&self, v: Vec<T>, f: impl FnMut(T) -> T) -> Vec<T> {
        v.into_iter().map(f).collect()
    }

    pub(crate) fn try_map_in_place<T: Elem>(
        &self,
        v: Vec<T>,
        f: impl FnMut(T) -> Result<T, u8>,
    ) -> Result<Vec<T>, u8> {
        v.into_iter().map(f).collect()
    }
}
