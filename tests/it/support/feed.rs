//! [`Feed`]: an iterator that makes elements, and may lie about how many.

use std::marker::PhantomData;

use super::probe::Elem;
use super::world::{Kind, tick};

/// Up to 255 values; the two low bits of `pattern` are the first one, and so on, again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Data {
    pub(crate) len: u8,
    pub(crate) pattern: u8,
}

impl Data {
    pub(crate) fn values(self) -> impl Iterator<Item = u8> {
        (0..self.len).map(move |i| (self.pattern >> (2 * (i % 4))) & 3)
    }

    pub(crate) fn get(self, i: u8) -> u8 {
        (self.pattern >> (2 * (i % 4))) & 3
    }
}

/// What an iterator tells of its length. No answer may lead to more than a wrong guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    Honest,
    /// Nothing is known.
    Unknown,
    /// Fewer than there are, at most fewer than there are.
    TooFew,
    /// Two more than there are.
    TooMany,
    /// One more than there are, and at most none.
    Crossed,
    /// `usize::MAX`, of which no memory is large enough.
    Endless,
}

impl Hint {
    pub(crate) const ALL: [Hint; 6] = [
        Hint::Honest,
        Hint::Unknown,
        Hint::TooFew,
        Hint::TooMany,
        Hint::Crossed,
        Hint::Endless,
    ];

    fn tell(self, left: usize) -> (usize, Option<usize>) {
        match self {
            Hint::Honest => (left, Some(left)),
            Hint::Unknown => (0, None),
            Hint::TooFew => (left / 2, Some(left / 2)),
            Hint::TooMany => (left + 2, Some(left + 2)),
            Hint::Crossed => (left + 1, Some(0)),
            Hint::Endless => (usize::MAX, None),
        }
    }
}

/// Makes elements from `data`. Each `next` is an event, so it can panic.
#[derive(Debug)]
pub(crate) struct Feed<T> {
    data: Data,
    at: u8,
    hint: Hint,
    /// Whether one more element comes after the first `None`.
    revives: bool,
    make: PhantomData<fn() -> T>,
}

impl<T: Elem> Feed<T> {
    pub(crate) fn new(data: Data, hint: Hint, revives: bool) -> Self {
        Self {
            data,
            at: 0,
            hint,
            revives,
            make: PhantomData,
        }
    }

    fn left(&self) -> usize {
        usize::from(self.data.len.saturating_sub(self.at))
    }
}

impl<T: Elem> Iterator for Feed<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        tick(Kind::Call);
        let at = self.at;
        self.at = at.saturating_add(1);
        let there = at < self.data.len || self.revives && at == self.data.len.saturating_add(1);
        there.then(|| T::make(self.data.get(at)))
    }

    /// While the thread unwinds it is honest: what asks for too much panics, and a second panic would abort.
    fn size_hint(&self) -> (usize, Option<usize>) {
        let hint = match std::thread::panicking() {
            true => Hint::Honest,
            false => self.hint,
        };
        hint.tell(self.left())
    }
}

impl<T: Elem> DoubleEndedIterator for Feed<T> {
    fn next_back(&mut self) -> Option<T> {
        tick(Kind::Call);
        if self.left() == 0 {
            return None;
        }
        self.data.len -= 1;
        Some(T::make(self.data.get(self.data.len)))
    }
}

impl<T: Elem> ExactSizeIterator for Feed<T> {
    fn len(&self) -> usize {
        self.hint.tell(self.left()).0
    }
}
