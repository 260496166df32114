//! Pointers and references that live beside each other. Nearly all of this can only fail under Miri.

use std::mem;

use drystone::vec;
use drystone::vec::{Drain, ExtractIf, IntoIter, PeekMut, Splice, Vec};

use super::kit::{accounted, items, values};
use crate::support::probe::Elem;

/// RUSTSEC-2020-0073, allocator-api2#34, heapless#280
///
/// `as_ptr` and `as_mut_ptr` make no reference to the elements, so that pointers from both, and references to elements,
/// can be used in turn.
#[test]
fn pointers_from_as_ptr_and_as_mut_ptr_live_together() {
    let mut v = Vec::with_capacity(4);
    v.extend([Box::new(1), Box::new(2)]);
    let write = v.as_mut_ptr();
    let read = v.as_ptr();
    let third = v.as_non_null();
    // SAFETY: the elements are live, and the room behind them is the vector's.
    unsafe {
        **write = 10;
        assert_eq!(**read, 10);
        third.add(1).as_mut().as_mut().clone_from(&20);
        assert_eq!(v.len() + v.capacity(), 6);
        write.add(2).write(Box::new(30));
        v.set_len(3);
        assert_eq!(**read.add(2), 30);
        **write.add(1) = 21;
        drop(write.add(1).replace(Box::new(22)));
    }
    assert_eq!(v, [Box::new(10), Box::new(22), Box::new(30)]);
}

/// RUSTSEC-2020-0073, heapless#280
#[test]
fn a_pointer_survives_what_does_not_reallocate() {
    let mut v = Vec::with_capacity(8);
    v.push(1);
    let first = v.as_mut_ptr();
    for n in 2..5 {
        v.push(n);
        // SAFETY: there is room, so the elements have not moved.
        unsafe { *first += 1 };
    }
    v.reserve(4);
    v.insert(4, 9);
    v.truncate(3);
    assert_eq!(v.pop(), Some(3));
    // SAFETY: as above.
    assert_eq!(unsafe { first.read() }, 4);
    let (live, spare) = v.split_at_spare_mut();
    spare[0].write(live[1]);
    live[1] = 7;
    // SAFETY: the spare slot was written.
    unsafe { v.set_len(3) };
    assert_eq!(v, [4, 7, 2]);
}

/// RUSTSEC-2023-0042, rust#63787
///
/// A guard that is dropped in the callee gives its vector back there: a reference inside the guard would still be
/// protected.
#[test]
fn guards_may_end_in_the_callee() {
    fn drain(guard: Drain<'_, Box<u8>>) -> usize {
        guard.len()
    }
    fn keep(guard: Drain<'_, Box<u8>>) {
        guard.keep_rest();
    }
    fn peek(mut guard: PeekMut<'_, Box<u8>>) {
        **guard += 1;
    }
    fn splice(guard: Splice<'_, IntoIter<Box<u8>>>) {
        drop(guard);
    }
    fn extract<F: FnMut(&mut Box<u8>) -> bool>(mut guard: ExtractIf<'_, Box<u8>, F>) {
        guard.next();
    }
    fn iter(guard: IntoIter<Box<u8>>, first: *const u8) -> u8 {
        // SAFETY: the element is still there, and no reference is used to it.
        let seen = unsafe { first.read() };
        drop(guard);
        seen
    }
    let mut v: Vec<Box<u8>> = (0..9).map(Box::new).collect();
    assert_eq!(drain(v.drain(1..3)), 2);
    keep(v.drain(1..3));
    peek(v.peek_mut().expect("there is a last one"));
    splice(v.splice(0..1, vec![Box::new(50), Box::new(51)]));
    extract(v.extract_if(.., |n| **n == 51));
    let numbers: std::vec::Vec<u8> = v.iter().map(|n| **n).collect();
    assert_eq!(numbers, [50, 3, 4, 5, 6, 7, 9]);
    let first: *const u8 = &raw const *v[0];
    assert_eq!(iter(v.into_iter(), first), 50);
}

