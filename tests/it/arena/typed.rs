//! What a `TypedArena` holds, for how long, and in which order it goes.

use std::ptr::{self, NonNull};

use drystone::alloc::{AllocError, Allocator, Global, Layout, TryReserveErrorKind};
use drystone::arena::{SharedArena, TypedArena};

use super::HEADER;
use crate::support::catch::catch;
use crate::support::feed::{Data, Feed, Hint};
use crate::support::heap::{Handle, Heap, Manner, Trouble};
use crate::support::probe::{Align64, Align4096, Elem, Probe, Token};
use crate::support::scale::{cases, scale};
use crate::support::world::{Fuse, Kind, World};

/// Runs a test with a heap and a ledger, both of which must be empty at the end.
fn run(manner: Manner, test: impl FnOnce(&Handle)) {
    let handle = Handle::new(Heap::new(manner));
    let mut world = World::new();
    world.run(|| test(&handle));
    world.finish();
    handle.heap().finish();
}

#[test]
fn an_empty_arena_asks_for_no_memory() {
    run(Manner::Moving, |handle| {
        let mut arena = TypedArena::<Probe, _>::new_in(handle.another());
        assert!(arena.is_empty());
        arena.clear();
        assert_eq!(arena.iter_mut().len(), 0);
        assert_eq!(format!("{:?}", arena.iter_mut()), "IterMut { left: 0, .. }");
        assert!(arena.alloc_extend([]).is_empty());
        assert_eq!(arena.uninitialized_array().len(), 0);
        assert_eq!(format!("{arena:?}"), "TypedArena { len: 0, .. }");
        let shared = SharedArena::<Probe, _>::new_in(handle.another());
        assert!(shared.get(0).is_none() && shared.iter().next().is_none());
        drop(shared);
        drop(arena);
        assert_eq!(handle.heap().calls(), 0);
        // Elements without size need none either.
        let arena = TypedArena::<Token<Align4096>, _>::with_capacity_in(7, handle.another());
        let token = arena.alloc(Token::new());
        assert!(ptr::from_ref(token).is_aligned());
        assert_eq!(arena.alloc_extend([Token::new(), Token::new()]).len(), 2);
        assert_eq!(arena.len(), 3);
        assert_eq!(arena.uninitialized_array().len(), usize::MAX - 3);
        drop(arena.into_vec());
        assert_eq!(handle.heap().calls(), 0);
    });
}

#[test]
fn chunks_double_and_keep_what_is_in_them() {
    run(Manner::Moving, |handle| {
        let arena = TypedArena::new_in(handle.another());
        let mut all: Vec<&mut u64> = Vec::new();
        for i in 0..1000 {
            all.push(arena.alloc(i));
            assert!(!arena.is_empty());
            assert_eq!(arena.len(), all.len());
        }
        assert!(all.iter().zip(0..).all(|(x, i)| **x == i));
        let sizes = handle.heap().sizes();
        assert_eq!(sizes[0].0, 1024, "one kilobyte, header included");
        let content = |i: usize| sizes[i].0 - HEADER;
        for i in 1..sizes.len() {
            assert_eq!(content(i), 2 * content(i - 1));
        }
    });
}

#[test]
fn values_of_any_size_and_alignment_have_room() {
    fn one<T: Elem>(handle: &Handle) {
        let mut arena = TypedArena::new_in(handle.another());
        let count = scale(300, 20);
        for i in 0..count {
            let x = arena.alloc(T::make((i % 200) as u8));
            assert!(ptr::from_ref(x).is_aligned());
        }
        let all = arena.alloc_extend((0..9).map(T::make));
        assert_eq!(all.len(), 9);
        let zst = size_of::<T>() == 0;
        for (i, x) in (0..count).zip(arena.iter_mut()) {
            assert_eq!(usize::from(x.value()), if zst { 0 } else { i % 200 });
        }
        assert_eq!(arena.len(), count + 9);
    }
    for manner in Manner::ALL {
        run(manner, |handle| {
            one::<u8>(handle);
            one::<u64>(handle);
            one::<String>(handle);
            one::<Probe>(handle);
            one::<Probe<Align64>>(handle);
            one::<Probe<Align4096>>(handle);
            one::<Token>(handle);
            one::<Token<Align4096>>(handle);
        });
    }
    // Larger than the usual first chunk.
    let arena = TypedArena::new();
    assert_eq!(arena.alloc([7_u8; 5000])[4999], 7);
    assert_eq!(arena.alloc([8_u8; 5000])[0], 8);
}

