//! What the counts tell while others change them.

use drystone::sync::Arc;

use crate::{beside, shared, two};

#[test]
fn while_others_work() {
    two(|| {
        let a = shared();
        let b = a.clone();
        let weak = Arc::downgrade(&a);
        let seen = weak.clone();
        beside(
            move || {
                let other = Arc::downgrade(&b);
                drop(b);
                drop(other);
            },
            || {
                assert!([1, 2].contains(&Arc::strong_count(&a)));
                assert!([2, 3].contains(&Arc::weak_count(&a)));
                assert!([2, 3].contains(&seen.weak_count()));
            },
        );
        assert_eq!((Arc::strong_count(&a), Arc::weak_count(&a)), (1, 2));
        drop(a);
        assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
    });
}

/// Both counts come from one look: a Weak that sees an owner sees the share as well, and itself.
#[test]
fn a_weak_counts_itself_or_sees_no_owner() {
    two(|| {
        let a = shared();
        let weak = Arc::downgrade(&a);
        beside(
            move || assert!([0, 1].contains(&weak.weak_count())),
            move || drop(a),
        );
    });
}
