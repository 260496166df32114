//! The same for `Box`: who owns the value and the block, and who frees it as what.

use std::any::Any;
use std::mem::{self, MaybeUninit};

use drystone::alloc::Allocator;
use drystone::boxed::Box;
use drystone::vec;
use drystone::vec::Vec;

use super::kit::{Item, Vault, accounted, attack, attack_owned, cases, items, pairs, values};
use crate::support::catch::catch;
use crate::support::heap::{Handle, Heap, Manner, Trouble};
use crate::support::probe::{Align64, Elem, Probe, Token};
use crate::support::world::{Fuse, Kind, World, tick};

/// A box as one of a trait object.
fn erase<T: Any, A: Allocator>(b: Box<T, A>) -> Box<dyn Any, A> {
    let (raw, alloc) = Box::into_raw_with_allocator(b);
    // SAFETY: the parts are those of the box just taken apart; the cast adds what is needed to free it.
    unsafe { Box::from_raw_in(raw as *mut dyn Any, alloc) }
}

/// RUSTSEC-2026-0131, allocator-api2#22, RUSTSEC-2023-0078, RUSTSEC-2021-0010, RUSTSEC-2021-0049
#[test]
fn a_value_leaves_its_box_once() {
    let vault = Vault::new();
    accounted(|| {
        let make = || Box::new_in(Item::new(3), vault.key());
        assert_eq!(Box::into_inner(make()).value(), 3);
        let (value, empty) = Box::take(make());
        assert_eq!((value.value(), vault.blocks()), (3, 1));
        let again = Box::write(empty, value);
        let (raw, key) = Box::into_raw_with_allocator(again);
        // SAFETY: the parts are those of the box just taken apart.
        let mut back = unsafe { Box::from_raw_in(raw, key) };
        back.set(4);
        assert_eq!(back.value(), 4);
        *back = Item::new(5);
        let mut other = make();
        mem::swap(&mut *back, &mut *other);
        mem::swap(&mut back, &mut other);
        assert_eq!((back.value(), other.value()), (5, 3));
        let smaller = Box::map(back, |item| item.value());
        let larger = Box::map(smaller, |n| [u64::from(n); 3]);
        let nothing = Box::map(larger, |_| ());
        let same = Box::map(nothing, |()| Item::new(6));
        assert_eq!(Box::into_inner(same).value(), 6);
    });
    vault.finish();
    let pointer = Box::into_raw(Box::new(7));
    // SAFETY: the pointer is from the box just taken apart.
    drop(unsafe { Box::from_raw(pointer) });
    let leaked: &'static mut i32 = Box::leak(Box::new(8));
    *leaked += 1;
    // SAFETY: the reference was leaked by a box, and is not used again.
    assert_eq!(*unsafe { Box::from_raw(leaked) }, 9);
}

/// bumpalo-d325e2c, RUSTSEC-2026-0190, allocator-api2#34, RUSTSEC-2020-0073
#[test]
fn a_pointer_to_the_value_outlives_moves_of_the_box() {
    let mut b = Box::new(1);
    let read = Box::as_ptr(&b);
    let write = Box::as_mut_ptr(&mut b);
    // SAFETY: the value is where it was.
    unsafe { *write += 1 };
    // SAFETY: as above; no reference to the value was made since.
    assert_eq!(unsafe { *read }, 2);
    let moved = b;
    // SAFETY: as above.
    unsafe { *write += 1 };
    assert_eq!(*moved, 3);
    let mut any = erase(moved);
    *any.downcast_mut::<i32>().expect("it is one") += 1;
    let mut back = any.downcast::<i32>().expect("it is one");
    *back += 1;
    assert_eq!(*back, 5);
}

/// RUSTSEC-2024-0021, RUSTSEC-2026-0242, RUSTSEC-2026-0079, RUSTSEC-2020-0027, RUSTSEC-2021-0095, CVE-2019-12083,
/// RUSTSEC-2019-0036
#[test]
fn an_erased_value_is_dropped_as_what_it_is() {
    fn walk<T: Elem>() {
        let vault = Vault::new();
        accounted(|| {
            let make = || erase(Box::new_in(T::make(1), vault.key()));
            drop(make());
            let wrong = make().downcast::<char>().expect_err("it is no character");
            let right = wrong
                .downcast::<T>()
                .unwrap_or_else(|_| panic!("it is one"));
            assert!(std::ptr::from_ref(&*right).is_aligned());
            let v: Vec<_> = [make(), make()].into_iter().collect();
            assert!(v.iter().all(|b| b.is::<T>()));
        });
        vault.finish();
    }
    walk::<Probe>();
    walk::<Probe<Align64>>();
    walk::<Token>();
    walk::<Token<Align64>>();
    walk::<u8>();
    walk::<u64>();
    walk::<String>();
}

