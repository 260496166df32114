//! Loom runs each model once for every order in which its threads can meet, and for every value that each atomic load may
//! then see. `RUSTFLAGS="--cfg loom" cargo test --release --features loom --test loom`, or one model by its name.
//!
//! A payload is a `loom::cell::UnsafeCell` that its `Drop` writes to: two accesses that nothing orders fail the model, also when
//! one of them is the drop. Counts that are touched after the block is given up fail it as well, and so does a block that is
//! never freed (`raw/atomic.rs`). Models of two threads run without a bound; those of three are bounded in `three`.
//!
//! `cargo run -p xtask -- teeth` weakens each ordering of `sync/counts.rs`, plants mistakes, and asks which model notices.

#![cfg(all(loom, feature = "loom"))]

use std::mem;

use drystone::sync::{Arc, UniqueArc, Weak};
use loom::cell::UnsafeCell;
use loom::model::Builder;
use loom::thread;

/// A number that only one thread at a time may touch when one of them changes it.
struct Payload(UnsafeCell<u32>);

// SAFETY: loom checks each access, which is the point.
unsafe impl Send for Payload {}
// SAFETY: as above.
unsafe impl Sync for Payload {}

impl Payload {
    fn new(n: u32) -> Self {
        Self(UnsafeCell::new(n))
    }

    fn get(&self) -> u32 {
        // SAFETY: loom has checked that nobody writes.
        self.0.with(|n| unsafe { *n })
    }

    fn set(&mut self, to: u32) {
        // SAFETY: loom has checked that nobody else is here.
        self.0.with_mut(|n| unsafe { *n = to });
    }
}

impl Clone for Payload {
    fn clone(&self) -> Self {
        Self::new(self.get())
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        self.set(u32::MAX);
    }
}

/// Every order of two threads.
fn two(model: impl Fn() + Sync + Send + 'static) {
    Builder::new().check(model);
}

/// The orders of three threads in which a thread is interrupted against its will at most three times.
fn three(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(model);
}

/// Runs `other` in a second thread beside `here`.
fn beside<R>(other: impl FnOnce() + 'static, here: impl FnOnce() -> R) -> R {
    let other = thread::spawn(other);
    let result = here();
    other.join().unwrap();
    result
}

fn shared() -> Arc<Payload> {
    Arc::new(Payload::new(7))
}

mod drops {
    use super::*;

    #[test]
    fn two_owners() {
        two(|| {
            let a = shared();
            let b = a.clone();
            beside(move || assert_eq!(b.get(), 7), || assert_eq!(a.get(), 7));
            drop(a);
        });
    }

    #[test]
    fn two_owners_at_once() {
        two(|| {
            let a = shared();
            let b = a.clone();
            beside(
                move || {
                    b.get();
                    drop(b);
                },
                move || {
                    a.get();
                    drop(a);
                },
            );
        });
    }

    #[test]
    fn three_owners_at_once() {
        three(|| {
            let a = shared();
            let (b, c) = (a.clone(), a.clone());
            let b = thread::spawn(move || b.get());
            let c = thread::spawn(move || c.get());
            a.get();
            drop(a);
            b.join().unwrap();
            c.join().unwrap();
        });
    }

    /// An owner clones itself while another leaves.
    #[test]
    fn a_clone_beside_a_drop() {
        two(|| {
            let a = shared();
            let b = a.clone();
            beside(
                move || {
                    let c = b.clone();
                    drop(b);
                    c.get();
                },
                move || drop(a),
            );
        });
    }

    /// Owner and Weak leave: whoever is last frees the block.
    #[test]
    fn an_owner_and_a_weak() {
        two(|| {
            let a = shared();
            let weak = Arc::downgrade(&a);
            beside(move || drop(weak), move || drop(a));
        });
    }

    #[test]
    fn two_weaks_after_the_last_owner() {
        two(|| {
            let a = shared();
            let weak = Arc::downgrade(&a);
            let other = weak.clone();
            drop(a);
            beside(move || drop(weak), move || drop(other));
        });
    }

