#![forbid(unsafe_code)]
//! [`Clear`]: empties the slots of a map, whatever the drops of the values do.

use core::mem;

use super::slot::Slot;
use super::{Key, SlotMap, Width};

/// When dropped, drops the values in the slots from `from` on. A panic in one drop does not keep the others alive.
///
/// Until it is gone, nobody sees the map. So what can be told of all slots at once is told at the end.
pub(super) struct Clear<'a, K: Key, V> {
    pub(super) map: &'a mut SlotMap<K, V>,
    pub(super) from: usize,
    /// Whether the keys of detached values die as well.
    pub(super) detached: bool,
}

impl<K: Key, V> Clear<'_, K, V> {
    #[inline(always)]
    fn values(&mut self) {
        while let Some(slot) = self.map.slots.get_mut(self.from) {
            let index: K::Index = Width::truncate(self.from);
            self.from += 1;
            let (last, was_lost) = match slot {
                Slot::Live { generation, .. } => (*generation, false),
                Slot::Vacant {
                    next,
                    generation: Some(generation),
                } if *next == index => {
                    if !self.detached {
                        continue;
                    }
                    (*generation, true)
                }
                Slot::Vacant { .. } => continue,
            };
            let generation = <K::Generation as Width>::succ(last);
            let next = self.map.free;
            let cleared = mem::replace(slot, Slot::Vacant { next, generation });
            match generation {
                Some(_) => {
                    self.map.free = index;
                    self.map.lost -= usize::from(was_lost);
                }
                None => self.map.lost += usize::from(!was_lost),
            }
            drop(cleared);
        }
    }
}

impl<K: Key, V> Drop for Clear<'_, K, V> {
    fn drop(&mut self) {
        /// What is left to do when the drop of a value unwinds.
        struct Rest<'r, 'a, K: Key, V>(&'r mut Clear<'a, K, V>);

        impl<K: Key, V> Drop for Rest<'_, '_, K, V> {
            fn drop(&mut self) {
                self.0.values();
                let map = &mut *self.0.map;
                map.vacant = map.slots.len();
                map.holes.set_all(map.vacant);
            }
        }

        Rest(self).0.values();
    }
}
