//! Blocks: each goes back with the layout that it came with, to the handle that it came from, and holds elements of any
//! alignment at addresses that suit them.

use drystone::alloc::{Allocator, Global, Layout};
use drystone::vec;
use drystone::vec::Vec;

use super::kit::{Key, Vault, accounted, cases, pairs, values};
use crate::support::heap::{Handle, Heap, Manner, Trouble};
use crate::support::probe::{Align64, Align4096, Elem, Probe};
use crate::support::scale::scale;
use crate::support::world::{Fuse, Kind, World};

/// A vector of `len` elements with room for `cap`, in a vault.
fn vault_vec<'a, T: Elem>(vault: &'a Vault, len: usize, cap: usize) -> Vec<T, Key<'a>> {
    let mut v = Vec::with_capacity_in(cap, vault.key());
    v.extend(upto(len).into_iter().map(T::make));
    v
}

fn upto(len: usize) -> std::vec::Vec<u8> {
    (0..len as u8).collect()
}

/// RUSTSEC-2018-0013, RUSTSEC-2019-0009, RUSTSEC-2019-0012, RUSTSEC-2020-0052, elsa-220dffd, RUSTSEC-2025-0053
#[test]
fn every_change_of_capacity_keeps_layout_and_owner() {
    for (cap, len) in cases(pairs(6), 7) {
        let vault = Vault::new();
        accounted(|| {
            let make = || vault_vec::<Probe>(&vault, len, cap);
            let changes: [&dyn Fn(&mut Vec<Probe, Key<'_>>); 12] = [
                &|_| {},
                &|v| v.shrink_to_fit(),
                &|v| v.shrink_to(cap),
                &|v| v.shrink_to(cap.saturating_sub(1)),
                &|v| v.shrink_to(usize::MAX),
                &|v| v.reserve(0),
                &|v| v.reserve(cap - v.len()),
                &|v| v.reserve_exact(cap - v.len()),
                &|v| v.reserve_exact(cap - v.len() + 1),
                &|v| v.reserve(cap + 1),
                &|v| v.try_shrink_to_fit().expect("a vault never refuses"),
                &|v| v.try_reserve(cap + 1).expect("a vault never refuses"),
            ];
            for change in cases(changes, 4) {
                for again in cases(changes, 4) {
                    let mut v = make();
                    change(&mut v);
                    again(&mut v);
                    assert_eq!(values(&v), upto(len));
                    assert_eq!(vault.blocks(), usize::from(v.capacity() > 0));
                }
            }
        });
        vault.finish();
    }
}

/// RUSTSEC-2018-0013, RUSTSEC-2023-0078, bump-scope-820a020, rust#162720
#[test]
fn parts_make_the_same_vector_again() {
    for (cap, len) in cases(pairs(6), 7) {
        let vault = Vault::new();
        accounted(|| {
            let v = vault_vec::<Probe>(&vault, len, cap);
            let before = v.as_ptr();
            let (ptr, length, capacity, key) = v.into_parts_with_alloc();
            assert_eq!(
                (ptr.as_ptr().cast_const(), length, capacity),
                (before, len, cap)
            );
            // SAFETY: the parts are those of the vector just taken apart.
            let v = unsafe { Vec::from_parts_in(ptr, length, capacity, key) };
            let (ptr, length, capacity, key) = v.into_raw_parts_with_alloc();
            // SAFETY: as above.
            let mut v = unsafe { Vec::from_raw_parts_in(ptr, length, capacity, key) };
            v.push(Probe::new(len as u8));
            assert_eq!(values(&v), upto(len + 1));
        });
        vault.finish();
    }
    let (ptr, len, cap) = vec![1, 2, 3].into_raw_parts();
    // SAFETY: as above.
    assert_eq!(unsafe { Vec::from_raw_parts(ptr, len, cap) }, [1, 2, 3]);
    let (ptr, len, cap) = vec![1, 2, 3].into_parts();
    // SAFETY: as above.
    assert_eq!(unsafe { Vec::from_parts(ptr, len, cap) }, [1, 2, 3]);
}

/// RUSTSEC-2023-0017, RUSTSEC-2024-0435, bump-scope-820a020
///
/// What becomes a vector of another type is freed as what it was allocated as.
#[test]
fn a_block_under_another_type_keeps_its_layout() {
    for (cap, len) in cases(pairs(9), 9) {
        let vault = Vault::new();
        accounted(|| {
            let make = || vault_vec::<Probe>(&vault, len, cap);
            let chunks = make().into_chunks::<3>();
            assert_eq!(chunks.len(), len / 3);
            assert_eq!(chunks.capacity(), cap / 3);
            let flat = chunks.into_flattened();
            assert_eq!(values(&flat), upto(len - len % 3));
            assert_eq!(flat.capacity(), cap / 3 * 3);
            drop(flat);

            let recycled = make().recycle::<[u32; size_of::<Probe>() / 4]>();
            assert_eq!((recycled.len(), recycled.capacity()), (0, cap));
            drop(recycled);

            // Elements of the same alignment and two thirds of the size: bytes remain for an odd capacity.
            let pairs = make().map_in_place(|probe| [u32::from(probe.value()); 2]);
            assert_eq!((pairs.len(), pairs.capacity()), (len, cap * 12 / 8));
            drop(pairs);

            // To elements that are smaller, larger, of other alignment, without size, and back.
            let v = make().map_in_place(|probe| probe.value());
            assert_eq!(v, *upto(len));
            let v = v.map_in_place(|n| [n; 3]);
            let v = v.map_in_place(|[n, ..]| u32::from(n));
            let v = v.map_in_place(|n| [n as u16, 7]);
            let v = v.map_in_place(|[n, _]| u64::from(n));
            let v = v.map_in_place(|n| [n as u32]);
            let v = v.map_in_place(|[n]| (n as u8, n as u16));
            let v = v.map_in_place(|(n, _)| (n, Align64));
            let v = v.map_in_place(|(n, _)| n);
            assert_eq!(v, *upto(len));
            let v = v.map_in_place(|_| ());
            assert_eq!(v.len(), len);
            let v = v.map_in_place(|()| 1_u128);
            assert_eq!(v.len(), len);
            let (kept, dropped) = (v.clone(), v);
            drop(dropped);
            drop(kept.into_iter().skip(1).collect::<Vec<_>>());
        });
        vault.finish();
    }
}

/// rust#156920, rust#119749: a clone of a handle may be another allocator for all the vector knows.
#[test]
fn a_block_goes_back_to_the_handle_it_came_from() {
    let vault = Vault::new();
    accounted(|| {
        let make = || vault_vec::<Probe>(&vault, 4, 5);
        let mut v = make();
        for at in 0..=4 {
            let mut tail = v.split_off(at);
            tail.push(Probe::new(9));
            tail.pop();
            v.append(&mut tail);
            v.push(Probe::new(9));
            v.pop();
        }
        assert_eq!(values(&v), upto(4));
        let copy = v.clone();
        let mut other = make();
        other.clone_from(&copy);
        drop((copy, v));
        assert_eq!(values(&other), upto(4));
        let mut iter = other.into_iter();
        iter.next();
        let rest = iter.clone();
        drop(iter);
        assert_eq!(values(rest.as_slice()), [1, 2, 3]);
        drop(rest);
        let mut v = make();
        drop(v.splice(1..2, make()));
        v.extend(make().drain(1..));
        let mut old = std::mem::replace(&mut v, make());
        std::mem::swap(&mut v, &mut old);
    });
    vault.finish();
}

/// RUSTSEC-2022-0094, RUSTSEC-2020-0035, RUSTSEC-2020-0040, RUSTSEC-2020-0041, thin-vec#27
#[test]
fn elements_of_any_alignment() {
    fn walk<T: Elem>() {
        let vault = Vault::new();
        accounted(|| {
            let empty = Vec::<T, _>::new_in(vault.key());
            assert!(empty.as_ptr().is_aligned() && !empty.as_ptr().is_null());
            assert!(empty.as_slice().is_empty());
            drop(empty.into_iter());
            let mut v = vault_vec::<T>(&vault, 0, 0);
            for n in 0..6 {
                v.insert(usize::from(n / 2), T::make(n));
                assert!(v.iter().all(|item| std::ptr::from_ref(item).is_aligned()));
                assert_eq!(
                    v.iter()
                        .map(|item| usize::from(item.value()))
                        .sum::<usize>(),
                    (0..=usize::from(n)).sum::<usize>()
                );
            }
            v.shrink_to_fit();
            assert!(v.as_ptr().is_aligned());
            let v = v.map_in_place(|item| item);
            assert!(v.into_iter().all(|item| item.value() < 6));
        });
        vault.finish();
    }
    walk::<Probe>();
    walk::<Probe<Align64>>();
    walk::<Probe<Align4096>>();
    for shift in 0..=16 {
        let layout = Layout::from_size_align(3, 1 << shift).expect("it is small");
        let block = Global.allocate(layout).expect("it is small");
        assert_eq!(block.cast::<u8>().addr().get() % (1 << shift), 0);
        // SAFETY: it was allocated with this layout.
        unsafe { Global.deallocate(block.cast(), layout) };
    }
}

/// bumpalo#321, RUSTSEC-2020-0006
#[test]
fn global_grows_and_shrinks_every_pair_of_sizes() {
    let layout = |size, align| Layout::from_size_align(size, align).expect("it is small");
    for (old_align, new_align) in [(1, 1), (8, 8), (1, 64), (64, 1)] {
        for old in 0..9_usize {
            for new in 0..9_usize {
                let (from, to) = (layout(old, old_align), layout(new, new_align));
                for zeroed in [false, true] {
                    let block = Global.allocate(from).expect("it is small").cast::<u8>();
                    // SAFETY: the block has that many bytes.
                    unsafe { block.write_bytes(7, old) };
                    // SAFETY: the block is live with layout `from`, and `to` is on the side that each of them asks for.
                    let moved = unsafe {
                        match (old <= new, zeroed) {
                            (true, false) => Global.grow(block, from, to),
                            (true, true) => Global.grow_zeroed(block, from, to),
                            (false, _) => Global.shrink(block, from, to),
                        }
                    };
                    let moved = moved.expect("it is small");
                    assert_eq!(moved.len(), new);
                    let block = moved.cast::<u8>();
                    assert!(block.addr().get() % new_align == 0);
                    let known = if zeroed { new } else { old.min(new) };
                    for i in 0..known {
                        // SAFETY: the first `known` bytes are initialised.
                        let byte = unsafe { block.add(i).read() };
                        assert_eq!(byte, if i < old { 7 } else { 0 });
                    }
                    // SAFETY: the block is live with layout `to`.
                    unsafe { Global.deallocate(block, to) };
                }
            }
        }
    }
    let zeros = Global.allocate_zeroed(layout(5, 4)).expect("it is small");
    for i in 0..5 {
        // SAFETY: the block has five bytes, all of them zero.
        assert_eq!(unsafe { zeros.cast::<u8>().add(i).read() }, 0);
    }
    // SAFETY: it was allocated with this layout.
    unsafe { Global.deallocate(zeros.cast(), layout(5, 4)) };
}

/// What a vector does that may call its allocator.
fn use_allocator(mut v: Vec<Probe, Handle>) {
    v.push(Probe::new(3));
    v.reserve(7);
    v.shrink_to_fit();
    v.insert(1, Probe::new(8));
    let tail = v.split_off(3);
    v.extend(tail);
    let copy = v.clone();
    drop(v.splice(1..2, copy));
    let mut rest = v.clone().into_iter();
    rest.next();
    drop(rest.clone());
    let v = v.into_chunks::<2>().into_flattened();
    let v = v.map_in_place(|probe| (u64::from(probe.value()), probe));
    drop(v.map_in_place(|(_, probe)| probe));
}

/// rust#159982, rust#159334, rust#123369, rust#156490, RUSTSEC-2026-0001
///
/// An allocator's methods, and its handle's `Clone` and `Drop`, unwind at their k-th call.
#[test]
fn an_allocator_that_unwinds() {
    for manner in Manner::ALL.into_iter().take(scale(4, 1)) {
        for handle in [false, true] {
            let mut k = 0;
            loop {
                let mut world = World::new();
                let kept = Handle::new(Heap::new(manner));
                let v = world.run(|| {
                    let mut v = Vec::new_in(kept.another());
                    v.extend((0..3).map(Probe::new));
                    v
                });
                if handle {
                    world.arm(Fuse {
                        kind: Kind::Handle,
                        at: k,
                    });
                } else {
                    kept.heap().arm(Trouble::Unwind, k);
                }
                let end = world.run(|| crate::support::catch::catch(|| use_allocator(v)));
                let met = world.disarm() | kept.heap().disarm();
                assert!(met || end.is_ok(), "{end:?}");
                world.finish();
                kept.heap().finish();
                if !met {
                    break;
                }
                k += 1;
            }
            assert!(k > 5, "{k} calls are fewer than there must be");
        }
    }
}

/// RUSTSEC-2026-0001, rust#123369: what reports a failure keeps everything as it was.
#[test]
fn an_allocator_that_refuses() {
    type Call = fn(&mut Vec<Probe, &Heap>) -> bool;
    let calls: [Call; 5] = [
        |v| v.try_reserve(9).is_ok(),
        |v| v.try_reserve_exact(9).is_ok(),
        |v| v.try_shrink_to_fit().is_ok(),
        |v| v.try_shrink_to(4).is_ok(),
        |v| Vec::<Probe, _>::try_with_capacity_in(2, *v.allocator()).is_ok(),
    ];
    for manner in Manner::ALL {
        for call in calls {
            let heap = Heap::new(manner);
            accounted(|| {
                let mut v = Vec::with_capacity_in(6, &heap);
                v.extend((0..3).map(Probe::new));
                let before = (v.as_ptr(), v.capacity());
                heap.arm(Trouble::Refuse, 0);
                assert!(!call(&mut v));
                assert!(heap.disarm());
                assert_eq!((v.as_ptr(), v.capacity()), before);
                assert_eq!(values(&v), upto(3));
                assert!(call(&mut v));
                v.push(Probe::new(3));
                assert_eq!(values(&v), upto(4));
            });
            heap.finish();
        }
    }
}

/// RUSTSEC-2021-0082, heap-vec: a constant vector owns nothing, and its pointer is not null.
#[test]
fn a_constant_vector_has_no_block() {
    const EMPTY: Vec<u64> = Vec::new();
    static SHARED: Vec<u64> = Vec::new();
    assert_eq!((EMPTY.len(), EMPTY.capacity()), (0, 0));
    assert!(!EMPTY.as_ptr().is_null() && EMPTY.as_ptr().is_aligned());
    assert!(SHARED.is_empty());
    let mut v = EMPTY;
    v.push(1);
    assert_eq!((v, EMPTY), (vec![1], vec![]));
}
