//! Blocks go back with the layout that they were made with, for every element size from 1 to 33 bytes and alignments from 1 to 4096.

use drystone::vec::Vec;

use crate::support::heap::{Heap, Manner};
use crate::support::scale::scale;

fn cycle<T: Copy + Default>() {
    // An interpreter sees the faults by itself: one manner is enough for it.
    for manner in Manner::ALL.into_iter().take(scale(4, 1)) {
        let heap = Heap::new(manner);
        let mut v: Vec<T, &Heap> = Vec::new_in(&heap);
        for _ in 0..9 {
            v.push(T::default());
        }
        assert!(v.as_ptr().is_aligned());
        v.reserve(3);
        v.reserve(0);
        v.reserve_exact(40);
        v.truncate(3);
        v.shrink_to(7);
        v.shrink_to(7);
        v.shrink_to(2);
        assert_eq!(v.capacity(), 3);
        v.extend_from_within(..);
        let parts = v.clone().into_raw_parts_with_alloc();
        // SAFETY: the parts are those of the vector that was just taken apart.
        drop(unsafe { Vec::from_raw_parts_in(parts.0, parts.1, parts.2, parts.3) });
        v.reserve(1);
        let boxed = v.clone().into_boxed_slice();
        drop(Vec::from(boxed));
        let mut iter = v.into_iter();
        iter.next();
        drop(iter);
        assert_eq!(heap.live(), 0);
        heap.finish();
    }
}

#[derive(Copy, Clone)]
struct Bytes<const N: usize>([u8; N]);

impl<const N: usize> Default for Bytes<N> {
    fn default() -> Self {
        Self([7; N])
    }
}

macro_rules! cycle_bytes {
    ($($size:literal)*) => { $(cycle::<Bytes<$size>>();)* };
}

#[test]
fn sizes() {
    cycle_bytes!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33);
    // Where the growth policy changes.
    cycle_bytes!(1023 1024 1025);
}

macro_rules! cycle_aligned {
    ($($align:literal)*) => {$({
        #[derive(Copy, Clone, Default)]
        #[repr(align($align))]
        struct Aligned(#[expect(dead_code, reason = "only its size matters")] u8);
        cycle::<Aligned>();
    })*};
}

#[test]
fn alignments() {
    cycle_aligned!(1 2 4 8 16 32 64 128 1024 4096);
}

/// Pushing asks for memory as rarely as doubling does: the promise behind O(1) a push.
#[test]
fn growth_is_amortised() {
    let heap = Heap::new(Manner::Moving);
    let mut v: Vec<u32, &Heap> = Vec::new_in(&heap);
    (0..1000).for_each(|i| v.push(i));
    assert!(heap.calls() <= 10, "{} calls for 1000 pushes", heap.calls());
    let calls = heap.calls();
    v.clear();
    (0..1000).for_each(|i| v.push(i));
    assert_eq!(heap.calls(), calls, "a cleared vector keeps its block");
    v.extend(0..5000);
    assert_eq!(
        heap.calls(),
        calls + 1,
        "an iterator that knows its length is asked once"
    );
    drop(v);
    heap.finish();
}

/// A first block is not tiny: 8 elements of one byte, 4 of up to 1 KiB.
#[test]
fn a_first_push_makes_room_for_more() {
    fn first<T: Default>() -> usize {
        let mut v = Vec::new();
        v.push(T::default());
        v.capacity()
    }
    assert_eq!(first::<u8>(), 8);
    assert_eq!([first::<u16>(), first::<Bytes<1024>>()], [4, 4]);
    assert_eq!(first::<Bytes<1025>>(), 1);
}
