//! What is dropped, when, and in which order; compared with std where std has the same.

use std::cell::RefCell;
use std::mem;
use std::ptr::NonNull;

use drystone::alloc::{AllocError, Allocator, Global, Layout};
use drystone::sync::{Arc, UniqueArc, Weak};

use crate::support::catch::catch;
use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Align4096, Probe, Token};
use crate::support::scale::scale;
use crate::support::world::{Fuse, Kind, World};

thread_local! {
    static LOG: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

fn log(what: &'static str) {
    LOG.with(|log| log.borrow_mut().push(what));
}

fn take_log() -> Vec<&'static str> {
    LOG.with(|log| mem::take(&mut *log.borrow_mut()))
}

/// A global allocator that says when it frees, with a handle that says when it goes.
#[derive(Clone)]
struct Loud;

// SAFETY: every call goes to `Global`.
unsafe impl Allocator for Loud {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        log("block");
        // SAFETY: passed on.
        unsafe { Global.deallocate(ptr, layout) }
    }
}

impl Drop for Loud {
    fn drop(&mut self) {
        log("handle");
    }
}

/// A value that says when it is dropped, and then panics if it is told to.
struct Value {
    panics: bool,
}

impl Drop for Value {
    fn drop(&mut self) {
        log("value");
        if self.panics {
            std::panic::resume_unwind(Box::new(()));
        }
    }
}

#[test]
fn counted_value_then_block_then_handle() {
    for panics in [false, true] {
        let arc = Arc::new_in(Value { panics }, Loud);
        let also = Arc::clone(&arc);
        drop(also);
        assert_eq!(take_log(), ["handle"]);
        assert_eq!(catch(|| drop(arc)).is_err(), panics);
        assert_eq!(take_log(), ["value", "block", "handle"]);

        let unique = UniqueArc::new_in(Value { panics }, Loud);
        assert_eq!(catch(|| drop(unique)).is_err(), panics);
        assert_eq!(take_log(), ["value", "block", "handle"]);
    }
}

