//! What is dropped, when, and in which order; compared with std where std has the same.

use std::cell::RefCell;

use drystone::alloc::AllocError;

use crate::support::catch::catch;
use crate::support::heap::{Handle, Heap, Manner};
use crate::support::loud::{Loud, Value, log, take_log};
use crate::support::probe::{Align4096, Probe, Token};
use crate::support::scale::scale;
use crate::support::world::{Fuse, Kind, World};

use super::super::subject::{Counted, STACK_OF_STDS, Std, Unique, Weak};

#[test]
fn counted_value_then_block_then_handle() {
    for panics in [false, true] {
        let owner = Counted::new_in(Value { panics }, Loud);
        let also = Counted::clone(&owner);
        drop(also);
        assert_eq!(take_log(), ["handle"]);
        assert_eq!(catch(|| drop(owner)).is_err(), panics);
        assert_eq!(take_log(), ["value", "block", "handle"]);

        let unique = Unique::new_in(Value { panics }, Loud);
        assert_eq!(catch(|| drop(unique)).is_err(), panics);
        assert_eq!(take_log(), ["value", "block", "handle"]);
    }
}

#[test]
fn a_weak_keeps_the_block_and_not_the_value() {
    for panics in [false, true] {
        let owner = Counted::new_in(Value { panics }, Loud);
        let weak = Counted::downgrade(&owner);
        assert_eq!(catch(|| drop(owner)).is_err(), panics);
        assert_eq!(take_log(), ["value", "handle"]);
        assert!(weak.upgrade().is_none());
        drop(weak);
        assert_eq!(take_log(), ["block", "handle"]);
    }
}

#[test]
fn a_weak_of_nothing_has_no_block() {
    let weak = Weak::<Value, _>::new_in(Loud);
    drop(weak.clone());
    assert!(weak.upgrade().is_none());
    drop(weak);
    assert_eq!(take_log(), ["handle", "handle"]);
}

#[test]
fn a_value_leaves_its_counted_block_once() {
    let owner = Counted::new_in(Value { panics: false }, Loud);
    let value = Counted::try_unwrap(owner).ok().expect("there is one owner");
    assert_eq!(take_log(), ["block", "handle"]);
    drop(value);
    assert_eq!(take_log(), ["value"]);

    let owner = Counted::new_in(Value { panics: false }, Loud);
    let weak = Counted::downgrade(&owner);
    let value = Counted::into_inner(owner).expect("there is one owner");
    assert_eq!(take_log(), ["handle"]);
    drop(weak);
    assert_eq!(take_log(), ["block", "handle"]);
    drop(value);
    assert_eq!(take_log(), ["value"]);
}

#[test]
fn an_unwritten_counted_value_is_not_dropped() {
    drop(Counted::<Value, _>::new_uninit_in(Loud));
    assert_eq!(take_log(), ["block", "handle"]);
    let caught = catch(|| Counted::<Value, _>::new_cyclic_in(|_| panic!("no value"), Loud));
    assert!(caught.is_err());
    assert_eq!(take_log(), ["block", "handle"]);
    let failed = Counted::<Value, _>::try_new_cyclic_in(|_| Err(AllocError), Loud);
    assert!(failed.is_err());
    assert_eq!(take_log(), ["block", "handle"]);
}

#[test]
fn a_weak_kept_from_a_failed_cycle_never_upgrades() {
    let mut kept = None;
    let caught = catch(|| {
        Counted::new_cyclic_in(
            |back: &Weak<Value, _>| {
                kept = Some(back.clone());
                panic!("no value");
            },
            Loud,
        )
    });
    assert!(caught.is_err());
    let kept: Weak<Value, _> = kept.expect("it was called");
    assert_eq!(take_log(), ["handle"]);
    assert!(kept.upgrade().is_none());
    assert_eq!((kept.strong_count(), kept.weak_count()), (0, 0));
    drop(kept);
    assert_eq!(take_log(), ["block", "handle"]);
}

