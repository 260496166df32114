//! `fallible::Arc`: each method that needs a block meets an allocator that has none.

use std::cell::Cell;

use drystone::alloc::TryReserveErrorKind;
use drystone::boxed::Box;
use drystone::fallible::sync::{Arc, Weak};
use drystone::fallible::{Rejected, Vec};
use drystone::sync;

use super::heap::{Heap, Token, at_every_refusal, ids};

type Owner<'h> = Arc<Token<'h>, &'h Heap>;

/// A vector that found no room to move to.
type Lost<'h> = Rejected<Vec<Token<'h>, &'h Heap>>;

fn owner(heap: &Heap) -> Owner<'_> {
    Arc::new_in(heap.token(1), heap).expect("nothing is refused yet")
}

#[test]
fn a_new_owner() {
    let points = at_every_refusal(|heap| {
        heap.arm();
        let arc = Arc::new_in(heap.token(7), heap).unwrap_or_else(|rejected| {
            let kind = rejected.error().kind();
            assert!(matches!(kind, TryReserveErrorKind::AllocError { .. }));
            Arc::new_in(rejected.into_value(), heap).unwrap()
        });
        assert_eq!(arc.id, 7);
        assert_eq!((Arc::strong_count(&arc), Arc::weak_count(&arc)), (1, 0));
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
        match Arc::new_cyclic_in(make, heap) {
            Ok(arc) => {
                assert_eq!((arc.token.id, Arc::weak_count(&arc)), (7, 1));
                assert!(Arc::ptr_eq(&arc, &arc.me.upgrade().unwrap()));
            }
            Err(_) => assert!(heap.refused() && !called.get()),
        }
    });
    assert_eq!(points, 1);
}

#[test]
fn clones_into_a_block() {
    let points = at_every_refusal(|heap| {
        let three = [1, 2, 3].map(|id| heap.token(id));
        heap.arm();
        match Arc::clone_from_ref_in(&three[..], heap) {
            Ok(arc) => assert_eq!(ids(&*arc), [1, 2, 3]),
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
            let mut arc = owner(heap);
            let others: std::vec::Vec<_> = (0..others).map(|_| arc.clone()).collect();
            let weaks: std::vec::Vec<_> = (0..weaks).map(|_| Arc::downgrade(&arc)).collect();
            let at = Arc::as_ptr(&arc);
            heap.arm();
            match Arc::make_mut(&mut arc) {
                Ok(token) => token.id = 2,
                Err(_) => {
                    assert!(heap.refused());
                    let counts = (Arc::strong_count(&arc), Arc::weak_count(&arc));
                    assert_eq!(counts, (1 + others.len(), weaks.len()));
                    assert_eq!((arc.id, Arc::as_ptr(&arc)), (1, at));
                    assert!(weaks.iter().all(|weak| weak.upgrade().is_some()));
                    return;
                }
            }
            assert!(Arc::is_unique(&arc));
            assert_eq!((arc.id, Arc::as_ptr(&arc) == at), (2, wanted == 0));
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
            let arc = owner(heap);
            let other = shared.then(|| arc.clone());
            heap.arm();
            let mapped = Arc::map(arc, |token| heap.token(token.id + 1));
            let mapped = mapped.unwrap_or_else(|rejected| {
                let (old, new) = rejected.into_value();
                assert_eq!((old.id, new.id, Arc::strong_count(&old)), (1, 2, 2));
                Arc::map(old, |_| new).unwrap()
            });
            assert_eq!((mapped.id, Arc::strong_count(&mapped)), (2, 1));
            assert!(other.is_none_or(|other| Arc::is_unique(&other)));
        });
        assert_eq!(points, wanted);
    }
    // Of another layout.
    let points = at_every_refusal(|heap| {
        let arc = owner(heap);
        heap.arm();
        match Arc::map(arc, |token| [token.id; 9]) {
            Ok(mapped) => assert_eq!(*mapped, [1; 9]),
            Err(rejected) => assert!(heap.refused() && Arc::is_unique(&rejected.into_value().0)),
        }
    });
    assert_eq!(points, 1);
}

#[test]
fn from_vectors_and_boxes() {
    let points = at_every_refusal(|heap| {
        let v = heap.full();
        heap.arm();
        let arc: Arc<[Token<'_>], &Heap> = v.try_into().unwrap_or_else(|rejected: Lost<'_>| {
            assert!(heap.refused());
            let v: Vec<_, _> = rejected.into_value();
            assert_eq!(v, [1, 2, 3]);
            v.try_into().unwrap()
        });
        assert_eq!(ids(&*arc), [1, 2, 3]);
    });
    assert_eq!(points, 1);
    let points = at_every_refusal(|heap| {
        let v = heap.full().to_infallible();
        heap.arm();
        match Arc::<[Token<'_>], _>::try_from(v) {
            Ok(arc) => assert_eq!(ids(&*arc), [1, 2, 3]),
            Err(rejected) => assert_eq!(ids(rejected.into_value()), [1, 2, 3]),
        }
    });
    assert_eq!(points, 1);
    let points = at_every_refusal(|heap| {
        let b = Box::new_in(heap.token(7), heap);
        heap.arm();
        match Arc::try_from(b) {
            Ok(arc) => assert_eq!(arc.id, 7),
            Err(rejected) => assert_eq!(rejected.into_value().id, 7),
        }
    });
    assert_eq!(points, 1);
}

#[test]
fn what_needs_no_memory_meets_no_refusal() {
    let points = at_every_refusal(|heap| {
        let mut arc = owner(heap);
        heap.arm();
        assert_eq!(Arc::get_mut(&mut arc).expect("it is alone").id, 1);
        let also = arc.clone();
        let weak = Arc::downgrade(&arc);
        assert!(Arc::get_mut(&mut arc).is_none());
        assert!(std::ptr::eq(*Arc::allocator(&arc), heap));
        assert!(weak.ptr_eq(&weak.clone()) && weak.as_ptr() == Arc::as_ptr(&arc));
        assert_eq!((weak.strong_count(), weak.weak_count()), (2, 1));
        let arc = Arc::try_unwrap(arc).expect_err("there are two");
        assert!(Arc::into_inner(arc).is_none());
        let same: sync::Arc<_, _> = also.into();
        let same = Owner::from(same).to_infallible();
        let same: Owner<'_> = Arc::from_infallible(same);
        assert_eq!(sync::Arc::strong_count(same.as_infallible()), 1);
        assert_eq!(Arc::unwrap_or_clone(same).id, 1);
        let weak = Weak::from(sync::Weak::from(weak));
        assert!(weak.upgrade().is_none());
        assert!(Weak::<u8, _>::new_in(heap).upgrade().is_none());
        assert!(Weak::<u8>::default().to_infallible().upgrade().is_none());
    });
    assert_eq!(points, 0);
}

#[test]
fn text_and_what_is_shown() {
    assert_eq!(&*Arc::<str>::try_from("dry").unwrap(), "dry");
    assert_eq!(format!("{:?}", Arc::new(5)), "Ok(5)");
    assert_eq!(format!("{:?}", Weak::<u8>::new()), "(Weak)");
}