/// rust#55747: unsized values of every size and alignment are freed as they were allocated.
#[test]
fn unsized_values_keep_their_layout() {
    fn walk<A: Copy + 'static>() {
        macro_rules! sizes {
            ($($n:literal)*) => {$(
                let vault = Vault::new();
                drop(erase(Box::new_in(([7_u8; $n], [] as [A; 0]), vault.key())));
                let mut v = Vec::with_capacity_in($n / 2 + $n % 3, vault.key());
                v.extend([[] as [A; 0]; $n].into_iter().map(|none| (1_u8, none)));
                let slice = v.into_boxed_slice();
                assert_eq!((slice.len(), vault.blocks()), ($n, usize::from($n > 0)));
                drop(slice);
                vault.finish();
            )*};
        }
        sizes!(0 1 2 3 4 5 7 8 9 15 16 17 31 32 33);
    }
    walk::<u8>();
    walk::<u16>();
    walk::<u32>();
    walk::<u64>();
    walk::<u128>();
    walk::<Align64>();
}

/// RUSTSEC-2020-0007, RUSTSEC-2026-0142, RUSTSEC-2026-0143, rust#119749, RUSTSEC-2020-0052, bump-scope-820a020
#[test]
fn vectors_and_boxed_slices_share_one_block() {
    for (cap, len) in cases(pairs(6), 8) {
        let vault = Vault::new();
        accounted(|| {
            let mut v = Vec::with_capacity_in(cap, vault.key());
            v.extend((0..len as u8).map(Item::new));
            let expected = values(&v);
            let slice = v.into_boxed_slice();
            assert_eq!(values(&slice[..]), expected);
            let mut v = slice.into_vec();
            assert_eq!((v.len(), v.capacity()), (len, len));
            v.push(Item::new(9));
            assert_eq!(v.pop().map(|item| item.value()), Some(9));
            v.reserve(3);
            let again = Vec::from(Box::<[Item], _>::from(v));
            assert_eq!(values(&again), expected);
            assert_eq!(
                values(again.into_boxed_slice().into_vec().into_iter().as_slice()),
                expected
            );
        });
        vault.finish();
    }
    accounted(|| {
        let ours = items(0..4);
        let theirs: std::vec::Vec<Item> = ours.into();
        let theirs = theirs.into_boxed_slice();
        let ours = Box::from_std(theirs);
        let mut ours = Vec::from(Box::into_std(ours).into_vec());
        ours.push(Item::new(4));
        assert_eq!(values(&ours), [0, 1, 2, 3, 4]);
        let array = ours.into_boxed_slice().into_array::<5>().expect("five");
        assert_eq!(values(&*array), [0, 1, 2, 3, 4]);
    });
}

/// RUSTSEC-2025-0105, RUSTSEC-2023-0087, RUSTSEC-2018-0018
#[test]
fn a_value_appears_when_it_is_written() {
    accounted(|| {
        let mut one = Box::<Item>::new_uninit();
        one.write(Item::new(1));
        // SAFETY: the value was written.
        assert_eq!(unsafe { one.assume_init() }.value(), 1);
        drop(Box::<Item>::new_uninit());
        drop(Box::<[Item]>::new_uninit_slice(3));
        let mut many: Box<[MaybeUninit<Item>]> = Box::new_uninit_slice(3);
        for (n, slot) in (5..).zip(many.iter_mut()) {
            slot.write(Item::new(n));
        }
        // SAFETY: all three values were written.
        assert_eq!(values(&unsafe { many.assume_init() }[..]), [5, 6, 7]);
        // SAFETY: zero is a value of these types.
        assert_eq!(*unsafe { Box::<u64>::new_zeroed().assume_init() }, 0);
        // SAFETY: as above.
        let zeros = unsafe { Box::<[u16]>::new_zeroed_slice(3).assume_init() };
        assert_eq!(zeros[..], [0, 0, 0]);
        drop(Box::<[()]>::new_uninit_slice(usize::MAX));
        assert!(catch(|| Box::<[u16]>::new_uninit_slice(usize::MAX / 2 + 2)).is_err());
        assert!(Box::<[u16]>::try_new_zeroed_slice(usize::MAX).is_err());
    });
}

