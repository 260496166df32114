//! Indices and ranges at and past every edge. Where std panics, so must this crate, and the vector must be as before.

use std::cell::Cell;
use std::ops::{Bound, RangeBounds};

use drystone::alloc::TryReserveErrorKind;
use drystone::vec;
use drystone::vec::Vec;

use super::kit::{Item, accounted, cases, items, values};
use crate::support::catch::catch;
use crate::support::probe::Elem;

/// The indices that matter for a vector of `len` elements with room for `cap`.
fn edges(len: usize, cap: usize) -> impl Iterator<Item = usize> {
    (0..=len + 2).chain([
        cap,
        cap + 1,
        isize::MAX as usize,
        usize::MAX - 1,
        usize::MAX,
    ])
}

/// RUSTSEC-2020-0022, RUSTSEC-2020-0034, RUSTSEC-2020-0038, RUSTSEC-2020-0042, RUSTSEC-2023-0016, RUSTSEC-2025-0039,
/// RUSTSEC-2026-0080, RUSTSEC-2026-0130
#[test]
fn an_index_past_the_end_panics_and_changes_nothing() {
    type Call = fn(&mut Vec<Item>, usize);
    // Each with the number by which its first refused index exceeds the length.
    let calls: [(&str, usize, Call); 7] = [
        ("index", 0, |v, i| assert!(v[i].value() < 9)),
        ("index_mut", 0, |v, i| v[i].set(8)),
        ("remove", 0, |v, i| drop(v.remove(i))),
        ("swap_remove", 0, |v, i| drop(v.swap_remove(i))),
        ("insert", 1, |v, i| v.insert(i, Item::new(8))),
        ("insert_mut", 1, |v, i| v.insert_mut(i, Item::new(8)).set(7)),
        ("split_off", 1, |v, i| drop(v.split_off(i))),
    ];
    for (name, excess, call) in calls {
        for len in 0..4_u8 {
            for i in cases(edges(len.into(), 9), 2) {
                accounted(|| {
                    let mut v = items(0..len);
                    let refused = catch(|| call(&mut v, i)).is_err();
                    assert_eq!(
                        refused,
                        i >= usize::from(len) + excess,
                        "{name}({i}) of {len}"
                    );
                    if refused {
                        assert_eq!(values(&v), (0..len).collect::<std::vec::Vec<_>>());
                        assert_eq!(v.capacity(), 9);
                    }
                });
            }
        }
    }
}

/// The methods that answer rather than panic.
#[test]
fn an_index_past_the_end_is_none() {
    accounted(|| {
        for len in 0..4_u8 {
            for i in edges(len.into(), 9) {
                let mut v = items(0..len);
                let there = i < len.into();
                assert_eq!(v.get(i).is_some(), there);
                assert_eq!(v.try_remove(i).is_some(), there);
                v.truncate(i);
                let left = usize::from(len) - usize::from(there);
                assert_eq!(v.len(), left.min(i));
            }
        }
    });
}

/// Every range with bounds in and around the vector, in every form.
fn ranges(len: usize) -> std::vec::Vec<(Bound<usize>, Bound<usize>)> {
    let bound = |i| [Bound::Included(i), Bound::Excluded(i)];
    let bounds = || {
        let edges = (0..=len + 2).chain([usize::MAX - 1, usize::MAX]);
        edges.flat_map(bound).chain([Bound::Unbounded])
    };
    bounds()
        .flat_map(|start| bounds().map(move |end| (start, end)))
        .collect()
}

