//! `fallible::Rc`: each method that needs a block meets an allocator that has none.

use std::cell::Cell;

use drystone::alloc::TryReserveErrorKind;
use drystone::boxed::Box;
use drystone::fallible::{Rc, Rejected, Vec, Weak};
use drystone::rc;

use super::heap::{Heap, Token, at_every_refusal, ids};

type Owner<'h> = Rc<Token<'h>, &'h Heap>;

/// A vector that found no room to move to.
type Lost<'h> = Rejected<Vec<Token<'h>, &'h Heap>>;

fn owner(heap: &Heap) -> Owner<'_> {
    Rc::new_in(heap.token(1), heap).expect("nothing is refused yet")
}

#[test]
fn a_new_owner() {
    let points = at_every_refusal(|heap| {
        heap.arm();
        let rc = Rc::new_in(heap.token(7), heap).unwrap_or_else(|rejected| {
            let kind = rejected.error().kind();
            assert!(matches!(kind, TryReserveErrorKind::AllocError { .. }));
            Rc::new_in(rejected.into_value(), heap).unwrap()
        });
        assert_eq!(rc.id, 7);
        assert_eq!((Rc::strong_count(&rc), Rc::weak_count(&rc)), (1, 0));
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
        match Rc::new_cyclic_in(make, heap) {
            Ok(rc) => {
                assert_eq!((rc.token.id, Rc::weak_count(&rc)), (7, 1));
                assert!(Rc::ptr_eq(&rc, &rc.me.upgrade().unwrap()));
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
        match Rc::clone_from_ref_in(&three[..], heap) {
            Ok(rc) => assert_eq!(ids(&*rc), [1, 2, 3]),
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
            let mut rc = owner(heap);
            let others: std::vec::Vec<_> = (0..others).map(|_| rc.clone()).collect();
            let weaks: std::vec::Vec<_> = (0..weaks).map(|_| Rc::downgrade(&rc)).collect();
            let at = Rc::as_ptr(&rc);
            heap.arm();
            match Rc::make_mut(&mut rc) {
                Ok(token) => token.id = 2,
                Err(_) => {
                    assert!(heap.refused());
                    let counts = (Rc::strong_count(&rc), Rc::weak_count(&rc));
                    assert_eq!(counts, (1 + others.len(), weaks.len()));
                    assert_eq!((rc.id, Rc::as_ptr(&rc)), (1, at));
                    assert!(weaks.iter().all(|weak| weak.upgrade().is_some()));
                    return;
                }
            }
            assert!(Rc::is_unique(&rc));
            assert_eq!((rc.id, Rc::as_ptr(&rc) == at), (2, wanted == 0));
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
            let rc = owner(heap);
            let other = shared.then(|| rc.clone());
            heap.arm();
            let mapped = Rc::map(rc, |token| heap.token(token.id + 1));
            let mapped = mapped.unwrap_or_else(|rejected| {
                let (old, new) = rejected.into_value();
                assert_eq!((old.id, new.id, Rc::strong_count(&old)), (1, 2, 2));
                Rc::map(old, |_| new).unwrap()
            });
            assert_eq!((mapped.id, Rc::strong_count(&mapped)), (2, 1));
            assert!(other.is_none_or(|other| Rc::is_unique(&other)));
        });
        assert_eq!(points, wanted);
    }
    // Of another layout.
    let points = at_every_refusal(|heap| {
        let rc = owner(heap);
        heap.arm();
        match Rc::map(rc, |token| [token.id; 9]) {
            Ok(mapped) => assert_eq!(*mapped, [1; 9]),
            Err(rejected) => assert!(heap.refused() && Rc::is_unique(&rejected.into_value().0)),
        }
    });
    assert_eq!(points, 1);
}

#[test]
fn from_vectors_and_boxes() {
    let points = at_every_refusal(|heap| {
        let v = heap.full();
        heap.arm();
        let rc: Rc<[Token<'_>], &Heap> = v.try_into().unwrap_or_else(|rejected: Lost<'_>| {
            assert!(heap.refused());
            let v: Vec<_, _> = rejected.into_value();
            assert_eq!(v, [1, 2, 3]);
            v.try_into().unwrap()
        });
        assert_eq!(ids(&*rc), [1, 2, 3]);
    });
    assert_eq!(points, 1);
    let points = at_every_refusal(|heap| {
        let v = heap.full().to_infallible();
        heap.arm();
        match Rc::<[Token<'_>], _>::try_from(v) {
            Ok(rc) => assert_eq!(ids(&*rc), [1, 2, 3]),
            Err(rejected) => assert_eq!(ids(rejected.into_value()), [1, 2, 3]),
        }
    });
    assert_eq!(points, 1);
    let points = at_every_refusal(|heap| {
        let b = Box::new_in(heap.token(7), heap);
        heap.arm();
        match Rc::try_from(b) {
            Ok(rc) => assert_eq!(rc.id, 7),
            Err(rejected) => assert_eq!(rejected.into_value().id, 7),
        }
    });
    assert_eq!(points, 1);
}

#[test]
fn what_needs_no_memory_meets_no_refusal() {
    let points = at_every_refusal(|heap| {
        let mut rc = owner(heap);
        heap.arm();
        assert_eq!(Rc::get_mut(&mut rc).expect("it is alone").id, 1);
        let also = rc.clone();
        let weak = Rc::downgrade(&rc);
        assert!(Rc::get_mut(&mut rc).is_none());
        assert!(std::ptr::eq(*Rc::allocator(&rc), heap));
        assert!(weak.ptr_eq(&weak.clone()) && weak.as_ptr() == Rc::as_ptr(&rc));
        assert_eq!((weak.strong_count(), weak.weak_count()), (2, 1));
        let rc = Rc::try_unwrap(rc).expect_err("there are two");
        assert!(Rc::into_inner(rc).is_none());
        let same: rc::Rc<_, _> = also.into();
        let same = Owner::from(same).to_infallible();
        let same: Owner<'_> = Rc::from_infallible(same);
        assert_eq!(rc::Rc::strong_count(same.as_infallible()), 1);
        assert_eq!(Rc::unwrap_or_clone(same).id, 1);
        let weak = Weak::from(rc::Weak::from(weak));
        assert!(weak.upgrade().is_none());
        assert!(Weak::<u8, _>::new_in(heap).upgrade().is_none());
        assert!(Weak::<u8>::default().to_infallible().upgrade().is_none());
    });
    assert_eq!(points, 0);
}

#[test]
fn text_and_what_is_shown() {
    assert_eq!(&*Rc::<str>::try_from("dry").unwrap(), "dry");
    assert_eq!(format!("{:?}", Rc::new(5)), "Ok(5)");
    assert_eq!(format!("{:?}", Weak::<u8>::new()), "(Weak)");
}
