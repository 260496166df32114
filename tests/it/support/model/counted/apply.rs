// Compiled once per library: the parent module says which pointers these are, and how what stable std lacks is had.

use super::{Failed, Rc, Slice, UniqueRc, Weak, WeakSlice};
use super::{raw_round_trip, share, slice_into_array, weak_raw_round_trip, with_another};
use crate::support::catch::catch;
use crate::support::feed::{Data, Feed, Hint};
use crate::support::model::counted::op::Op;
use crate::support::model::counted::{Case, History, Step};
use crate::support::probe::Elem;
use crate::support::world::{Kind, World, tick};

/// All pointers that there are.
struct State<T> {
    owners: Vec<Rc<T>>,
    weaks: Vec<Weak<T>>,
    uniques: Vec<UniqueRc<T>>,
    slices: Vec<Slice<T>>,
    weak_slices: Vec<WeakSlice<T>>,
}

pub(crate) fn run<T: Elem + Default>(case: &Case<'_>) -> History {
    let mut world = World::new();
    let mut state = State::<T> {
        owners: Vec::new(),
        weaks: Vec::new(),
        uniques: Vec::new(),
        slices: Vec::new(),
        weak_slices: Vec::new(),
    };
    let mut reached = false;
    let mut steps = Vec::new();
    for (n, op) in case.ops.iter().enumerate() {
        world.take_dropped();
        let mut seen = Vec::new();
        if let Some((at, fuse)) = case.fuse
            && at == n
        {
            world.arm(fuse);
        }
        let result = world.run(|| catch(|| state.apply(op, &mut seen)));
        reached |= world.disarm();
        world.run(|| state.show(&mut seen));
        steps.push(Step {
            seen,
            panicked: result.is_err(),
            dropped: world.take_dropped(),
        });
    }
    world.run(|| drop(state));
    world.check();
    steps.push(Step {
        seen: Vec::new(),
        panicked: false,
        dropped: world.take_dropped(),
    });
    History {
        steps,
        reached,
        lost: world.live(),
    }
}

fn get<P>(pointers: &[P], which: u8) -> Option<&P> {
    pointers.get(usize::from(which) % pointers.len().max(1))
}

fn get_mut<P>(pointers: &mut [P], which: u8) -> Option<&mut P> {
    let which = usize::from(which) % pointers.len().max(1);
    pointers.get_mut(which)
}

fn take<P>(pointers: &mut Vec<P>, which: u8) -> Option<P> {
    let which = usize::from(which) % pointers.len().max(1);
    (which < pointers.len()).then(|| pointers.swap_remove(which))
}

/// Numbers and not text: an interpreter takes long to format.
fn note<const N: usize>(seen: &mut Vec<usize>, what: [usize; N]) {
    seen.extend(what);
}

fn number(value: Option<u8>) -> usize {
    value.map_or(usize::MAX, usize::from)
}

impl<T: Elem + Default> State<T> {
    /// All counts and values.
    fn show(&self, seen: &mut Vec<usize>) {
        for rc in &self.owners {
            note(seen, [Rc::strong_count(rc), Rc::weak_count(rc)]);
            note(seen, [Rc::is_unique(rc).into(), rc.value().into()]);
        }
        for weak in &self.weaks {
            note(seen, [weak.strong_count(), weak.weak_count()]);
        }
        for unique in &self.uniques {
            note(seen, [unique.value().into()]);
        }
        for slice in &self.slices {
            let counts = [Slice::strong_count(slice), Slice::weak_count(slice)];
            note(seen, counts);
            note(seen, [slice.len()]);
            seen.extend(slice.iter().map(|value| usize::from(value.value())));
        }
        for weak in &self.weak_slices {
            note(seen, [weak.strong_count(), weak.weak_count()]);
        }
    }

    fn apply(&mut self, op: &Op, seen: &mut Vec<usize>) {
        // Whatever there is none of makes the operation do nothing.
        let _ = self.try_apply(op, seen);
    }