#[test]
fn make_mut_disassociates_weaks_and_keeps_the_value() {
    let mut owner = Counted::new_in(Vec::from([1]), Loud);
    let weak = Counted::downgrade(&owner);
    let at = owner.as_ptr();
    Counted::make_mut(&mut owner).clear();
    // Moved, not cloned: no handle came or went.
    assert_eq!(owner.as_ptr(), at);
    assert!(take_log().is_empty());
    assert!(weak.upgrade().is_none());
    drop(weak);
    assert_eq!(take_log(), ["block", "handle"]);
    drop(owner);
    assert_eq!(take_log(), ["block", "handle"]);
}

#[test]
fn elements_of_a_counted_slice_drop_first_to_last_even_past_a_panic() {
    for at in 0..4 {
        let mut ours = World::new();
        let slice = ours.run(|| Counted::<[Probe]>::from([1, 2, 3].map(Probe::new)));
        ours.arm(Fuse {
            kind: Kind::Drop,
            at,
        });
        let unwound = ours.run(|| catch(|| drop(slice)).is_err());
        let mut theirs = World::new();
        let slice = theirs.run(|| Std::<[Probe]>::from([1, 2, 3].map(Probe::new)));
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
fn map_drops_the_old_value_when_the_new_one_is_there() {
    struct New;
    impl Drop for New {
        fn drop(&mut self) {
            log("new");
        }
    }
    let unit = |panics| Counted::new_in((Value { panics }, [0_u8; 0]), Loud);
    let owner = Counted::map(unit(false), |(value, _)| (New, [u8::from(value.panics); 1]));
    assert_eq!(take_log(), ["value"]);
    drop(owner);
    assert_eq!(take_log(), ["new", "block", "handle"]);
    // The old value's drop unwinds: the new one goes too.
    assert!(catch(|| Counted::map(unit(true), |_| (New, [0_u8; 1]))).is_err());
    assert_eq!(take_log(), ["value", "new", "block", "handle"]);
}

#[test]
fn a_counted_value_stays_where_it_is() {
    let owner = Counted::pin(Probe::<Align4096>::new(1));
    let at = &raw const *owner;
    let moved = [owner.clone(), owner];
    assert!(
        moved
            .iter()
            .all(|owner| std::ptr::eq(at, &raw const **owner))
    );
    assert!(at.is_aligned());
}

#[test]
fn values_without_bytes_are_counted() {
    let heap = Heap::new(Manner::Moving);
    let mut world = World::new();
    world.run(|| {
        let owner = Counted::new_in(Token::<Align4096>::new(), &heap);
        assert!(Counted::as_ptr(&owner).is_aligned());
        let (also, weak) = (Counted::clone(&owner), Counted::downgrade(&owner));
        assert_eq!(heap.live(), 1);
        drop(owner);
        drop(also);
        assert!(weak.upgrade().is_none());
    });
    world.finish();
    heap.finish();
}

/// A node that knows its neighbours on both sides.
struct Node<'a> {
    _probe: Probe,
    next: RefCell<Option<Counted<Node<'a>, &'a Heap>>>,
    back: RefCell<Weak<Node<'a>, &'a Heap>>,
}

#[test]
fn a_ring_is_freed_when_its_one_strong_side_is_cut() {
    let heap = Heap::new(Manner::Moving);
    let mut world = World::new();
    world.run(|| {
        let ring: Vec<_> = (0..5)
            .map(|value| {
                Counted::new_in(
                    Node {
                        _probe: Probe::new(value),
                        next: RefCell::new(None),
                        back: RefCell::new(Weak::new_in(&heap)),
                    },
                    &heap,
                )
            })
            .collect();
        for i in 0..5 {
            let next = &ring[(i + 1) % 5];
            *ring[i].next.borrow_mut() = Some(Counted::clone(next));
            *next.back.borrow_mut() = Counted::downgrade(&ring[i]);
        }
        let first = Counted::clone(&ring[0]);
        drop(ring);
        assert_eq!((heap.live(), Counted::strong_count(&first)), (5, 2));
        let second = first.next.borrow_mut().take().expect("a ring");
        assert!(Counted::ptr_eq(
            &second.back.borrow().upgrade().expect("the first is here"),
            &first
        ));
        drop(first);
        // The last one in the row still owns the first.
        assert_eq!(second.back.borrow().strong_count(), 1);
    });
    world.finish();
    heap.finish();
}

/// As in a graph: the nodes are in a list, and point at any others.
#[test]
fn a_large_graph_comes_and_goes() {
    struct Vertex {
        edges: RefCell<Vec<Weak<Vertex>>>,
        also: RefCell<Option<Counted<Vertex>>>,
    }
    let n = scale(100_000, 300);
    let graph: Vec<_> = (0..n)
        .map(|_| {
            Counted::new(Vertex {
                edges: RefCell::new(Vec::new()),
                also: RefCell::new(None),
            })
        })
        .collect();
    for (i, vertex) in graph.iter().enumerate() {
        for k in [1, 7, 13] {
            let to = &graph[(i * k + k) % n];
            vertex.edges.borrow_mut().push(Counted::downgrade(to));
        }
        // Backwards only, so that no cycle is made; each goes when the list's own pointer has gone.
        if i > 0 {
            *vertex.also.borrow_mut() = Some(Counted::clone(&graph[i - 1]));
        }
    }
    let alive = |graph: &[Counted<Vertex>]| {
        let edges = graph.iter().map(|vertex| {
            let edges = vertex.edges.borrow();
            edges.iter().filter(|to| to.upgrade().is_some()).count()
        });
        edges.sum::<usize>()
    };
    assert_eq!(alive(&graph), 3 * n);
    let mut graph = graph;
    // From the back, each is dropped before what it owns: no drop runs inside another.
    while let Some(vertex) = graph.pop() {
        drop(vertex);
    }
}

/// How much of the stack each drop in a chain of them takes, in bytes.
fn stack_per_drop(build: impl FnOnce(usize), length: usize) -> usize {
    DEPTH.with(|depth| depth.take());
    build(length);
    let places = DEPTH.with(|depth| depth.take());
    let (first, last) = (places[0], places[places.len() - 1]);
    first.abs_diff(last) / (places.len() - 1)
}

thread_local! {
    static DEPTH: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

struct Deep;

impl Drop for Deep {
    fn drop(&mut self) {
        let here = 0_u8;
        DEPTH.with(|depth| depth.borrow_mut().push((&raw const here).addr()));
    }
}

/// A chain that std drops without using up the stack must not use it up here: one more owner takes so much of what std takes.
#[test]
fn a_chain_needs_the_stack_of_stds() {
    struct Ours(
        Deep,
        #[expect(dead_code, reason = "dropped")] Option<Counted<Ours>>,
    );
    struct Theirs(
        Deep,
        #[expect(dead_code, reason = "dropped")] Option<Std<Theirs>>,
    );
    let ours = stack_per_drop(
        |length| {
            let mut chain = None;
            for _ in 0..length {
                chain = Some(Counted::new(Ours(Deep, chain)));
            }
        },
        scale(1_000, 20),
    );
    let theirs = stack_per_drop(
        |length| {
            let mut chain = None;
            for _ in 0..length {
                chain = Some(Std::new(Theirs(Deep, chain)));
            }
        },
        scale(1_000, 20),
    );
    println!("{ours} bytes of stack for each drop, std {theirs}");
    // Unoptimised, each little function has a frame; and an interpreter's addresses mean nothing.
    if !cfg!(debug_assertions) && !cfg!(miri) {
        let most = theirs * STACK_OF_STDS / 100;
        assert!(ours <= most, "{ours} bytes a drop, std {theirs}");
    }
}

#[test]
fn an_owner_of_an_allocator_is_an_allocator() {
    let shared = Counted::new(Handle::new(Heap::new(Manner::Moving)));
    let mut vec = drystone::vec::Vec::new_in(Counted::clone(&shared));
    (0..100_u32).for_each(|n| vec.push(n));
    let slice = Counted::<[u32], _>::from(vec);
    assert_eq!((slice[99], shared.heap().live()), (99, 1));
    assert_eq!(Counted::strong_count(&shared), 2);
    drop(slice);
    let zeroed = Counted::<[u32], _>::new_zeroed_slice_in(9, Counted::clone(&shared));
    // SAFETY: zero is a u32.
    assert_eq!(*unsafe { zeroed.assume_init() }, [0; 9]);
    shared.heap().finish();
}
