//! `fallible::Rc` and `fallible::Arc`: each method that needs a block meets an allocator that has none.

use std::cell::Cell;

use drystone::alloc::TryReserveErrorKind;
use drystone::boxed::Box;
use drystone::fallible::{Rejected, Vec};

use super::super::heap::{Heap, Token, at_every_refusal, ids};
use super::subject::{Counted, Weak, infallible};
use crate::support::catch::catch;
use crate::support::heap::{Handle, Heap as CheckingHeap, Manner};
use crate::support::probe::Probe;
use crate::support::world::{Kind, World, for_every_panic_point};

type Owner<'h> = Counted<Token<'h>, &'h Heap>;

/// A vector that found no room to move to.
type Lost<'h> = Rejected<Vec<Token<'h>, &'h Heap>>;

fn owner(heap: &Heap) -> Owner<'_> {
    Counted::new_in(heap.token(1), heap).expect("nothing is refused yet")
}

#[test]
fn a_new_owner() {
    let points = at_every_refusal(|heap| {
        heap.arm();
        let counted = Counted::new_in(heap.token(7), heap).unwrap_or_else(|rejected| {
            let kind = rejected.error().kind();
            assert!(matches!(kind, TryReserveErrorKind::AllocError { .. }));
            Counted::new_in(rejected.into_value(), heap).unwrap()
        });
        assert_eq!(counted.id, 7);
        assert_eq!(
            (
                Counted::strong_count(&counted),
                Counted::weak_count(&counted)
            ),
            (1, 0)
        );
    });
    assert_eq!(points, 1);
}

#[test]
fn a_value_that_points_at_itself() {
    struct Node<'h> {
        me: Weak<Node<'h>, &'h Heap>,
        token: Token<'h>,
    }
    let points = at_every_refusal(|heap| {
        heap.arm();
        let called = Cell::new(false);
        let make = |me: &Weak<_, _>| {
            called.set(true);
            assert!(me.upgrade().is_none());
            Node {
                me: me.clone(),
                token: heap.token(7),
            }
        };
        match Counted::new_cyclic_in(make, heap) {
            Ok(counted) => {
                assert_eq!((counted.token.id, Counted::weak_count(&counted)), (7, 1));
                assert!(Counted::ptr_eq(&counted, &counted.me.upgrade().unwrap()));
            }
            Err(_) => assert!(heap.refused() && !called.get()),
        }
    });
    assert_eq!(points, 1);
}

#[test]
fn a_value_that_points_at_itself_beside_a_handle_that_panics() {
    let points = for_every_panic_point(&[Kind::Handle], |fuse| {
        let handle = Handle::new(CheckingHeap::new(Manner::Moving));
        let heap = handle.another();
        let mut world = World::new();
        world.arm(fuse);
        let end =
            world.run(|| catch(|| drop(Counted::new_cyclic_in(|_| Probe::<()>::new(1), handle))));
        let reached = world.disarm();
        assert_eq!(end.is_err(), reached);
        world.finish();
        heap.heap().finish();
        reached
    });
    // The handle that is lent to the closure is cloned and dropped, the owner's is dropped.
    assert_eq!(points, 3);
}

#[test]
fn clones_into_a_block() {
    let points = at_every_refusal(|heap| {
        let three = [1, 2, 3].map(|id| heap.token(id));
        heap.arm();
        match Counted::clone_from_ref_in(&three[..], heap) {
            Ok(counted) => assert_eq!(ids(&*counted), [1, 2, 3]),
            Err(_) => assert!(heap.refused()),
        }
    });
    assert_eq!(points, 1);
}

#[test]
fn clone_on_write() {
    // Alone, shared, and alone with a `Weak`.
    for (others, weaks, wanted) in [(0, 0, 0), (1, 0, 1), (0, 1, 1)] {
        let points = at_every_refusal(|heap| {
            let mut counted = owner(heap);
            let others: std::vec::Vec<_> = (0..others).map(|_| counted.clone()).collect();
            let weaks: std::vec::Vec<_> =
                (0..weaks).map(|_| Counted::downgrade(&counted)).collect();
            let at = Counted::as_ptr(&counted);
            heap.arm();
            match Counted::make_mut(&mut counted) {
                Ok(token) => token.id = 2,
                Err(_) => {
                    assert!(heap.refused());
                    let counts = (
                        Counted::strong_count(&counted),
                        Counted::weak_count(&counted),
                    );
                    assert_eq!(counts, (1 + others.len(), weaks.len()));
                    assert_eq!((counted.id, Counted::as_ptr(&counted)), (1, at));
                    assert!(weaks.iter().all(|weak| weak.upgrade().is_some()));
                    return;
                }
            }
            assert!(Counted::is_unique(&counted));
            assert_eq!(
                (counted.id, Counted::as_ptr(&counted) == at),
                (2, wanted == 0)
            );
            assert!(others.iter().all(|other| other.id == 1));
            assert!(weaks.iter().all(|weak| weak.upgrade().is_none()));
        });
        assert_eq!(points, wanted);
    }
}

