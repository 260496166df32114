//! Guards that are forgotten: their `Drop` never runs. Elements may be lost then; none is
//! dropped twice, and what remains can be used.

use std::mem;

use drystone::vec::{PeekMut, Vec};

use super::kit::{Item, cases, items, pairs, values};
use crate::support::probe::Elem;
use crate::support::world::World;

/// Forgets what `borrow` makes of a vector `0..6`, then uses and drops the vector.
///
/// Returns what was left and how many elements were lost.
fn forget(borrow: impl FnOnce(&mut Vec<Item>)) -> (std::vec::Vec<u8>, usize) {
    let mut world = World::new();
    let left = world.run(|| {
        let mut v = items(0..6);
        borrow(&mut v);
        let left = values(&v);
        v.push(Item::new(9));
        v.insert(0, Item::new(8));
        assert_eq!(values(&v).len(), left.len() + 2);
        drop(v.drain(..1));
        v.retain(|item| item.value() != 9);
        assert_eq!(values(&v), left);
        left
    });
    world.check();
    let lost = world.live();
    (left, lost)
}

/// RUSTSEC-2019-0034, rust#24292
#[test]
fn a_drain_forgotten_at_every_position() {
    let positions = pairs(7).flat_map(|(end, start)| {
        pairs(end - start + 1).map(move |(taken, front)| (start..end, front, taken - front))
    });
    for (range, front, back) in cases(positions, 20) {
        let (left, lost) = forget(|v| {
            let mut drain = v.drain(range.clone());
            drain.by_ref().take(front).for_each(drop);
            drain.by_ref().rev().take(back).for_each(drop);
            mem::forget(drain);
        });
        assert_eq!(left, (0..range.start as u8).collect::<std::vec::Vec<_>>());
        assert_eq!(lost, 6 - range.start - front - back);
    }
}

/// rust#24292, rust#105851
#[test]
fn every_other_guard_forgotten() {
    for steps in 0..3 {
        let (left, _) = forget(|v| {
            // The iterator is forgotten with the splice, so it must own no block.
            let mut splice = v.splice(1..4, (7..9).map(Item::new));
            splice.by_ref().take(steps).for_each(drop);
            mem::forget(splice);
        });
        assert_eq!(left, [0]);
        let (left, lost) = forget(|v| {
            let mut extract = v.extract_if(1..5, |item| item.value() % 2 == 1);
            extract.by_ref().take(steps).for_each(drop);
            mem::forget(extract);
        });
        assert!(
            left.len() + lost + steps >= 6 - steps,
            "{left:?}, {lost} lost"
        );
        let (left, lost) = forget(|v| {
            let mut iter = mem::take(v).into_iter();
            iter.by_ref().take(steps).for_each(drop);
            // The block is lost with the iterator, so a leak checker must not see it: it goes on living in a vector.
            let mut rest = items([]);
            rest.extend(iter.by_ref());
            rest.into_iter().for_each(mem::forget);
        });
        assert_eq!((left.len(), lost), (0, 6 - steps));
    }
    let (left, lost) = forget(|v| {
        let mut last = v.peek_mut().expect("there is one");
        last.set(7);
        mem::forget(last);
    });
    assert_eq!((left, lost), (vec![0, 1, 2, 3, 4, 7], 0));
    let (left, lost) = forget(|v| {
        let last = v.peek_mut().map(PeekMut::pop);
        mem::forget(last);
    });
    assert_eq!((left, lost), (vec![0, 1, 2, 3, 4], 1));
}
