//! Slot maps: random histories, keys used up, and what panics leave behind.

use std::cell::Cell;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use drystone::arena::{DefaultKey, Key, KeyData, SlotMap, new_key_type};
use proptest::collection::vec;
use proptest::prelude::any;

use crate::draw;
use crate::support::catch::catch;
use crate::support::model::slot_map::fuzz;
use crate::support::probe::{Align64, Align4096, Probe, Token};
use crate::support::scale::scale;

type Tiny = KeyData<u8, u8>;

fn random(cases: usize, steps: usize, test: impl Fn(&[u8])) {
    draw::cases(cases, vec(any::<u8>(), 0..3 * steps), |bytes| {
        test(&bytes);
    });
}

#[test]
fn histories() {
    random(scale(2_000, 2), scale(150, 20), |bytes| {
        fuzz::<DefaultKey, Probe>(bytes);
        fuzz::<KeyData<u16, u8>, Probe<Align64>>(bytes);
        fuzz::<Tiny, Token>(bytes);
    });
}

#[test]
fn histories_without_memory_in_the_values() {
    random(scale(2_000, 2), scale(150, 20), |bytes| {
        fuzz::<Tiny, u8>(bytes);
        fuzz::<KeyData<u8, u32>, u64>(bytes);
        fuzz::<KeyData<u32, u16>, String>(bytes);
    });
}

#[test]
fn histories_that_quickcheck_draws() {
    fn law(bytes: Vec<u8>) -> bool {
        fuzz::<Tiny, Probe<Align4096>>(&bytes);
        true
    }
    draw::laws(scale(2_000, 2), law as fn(Vec<u8>) -> bool);
}

// Tens of thousands of steps in code without `unsafe`: nothing for an interpreter.
#[cfg(not(miri))]
#[test]
fn no_key_comes_twice_until_all_are_used_up() {
    use std::collections::HashSet;

    use drystone::arena::slot_map::SlotError;

    let mut map = SlotMap::<Tiny, u32>::with_key();
    let mut given = HashSet::new();
    let mut rounds = 0_u32;
    let error = loop {
        match map.try_insert(rounds) {
            Ok(key) => {
                assert!(given.insert(key), "{key:?} came twice");
                assert_eq!(map.remove(key), Some(rounds));
                rounds += 1;
            }
            Err(error) => break error,
        }
    };
    assert_eq!(rounds, 255 * 255);
    assert_eq!(error.error(), &SlotError::Full { slots: 255 });
    assert_eq!(error.into_value(), rounds);
    assert_eq!((map.len(), map.capacity()), (0, 0));
    assert!(given.iter().all(|key| !map.contains_key(*key)));
    // Nor does `clear` bring one back.
    map.clear();
    map.drain().for_each(drop);
    assert!(map.try_insert(0).is_err());
}

#[cfg(not(miri))]
#[test]
fn clearing_uses_generations_up_as_removing_does() {
    let mut map = SlotMap::<Tiny, ()>::with_key();
    for round in 1..=255 {
        for index in 0..255 {
            let key = map.insert(());
            assert_eq!(key.generation(), round);
            assert!(key.index() < 255, "{index}");
        }
        match round % 3 {
            0 => map.clear(),
            1 => map.drain().for_each(drop),
            _ => map.retain(|_, ()| false),
        }
    }
    assert!(map.try_insert(()).is_err());
}

#[test]
fn a_detached_slot_is_lost_when_its_generation_was_the_last() {
    let mut map = SlotMap::<Tiny, u8>::with_key();
    let key = loop {
        let key = map.insert(0);
        if key.generation() == 255 {
            break key;
        }
        map.remove(key);
    };
    assert_eq!(map.detach(key), Some(0));
    map.clear();
    assert!(map.try_reattach(key, 1).is_err());
    assert_eq!(map.insert(2).index(), 1);
    // Reattaching what is not detached, in every other state of a slot.
    for other in [key, Key::null(), map.keys().next().unwrap()] {
        assert_eq!(map.try_reattach(other, 3).unwrap_err().into_value(), 3);
    }
}

#[test]
fn a_full_map_takes_what_was_detached() {
    let mut map = SlotMap::<Tiny, u32>::with_key();
    let keys: Vec<Tiny> = (0..255).map(|i| map.insert(i)).collect();
    let value = map.detach(keys[77]).unwrap();
    let error = map.try_insert(1000).unwrap_err();
    assert!(error.to_string().contains("255 slots"), "{error}");
    let panic = catch(|| map.insert(1000)).unwrap_err();
    assert!(panic.message.unwrap().contains("the slot map is full"));
    assert_eq!(panic.place.unwrap().0, file!());
    assert!(map.try_vacant_entry().is_err());
    map.reattach(keys[77], value);
    assert!(catch(|| map.reattach(keys[77], 0)).is_err());
    assert_eq!((map[keys[77]], map.len()), (77, 255));
}

