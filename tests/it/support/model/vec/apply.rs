// Compiled once per kind of `Vec`: the parent module says which one `Vec` is here, and how what stable std lacks is had.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem;

use super::{Maker, Vec};
use crate::support::catch::catch;
use crate::support::feed::{Data, Feed};
use crate::support::model::vec::op::{End, Op, Take};
use crate::support::model::vec::{Seen, Shape, Step, Subject};
use crate::support::probe::Elem;
use crate::support::world::{Fuse, Kind, World, tick};

/// A vector and the world that its elements live in.
#[derive(Debug)]
pub(crate) struct Side<T: Elem> {
    pub(crate) world: World,
    pub(crate) vec: Vec<T>,
    pub(crate) maker: Maker,
}

impl<T: Elem> Side<T> {
    pub(crate) fn new(maker: Maker, cap: usize, data: Data) -> Self {
        let mut world = World::new();
        let vec = world.run(|| {
            let mut vec = maker.with_capacity(cap);
            vec.extend(data.values().map(T::make));
            vec
        });
        Self { world, vec, maker }
    }
}

impl<T: Elem> Subject for Side<T> {
    fn arm(&mut self, fuse: Fuse) {
        self.world.arm(fuse);
    }

    fn disarm(&mut self) -> bool {
        self.world.disarm()
    }

    fn check(&self) {
        self.world.check();
    }

    fn shape(&self) -> Shape {
        Shape {
            addr: self.vec.as_ptr().addr(),
            len: self.vec.len(),
            cap: self.vec.capacity(),
        }
    }

    /// Does it, and tells what could be seen of it.
    fn step(&mut self, op: &Op) -> Step {
        let Self { world, vec, maker } = self;
        world.take_dropped();
        let mut seen = Seen::default();
        let result = world.run(|| catch(|| apply(vec, maker, op, &mut seen)));
        Step {
            seen,
            caught: result.err(),
            dropped: world.take_dropped(),
        }
    }

    fn contents(&mut self) -> std::vec::Vec<u8> {
        let Self { world, vec, .. } = self;
        world.run(|| vec.iter().map(T::value).collect())
    }

    /// How many elements are alive and not in the vector.
    fn lost(&self) -> usize {
        if !T::COUNTED {
            return 0;
        }
        let live = self.world.live();
        live.checked_sub(self.vec.len()).unwrap_or_else(|| {
            panic!(
                "{live} elements are alive, {} in the vector",
                self.vec.len()
            )
        })
    }

    /// Uses the vector in plain ways, drops it, and tells how many elements were never dropped.
    fn finish(self) -> usize {
        let Self {
            mut world,
            mut vec,
            maker,
        } = self;
        world.run(|| {
            let len = vec.len();
            vec.push(T::make(1));
            vec.insert(0, T::make(2));
            assert_eq!(vec.len(), len + 2);
            assert!(vec.pop().is_some());
            drop(vec.remove(0));
            drop(vec);
            // The heap's handle goes in this world too.
            let _maker = maker;
        });
        world.check();
        world.live()
    }
}