/// RUSTSEC-2025-0062, CVE-2018-1000657
#[test]
fn ranges_are_accepted_as_std_accepts_them() {
    type Call = fn(&mut Vec<Item>, (Bound<usize>, Bound<usize>));
    type Model = fn(&mut std::vec::Vec<u8>, (Bound<usize>, Bound<usize>));
    let calls: [(&str, Call, Model); 4] = [
        ("drain", |v, r| drop(v.drain(r)), |v, r| drop(v.drain(r))),
        (
            "splice",
            |v, r| drop(v.splice(r, items([8, 9]))),
            |v, r| drop(v.splice(r, [8, 9])),
        ),
        (
            "extract_if",
            |v, r| v.extract_if(r, |item| item.value() % 2 == 0).for_each(drop),
            |v, r| v.extract_if(r, |item| *item % 2 == 0).for_each(drop),
        ),
        (
            "extend_from_within",
            |v, r| v.extend_from_within(r),
            |v, r| v.extend_from_within(r),
        ),
    ];
    for len in cases(0..4, 2) {
        let ranges: std::vec::Vec<_> = cases(ranges(len.into()), 4).collect();
        for (name, call, model) in calls {
            for &range in &ranges {
                accounted(|| {
                    let mut ours = items(0..len);
                    let mut theirs: std::vec::Vec<u8> = (0..len).collect();
                    let ours_end = catch(|| call(&mut ours, range)).is_ok();
                    let theirs_end = catch(|| model(&mut theirs, range)).is_ok();
                    assert_eq!(ours_end, theirs_end, "{name}({range:?}) of {len}");
                    assert_eq!(values(&ours), theirs, "{name}({range:?}) of {len}");
                });
            }
        }
    }
}

/// A range that answers otherwise each time it is asked.
struct Shifty {
    asked: Cell<usize>,
    answers: [(usize, usize); 3],
}

impl Shifty {
    fn bound(&self) -> &(usize, usize) {
        let asked = self.asked.replace(self.asked.get() + 1);
        &self.answers[asked % 3]
    }
}

impl RangeBounds<usize> for Shifty {
    fn start_bound(&self) -> Bound<&usize> {
        Bound::Included(&self.bound().0)
    }

    fn end_bound(&self) -> Bound<&usize> {
        Bound::Excluded(&self.bound().1)
    }

    fn contains<U: ?Sized + PartialOrd<usize>>(&self, _: &U) -> bool {
        true
    }
}

/// RUSTSEC-2020-0037, RUSTSEC-2021-0031, CVE-2020-36323, RUSTSEC-2025-0049
#[test]
fn a_range_that_changes_its_mind() {
    let answers = [0, 1, 3, 4, 5, usize::MAX];
    for a in cases(answers, 3) {
        for b in cases(answers, 3) {
            for c in cases(answers, 3) {
                let shifty = || Shifty {
                    asked: Cell::new(0),
                    answers: [(a, b), (b, c), (c, a)],
                };
                accounted(|| {
                    let mut v = items(0..4);
                    let _ = catch(|| drop(v.drain(shifty())));
                    let _ = catch(|| v.extend_from_within(shifty()));
                    let _ = catch(|| drop(v.splice(shifty(), items([8]))));
                    let _ = catch(|| v.extract_if(shifty(), |_| true).for_each(drop));
                    assert!(v.len() <= v.capacity());
                    assert_eq!(values(&v).len(), v.len());
                });
            }
        }
    }
}

/// RUSTSEC-2025-0047, heapless#280: what lies between the length and the capacity is out of bounds.
#[test]
fn spare_room_is_not_part_of_the_vector() {
    let mut v = Vec::with_capacity(8);
    v.extend([1_u8, 2]);
    for i in 2..8 {
        assert!(v.get(i).is_none());
        assert!(catch(|| v[i]).is_err());
        assert!(v.get_disjoint_mut([0, i]).is_err());
    }
    assert_eq!(v.as_slice().len(), 2);
    assert_eq!(v.iter().len(), 2);
    assert_eq!(v.spare_capacity_mut().len(), 6);
    let (live, spare) = v.split_at_spare_mut();
    assert_eq!((live.len(), spare.len()), (2, 6));
}