    #[test]
    fn an_owner_and_two_weaks() {
        three(|| {
            let a = shared();
            let weak = Arc::downgrade(&a);
            let other = weak.clone();
            let threads = [
                thread::spawn(move || drop(weak)),
                thread::spawn(move || drop(other)),
            ];
            drop(a);
            threads.map(|t| t.join().unwrap());
        });
    }

    #[test]
    fn a_downgrade_beside_the_last_but_one_drop() {
        two(|| {
            let a = shared();
            let b = a.clone();
            beside(
                move || {
                    let weak = Arc::downgrade(&b);
                    drop(b);
                    if let Some(c) = weak.upgrade() {
                        assert_eq!(c.get(), 7);
                    }
                },
                move || drop(a),
            );
        });
    }
}

mod upgrades {
    use super::*;

    #[test]
    fn beside_the_last_drop() {
        two(|| {
            let a = shared();
            let weak = Arc::downgrade(&a);
            beside(
                move || {
                    if let Some(b) = weak.upgrade() {
                        assert_eq!(b.get(), 7);
                    }
                },
                move || drop(a),
            );
        });
    }

    /// The value is gone for good: once refused, always refused.
    #[test]
    fn never_again_after_a_refusal() {
        two(|| {
            let a = shared();
            let weak = Arc::downgrade(&a);
            beside(
                move || {
                    if weak.upgrade().is_none() {
                        assert!(weak.upgrade().is_none());
                        assert_eq!(weak.strong_count(), 0);
                    }
                },
                move || drop(a),
            );
        });
    }

    #[test]
    fn beside_clone_and_drop_of_another_weak() {
        two(|| {
            let a = shared();
            let weak = Arc::downgrade(&a);
            let other = weak.clone();
            beside(
                move || drop(other.clone()),
                move || {
                    drop(a);
                    assert!(weak.upgrade().is_none());
                },
            );
        });
    }

    #[test]
    fn two_at_once_beside_the_last_drop() {
        three(|| {
            let a = shared();
            let weak = Arc::downgrade(&a);
            let other = weak.clone();
            let threads = [weak, other].map(|weak| {
                thread::spawn(move || {
                    weak.upgrade().map(|b| assert_eq!(b.get(), 7));
                })
            });
            drop(a);
            threads.map(|t| t.join().unwrap());
        });
    }
}

mod unique {
    use super::*;

    #[test]
    fn get_mut_beside_a_drop() {
        two(|| {
            let mut a = shared();
            let b = a.clone();
            beside(
                move || assert!([7, 8].contains(&b.get())),
                move || {
                    if let Some(value) = Arc::get_mut(&mut a) {
                        value.set(8);
                    }
                },
            );
        });
    }

    /// Two separate counts would let this one through: the other owner downgrades and leaves between the looks at them.
    #[test]
    fn get_mut_beside_a_downgrade() {
        two(|| {
            let mut a = shared();
            let b = a.clone();
            beside(
                move || {
                    let weak = Arc::downgrade(&b);
                    drop(b);
                    if let Some(c) = weak.upgrade() {
                        c.get();
                    }
                },
                move || {
                    if let Some(value) = Arc::get_mut(&mut a) {
                        value.set(8);
                    }
                },
            );
        });
    }

    #[test]
    fn get_mut_beside_an_upgrade() {
        two(|| {
            let mut a = shared();
            let weak = Arc::downgrade(&a);
            beside(
                move || {
                    if let Some(b) = weak.upgrade() {
                        b.get();
                    }
                },
                move || {
                    if let Some(value) = Arc::get_mut(&mut a) {
                        value.set(8);
                    }
                },
            );
        });
    }

    #[test]
    fn is_unique_is_followed_by_a_change() {
        two(|| {
            let mut a = shared();
            let b = a.clone();
            beside(
                move || {
                    b.get();
                },
                move || {
                    if Arc::is_unique(&a) {
                        Arc::get_mut(&mut a)
                            .expect("nobody else can reach it")
                            .set(8);
                    }
                },
            );
        });
    }

