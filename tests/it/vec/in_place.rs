//! Methods that give a block to elements of another type: `map_in_place`, `into_chunks`, `into_flattened`, `recycle`.
//!
//! Each is tried for types whose sizes and alignments stand in every relation to each other, in a heap that checks the layout
//! with which a block comes back, with every panic point and every call of the heap unwinding.

use std::mem::forget;

use drystone::fallible;
use drystone::vec::Vec;

use crate::support::catch::catch;
use crate::support::heap::{Handle, Heap, Manner, Trouble};
use crate::support::probe::{Align64, Elem, Probe, Token};
use crate::support::scale::{cases, scale};
use crate::support::world::{Kind, World, for_every_panic_point, tick};

type Vector<T> = Vec<T, Handle>;

/// Lengths with capacities from just enough to what no small `U` divides.
fn shapes() -> impl Iterator<Item = (u8, usize)> {
    // Under Miri one of the sixteen: two elements and room for two more.
    let all = (0..=3).flat_map(|len| [0, 1, 2, 5].map(|spare| (len, usize::from(len) + spare)));
    let part = 16 / scale(16, 1);
    all.skip(part * 5 / 8).step_by(part)
}

fn vector<T: Elem>(alloc: &Handle, len: u8, cap: usize) -> Vector<T> {
    let mut v = Vec::with_capacity_in(cap, alloc.another());
    v.extend((1..=len).map(T::make));
    v
}

/// The element with the number `fails_at`, from 1, is an error. Through the method of `Vec`, or that of `fallible::Vec`.
fn map<T: Elem, U: Elem>(v: Vector<T>, fails_at: u8, fallibly: bool) -> Result<Vector<U>, Probe> {
    let mut number = 0;
    let f = |x: T| {
        tick(Kind::Call);
        number += 1;
        let value = x.value();
        drop(x);
        if number == fails_at {
            Err(Probe::make(value))
        } else {
            Ok(U::make(value))
        }
    };
    if !fallibly {
        return v.try_map_in_place(f);
    }
    match fallible::Vec::from(v).try_map_in_place(f) {
        Ok(mapped) => mapped.map(Vector::from),
        Err(_) => unreachable!("this heap refuses nothing"),
    }
}

/// Maps vectors of all shapes: undisturbed, failing at each element, and with every panic.
fn maps<T: Elem, U: Elem>() {
    for (len, cap) in shapes() {
        let ways = (0..=len).flat_map(|fails_at| [(fails_at, false), (fails_at, true)]);
        for (fails_at, fallibly) in cases(ways, 6) {
            let run = |arm: &dyn Fn(&mut World, &Handle)| {
                let mut world = World::new();
                let alloc = Handle::new(Heap::new(Manner::Moving));
                let v = world.run(|| vector::<T>(&alloc, len, cap));
                arm(&mut world, &alloc);
                let result = world.run(|| catch(|| map::<T, U>(v, fails_at, fallibly)));
                let reached = world.disarm() | alloc.heap().disarm();
                world.run(|| {
                    let Ok(mapped) = result else { return };
                    let fails = (1..=len).contains(&fails_at);
                    assert_eq!(mapped.is_err(), fails);
                    if let Ok(mut mapped) = mapped {
                        let expected: std::vec::Vec<u8> = (1..=len)
                            .map(|x| U::make(T::make(x).value()).value())
                            .collect();
                        let values: std::vec::Vec<u8> = mapped.iter().map(U::value).collect();
                        assert_eq!(values, expected);
                        mapped.push(U::make(9));
                    }
                });
                world.finish();
                alloc.heap().finish();
                reached
            };
            run(&|_, _| ());
            for_every_panic_point(&[Kind::Call, Kind::Drop], |fuse| {
                run(&|world, _| world.arm(fuse))
            });
            let mut call = 0;
            while run(&|_, alloc| alloc.heap().arm(Trouble::Unwind, call)) {
                call += 1;
            }
        }
    }
}

/// Twelve bytes, which eight do not divide.
type Small = Probe;

#[test]
fn map_to_the_same_layout() {
    maps::<Small, Small>();
    maps::<u64, u64>();
}

#[test]
fn map_to_smaller_and_larger() {
    maps::<u64, u8>();
    maps::<u8, u64>();
    maps::<String, Small>();
    maps::<Small, String>();
    maps::<Probe<Align64>, Small>();
    maps::<Small, Probe<Align64>>();
}

#[test]
fn map_to_and_from_nothing() {
    maps::<Small, Token>();
    maps::<Token, Small>();
    maps::<Token, Token<Align64>>();
    maps::<Token<Align64>, Probe<Align64>>();
    maps::<Probe<Align64>, Token<Align64>>();
}

