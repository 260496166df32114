//! Many elements at a time, and iterators that lie about how many.

use drystone::alloc::TryReserveErrorKind;
use drystone::fallible::Vec;

use super::heap::{Heap, State, Token, at_every_refusal, ids};

/// Tokens with the given ids, told as `hint`.
fn told<'h>(
    heap: &'h Heap,
    from: std::ops::Range<u32>,
    hint: (usize, Option<usize>),
) -> impl Iterator<Item = Token<'h>> {
    struct Told<I>(I, (usize, Option<usize>));

    impl<I: Iterator> Iterator for Told<I> {
        type Item = I::Item;

        fn next(&mut self) -> Option<I::Item> {
            self.0.next()
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            self.1
        }
    }

    Told(from.map(|id| heap.token(id)), hint)
}

#[test]
fn extend_that_is_told_the_length_takes_nothing() {
    let points = at_every_refusal(|heap| {
        let mut v = heap.full();
        let before = State::of(&v);
        heap.arm();
        let result = v.extend((4..9).map(|id| heap.token(id)));
        assert_eq!(result.is_err(), heap.refused());
        if let Err(error) = result {
            assert_eq!(State::of(&v), before);
            v.extend(error.into_rest()).unwrap();
        }
        assert_eq!(v, [1, 2, 3, 4, 5, 6, 7, 8]);
    });
    assert_eq!(points, 1);
}

#[test]
fn extend_that_is_not_told_keeps_what_it_took() {
    for hint in [
        (0, None),
        (1, Some(1)),
        (2, Some(2)),
        (0, Some(0)),
        (3, None),
    ] {
        let points = at_every_refusal(|heap| {
            let mut v = heap.full();
            heap.arm();
            let result = v.extend(told(heap, 4..21, hint));
            assert_eq!(result.is_err(), heap.refused());
            if let Err(error) = result {
                // Full, or not yet begun; and nothing is missing between the two.
                let next = 1 + v.len() as u32;
                assert_eq!(ids(&v), (1..next).collect::<std::vec::Vec<_>>());
                let rest: std::vec::Vec<_> = error.into_rest().collect();
                assert_eq!(ids(&rest), (next..21).collect::<std::vec::Vec<_>>());
                v.extend(rest).unwrap();
            }
            assert_eq!(ids(&v), (1..21).collect::<std::vec::Vec<_>>());
        });
        assert!(points >= 3, "20 elements in steps: {points}");
    }
}

#[test]
fn extend_that_is_promised_too_much() {
    let heap = Heap::refusing(usize::MAX);
    let mut v = heap.full();
    let before = State::of(&v);
    let error = v.extend(told(&heap, 4..6, (usize::MAX, None))).unwrap_err();
    assert_eq!(error.error().kind(), TryReserveErrorKind::CapacityOverflow);
    assert_eq!(State::of(&v), before);
    assert!(error.into_rest().map(|token| token.id).eq([4, 5]));

    v.extend(told(&heap, 4..6, (9, Some(9)))).unwrap();
    assert_eq!(v, [1, 2, 3, 4, 5]);
}

#[test]
fn extend_that_is_promised_too_much_on_the_way() {
    struct Boast<I>(I);

    impl<I: Iterator<Item = u32>> Iterator for Boast<I> {
        type Item = u32;

        fn next(&mut self) -> Option<u32> {
            self.0.next()
        }

        /// Nothing at first, everything once an item was taken.
        fn size_hint(&self) -> (usize, Option<usize>) {
            match self.0.size_hint().0 {
                3 => (0, None),
                _ => (usize::MAX, None),
            }
        }
    }

    let mut v = Vec::new();
    let error = v.extend(Boast([1, 2, 3].into_iter())).unwrap_err();
    assert_eq!(error.error().kind(), TryReserveErrorKind::CapacityOverflow);
    assert!(v.is_empty());
    let mut rest = error.into_rest();
    assert_eq!([rest.next(), rest.next(), rest.next()], [1, 2, 3].map(Some));
}

#[test]
fn extend_stays_usable_when_the_iterator_panics() {
    let heap = Heap::refusing(usize::MAX);
    let mut v = heap.full();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let result = v.extend((4..9).map(|id| {
            if id == 6 {
                std::panic::resume_unwind(Box::new(()));
            }
            heap.token(id)
        }));
        result.is_ok()
    }));
    assert!(panicked.is_err());
    assert_eq!(v, [1, 2, 3, 4, 5]);
    v.push(heap.token(6)).unwrap();
}

