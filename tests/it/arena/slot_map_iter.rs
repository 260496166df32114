//! Iterators of slot maps, over holes and around the borders of words.

use drystone::arena::{DefaultKey, KeyData, SlotMap};

use crate::support::scale::{cases, scale};

#[test]
fn holes_are_skipped_in_every_pattern() {
    // Around the borders of words, where an index and a bit are told apart.
    let len = scale(300, 130);
    for keep in [1, 2, 3, 63, 64, 65, 127, 128]
        .into_iter()
        .rev()
        .take(scale(8, 4))
    {
        let mut map = SlotMap::<KeyData, usize>::with_key();
        let keys: Vec<KeyData> = (0..len).map(|i| map.insert(i)).collect();
        for (i, key) in keys.iter().enumerate() {
            if i % keep != 0 {
                map.remove(*key);
            }
        }
        let expected: Vec<usize> = (0..len).step_by(keep).collect();
        assert_eq!(
            map.values().copied().collect::<Vec<_>>(),
            expected,
            "{keep}"
        );
        assert_eq!(
            map.values_mut().map(|i| *i).collect::<Vec<_>>(),
            expected,
            "{keep}"
        );
        let mut folded = Vec::new();
        map.values_mut().for_each(|i| folded.push(*i));
        assert_eq!(folded, expected, "{keep}");
        assert_eq!(
            map.drain().map(|(_, i)| i).collect::<Vec<_>>(),
            expected,
            "{keep}"
        );
    }
}

#[test]
fn a_map_that_was_cleared_shows_all_that_comes() {
    for before in [1, 3, 63, 64, 65, 130] {
        let mut map = SlotMap::new();
        for round in [before, before + 70, 10] {
            let keys: Vec<DefaultKey> = (0..round).map(|i| map.insert(i)).collect();
            assert_eq!(map.iter().count(), round);
            let mut sum = 0;
            map.iter().for_each(|(_, value)| sum += value);
            assert_eq!(sum, round * (round - 1) / 2);
            assert!(keys.into_iter().zip(0..).all(|(key, i)| map[key] == i));
            map.clear();
            assert_eq!(map.iter().next(), None);
        }
    }
}

#[test]
fn iterators_know_how_many_are_left() {
    /// Takes one after the other out of an iterator that says how many there are.
    fn all(mut iter: impl ExactSizeIterator) {
        for left in (0..3).rev() {
            assert_eq!(iter.len(), left + 1);
            assert!(iter.next().is_some());
        }
        assert_eq!((iter.len(), iter.next().is_some()), (0, false));
    }
    let mut map = SlotMap::new();
    // Of the three that stay, the last is in another word of the holes.
    let keys: Vec<DefaultKey> = (0..100).map(|i| map.insert(i)).collect();
    for key in keys.iter().skip(2).take(97) {
        map.remove(*key);
    }
    all(map.iter());
    all(map.iter_mut());
    all(map.keys());
    all(map.values());
    all(map.values_mut());
    all(map.clone().into_iter());
    all(map.clone().into_keys());
    all(map.clone().into_values());
    all(map.clone().drain());
    assert_eq!(format!("{:?}", map.iter()), format!("{map:?}"));
    assert_eq!(format!("{:?}", map.iter_mut()), "IterMut { left: 3, .. }");
    let mut sum = 0;
    map.iter_mut().for_each(|(_, value)| sum += *value);
    assert_eq!(sum, 100);
    let into = map.clone().into_iter();
    assert_eq!(format!("{into:?}"), "IntoIter { left: 3, .. }");
    let (keys, values) = (map.clone().into_keys(), map.into_values());
    assert_eq!(
        format!("{keys:?} {values:?}"),
        "IntoKeys { left: 3, .. } IntoValues { left: 3, .. }"
    );
}

#[test]
fn folding_sees_what_stepping_sees_from_wherever_it_begins() {
    let mut map = SlotMap::new();
    let keys: Vec<DefaultKey> = (0..140).map(|i| map.insert(i)).collect();
    // The last slot of a word, the first of one, and some within; the word between has no hole.
    for hole in [0, 5, 62, 63, 128, 131] {
        map.remove(keys[hole]);
    }
    let all: Vec<(DefaultKey, i32)> = map.iter().map(|(key, value)| (key, *value)).collect();
    assert_eq!(all.len(), 134);
    for begun in cases(0..all.len(), 12) {
        let mut shared = map.iter();
        assert_eq!(shared.by_ref().take(begun).count(), begun);
        let mut folded = Vec::new();
        shared.for_each(|(key, value)| folded.push((key, *value)));
        assert_eq!(folded, all[begun..], "{begun}");

        let mut exclusive = map.iter_mut();
        assert_eq!(exclusive.by_ref().take(begun).count(), begun);
        folded.clear();
        exclusive.for_each(|(key, value)| folded.push((key, *value)));
        assert_eq!(folded, all[begun..], "{begun}");
    }
}

#[test]
fn a_map_that_was_cleared_is_drained_of_what_came_since() {
    for before in [1, 3, 63, 64, 65, 130] {
        let mut map = SlotMap::new();
        for i in 0..before {
            map.insert(i);
        }
        map.clear();
        let key = map.insert(before);
        assert_eq!(map.drain().collect::<Vec<_>>(), [(key, before)]);
    }
}

#[test]
fn a_sparse_map_is_drained_and_thinned_out_across_words() {
    let mut map = SlotMap::new();
    let keys: Vec<DefaultKey> = (0..200).map(|i| map.insert(i)).collect();
    let stays = |i: usize| matches!(i, 64 | 128 | 191);
    for (i, key) in keys.iter().enumerate().filter(|(i, _)| !stays(*i)) {
        assert_eq!(map.remove(*key), Some(i));
    }
    let mut seen = Vec::new();
    map.retain(|_, value| {
        seen.push(*value);
        true
    });
    assert_eq!(seen, [64, 128, 191]);
    assert!(map.drain().map(|(_, value)| value).eq(seen));
}