/// For every k, the k-th drop panics.
#[test]
fn elements_drop_in_order_also_past_a_panic() {
    type Large = Probe<Align64>;
    type End = fn(TypedArena<Large, Handle>);
    let ends: [End; 2] = [drop, |mut arena| arena.clear()];
    for count in [1, 3, 80] {
        for at in cases(0..=count, 4) {
            for end in ends {
                let handle = Handle::new(Heap::new(Manner::Moving));
                let mut world = World::new();
                let arena = world.run(|| {
                    let arena = TypedArena::new_in(handle.another());
                    for i in 0..count {
                        let _ = arena.alloc(Large::new(i));
                    }
                    arena
                });
                assert_eq!(handle.heap().live() > 1, count == 80);
                world.arm(Fuse {
                    kind: Kind::Drop,
                    at: at.into(),
                });
                let result = world.run(|| catch(|| end(arena)));
                assert_eq!(result.is_err(), at < count);
                assert!(world.take_dropped().into_iter().eq(0..count));
                world.finish();
                handle.heap().finish();
            }
        }
    }
}

#[test]
fn chunks_are_given_back_also_past_a_panic() {
    for at in 0.. {
        let handle = Handle::new(Heap::new(Manner::Moving));
        let arena = TypedArena::new_in(handle.another());
        for i in 0..scale(1000, 300).max(300) {
            let _ = arena.alloc(i);
        }
        assert!(handle.heap().live() > 1);
        handle.heap().arm(Trouble::Unwind, at);
        let result = catch(|| drop(arena));
        let reached = handle.heap().disarm();
        assert_eq!(result.is_err(), reached);
        assert_eq!(handle.heap().lost(), usize::from(reached));
        handle.heap().finish();
        if !reached {
            break;
        }
    }
}

#[test]
fn tokens_are_counted_and_dropped_past_a_panic() {
    for at in 0..=5 {
        let mut world = World::new();
        let arena = world.run(|| {
            let arena = TypedArena::new();
            for _ in 0..5 {
                let _ = arena.alloc(Token::<Align64>::new());
            }
            arena
        });
        assert_eq!(world.live(), 5);
        world.arm(Fuse {
            kind: Kind::Drop,
            at,
        });
        assert_eq!(world.run(|| catch(|| drop(arena))).is_err(), at < 5);
        assert_eq!(world.take_dropped().len(), 5);
        world.finish();
    }
}

#[test]
fn more_sizeless_elements_than_can_be_counted() {
    let arena = TypedArena::<[u64; 0]>::new();
    // SAFETY: elements without bytes have nothing to be written.
    let slots = unsafe { arena.alloc_uninitialized(usize::MAX) };
    assert_eq!(slots.len(), usize::MAX);
    assert_eq!(arena.len(), usize::MAX);
    let rejected = arena.try_alloc([]).unwrap_err();
    assert_eq!(
        rejected.error().kind(),
        TryReserveErrorKind::CapacityOverflow
    );
    assert!(arena.try_alloc_extend([[]]).is_err());
    assert!(catch(|| arena.alloc([]).len()).is_err());
    assert_eq!(arena.len(), usize::MAX);
}

#[test]
fn clearing_keeps_the_chunks() {
    run(Manner::Moving, |handle| {
        let mut arena = SharedArena::new_in(handle.another());
        let fill = |arena: &SharedArena<Probe, Handle>| {
            for i in 0..200 {
                arena.alloc(Probe::new(i));
            }
        };
        fill(&arena);
        let blocks = handle.heap().sizes().len();
        assert!(blocks > 1);
        for round in 0..3 {
            let first = ptr::from_ref(&arena[0]);
            arena.clear();
            assert_eq!((arena.len(), arena.iter().count()), (0, 0));
            fill(&arena);
            assert_eq!(ptr::from_ref(&arena[0]), first);
            assert_eq!(handle.heap().sizes().len(), blocks, "round {round}");
            assert!((0..200).all(|i| usize::from(arena[i].value()) == i));
        }
        // What fits in none of them goes behind the ones that were passed over.
        arena.clear();
        arena.alloc(Probe::new(7));
        let many = arena.alloc_extend((0..=255).chain(0..=255).map(Probe::new));
        assert_eq!(many.len(), 512);
        assert_eq!(handle.heap().sizes().len(), blocks + 1);
        assert_eq!((arena[0].value(), arena[1].value()), (7, 0));
        assert!((0..513).all(|i| arena.get(i).is_some()) && arena.get(513).is_none());
        assert_eq!(arena.iter().count(), 513);
    });
}