#[test]
fn a_weak_keeps_the_block_and_not_the_value() {
    for panics in [false, true] {
        let arc = Arc::new_in(Value { panics }, Loud);
        let weak = Arc::downgrade(&arc);
        assert_eq!(catch(|| drop(arc)).is_err(), panics);
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
    let arc = Arc::new_in(Value { panics: false }, Loud);
    let value = Arc::try_unwrap(arc).ok().expect("there is one owner");
    assert_eq!(take_log(), ["block", "handle"]);
    drop(value);
    assert_eq!(take_log(), ["value"]);

    let arc = Arc::new_in(Value { panics: false }, Loud);
    let weak = Arc::downgrade(&arc);
    let value = Arc::into_inner(arc).expect("there is one owner");
    assert_eq!(take_log(), ["handle"]);
    drop(weak);
    assert_eq!(take_log(), ["block", "handle"]);
    drop(value);
    assert_eq!(take_log(), ["value"]);
}

#[test]
fn an_unwritten_counted_value_is_not_dropped() {
    drop(Arc::<Value, _>::new_uninit_in(Loud));
    assert_eq!(take_log(), ["block", "handle"]);
    let caught = catch(|| Arc::<Value, _>::new_cyclic_in(|_| panic!("no value"), Loud));
    assert!(caught.is_err());
    assert_eq!(take_log(), ["block", "handle"]);
    let failed = Arc::<Value, _>::try_new_cyclic_in(|_| Err(AllocError), Loud);
    assert!(failed.is_err());
    assert_eq!(take_log(), ["block", "handle"]);
}

#[test]
fn a_weak_kept_from_a_failed_cycle_never_upgrades() {
    let mut kept = None;
    let caught = catch(|| {
        Arc::new_cyclic_in(
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
    let mut arc = Arc::new_in(Vec::from([1]), Loud);
    let weak = Arc::downgrade(&arc);
    let at = arc.as_ptr();
    Arc::make_mut(&mut arc).clear();
    // Moved, not cloned: no handle came or went.
    assert_eq!(arc.as_ptr(), at);
    assert!(take_log().is_empty());
    assert!(weak.upgrade().is_none());
    drop(weak);
    assert_eq!(take_log(), ["block", "handle"]);
    drop(arc);
    assert_eq!(take_log(), ["block", "handle"]);
}

#[test]
fn elements_of_a_counted_slice_drop_first_to_last_even_past_a_panic() {
    for at in 0..4 {
        let mut ours = World::new();
        let slice = ours.run(|| Arc::<[Probe]>::from([1, 2, 3].map(Probe::new)));
        ours.arm(Fuse {
            kind: Kind::Drop,
            at,
        });
        let unwound = ours.run(|| catch(|| drop(slice)).is_err());
        let mut theirs = World::new();
        let slice = theirs.run(|| std::sync::Arc::<[Probe]>::from([1, 2, 3].map(Probe::new)));
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
    let unit = |panics| Arc::new_in((Value { panics }, [0_u8; 0]), Loud);
    let arc = Arc::map(unit(false), |(value, _)| (New, [u8::from(value.panics); 1]));
    assert_eq!(take_log(), ["value"]);
    drop(arc);
    assert_eq!(take_log(), ["new", "block", "handle"]);
    // The old value's drop unwinds: the new one goes too.
    assert!(catch(|| Arc::map(unit(true), |_| (New, [0_u8; 1]))).is_err());
    assert_eq!(take_log(), ["value", "new", "block", "handle"]);
}

#[test]
fn a_counted_value_stays_where_it_is() {
    let arc = Arc::pin(Probe::<Align4096>::new(1));
    let at = &raw const *arc;
    let moved = [arc.clone(), arc];
    assert!(moved.iter().all(|arc| std::ptr::eq(at, &raw const **arc)));
    assert!(at.is_aligned());
}

#[test]
fn values_without_bytes_are_counted() {
    let heap = Heap::new(Manner::Moving);
    let mut world = World::new();
    world.run(|| {
        let arc = Arc::new_in(Token::<Align4096>::new(), &heap);
        assert!(Arc::as_ptr(&arc).is_aligned());
        let (also, weak) = (Arc::clone(&arc), Arc::downgrade(&arc));
        assert_eq!(heap.live(), 1);
        drop(arc);
        drop(also);
        assert!(weak.upgrade().is_none());
    });
    world.finish();
    heap.finish();
}

/// A node that knows its neighbours on both sides.
struct Node<'a> {
    _probe: Probe,
    next: RefCell<Option<Arc<Node<'a>, &'a Heap>>>,
    back: RefCell<Weak<Node<'a>, &'a Heap>>,
}

#[test]
fn a_ring_is_freed_when_its_one_strong_side_is_cut() {
    let heap = Heap::new(Manner::Moving);
    let mut world = World::new();
    world.run(|| {
        let ring: Vec<_> = (0..5)
            .map(|value| {
                Arc::new_in(
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
            *ring[i].next.borrow_mut() = Some(Arc::clone(next));
            *next.back.borrow_mut() = Arc::downgrade(&ring[i]);
        }
        let first = Arc::clone(&ring[0]);
        drop(ring);
        assert_eq!((heap.live(), Arc::strong_count(&first)), (5, 2));
        let second = first.next.borrow_mut().take().expect("a ring");
        assert!(Arc::ptr_eq(
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
        also: RefCell<Option<Arc<Vertex>>>,
    }
    let n = scale(100_000, 300);
    let graph: Vec<_> = (0..n)
        .map(|_| {
            Arc::new(Vertex {
                edges: RefCell::new(Vec::new()),
                also: RefCell::new(None),
            })
        })
        .collect();
    for (i, vertex) in graph.iter().enumerate() {
        for k in [1, 7, 13] {
            let to = &graph[(i * k + k) % n];
            vertex.edges.borrow_mut().push(Arc::downgrade(to));
        }
        // Backwards only, so that no cycle is made; each goes when the list's own pointer has gone.
        if i > 0 {
            *vertex.also.borrow_mut() = Some(Arc::clone(&graph[i - 1]));
        }
    }
    let alive = |graph: &[Arc<Vertex>]| {
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

/// A chain that std drops without using up the stack should not use it up here: it may take half as much again, no more.
#[test]
fn a_chain_needs_little_more_stack_than_stds() {
    struct Ours(
        Deep,
        #[expect(dead_code, reason = "dropped")] Option<Arc<Ours>>,
    );
    struct Theirs(
        Deep,
        #[expect(dead_code, reason = "dropped")] Option<std::sync::Arc<Theirs>>,
    );
    let ours = stack_per_drop(
        |length| {
            let mut chain = None;
            for _ in 0..length {
                chain = Some(Arc::new(Ours(Deep, chain)));
            }
        },
        scale(1_000, 20),
    );
    let theirs = stack_per_drop(
        |length| {
            let mut chain = None;
            for _ in 0..length {
                chain = Some(std::sync::Arc::new(Theirs(Deep, chain)));
            }
        },
        scale(1_000, 20),
    );
    println!("{ours} bytes of stack for each drop, std {theirs}");
    // Unoptimised, each little function has a frame; and an interpreter's addresses mean nothing.
    if !cfg!(debug_assertions) && !cfg!(miri) {
        assert!(
            ours <= theirs + theirs / 2,
            "{ours} bytes a drop, std {theirs}"
        );
    }
}

#[test]
fn an_owner_of_an_allocator_is_an_allocator() {
    let shared = Arc::new(Handle::new(Heap::new(Manner::Moving)));
    let mut vec = drystone::vec::Vec::new_in(Arc::clone(&shared));
    (0..100_u32).for_each(|n| vec.push(n));
    let slice = Arc::<[u32], _>::from(vec);
    assert_eq!((slice[99], shared.heap().live()), (99, 1));
    assert_eq!(Arc::strong_count(&shared), 2);
    drop(slice);
    let zeroed = Arc::<[u32], _>::new_zeroed_slice_in(9, Arc::clone(&shared));
    // SAFETY: zero is a u32.
    assert_eq!(*unsafe { zeroed.assume_init() }, [0; 9]);
    shared.heap().finish();
}