/// Three bytes into two: the alignment is the same, the sizes divide neither each other nor the block.
#[test]
fn map_leaves_part_of_an_element() {
    for cap in 0..=7 {
        let alloc = Handle::new(Heap::new(Manner::Moving));
        let mut v: Vector<[u8; 3]> = Vec::with_capacity_in(cap, alloc.another());
        v.extend((0..cap as u8).map(|x| [x; 3]));
        let mut mapped = v.map_in_place(|[a, b, _]| [a, b]);
        assert!(mapped.capacity() >= cap);
        mapped.extend([[9, 9]]);
        assert!(
            mapped
                .iter()
                .take(cap)
                .enumerate()
                .all(|(i, x)| *x == [i as u8; 2])
        );
        drop(mapped);
        alloc.heap().finish();
    }
}

fn chunks<T: Elem, const N: usize>() {
    for (len, cap) in shapes() {
        let run = |arm: &dyn Fn(&mut World, &Handle)| {
            let mut world = World::new();
            let alloc = Handle::new(Heap::new(Manner::Moving));
            let v = world.run(|| vector::<T>(&alloc, len, cap));
            arm(&mut world, &alloc);
            let result = world.run(|| catch(|| v.into_chunks::<N>()));
            let reached = world.disarm() | alloc.heap().disarm();
            world.run(|| {
                let Ok(chunks) = result else { return };
                assert_eq!(chunks.len(), usize::from(len) / N);
                let mut flat = chunks.into_flattened();
                assert_eq!(flat.len(), usize::from(len) / N * N);
                assert!(
                    flat.iter()
                        .zip(1..)
                        .all(|(x, i)| x.value() == T::make(i).value())
                );
                flat.push(T::make(1));
            });
            world.finish();
            alloc.heap().finish();
            reached
        };
        run(&|_, _| ());
        for_every_panic_point(&[Kind::Drop], |fuse| run(&|world, _| world.arm(fuse)));
        let mut call = 0;
        while run(&|_, alloc| alloc.heap().arm(Trouble::Unwind, call)) {
            call += 1;
        }
    }
}

#[test]
fn chunks_of_every_size() {
    chunks::<Small, 1>();
    chunks::<Small, 2>();
    chunks::<Small, 3>();
    chunks::<Small, 7>();
    chunks::<Token, 2>();
    chunks::<Token<Align64>, 3>();
    chunks::<Probe<Align64>, 2>();
}

/// The block is freed when the array is out of it, which is not lost by that.
fn arrays<T: Elem, const N: usize>() {
    for (len, cap) in shapes() {
        let run = |arm: &dyn Fn(&Handle)| {
            let mut world = World::new();
            let alloc = Handle::new(Heap::new(Manner::Moving));
            let v = world.run(|| vector::<T>(&alloc, len, cap));
            arm(&alloc);
            let result = world.run(|| catch(|| <[T; N]>::try_from(v)));
            let reached = alloc.heap().disarm();
            world.run(|| {
                let Ok(array) = result else { return };
                assert_eq!(array.is_ok(), usize::from(len) == N);
            });
            world.finish();
            alloc.heap().finish();
            reached
        };
        run(&|_| ());
        let mut call = 0;
        while run(&|alloc| alloc.heap().arm(Trouble::Unwind, call)) {
            call += 1;
        }
    }
}

#[test]
fn arrays_of_every_length() {
    arrays::<Small, 0>();
    arrays::<Small, 1>();
    arrays::<Small, 2>();
    arrays::<Token, 2>();
    arrays::<Probe<Align64>, 2>();
}

#[test]
fn recycled_blocks_come_back_as_they_were() {
    for (len, cap) in shapes() {
        let mut world = World::new();
        let alloc = Handle::new(Heap::new(Manner::Moving));
        world.run(|| {
            let mut v = vector::<Small>(&alloc, len, cap);
            let place = v.as_ptr().addr();
            let recycled: Vector<[u32; 3]> =
                std::mem::replace(&mut v, vector(&alloc, 0, 0)).recycle();
            assert_eq!((recycled.len(), recycled.capacity()), (0, cap));
            assert_eq!(recycled.as_ptr().addr(), place);
            let mut back: Vector<Small> = recycled.recycle();
            back.push(Small::make(1));
        });
        world.finish();
        alloc.heap().finish();
    }
}

#[test]
fn recycling_elements_that_panic() {
    let points = for_every_panic_point(&[Kind::Drop], |fuse| {
        let mut world = World::new();
        let alloc = Handle::new(Heap::new(Manner::Moving));
        let v = world.run(|| vector::<Small>(&alloc, 3, 5));
        world.arm(fuse);
        let result = world.run(|| catch(|| v.recycle::<[u32; 3]>()));
        assert_eq!(result.is_err(), world.disarm());
        let reached = result.is_err();
        drop(result);
        world.finish();
        alloc.heap().finish();
        reached
    });
    assert_eq!(points, 3);
}

/// A closure that keeps what it was given: nothing of it may be dropped by the vector.
#[test]
fn a_closure_that_forgets() {
    let mut world = World::new();
    world.run(|| {
        let alloc = Handle::new(Heap::new(Manner::Moving));
        let mapped = vector::<Token>(&alloc, 3, 3).map_in_place(|token| {
            forget(token);
            0_u8
        });
        assert_eq!(mapped, [0, 0, 0]);
    });
    assert_eq!(world.live(), 3);
    world.check();
}
