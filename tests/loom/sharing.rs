//! Unique pointers become shared while Weaks from before wait for it.

use drystone::sync::{Arc, UniqueArc, Weak};
use loom::thread;

use crate::{Payload, beside, two};

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
            move || drop((weak.clone(), weak)),
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
fn an_early_weak_leaves_beside_into_arc() {
    two(|| {
        let unique = UniqueArc::new(Payload::new(1));
        let weak = UniqueArc::downgrade(&unique);
        beside(
            move || drop(weak),
            move || drop(UniqueArc::into_arc(unique)),
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