#[test]
fn elements_move_into_a_vector() {
    for manner in Manner::ALL {
        run(manner, |handle| {
            let arena = TypedArena::new_in(handle.another());
            for i in 0..100 {
                let _ = arena.alloc(Probe::<()>::new(i));
            }
            let vec = arena.into_vec();
            assert_eq!(handle.heap().live(), 1, "the chunks are gone");
            assert!(vec.iter().zip(0..).all(|(x, i)| x.value() == i));
            drop(vec);
            let arena = TypedArena::<Probe, _>::with_capacity_in(3, handle.another());
            assert!(arena.into_vec().is_empty());
        });
    }
}

#[test]
fn slices_of_iterators_that_lie() {
    for hint in Hint::ALL {
        for revives in [false, true] {
            for len in [0, 1, 5, 90] {
                run(Manner::Moving, |handle| {
                    let data = Data {
                        len,
                        pattern: 0b11_01_00_10,
                    };
                    let arena = TypedArena::<Probe, _>::new_in(handle.another());
                    let _ = arena.alloc(Probe::new(9));
                    let result = arena.try_alloc_extend(Feed::new(data, hint, revives));
                    let made = match result {
                        Ok(slice) => {
                            assert!(slice.iter().map(Elem::value).eq(data.values()));
                            usize::from(len)
                        }
                        Err(error) => {
                            assert_eq!(hint, Hint::Endless);
                            assert_eq!(error.kind(), TryReserveErrorKind::CapacityOverflow);
                            0
                        }
                    };
                    let _ = arena.alloc(Probe::new(8));
                    assert_eq!(arena.len(), made + 2);
                    let values: Vec<u8> = arena.into_vec().iter().map(Elem::value).collect();
                    assert_eq!((values[0], values[made + 1]), (9, 8));
                });
            }
        }
    }
}

/// For every k, the k-th item panics.
#[test]
fn an_iterator_that_panics_leaves_the_arena_as_it_was() {
    for len in [1, 3, 90] {
        for at in cases(0..len, 4) {
            let handle = Handle::new(Heap::new(Manner::Moving));
            let mut world = World::new();
            let arena = world.run(|| {
                let arena = TypedArena::<Probe, _>::new_in(handle.another());
                let _ = arena.alloc(Probe::new(9));
                arena
            });
            world.arm(Fuse {
                kind: Kind::Call,
                at,
            });
            world.run(|| {
                let data = Data {
                    len: u8::try_from(len).expect("small"),
                    pattern: 0,
                };
                let feed = Feed::new(data, Hint::Unknown, false);
                assert!(catch(|| arena.alloc_extend(feed).len()).is_err());
                assert_eq!(arena.len(), 1);
                assert_eq!(arena.alloc(Probe::new(5)).value(), 5);
            });
            assert_eq!(world.live(), 2);
            world.run(|| drop(arena));
            world.finish();
            handle.heap().finish();
        }
    }
}

/// Room for twice as many items is a wish, room for one more is not; and a refusal is an answer.
#[test]
fn an_iterator_goes_on_in_small_chunks_where_large_ones_are_refused() {
    /// Refuses blocks of more bytes.
    struct UpTo(usize);

    // SAFETY: all blocks are the global allocator's.
    unsafe impl Allocator for UpTo {
        fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
            if layout.size() > self.0 {
                return Err(AllocError);
            }
            Global.allocate(layout)
        }

        unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
            // SAFETY: passed on.
            unsafe { Global.deallocate(ptr, layout) }
        }
    }

    let arena = TypedArena::<u64, _>::new_in(UpTo(1100));
    let made = arena.alloc_extend((0..1000).take_while(|i| *i < 125));
    assert!(made.iter().copied().eq(0..125));
    assert!(
        arena
            .try_alloc_extend((0..1000).take_while(|_| true))
            .is_err()
    );
    assert_eq!(arena.len(), 125);

    run(Manner::Moving, |handle| {
        let arena = TypedArena::<u64, _>::new_in(handle.another());
        handle.heap().arm(Trouble::Refuse, 0);
        assert!(arena.try_alloc_extend((0..9).take_while(|_| true)).is_err());
        assert!(handle.heap().disarm());
        assert_eq!(arena.alloc_extend((0..9).take_while(|_| true)).len(), 9);
    });
}

