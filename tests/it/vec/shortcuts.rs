//! What is done in another way for some types, iterators or numbers, because that is faster: it must not be seen.

use std::cell::Cell;
use std::collections::VecDeque;

use drystone::vec::Vec;

use crate::support::catch::catch;
use crate::support::probe::Align64;
use crate::support::scale::scale;

/// `retain` sifts plain elements in runs: every length, every choice, and a panic at every element.
#[test]
fn retain_in_runs() {
    for len in 0..=scale(10, 6).min(16) {
        for choice in 0..1_u32 << len {
            let kept = |x: &u8| choice & 1 << x != 0;
            for panics_at in 0..=len as u8 {
                let mut ours: Vec<u8> = (0..len as u8).collect();
                let done = catch(|| {
                    ours.retain(|x| {
                        assert!(*x != panics_at, "as asked");
                        kept(x)
                    });
                });
                assert_eq!(done.is_err(), panics_at < len as u8);
                let expected = (0..len as u8).filter(|x| *x >= panics_at || kept(x));
                assert!(ours.iter().copied().eq(expected), "{ours:?}");
            }
        }
    }
}

/// A copy of it can be told from a clone.
#[derive(Copy, Debug, PartialEq)]
struct Odd(u8);

#[expect(
    clippy::non_canonical_clone_impl,
    reason = "what is tested is that it is not called"
)]
impl Clone for Odd {
    fn clone(&self) -> Self {
        Self(self.0 + 100)
    }
}

/// `extend` with references knows a slice's iterator when it sees one.
#[test]
fn references_to_copy() {
    let numbers = [1_u16, 2, 3];
    let deque = VecDeque::from(numbers);
    let mut v = Vec::<u16>::new();
    v.extend(&numbers);
    v.extend(numbers[..2].iter());
    v.extend(&v.clone());
    v.extend(&deque);
    v.extend(numbers.iter().rev());
    v.extend(numbers.iter().filter(|x| **x != 2));
    v.extend(numbers[..1].iter().chain(&deque));
    v.extend(&Some(9));
    v.extend(&numbers[..0]);
    assert_eq!(
        v,
        [
            1, 2, 3, 1, 2, 1, 2, 3, 1, 2, 1, 2, 3, 3, 2, 1, 1, 3, 1, 1, 2, 3, 9
        ]
    );

    let mut rest = numbers.iter();
    rest.next();
    let mut v = Vec::<u16>::new();
    v.extend(rest);
    assert_eq!(v, [2, 3]);

    let mut v = Vec::<Odd>::new();
    v.extend(&[Odd(1), Odd(2)]);
    v.extend([Odd(0), Odd(3)].iter().skip(1));
    assert_eq!(v.iter().map(|x| x.0).collect::<Vec<_>>(), [1, 2, 3]);

    let mut v = Vec::<()>::new();
    v.extend(&[(); 5]);
    v.extend(&std::vec![(); 7]);
    assert_eq!(v.len(), 12);

    let mut v = Vec::<(u8, Align64)>::new();
    v.extend(&[(1_u8, Align64); 3]);
    assert!(v.iter().all(|(x, _)| *x == 1) && v.len() == 3);
}

/// The same with elements that borrow, for several lifetimes at once.
#[test]
fn references_to_references() {
    fn longest<'long: 'short, 'short>(
        words: &'short [&'long str],
        v: &mut Vec<&'long str>,
    ) -> &'short str {
        v.extend(words);
        words[0]
    }
    let text = String::from("dry stone wall");
    let mut v = Vec::<&str>::new();
    {
        let words: std::vec::Vec<&str> = text.split(' ').collect();
        assert_eq!(longest(&words, &mut v), "dry");
    }
    assert_eq!(v, ["dry", "stone", "wall"]);

    let (a, b) = (Cell::new(1), Cell::new(2));
    let mut v = Vec::<&Cell<i32>>::new();
    v.extend(&[&a, &b]);
    v[1].set(3);
    assert_eq!(b.get(), 3);
}

/// `sum`, `for_each` and the like run `extract_if` in a loop of their own.
#[test]
fn extract_if_folds() {
    for taken in 0..4 {
        let mut v: Vec<u32> = (0..10).collect();
        let mut even = v.extract_if(1..9, |x| *x % 2 == 0);
        let first: std::vec::Vec<u32> = even.by_ref().take(taken).collect();
        let rest = even.fold(std::vec::Vec::new(), |mut rest, x| {
            rest.push(x);
            rest
        });
        assert!(first.iter().chain(&rest).eq(&[2, 4, 6, 8]));
        assert_eq!(v, [0, 1, 3, 5, 7, 9]);
    }
    let mut v: Vec<u32> = (0..10).collect();
    let panicked = catch(|| {
        v.extract_if(1.., |x| *x % 2 == 0)
            .for_each(|x| assert!(x < 6, "as asked"));
    });
    assert!(panicked.is_err());
    assert_eq!(v, [0, 1, 3, 5, 7, 8, 9]);
}

/// When the bounds of an iterator meet, `collect` makes no more room than std does.
#[test]
fn collect_as_much_room_as_std() {
    for len in 0..scale(40, 9) {
        let ours: Vec<u64> = (0..len as u64).collect();
        let theirs: std::vec::Vec<u64> = (0..len as u64).collect();
        assert_eq!((ours.len(), ours.capacity()), (len, theirs.capacity()));
    }
}
