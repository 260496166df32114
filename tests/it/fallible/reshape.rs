//! The same memory under another type.

use drystone::alloc::AllocError;
use drystone::fallible::Vec;

use super::heap::{Heap, State, Token, at_every_refusal};
use crate::support::attack::{Refusal, attack};
use crate::support::probe::{Elem, Probe};
use crate::support::scale::scale;

#[test]
fn into_boxed_slice() {
    let points = at_every_refusal(|heap| {
        let v = heap.roomy(7);
        let before = State::of(&v);
        heap.arm();
        let result = v.into_boxed_slice();
        assert_eq!(result.is_err(), heap.refused());
        let boxed = result.unwrap_or_else(|rejected| {
            let v = rejected.into_value();
            assert_eq!(State::of(&v), before);
            v.into_boxed_slice().unwrap()
        });
        assert_eq!(Vec::from(boxed), [1, 2, 3]);
    });
    assert_eq!(points, 1);
}

/// Whether elements are beyond the smaller block, or are not.
#[test]
fn into_chunks() {
    for (capacity, refusals) in [(3, 1), (4, 0), (5, 1), (6, 0)] {
        let points = at_every_refusal(|heap| {
            let v = heap.roomy(capacity);
            let before = State::of(&v);
            heap.arm();
            let result = v.into_chunks::<2>();
            assert_eq!(result.is_err(), heap.refused());
            let chunks = result.unwrap_or_else(|rejected| {
                let v = rejected.into_value();
                assert_eq!(State::of(&v), before);
                v.into_chunks().unwrap()
            });
            assert_eq!(chunks.len(), 1);
            assert_eq!(chunks.capacity(), capacity / 2);
            assert_eq!(chunks.into_flattened(), [1, 2]);
        });
        assert_eq!(points, refusals, "capacity {capacity}");
    }
}

/// Those beyond the smaller block have left the vector, the others are not yet in the next one.
#[test]
fn into_chunks_with_every_trouble() {
    let runs = attack("into_chunks", Refusal::Returned, |handle| {
        let v = Vec::with_capacity_in(7, handle.another());
        let mut v = v.map_err(|_| AllocError)?;
        for i in 0..7 {
            v.push(Probe::<()>::make(i)).map_err(|_| AllocError)?;
        }
        let chunks = v.into_chunks::<3>().map_err(|_| AllocError)?;
        assert!(chunks.iter().flatten().map(Probe::value).eq(0..6));
        Ok(())
    });
    assert!(runs > scale(16, 4), "{runs} runs");
}

#[test]
fn map_in_place_leaves_the_allocator_alone_when_it_can() {
    let heap = Heap::refusing(0);
    let v = heap.roomy(7);
    let block = v.as_ptr().addr();
    heap.arm();
    let mapped = v.map_in_place(|token| (token, ())).unwrap();
    assert_eq!((mapped.as_ptr().addr(), mapped.capacity()), (block, 7));
    assert_eq!(mapped[2].0, 3);
}

#[test]
fn map_in_place_asks_before_the_first_element_is_mapped() {
    let points = at_every_refusal(|heap| {
        let v = heap.full();
        let before = State::of(&v);
        heap.arm();
        // Larger elements never fit.
        let result = v.map_in_place(|token| (token, [0_u64; 4]));
        assert_eq!(result.is_err(), heap.refused());
        let mapped = result.unwrap_or_else(|rejected| {
            let v = rejected.into_value();
            assert_eq!(State::of(&v), before);
            v.map_in_place(|token| (token, [0_u64; 4])).unwrap()
        });
        assert!(mapped.iter().map(|pair| pair.0.id).eq([1, 2, 3]));
    });
    assert_eq!(points, 1);
}

#[test]
fn map_in_place_makes_a_new_block_rather_than_leave_a_remainder() {
    let points = at_every_refusal(|heap| {
        let mut v = Vec::with_capacity_in(3, heap).unwrap();
        v.extend([[1_u16, 2, 3], [4, 5, 6], [7, 8, 9]]).unwrap();
        heap.arm();
        // 18 bytes are no whole number of 4.
        let result = v.map_in_place(|[a, b, _]| [a, b]);
        assert_eq!(result.is_err(), heap.refused());
        let mapped = result.unwrap_or_else(|rejected| {
            let v = rejected.into_value();
            assert_eq!(v[2], [7, 8, 9]);
            v.map_in_place(|[a, b, _]| [a, b]).unwrap()
        });
        assert_eq!(mapped, [[1, 2], [4, 5], [7, 8]]);
    });
    assert_eq!(points, 1);
}

#[test]
fn try_map_in_place_drops_all_when_the_closure_fails() {
    fn stop_at_2<'h, U>(make: impl Fn(Token<'h>) -> U) -> impl FnMut(Token<'h>) -> Result<U, u32> {
        move |token| {
            if token.id == 2 {
                Err(2)
            } else {
                Ok(make(token))
            }
        }
    }
    at_every_refusal(|heap| {
        let in_place = heap.full().try_map_in_place(stop_at_2(|token| token));
        assert_eq!(in_place.unwrap().unwrap_err(), 2);
        let moved = heap
            .full()
            .try_map_in_place(stop_at_2(|token| [token.id; 9]));
        assert_eq!(moved.unwrap().unwrap_err(), 2);
        heap.arm();
    });
}

#[test]
fn recycle_never_allocates() {
    let heap = Heap::refusing(0);
    let v = heap.full();
    let block = v.as_ptr().addr();
    heap.arm();
    let empty: Vec<Token<'_>, _> = v.recycle();
    assert_eq!((empty.as_ptr().addr(), empty.capacity()), (block, 3));
    assert!(empty.is_empty());
}
