//! Memory without a value: types with few valid bit patterns, contents shown in every state, and the `vec!` macro, which
//! must take each argument once.

use std::num::NonZero;

use drystone::vec;
use drystone::vec::Vec;

use super::kit::{Item, accounted, cases, items, values};
use crate::support::probe::Elem;

/// RUSTSEC-2018-0018, RUSTSEC-2022-0019, RUSTSEC-2022-0020, RUSTSEC-2022-0021, RUSTSEC-2020-0033, RUSTSEC-2019-0014,
/// RUSTSEC-2024-0018
///
/// A slot that is made up, or read before it is written, is invalid for each of these types.
#[test]
fn values_with_few_bit_patterns() {
    fn walk<T: Clone + PartialEq + std::fmt::Debug>(a: T, b: T) {
        let mut v = vec![a.clone(); 3];
        v.resize(5, b.clone());
        v.resize_with(6, || a.clone());
        v.insert(2, b.clone());
        v.extend_from_within(1..3);
        assert_eq!(v.swap_remove(0), a);
        assert_eq!(v.remove(0), b);
        drop(v.splice(1..2, [a.clone(), b.clone(), a.clone()]));
        v.retain(|item| *item == a);
        v.dedup();
        assert_eq!(v, vec![a.clone()]);
        v.reserve(20);
        v.extend([b.clone(), a.clone()].into_iter().filter(|_| true));
        let v = v
            .map_in_place(Some)
            .map_in_place(|item| item.expect("it was wrapped"));
        let mut iter = v.into_iter();
        assert_eq!((iter.next(), iter.next_back()), (Some(a.clone()), Some(a)));
        assert_eq!(iter.collect::<Vec<_>>(), vec![b]);
    }
    fn one() {}
    fn two() {}
    walk(true, false);
    walk('a', '\u{10FFFF}');
    walk(NonZero::<u64>::MIN, NonZero::<u64>::MAX);
    walk(&1, &2);
    walk(Box::new(1), Box::new(2));
    walk("one", "two");
    walk(std::cmp::Ordering::Less, std::cmp::Ordering::Greater);
    walk(Some(NonZero::<u8>::MIN), None);
    let functions: [fn(); 2] = [one, two];
    let v: Vec<fn()> = functions.into_iter().cycle().take(5).collect();
    v.iter().for_each(|f| f());
    assert_eq!(v.len(), 5);
}

/// CVE-2019-1010299: `Debug` of every type, in every state, shows live elements and no others.
#[test]
fn every_state_can_be_shown() {
    fn shown(value: &impl std::fmt::Debug, live: &[u8]) {
        for text in [format!("{value:?}"), format!("{value:#?}")] {
            let values = text.split("value: ").skip(1);
            let values: std::vec::Vec<u8> = values.map(|rest| rest.as_bytes()[0] - b'0').collect();
            assert!(
                live.iter().all(|n| values.contains(n)),
                "{live:?} is not all in {text}"
            );
            assert!(
                values.iter().all(|n| live.contains(n)),
                "more than {live:?} is in {text}"
            );
        }
    }
    accounted(|| {
        shown(&Vec::<Item>::new(), &[]);
        for (front, back) in cases([(2, 1), (0, 0), (1, 0), (0, 1), (3, 3)], 1) {
            let middle = |from: u8, to: u8| (from + front..to - back).collect::<std::vec::Vec<_>>();
            let mut v = items(0..6);
            shown(&v, &[0, 1, 2, 3, 4, 5]);
            let mut drain = v.drain(..);
            drain.by_ref().take(front.into()).for_each(drop);
            drain.by_ref().rev().take(back.into()).for_each(drop);
            shown(&drain, &middle(0, 6));
            assert_eq!(values(drain.as_slice()), middle(0, 6));
            assert_eq!(values(drain.as_ref()), middle(0, 6));
            drop(drain);
            let mut iter = items(0..6).into_iter();
            iter.by_ref().take(front.into()).for_each(drop);
            iter.by_ref().rev().take(back.into()).for_each(drop);
            shown(&iter, &middle(0, 6));
            assert_eq!(values(iter.as_ref()), middle(0, 6));
        }
        let mut v = items(0..6);
        shown(&v.peek_mut(), &[5]);
        let mut extract = v.extract_if(.., |item| item.value() == 1);
        assert_eq!(extract.next().map(|item| item.value()), Some(1));
        let _ = format!("{extract:?} {extract:#?}");
        drop(extract);
        let mut splice = v.splice(1..3, items(7..9));
        splice.next();
        let _ = format!("{splice:?} {splice:#?}");
    });
}