#[test]
fn keys_that_were_made_up() {
    let mut map = SlotMap::<KeyData, &str>::with_key();
    let gone = map.insert("gone");
    map.remove(gone);
    let here = map.insert("here");
    for index in [0, 1, 2, u32::MAX - 1, u32::MAX] {
        for generation in [1, 2, 3, u32::MAX] {
            let key = KeyData::from_parts(index, generation).unwrap();
            assert_eq!(map.get(key), (key == here).then_some(&"here"), "{key:?}");
            assert_eq!(KeyData::from_ffi(key.as_ffi()), key);
            if key != here {
                assert_eq!(map.remove(key), None);
                assert_eq!(map.detach(key), None);
                assert!(map.try_reattach(key, "back").is_err());
            }
        }
    }
    assert_eq!(Tiny::from_ffi(256), Tiny::NULL);
    assert_eq!(Tiny::from_ffi(1 << 40), Tiny::NULL);
    assert_eq!(Tiny::from_ffi(0), Tiny::NULL);
    assert!(Tiny::from_parts(256, 1).is_none() && Tiny::from_parts(1, 256).is_none());
}

#[test]
#[cfg(debug_assertions)]
fn a_key_of_another_map_is_refused() {
    let (mut walls, mut roofs) = (SlotMap::new(), SlotMap::new());
    let wall = walls.insert("wall");
    let roof = roofs.insert("roof");
    assert_eq!(wall, roof);
    let uses: [&mut dyn FnMut(); 8] = [
        &mut || _ = roofs.clone().get(wall),
        &mut || _ = roofs.clone().get_mut(wall),
        &mut || _ = roofs.clone().remove(wall),
        &mut || _ = roofs.clone().detach(wall),
        &mut || _ = roofs.clone().try_reattach(wall, ""),
        &mut || _ = roofs.contains_key(wall),
        &mut || _ = roofs.clone().get_disjoint_mut([wall]),
        &mut || _ = roofs[wall],
    ];
    for used in uses {
        let result = catch(used);
        let panic = result.unwrap_err();
        assert_eq!(
            panic.message.as_deref(),
            Some("a key of another slot map was used")
        );
        assert_eq!(panic.place.unwrap().0, file!());
    }
    // A clone knows the keys of its original; a key without an origin fits any map.
    assert_eq!(walls.clone().remove(wall), Some("wall"));
    let unknown = KeyData::from_ffi(wall.data().as_ffi());
    assert_eq!(roofs.get(unknown.into()), Some(&"roof"));
}

#[test]
fn a_key_that_lies() {
    thread_local! {
        static TURN: Cell<usize> = const { Cell::new(0) };
    }

    /// Each look at its data shows another slot.
    #[derive(Copy, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
    struct Liar(KeyData);

    impl From<KeyData> for Liar {
        fn from(data: KeyData) -> Self {
            Self(data)
        }
    }

    impl Key for Liar {
        type Index = u32;
        type Generation = u32;

        fn data(&self) -> KeyData {
            let turn = TURN.get();
            TURN.set(turn + 1);
            KeyData::from_parts([0, 1, 0, 7][turn % 4], 1).unwrap()
        }
    }

    let mut map = SlotMap::<Liar, String>::with_key();
    let keys: Vec<Liar> = ["a", "b"]
        .iter()
        .map(|text| map.insert(text.to_string()))
        .collect();
    for _ in 0..8 {
        if let Some([a, b]) = map.get_disjoint_mut([keys[0], keys[1]]) {
            assert_ne!(a, b);
        }
        TURN.set(TURN.get() + 1);
        let _ = map.get(keys[0]).map(String::len);
    }
    map.remove(keys[0]);
    map.remove(keys[0]);
}

