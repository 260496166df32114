//! Each value has one owner: what is copied out of a vector bit by bit must not be dropped by it as well.

use drystone::vec::Vec;

use super::kit::{Item, accounted, cases, items, values};
use crate::support::probe::Elem;

/// RUSTSEC-2020-0145: the clone of an iterator has what the iterator still has.
#[test]
fn an_iterator_is_cloned_from_where_it_stands() {
    for front in 0..=5_u8 {
        for back in 0..=5 - front {
            accounted(|| {
                let mut iter = items(0..5).into_iter();
                iter.by_ref().take(front.into()).for_each(drop);
                iter.by_ref().rev().take(back.into()).for_each(drop);
                let mut copy = iter.clone();
                assert_eq!(values(copy.as_slice()), values(iter.as_slice()));
                drop(copy.next());
                let again: Vec<Item> = copy.clone().collect();
                let rest: std::vec::Vec<u8> = (front..5 - back).collect();
                assert_eq!(values(iter.as_slice()), rest);
                assert_eq!(values(&again), *rest.get(1..).unwrap_or_default());
            });
        }
    }
}

/// RUSTSEC-2025-0044, slice_deque#100, bump-scope-4d1ed1e
///
/// Every pair of methods that move elements, one after the other, from every capacity.
#[test]
fn elements_that_move_have_one_owner() {
    type Step = fn(&mut Vec<Item>);
    let steps: [Step; 14] = [
        |v| v.push(Item::new(1)),
        |v| v.insert(0, Item::new(2)),
        |v| v.extend_from_slice(&items([3, 4])),
        |v| v.extend(items([5, 6, 7])),
        |v| v.append(&mut items([8])),
        |v| v.reserve(5),
        |v| v.shrink_to_fit(),
        |v| v.resize(6, Item::new(9)),
        |v| drop(v.pop()),
        |v| drop(v.try_remove(0)),
        |v| v.truncate(2),
        |v| drop(v.splice(..v.len() / 2, items([10, 11, 12]))),
        |v| *v = std::mem::take(v).into_iter().rev().collect(),
        |v| *v = std::mem::take(v).map_in_place(|item| item),
    ];
    for cap in cases(0..5, 1) {
        for first in steps {
            for second in cases(steps, 3) {
                accounted(|| {
                    let mut v = Vec::with_capacity(cap);
                    v.extend((20..23).map(Item::new));
                    first(&mut v);
                    second(&mut v);
                    assert_eq!(values(&v).len(), v.len());
                    v.iter_mut().for_each(|item| item.set(0));
                });
            }
        }
    }
}
