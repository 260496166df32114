//! Iterators that lie: `size_hint` and `len` may say anything, `next` may go on after the end, and nothing but the
//! elements that really came may end up in a vector.

use std::iter::FusedIterator;

use drystone::vec::Vec;

use super::kit::{Item, accounted, cases, items, values};
use crate::support::probe::Elem;

/// Gives `real` items and claims `claim`; `after` more come when asked once too often.
#[derive(Clone)]
struct Liar {
    next: u8,
    real: u8,
    after: u8,
    claim: (usize, Option<usize>),
}

impl Iterator for Liar {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        self.next += 1;
        let end = self.real + 1;
        let some = self.next < end || (self.next > end && self.next <= end + self.after);
        some.then(|| Item::new(100 + self.next))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.claim
    }
}

impl DoubleEndedIterator for Liar {
    fn next_back(&mut self) -> Option<Item> {
        self.next()
    }
}

impl ExactSizeIterator for Liar {
    fn len(&self) -> usize {
        self.claim.0
    }
}

/// It is not: whoever takes this trait for a proof is lied to once more.
impl FusedIterator for Liar {}

const CLAIMS: [(usize, Option<usize>); 9] = [
    (0, None),
    (0, Some(0)),
    (0, Some(1)),
    (1, Some(1)),
    (3, Some(3)),
    (7, Some(7)),
    (20, Some(2)),
    (0, Some(usize::MAX)),
    (2, Some(usize::MAX)),
];

fn each_liar(test: impl Fn(Liar)) {
    let liars = CLAIMS.into_iter().flat_map(|claim| {
        let real = [0, 1, 2, 3, 5].into_iter();
        let ends = real.flat_map(|real| [(real, 0), (real, 3)]);
        ends.map(move |(real, after)| Liar {
            next: 0,
            real,
            after,
            claim,
        })
    });
    for liar in cases(liars, 13) {
        accounted(|| test(liar.clone()));
    }
}

fn expected(liar: &Liar) -> std::vec::Vec<u8> {
    (0..liar.real).map(|n| 101 + n).collect()
}

/// RUSTSEC-2021-0045, RUSTSEC-2021-0048, RUSTSEC-2021-0050, RudraPoC-0143, triomphe-6df7026, RUSTSEC-2025-0050
#[test]
fn collecting_and_extending_believes_no_hint() {
    each_liar(|liar| {
        // Not `collect`: std built with its debug assertions refuses such hints there.
        let v: Vec<Item> = Vec::from_iter(liar.clone());
        assert_eq!(values(&v), expected(&liar));
        for (len, room) in [(0, 0), (0, 2), (2, 0), (2, 1), (4, 9)] {
            let mut v = Vec::with_capacity(usize::from(len + room));
            v.extend((0..len).map(Item::new));
            v.extend(liar.clone());
            let all = (0..len)
                .chain(expected(&liar))
                .collect::<std::vec::Vec<_>>();
            assert_eq!(values(&v), all);
        }
    });
}

/// RUSTSEC-2021-0003, RUSTSEC-2021-0028
#[test]
fn splicing_believes_no_hint() {
    for (start, end) in cases([(0, 0), (0, 2), (1, 3), (4, 4), (2, 4), (0, 4)], 2) {
        for room in cases([0, 1, 9], 1) {
            for taken in [0, 1, 4] {
                each_liar(|liar| {
                    let mut v = Vec::with_capacity(4 + room);
                    v.extend((0..4).map(Item::new));
                    let removed: Vec<Item> =
                        v.splice(start..end, liar.clone()).take(taken).collect();
                    assert!(removed.len() <= end - start);
                    let before = (0..start as u8).chain(expected(&liar)).chain(end as u8..4);
                    // Beyond the end it claims nothing, so what came after `None` may be missing, but nothing else.
                    let got = values(&v);
                    let real: std::vec::Vec<u8> = before.collect();
                    let late = |value: &u8| *value > 101 + liar.real;
                    let kept: std::vec::Vec<u8> =
                        got.iter().copied().filter(|value| !late(value)).collect();
                    assert_eq!(kept, real, "{:?}", liar.claim);
                    assert!(got.len() - real.len() <= usize::from(liar.after));
                });
            }
        }
    }
}

