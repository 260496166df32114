//! `mem::swap` through every `&mut` that a `Vec` hands out: none may hold what the vector relies on.

use std::mem::swap;

use drystone::vec::Vec;

use crate::support::probe::{Elem, Probe};
use crate::support::world::World;

type Vector = Vec<Probe>;

fn vector(values: &[u8]) -> Vector {
    values.iter().map(|value| Probe::make(*value)).collect()
}

/// Runs `test` with a vector of 1, 2, 3 and an element 9 to swap in, then looks for the values expected and drops all.
fn swapped(expected: &[u8], test: impl FnOnce(&mut Vector, &mut Probe)) {
    let mut world = World::new();
    world.run(|| {
        let mut v = vector(&[1, 2, 3]);
        let mut other = Probe::make(9);
        test(&mut v, &mut other);
        let values: std::vec::Vec<u8> = v.iter().map(Elem::value).collect();
        assert_eq!(values, expected);
    });
    world.finish();
}

#[test]
fn push_mut() {
    swapped(&[1, 2, 3, 9], |v, other| {
        swap(v.push_mut(Probe::make(4)), other)
    });
}

#[test]
fn insert_mut() {
    swapped(&[9, 1, 2, 3], |v, other| {
        swap(v.insert_mut(0, Probe::make(4)), other)
    });
}

#[test]
fn push_within_capacity() {
    swapped(&[1, 2, 3, 9], |v, other| {
        v.reserve(1);
        let slot = v.push_within_capacity(Probe::make(4));
        swap(slot.expect("room was reserved"), other);
    });
}

#[test]
fn peek_mut() {
    swapped(&[1, 2, 9], |v, other| {
        swap(&mut *v.peek_mut().expect("not empty"), other);
    });
}

#[test]
fn pop_if() {
    swapped(&[1, 2, 9], |v, other| {
        let popped = v.pop_if(|last| {
            swap(last, other);
            false
        });
        assert!(popped.is_none());
    });
}

#[test]
fn slices() {
    swapped(&[9, 3, 2], |v, other| {
        swap(&mut v[0], other);
        let (left, right) = v.as_mut_slice().split_at_mut(2);
        swap(&mut left[1], &mut right[0]);
    });
}

#[test]
fn retain_mut() {
    swapped(&[9, 2], |v, other| {
        v.retain_mut(|x| {
            swap(x, other);
            // The swapped-out value goes through all that follow: 9 2 1 becomes 9 1 2.
            true
        });
        v.retain_mut(|x| {
            swap(x, other);
            x.value() != 1
        });
        v.sort_unstable_by_key(|x| std::cmp::Reverse(x.value()));
        v.truncate(2);
        v[0].set(9);
        v[1].set(2);
    });
}

#[test]
fn dedup_by() {
    swapped(&[2, 3, 1], |v, _| {
        v.dedup_by(|later, kept| {
            swap(later, kept);
            false
        });
    });
    swapped(&[3], |v, _| {
        v.dedup_by(|later, kept| {
            swap(later, kept);
            true
        });
    });
}

#[test]
fn extract_if() {
    swapped(&[1, 2], |v, other| {
        let taken = v.extract_if(.., |x| {
            swap(x, other);
            x.value() == 9
        });
        assert_eq!(taken.count(), 1);
    });
}

#[test]
fn into_iter_as_mut_slice() {
    swapped(&[9, 2], |v, other| {
        let mut iter = std::mem::take(v).into_iter();
        swap(&mut iter.as_mut_slice()[0], other);
        let (first, second) = (iter.next(), iter.next());
        v.extend(first);
        v.extend(second);
    });
}

#[test]
fn spare_slots() {
    swapped(&[1, 2, 3, 8, 7], |v, _| {
        v.reserve(2);
        let (live, spare) = v.split_at_spare_mut();
        live.swap(0, 0);
        spare[0].write(Probe::make(7));
        spare[1].write(Probe::make(8));
        let (left, right) = spare.split_at_mut(1);
        swap(&mut left[0], &mut right[0]);
        // SAFETY: two slots behind the length were written.
        unsafe { v.set_len(5) };
    });
}

/// Whole vectors, swapped out from under their own elements and within one another.
#[test]
fn vectors_in_vectors() {
    let mut world = World::new();
    world.run(|| {
        let mut outer: Vec<Vector> = Vec::new();
        outer.push(vector(&[1]));
        outer.push(vector(&[2, 3]));
        let (left, right) = outer.split_at_mut(1);
        swap(&mut left[0], &mut right[0]);
        let mut taken = std::mem::take(&mut outer[0]);
        swap(&mut taken, &mut outer[1]);
        outer.retain_mut(|inner| {
            swap(inner, &mut taken);
            true
        });
        let lens: std::vec::Vec<usize> = outer.iter().map(|inner| inner.len()).collect();
        assert_eq!((lens, taken.len()), (vec![1, 0], 2));
    });
    world.finish();
}
