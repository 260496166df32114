//! The same for `fallible::Vec`, whose every method that allocates can fail, and must lose nothing then.

use drystone::fallible::Vec;

use super::kit::{Item, Vault, accounted, values};
use crate::support::heap::{Heap, Manner, Trouble};
use crate::support::probe::Elem;
use crate::support::world::World;

type Items<'a> = Vec<Item, &'a Heap>;

/// RUSTSEC-2026-0001, rust#123369, rust#156490
///
/// Refused at the first call of each method: the vector is as before, and the value comes back.
#[test]
fn a_refused_method_changes_nothing() {
    type Call = for<'a> fn(&mut Items<'a>) -> Result<(), u8>;
    let calls: [(&str, Call); 11] = [
        ("push", |v| {
            v.push(Item::new(9)).map_err(|e| e.into_value().value())
        }),
        ("push_mut", |v| {
            v.push_mut(Item::new(9))
                .map(drop)
                .map_err(|e| e.into_value().value())
        }),
        ("insert", |v| {
            v.insert(1, Item::new(9))
                .map_err(|e| e.into_value().value())
        }),
        ("reserve", |v| v.reserve(1).map_err(|_| 9)),
        ("reserve_exact", |v| v.reserve_exact(1).map_err(|_| 9)),
        ("shrink_to_fit", |v| {
            drop(v.pop());
            let result = v.shrink_to_fit().map_err(|_| 9);
            v.push_within_capacity(Item::new(2)).map(drop).or(result)
        }),
        ("resize", |v| {
            v.resize(7, Item::new(9))
                .map_err(|e| e.into_value().value())
        }),
        ("resize_with", |v| {
            v.resize_with(7, || Item::new(9)).map_err(|_| 9)
        }),
        ("extend", |v| {
            let error = v.extend([8, 9].map(Item::new)).err();
            error.map_or(Ok(()), |e| {
                Err(e.into_rest().last().map_or(0, |item| item.value()))
            })
        }),
        ("extend_from_slice", |v| {
            v.extend_from_slice(&[Item::new(9)]).map_err(|_| 9)
        }),
        ("extend_from_within", |v| {
            v.extend_from_within(..).map_err(|_| 9)
        }),
    ];
    for manner in Manner::ALL {
        for (name, call) in calls {
            let heap = Heap::new(manner);
            let mut world = World::new();
            world.run(|| {
                let mut v = Items::with_capacity_in(3, &heap).expect("a heap has three");
                (0..3).for_each(|n| v.push(Item::new(n)).expect("there is room"));
                heap.arm(Trouble::Refuse, 0);
                let result = call(&mut v);
                let met = heap.disarm();
                assert!(met, "{name} asked for nothing");
                assert!(
                    result.is_ok() == (name == "shrink_to_fit"),
                    "{name}: {result:?}"
                );
                assert!(
                    result.is_ok() || result == Err(9),
                    "{name} lost its value: {result:?}"
                );
                assert_eq!((values(&v), v.capacity()), (vec![0, 1, 2], 3), "{name}");
                assert!(call(&mut v).is_ok());
                assert_eq!(v[0].value(), 0);
            });
            world.finish();
            heap.finish();
        }
    }
}

/// RUSTSEC-2018-0013, RUSTSEC-2023-0017, bump-scope-820a020: blocks keep their layout and owner through every conversion.
#[test]
fn fallible_conversions_keep_the_block() {
    let vault = Vault::new();
    accounted(|| {
        let mut v = Vec::with_capacity_in(5, vault.key()).expect("a vault never refuses");
        (0..4).for_each(|n| v.push(Item::new(n)).expect("a vault never refuses"));
        let before = v.as_ptr();
        let v = Vec::from_infallible(v.to_infallible());
        assert_eq!((v.as_ptr(), v.capacity()), (before, 5));
        let (ptr, len, cap, key) = v.into_parts_with_alloc();
        // SAFETY: the parts are those of the vector just taken apart.
        let v = unsafe { drystone::vec::Vec::from_parts_in(ptr, len, cap, key) };
        let v = Vec::from_infallible(v);
        let Ok(v) = v.into_chunks::<2>() else {
            panic!("a vault never refuses")
        };
        let v = v.into_flattened();
        let Ok(v) = v.map_in_place(|item| (item, 1_u64)) else {
            panic!("a vault never refuses")
        };
        let Ok(v) = v.map_in_place(|(item, _)| item) else {
            panic!("a vault never refuses")
        };
        assert_eq!(values(&v), [0, 1, 2, 3]);
        let Ok(slice) = v.into_boxed_slice() else {
            panic!("a vault never refuses")
        };
        assert_eq!(values(&slice[..]), [0, 1, 2, 3]);
    });
    vault.finish();
}