#[test]
fn from_iter_in() {
    let points = at_every_refusal(|heap| {
        heap.arm();
        let result = Vec::from_iter_in(told(heap, 0..20, (0, None)), heap);
        assert_eq!(result.is_err(), heap.refused());
        let v = result.unwrap_or_else(|error| {
            let (mut collected, rest) = error.into_parts();
            assert_eq!(
                ids(&collected),
                (0..collected.len() as u32).collect::<std::vec::Vec<_>>()
            );
            collected.extend(rest.into_rest()).unwrap();
            collected
        });
        assert_eq!(ids(&v), (0..20).collect::<std::vec::Vec<_>>());
    });
    assert!(points >= 3, "20 elements in steps: {points}");
}

#[test]
fn extend_from_slice_and_within() {
    let points = at_every_refusal(|heap| {
        let mut v = heap.full();
        let more = [heap.token(4), heap.token(5)];
        heap.arm();
        let before = State::of(&v);
        if v.extend_from_slice(&more).is_err() {
            assert!(heap.refused());
            assert_eq!(State::of(&v), before);
            v.extend_from_slice(&more).unwrap();
        }
        v.shrink_to_fit()
            .unwrap_or_else(|_| v.shrink_to_fit().unwrap());
        let before = State::of(&v);
        if v.extend_from_within(1..4).is_err() {
            assert!(heap.refused());
            assert_eq!(State::of(&v), before);
            v.extend_from_within(1..4).unwrap();
        }
        assert_eq!(v, [1, 2, 3, 4, 5, 2, 3, 4]);
    });
    assert_eq!(points, 3);
}

#[test]
fn resize() {
    let points = at_every_refusal(|heap| {
        let mut v = heap.full();
        let before = State::of(&v);
        heap.arm();
        let result = v.resize(5, heap.token(9));
        assert_eq!(result.is_err(), heap.refused());
        if let Err(rejected) = result {
            assert_eq!(State::of(&v), before);
            v.resize(5, rejected.into_value()).unwrap();
        }
        assert_eq!(v, [1, 2, 3, 9, 9]);
        v.resize(1, heap.token(0)).unwrap();
        assert_eq!(v, [1]);
    });
    assert_eq!(points, 1);
}

#[test]
fn resize_with() {
    let points = at_every_refusal(|heap| {
        let mut v = heap.full();
        let before = State::of(&v);
        let mut id = 3;
        let mut make = || {
            id += 1;
            heap.token(id)
        };
        heap.arm();
        let result = v.resize_with(5, &mut make);
        assert_eq!(result.is_err(), heap.refused());
        if result.is_err() {
            assert_eq!(State::of(&v), before);
            v.resize_with(5, &mut make).unwrap();
        }
        assert_eq!(
            v,
            [1, 2, 3, 4, 5],
            "the closure is called for elements only"
        );
    });
    assert_eq!(points, 1);
}

#[test]
fn splice() {
    for start in 0..=3 {
        for end in start..=3 {
            for count in [0, 1, 5] {
                let points = at_every_refusal(|heap| {
                    let mut v = heap.full();
                    let before = State::of(&v);
                    heap.arm();
                    let new = told(heap, 10..10 + count, (0, None));
                    let result = v.splice(start..end, new);
                    assert_eq!(result.is_err(), heap.refused());
                    let removed = result.unwrap_or_else(|error| {
                        assert_eq!(State::of(&v), before);
                        let (collected, rest) = error.into_parts();
                        let items = collected.into_iter().chain(rest.into_rest());
                        v.splice(start..end, items).unwrap()
                    });
                    let mut expected = vec![1, 2, 3];
                    let expected_removed: std::vec::Vec<u32> =
                        expected.splice(start..end, 10..10 + count).collect();
                    assert_eq!(ids(&removed), expected_removed);
                    assert_eq!(ids(&v), expected);
                });
                let removed = usize::from(start != end);
                let grown = usize::from(count as usize > end - start);
                let collected = usize::from(count > 0) + usize::from(count > 4);
                assert_eq!(points, removed + grown + collected);
            }
        }
    }
}