/// The map makes a key before it takes the value out, so that a `From` that panics leaves the value for the `Drain` to drop.
#[test]
fn a_key_that_cannot_be_made() {
    thread_local! {
        static BLUNT: Cell<bool> = const { Cell::new(false) };
    }

    #[derive(Copy, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
    struct Chisel(KeyData);

    impl From<KeyData> for Chisel {
        fn from(data: KeyData) -> Self {
            assert!(!BLUNT.get(), "blunt");
            Self(data)
        }
    }

    impl Key for Chisel {
        type Index = u32;
        type Generation = u32;

        fn data(&self) -> KeyData {
            self.0
        }
    }

    let mut map = SlotMap::<Chisel, String>::with_key();
    let keys = ["a", "b", "c"].map(|text| map.insert(text.to_string()));
    let mut drain = map.drain();
    assert_eq!(drain.next(), Some((keys[0], "a".to_string())));
    BLUNT.set(true);
    assert!(catch(|| drain.next()).is_err());
    drop(drain);
    BLUNT.set(false);
    assert_eq!((map.len(), map.iter().count()), (0, 0));
    for key in keys {
        assert_eq!(map.get(key), None, "{key:?}");
        assert_eq!(map.remove(key), None, "{key:?}");
    }
    let again = map.insert("d".to_string());
    assert!(!keys.contains(&again), "{again:?} came back");
    assert_eq!(
        map.into_iter().collect::<Vec<_>>(),
        [(again, "d".to_string())]
    );
}

#[test]
fn every_choice_of_three_is_disjoint_or_refused() {
    let mut map = SlotMap::new();
    let keys: Vec<DefaultKey> = (0..4).map(|i| map.insert(i)).collect();
    let dead = map.insert(4);
    map.remove(dead);
    let all: Vec<DefaultKey> = keys.iter().copied().chain([dead]).collect();
    for &a in &all {
        for &b in &all {
            for &c in &all {
                let good = a != b && b != c && a != c && ![a, b, c].contains(&dead);
                let Some(found) = map.get_disjoint_mut([a, b, c]) else {
                    assert!(!good);
                    continue;
                };
                assert!(good);
                let [x, y, z] = found;
                let sum = *x + *y + *z;
                (*x, *y, *z) = (*y, *z, *x);
                assert_eq!(*x + *y + *z, sum);
            }
        }
    }
    assert_eq!(map.get_disjoint_mut([]), Some([]));
    assert_eq!(map.values().sum::<i32>(), 6);
}

#[test]
fn room_is_kept_and_promised_room_is_there() {
    let mut map = SlotMap::<KeyData<u16, u16>, u64>::with_capacity_and_key(100);
    let room = map.capacity();
    assert!(room >= 100);
    for round in 0..3 {
        for i in 0..100 {
            map.insert(i);
        }
        assert_eq!(map.capacity(), room, "{round}");
        map.clear();
    }
    assert!(map.try_reserve(65_535).is_ok());
    assert!(map.try_reserve(65_536).is_err());
    let panic = catch(|| map.reserve(65_536)).unwrap_err();
    assert_eq!(panic.message.as_deref(), Some("capacity overflow"));
}

#[test]
fn a_panicking_drop_does_not_keep_the_rest_alive() {
    struct Bomb<'a>(&'a Cell<u32>, bool);

    impl Drop for Bomb<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
            assert!(!self.1, "a bomb");
        }
    }

    for at in 0..4 {
        for how in 0..3 {
            let dropped = Cell::new(0);
            let mut map = SlotMap::new();
            for i in 0..4 {
                map.insert(Bomb(&dropped, i == at));
            }
            let panic = match how {
                0 => catch(|| map.clear()),
                1 => catch(|| drop(map.drain())),
                _ => catch(|| drop(map)),
            };
            assert_eq!(panic.unwrap_err().message.as_deref(), Some("a bomb"));
            assert_eq!(dropped.get(), 4, "{at}, {how}");
        }
    }
}

#[test]
fn an_index_that_names_nothing_says_so() {
    let mut map = SlotMap::new();
    let key = map.insert(());
    map.remove(key);
    let panic = catch(|| map[key]).unwrap_err();
    let message = "the key DefaultKey(0v1) names no value: it was removed, or never inserted here";
    assert_eq!(panic.message.as_deref(), Some(message));
    assert_eq!(panic.place.unwrap().0, file!());
    assert_eq!(
        format!("{map:?} {:?}", DefaultKey::null()),
        "{} DefaultKey(null)"
    );
}

#[test]
fn keys_have_different_hashes() {
    let hashes = [(0, 1), (1, 1), (0, 2), (u32::MAX, u32::MAX)]
        .map(|(index, generation)| KeyData::<u32, u32>::from_parts(index, generation).unwrap())
        .map(|key| BuildHasherDefault::<DefaultHasher>::default().hash_one(key));
    for (n, hash) in hashes.iter().enumerate() {
        assert!(!hashes[..n].contains(hash), "{n}");
    }
}

new_key_type! {
    struct PlainKey;
    pub(crate) struct NarrowKey(u8, u16);
}

