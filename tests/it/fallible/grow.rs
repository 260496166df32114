//! Room, one element at a time, and copies.

use drystone::fallible::Vec;

use super::heap::{Heap, State, at_every_refusal};

#[test]
fn reserve() {
    let points = at_every_refusal(|heap| {
        let mut v = heap.full();
        let before = State::of(&v);
        heap.arm();
        let result = v.reserve(1);
        assert_eq!(result.is_err(), heap.refused());
        if result.is_err() {
            assert_eq!(State::of(&v), before);
            v.reserve(1).unwrap();
        }
        assert!(v.capacity() >= 6, "growth is amortised");
        assert_eq!(v, [1, 2, 3]);
    });
    assert_eq!(points, 1);
}

#[test]
fn reserve_exact() {
    let points = at_every_refusal(|heap| {
        let mut v = heap.full();
        let before = State::of(&v);
        heap.arm();
        let result = v.reserve_exact(1);
        assert_eq!(result.is_err(), heap.refused());
        if result.is_err() {
            assert_eq!(State::of(&v), before);
            v.reserve_exact(1).unwrap();
        }
        assert_eq!(v.capacity(), 4);
        assert_eq!(v, [1, 2, 3]);
    });
    assert_eq!(points, 1);
}

#[test]
fn with_capacity_in() {
    let points = at_every_refusal(|heap| {
        heap.arm();
        let result = Vec::<u64, _>::with_capacity_in(5, heap);
        assert_eq!(result.is_err(), heap.refused());
        let v = result.unwrap_or_else(|_| Vec::with_capacity_in(5, heap).unwrap());
        assert_eq!(v.capacity(), 5);
    });
    assert_eq!(points, 1);
}

#[test]
fn shrink_to_fit() {
    let points = at_every_refusal(|heap| {
        let mut v = heap.roomy(7);
        let before = State::of(&v);
        heap.arm();
        let result = v.shrink_to_fit();
        assert_eq!(result.is_err(), heap.refused());
        if result.is_err() {
            assert_eq!(State::of(&v), before);
            v.shrink_to_fit().unwrap();
        }
        assert_eq!(v.capacity(), 3);
        assert_eq!(v, [1, 2, 3]);
    });
    assert_eq!(points, 1);
}

#[test]
fn shrink_to() {
    let points = at_every_refusal(|heap| {
        let mut v = heap.roomy(7);
        let before = State::of(&v);
        heap.arm();
        let result = v.shrink_to(5);
        assert_eq!(result.is_err(), heap.refused());
        if result.is_err() {
            assert_eq!(State::of(&v), before);
            v.shrink_to(5).unwrap();
        }
        assert_eq!(v.capacity(), 5);
        assert_eq!(v, [1, 2, 3]);
    });
    assert_eq!(points, 1);
}

#[test]
fn push() {
    let points = at_every_refusal(|heap| {
        let mut v = heap.full();
        let before = State::of(&v);
        heap.arm();
        let result = v.push(heap.token(9));
        assert_eq!(result.is_err(), heap.refused());
        if let Err(rejected) = result {
            assert_eq!(State::of(&v), before);
            v.push(rejected.into_value()).unwrap();
        }
        assert_eq!(v, [1, 2, 3, 9]);
    });
    assert_eq!(points, 1);
}

#[test]
fn push_mut() {
    let points = at_every_refusal(|heap| {
        let mut v = heap.full();
        let before = State::of(&v);
        heap.arm();
        match v.push_mut(heap.token(8)) {
            Ok(slot) => slot.id += 1,
            Err(rejected) => {
                assert!(heap.refused());
                assert_eq!(State::of(&v), before);
                v.push_mut(rejected.into_value()).unwrap().id += 1;
            }
        }
        assert_eq!(v, [1, 2, 3, 9]);
    });
    assert_eq!(points, 1);
}

#[test]
fn a_row_of_pushes_grows_seldom() {
    let heap = Heap::refusing(usize::MAX);
    let mut v = Vec::new_in(&heap);
    let mut blocks = 0;
    for id in 0..1000 {
        let capacity = v.capacity();
        v.push(heap.token(id)).unwrap();
        blocks += usize::from(v.capacity() != capacity);
    }
    assert!(blocks <= 10, "{blocks} blocks for 1000 pushes");
}

#[test]
fn insert_at_every_index() {
    for index in 0..=3 {
        let points = at_every_refusal(|heap| {
            let mut v = heap.full();
            let before = State::of(&v);
            heap.arm();
            let result = v.insert(index, heap.token(9));
            assert_eq!(result.is_err(), heap.refused());
            if let Err(rejected) = result {
                assert_eq!(State::of(&v), before);
                v.insert_mut(index, rejected.into_value()).unwrap().id += 0;
            }
            let mut expected = vec![1, 2, 3];
            expected.insert(index, 9);
            assert_eq!(v, expected[..]);
        });
        assert_eq!(points, 1);
    }
}

#[test]
fn append() {
    let points = at_every_refusal(|heap| {
        let (mut v, mut other) = (heap.full(), heap.full());
        let before = (State::of(&v), State::of(&other));
        heap.arm();
        let result = v.append(&mut other);
        assert_eq!(result.is_err(), heap.refused());
        if result.is_err() {
            assert_eq!((State::of(&v), State::of(&other)), before);
            v.append(&mut other).unwrap();
        }
        assert_eq!(v, [1, 2, 3, 1, 2, 3]);
        assert!(other.is_empty());
    });
    assert_eq!(points, 1);
}

#[test]
fn split_off() {
    for at in 0..=3 {
        let points = at_every_refusal(|heap| {
            let mut v = heap.full();
            let before = State::of(&v);
            heap.arm();
            let result = v.split_off(at);
            assert_eq!(result.is_err(), heap.refused());
            let tail = result.unwrap_or_else(|_| {
                assert_eq!(State::of(&v), before);
                v.split_off(at).unwrap()
            });
            assert_eq!(v, [1, 2, 3][..at]);
            assert_eq!(tail, [1, 2, 3][at..]);
            assert_eq!((v.capacity(), tail.capacity()), (3, 3 - at));
        });
        assert_eq!(points, usize::from(at < 3), "an empty half needs no memory");
    }
}

#[test]
fn try_clone() {
    let points = at_every_refusal(|heap| {
        let v = heap.roomy(7);
        let before = State::of(&v);
        heap.arm();
        let result = v.try_clone();
        assert_eq!(result.is_err(), heap.refused());
        let copy = result.unwrap_or_else(|_| v.try_clone().unwrap());
        assert_eq!(State::of(&v), before);
        assert_eq!(copy, v);
        assert_eq!(copy.capacity(), 3);
    });
    assert_eq!(points, 1);
}

#[test]
fn try_clone_from() {
    let points = at_every_refusal(|heap| {
        let mut v = heap.full();
        let mut longer = heap.roomy(5);
        longer.insert(0, heap.token(8)).unwrap();
        longer.insert(0, heap.token(7)).unwrap();
        let before = State::of(&v);
        heap.arm();
        let result = v.try_clone_from(&longer);
        assert_eq!(result.is_err(), heap.refused());
        if result.is_err() {
            assert_eq!(State::of(&v), before);
            v.try_clone_from(&longer).unwrap();
        }
        assert_eq!(v, longer);
        longer.truncate(1);
        let block = v.as_ptr();
        v.try_clone_from(&longer).unwrap();
        assert_eq!(v, [7]);
        assert_eq!(v.as_ptr(), block);
    });
    assert_eq!(points, 1);
}