    #[test]
    fn make_mut_beside_a_drop() {
        two(|| {
            let mut a = shared();
            let b = a.clone();
            beside(
                move || assert_eq!(b.get(), 7),
                move || {
                    Arc::make_mut(&mut a).set(8);
                    assert_eq!(a.get(), 8);
                },
            );
        });
    }

    /// The value moves away from under the Weak, or is cloned if the Weak was faster.
    #[test]
    fn make_mut_with_a_live_weak() {
        two(|| {
            let mut a = shared();
            let weak = Arc::downgrade(&a);
            beside(
                move || {
                    if let Some(b) = weak.upgrade() {
                        assert_eq!(b.get(), 7);
                    }
                },
                move || {
                    Arc::make_mut(&mut a).set(8);
                    assert_eq!(a.get(), 8);
                },
            );
        });
    }

    /// The Weak may go while the value is being moved out.
    #[test]
    fn make_mut_beside_the_drop_of_a_weak() {
        two(|| {
            let mut a = shared();
            let weak = Arc::downgrade(&a);
            beside(move || drop(weak), move || Arc::make_mut(&mut a).set(8));
        });
    }
}

mod taking {
    use super::*;

    #[test]
    fn into_inner_has_one_winner() {
        two(|| {
            let a = shared();
            let b = a.clone();
            let (send, receive) = std::sync::mpsc::channel();
            let here = beside(
                move || {
                    let got = Arc::into_inner(b);
                    send.send(got.is_some()).unwrap();
                },
                move || Arc::into_inner(a).map(|value| value.get()),
            );
            assert_ne!(here.is_some(), receive.recv().unwrap());
        });
    }

    #[test]
    fn into_inner_of_three_has_one_winner() {
        three(|| {
            let a = shared();
            let threads = [a.clone(), a.clone()]
                .map(|owner| thread::spawn(move || Arc::into_inner(owner).is_some()));
            let mut winners = usize::from(Arc::into_inner(a).is_some());
            for thread in threads {
                winners += usize::from(thread.join().unwrap());
            }
            assert_eq!(winners, 1);
        });
    }

    #[test]
    fn try_unwrap_has_at_most_one_winner() {
        two(|| {
            let a = shared();
            let b = a.clone();
            let there = thread::spawn(move || Arc::try_unwrap(b).is_ok());
            let here = Arc::try_unwrap(a).is_ok();
            assert!(!(there.join().unwrap() && here));
        });
    }

    /// A Weak that comes or goes is not another owner: the only one must not be told that there are more.
    #[test]
    fn try_unwrap_beside_a_clone_of_a_weak() {
        two(|| {
            let a = shared();
            let weak = Arc::downgrade(&a);
            beside(
                move || drop(weak.clone()),
                move || assert!(Arc::try_unwrap(a).is_ok_and(|value| value.get() == 7)),
            );
        });
    }

    /// The Weak may become an owner, use the value and leave, so that the counts look as before.
    #[test]
    fn try_unwrap_beside_an_upgrade() {
        two(|| {
            let a = shared();
            let weak = Arc::downgrade(&a);
            beside(
                move || {
                    if let Some(b) = weak.upgrade() {
                        b.get();
                    }
                },
                move || {
                    if let Ok(mut value) = Arc::try_unwrap(a) {
                        value.set(8);
                    }
                },
            );
        });
    }

    #[test]
    fn into_inner_beside_an_upgrade() {
        two(|| {
            let a = shared();
            let weak = Arc::downgrade(&a);
            let there = thread::spawn(move || weak.upgrade().and_then(Arc::into_inner).is_some());
            let here = Arc::into_inner(a).is_some();
            // An upgrade that came too late leaves the value to the owner.
            assert!(here || there.join().unwrap());
        });
    }
}

mod sharing {
    use super::*;

    /// The value is changed after the Weak was made, and before it may be upgraded.
    #[test]
    fn an_early_weak_upgrades_beside_into_arc() {
        two(|| {
            let mut unique = UniqueArc::new(Payload::new(1));
            let weak = UniqueArc::downgrade(&unique);
            beside(
                move || {
                    if let Some(a) = weak.upgrade() {
                        assert_eq!(a.get(), 2);
                    }
                },
                move || {
                    unique.set(2);
                    let a = UniqueArc::into_arc(unique);
                    assert_eq!(a.get(), 2);
                },
            );
        });
    }

