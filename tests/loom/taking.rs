//! Owners that leave with the value: exactly one winner, or none if none asks in the end.

use drystone::sync::Arc;
use loom::thread;

use crate::{beside, shared, three, two};

#[test]
fn into_inner_has_one_winner() {
    two(|| {
        let a = shared();
        let b = a.clone();
        let (there, here) = beside(
            move || Arc::into_inner(b).is_some(),
            move || Arc::into_inner(a).is_some_and(|value| value.get() == 7),
        );
        assert_ne!(there, here);
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
fn into_inner_beside_an_upgrade() {
    two(|| {
        let a = shared();
        let weak = Arc::downgrade(&a);
        let (there, here) = beside(
            move || weak.upgrade().and_then(Arc::into_inner).is_some(),
            move || Arc::into_inner(a).is_some(),
        );
        // An upgrade that came too late leaves the value to the owner.
        assert_ne!(there, here);
    });
}

#[test]
fn try_unwrap_has_at_most_one_winner() {
    two(|| {
        let a = shared();
        let b = a.clone();
        let (there, here) = beside(
            move || {
                b.get();
                Arc::try_unwrap(b).is_ok()
            },
            move || {
                a.get();
                Arc::try_unwrap(a).is_ok_and(|mut value| {
                    value.set(8);
                    true
                })
            },
        );
        assert!(!(there && here));
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
fn unwrap_or_clone_always_gives_a_value() {
    two(|| {
        let a = shared();
        let b = a.clone();
        beside(
            move || assert_eq!(Arc::unwrap_or_clone(b).get(), 7),
            move || Arc::unwrap_or_clone(a).set(8),
        );
    });
}
