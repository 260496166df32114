//! User code that comes back: to the vector's own owner, to other vectors, to the allocator, in the middle of an operation.
//!
//! `&mut self` keeps safe code from reaching the vector itself. What it can reach is the place where the vector was, a vector beside it in
//! the same allocator, and whatever the allocator's handle lets it do.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::{Rc, Weak};

use drystone::alloc::{AllocError, Allocator, Global, Layout};
use drystone::vec::Vec;

use crate::support::heap::{Heap, Manner};

/// A vector in a place that its own elements can reach.
type Shared = Rc<Cell<Vec<Knot>>>;

/// Whatever happens to it, it takes the vector out of its place, adds a plain element, and puts it back.
struct Knot {
    place: Weak<Cell<Vec<Knot>>>,
    meddles: bool,
}

impl Knot {
    fn meddle(&self) {
        if let Some(place) = self.place.upgrade().filter(|_| self.meddles) {
            let mut v = place.take();
            v.push(Knot {
                place: Weak::new(),
                meddles: false,
            });
            v.shrink_to_fit();
            place.set(v);
        }
    }
}

impl Drop for Knot {
    fn drop(&mut self) {
        self.meddle();
    }
}

impl Clone for Knot {
    fn clone(&self) -> Self {
        self.meddle();
        Knot {
            place: self.place.clone(),
            meddles: self.meddles,
        }
    }
}

impl PartialEq for Knot {
    fn eq(&self, other: &Self) -> bool {
        self.meddle();
        other.meddle();
        false
    }
}

fn knots(count: usize) -> (Shared, Vec<Knot>) {
    let place = Rc::new(Cell::new(Vec::new()));
    let knot = |_| Knot {
        place: Rc::downgrade(&place),
        meddles: true,
    };
    let v = (0..count).map(knot).collect();
    (place, v)
}

/// Runs `f` on three knots whose vector is out of its place, then counts what they left there.
fn left_behind(f: impl FnOnce(&mut Vec<Knot>)) -> usize {
    let (place, mut v) = knots(3);
    f(&mut v);
    v.iter_mut().for_each(|knot| knot.meddles = false);
    drop(v);
    place.take().len()
}

#[test]
fn drop_reaches_the_place_of_the_vector() {
    assert_eq!(left_behind(|v| v.clear()), 3);
    assert_eq!(left_behind(|v| v.truncate(1)), 2);
    assert_eq!(left_behind(|v| drop(v.drain(1..))), 2);
    assert_eq!(left_behind(|v| v.retain(|_| false)), 3);
    assert_eq!(left_behind(|v| v.dedup_by(|_, _| true)), 2);
    assert_eq!(left_behind(|v| drop(v.splice(.., []))), 3);
    assert_eq!(left_behind(|v| drop(std::mem::take(v).into_iter())), 3);
    assert_eq!(
        left_behind(|v| v.extract_if(.., |_| true).for_each(drop)),
        3
    );
    assert_eq!(
        left_behind(|v| drop(std::mem::take(v).into_boxed_slice())),
        3
    );
}

#[test]
fn clone_reaches_the_place_of_the_vector() {
    let quiet = |copies: Vec<Knot>| copies.into_iter().for_each(|mut knot| knot.meddles = false);
    assert_eq!(left_behind(|v| quiet(v.clone())), 3);
    assert_eq!(left_behind(|v| v.extend_from_within(..)), 3);
    assert_eq!(
        left_behind(|v| v.resize(
            5,
            Knot {
                place: v[0].place.clone(),
                meddles: true
            }
        )),
        1
    );
}

#[test]
fn comparisons_reach_the_place_of_the_vector() {
    assert_eq!(left_behind(|v| v.dedup()), 4);
    assert_eq!(
        left_behind(|v| assert!(!v.contains(&Knot {
            place: Weak::new(),
            meddles: false
        }))),
        3
    );
}

#[test]
fn iterators_reach_the_place_of_the_vector() {
    let feed = |v: &Vec<Knot>| {
        let place = v[0].place.clone();
        std::iter::repeat_with(move || {
            let knot = Knot {
                place: place.clone(),
                meddles: true,
            };
            knot.meddle();
            knot
        })
        .take(4)
    };
    assert_eq!(left_behind(|v| v.extend(feed(v))), 4);
    assert_eq!(left_behind(|v| drop(v.splice(1..1, feed(v)))), 4);
    assert_eq!(
        left_behind(|v| v.resize_with(5, || feed(&knots(1).1).next().expect("four"))),
        0
    );
}