/// RUSTSEC-2020-0132, RUSTSEC-2021-0010, RUSTSEC-2021-0049, triomphe#62, heapless#659
#[test]
fn a_panic_while_boxed_values_change() {
    attack_owned(Kind::Clone, |v| drop(v.into_boxed_slice().clone()));
    attack(Kind::Clone, |v| {
        let mut b = Box::new(v[0].clone());
        b.clone_from(&Box::new(v[1].clone()));
        drop(Box::<[Item]>::from(&v[..]));
        let mut slice = items(0..3).into_boxed_slice();
        slice.clone_from(&items(4..6).into_boxed_slice());
        slice.clone_from(&items(7..9).into_boxed_slice());
    });
    attack_owned(Kind::Drop, |v| drop(v.into_boxed_slice()));
    attack(Kind::Drop, |v| drop(Box::into_inner(Box::new(v.remove(0)))));
    attack(Kind::Drop, |v| {
        let mut b = Box::new(v.remove(0));
        *b = Item::new(4);
        drop(Box::take(b));
    });
    attack(Kind::Call, |v| {
        drop(Box::map(Box::new(v.remove(0)), |item| {
            tick(Kind::Call);
            item.value()
        }));
        drop(Box::map(Box::new(v.remove(0)), |item| {
            tick(Kind::Call);
            [item, Item::new(2)]
        }));
        let refused = Box::try_map(Box::new(v.remove(0)), |item| {
            tick(Kind::Call);
            Err::<u8, u8>(item.value())
        });
        assert!(refused.is_err());
        let made = (0..5).map(|n| {
            tick(Kind::Call);
            Item::new(n)
        });
        drop(made.collect::<Box<[Item]>>());
    });
}

/// rust#159982, rust#159334, RUSTSEC-2026-0001: a box whose allocator unwinds, or has no memory.
#[test]
fn a_box_whose_allocator_fails() {
    fn use_allocator(handle: Handle) {
        let b = Box::new_in(Item::new(1), handle);
        let copy = b.clone();
        let mapped = Box::map(copy, |probe| (probe, 7_u64));
        drop(mapped);
        let (probe, empty) = Box::take(b);
        let slice = Box::into_boxed_slice(Box::write(empty, probe));
        let mut v = slice.clone().into_vec();
        drop(slice);
        v.reserve(3);
        drop(v.into_boxed_slice());
    }
    for manner in Manner::ALL {
        for handle in [false, true] {
            let mut k = 0;
            loop {
                let mut world = World::new();
                let kept = Handle::new(Heap::new(manner));
                let given = kept.another();
                if handle {
                    world.arm(Fuse {
                        kind: Kind::Handle,
                        at: k,
                    });
                } else {
                    kept.heap().arm(Trouble::Unwind, k);
                }
                let end = world.run(|| catch(|| use_allocator(given)));
                let met = world.disarm() | kept.heap().disarm();
                assert!(met || end.is_ok(), "{end:?}");
                world.finish();
                kept.heap().finish();
                if !met {
                    break;
                }
                k += 1;
            }
            assert!(k > 3, "{k} calls are fewer than there must be");
        }
        let heap = Heap::new(manner);
        accounted(|| {
            heap.arm(Trouble::Refuse, 0);
            assert!(Box::try_new_in(Item::new(1), &heap).is_err());
            heap.arm(Trouble::Refuse, 0);
            assert!(Box::<[u8], _>::try_new_uninit_slice_in(3, &heap).is_err());
            assert!(heap.disarm());
        });
        heap.finish();
    }
}

/// RUSTSEC-2026-0204: a box shown as a pointer is not looked into.
#[test]
fn a_pointer_is_shown_without_looking() {
    let b: Box<MaybeUninit<u64>> = Box::new_uninit();
    assert_eq!(format!("{b:p}"), format!("{:p}", Box::as_ptr(&b)));
    let slice: Box<[u8]> = vec![1, 2].into_boxed_slice();
    assert_eq!(format!("{slice:p}"), format!("{:p}", Box::as_ptr(&slice)));
    assert_eq!(format!("{slice:?} {:?}", Box::new(3)), "[1, 2] 3");
}
