//! Two or three threads, a few steps each: the models of `tests/loom`, on the machine.

use std::thread;

use drystone::sync::{Arc, UniqueArc, Weak};

use super::{Gate, Tally, Whole, beside, race};

#[test]
fn owners_that_leave_at_once() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let a = Arc::new(Whole::new(7, &TALLY));
        let gate = &Gate::new(3);
        thread::scope(|scope| {
            for owner in [a.clone(), a.clone(), a] {
                scope.spawn(move || {
                    gate.pass();
                    assert_eq!(owner.get(), 7);
                });
            }
        });
    });
}

#[test]
fn a_clone_beside_a_drop() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let a = Arc::new(Whole::new(7, &TALLY));
        let b = a.clone();
        beside(
            move || {
                let c = b.clone();
                drop(b);
                assert_eq!(c.get(), 7);
            },
            move || drop(a),
        );
    });
}

#[test]
fn the_last_weaks_leave_at_once() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let a = Arc::new(Whole::new(7, &TALLY));
        let weak = Arc::downgrade(&a);
        let other = weak.clone();
        drop(a);
        beside(
            move || assert!(weak.upgrade().is_none()),
            move || assert_eq!(other.strong_count(), 0),
        );
    });
}

#[test]
fn the_last_owner_and_the_last_weak_leave_at_once() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let a = Arc::new(Whole::new(7, &TALLY));
        let weak = Arc::downgrade(&a);
        beside(move || drop(weak), move || drop(a));
    });
}

#[test]
fn an_upgrade_beside_the_last_drop() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let a = Arc::new(Whole::new(7, &TALLY));
        let weak = Arc::downgrade(&a);
        beside(
            move || match weak.upgrade() {
                Some(owner) => assert_eq!(owner.get(), 7),
                None => assert!(weak.upgrade().is_none(), "revived"),
            },
            move || drop(a),
        );
    });
}

#[test]
fn a_change_beside_another_owner_that_leaves() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let mut a = Arc::new(Whole::new(7, &TALLY));
        let b = a.clone();
        beside(
            move || {
                assert_eq!(b.get(), 7);
                drop(b);
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
fn a_change_beside_another_owner_that_leaves_a_weak() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let mut a = Arc::new(Whole::new(7, &TALLY));
        let b = a.clone();
        beside(
            move || {
                let weak = Arc::downgrade(&b);
                drop(b);
                weak.upgrade().map(|owner| owner.get())
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
fn a_change_beside_an_upgrade() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let mut a = Arc::new(Whole::new(7, &TALLY));
        let weak = Arc::downgrade(&a);
        beside(
            move || {
                let owner = weak.upgrade();
                drop(weak);
                owner.map(|owner| owner.get())
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
fn two_owners_that_both_want_a_value_of_their_own() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let mut a = Arc::new(Whole::new(7, &TALLY));
        let mut b = a.clone();
        let (there, here) = beside(
            move || {
                Arc::make_mut(&mut b).set(9);
                b.get()
            },
            move || {
                Arc::make_mut(&mut a).set(8);
                a.get()
            },
        );
        assert_eq!((there, here), (9, 8));
    });
}

#[test]
fn a_value_that_moves_away_beside_an_upgrade() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let mut a = Arc::new(Whole::new(7, &TALLY));
        let weak = Arc::downgrade(&a);
        let (there, here) = beside(
            move || weak.upgrade().map(|owner| owner.get()),
            move || {
                Arc::make_mut(&mut a).set(8);
                a.get()
            },
        );
        assert!([None, Some(7)].contains(&there), "{there:?}");
        assert_eq!(here, 8);
    });
}

#[test]
fn one_of_three_gets_the_value() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let a = Arc::new(Whole::new(7, &TALLY));
        let gate = &Gate::new(3);
        let winners: Vec<Whole> = thread::scope(|scope| {
            let threads = [a.clone(), a.clone(), a].map(|owner| {
                scope.spawn(move || {
                    gate.pass();
                    assert_eq!(owner.get(), 7);
                    Arc::into_inner(owner)
                })
            });
            threads
                .into_iter()
                .filter_map(|thread| thread.join().expect("it does not panic"))
                .collect()
        });
        assert_eq!(winners.len(), 1);
    });
}

#[test]
fn at_most_one_of_two_gets_the_value_and_no_weak_gets_between() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let a = Arc::new(Whole::new(7, &TALLY));
        let b = a.clone();
        let (there, here) = beside(
            move || Arc::try_unwrap(b).is_ok(),
            move || Arc::try_unwrap(a).is_ok(),
        );
        assert!(!(there && here));

        let a = Arc::new(Whole::new(7, &TALLY));
        let weak = Arc::downgrade(&a);
        beside(
            move || drop(weak.clone()),
            // The only owner gets it, however busy its Weaks are.
            move || assert!(Arc::try_unwrap(a).is_ok()),
        );
    });
}

#[test]
fn an_early_weak_waits_for_the_value_to_be_shared() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let mut unique = UniqueArc::new(Whole::new(1, &TALLY));
        let weak = UniqueArc::downgrade(&unique);
        let (there, _) = beside(
            move || {
                let also = weak.clone();
                drop(weak);
                also.upgrade().map(|owner| owner.get())
            },
            move || {
                unique.set(2);
                assert_eq!(UniqueArc::into_arc(unique).get(), 2);
            },
        );
        assert!([None, Some(2)].contains(&there), "{there:?}");
    });
}

#[test]
fn a_value_that_knows_itself_is_seen_from_another_thread() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        thread::scope(|scope| {
            let a = Arc::new_cyclic(|me: &Weak<Whole>| {
                let me = me.clone();
                scope.spawn(move || {
                    let seen = me.upgrade().map(|owner| owner.get());
                    assert!([None, Some(7)].contains(&seen), "{seen:?}");
                });
                Whole::new(7, &TALLY)
            });
            assert_eq!(a.get(), 7);
        });
    });
}

#[test]
fn the_block_of_a_slice_or_a_trait_object_is_freed_by_another_thread() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let whole = |number| Whole::new(number, &TALLY);
        let slice: Arc<[Whole]> = Arc::from([whole(1), whole(2), whole(3)]);
        let (mut other, weak) = (slice.clone(), Arc::downgrade(&slice));
        beside(
            move || {
                drop(weak);
                slice[2].get()
            },
            move || Arc::make_mut(&mut other)[1].set(4),
        );

        let make: Box<dyn Fn() -> u64 + Send + Sync> = {
            let kept = whole(5);
            Box::new(move || kept.get())
        };
        let make: Arc<dyn Fn() -> u64 + Send + Sync> = Arc::from(make);
        let weak = Arc::downgrade(&make);
        beside(
            move || weak.upgrade().map(|call| call()),
            move || assert_eq!(make(), 5),
        );
    });
}

#[test]
fn counts_are_looked_at_while_they_change() {
    static TALLY: Tally = Tally::new();
    race(&TALLY, || {
        let a = Arc::new(Whole::new(7, &TALLY));
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
                assert!([1, 2].contains(&weak.weak_count()));
                let _ = Arc::is_unique(&a);
            },
        );
        assert_eq!((Arc::strong_count(&a), Arc::weak_count(&a)), (1, 1));
    });
}
