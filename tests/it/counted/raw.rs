//! Raw round trips, and pointers that must stay usable.

use std::cell::Cell;
use std::fmt::Debug;
use std::ptr::{self, NonNull};

use drystone::alloc::{AllocError, Allocator, Global, Layout};

use crate::support::headed::Headed;
use crate::support::heap::{Heap, Manner};
use crate::support::probe::{Align64, Align4096, Probe, Token};
use crate::support::world::World;

use super::super::subject::{self, Counted, Unique, Weak};

/// There and back, of an owner and of a `Weak`, also when the value is gone.
fn round_trip<T: ?Sized>(owner: Counted<T>) {
    let at = Counted::as_ptr(&owner);
    let raw = Counted::into_raw(owner);
    assert!(ptr::addr_eq(raw, at));
    // SAFETY: from an owner.
    let owner = unsafe { Counted::from_raw(raw) };
    let raw = Counted::downgrade(&owner).into_raw();
    assert!(ptr::addr_eq(raw, at));
    assert_eq!(Counted::weak_count(&owner), 1);
    // SAFETY: from a `Weak`.
    let weak = unsafe { Weak::from_raw(raw) };
    assert!(Counted::ptr_eq(
        &weak.upgrade().expect("it is there"),
        &owner
    ));
    drop(owner);
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
        round_trip(Counted::new(Probe::<()>::new(1)));
        round_trip(Counted::new(Probe::<Align64>::new(1)));
        round_trip(Counted::new(Token::<()>::new()));
        round_trip(Counted::new(Token::<Align4096>::new()));
        round_trip(Counted::new(7_u8));
        round_trip(Counted::<[Probe]>::from([1, 2, 3].map(Probe::new)));
        round_trip(Counted::<[Probe<Align64>]>::from([1, 2].map(Probe::new)));
        round_trip(Counted::<[u64]>::from([]));
        round_trip(Counted::<str>::from("dry"));
        round_trip(shown(Probe::<()>::new(1)));
        round_trip(shown(Probe::<Align4096>::new(1)));
        round_trip(shown(Token::<Align64>::new()));
        round_trip(shown(7_u8));
    });
    world.finish();
}

fn shown<T: Debug + 'static>(value: T) -> Counted<dyn Debug> {
    let raw = Counted::into_raw(Counted::new(value)) as *const dyn Debug;
    // SAFETY: from an owner.
    unsafe { Counted::from_raw(raw) }
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
    let owner = Counted::new_in(5_u16, &heap);
    assert!(ptr::eq(*Counted::allocator(&owner), &raw const heap));
    let weak = Counted::downgrade(&owner);
    assert!(ptr::eq(*weak.allocator(), &raw const heap));
    let (raw, alloc) = Counted::into_raw_with_allocator(owner);
    // SAFETY: from an owner, which still counts.
    unsafe { Counted::increment_strong_count_in(raw, alloc) };
    assert_eq!(weak.strong_count(), 2);
    // SAFETY: as above; two are counted.
    unsafe { Counted::decrement_strong_count_in(raw, alloc) };
    // SAFETY: as above; one is.
    let owner = unsafe { Counted::from_raw_in(raw, alloc) };
    assert_eq!(*owner, 5);
    let (raw, alloc) = weak.into_raw_with_allocator();
    // SAFETY: from a `Weak`.
    let weak = unsafe { Weak::from_raw_in(raw, alloc) };
    drop(owner);
    assert_eq!(heap.live(), 1);
    drop(weak);
    let unique = Unique::new_in(1, &heap);
    assert!(ptr::eq(*Unique::allocator(&unique), &raw const heap));
    drop(unique);
    heap.finish();
}

#[test]
fn no_method_of_weak_disturbs_an_exclusive_reference() {
    let mut unique = Unique::new([1, 2, 3]);
    let weak = Unique::downgrade(&unique);
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
    assert_eq!(*subject::share(unique), [11, 21, 30]);
}