#[test]
fn room_is_reserved_once() {
    run(Manner::Moving, |handle| {
        let arena = TypedArena::with_capacity_in(1000, handle.another());
        let room = arena.uninitialized_array();
        assert!(room.len() >= 1000);
        let first = ptr::from_mut(arena.alloc(1_u32));
        assert_eq!(first, room.cast());
        assert_eq!(arena.alloc_extend(0..999).len(), 999);
        assert_eq!(handle.heap().sizes().len(), 1);
        assert_eq!(arena.uninitialized_array().len(), room.len() - 1000);
        let error = arena.try_reserve_extend(usize::MAX).unwrap_err();
        assert_eq!(error.kind(), TryReserveErrorKind::CapacityOverflow);
        let error = arena.try_reserve_extend(usize::MAX / 16).unwrap_err();
        assert!(matches!(
            error.kind(),
            TryReserveErrorKind::AllocError { .. }
        ));
        assert_eq!(arena.len(), 1000);

        let shared = SharedArena::new_in(handle.another());
        shared.reserve_extend(1000);
        let calls = handle.heap().calls();
        assert_eq!(shared.alloc_extend(0..1000).len(), 1000);
        assert_eq!(handle.heap().calls(), calls);
        let error = shared.try_reserve_extend(usize::MAX).unwrap_err();
        assert_eq!(error.kind(), TryReserveErrorKind::CapacityOverflow);
        assert!(shared.try_reserve_extend(10_000).is_ok());
        assert_eq!(handle.heap().calls(), calls + 1);
    });
    let arena = TypedArena::<u32>::with_capacity(1000);
    assert!(arena.uninitialized_array().len() >= 1000);
    let shared = SharedArena::with_capacity(1000);
    let all: Vec<*const u32> = (0..1000).map(|i| ptr::from_ref(shared.alloc(i))).collect();
    assert_eq!(all[999], all[0].wrapping_add(999), "in one chunk");
}

#[test]
fn strings_in_an_arena() {
    let arena = TypedArena::new();
    let texts: Vec<&mut str> = ["", "wall", "größer"].map(|s| arena.alloc_str(s)).into();
    assert_eq!(texts, ["", "wall", "größer"]);
    assert_eq!(arena.len(), 4 + 8);
    let shared = SharedArena::new();
    assert_eq!(shared.alloc_str(&"long".repeat(1000)).len(), 4000);
}

#[test]
fn slots_that_the_caller_writes() {
    run(Manner::Moving, |handle| {
        let mut arena = TypedArena::new_in(handle.another());
        // SAFETY: all slots are written at once.
        let slots = unsafe { arena.alloc_uninitialized(3) };
        for (slot, i) in slots.iter_mut().zip(0..) {
            slot.write(Probe::<()>::new(i));
        }
        let _ = arena.alloc(Probe::new(3));
        assert!(arena.iter_mut().zip(0..).all(|(x, i)| x.value() == i));
        assert_eq!(arena.len(), 4);
    });
}

#[test]
fn arenas_are_sent_with_their_elements() {
    fn is_send<T: Send>(_: &T) {}
    let arena = TypedArena::new();
    let _ = arena.alloc(String::from("sent"));
    is_send(&arena);
    is_send(&SharedArena::<u8>::new());
    let vec = std::thread::spawn(move || arena.into_vec())
        .join()
        .expect("no panic");
    assert_eq!(vec, ["sent"]);
    assert_eq!(
        size_of::<TypedArena<u8>>(),
        size_of::<TypedArena<u8, &Global>>() - size_of::<usize>()
    );
}

#[test]
fn references_stay_usable_whatever_is_added() {
    let arena = TypedArena::new();
    let first = arena.alloc(1_u32);
    let mut slices = Vec::new();
    for round in 0..8 {
        *first += 1;
        slices.push(arena.alloc_extend((0..100).map(|i| i + round)));
        *first += 1;
        arena.reserve_extend(50);
        *arena.alloc(7) += *first;
        for slice in &mut slices {
            slice[0] += 1;
        }
    }
    assert_eq!(*first, 17);
    let firsts: Vec<u32> = slices.iter().map(|slice| slice[0]).collect();
    assert_eq!(firsts, [8; 8]);
}

/// What stable refuses, by `tests/ui/arena_drop_check.rs`: the crate's own vector in a node, of references to nodes.
#[cfg(feature = "nightly")]
#[test]
fn nodes_hold_the_crates_own_lists_of_children() {
    use std::cell::RefCell;

    struct Node<'a>(u32, RefCell<drystone::vec::Vec<&'a Node<'a>>>);

    impl<'a> Node<'a> {
        fn sum(&self) -> u32 {
            let children = self.1.borrow();
            self.0 + children.iter().map(|child| child.sum()).sum::<u32>()
        }
    }

    let arena = TypedArena::new();
    let node = |value| -> &Node<'_> { arena.alloc(Node(value, RefCell::default())) };
    let root = node(1);
    for value in 2..5 {
        let child = node(value);
        child.1.borrow_mut().push(node(10 * value));
        root.1.borrow_mut().push(child);
    }
    assert_eq!(root.sum(), 1 + 2 + 3 + 4 + 20 + 30 + 40);
}
