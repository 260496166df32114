//! Weaks that become owners, or are refused.

use drystone::sync::Arc;
use loom::thread;

use crate::{beside, shared, three, two};

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
                    assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
                }
            },
            move || drop(a),
        );
    });
}

/// A Weak that comes and goes moves the other half of the word, not the answer.
#[test]
fn beside_clone_and_drop_of_another_weak() {
    two(|| {
        let a = shared();
        let weak = Arc::downgrade(&a);
        let other = weak.clone();
        beside(
            move || drop(other.clone()),
            move || {
                assert!(weak.upgrade().is_some());
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
        let threads = [weak.clone(), weak].map(|weak| {
            thread::spawn(move || {
                if let Some(b) = weak.upgrade() {
                    assert_eq!(b.get(), 7);
                }
            })
        });
        drop(a);
        for thread in threads {
            thread.join().unwrap();
        }
    });
}
