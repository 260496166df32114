//! Panics in user code: a closure, an iterator, `Clone`, a comparison or `Drop` that unwinds at its k-th call, for every
//! k. Each element is dropped once, none is lost, and the vector stays usable.
//!
//! Vectors that shift elements before they call, or that count elements before they are written or after they are
//! dropped, fail here.

use drystone::vec;
use drystone::vec::{PeekMut, Vec};

use super::kit::{Item, accounted, attack, attack_owned, cases, items, values};
use crate::support::catch::catch;
use crate::support::probe::Elem;
use crate::support::world::{Kind, tick};

/// New items, with a call of user code before each, and more of them than `size_hint` admits.
fn calls(count: u8) -> impl Iterator<Item = Item> {
    (0..count).filter(|_| true).map(|n| {
        tick(Kind::Call);
        Item::new(100 + n)
    })
}

/// rust#52267, rust#60977, rust#85613, RUSTSEC-2020-0105, RUSTSEC-2021-0047, bumpalo-3.20.3, small-map#10
#[test]
fn a_panic_while_sifting() {
    for keep in [|_: u8| true, |_| false, |n| n == 2, |n| n != 2] {
        for event in [Kind::Call, Kind::Drop] {
            if event == Kind::Drop && keep(1) && keep(2) {
                continue;
            }
            attack(event, |v| {
                v.retain(|item| {
                    tick(Kind::Call);
                    keep(item.value())
                });
            });
            attack(event, |v| {
                v.retain_mut(|item| {
                    tick(Kind::Call);
                    keep(item.value())
                });
            });
            attack(event, |v| {
                let taken = v.extract_if(.., |item| {
                    tick(Kind::Call);
                    !keep(item.value())
                });
                taken.for_each(drop);
            });
            attack(event, |v| {
                let taken = v.extract_if(1..5, |item| {
                    tick(Kind::Call);
                    !keep(item.value())
                });
                drop(taken.take(1).collect::<Vec<_>>());
                drop(Item::new(0));
            });
        }
    }
    attack(Kind::Drop, |v| v.dedup());
    attack(Kind::Compare, |v| v.dedup());
    attack(Kind::Drop, |v| v.dedup_by_key(|_| 1));
    attack(Kind::Call, |v| {
        v.dedup_by_key(|item| {
            tick(Kind::Call);
            item.value()
        });
    });
    attack(Kind::Call, |v| {
        v.dedup_by(|_, _| {
            tick(Kind::Call);
            true
        });
    });
    attack(Kind::Call, |v| {
        v.pop_if(|_| {
            tick(Kind::Call);
            true
        });
    });
}

/// What a panicking predicate has not judged stays, in order and without a gap: rust#52267.
#[test]
fn a_panicking_predicate_loses_nothing() {
    for k in 0..6 {
        accounted(|| {
            let mut v = items(0..6);
            let mut judged = 0;
            let end = catch(|| {
                v.retain(|item| {
                    assert!(judged < k, "as asked");
                    judged += 1;
                    item.value() % 2 == 1
                });
            });
            assert_eq!(
                end.err().and_then(|panic| panic.message),
                Some("as asked".to_owned())
            );
            let expected: std::vec::Vec<u8> = (0..6).filter(|&n| n >= k || n % 2 == 1).collect();
            assert_eq!(values(&v), expected);
        });
    }
}

/// RUSTSEC-2018-0003, RUSTSEC-2021-0042, RUSTSEC-2019-0014, rust#77945, RUSTSEC-2021-0028
#[test]
fn a_panic_in_an_iterator_that_is_read_from() {
    attack(Kind::Call, |v| v.extend(calls(5)));
    attack_owned(Kind::Call, |v| {
        drop(calls(5).collect::<Vec<_>>());
        drop(v);
    });
    for range in cases([2..4, 0..0, 0..2, 2..6, 6..6, 0..6], 2) {
        for count in cases([5, 1, 2], 1) {
            attack(Kind::Call, |v| {
                drop(v.splice(range.clone(), calls(count)));
            });
            attack(Kind::Call, |v| {
                let mut splice = v.splice(range.clone(), calls(count));
                splice.next();
                splice.next_back();
                drop(splice);
            });
            if !range.is_empty() {
                attack(Kind::Drop, |v| {
                    drop(v.splice(range.clone(), calls(count)));
                });
            }
        }
    }
}