/// A vector that holds its own place: the last drop runs while the vector's elements are being dropped.
#[test]
fn a_vector_that_owns_itself() {
    struct Loop(Option<Rc<RefCell<Vec<Loop>>>>);
    let place = Rc::new(RefCell::new(Vec::new()));
    for _ in 0..3 {
        place.borrow_mut().push(Loop(Some(place.clone())));
    }
    let mut v = place.take();
    assert_eq!(Rc::strong_count(&place), 4);
    // The first element drops the last but two owners, and so on: the place goes while `v` is being emptied.
    drop(place);
    v.retain_mut(|knot| knot.0.take().is_none());
    assert!(v.is_empty());
}

/// An allocator that keeps a diary in a vector of the crate, and makes another vector in itself at each first call.
#[derive(Debug)]
struct Diary<'a> {
    heap: &'a Heap,
    calls: RefCell<Vec<Layout>>,
    inside: Cell<bool>,
}

impl Diary<'_> {
    fn note(&self, layout: Layout) {
        if self.inside.replace(true) {
            return;
        }
        self.calls.borrow_mut().push(layout);
        let mut scratch: Vec<usize, &Self> = Vec::new_in(self);
        scratch.extend([layout.size(), layout.align()]);
        scratch.insert(0, 1);
        scratch.shrink_to_fit();
        drop(scratch);
        self.inside.set(false);
    }
}

// SAFETY: all blocks are the heap's.
unsafe impl Allocator for Diary<'_> {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.note(layout);
        self.heap.allocate(layout)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        self.note(layout);
        // SAFETY: the caller's promises are passed on.
        unsafe { self.heap.deallocate(ptr, layout) }
    }

    unsafe fn grow(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        self.note(new);
        // SAFETY: the caller's promises are passed on.
        unsafe { self.heap.grow(ptr, old, new) }
    }

    unsafe fn shrink(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        self.note(new);
        // SAFETY: the caller's promises are passed on.
        unsafe { self.heap.shrink(ptr, old, new) }
    }
}

#[test]
fn an_allocator_that_allocates() {
    for manner in Manner::ALL {
        let heap = Heap::new(manner);
        let diary = Diary {
            heap: &heap,
            calls: RefCell::default(),
            inside: Cell::new(false),
        };
        let mut v: Vec<String, &Diary<'_>> = Vec::new_in(&diary);
        for i in 0..40 {
            v.push(i.to_string());
            v.insert(0, i.to_string());
        }
        drop(v.splice(3..70, ["a".to_owned(), "b".to_owned()]));
        v.shrink_to_fit();
        let mut tail = v.clone().split_off(5);
        v.append(&mut tail);
        assert_eq!(v.len(), 15 + 10);
        drop((v, tail));
        assert!(diary.calls.borrow().len() > 10);
        heap.finish();
    }
}

/// A handle whose `Clone` and `Drop` use vectors of the same kind.
#[test]
fn a_handle_that_makes_vectors() {
    #[derive(Debug)]
    struct Busy(Rc<Cell<usize>>);

    impl Busy {
        fn work(&self) {
            let mut v: Vec<u8> = Vec::new();
            v.extend([1, 2, 3]);
            self.0.set(self.0.get() + v.len());
        }
    }

    impl Clone for Busy {
        fn clone(&self) -> Self {
            self.work();
            Busy(self.0.clone())
        }
    }

    impl Drop for Busy {
        fn drop(&mut self) {
            self.work();
        }
    }

    // SAFETY: the blocks are the global allocator's.
    unsafe impl Allocator for Busy {
        fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
            self.work();
            Global.allocate(layout)
        }

        unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
            self.work();
            // SAFETY: the caller's promises are passed on.
            unsafe { Global.deallocate(ptr, layout) }
        }
    }

    let work = Rc::new(Cell::new(0));
    let mut v = Vec::new_in(Busy(work.clone()));
    v.extend(["a".to_owned(), "b".to_owned(), "c".to_owned()]);
    let copy = v.clone();
    let tail = v.split_off(1);
    let rest: std::vec::Vec<String> = tail.into_iter().collect();
    assert_eq!((copy.len(), v.len(), rest.len()), (3, 1, 2));
    drop((v, copy));
    assert_eq!(Rc::strong_count(&work), 1);
    assert!(work.get() > 0);
}
