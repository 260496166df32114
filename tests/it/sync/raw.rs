//! Raw round trips, and pointers that must stay usable.

use std::fmt::Debug;
use std::ptr;

use drystone::sync::{Arc, UniqueArc, Weak};

use crate::support::heap::{Heap, Manner};
use crate::support::probe::{Align64, Align4096, Probe, Token};
use crate::support::world::World;

/// There and back, of an owner and of a `Weak`, also when the value is gone.
fn round_trip<T: ?Sized>(arc: Arc<T>) {
    let at = Arc::as_ptr(&arc);
    let raw = Arc::into_raw(arc);
    assert!(ptr::addr_eq(raw, at));
    // SAFETY: from an owner.
    let arc = unsafe { Arc::from_raw(raw) };
    let raw = Arc::downgrade(&arc).into_raw();
    assert!(ptr::addr_eq(raw, at));
    assert_eq!(Arc::weak_count(&arc), 1);
    // SAFETY: from a `Weak`.
    let weak = unsafe { Weak::from_raw(raw) };
    assert!(Arc::ptr_eq(&weak.upgrade().expect("it is there"), &arc));
    drop(arc);
    let raw = weak.into_raw();
    assert!(ptr::addr_eq(raw, at));
    // SAFETY: from a `Weak`, whose value is gone and whose block is not.
    let weak = unsafe { Weak::from_raw(raw) };
    assert!(weak.upgrade().is_none());
}

#[test]
fn raw_round_trips_of_every_kind_of_value() {
    let mut world = World::new();
    world.run(|| {
        round_trip(Arc::new(Probe::<()>::new(1)));
        round_trip(Arc::new(Probe::<Align64>::new(1)));
        round_trip(Arc::new(Token::<()>::new()));
        round_trip(Arc::new(Token::<Align4096>::new()));
        round_trip(Arc::new(7_u8));
        round_trip(Arc::<[Probe]>::from([1, 2, 3].map(Probe::new)));
        round_trip(Arc::<[Probe<Align64>]>::from([1, 2].map(Probe::new)));
        round_trip(Arc::<[u64]>::from([]));
        round_trip(Arc::<str>::from("dry"));
        round_trip(shown(Probe::<()>::new(1)));
        round_trip(shown(Probe::<Align4096>::new(1)));
        round_trip(shown(Token::<Align64>::new()));
        round_trip(shown(7_u8));
    });
    world.finish();
}

fn shown<T: Debug + 'static>(value: T) -> Arc<dyn Debug> {
    let raw = Arc::into_raw(Arc::new(value)) as *const dyn Debug;
    // SAFETY: from an owner.
    unsafe { Arc::from_raw(raw) }
}

#[test]
fn round_trips_of_weaks_that_dangle() {
    let weak = Weak::<Probe<Align4096>>::new();
    assert!(weak.ptr_eq(&Weak::new()));
    let raw = weak.into_raw();
    // SAFETY: from a `Weak`, unsized since.
    let weak = unsafe { Weak::from_raw(raw as *const dyn Debug) };
    assert!(weak.upgrade().is_none());
    assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
    let also = weak.clone();
    assert!(also.ptr_eq(&weak));
    let raw = also.into_raw();
    assert!(ptr::addr_eq(raw, weak.as_ptr()));
    // SAFETY: from a `Weak`.
    drop(unsafe { Weak::from_raw(raw) });
    assert_eq!(format!("{weak:?}"), "(Weak)");
}

#[test]
fn counted_round_trips_with_the_allocator() {
    let heap = Heap::new(Manner::Moving);
    let arc = Arc::new_in(5_u16, &heap);
    assert!(ptr::eq(*Arc::allocator(&arc), &raw const heap));
    let weak = Arc::downgrade(&arc);
    assert!(ptr::eq(*weak.allocator(), &raw const heap));
    let (raw, alloc) = Arc::into_raw_with_allocator(arc);
    // SAFETY: from an owner, which still counts.
    unsafe { Arc::increment_strong_count_in(raw, alloc) };
    assert_eq!(weak.strong_count(), 2);
    // SAFETY: as above; two are counted.
    unsafe { Arc::decrement_strong_count_in(raw, alloc) };
    // SAFETY: as above; one is.
    let arc = unsafe { Arc::from_raw_in(raw, alloc) };
    assert_eq!(*arc, 5);
    let (raw, alloc) = weak.into_raw_with_allocator();
    // SAFETY: from a `Weak`.
    let weak = unsafe { Weak::from_raw_in(raw, alloc) };
    drop(arc);
    assert_eq!(heap.live(), 1);
    drop(weak);
    let unique = UniqueArc::new_in(1, &heap);
    assert!(ptr::eq(*UniqueArc::allocator(&unique), &raw const heap));
    drop(unique);
    heap.finish();
}

#[test]
fn no_method_of_weak_disturbs_an_exclusive_reference() {
    let mut unique = UniqueArc::new([1, 2, 3]);
    let weak = UniqueArc::downgrade(&unique);
    let exclusive: &mut [i32; 3] = &mut unique;
    exclusive[0] = 10;
    let also = weak.clone();
    assert!(also.upgrade().is_none() && also.ptr_eq(&weak));
    assert_eq!((also.strong_count(), also.weak_count()), (0, 0));
    let raw = also.into_raw();
    exclusive[1] = 20;
    // SAFETY: from a `Weak`, here and below.
    let also = unsafe { Weak::from_raw(raw) };
    exclusive[2] = 30;
    let raw: *const dyn Debug = also.into_raw();
    // SAFETY: as above, unsized since; its alignment is asked of the borrowed value's type.
    let also: Weak<dyn Debug> = unsafe { Weak::from_raw(raw) };
    exclusive[0] += 1;
    drop(also);
    exclusive[1] += 1;
    assert_eq!(*exclusive, [11, 21, 30]);
    drop(weak);
    assert_eq!(*UniqueArc::into_arc(unique), [11, 21, 30]);
}

#[test]
fn pointers_to_the_value_outlive_moves_of_their_owner() {
    let mut arc = Arc::new([1, 2, 3]);
    let reader = Arc::as_ptr(&arc);
    Arc::get_mut(&mut arc).expect("there is no other")[0] = 10;
    let moved = [arc];
    // SAFETY: an owner is there, and nobody has the value exclusively.
    assert_eq!(unsafe { reader.read() }, [10, 2, 3]);
    let [arc] = moved;
    let (other, weak) = (Arc::clone(&arc), Arc::downgrade(&arc));
    drop(arc);
    // SAFETY: as above.
    assert_eq!(unsafe { (*reader)[1] }, 2);
    drop(other);
    assert_eq!(weak.as_ptr(), reader);
}
