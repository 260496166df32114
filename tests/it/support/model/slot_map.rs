//! Slot maps: operations as bytes, replayed against an ordered map of std that never forgets a key.
//!
//! A history may have a panic somewhere. What the map then holds is read from the map itself, which must agree with itself, and
//! hold nothing that it did not hold before.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use drystone::arena::{Key, SlotMap};

use crate::support::catch::catch;
use crate::support::probe::Elem;
use crate::support::world::{Fuse, Kind, World, tick};

/// A map, and what is known of it.
struct Replay<K: Key, T> {
    map: SlotMap<K, T>,
    live: BTreeMap<K, u8>,
    detached: BTreeSet<K>,
    /// Every key that was ever given out.
    given: BTreeSet<K>,
}

/// One step: what to do, and two numbers to do it with.
#[derive(Debug, Copy, Clone)]
struct Op {
    what: u8,
    with: u8,
    value: u8,
}

/// Replays a history. The first two bytes choose the panic point.
pub(crate) fn fuzz<K: Key, T: Elem>(bytes: &[u8]) {
    let (head, ops) = bytes.split_at(bytes.len().min(2));
    let fuse = match head {
        &[kind, at] if kind % 4 != 0 => Some(Fuse {
            kind: [Kind::Clone, Kind::Drop, Kind::Call][usize::from(kind % 4 - 1)],
            at: usize::from(at),
        }),
        _ => None,
    };
    let mut world = World::new();
    if let Some(fuse) = fuse {
        world.arm(fuse);
    }
    world.run(|| {
        let mut replay = Replay::<K, T>::new();
        for op in ops.chunks_exact(3) {
            let (what, with, value) = (op[0], op[1], op[2]);
            let before = replay.live.clone();
            if let Err(caught) = catch(|| replay.step(Op { what, with, value })) {
                // A blown fuse has no words; anything else is a difference that was found.
                assert_eq!(caught.message, None);
                replay.recover(before);
            }
            replay.check();
        }
        // The last drops may be where the panic is.
        let _ = catch(|| drop(replay));
    });
    let reached = world.disarm();
    assert!(fuse.is_some() || !reached);
    world.finish();
}

impl<K: Key, T: Elem> Replay<K, T> {
    fn new() -> Self {
        Self {
            map: SlotMap::with_key(),
            live: BTreeMap::new(),
            detached: BTreeSet::new(),
            given: BTreeSet::new(),
        }
    }

    /// Some key: mostly a live one, sometimes one that was removed, or never given out.
    fn pick(&self, with: u8) -> K {
        let nth = |keys: &mut dyn Iterator<Item = K>, len: usize| {
            keys.nth(usize::from(with) % len.max(1))
                .unwrap_or(K::null())
        };
        match with % 8 {
            0 => nth(&mut self.given.iter().copied(), self.given.len()),
            1 => nth(&mut self.detached.iter().copied(), self.detached.len()),
            _ => nth(&mut self.live.keys().copied(), self.live.len()),
        }
    }

    /// A value as the model will find it: elements without size have no room for one.
    fn made(value: u8) -> (T, u8) {
        let element = T::make(value);
        let value = element.value();
        (element, value)
    }

    fn given_out(&mut self, key: K, value: u8) {
        assert!(self.given.insert(key), "{key:?} was given out twice");
        self.live.insert(key, value);
    }