#[test]
fn keys_of_several_types() {
    let mut plain = SlotMap::<PlainKey, u8>::with_key();
    let mut narrow = SlotMap::<NarrowKey, u8>::with_key();
    let (a, b) = (plain.insert(1), narrow.insert(2));
    assert_eq!((plain[a], narrow[b]), (1, 2));
    assert!(PlainKey::default().is_null() && NarrowKey::null() == NarrowKey::default());
    #[cfg(not(debug_assertions))]
    {
        assert_eq!(size_of::<Option<PlainKey>>(), 8);
        assert_eq!(size_of::<Option<NarrowKey>>(), 4);
    }
}

#[test]
fn room_that_is_there_is_not_asked_for() {
    let mut map = SlotMap::with_capacity(10);
    let capacity = map.capacity();
    assert!(capacity >= 10);
    let key = map.insert(0);
    map.remove(key);
    map.try_reserve(capacity).expect("it is there");
    assert_eq!(map.capacity(), capacity);
}

#[test]
fn errors_and_views_are_shown() {
    let mut map: SlotMap<KeyData<u8, u8>, u8> = SlotMap::with_key();
    let key = map.insert(7);
    let error = map.try_reattach(key, 8).expect_err("it is attached");
    assert_eq!(format!("{error:?}"), "ReattachError { .. }");
    assert!(error.to_string().starts_with("the key is not detached"));
    assert_eq!(format!("{:?}", map.drain()), format!("{{{key:?}: 7}}"));
    let entry = map.vacant_entry();
    let expected = format!("VacantEntry({:?})", entry.key());
    assert_eq!(format!("{entry:?}"), expected);
    let error = loop {
        if let Err(error) = map.try_insert(0) {
            break error;
        }
    };
    let expected = format!("InsertError {{ error: {:?}, .. }}", error.error());
    assert_eq!(format!("{error:?}"), expected);
}

#[test]
fn room_that_is_promised_beside_detached_values_is_there() {
    let mut map = SlotMap::with_capacity(8);
    while map.len() < map.capacity() {
        map.insert(0);
    }
    let keys: Vec<DefaultKey> = map.keys().take(4).collect();
    for key in &keys {
        map.detach(*key);
    }
    map.reserve(4);
    let room = map.capacity();
    assert!(room - map.len() >= 4, "{room}");
    for key in keys {
        map.reattach(key, 1);
    }
    assert_eq!(map.capacity(), room + 4, "lost no longer");
}

#[test]
fn a_slot_that_retires_is_no_capacity_whatever_takes_its_value() {
    type End = fn(&mut SlotMap<Tiny, u8>, Tiny);

    /// One slot, with its last generation, and its key.
    fn last() -> (SlotMap<Tiny, u8>, Tiny) {
        let mut map = SlotMap::with_key();
        loop {
            let key: Tiny = map.insert(0);
            if key.generation() == 255 {
                return (map, key);
            }
            map.remove(key);
        }
    }
    let ends: [End; 6] = [
        |map, key| assert_eq!(map.remove(key), Some(0)),
        |map, _| map.retain(|_, _| false),
        |map, _| assert_eq!(map.drain().count(), 1),
        |map, _| drop(map.drain()),
        |map, _| map.clear(),
        |map, key| {
            map.detach(key);
            map.clear();
        },
    ];
    for (n, end) in ends.into_iter().enumerate() {
        let (mut map, key) = last();
        let room = map.capacity();
        end(&mut map, key);
        assert_eq!((map.len(), map.capacity()), (0, room - 1), "{n}");
    }
}

#[test]
fn only_the_key_that_was_detached_is_reattached() {
    let key = |index, generation| KeyData::from_parts(index, generation).unwrap();
    let mut map = SlotMap::<KeyData, &str>::with_key();
    let (free, detached) = (map.insert("free"), map.insert("detached"));
    map.remove(free);
    map.detach(detached);
    // The generation to come of a free slot, and others of the detached one.
    for other in [key(0, 1), key(0, 2), key(1, 2), key(1, 3)] {
        assert!(map.try_reattach(other, "other").is_err(), "{other:?}");
    }
    assert!(map.try_reattach(detached, "back").is_ok());
}

#[test]
fn null_is_null_whatever_the_default_is() {
    #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
    struct First(KeyData);

    impl Default for First {
        fn default() -> Self {
            Self(KeyData::from_parts(0, 1).unwrap())
        }
    }

    impl From<KeyData> for First {
        fn from(data: KeyData) -> Self {
            Self(data)
        }
    }

    impl Key for First {
        type Index = u32;
        type Generation = u32;

        fn data(&self) -> KeyData {
            self.0
        }
    }

    assert!(First::null().is_null() && !First::default().is_null());
    let mut map = SlotMap::<First, u8>::with_key();
    assert_eq!(map.insert(1), First::default());
    assert_eq!(map.get(First::null()), None);
}
