//! Elements without size: no memory, any number of them, and still each dropped once.

use drystone::vec::Vec;

use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Align4096, Elem, Token};
use crate::support::world::World;

/// A vector of so many elements that no loop could visit them.
fn full() -> Vec<()> {
    let mut v = Vec::new();
    // SAFETY: an element without size is live anywhere.
    unsafe { v.set_len(usize::MAX) };
    v
}

#[test]
fn as_many_as_can_be_counted() {
    let mut iter = full().into_iter();
    assert_eq!(iter.len(), usize::MAX);
    assert_eq!(iter.next(), Some(()));
    assert_eq!(iter.next_back(), Some(()));
    assert_eq!(iter.nth(usize::MAX - 4), Some(()));
    assert_eq!(iter.size_hint(), (1, Some(1)));
    assert_eq!(iter.nth_back(0), Some(()));
    assert_eq!((iter.next(), iter.next_back()), (None, None));

    let mut v = full();
    assert_eq!(v.drain(1..).len(), usize::MAX - 1);
    assert_eq!(v.len(), 1);

    let mut v = full();
    v.truncate(3);
    v.swap_remove(0);
    v.remove(1);
    assert_eq!(v.len(), 1);

    let mut v = full();
    assert_eq!(v.split_off(2).len(), usize::MAX - 2);
    assert_eq!(v.len(), 2);
    assert_eq!(full().into_chunks::<4>().len(), usize::MAX / 4);
    assert_eq!(full().into_boxed_slice().len(), usize::MAX);
    full().clear();
}

/// No method asks the allocator for anything, also when elements are aligned to a page.
#[test]
fn no_memory() {
    let mut world = World::new();
    let alloc = Handle::new(Heap::new(Manner::Moving));
    world.run(|| {
        type Aligned = Token<Align4096>;
        let mut v: Vec<Aligned, Handle> = Vec::with_capacity_in(10, alloc.another());
        assert_eq!(v.capacity(), usize::MAX);
        v.reserve_exact(1000);
        v.extend((0..9).map(Aligned::make));
        v.insert(3, Aligned::new());
        v.resize(20, Aligned::new());
        v.extend_from_within(2..5);
        v.dedup_by(|_, _| false);
        drop(v.drain(3..7));
        drop(v.splice(1..4, (0..9).map(Aligned::make)));
        let mut tail = v.split_off(2);
        v.append(&mut tail);
        v.shrink_to_fit();
        assert_eq!(v.capacity(), usize::MAX);
        let copy = v.clone();
        assert_eq!(copy, v);
        assert!(v.as_ptr().is_aligned());
        let boxed = v.into_boxed_slice();
        drop(Vec::from(boxed).into_iter());
    });
    assert_eq!(alloc.heap().calls(), 0);
    world.finish();
    alloc.heap().finish();
}