    /// Early Weaks come and go while the pointer is shared: no count is lost.
    #[test]
    fn early_weaks_come_and_go_beside_into_arc() {
        two(|| {
            let unique = UniqueArc::new(Payload::new(1));
            let weak = UniqueArc::downgrade(&unique);
            beside(
                move || mem::drop((weak.clone(), weak)),
                move || {
                    let mut a = UniqueArc::into_arc(unique);
                    if let Some(value) = Arc::get_mut(&mut a) {
                        value.set(2);
                    }
                },
            );
        });
    }

    #[test]
    fn an_early_weak_beside_the_end_of_a_unique_pointer() {
        two(|| {
            let unique = UniqueArc::new(Payload::new(1));
            let weak = UniqueArc::downgrade(&unique);
            beside(
                move || assert!(weak.upgrade().is_none()),
                move || drop(unique),
            );
        });
    }

    /// The shared pointer is used up while a Weak from before waits for it.
    #[test]
    fn an_early_weak_beside_the_whole_life_of_an_arc() {
        two(|| {
            let unique = UniqueArc::new(Payload::new(1));
            let weak = UniqueArc::downgrade(&unique);
            beside(
                move || {
                    if let Some(mut a) = weak.upgrade() {
                        drop(weak);
                        if let Some(value) = Arc::get_mut(&mut a) {
                            value.set(3);
                        }
                    }
                },
                move || {
                    let a = UniqueArc::into_arc(unique);
                    a.get();
                },
            );
        });
    }

    #[test]
    fn new_cyclic_seen_from_another_thread() {
        two(|| {
            let mut there = None;
            let a = Arc::new_cyclic(|weak: &Weak<Payload>| {
                let weak = weak.clone();
                there = Some(thread::spawn(move || {
                    if let Some(a) = weak.upgrade() {
                        assert_eq!(a.get(), 7);
                    }
                }));
                Payload::new(7)
            });
            assert_eq!(a.get(), 7);
            drop(a);
            there.expect("the closure ran").join().unwrap();
        });
    }
}

mod unsized_values {
    use super::*;

    trait Get: Send + Sync {
        fn number(&self) -> u32;
    }

    impl Get for Payload {
        fn number(&self) -> u32 {
            self.get()
        }
    }

    #[test]
    fn a_slice() {
        two(|| {
            let a: Arc<[Payload]> = Arc::from([Payload::new(1), Payload::new(2)]);
            let b = a.clone();
            let weak = Arc::downgrade(&a);
            beside(
                move || {
                    b[0].get();
                    drop(weak);
                },
                move || {
                    a[1].get();
                },
            );
        });
    }

    #[test]
    fn a_trait_object() {
        two(|| {
            let boxed: Box<dyn Get> = Box::new(Payload::new(7));
            let a: Arc<dyn Get> = Arc::from(boxed);
            let weak = Arc::downgrade(&a);
            beside(
                move || {
                    if let Some(b) = weak.upgrade() {
                        assert_eq!(b.number(), 7);
                    }
                },
                move || assert_eq!(a.number(), 7),
            );
        });
    }
}

mod counts {
    use super::*;

    /// Both counts come from one look, so they fit together at every moment.
    #[test]
    fn while_others_work() {
        two(|| {
            let a = shared();
            let b = a.clone();
            let weak = Arc::downgrade(&a);
            beside(
                move || {
                    let other = Arc::downgrade(&b);
                    drop(b);
                    drop(other);
                },
                || {
                    assert!([1, 2].contains(&Arc::strong_count(&a)));
                    assert!([1, 2].contains(&Arc::weak_count(&a)));
                    assert!([1, 2].contains(&weak.strong_count()));
                    assert!([1, 2].contains(&weak.weak_count()));
                },
            );
            assert_eq!((Arc::strong_count(&a), Arc::weak_count(&a)), (1, 1));
            drop(a);
            assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
        });
    }
}
