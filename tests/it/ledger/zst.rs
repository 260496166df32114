//! Elements without size: no memory is asked for, yet each is made once and dropped once, at an address that suits it.

use std::ptr::NonNull;

use drystone::alloc::{AllocError, Allocator, Layout};
use drystone::vec;
use drystone::vec::Vec;

use super::kit::accounted;
use crate::support::catch::catch;
use crate::support::probe::{Align64, Elem, Token};
use crate::support::world::{Kind, World, for_every_panic_point};

/// An allocator that is never to be asked.
struct Nobody;

// SAFETY: it gives out nothing.
unsafe impl Allocator for Nobody {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        panic!("asked for {layout:?}")
    }

    unsafe fn deallocate(&self, _: NonNull<u8>, layout: Layout) {
        panic!("was given {layout:?}")
    }
}

/// Every way to make, hand out and drop elements. What it makes it must drop, and all of it must be aligned.
fn walk<T: Elem>() {
    let make = || T::make(0);
    let mut v = Vec::new();
    assert_eq!(v.capacity(), usize::MAX);
    v.push(make());
    v.extend((0..5).map(|_| make()));
    v.insert(3, make());
    v.extend([make(), make()]);
    assert_eq!(v.len(), 9);
    drop(v.pop());
    drop(v.remove(1));
    drop(v.swap_remove(1));
    v.truncate(5);
    v.resize_with(8, make);
    v.extend_from_within(2..4);
    drop(v.split_off(7));
    drop(v.drain(1..3));
    drop(v.splice(1..2, [make(), make(), make()]));
    assert_eq!(v.len(), 7);
    let mut odd = false;
    v.retain(|item| {
        odd = !odd;
        assert_eq!(item.value(), 0);
        odd
    });
    assert_eq!(v.len(), 4);
    assert_eq!(v.extract_if(1.., |_| true).take(2).count(), 2);
    v.append(&mut vec![make(); 6]);
    v.dedup_by(|_, _| false);
    v.shrink_to_fit();
    v.reserve(usize::MAX - v.len());
    assert_eq!(v.iter().map(Elem::value).sum::<u8>(), 0);
    assert_eq!(v.clone().len(), 8);
    let v = v
        .map_in_place(|item| (item, ()))
        .map_in_place(|(item, ())| item);
    let chunks = v.into_chunks::<3>();
    assert_eq!((chunks.len(), chunks.capacity()), (2, usize::MAX));
    let v = chunks.into_flattened();
    assert_eq!((v.len(), v.capacity()), (6, usize::MAX));
    drop(v.into_iter().skip(1).step_by(2).collect::<Vec<_>>());
}

/// RUSTSEC-2023-0033, arrayvec#308
#[test]
fn tokens_are_made_and_dropped_once() {
    accounted(walk::<Token>);
}

/// bump-scope-0.10.11
#[test]
fn aligned_tokens_in_every_method() {
    accounted(walk::<Token<Align64>>);
}

/// rust#106084, rust#148682
#[test]
fn aligned_tokens_are_iterated_from_both_ends() {
    for (front, back) in [(0, 0), (1, 0), (0, 1), (2, 1), (3, 2)] {
        accounted(|| {
            let five = || Vec::from_fn(5, |_| Token::<Align64>::new());
            let mut iter = five().into_iter();
            assert!(iter.as_slice().as_ptr().is_aligned());
            for _ in 0..front {
                drop(iter.next());
            }
            for _ in 0..back {
                drop(iter.next_back());
            }
            assert!(iter.as_slice().as_ptr().is_aligned());
            assert_eq!(iter.len(), 5 - front - back);
            assert_eq!(iter.as_slice().len(), iter.len());
            assert_eq!(iter.clone().count(), iter.len());
            drop(iter);

            let mut iter = five().into_iter();
            assert!(iter.nth(front).is_some());
            assert_eq!(iter.nth_back(back).is_some(), front + back + 1 < 5);
            drop(iter.nth_back(7));
            assert_eq!(iter.len(), 0);

            let mut v = five();
            let mut drain = v.drain(..);
            drop(drain.nth(front));
            drop(drain.nth_back(back));
            drop(drain);
            assert!(v.is_empty());
        });
    }
}