    fn try_apply(&mut self, op: &Op, seen: &mut Vec<usize>) -> Option<()> {
        match *op {
            Op::New(value) => self.owners.push(Rc::new(T::make(value))),
            Op::Default => self.owners.push(Rc::default()),
            Op::Clone(a) => {
                let clone = Rc::clone(get(&self.owners, a)?);
                self.owners.push(clone);
            }
            Op::Drop(a) => drop(take(&mut self.owners, a)?),
            Op::Downgrade(a) => self.weaks.push(Rc::downgrade(get(&self.owners, a)?)),
            Op::GetMut(a, value) => {
                let value_at = Rc::get_mut(get_mut(&mut self.owners, a)?);
                note(seen, [value_at.is_some().into()]);
                value_at?.set(value);
            }
            Op::MakeMut(a, value) => Rc::make_mut(get_mut(&mut self.owners, a)?).set(value),
            Op::TryUnwrap(a) => match Rc::try_unwrap(take(&mut self.owners, a)?) {
                Ok(value) => note(seen, [value.value().into()]),
                Err(rc) => self.owners.push(rc),
            },
            Op::IntoInner(a) => {
                let value = Rc::into_inner(take(&mut self.owners, a)?);
                note(seen, [number(value.as_ref().map(Elem::value))]);
            }
            Op::UnwrapOrClone(a) => {
                let value = Rc::unwrap_or_clone(take(&mut self.owners, a)?);
                note(seen, [value.value().into()]);
            }
            Op::Map(a) => {
                let rc = Rc::map(take(&mut self.owners, a)?, |value| {
                    tick(Kind::Call);
                    T::make(value.value() ^ 1)
                });
                self.owners.push(rc);
            }
            Op::TryMap(a, fails) => {
                let rc = Rc::try_map(take(&mut self.owners, a)?, |value| {
                    tick(Kind::Call);
                    if fails {
                        Err(Failed)
                    } else {
                        Ok(value.clone())
                    }
                });
                note(seen, [rc.is_ok().into()]);
                self.owners.extend(rc.ok());
            }
            Op::PtrEq(a, b) => {
                let (a, b) = (get(&self.owners, a)?, get(&self.owners, b)?);
                note(seen, [Rc::ptr_eq(a, b).into()]);
            }
            Op::Compare(a, b) => {
                let (a, b) = (get(&self.owners, a)?, get(&self.owners, b)?);
                let partial = a.partial_cmp(b).map(|order| order as i8 as u8);
                note(seen, [a.cmp(b) as usize, number(partial)]);
            }
            Op::RawRoundTrip(a) => {
                let rc = raw_round_trip(take(&mut self.owners, a)?);
                self.owners.push(rc);
            }
            Op::RawCounts(a) => {
                let rc = get(&self.owners, a)?;
                with_another(rc, || note(seen, [Rc::strong_count(rc)]));
            }
            Op::Cyclic(value, keep) => {
                let mut kept = None;
                let rc = Rc::new_cyclic(|weak| {
                    kept = keep.then(|| weak.clone());
                    note(seen, [weak.upgrade().is_some().into(), weak.strong_count()]);
                    tick(Kind::Call);
                    T::make(value)
                });
                self.weaks.extend(kept);
                self.owners.push(rc);
            }
            Op::TryCyclic(value, keep) => {
                let mut kept = None;
                let rc = Rc::try_new_cyclic(|weak| {
                    kept = keep.then(|| weak.clone());
                    let lost = T::make(value);
                    tick(Kind::Call);
                    if value % 2 == 0 {
                        Err(Failed)
                    } else {
                        Ok(lost)
                    }
                });
                note(seen, [rc.is_ok().into()]);
                self.weaks.extend(kept);
                self.owners.extend(rc.ok());
            }
            Op::WeakNew => self.weaks.push(Weak::new()),
            Op::WeakClone(a) => {
                let clone = get(&self.weaks, a)?.clone();
                self.weaks.push(clone);
            }
            Op::WeakDrop(a) => drop(take(&mut self.weaks, a)?),
            Op::Upgrade(a) => {
                let rc = get(&self.weaks, a)?.upgrade();
                note(seen, [rc.is_some().into()]);
                self.owners.extend(rc);
            }
            Op::WeakPtrEq(a, b) => {
                let (a, b) = (get(&self.weaks, a)?, get(&self.weaks, b)?);
                note(seen, [a.ptr_eq(b).into()]);
            }
            Op::WeakRawRoundTrip(a) => {
                let weak = weak_raw_round_trip(take(&mut self.weaks, a)?);
                self.weaks.push(weak);
            }
            Op::Unique(value) => self.uniques.push(UniqueRc::new(T::make(value))),
            Op::UniqueSet(a, value) => get_mut(&mut self.uniques, a)?.set(value),
            Op::UniqueDowngrade(a) => {
                self.weaks.push(UniqueRc::downgrade(get(&self.uniques, a)?));
            }
            Op::UniqueDrop(a) => drop(take(&mut self.uniques, a)?),
            Op::UniqueMap(a) => {
                let unique = UniqueRc::map(take(&mut self.uniques, a)?, |value| {
                    tick(Kind::Call);
                    value
                });
                self.uniques.push(unique);
            }
            Op::UniqueTryMap(a, fails) => {
                let unique = UniqueRc::try_map(take(&mut self.uniques, a)?, |value| {
                    tick(Kind::Call);
                    if fails { Err(Failed) } else { Ok(value) }
                });
                note(seen, [unique.is_ok().into()]);
                self.uniques.extend(unique.ok());
            }
            Op::Share(a) => {
                let rc = share(take(&mut self.uniques, a)?);
                self.owners.push(rc);
            }
            _ => self.apply_to_slice(op, seen)?,
        }
        Some(())
    }

    fn apply_to_slice(&mut self, op: &Op, seen: &mut Vec<usize>) -> Option<()> {
        let feed = |data: Data| Feed::<T>::new(data, Hint::Honest, false);
        match *op {
            Op::SliceCollect(data, hint) => {
                self.slices
                    .push(Feed::<T>::new(data, hint, false).collect());
            }
            Op::SliceFrom(data) => {
                let values: Vec<T> = feed(data).collect();
                self.slices.push(values.into());
            }
            Op::SliceCopy(a) => {
                let copy = Slice::from(&get(&self.slices, a)?[..]);
                self.slices.push(copy);
            }
            Op::SliceClone(a) => {
                let clone = Slice::clone(get(&self.slices, a)?);
                self.slices.push(clone);
            }
            Op::SliceDrop(a) => drop(take(&mut self.slices, a)?),
            Op::SliceDowngrade(a) => {
                self.weak_slices
                    .push(Slice::downgrade(get(&self.slices, a)?));
            }
            Op::SliceMakeMut(a, value) => {
                let slice = Slice::make_mut(get_mut(&mut self.slices, a)?);
                if let Some(last) = slice.last_mut() {
                    last.set(value);
                }
            }
            Op::SliceArray(a) => {
                let array = slice_into_array::<T, 2>(take(&mut self.slices, a)?);
                note(seen, [number(array.as_ref().map(|array| array[1].value()))]);
            }
            _ => unreachable!("{op:?} is not one of slices"),
        }
        Some(())
    }
}
