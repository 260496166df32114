//! Raw round trips, std's box, and pointers that must stay usable.

use std::fmt::Debug;
use std::ptr;

use drystone::alloc::{Allocator, Global, Layout};
use drystone::boxed::Box;

use crate::support::heap::{Heap, Manner};
use crate::support::probe::{Align4096, Probe, Token};
use crate::support::world::World;

#[test]
fn round_trips_of_sized_slice_str_dyn_and_nothing() {
    let mut world = World::new();
    world.run(|| {
        let raw = Box::into_raw(Box::new(Probe::<()>::new(1)));
        // SAFETY: from a box, here and in the next ones.
        drop(unsafe { Box::from_raw(raw) });
        let raw = Box::into_non_null(Box::<[Probe]>::from([2, 3].map(Probe::new)));
        // SAFETY: as above.
        drop(unsafe { Box::from_non_null(raw) });
        let raw = Box::into_raw(Box::<str>::from("dry"));
        // SAFETY: as above.
        assert_eq!(&*unsafe { Box::from_raw(raw) }, "dry");
        let raw = Box::into_raw(Box::new(Token::<Align4096>::new())) as *mut dyn Debug;
        // SAFETY: as above.
        drop(unsafe { Box::from_raw(raw) });
        let raw = Box::into_raw(Box::new(Probe::<Align4096>::new(4))) as *mut dyn Debug;
        // SAFETY: as above.
        drop(unsafe { Box::from_raw(raw) });
    });
    world.finish();
}

#[test]
fn round_trips_with_the_allocator() {
    let heap = Heap::new(Manner::Moving);
    let (raw, alloc) = Box::into_raw_with_allocator(Box::new_in(5_u16, &heap));
    assert!(ptr::eq(alloc, &raw const heap));
    // SAFETY: from a box, here and in the next ones.
    let b = unsafe { Box::from_raw_in(raw, alloc) };
    assert!(ptr::eq(*Box::allocator(&b), &raw const heap));
    let (raw, alloc) = Box::into_non_null_with_allocator(b);
    // SAFETY: as above.
    assert_eq!(*unsafe { Box::from_non_null_in(raw, alloc) }, 5);
    heap.finish();
}

#[test]
fn memory_of_the_global_allocator_becomes_a_box() {
    let layout = Layout::new::<u64>();
    let ptr = Global.allocate(layout).expect("eight bytes").cast::<u64>();
    // SAFETY: a new block of this layout.
    unsafe { ptr.write(7) };
    // SAFETY: the block is `Global`'s, and holds a u64.
    assert_eq!(*unsafe { Box::from_raw(ptr.as_ptr()) }, 7);
}

#[test]
fn pointers_taken_before_a_move_stay_usable() {
    let mut b = Box::new([1, 2, 3]);
    let writer = Box::as_mut_ptr(&mut b);
    let reader = Box::as_ptr(&b);
    // SAFETY: the box is alive, and no reference to its value is, here and below.
    unsafe { (*writer)[0] = 10 };
    let moved = std::boxed::Box::new(b);
    // SAFETY: as above; moving the box moves no value.
    unsafe { (*writer)[1] = 20 };
    // SAFETY: as above.
    assert_eq!(unsafe { reader.read() }, [10, 20, 3]);
    let raw = Box::into_raw(*moved);
    // SAFETY: as above; giving up the box ends nothing.
    unsafe { (*writer)[2] = 30 };
    // SAFETY: from a box.
    assert_eq!(*unsafe { Box::from_raw(raw) }, [10, 20, 30]);
}

#[test]
fn as_ptr_forms_no_reference() {
    // A `&mut` into the value is alive all the time: a reference formed by `as_ptr` would end it.
    let mut b = Box::new((1, 2));
    let whole = Box::as_mut_ptr(&mut b);
    // SAFETY: the box is alive, and nobody else uses its first half.
    let first = unsafe { &mut (*whole).0 };
    let second = Box::as_ptr(&b);
    let again = Box::as_mut_ptr(&mut b);
    *first += 10;
    // SAFETY: the second half is not borrowed.
    unsafe { (*again).1 += 20 };
    *first += 100;
    // SAFETY: as above.
    assert_eq!(unsafe { (*second).1 }, 22);
    assert_eq!(*b, (111, 22));
}

#[test]
fn leak_outlives_its_scope() {
    let leaked: &'static mut [u8] = {
        let slice = Box::<[u8]>::from([1, 2, 3]);
        Box::leak(slice)
    };
    leaked[0] = 9;
    assert_eq!(leaked, [9, 2, 3]);
    // SAFETY: the slice came from a box, and is not used again.
    drop(unsafe { Box::from_raw(leaked) });

    let heap = Heap::new(Manner::Adjacent);
    let borrowed: &mut Probe = Box::leak(Box::new_in(Probe::new(1), &heap));
    // SAFETY: as above.
    drop(unsafe { Box::from_raw_in(borrowed, &heap) });
    heap.finish();
}

/// There and back, without a move.
fn through_std<T: ?Sized>(b: std::boxed::Box<T>) -> std::boxed::Box<T> {
    let at = ptr::from_ref(&*b).cast::<()>();
    let ours = Box::from_std(b);
    assert_eq!(Box::as_ptr(&ours).cast::<()>(), at);
    let theirs = Box::into_std(ours);
    assert_eq!(ptr::from_ref(&*theirs).cast::<()>(), at);
    theirs
}

#[test]
fn stds_box_and_back() {
    let mut world = World::new();
    world.run(|| {
        drop(through_std(std::boxed::Box::new(Probe::<Align4096>::new(
            1,
        ))));
        drop(through_std(std::boxed::Box::new(Token::<Align4096>::new())));
        drop(through_std::<[Probe]>([1, 2].map(Probe::new).into()));
        drop(through_std::<[Probe]>([].into()));
        assert_eq!(&*through_std::<str>("dry".into()), "dry");
        let shown: std::boxed::Box<dyn Debug> = std::boxed::Box::new(Probe::<()>::new(3));
        assert!(format!("{:?}", through_std(shown)).contains("value: 3"));
        let called: std::boxed::Box<dyn FnOnce() -> u8> = std::boxed::Box::new(|| 5);
        assert_eq!(through_std(called)(), 5);
        // Each side frees what the other one made.
        drop(Box::from_std(std::boxed::Box::new(Probe::<()>::new(4))));
        drop(Box::into_std(Box::new(Probe::<()>::new(5))));
        drop(Box::into_std(Box::new(Token::<Align4096>::new())));
        drop(Box::<[Probe]>::from(std::boxed::Box::<[Probe]>::from(
            [6].map(Probe::new),
        )));
        drop(<Box<Probe>>::from(std::boxed::Box::new(Probe::new(7))));
    });
    world.finish();
}

#[test]
fn moving_out_of_std_moves_the_value() {
    let name = Box::new(String::from("wall"));
    let name: String = *Box::into_std(name);
    assert_eq!(name, "wall");
}
