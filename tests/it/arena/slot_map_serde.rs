//! Slot maps as data: round trips, and data that lies.

use std::cell::Cell;

use drystone::arena::{
    DefaultKey, Key, KeyData, SecondaryMap, SlotMap, SparseSecondaryMap, new_key_type,
};

type Tiny = KeyData<u8, u8>;

new_key_type! {
    struct NarrowKey(u8, u16);
}

fn again<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

#[test]
fn removed_keys_stay_dead_beyond_a_round_trip() {
    let mut map = SlotMap::<Tiny, String>::with_key();
    let keys: Vec<Tiny> = (0..6).map(|i| map.insert(format!("{i}"))).collect();
    map.remove(keys[1]);
    map.detach(keys[4]);
    while map.keys().any(|key| key.index() == 2) || map.insert(String::new()).generation() < 255 {
        let last = map
            .keys()
            .find(|key| key.index() == 2 || key.generation() > 1);
        map.remove(last.unwrap());
    }
    let mut copy = again(&map);
    assert_eq!(
        copy.iter().collect::<Vec<_>>(),
        map.iter().collect::<Vec<_>>()
    );
    for key in &keys {
        let key = Tiny::from_ffi(key.as_ffi());
        assert_eq!(copy.get(key), map.get(key), "{key:?}");
    }
    assert!(copy.try_reattach(keys[4], String::new()).is_err());
    for _ in 0..20 {
        let key = copy.insert(String::new());
        assert!(!keys.contains(&key), "{key:?} came back");
    }
}

#[test]
fn keys_and_secondary_maps() {
    let mut map = SlotMap::<NarrowKey, u8>::with_key();
    let key = map.insert(7);
    assert_eq!(serde_json::to_string(&key).unwrap(), "[0,1]");
    assert_eq!(again(&key), key);
    let beside: SecondaryMap<NarrowKey, bool> = [(key, true)].into_iter().collect();
    assert_eq!(again(&beside), beside);
    let beside: SparseSecondaryMap<NarrowKey, bool> = beside.into_iter().collect();
    assert_eq!(again(&beside), beside);
    assert!(again(&NarrowKey::null()).is_null());
}

/// postcard writes no names and no types, and takes its reader's word for what comes next.
#[test]
fn in_few_bytes() {
    let mut map = SlotMap::<NarrowKey, u8>::with_key();
    let [gone, seven, nine] = [5, 7, 9].map(|value| map.insert(value));
    map.remove(gone);
    let bytes = postcard::to_allocvec(&map).unwrap();
    // Three slots; of each the generation, whether there is a value, and the value.
    assert_eq!(bytes, [3, 2, 0, 1, 1, 7, 1, 1, 9]);
    let mut copy: SlotMap<NarrowKey, u8> = postcard::from_bytes(&bytes).unwrap();
    assert_eq!((copy.get(gone), copy[seven], copy[nine]), (None, 7, 9));
    assert_eq!(copy.insert(6).data().generation(), 2);
    for end in 0..bytes.len() {
        assert!(postcard::from_bytes::<SlotMap<NarrowKey, u8>>(&bytes[..end]).is_err());
    }
    // It says that there are so many slots, and has not one.
    assert!(postcard::from_bytes::<SlotMap<NarrowKey, u8>>(&[0xff, 0xff, 0xff, 0x7f]).is_err());

    let beside: SecondaryMap<NarrowKey, bool> = [(nine, true)].into_iter().collect();
    let bytes = postcard::to_allocvec(&beside).unwrap();
    assert_eq!(bytes, [1, 2, 1, 1]);
    let sparse: SparseSecondaryMap<NarrowKey, bool> = postcard::from_bytes(&bytes).unwrap();
    assert!(sparse[nine]);
    assert_eq!(postcard::to_allocvec(&sparse).unwrap(), bytes);
}

#[test]
fn data_that_lies_is_refused() {
    let read = |text: &str| serde_json::from_str::<SlotMap<Tiny, u8>>(text);
    assert_eq!(read("[[1,[5]],[0,null],[3,null]]").unwrap().len(), 1);
    assert!(read("[[1,5]]").is_err());
    assert!(
        read("[[0,[5]]]")
            .unwrap_err()
            .to_string()
            .contains("generation zero")
    );
    assert!(
        read("[[256,[5]]]")
            .unwrap_err()
            .to_string()
            .contains("no bits")
    );
    let slots = |count: usize| format!("[{}]", vec!["[1,[0]]"; count].join(","));
    assert_eq!(read(&slots(255)).unwrap().len(), 255);
    assert!(
        read(&slots(256))
            .unwrap_err()
            .to_string()
            .contains("more slots")
    );
    for key in ["[0,0]", "[256,1]", "[0,256]", "[-1,1]", "[0]"] {
        assert!(serde_json::from_str::<Tiny>(key).is_err(), "{key}");
    }
}

/// `insert` ignores the null key, so its index, the largest there is, must not ask for a table.
#[test]
fn a_null_key_has_no_place() {
    let text = "[[[4294967295,1],1],[[2,1],3]]";
    let dense: SecondaryMap<DefaultKey, u8> = serde_json::from_str(text).unwrap();
    assert_eq!(dense.values().collect::<Vec<_>>(), [&3]);
    assert!(dense.capacity() < 100);
    let sparse: SparseSecondaryMap<DefaultKey, u8> = serde_json::from_str(text).unwrap();
    assert_eq!(sparse.values().collect::<Vec<_>>(), [&3]);
}

