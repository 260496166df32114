//! Iterators that keep no promise, given to every method that takes one.

use std::cell::Cell;
use std::rc::Rc;

use drystone::vec::Vec;

use crate::support::attack::{Outcome, Refusal, attack};
use crate::support::catch::catch;
use crate::support::feed::{Data, Feed, Hint};
use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Elem, Probe};
use crate::support::scale::scale;
use crate::support::world::{Kind, World, for_every_panic_point};

/// A way to give an iterator to a vector.
type Consumer = fn(&mut Vec<Probe, Handle>, &mut dyn Iterator<Item = Probe>);

const CONSUMERS: [(&str, Consumer); 4] = [
    ("extend", |v, iter| v.extend(iter)),
    ("splice the middle", |v, iter| drop(v.splice(1..2, iter))),
    ("splice at the end", |v, iter| {
        let end = v.len();
        drop(v.splice(end.., iter));
    }),
    ("collect and append", |v, iter| {
        let collected = Vec::<Probe>::from_iter(iter);
        v.extend(collected);
    }),
];

/// Runs each consumer on vectors with and without room, checks that nothing is lost, and returns how many runs there were.
fn consumed<I: Iterator<Item = Probe>>(make: impl Fn() -> I) -> usize {
    let mut runs = 0;
    for (name, consumer) in CONSUMERS {
        for cap in [3, 4, 9].into_iter().take(scale(3, 1)) {
            let mut scenario = |fuse| {
                let mut world = World::new();
                let alloc = Handle::new(Heap::new(Manner::Moving));
                let mut v = world.run(|| {
                    let mut v = Vec::with_capacity_in(cap, alloc.another());
                    v.extend([1, 2, 3].map(Probe::make));
                    v
                });
                if let Some(fuse) = fuse {
                    world.arm(fuse);
                }
                // A promise that memory can't keep may be answered by a panic.
                let _ = world.run(|| catch(|| consumer(&mut v, &mut make())));
                let reached = world.disarm();
                world.run(|| {
                    assert!(v.iter().filter(|x| x.value() == 1).count() >= 1, "{name}");
                    v.push(Probe::make(5));
                    drop(v);
                });
                world.finish();
                alloc.heap().finish();
                runs += 1;
                reached
            };
            scenario(None);
            for_every_panic_point(&[Kind::Call, Kind::Drop], |fuse| scenario(Some(fuse)));
        }
    }
    runs
}

#[test]
fn every_hint() {
    let mut runs = 0;
    for hint in Hint::ALL {
        for len in [3, 0, 1, 2, 4, 5].into_iter().take(scale(6, 1)) {
            for revives in [false, true] {
                let data = Data {
                    len,
                    pattern: 0b10_01,
                };
                runs += consumed(|| Feed::new(data, hint, revives));
            }
        }
    }
    println!("{runs} runs of lying iterators");
    assert!(runs > scale(400, 60));
}

/// What a fold has come to is nobody's while the block is given back.
fn folded(handle: &Handle) -> Outcome {
    let mut v = Vec::new_in(handle.another());
    v.extend([1, 2, 3].map(Probe::make));
    // Each is dropped while the other still has an owner, which not all of std's own folds take care of.
    let first = v.into_iter().fold(None, |first: Option<Probe>, next| {
        if first.is_none() {
            return Some(next);
        }
        drop(next);
        first
    });
    assert!(first.is_some_and(|first| first.value() == 1));
    Ok(())
}

#[test]
fn the_result_of_a_fold() {
    let runs = attack("folded", Refusal::Fatal, folded);
    assert!(runs > scale(12, 4), "{runs} runs");
}

/// Tells another length each time it is asked, from a list that has every order of too few and too many.
struct Moody {
    left: u8,
    asked: Cell<usize>,
}

impl Iterator for Moody {
    type Item = Probe;

    fn next(&mut self) -> Option<Probe> {
        self.left = self.left.checked_sub(1)?;
        Some(Probe::make(self.left))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        const MOODS: [(usize, Option<usize>); 5] = [
            (0, Some(0)),
            (9, Some(9)),
            (2, Some(1)),
            (1, None),
            (0, Some(usize::MAX)),
        ];
        let asked = self.asked.get();
        self.asked.set(asked + 1);
        MOODS[asked % MOODS.len()]
    }
}

#[test]
fn hints_that_change() {
    for start in 0..5 {
        consumed(|| Moody {
            left: 4,
            asked: Cell::new(start),
        });
    }
}

/// An honest `next`, and every method that stable code may override wrong in another way.
struct Rogue {
    left: u8,
    promised: usize,
}

impl Iterator for Rogue {
    type Item = Probe;