/// RUSTSEC-2025-0050, RUSTSEC-2025-0105: room is not length.
#[test]
fn room_is_not_filled_with_elements() {
    accounted(|| {
        let v: Vec<Item> = (0..9).filter(|n| n % 4 == 0).map(Item::new).collect();
        assert_eq!(values(&v), [0, 4, 8]);
        let v: Vec<Item> = items(0..2).into_iter().chain(items(5..6)).collect();
        assert_eq!(values(&v), [0, 1, 5]);
        let mut v = Vec::<Item>::with_capacity(10);
        assert_eq!((v.len(), v.spare_capacity_mut().len()), (0, 10));
        v.spare_capacity_mut()[0].write(Item::new(3));
        // SAFETY: the first slot was written.
        unsafe { v.set_len(1) };
        assert_eq!(values(&v), [3]);
    });
}

/// RUSTSEC-2025-0106, RUSTSEC-2026-0133: every method, on a vector without elements and without a block.
#[test]
fn every_method_of_an_empty_vector() {
    accounted(|| {
        for cap in [0, 3] {
            let make = || Vec::<Item>::with_capacity(cap);
            let mut v = make();
            assert!(v.pop().is_none() && v.pop_if(|_| true).is_none() && v.peek_mut().is_none());
            assert!(v.try_remove(0).is_none() && v.first().is_none() && v.last_mut().is_none());
            assert_eq!(v.iter().rev().count() + v.iter_mut().rev().count(), 0);
            v.clear();
            v.truncate(0);
            v.dedup();
            v.retain(|_| false);
            v.resize(0, Item::new(0));
            v.resize_with(0, || unreachable!("nothing is asked for"));
            v.extend_from_slice(&[]);
            v.extend_from_within(..);
            v.extend(make());
            v.append(&mut make());
            v.reserve(0);
            v.reserve_exact(0);
            assert_eq!(v.capacity(), cap);
            assert!(v.split_off(0).is_empty());
            assert_eq!(v.drain(..).rev().count(), 0);
            v.drain(..).keep_rest();
            assert_eq!(v.splice(.., make()).count(), 0);
            assert_eq!(v.extract_if(.., |_| true).count(), 0);
            assert_eq!(v, make());
            assert!(v.clone().into_iter().next_back().is_none());
            v.clone_from(&make());
            v.shrink_to_fit();
            assert_eq!(v.capacity(), 0);
            // With a capacity this leaks the block by design: the test `leak` does that.
            assert!(cap != 0 || make().leak().is_empty());
            assert!(make().into_chunks::<2>().into_flattened().is_empty());
            assert!(make().recycle::<Item>().is_empty());
            assert!(make().map_in_place(|item| item.value()).is_empty());
            assert!(Vec::<Item>::from_fn(0, |_| Item::new(0)).is_empty());
            assert!(vec![Item::new(0); 0].is_empty());
        }
    });
}

/// RUSTSEC-2022-0017: an argument with a side effect is taken once.
#[test]
fn the_macro_takes_each_argument_once() {
    let mut taken = 0;
    let mut next = || {
        taken += 1;
        taken
    };
    assert_eq!(vec![next(); 3], [1, 1, 1]);
    assert_eq!(vec![7; next()], [7, 7]);
    assert_eq!(vec![next(), next()], [3, 4]);
    accounted(|| {
        assert_eq!(vec![Item::new(1), Item::new(2),].len(), 2);
        assert_eq!(vec![Item::new(1); 4].len(), 4);
    });
}

/// RUSTSEC-2020-0161: names in scope at the call do not change what the macro means.
#[test]
fn the_macro_is_hygienic() {
    #![allow(non_snake_case, reason = "the names of the macro's own pieces")]
    #[expect(dead_code, reason = "called only by a macro that is not hygienic")]
    trait Thief: Sized {
        fn into_vec(self) -> ! {
            panic!("hijacked")
        }
        fn clone(&self) -> ! {
            panic!("hijacked")
        }
        fn len(&self) -> ! {
            panic!("hijacked")
        }
        fn as_mut_ptr(&self) -> ! {
            panic!("hijacked")
        }
    }
    impl<T> Thief for T {}
    mod alloc {}
    mod core {}
    mod std {}
    mod drystone {}
    #[expect(dead_code, reason = "a thief of a name")]
    struct Vec;
    #[expect(dead_code, reason = "a thief of a name")]
    struct Box;
    // The paths above are the crate's no longer; the macro was imported before.
    let _ = (alloc_is_shadowed(), Thief::as_mut_ptr as fn(&u8) -> !);
    assert_eq!(vec![1, 2], [1, 2]);
    assert_eq!(vec![1; 2], [1, 1]);
    assert_eq!(vec![0; 0], [0; 0]);

    fn alloc_is_shadowed() {}
}