/// bumpalo#330, bump-scope-a974d5c, RUSTSEC-2020-0006, heap-vec
///
/// Capacity, length, place and number of new elements are drawn apart from each other: code that assumes that they go
/// together is wrong for some of them.
#[test]
fn every_capacity_with_every_length() {
    for cap in cases(0..6, 2) {
        for len in cases(0..=cap.min(4), 1) {
            for count in cases(0..7, 2) {
                let make = || {
                    let mut v = Vec::with_capacity(cap);
                    v.extend((0..len as u8).map(Item::new));
                    assert_eq!(v.capacity(), cap);
                    v
                };
                let new = || items((0..count).map(|n| 100 + n));
                let before = || (0..len as u8).collect::<std::vec::Vec<_>>();
                let added = || (0..count).map(|n| 100 + n);
                let after = before()
                    .into_iter()
                    .chain(added())
                    .collect::<std::vec::Vec<_>>();
                accounted(|| {
                    let growths: [&dyn Fn(&mut Vec<Item>); 6] = [
                        &|v| v.extend(new()),
                        &|v| v.extend_from_slice(&new()),
                        &|v| v.append(&mut new()),
                        &|v| new().into_iter().for_each(|item| v.push(item)),
                        &|v| new().into_iter().rev().for_each(|item| v.insert(len, item)),
                        &|v| drop(v.splice(len.., new().into_iter().filter(|_| true))),
                    ];
                    for grow in growths {
                        let mut v = make();
                        grow(&mut v);
                        assert_eq!(values(&v), after);
                    }
                    for at in 0..=len {
                        for to in at..=len {
                            let mut theirs = before();
                            theirs.splice(at..to, added());
                            let mut v = make();
                            drop(v.splice(at..to, new()));
                            assert_eq!(values(&v), theirs);
                            let mut v = make();
                            v.extend_from_within(at..to);
                            let mut theirs = before();
                            theirs.extend_from_within(at..to);
                            assert_eq!(values(&v), theirs);
                        }
                    }
                });
            }
        }
    }
}

/// RUSTSEC-2026-0127, RUSTSEC-2026-0007, RUSTSEC-2026-0151, RUSTSEC-2019-0033, CVE-2018-1000810, elsa-f1c081a,
/// thin-vec-e903080, RUSTSEC-2023-0080
#[test]
fn a_size_that_overflows_is_refused() {
    /// Rounding up to its alignment takes a size just below `isize::MAX` past it.
    #[derive(Clone, Copy)]
    #[repr(align(64))]
    struct Wide(#[expect(dead_code, reason = "it is there for its size")] u8);

    fn refused<T: Copy>(value: T) {
        let (most, wraps) = (
            isize::MAX as usize / size_of::<T>(),
            usize::MAX / size_of::<T>(),
        );
        let huge = [
            most + 1,
            wraps,
            wraps.saturating_add(1),
            usize::MAX - 1,
            usize::MAX,
        ];
        let overflow = TryReserveErrorKind::CapacityOverflow;
        for n in huge {
            assert!(catch(|| Vec::<T>::with_capacity(n)).is_err());
            let tried = Vec::<T>::try_with_capacity(n);
            assert_eq!(
                tried.err().map(|error| error.kind()),
                Some(overflow.clone())
            );
            assert!(catch(|| vec![value; n]).is_err());
            assert!(catch(|| Vec::from_fn(n, |_| value)).is_err());
            let mut v = vec![value; 3];
            v.reserve_exact(2);
            let state = (v.as_ptr(), v.len(), v.capacity());
            let growths: [fn(&mut Vec<T>, usize); 4] = [
                |v, n| v.reserve(n),
                |v, n| v.reserve_exact(n),
                |v, n| v.resize(n, v[0]),
                |v, n| v.resize_with(n, || unreachable!("no room for the first one")),
            ];
            for grow in growths {
                assert!(catch(|| grow(&mut v, n)).is_err());
            }
            for error in [v.try_reserve(n), v.try_reserve_exact(n)] {
                assert_eq!(error.map_err(|error| error.kind()), Err(overflow.clone()));
            }
            assert_eq!((v.as_ptr(), v.len(), v.capacity()), state);
        }
    }
    refused(1_u8);
    refused(1_u16);
    refused([1_u8; 3]);
    refused(1_u64);
    refused([1_u64; 3]);
    refused(Wide(1));
}