    fn next(&mut self) -> Option<Probe> {
        self.left = self.left.checked_sub(1)?;
        Some(Probe::make(self.left))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.promised, Some(self.promised))
    }

    fn count(self) -> usize {
        usize::MAX
    }

    fn last(self) -> Option<Probe> {
        None
    }

    fn nth(&mut self, _: usize) -> Option<Probe> {
        Some(Probe::make(8))
    }

    fn fold<B, F: FnMut(B, Probe) -> B>(self, init: B, f: F) -> B {
        (0..self.promised + 3).map(|_| Probe::make(7)).fold(init, f)
    }

    fn for_each<F: FnMut(Probe)>(self, f: F) {
        (0..self.promised + 3).map(|_| Probe::make(7)).for_each(f);
    }

    /// Goes on after a `Break`, which only nightly can write: a bound that the iterator must keep is no bound.
    #[cfg(feature = "nightly")]
    fn try_fold<B, F, R>(&mut self, init: B, mut f: F) -> R
    where
        F: FnMut(B, Probe) -> R,
        R: std::ops::Try<Output = B>,
    {
        use std::mem::ManuallyDrop;
        let mut result = f(init, Probe::make(6));
        for _ in 0..self.promised + 3 {
            match result.branch() {
                std::ops::ControlFlow::Continue(sum) => result = f(sum, Probe::make(6)),
                std::ops::ControlFlow::Break(residual) => {
                    // A fold of nothing is as good as any: the caller's accumulator has none to lose here.
                    assert_eq!(size_of::<B>(), 0, "only for accumulators that are nothing");
                    drop(R::from_residual(residual));
                    // SAFETY: a value without size and, for `()`, without meaning.
                    let sum = unsafe { ManuallyDrop::new(std::mem::zeroed::<B>()) };
                    result = f(ManuallyDrop::into_inner(sum), Probe::make(6));
                }
            }
        }
        result
    }
}

#[test]
fn overridden_methods() {
    for promised in 0..=4 {
        for left in [3, 0, 1, 2, 4].into_iter().take(scale(5, 1)) {
            consumed(|| Rogue { left, promised });
        }
        // By value and not behind `dyn`, so that the overridden methods are the ones called.
        let mut world = World::new();
        world.run(|| {
            let mut v = Vec::with_capacity(promised);
            v.extend(Rogue { left: 4, promised });
            v.splice(1..1, Rogue { left: 4, promised });
            let collected: Vec<Probe> = Rogue { left: 4, promised }.collect();
            v.extend(collected);
            assert!(v.iter().all(|x| x.value() < 9));
        });
        world.finish();
    }
}

/// `Extend<&T>` has a path of its own.
#[test]
fn references() {
    let mut v = Vec::from([1_u8]);
    v.extend(&[2, 3]);
    v.extend([4, 5].iter().filter(|x| **x > 4));
    let lying = [6_u8, 7];
    struct Lying<'a>(std::slice::Iter<'a, u8>);
    impl<'a> Iterator for Lying<'a> {
        type Item = &'a u8;

        fn next(&mut self) -> Option<&'a u8> {
            self.0.next()
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            (1, Some(1))
        }
    }
    v.extend(Lying(lying.iter()));
    assert_eq!(v, [1, 2, 3, 5, 6, 7]);
}

/// A hint that panics is a panic in user code like any other.
#[test]
fn a_hint_that_panics() {
    struct Shy(Rc<()>);
    impl Iterator for Shy {
        type Item = Rc<()>;

        fn next(&mut self) -> Option<Rc<()>> {
            Some(self.0.clone())
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            panic!("no hint")
        }
    }
    let rc = Rc::new(());
    let mut v = Vec::from([rc.clone()]);
    assert!(catch(|| v.extend(Shy(rc.clone()))).is_err());
    assert!(catch(|| Shy(rc.clone()).collect::<Vec<_>>()).is_err());
    assert!(catch(|| drop(v.splice(0..0, Shy(rc.clone())))).is_err());
    drop(v);
    assert_eq!(Rc::strong_count(&rc), 1);
}

/// The clone of a partly used iterator owns only what is left, and the two go their own ways.
#[test]
fn clones_of_used_iterators() {
    for front in 0..=3 {
        for back in 0..=3 - front {
            let mut world = World::new();
            world.run(|| {
                let v: Vec<Probe> = [1, 2, 3].map(Probe::make).into_iter().collect();
                let mut iter = v.into_iter();
                iter.by_ref().take(front).for_each(drop);
                iter.by_ref().rev().take(back).for_each(drop);
                let copy = iter.clone();
                assert_eq!(copy.as_slice(), iter.as_slice());
                assert_eq!(copy.len(), 3 - front - back);
                drop(iter);
                assert_eq!(copy.count(), 3 - front - back);
            });
            world.finish();
        }
    }
}