/// The only value may be far behind the others' places, for they may be gone; a table that can't be had is refused.
#[test]
fn the_largest_index_decides_over_the_table() {
    /// So large that 2^32 of them are more than the addresses of any process.
    struct Slab([u8; 1 << 16]);

    impl<'de> serde::Deserialize<'de> for Slab {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let byte = u8::deserialize(deserializer)?;
            Ok(Self([byte; 1 << 16]))
        }
    }

    let mut map = SlotMap::new();
    let keys: Vec<DefaultKey> = (0..5_000).map(|i| map.insert(i)).collect();
    let beside: SecondaryMap<_, u8> = [(keys[4_999], 7)].into_iter().collect();
    assert_eq!(again(&beside), beside);

    let read = |text| serde_json::from_str::<SecondaryMap<DefaultKey, Slab>>(text);
    let one = read("[[[2,1],3]]").unwrap();
    assert_eq!(one.values().map(|slab| slab.0[9]).collect::<Vec<_>>(), [3]);
    // Miri ends the program where an allocator would refuse so much.
    if cfg!(miri) {
        return;
    }
    let words = read("[[[4294967294,1],3]]").err().unwrap().to_string();
    assert!(words.contains("4294967294"), "{words}");
    assert!(words.contains("SparseSecondaryMap"), "{words}");
}

/// A key that is another one each time it is asked: the table was made for the first answer.
#[test]
fn a_key_is_asked_once_what_it_is() {
    thread_local!(static ASKED: Cell<u32> = const { Cell::new(0) });

    #[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
    struct Fickle(KeyData);

    impl From<KeyData> for Fickle {
        fn from(data: KeyData) -> Self {
            Self(data)
        }
    }

    impl Key for Fickle {
        type Index = u32;
        type Generation = u32;

        fn data(&self) -> KeyData {
            KeyData::from_parts(100 * ASKED.replace(ASKED.get() + 1), 1).unwrap()
        }
    }

    impl<'de> serde::Deserialize<'de> for Fickle {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            KeyData::deserialize(deserializer).map(Self)
        }
    }

    let map: SecondaryMap<Fickle, u8> = serde_json::from_str("[[[7,1],3]]").unwrap();
    assert_eq!(ASKED.get(), 1);
    let places: Vec<(u32, u8)> = map
        .iter()
        .map(|(key, value)| (key.0.index(), *value))
        .collect();
    assert_eq!(places, [(0, 3)]);
}

/// The keys of a map that was written name the values of the one that was read, as those of an original name its clone's:
/// before the first value is put in, and after.
#[test]
fn keys_outlast_a_round_trip() {
    let mut map = SlotMap::new();
    let mut beside = SecondaryMap::new();
    let key: DefaultKey = map.insert(7);
    beside.insert(key, 70);
    let mut copy = again(&map);
    assert_eq!((copy[key], beside[copy.keys().next().unwrap()]), (7, 70));
    let new = copy.insert(8);
    assert_eq!((copy[key], beside[copy.keys().next().unwrap()]), (7, 70));
    assert_eq!(beside.insert(new, 80), None);
    assert_eq!((beside[key], beside[new], map.get(new)), (70, 80, None));
    let mut more = again(&beside);
    assert_eq!((more[key], more[new]), (70, 80));
    assert_eq!(
        (more.insert(new, 0), more.insert(key, 0)),
        (Some(80), Some(70))
    );
}

/// JSON writes `()`, `None` and `Some(None)` alike, and what is not there as well.
#[test]
fn values_that_look_like_none() {
    fn survive<V>(values: [V; 3])
    where
        V: Copy + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
    {
        let mut map = SlotMap::<Tiny, V>::with_key();
        let [a, b, gone] = values.map(|value| map.insert(value));
        map.remove(gone);
        let mut copy = again(&map);
        assert_eq!(copy.len(), 2);
        assert_eq!((copy.get(a), copy.get(b)), (map.get(a), map.get(b)));
        let new = copy.insert(values[0]);
        assert!(![a, b, gone].contains(&new), "{new:?} came back");

        let beside: SecondaryMap<Tiny, V> = map.iter().map(|(key, value)| (key, *value)).collect();
        assert_eq!(again(&beside), beside);
        let beside: SparseSecondaryMap<Tiny, V> = beside.into_iter().collect();
        assert_eq!(again(&beside), beside);
    }
    survive([(), (), ()]);
    survive([None, Some(1), None]);
}

#[test]
fn slots_that_were_retired_are_read_as_no_room() {
    let mut map: SlotMap<Tiny, u8> = serde_json::from_str("[[0,null],[0,null],[0,null]]").unwrap();
    map.reserve(10);
    let room = map.capacity();
    for i in 0..10 {
        map.insert(i);
    }
    assert_eq!(map.capacity(), room);
}

#[test]
fn other_data_is_told_what_was_expected() {
    let error = |error: serde_json::Error| error.to_string();
    let slots = serde_json::from_str::<SlotMap<Tiny, u8>>("7").map_err(error);
    assert!(
        slots
            .unwrap_err()
            .contains("expected the slots of a slot map")
    );
    let dense = serde_json::from_str::<SecondaryMap<Tiny, u8>>("7").map_err(error);
    assert!(
        dense
            .unwrap_err()
            .contains("expected pairs of a key and a value")
    );
    let sparse = serde_json::from_str::<SparseSecondaryMap<Tiny, u8>>("7").map_err(error);
    assert!(
        sparse
            .unwrap_err()
            .contains("expected pairs of a key and a value")
    );
}
