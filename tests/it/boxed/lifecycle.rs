//! What is dropped, when, and in which order; compared with std where std has the same.

use std::mem;
use std::pin::Pin;

use drystone::alloc::{AllocError, Allocator, Global, Layout};
use drystone::boxed::Box;

use std::cell::RefCell;
use std::ptr::NonNull;

use crate::support::catch::catch;
use crate::support::heap::{Handle, Heap, Manner};
use crate::support::loud::{Loud, Value, log, take_log};
use crate::support::probe::Probe;
use crate::support::world::{Fuse, Kind, World};

#[test]
fn value_then_block_then_handle() {
    for panics in [false, true] {
        let b = Box::new_in(Value { panics }, Loud);
        assert_eq!(catch(|| drop(b)).is_err(), panics);
        assert_eq!(take_log(), ["value", "block", "handle"]);
    }
}

#[test]
fn an_unwritten_value_is_not_dropped() {
    drop(Box::<Value, _>::new_uninit_in(Loud));
    assert_eq!(take_log(), ["block", "handle"]);
    let (value, block) = Box::take(Box::new_in(Value { panics: false }, Loud));
    drop(block);
    assert_eq!(take_log(), ["block", "handle"]);
    drop(value);
    assert_eq!(take_log(), ["value"]);
}

#[test]
fn into_inner_frees_the_block_and_not_the_value() {
    let value = Box::into_inner(Box::new_in(Value { panics: false }, Loud));
    assert_eq!(take_log(), ["block", "handle"]);
    drop(value);
    assert_eq!(take_log(), ["value"]);
}

#[test]
fn map_frees_the_old_block_before_it_asks_for_a_new_one() {
    struct One(RefCell<bool>);
    // SAFETY: every call goes to `Global`.
    unsafe impl Allocator for One {
        fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
            assert!(
                !self.0.replace(true),
                "a second block while the first is out"
            );
            Global.allocate(layout)
        }

        unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
            self.0.replace(false);
            // SAFETY: passed on.
            unsafe { Global.deallocate(ptr, layout) }
        }
    }
    let b = Box::map(Box::new_in(1_u8, One(RefCell::new(false))), u64::from);
    assert_eq!(*b, 1);
}

#[test]
fn map_needs_equal_sizes_and_equal_alignments() {
    let heap = Heap::new(Manner::Moving);
    let bytes = Box::new_in([1_u8, 0, 0, 0, 0, 0, 0, 0], &heap);
    let number = Box::map(bytes, u64::from_le_bytes);
    assert_eq!((*number, heap.calls()), (1, 3));
    let at = Box::as_ptr(&number).cast::<i64>();
    let signed = Box::map(number, u64::cast_signed);
    assert_eq!((*signed, heap.calls()), (1, 3));
    assert_eq!(Box::as_ptr(&signed), at);
    drop(signed);
    heap.finish();
}

#[test]
fn leak_keeps_value_block_and_handle() {
    let leaked: &mut Value = Box::leak(Box::new_in(Value { panics: false }, Loud));
    assert!(take_log().is_empty());
    // SAFETY: the reference is the box's pointer, and is not used again.
    drop(unsafe { Box::from_raw_in(leaked, Loud) });
    assert_eq!(take_log(), ["value", "block", "handle"]);
}

#[test]
fn elements_drop_first_to_last_even_past_a_panic() {
    for at in 0..4 {
        let mut ours = World::new();
        let slice = ours.run(|| Box::<[Probe]>::from([1, 2, 3].map(Probe::new)));
        ours.arm(Fuse {
            kind: Kind::Drop,
            at,
        });
        let unwound = ours.run(|| catch(|| drop(slice)).is_err());
        let mut theirs = World::new();
        let slice = theirs.run(|| std::boxed::Box::<[Probe]>::from([1, 2, 3].map(Probe::new)));
        theirs.arm(Fuse {
            kind: Kind::Drop,
            at,
        });
        assert_eq!(theirs.run(|| catch(|| drop(slice)).is_err()), unwound);
        assert_eq!(ours.take_dropped(), theirs.take_dropped());
        ours.finish();
        theirs.finish();
    }
}

#[test]
fn swap_moves_boxes_not_values() {
    let (mut a, mut b) = (Box::new(1), Box::new(2));
    let (at_a, at_b) = (Box::as_ptr(&a), Box::as_ptr(&b));
    mem::swap(&mut a, &mut b);
    assert_eq!((Box::as_ptr(&a), Box::as_ptr(&b)), (at_b, at_a));
    mem::swap(&mut *a, &mut *b);
    assert_eq!((*a, *b), (1, 2));
}

#[test]
fn a_pinned_value_stays_and_is_dropped_in_place() {
    struct Where(*const Where);
    impl Drop for Where {
        fn drop(&mut self) {
            assert_eq!(self.0, &raw const *self);
            log("in place");
        }
    }
    let mut b = Box::new(Where(std::ptr::null()));
    b.0 = &raw const *b;
    let pinned: Pin<Box<Where>> = b.into();
    let moved = [pinned];
    assert_eq!(moved[0].0, &raw const *moved[0]);
    drop(moved);
    assert_eq!(take_log(), ["in place"]);
}

#[test]
fn a_list_of_boxes_is_freed_to_the_last_node() {
    struct Node<'a> {
        _value: Probe,
        next: Option<Box<Node<'a>, &'a Heap>>,
    }
    let heap = Heap::new(Manner::Moving);
    let mut world = World::new();
    world.run(|| {
        let mut list = None;
        for value in 0..20 {
            let _value = Probe::new(value);
            list = Some(Box::new_in(Node { _value, next: list }, &heap));
        }
        assert_eq!(heap.live(), 20);
        let mut list = list.expect("there are 20");
        list.next.as_mut().expect("a second").next = None;
        assert_eq!(heap.live(), 2);
    });
    world.finish();
    heap.finish();
}

#[test]
fn a_box_of_an_allocator_is_an_allocator() {
    let handle = Handle::new(Heap::new(Manner::Moving));
    let inner = Box::new(handle.another());
    let mut vec = drystone::vec::Vec::new_in(inner);
    (0..100_u32).for_each(|n| vec.push(n));
    let slice = Box::<[u32], _>::from(vec);
    assert_eq!((slice[99], handle.heap().live()), (99, 1));
    drop(slice);
    // Grown 4, 8, 16, 32, 64, 128, shrunk to 100, freed.
    assert_eq!(handle.heap().calls(), 8);
    let zeroed = Box::<[u32], _>::new_zeroed_slice_in(9, Box::new(handle.another()));
    // SAFETY: zero is a u32.
    assert_eq!(*unsafe { zeroed.assume_init() }, [0; 9]);
    handle.heap().finish();
}