/// RUSTSEC-2025-0163
#[test]
fn no_memory_is_asked_for() {
    fn scene<T: Copy + PartialEq + std::fmt::Debug>(value: T) {
        let mut v = Vec::with_capacity_in(10, Nobody);
        v.push(value);
        v.extend_from_slice(&[value; 3]);
        v.resize(9, value);
        v.insert(1, value);
        v.reserve_exact(100);
        v.extend([value; 6]);
        v.shrink_to_fit();
        assert_eq!(v.len(), 16);
        drop(v.drain(2..4));
        v.shrink_to(1);
        assert_eq!(v.capacity(), usize::MAX);
        let v = v.into_chunks::<2>().into_flattened();
        let (ptr, len, cap, alloc) = v.into_parts_with_alloc();
        assert!(ptr.is_aligned());
        // SAFETY: the parts are those of the vector just taken apart.
        let v = unsafe { Vec::from_parts_in(ptr, len, cap, alloc) };
        let mut iter = v.into_iter();
        assert_eq!(iter.nth(3), Some(value));
        drop(iter);
        // No element, so no memory, whatever their size.
        let mut empty = Vec::<[T; 2], Nobody>::with_capacity_in(0, Nobody);
        empty.shrink_to_fit();
        drop(empty.into_iter());
    }
    scene(());
    scene([0_u64; 0]);
    scene([[0_u128; 0]; 7]);
    drop(Vec::<u64, Nobody>::new_in(Nobody));
    drop(Vec::<u64, Nobody>::with_capacity_in(0, Nobody).into_iter());
}

/// A length can overflow where no memory runs out.
#[test]
fn the_number_of_tokens_overflows_into_a_panic() {
    let mut v = Vec::<()>::new();
    // SAFETY: any number of values without size and without meaning are live in no bytes.
    unsafe { v.set_len(usize::MAX) };
    let growths: [fn(&mut Vec<()>); 8] = [
        |v| v.push(()),
        |v| v.insert(0, ()),
        |v| v.extend([()]),
        |v| v.extend_from_slice(&[()]),
        |v| v.extend_from_within(..1),
        |v| v.append(&mut vec![()]),
        |v| v.reserve(1),
        |v| drop(v.splice(..0, [()])),
    ];
    for grow in growths {
        assert!(catch(|| grow(&mut v)).is_err());
        assert_eq!(v.len(), usize::MAX);
    }
    assert!(v.push_within_capacity(()).is_err());
    assert!(v.try_reserve(1).is_err());
    let arrays = v.into_chunks::<2>();
    assert_eq!(arrays.len(), usize::MAX / 2);
    let mut four = Vec::<[(); 4]>::new();
    // SAFETY: as above.
    unsafe { four.set_len(arrays.len()) };
    assert!(catch(|| four.into_flattened()).is_err());
}

/// Token counts hold when `Drop` or `Clone` panics at any of them.
#[test]
fn tokens_survive_panics() {
    for_every_panic_point(&[Kind::Drop, Kind::Clone, Kind::Call], |fuse| {
        let mut world = World::new();
        world.arm(fuse);
        let end = world.run(|| catch(walk_with_default));
        let reached = world.disarm();
        assert!(reached || end.is_ok(), "{end:?}");
        world.finish();
        reached
    });
}

fn walk_with_default() {
    let mut v = Vec::new();
    v.resize_with(4, Token::<Align64>::default);
    v.extend_from_within(1..3);
    let mut seen = 0;
    v.retain(|_| {
        seen += 1;
        seen != 2
    });
    let mut iter = v.clone().into_iter();
    iter.next();
    drop(iter);
    v.truncate(3);
    drop(v.drain(1..2));
    drop(v.map_in_place(|token| token));
}
