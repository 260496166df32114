//! Owners and Weaks that leave: the last one drops the value, the very last frees the block.

use drystone::sync::Arc;
use loom::thread;

use crate::{beside, shared, three, two};

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
        let threads = [a.clone(), a.clone()].map(|owner| thread::spawn(move || owner.get()));
        a.get();
        drop(a);
        for thread in threads {
            thread.join().unwrap();
        }
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

/// The last owner drops the value while the only Weak leaves: one of them frees the block.
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
        let threads = [weak.clone(), weak].map(|weak| thread::spawn(move || drop(weak)));
        drop(a);
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

/// The Weak of one thread is the last that knows the block of another.
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

/// The value is dropped by a thread that had only a Weak, after its Weak is gone.
#[test]
fn an_upgraded_weak_is_the_last_owner() {
    two(|| {
        let a = shared();
        let weak = Arc::downgrade(&a);
        beside(
            move || {
                let b = weak.upgrade();
                drop(weak);
                drop(b);
            },
            move || {
                a.get();
                drop(a);
            },
        );
    });
}
