//! Who has the value to itself may change it: nobody else reads it then, or ever did unnoticed.

use drystone::sync::{Arc, Weak};

use crate::{Payload, beside, shared, two};

/// Writes to the value if `get_mut` lets it.
fn write(owner: &mut Arc<Payload>) {
    if let Some(value) = Arc::get_mut(owner) {
        value.set(8);
    }
}

/// Reads the value if it is still there.
fn read(weak: &Weak<Payload>) {
    if let Some(owner) = weak.upgrade() {
        owner.get();
    }
}

#[test]
fn get_mut_beside_a_drop() {
    two(|| {
        let mut a = shared();
        let b = a.clone();
        beside(
            move || {
                b.get();
                drop(b);
            },
            move || write(&mut a),
        );
    });
}

/// Two looks at the counts would let this through: the other owner downgrades and leaves between them.
#[test]
fn get_mut_beside_a_downgrade() {
    two(|| {
        let mut a = shared();
        let b = a.clone();
        beside(
            move || {
                let weak = Arc::downgrade(&b);
                drop(b);
                read(&weak);
            },
            move || write(&mut a),
        );
    });
}

#[test]
fn get_mut_beside_an_upgrade() {
    two(|| {
        let mut a = shared();
        let weak = Arc::downgrade(&a);
        beside(move || read(&weak), move || write(&mut a));
    });
}

/// Two looks in the other order would let this through: the Weak upgrades and leaves between them.
#[test]
fn get_mut_beside_an_upgrade_whose_weak_leaves() {
    two(|| {
        let mut a = shared();
        let weak = Arc::downgrade(&a);
        // Loom lets the thread that asks come second, and see old values, more often than the other way about.
        beside(
            move || write(&mut a),
            move || {
                let owner = weak.upgrade();
                drop(weak);
                if let Some(owner) = owner {
                    // Loom tells what is before and after the drop apart by an operation between them.
                    owner.clone().get();
                }
            },
        );
    });
}

#[test]
fn get_mut_beside_the_drop_of_a_weak() {
    two(|| {
        let mut a = shared();
        let weak = Arc::downgrade(&a);
        beside(move || drop(weak), move || write(&mut a));
    });
}

#[test]
fn a_unique_owner_stays_unique() {
    two(|| {
        let mut a = shared();
        let b = a.clone();
        beside(
            move || {
                b.get();
                drop(b);
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

/// Both clone, or one clones and the other keeps the value; none of them sees the other's change.
#[test]
fn make_mut_beside_make_mut() {
    two(|| {
        let mut a = shared();
        let mut b = a.clone();
        beside(
            move || {
                Arc::make_mut(&mut b).set(9);
                assert_eq!(b.get(), 9);
            },
            move || {
                Arc::make_mut(&mut a).set(8);
                assert_eq!(a.get(), 8);
            },
        );
    });
}

/// The value moves away from under the Weak, or is cloned if the Weak was faster.
#[test]
fn make_mut_beside_an_upgrade() {
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

/// The block is used again only by who is alone with it.
#[test]
fn map_beside_a_drop() {
    two(|| {
        let a = shared();
        let b = a.clone();
        beside(
            move || assert_eq!(b.get(), 7),
            move || assert_eq!(Arc::map(a, |value| Payload::new(value.get() + 1)).get(), 8),
        );
    });
}

#[test]
fn map_beside_an_upgrade() {
    two(|| {
        let a = shared();
        let weak = Arc::downgrade(&a);
        beside(
            move || {
                if let Some(b) = weak.upgrade() {
                    assert_eq!(b.get(), 7);
                }
            },
            move || assert_eq!(Arc::map(a, |value| Payload::new(value.get() + 1)).get(), 8),
        );
    });
}