    fn step(&mut self, op: Op) {
        match op.what % 20 {
            0..=4 => {
                let (element, value) = Self::made(op.value);
                match self.map.try_insert(element) {
                    Ok(key) => self.given_out(key, value),
                    Err(error) => assert_eq!(error.into_value().value(), value),
                }
            }
            5 => {
                let (element, value) = Self::made(op.value);
                let refused = self.map.try_vacant_entry().is_err();
                if refused {
                    return;
                }
                // Where the closure panics, the key stays to be given out.
                let key = self.map.insert_with_key(|_| {
                    tick(Kind::Call);
                    element
                });
                self.given_out(key, value);
            }
            6 => {
                if self.map.try_vacant_entry().is_ok() {
                    let key = self.map.try_insert_with_key(|_| Err(op.value));
                    assert_eq!(key, Err(op.value));
                }
            }
            7..=9 => {
                let key = self.pick(op.with);
                let known = self.live.remove(&key);
                let removed = self.map.remove(key);
                assert_eq!(removed.as_ref().map(T::value), known, "{key:?}");
            }
            10 => {
                let key = self.pick(op.with);
                let known = self.live.remove(&key);
                if known.is_some() {
                    self.detached.insert(key);
                }
                let detached = self.map.detach(key);
                assert_eq!(detached.as_ref().map(T::value), known, "{key:?}");
            }
            11 => {
                let key = self.pick(op.with);
                let (element, value) = Self::made(op.value);
                match self.map.try_reattach(key, element) {
                    Ok(()) => {
                        assert!(self.detached.remove(&key), "{key:?} was not detached");
                        self.live.insert(key, value);
                    }
                    Err(error) => {
                        assert!(!self.detached.contains(&key), "{key:?} was detached");
                        assert_eq!(error.into_value().value(), value);
                    }
                }
            }
            12 => {
                let key = self.pick(op.with);
                let element = self.map.get_mut(key);
                assert_eq!(element.is_some(), self.live.contains_key(&key));
                if let Some(element) = element {
                    element.set(op.value);
                    self.live.insert(key, element.value());
                }
            }
            13 => {
                let keys = [self.pick(op.with), self.pick(op.value)];
                let both = keys[0] != keys[1] && keys.iter().all(|key| self.live.contains_key(key));
                let found = self.map.get_disjoint_mut(keys);
                assert_eq!(found.is_some(), both, "{keys:?}");
                if let Some([a, b]) = found {
                    mem::swap(a, b);
                    let a = self.live[&keys[0]];
                    let b = self.live.insert(keys[1], a).expect("a live key");
                    self.live.insert(keys[0], b);
                }
            }
            14 => {
                let live = &mut self.live;
                self.map.retain(|key, element| {
                    tick(Kind::Call);
                    let kept = element.value() % 3 != op.value % 3;
                    if !kept {
                        live.remove(&key);
                    }
                    kept
                });
            }
            15 => {
                self.detached.clear();
                self.live.clear();
                self.map.clear();
            }
            16 => {
                let mut drain = self.map.drain();
                assert_eq!(drain.len(), self.live.len());
                for _ in 0..op.with % 8 {
                    let Some((key, element)) = drain.next() else {
                        break;
                    };
                    assert_eq!(self.live.remove(&key), Some(element.value()));
                }
                if op.value & 1 == 0 {
                    self.live.clear();
                    drop(drain);
                } else {
                    mem::forget(drain);
                }
            }
            17 => {
                // The clone takes over; the original must go in its entirety.
                let clone = self.map.clone();
                drop(mem::replace(&mut self.map, clone));
            }
            18 => {
                for (_, element) in &mut self.map {
                    element.set(op.value);
                }
                let value = Self::made(op.value).1;
                self.live.values_mut().for_each(|known| *known = value);
            }
            _ => {
                if op.value & 3 == 0 {
                    // A new map gives its keys out anew.
                    self.given.clear();
                    self.detached.clear();
                    let known = mem::take(&mut self.live);
                    let taken = mem::take(&mut self.map).into_iter();
                    assert_eq!(taken.len(), known.len());
                    let taken: BTreeMap<K, u8> = taken.map(|(key, e)| (key, e.value())).collect();
                    assert_eq!(taken, known);
                } else {
                    let _ = self.map.try_reserve(usize::from(op.with));
                }
            }
        }
    }

    /// After a panic: the map says what it holds.
    fn recover(&mut self, before: BTreeMap<K, u8>) {
        self.live = self.map.iter().map(|(key, e)| (key, e.value())).collect();
        let fresh = self.live.keys().filter(|key| !before.contains_key(key));
        for key in fresh {
            // A value that went in while another one went down.
            assert!(
                self.given.insert(*key) || self.detached.remove(key),
                "{key:?} came back"
            );
        }
        let map = &mut self.map;
        self.detached.retain(|key| {
            // Whether it still is detached is known by putting something there.
            let waits = map.try_reattach(*key, T::make(0)).is_ok();
            if waits {
                drop(map.detach(*key));
            }
            waits
        });
    }

    fn check(&mut self) {
        let pair = |(key, element): (K, &T)| (key, element.value());
        assert_eq!(self.map.len(), self.live.len());
        assert_eq!(self.map.is_empty(), self.live.is_empty());
        assert!(self.map.capacity() >= self.map.len());
        // By `next`, by `fold`, and by `fold` after a few of `next`.
        let known: Vec<(K, u8)> = self
            .live
            .iter()
            .map(|(key, value)| (*key, *value))
            .collect();
        let mut found = Vec::new();
        for entry in &self.map {
            found.push(pair(entry));
        }
        assert_eq!(found, known);
        for skipped in [0, 1, known.len() / 2] {
            let mut iter = self.map.iter();
            let mut exclusive = Vec::new();
            found.clear();
            for _ in 0..skipped {
                found.extend(iter.next().map(pair));
            }
            assert_eq!(iter.len(), known.len().saturating_sub(skipped));
            iter.for_each(|entry| found.push(pair(entry)));
            assert_eq!(found, known);
            let mut iter = self.map.iter_mut();
            for _ in 0..skipped {
                exclusive.extend(iter.next().map(|(key, e)| (key, e.value())));
            }
            iter.for_each(|(key, e)| exclusive.push((key, e.value())));
            assert_eq!(exclusive, known);
        }
        for key in &self.given {
            let value = self.map.get(*key).map(T::value);
            assert_eq!(value.as_ref(), self.live.get(key), "{key:?}");
        }
        assert!(!self.map.contains_key(K::null()));
    }
}
