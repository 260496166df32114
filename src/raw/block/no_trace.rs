#![forbid(unsafe_code)]
//! What a block and its owners note of themselves without the feature `trace-leaks`: nothing.
//!
//! The types have no size and the functions no effect. What they stand in for is told in
//! `trace/registry.rs`.

/// What a block remembers.
#[derive(Copy, Clone)]
pub(crate) struct Tag;

/// What an owner remembers.
#[derive(Copy, Clone)]
pub(crate) struct Slot;

impl Slot {
    pub(crate) const FIRST: Self = Self;
    pub(crate) const OTHER: Self = Self;
}

impl Tag {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self
    }

    #[inline(always)]
    pub(crate) const fn rename<T: ?Sized>(self) {}

    #[inline(always)]
    pub(crate) const fn end(self) {}

    #[inline(always)]
    pub(crate) const fn enter(self) -> Slot {
        Slot
    }

    #[inline(always)]
    pub(crate) const fn leave(self, _: Slot) {}

    #[inline(always)]
    pub(crate) const fn enter_raw(self) {}

    #[inline(always)]
    pub(crate) const fn into_raw(self, _: Slot) {}

    #[inline(always)]
    pub(crate) const fn take_raw(self) -> Slot {
        Slot
    }

    #[inline(always)]
    pub(crate) const fn add_weak(self) {}

    #[inline(always)]
    pub(crate) const fn remove_weak(self) {}
}