fn apply<T: Elem>(v: &mut Vec<T>, maker: &Maker, op: &Op, seen: &mut Seen) {
    let take = |v: &mut Vec<T>| mem::replace(v, maker.with_capacity(0));
    let build = |data: Data, cap: usize| {
        let mut built: Vec<T> = maker.with_capacity(cap);
        built.extend(data.values().map(T::make));
        built
    };
    match *op {
        Op::New => *v = maker.with_capacity(0),
        Op::WithCapacity(cap) => *v = maker.with_capacity(cap),
        Op::TryWithCapacity(cap) => match maker.try_with_capacity(cap) {
            Ok(made) => *v = made,
            Err(_) => seen.flag(false),
        },
        Op::FromFn(data) => {
            *v = maker.build(usize::from(data.len), |i| {
                tick(Kind::Call);
                T::make(data.get(i as u8))
            });
        }
        Op::Collect(data, hint, revives) => *v = maker.collect(Feed::new(data, hint, revives)),

        Op::Push(x) => v.push(T::make(x)),
        Op::PushMut(x, y) => {
            let slot = v.push_mut(T::make(x));
            seen.value(slot);
            slot.set(y);
        }
        Op::PushWithinCapacity(x) => match maker.push_within_capacity(v, T::make(x)) {
            Ok(slot) => seen.value(slot),
            Err(back) => seen.give(Some(back)),
        },
        Op::Pop => seen.give(v.pop()),
        Op::PopIf(answer) => {
            let popped = v.pop_if(|last| {
                tick(Kind::Call);
                let was = last.value();
                last.set(was ^ 1);
                answer
            });
            seen.give(popped);
        }
        Op::PeekMut { set, pop } => {
            let popped = maker.peek_mut(v, |last| last.set(set), pop);
            seen.flag(popped.is_some());
            seen.give(popped.flatten());
        }
        Op::PeekMutForget => maker.peek_mut_forget(v),
        Op::Insert(i, x) => v.insert(i, T::make(x)),
        Op::InsertMut(i, x, y) => {
            let slot = v.insert_mut(i, T::make(x));
            seen.value(slot);
            slot.set(y);
        }
        Op::Remove(i) => seen.give(Some(v.remove(i))),
        Op::TryRemove(i) => seen.give(maker.try_remove(v, i)),
        Op::SwapRemove(i) => seen.give(Some(v.swap_remove(i))),

        Op::Truncate(len) => v.truncate(len),
        Op::Clear => v.clear(),
        Op::Resize(len, x) => v.resize(len, T::make(x)),
        Op::ResizeWith(len, x) => v.resize_with(len, || {
            tick(Kind::Call);
            T::make(x)
        }),
        Op::SpareWrite(count, data) => {
            let len = v.len();
            let mut written = 0;
            for slot in v.spare_capacity_mut().iter_mut().take(usize::from(count)) {
                slot.write(T::make(data.get(written)));
                written += 1;
            }
            // SAFETY: so many slots behind the old length were just written.
            unsafe { v.set_len(len + usize::from(written)) };
            seen.num(usize::from(written));
        }
        Op::SplitAtSpare(count, data) => {
            let len = v.len();
            let spare = maker.spare(v, |x| x.set(x.value() ^ 1));
            let mut written = 0;
            for slot in spare.iter_mut().take(usize::from(count)) {
                slot.write(T::make(data.get(written)));
                written += 1;
            }
            // SAFETY: so many slots behind the old length were just written.
            unsafe { v.set_len(len + usize::from(written)) };
            seen.num(usize::from(written));
        }

        Op::Extend(data, hint, revives) => v.extend(Feed::<T>::new(data, hint, revives)),
        Op::ExtendFromSlice(data) => {
            let other = build(data, 0);
            v.extend_from_slice(&other);
        }
        Op::ExtendFromWithin(range) => v.extend_from_within(range),
        Op::Append(data, cap) => {
            let mut other = build(data, cap);
            v.append(&mut other);
            seen.num(other.len());
            other.push(T::make(3));
            seen.values(&other);
        }

        Op::Retain(mask) => {
            let mut bits = bits(mask);
            v.retain(|x| {
                tick(Kind::Call);
                seen.value(x);
                bits()
            });
        }
        Op::RetainMut(mask, set) => {
            let mut bits = bits(mask);
            v.retain_mut(|x| {
                tick(Kind::Call);
                x.set(x.value() ^ set);
                bits()
            });
        }
        Op::Dedup => v.dedup(),
        Op::DedupBy(mask) => {
            let mut bits = bits(mask);
            v.dedup_by(|later, kept| {
                tick(Kind::Call);
                seen.value(later);
                seen.value(kept);
                bits()
            });
        }
        Op::DedupByKey(shift) => v.dedup_by_key(|x| {
            tick(Kind::Call);
            x.value() >> (shift % 3)
        }),

        Op::Drain(range, take, End::KeepRest) => {
            maker.drain_keep_rest(v, range, |drain| {
                consume(drain, take, seen);
            });
        }
        Op::Drain(range, take, end) => {
            let mut drain = v.drain(range);
            consume(&mut drain, take, seen);
            seen.values(drain.as_slice());
            finish(drain, end, seen);
        }
        Op::Splice(range, data, hint, take, end) => {
            let mut splice = v.splice(range, Feed::new(data, hint, false));
            consume(&mut splice, take, seen);
            finish(splice, end, seen);
        }
        Op::ExtractIf(range, mask, steps, end) => {
            let mut bits = bits(mask);
            let mut extract = v.extract_if(range, |x| {
                tick(Kind::Call);
                x.set(x.value() ^ 1);
                bits()
            });
            for _ in 0..steps {
                seen.give(extract.next());
            }
            match end {
                End::Forget => mem::forget(extract),
                End::Fold | End::Rfold => extract.for_each(|x| seen.give(Some(x))),
                End::Drop | End::KeepRest => drop(extract),
            }
        }

        Op::IntoIter(steps, end) => {
            let mut iter = take(v).into_iter();
            consume(&mut iter, steps, seen);
            seen.values(iter.as_slice());
            for x in iter.as_mut_slice() {
                x.set(x.value() ^ 1);
            }
            if end == End::KeepRest {
                v.extend(iter);
            } else {
                finish(iter, end, seen);
            }
        }
        Op::IntoIterClone(steps) => {
            let mut iter = take(v).into_iter();
            consume(&mut iter, steps, seen);
            let copy = iter.clone();
            seen.values(copy.as_slice());
            v.extend(copy);
            drop(iter);
        }
        Op::SplitOff(at) => {
            let tail = v.split_off(at);
            seen.values(&tail);
        }
        Op::Clone => {
            let copy = v.clone();
            seen.values(v);
            *v = copy;
        }
        Op::CloneFrom(data, cap) => {
            let mut other = build(data, cap);
            other.clone_from(v);
            mem::swap(v, &mut other);
            seen.values(&other);
        }
        Op::Boxed => *v = maker.through_box(take(v), |slice| seen.values(slice)),
        Op::ThroughStd => *v = maker.through_std(take(v)),
        Op::RawParts => *v = maker.through_parts(take(v)),
        Op::Chunks => {
            let chunks = maker.chunks(take(v));
            seen.num(chunks.len());
            *v = chunks.into_flattened();
        }
        Op::MapInPlace(set) => {
            *v = maker.map_in_place(take(v), |mut x: T| {
                tick(Kind::Call);
                x.set(x.value() ^ set);
                x
            });
        }
        Op::TryMapInPlace(bad) => {
            let mapped = maker.try_map_in_place(take(v), |mut x: T| {
                tick(Kind::Call);
                let was = x.value();
                x.set(was ^ 1);
                if was == bad & 3 { Err(was) } else { Ok(x) }
            });
            match mapped {
                Ok(mapped) => *v = mapped,
                Err(value) => seen.num(usize::from(value)),
            }
        }
        Op::Look(data) => {
            let other = build(data, 0);
            seen.flag(*v == other);
            seen.num((*v).cmp(&other) as usize);
            seen.flag(v.contains(&T::make(data.get(0))));
            let mut hasher = DefaultHasher::new();
            v.hash(&mut hasher);
            seen.num(hasher.finish() as usize);
            seen.values(v);
        }

        Op::Reserve(more) => v.reserve(more),
        Op::ReserveExact(more) => v.reserve_exact(more),
        Op::TryReserve(more) => seen.flag(v.try_reserve(more).is_ok()),
        Op::TryReserveExact(more) => seen.flag(v.try_reserve_exact(more).is_ok()),
        Op::ShrinkToFit => v.shrink_to_fit(),
        Op::ShrinkTo(cap) => v.shrink_to(cap),
    }
}

/// The bits of a mask, one at each call, again and again.
fn bits(mask: u8) -> impl FnMut() -> bool {
    let mut i = 0;
    move || {
        i += 1;
        (mask >> ((i - 1) % 8)) & 1 == 1
    }
}

fn consume<T: Elem>(
    iter: &mut (impl DoubleEndedIterator<Item = T> + ExactSizeIterator),
    take: Take,
    seen: &mut Seen,
) {
    for step in take.script() {
        seen.num(iter.len());
        seen.give(match step {
            0 => iter.next(),
            1 => iter.next_back(),
            2 => iter.nth(1),
            _ => iter.nth_back(1),
        });
    }
    let (lower, upper) = iter.size_hint();
    seen.num(lower);
    seen.flag(upper == Some(lower));
}

fn finish<T: Elem>(iter: impl DoubleEndedIterator<Item = T>, end: End, seen: &mut Seen) {
    match end {
        End::Drop | End::KeepRest => drop(iter),
        End::Forget => mem::forget(iter),
        End::Fold => iter.for_each(|x| seen.give(Some(x))),
        End::Rfold => iter.rev().for_each(|x| seen.give(Some(x))),
    }
}
