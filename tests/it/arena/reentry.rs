//! Iterators, elements and allocators that come back to the arena at work.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc as Kept;

use drystone::alloc::{AllocError, Allocator, Global, Layout};
use drystone::arena::{Bump, Forget, SharedArena, TypedArena};

use crate::support::catch::catch;
use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Elem, Probe};
use crate::support::scale::scale;
use crate::support::world::World;

/// An iterator of numbers, which adds others to the arena, each with one slice more of its own, `depth` deep.
fn nested<'a>(
    arena: &'a SharedArena<Probe, Handle>,
    from: u8,
    depth: u8,
    model: &'a RefCell<Vec<u8>>,
) -> impl Iterator<Item = Probe> + 'a {
    (from..from + 4).map(move |i| {
        if depth > 0 {
            if i % 2 == 0 {
                arena.alloc(Probe::new(100 + i));
                model.borrow_mut().push(100 + i);
            }
            let inner: Box<dyn Iterator<Item = Probe>> =
                Box::new(nested(arena, 10 * depth + i, depth - 1, model));
            let made = arena.alloc_extend(inner);
            assert_eq!(made.len(), 4);
            model.borrow_mut().extend(made.iter().map(Elem::value));
        }
        Probe::new(i)
    })
}

#[test]
fn iterators_that_add_to_the_arena() {
    for before in [0, 1, 60, 63, 64] {
        let handle = Handle::new(Heap::new(Manner::Moving));
        let mut world = World::new();
        world.run(|| {
            let arena = SharedArena::new_in(handle.another());
            let model = RefCell::new(Vec::new());
            for i in 0..before {
                arena.alloc(Probe::new(i));
                model.borrow_mut().push(i);
            }
            let outer = arena.alloc_extend(nested(&arena, 0, 2, &model));
            model.borrow_mut().extend(outer.iter().map(Elem::value));
            // The order in which they were finished is the order of their numbers.
            let model = model.into_inner();
            assert!(arena.iter().map(Elem::value).eq(model.iter().copied()));
            assert_eq!(arena.len(), model.len());
            assert!((0..model.len()).all(|i| arena[i].value() == model[i]));
        });
        world.finish();
        handle.heap().finish();
    }
}

/// Its drop adds an element to the arena that it was made for.
struct Adds {
    probe: Probe,
    to: Option<Kept<TypedArena<Adds>>>,
}

impl Drop for Adds {
    fn drop(&mut self) {
        if let Some(arena) = self.to.take() {
            let value = 100 + self.probe.value();
            let added = arena.alloc(Adds {
                probe: Probe::new(value),
                to: None,
            });
            assert_eq!(added.probe.value(), value);
        }
        let _ = self.probe.value();
    }
}

#[test]
fn items_that_add_elements_while_they_are_dropped() {
    let mut world = World::new();
    world.run(|| {
        let arena = Kept::new(TypedArena::new());
        let make = |i| {
            assert!(i < 5, "the sixth");
            Adds {
                probe: Probe::new(i),
                to: Some(Kept::clone(&arena)),
            }
        };
        // Dropped where they were written, while others are added behind.
        assert!(catch(|| arena.alloc_extend((0..9).map(make)).len()).is_err());
        assert_eq!(arena.len(), 5);
        let arena = Kept::into_inner(arena).expect("the items are gone");
        assert!(
            arena
                .into_vec()
                .iter()
                .map(|x| x.probe.value())
                .eq(100..105)
        );
    });
    world.finish();
}

type Arena = SharedArena<u64, Comes>;

/// An allocator that adds an element to the arena that asks it for a chunk.
#[derive(Clone, Default)]
struct Comes(Kept<RefCell<Option<Kept<Arena>>>>, Kept<Cell<u32>>);

// SAFETY: all blocks are the global allocator's.
unsafe impl Allocator for Comes {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let arena = self.0.borrow().clone();
        if let Some(arena) = arena.filter(|_| self.1.get() < 3) {
            self.1.set(self.1.get() + 1);
            arena.alloc(1000 + u64::from(self.1.get()));
        }
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { Global.deallocate(ptr, layout) }
    }
}

#[test]
fn an_allocator_that_adds_to_the_arena() {
    let comes = Comes::default();
    let arena = Kept::new(Arena::new_in(comes.clone()));
    *comes.0.borrow_mut() = Some(Kept::clone(&arena));
    let mut made = Vec::new();
    for i in 0..scale(500, 70) as u64 {
        comes.1.set(comes.1.get() % 3);
        made.push((arena.alloc(i), i));
        let slice = arena.alloc_extend(i..i + 3);
        assert!(slice.iter().copied().eq(i..i + 3));
    }
    assert!(made.iter().all(|(x, i)| **x == *i));
    let added = arena.iter().filter(|x| **x > 1000).count();
    assert!(added >= 2, "it came back");
    assert_eq!(arena.len(), 4 * made.len() + added);
    *comes.0.borrow_mut() = None;
}

type Bumps = Bump<Forget, Chunks>;

/// An allocator that takes blocks from the arena that asks it for a chunk.
#[derive(Clone, Default)]
struct Chunks(Kept<RefCell<Option<Kept<Bumps>>>>, Kept<Cell<u32>>);

// SAFETY: all blocks are the global allocator's.
unsafe impl Allocator for Chunks {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let bump = self.0.borrow().clone();
        if let Some(bump) = bump.filter(|_| self.1.get() < 3) {
            self.1.set(self.1.get() + 1);
            // Refused where the chunk that is being asked for takes all that the limit leaves.
            if let Ok(bytes) = bump.try_alloc_slice_fill_copy(100, 0x77_u8) {
                assert_eq!(bytes, [0x77; 100]);
            }
        }
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { Global.deallocate(ptr, layout) }
    }
}

#[test]
fn a_bump_whose_allocator_comes_back() {
    let chunks = Chunks::default();
    let bump = Kept::new(Bumps::new_in(chunks.clone()));
    *chunks.0.borrow_mut() = Some(Kept::clone(&bump));
    bump.set_allocation_limit(Some(100_000));
    let mut made = Vec::new();
    for i in 0..scale(800, 80) as u64 {
        chunks.1.set(chunks.1.get() % 3);
        made.push((bump.alloc([i; 3]), i));
        if i % 10 == 0 {
            bump.scope(|inner| inner.alloc_slice_fill_copy(300, 0x11_u8).len());
        }
    }
    assert!(made.iter().all(|(x, i)| **x == [*i; 3]));
    assert!(bump.allocated_bytes_including_metadata() <= 100_000);
    *chunks.0.borrow_mut() = None;
}

/// The rest of a chunk that an iterator was filling is lost when the iterator has added to the arena; it must not make the next
/// chunk larger.
#[test]
fn an_iterator_that_adds_to_the_arena_costs_a_small_chunk() {
    let heap = Heap::new(Manner::Moving);
    let arena = SharedArena::new_in(&heap);
    for round in 0..40_u64 {
        arena.alloc_extend((0..1).map(|_| *arena.alloc(round)));
    }
    assert_eq!(arena.len(), 80);
    assert!((0..80).all(|i| arena.get(i) == Some(&(i as u64 / 2))));
    let held: usize = heap.sizes().iter().map(|(size, _)| size).sum();
    assert!(held < 41 * 1100, "{held} bytes");
    drop(arena);
    heap.finish();
}