/// RUSTSEC-2021-0018, RUSTSEC-2021-0033, RUSTSEC-2021-0046, RUSTSEC-2020-0132, RUSTSEC-2020-0041, RUSTSEC-2025-0054,
/// RUSTSEC-2026-0252, RUSTSEC-2021-0052, concread#55
#[test]
fn a_panic_while_cloning() {
    attack(Kind::Clone, |v| drop(v.clone()));
    attack(Kind::Clone, |v| {
        v.extend_from_slice(&[Item::new(4), Item::new(5)])
    });
    attack(Kind::Clone, |v| v.extend_from_within(1..));
    attack(Kind::Clone, |v| v.extend_from_within(..5));
    attack(Kind::Clone, |v| v.resize(12, Item::new(9)));
    attack(Kind::Clone, |v| v.clone_from(&items([7, 8])));
    attack(Kind::Clone, |v| v.clone_from(&items(0..12)));
    attack(Kind::Drop, |v| v.clone_from(&items([7, 8])));
    attack(Kind::Clone, |v| {
        drop(vec![Item::new(1); 4]);
        drop(Vec::from(&v[1..]));
    });
    attack_owned(Kind::Clone, |v| {
        let mut iter = v.into_iter();
        iter.next();
        iter.next_back();
        drop(iter.clone());
    });
}

/// RUSTSEC-2020-0103, RUSTSEC-2021-0032, RUSTSEC-2021-0040, RUSTSEC-2025-0019
#[test]
fn a_panic_while_filling() {
    attack(Kind::Call, |v| {
        v.resize_with(12, || {
            tick(Kind::Call);
            Item::new(9)
        });
    });
    attack_owned(Kind::Call, |v| {
        drop(v);
        drop(Vec::from_fn(5, |n| {
            tick(Kind::Call);
            Item::new(n as u8)
        }));
    });
    attack(Kind::Drop, |v| v.resize_with(2, || Item::new(9)));
    attack(Kind::Drop, |v| v.resize(2, Item::new(9)));
}

/// RUSTSEC-2021-0005, RUSTSEC-2021-0009, RUSTSEC-2021-0011, RUSTSEC-2021-0030, RUSTSEC-2021-0039, RUSTSEC-2019-0021,
/// RUSTSEC-2021-0010, RUSTSEC-2021-0049, CVE-2021-31162, rust#101628
#[test]
fn a_panic_while_mapping_in_place() {
    // Rust itself loses a value that is on its way out when a local's Drop panics, so the old item is dropped before the
    // new one is made, and the error of `try_map_in_place` owns nothing.
    for event in [Kind::Call, Kind::Drop] {
        attack_owned(event, |v| {
            drop(v.map_in_place(|item| {
                tick(Kind::Call);
                let next = item.value() + 1;
                drop(item);
                Item::new(next)
            }));
        });
        // The new elements are smaller, and own nothing.
        attack_owned(event, |v| {
            let mapped = v.map_in_place(|item| {
                tick(Kind::Call);
                item.value()
            });
            assert_eq!(mapped, [1, 1, 2, 2, 3, 3]);
        });
        attack_owned(event, |v| {
            let mapped = v.try_map_in_place(|item| {
                tick(Kind::Call);
                if item.value() < 3 {
                    Ok((item, 1_u32))
                } else {
                    Err(item.value())
                }
            });
            assert_eq!(mapped.err(), Some(3));
        });
    }
}

/// RUSTSEC-2026-0103, RUSTSEC-2026-0122, RUSTSEC-2026-0253, RUSTSEC-2026-0254, RUSTSEC-2026-0255, RUSTSEC-2026-0256,
/// arrayvec#3, heapless#646, heapless#659
#[test]
fn a_panic_in_drop() {
    attack(Kind::Drop, |v| v.clear());
    attack(Kind::Drop, |v| v.truncate(2));
    attack(Kind::Drop, |v| *v = items([5]));
    attack(Kind::Drop, |v| v[2] = Item::new(5));
    attack(Kind::Drop, |v| drop(v.pop()));
    attack(Kind::Drop, |v| drop(v.swap_remove(1)));
    attack(Kind::Drop, |v| drop(v.split_off(2)));
    for range in [0..0, 0..2, 2..4, 4..6, 0..6] {
        for (front, back) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let scene = |v: &mut Vec<Item>| {
                let mut drain = v.drain(range.clone());
                drain.by_ref().take(front).for_each(drop);
                drain.by_ref().rev().take(back).for_each(drop);
                drop(drain);
            };
            if !range.is_empty() {
                attack(Kind::Drop, scene);
            }
        }
    }
    attack(Kind::Drop, |v| {
        let mut drain = v.drain(1..5);
        drain.next();
        drain.keep_rest();
    });
    attack(Kind::Drop, |v| drop(v.peek_mut().map(PeekMut::pop)));
    for (front, back) in [(0, 0), (1, 0), (0, 2), (3, 3)] {
        attack_owned(Kind::Drop, |v| {
            let mut iter = v.into_iter();
            iter.by_ref().take(front).for_each(drop);
            iter.by_ref().rev().take(back).for_each(drop);
            drop(iter);
        });
    }
    attack_owned(Kind::Drop, |v| drop(v.into_iter().nth(2)));
    attack_owned(Kind::Drop, |v| drop(v.into_iter().nth_back(2)));
    attack_owned(Kind::Drop, |v| drop(v.into_chunks::<4>()));
    attack_owned(Kind::Drop, |v| {
        drop(v.recycle::<std::mem::ManuallyDrop<Item>>())
    });
}