#[test]
fn map() {
    for (shared, wanted) in [(false, 0), (true, 1)] {
        let points = at_every_refusal(|heap| {
            let counted = owner(heap);
            let other = shared.then(|| counted.clone());
            heap.arm();
            let mapped = Counted::map(counted, |token| heap.token(token.id + 1));
            let mapped = mapped.unwrap_or_else(|rejected| {
                let (old, new) = rejected.into_value();
                assert_eq!((old.id, new.id, Counted::strong_count(&old)), (1, 2, 2));
                Counted::map(old, |_| new).unwrap()
            });
            assert_eq!((mapped.id, Counted::strong_count(&mapped)), (2, 1));
            assert!(other.is_none_or(|other| Counted::is_unique(&other)));
        });
        assert_eq!(points, wanted);
    }
    // Of another layout.
    let points = at_every_refusal(|heap| {
        let counted = owner(heap);
        heap.arm();
        match Counted::map(counted, |token| [token.id; 9]) {
            Ok(mapped) => assert_eq!(*mapped, [1; 9]),
            Err(rejected) => {
                assert!(heap.refused() && Counted::is_unique(&rejected.into_value().0))
            }
        }
    });
    assert_eq!(points, 1);
}

#[test]
fn from_vectors_and_boxes() {
    let points = at_every_refusal(|heap| {
        let v = heap.full();
        heap.arm();
        let counted: Counted<[Token<'_>], &Heap> =
            v.try_into().unwrap_or_else(|rejected: Lost<'_>| {
                assert!(heap.refused());
                let v: Vec<_, _> = rejected.into_value();
                assert_eq!(v, [1, 2, 3]);
                v.try_into().unwrap()
            });
        assert_eq!(ids(&*counted), [1, 2, 3]);
    });
    assert_eq!(points, 1);
    let points = at_every_refusal(|heap| {
        let v = heap.full().to_infallible();
        heap.arm();
        match Counted::<[Token<'_>], _>::try_from(v) {
            Ok(counted) => assert_eq!(ids(&*counted), [1, 2, 3]),
            Err(rejected) => assert_eq!(ids(rejected.into_value()), [1, 2, 3]),
        }
    });
    assert_eq!(points, 1);
    let points = at_every_refusal(|heap| {
        let b = Box::new_in(heap.token(7), heap);
        heap.arm();
        match Counted::try_from(b) {
            Ok(counted) => assert_eq!(counted.id, 7),
            Err(rejected) => assert_eq!(rejected.into_value().id, 7),
        }
    });
    assert_eq!(points, 1);
}

#[test]
fn what_needs_no_memory_meets_no_refusal() {
    let points = at_every_refusal(|heap| {
        let mut counted = owner(heap);
        heap.arm();
        assert_eq!(Counted::get_mut(&mut counted).expect("it is alone").id, 1);
        let also = counted.clone();
        let weak = Counted::downgrade(&counted);
        assert!(Counted::get_mut(&mut counted).is_none());
        assert!(std::ptr::eq(*Counted::allocator(&counted), heap));
        assert!(weak.ptr_eq(&weak.clone()) && weak.as_ptr() == Counted::as_ptr(&counted));
        assert_eq!((weak.strong_count(), weak.weak_count()), (2, 1));
        let counted = Counted::try_unwrap(counted).expect_err("there are two");
        assert!(Counted::into_inner(counted).is_none());
        let same: infallible::Counted<_, _> = also.into();
        let same = Owner::from(same).to_infallible();
        let same: Owner<'_> = Counted::from_infallible(same);
        assert_eq!(infallible::Counted::strong_count(same.as_infallible()), 1);
        assert_eq!(Counted::unwrap_or_clone(same).id, 1);
        let weak = Weak::from(infallible::Weak::from(weak));
        assert!(weak.upgrade().is_none());
        assert!(Weak::<u8, _>::new_in(heap).upgrade().is_none());
        assert!(Weak::<u8>::default().to_infallible().upgrade().is_none());
    });
    assert_eq!(points, 0);
}

#[test]
fn text_and_what_is_shown() {
    assert_eq!(&*Counted::<str>::try_from("dry").unwrap(), "dry");
    assert_eq!(format!("{:?}", Counted::new(5)), "Ok(5)");
    assert_eq!(format!("{:?}", Weak::<u8>::new()), "(Weak)");
}