/// RUSTSEC-2026-0198, RUSTSEC-2026-0190: every reference that an iterator or a method hands out is used while all the
/// others live.
#[test]
fn references_handed_out_are_disjoint() {
    let mut v = vec![1, 2, 3, 4];
    let mut all: std::vec::Vec<&mut i32> = v.iter_mut().collect();
    all.iter_mut().for_each(|n| **n += 1);
    all.swap(0, 3);
    all.into_iter().for_each(|n| *n += 1);
    let [a, b] = v.get_disjoint_mut([0, 3]).expect("they are two");
    mem::swap(a, b);
    assert_eq!(v, [6, 4, 5, 3]);

    *v.push_mut(0) += 8;
    *v.insert_mut(0, 0) += 9;
    let mut iter = v.into_iter();
    iter.as_mut_slice()[1] = 60;
    assert_eq!(iter.next(), Some(9));
    iter.as_mut_slice().reverse();
    assert_eq!(iter.as_slice(), [8, 3, 5, 4, 60]);
    assert_eq!(iter.next_back(), Some(60));

    let leaked: &'static mut [u8] = Vec::from([1, 2, 3]).leak();
    leaked[0] = 5;
    // SAFETY: the slice was leaked by a vector whose capacity was its length.
    drop(unsafe { Vec::from_raw_parts(leaked.as_mut_ptr(), 3, 3) });
}

/// RUSTSEC-2026-0197, rust#80682: the same index twice.
#[test]
fn one_index_for_both_places() {
    accounted(|| {
        let mut v = items(0..4);
        v.swap(2, 2);
        assert_eq!(v.swap_remove(3).value(), 3);
        assert_eq!(v.swap_remove(0).value(), 0);
        assert!(v.get_disjoint_mut([1, 1]).is_err());
        v.extend_from_within(..);
        v.append(&mut Vec::new());
        assert_eq!(values(&v), [2, 1, 2, 1]);
    });
}

/// bump-scope#35, triomphe#107: a `&mut` that is handed out may be swapped with another one of its type.
#[test]
fn whatever_is_handed_out_can_be_swapped() {
    accounted(|| {
        let (mut a, mut b) = (items(0..3), items(5..9));
        let (mut c, mut d) = (items(10..14), items(20..22));
        let (mut x, mut y) = (a.drain(1..), b.drain(..2));
        mem::swap(&mut x, &mut y);
        drop(x.next());
        drop((x, y));
        let (mut x, mut y) = (
            c.peek_mut().expect("not empty"),
            d.peek_mut().expect("not empty"),
        );
        mem::swap(&mut *x, &mut *y);
        mem::swap(&mut x, &mut y);
        assert_eq!(PeekMut::pop(x).value(), 13);
        drop(y);
        assert_eq!(
            (values(&a), values(&b)),
            (vec![0].to_vec(), vec![7, 8].to_vec())
        );
        assert_eq!(
            (values(&c), values(&d)),
            (vec![10, 11, 12, 21].to_vec(), vec![20].to_vec())
        );
        let (mut x, mut y) = (c.splice(1..2, d), a.splice(.., b));
        mem::swap(&mut x, &mut y);
        drop(y);
        drop(x);
        let (mut x, mut y) = (a.into_iter(), c.into_iter());
        mem::swap(&mut x, &mut y);
        mem::swap(&mut x.as_mut_slice()[0], &mut y.as_mut_slice()[0]);
        assert_eq!(
            (values(x.as_slice()), values(y.as_slice())),
            ([7, 20, 12, 21].to_vec(), [10, 8].to_vec())
        );
    });
}

/// RUSTSEC-2020-0007, RUSTSEC-2023-0054: after a block has moved nothing points to the old one.
#[test]
fn nothing_points_to_a_block_that_moved() {
    for cap in 0..5_usize {
        accounted(|| {
            let mut v = Vec::with_capacity(cap);
            v.extend(items(0..2));
            v.shrink_to_fit();
            assert_eq!((v.capacity(), values(&v)), (2, vec![0, 1].to_vec()));
            assert_eq!(v.as_ptr(), v.as_slice().as_ptr());
            v.insert(1, items([5]).remove(0));
            assert_eq!(values(&v), [0, 5, 1]);
            v.shrink_to_fit();
            drop(v.splice(1..1, items(6..9)));
            v.shrink_to_fit();
            v.extend_from_within(2..4);
            assert_eq!(values(&v), [0, 6, 7, 8, 5, 1, 7, 8]);
            v.push_mut(items([9]).remove(0)).set(10);
            assert_eq!(v.last().map(Elem::value), Some(10));
        });
    }
}