#[test]
fn pointers_to_the_value_outlive_moves_of_their_owner() {
    let mut owner = Counted::new([1, 2, 3]);
    let reader = Counted::as_ptr(&owner);
    Counted::get_mut(&mut owner).expect("there is no other")[0] = 10;
    let moved = [owner];
    // SAFETY: an owner is there, and nobody has the value exclusively.
    assert_eq!(unsafe { reader.read() }, [10, 2, 3]);
    let [owner] = moved;
    let (other, weak) = (Counted::clone(&owner), Counted::downgrade(&owner));
    drop(owner);
    // SAFETY: as above.
    assert_eq!(unsafe { (*reader)[1] }, 2);
    drop(other);
    assert_eq!(weak.as_ptr(), reader);
}

/// Wherever a pointer to a block comes from, the bytes in front of the block must be in its reach.
#[test]
fn an_allocator_that_hides_bytes_around_each_block() {
    struct Me(Weak<Me, Headed>);
    let me = Counted::new_cyclic_in(|me: &Weak<Me, _>| Me(me.clone()), Headed);
    let upgraded = me.0.upgrade().expect("it is made");
    drop(me);
    let (raw, alloc) = Counted::into_raw_with_allocator(upgraded);
    // SAFETY: from an owner, which was just taken apart.
    let mut owner = unsafe { Counted::from_raw_in(raw, alloc) };
    assert!(
        Counted::get_mut(&mut owner).is_none(),
        "it has a weak to itself"
    );
    let weak = Counted::downgrade(&owner);
    drop(owner);
    let (raw, alloc) = weak.into_raw_with_allocator();
    // SAFETY: from a `Weak`, which was just taken apart.
    drop(unsafe { Weak::from_raw_in(raw, alloc) });

    let mut unique = Unique::new_in([1_u8; 3], Headed);
    let weak = Unique::downgrade(&unique);
    unique[1] = 2;
    let owner = subject::share(unique);
    let mut also = weak.upgrade().expect("it is shared");
    Counted::make_mut(&mut also)[0] = 0;
    assert_eq!((*owner, *also), ([1, 2, 1], [0, 2, 1]));
    let slice: Counted<[u8], Headed> = Counted::clone_from_ref_in(&owner[..], Headed);
    assert_eq!(slice.into_array(), Some(owner));
}

/// Notes which of its methods was called: each has a default that would do instead of another, only worse.
struct Noting(Cell<&'static str>);

impl Noting {
    fn note(&self, method: &'static str) -> &Global {
        self.0.set(method);
        &Global
    }
}

// SAFETY: all blocks are the global allocator's.
unsafe impl Allocator for Noting {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.note("allocate").allocate(layout)
    }

    fn allocate_zeroed(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.note("allocate_zeroed").allocate_zeroed(layout)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller's promises are passed on, here and below.
        unsafe { self.note("deallocate").deallocate(ptr, layout) }
    }

    unsafe fn grow(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as above.
        unsafe { self.note("grow").grow(ptr, old, new) }
    }

    unsafe fn grow_zeroed(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as above.
        unsafe { self.note("grow_zeroed").grow_zeroed(ptr, old, new) }
    }

    unsafe fn shrink(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as above.
        unsafe { self.note("shrink").shrink(ptr, old, new) }
    }
}

#[test]
fn an_owner_of_an_allocator_calls_the_method_that_was_called() {
    let (small, large) = (Layout::new::<u32>(), Layout::new::<[u32; 4]>());
    let owner = Counted::new(Noting(Cell::new("")));
    let block = |made: Result<NonNull<[u8]>, AllocError>, by| {
        assert_eq!(owner.0.get(), by);
        made.expect("there is memory").cast::<u8>()
    };
    let at = block(owner.allocate(small), "allocate");
    // SAFETY: the block is this allocator's and has this layout, here and below.
    let at = block(unsafe { owner.grow(at, small, large) }, "grow");
    // SAFETY: as above.
    let at = block(unsafe { owner.shrink(at, large, small) }, "shrink");
    // SAFETY: as above.
    let at = block(
        unsafe { owner.grow_zeroed(at, small, large) },
        "grow_zeroed",
    );
    // SAFETY: as above.
    unsafe { owner.deallocate(at, large) };
    assert_eq!(owner.0.get(), "deallocate");
    let at = block(owner.allocate_zeroed(small), "allocate_zeroed");
    // SAFETY: as above.
    unsafe { owner.deallocate(at, small) };
}