/// A hint of `usize::MAX` is a capacity overflow at most, and costs nothing that was there.
#[test]
fn an_endless_hint_is_refused_or_ignored() {
    use crate::support::catch::catch;
    accounted(|| {
        let endless = || Liar {
            next: 0,
            real: 2,
            after: 0,
            claim: (usize::MAX, None),
        };
        let mut v = items(0..3);
        let end = catch(|| v.extend(endless()));
        assert!(values(&v).starts_with(&[0, 1, 2]));
        assert!(end.is_ok() || v.len() == 3);
        let _ = catch(|| drop(Vec::from_iter(endless())));
        let _ = catch(|| drop(v.splice(1..2, endless())));
        assert_eq!(v[0].value(), 0);
        v.push(Item::new(9));
        assert_eq!(values(&v).last(), Some(&9));
    });
}

/// The iterators of this crate tell the truth also at their end: CVE-2021-28879.
#[test]
fn exhausted_iterators_stay_exhausted() {
    fn drained(mut iter: impl ExactSizeIterator<Item = Item> + DoubleEndedIterator) {
        assert_eq!(iter.size_hint(), (iter.len(), Some(iter.len())));
        while iter.len() > 0 {
            let before = iter.len();
            assert!(
                if before % 2 == 0 {
                    iter.next()
                } else {
                    iter.next_back()
                }
                .is_some()
            );
            assert_eq!(iter.len(), before - 1);
        }
        for _ in 0..3 {
            assert!(iter.next().is_none() && iter.next_back().is_none());
            assert!(iter.nth(usize::MAX).is_none() && iter.nth_back(0).is_none());
            assert_eq!(iter.size_hint(), (0, Some(0)));
        }
        let mut v = items(0..1);
        v.extend(iter);
        assert_eq!(v.len(), 1);
    }
    accounted(|| {
        drained(items(0..5).into_iter());
        drained(items(0..5).drain(1..4));
        drained(items(0..5).splice(1..4, items(7..9)));
        let mut v = items(0..5);
        let mut extract = v.extract_if(1..4, |item| item.value() != 2);
        assert_eq!(extract.by_ref().count(), 2);
        assert!(extract.next().is_none() && extract.next().is_none());
        assert_eq!(extract.size_hint().1, Some(0));
        drop(extract);
        assert_eq!(values(&v), [0, 2, 4]);
    });
}

/// RUSTSEC-2026-0176
#[test]
fn skipping_past_the_end_does_not_wrap() {
    for first in 0..3 {
        for n in cases([0, 1, 2, 3, 4, 5, usize::MAX - 1, usize::MAX], 4) {
            accounted(|| {
                let model: std::vec::Vec<u8> = (0..4).collect();
                let mut theirs = model.iter().copied();
                let mut iter = items(0..4).into_iter();
                let mut v = items(0..4);
                let mut drain = v.drain(..);
                for _ in 0..first {
                    theirs.next();
                    drop((iter.next(), drain.next()));
                }
                let value = |item: Option<Item>| item.map(|item| item.value());
                let mut theirs_back = theirs.clone();
                let (mut back, front) = (iter.clone(), theirs.nth(n));
                assert_eq!(value(iter.nth(n)), front);
                assert_eq!(value(drain.nth(n)), front);
                assert_eq!(value(back.nth_back(n)), theirs_back.nth_back(n));
                let rest = theirs.nth_back(n);
                assert_eq!(value(iter.nth_back(n)), rest);
                assert_eq!(value(drain.nth_back(n)), rest);
                assert_eq!(iter.len(), theirs.len());
                assert_eq!(drain.len(), theirs.len());
                assert_eq!(value(iter.skip(n).next()), theirs.clone().skip(n).next());
            });
        }
    }
}

/// No element is met from both ends: CVE-2021-28877, CVE-2021-28878.
#[test]
fn an_element_is_handed_out_once() {
    // Every order of front and back steps, of one or of two.
    for script in cases(0_u32..256, 19) {
        accounted(|| {
            let mut theirs = 0..7_u8;
            let mut ours = items(0..7).into_iter();
            let mut v = items(0..7);
            let mut drain = v.drain(..);
            for step in 0..4 {
                let (a, b, c) = match script >> (2 * step) & 3 {
                    0 => (theirs.next(), ours.next(), drain.next()),
                    1 => (theirs.next_back(), ours.next_back(), drain.next_back()),
                    2 => (theirs.nth(1), ours.nth(1), drain.nth(1)),
                    _ => (theirs.nth_back(1), ours.nth_back(1), drain.nth_back(1)),
                };
                assert_eq!(b.map(|item| item.value()), a);
                assert_eq!(c.map(|item| item.value()), a);
                assert_eq!(
                    values(ours.as_slice()),
                    theirs.clone().collect::<std::vec::Vec<_>>()
                );
                assert_eq!(values(drain.as_slice()), values(ours.as_slice()));
            }
        });
    }
}
