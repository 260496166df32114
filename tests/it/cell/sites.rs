//! The feature `borrow-sites`: a refused borrow names a live one, and never one that has ended.

use std::collections::BTreeSet;
use std::mem::{forget, swap};

use drystone::cell::{BorrowError, BorrowMutError, Ref, RefCell, RefMut};
use proptest::prelude::RngCore;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::support::catch::catch;
use crate::support::scale::scale;

type Pair = RefCell<[u8; 2]>;
type Shared<'b> = Ref<'b, [u8; 2]>;
type Exclusive<'b> = RefMut<'b, [u8; 2]>;

/// Ways to borrow, each from a place of its own.
#[rustfmt::skip]
fn readers<'b>() -> [fn(&'b Pair) -> Shared<'b>; 8] {
    [
        |cell| cell.borrow(),
        |cell| cell.borrow(),
        |cell| cell.borrow(), |cell| cell.borrow(),
        |cell| cell.try_borrow().unwrap(),
        |cell| cell.try_borrow().unwrap(),
        |cell| Ref::map(cell.borrow(), |pair| pair),
        |cell| Ref::map(Ref::map(cell.borrow(), |pair| pair), |pair| pair),
    ]
}

#[rustfmt::skip]
fn cloners<'b>() -> [fn(&Shared<'b>) -> Shared<'b>; 3] {
    [
        |guard| Ref::clone(guard),
        |guard| Ref::clone(guard),
        |guard| Ref::clone(guard),
    ]
}

#[rustfmt::skip]
fn writers<'b>() -> [fn(&'b Pair) -> Exclusive<'b>; 4] {
    [
        |cell| cell.borrow_mut(),
        |cell| cell.borrow_mut(),
        |cell| cell.try_borrow_mut().unwrap(),
        |cell| RefMut::map(cell.borrow_mut(), |pair| pair),
    ]
}

/// What an error says: how many borrows, and where one of them is, if it knows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    count: usize,
    place: Option<String>,
}

fn said(words: &str) -> Said {
    let count = words
        .split(": ")
        .find_map(|part| part.split(' ').next()?.parse().ok());
    let (_, place) = words
        .split_once(" at ")
        .unwrap_or_else(|| panic!("{words:?} names no place"));
    let place = (!place.starts_with("a place")).then(|| place.to_owned());
    Said {
        count: count.unwrap_or(1),
        place,
    }
}

/// Where the only borrow of a cell was taken.
fn place<T>(cell: &RefCell<T>) -> String {
    let words = match cell.try_borrow_mut() {
        Err(error) => error.to_string(),
        Ok(_) => panic!("not borrowed"),
    };
    let Said { count: 1, place } = said(&words) else {
        panic!("{words}")
    };
    place.expect("the only place is known")
}

/// `src/x.rs:41:18`, where a borrow stands in the line below the call of this function.
fn below(line: u32, column: u32) -> String {
    format!("{}:{}:{column}", file!(), line + 1)
}

/// Every way to be told, word for word.
#[test]
fn errors_and_panics_name_file_line_and_column() {
    let cell = RefCell::new([1, 2]);
    let at = below(line!(), 23);
    let writer = cell.borrow_mut();
    let words = format!("RefCell already mutably borrowed at {at}");
    assert_eq!(cell.try_borrow().unwrap_err().to_string(), words);
    assert_eq!(cell.try_borrow_mut().unwrap_err().to_string(), words);
    let panics = |f: &dyn Fn()| catch(f).expect_err("refused").message.expect("words");
    assert_eq!(panics(&|| drop(cell.borrow())), words);
    assert_eq!(panics(&|| drop(cell.borrow_mut())), words);
    assert_eq!(panics(&|| assert_eq!(cell.take(), [0, 0])), words);
    assert_eq!(panics(&|| drop(cell.clone())), words);
    assert_eq!(panics(&|| assert!(cell == cell)), words);
    let unwrapped = panics(&|| drop(cell.try_borrow().unwrap()));
    assert!(
        unwrapped.ends_with(&format!("BorrowError({words})")),
        "{unwrapped}"
    );
    let unwrapped = panics(&|| drop(cell.try_borrow_mut().unwrap()));
    assert!(
        unwrapped.ends_with(&format!("BorrowMutError({words})")),
        "{unwrapped}"
    );
    // SAFETY: it is refused.
    let error = unsafe { cell.try_borrow_unguarded() }.unwrap_err();
    drop(writer);
    // The error is a snapshot.
    assert_eq!(error.to_string(), words);

    let at = below(line!(), 23);
    let reader = cell.borrow();
    let words = format!("RefCell already borrowed at {at}");
    assert_eq!(panics(&|| drop(cell.borrow_mut())), words);
    assert_eq!(panics(&|| cell.swap(&cell)), words);
    let again = Ref::clone(&reader);
    drop(reader);
    let words = cell.try_borrow_mut().unwrap_err().to_string();
    assert!(
        words.contains(":") && !words.contains(&at),
        "{words} is stale"
    );
    let more = [Ref::clone(&again), Ref::clone(&again)];
    let words = cell.try_borrow_mut().unwrap_err().to_string();
    assert!(
        words.starts_with("RefCell already borrowed: 3 readers, one of them at "),
        "{words}"
    );
    drop((again, more));

    let (a, b) = RefMut::map_split(cell.borrow_mut(), |[a, b]| (a, b));
    let words = cell.try_borrow().unwrap_err().to_string();
    assert!(
        words.starts_with("RefCell already mutably borrowed: 2 parts, one of them at "),
        "{words}"
    );
    drop((a, b));
}

/// The place goes where the guard goes: through `swap` and through `map`.
#[test]
fn the_place_goes_with_the_guard() {
    let (a, b) = (RefCell::new(1), RefCell::new(2));
    let at = below(line!(), 19);
    let mut x = a.borrow();
    let mut y = b.borrow();
    swap(&mut x, &mut y);
    // Now `y` is the guard of `a`.
    drop(x);
    assert_eq!(place(&a), at);
    assert!(b.try_borrow_mut().is_ok());
    drop(y);

    let at = below(line!(), 19);
    let whole = a.borrow_mut();
    let mapped = RefMut::map(whole, |n| n);
    assert_eq!(place(&a), at);
    let mapped = RefMut::filter_map(mapped, |_| None::<&mut u8>).unwrap_err();
    assert_eq!(place(&a), at);
    drop(mapped);
}

/// A second guard is born where the method that makes it is called; the first keeps its place.
#[test]
fn clones_and_parts_have_places_of_their_own() {
    let cell = RefCell::new([1, 2]);
    let born = below(line!(), 22);
    let first = cell.borrow();
    let at = below(line!(), 18);
    let second = Ref::clone(&first);
    drop(first);
    assert_eq!(place(&cell), at);
    let (a, b) = Ref::map_split(second, |[a, b]| (a, b));
    drop(b);
    assert_eq!(place(&cell), at);
    drop(a);

    let first = cell.borrow();
    assert_ne!(place(&cell), born);
    let at = below(line!(), 18);
    let (a, b) = Ref::map_split(first, |[a, b]| (a, b));
    drop(a);
    assert_eq!(place(&cell), at);
    drop(b);

    let first = cell.borrow_mut();
    let at = below(line!(), 18);
    let (a, b) = RefMut::map_split(first, |[a, b]| (a, b));
    drop(a);
    assert_eq!(place(&cell), at);
    drop(b);
}

/// What is undone is forgotten: a leaked reader does not come up again.
#[test]
fn undoing_leaks_clears_the_table() {
    let mut cell = RefCell::new([1, 2]);
    for reader in readers() {
        forget(reader(&cell));
    }
    cell.undo_leak();
    let at = below(line!(), 23);
    let reader = cell.borrow();
    assert_eq!(place(&cell), at);
    drop(reader);
}

/// A fifth place at a time is counted and not named; the four others are.
#[test]
fn the_fifth_place_is_only_counted() {
    let cell = RefCell::new([1, 2]);
    let mut guards: Vec<_> = readers()[..5].iter().map(|reader| reader(&cell)).collect();
    for left in (2..=5).rev() {
        let said = said(&cell.try_borrow_mut().unwrap_err().to_string());
        assert_eq!((said.count, said.place.is_some()), (left, true));
        guards.remove(0);
    }
    let words = cell.try_borrow_mut().unwrap_err().to_string();
    assert!(
        words.starts_with("RefCell already borrowed at a place that was not noted"),
        "{words}"
    );
    guards.clear();
    assert!(cell.try_borrow_mut().is_ok());
}

/// A live guard, and where it was born.
struct Live<G> {
    guard: Option<G>,
    place: String,
}

/// The places of ways to borrow, found out on fresh cells.
fn places<'b, F>(
    ways: &[F],
    cells: &'b [Pair],
    run: impl Fn(&F, &'b Pair) -> String,
) -> Vec<String> {
    ways.iter()
        .zip(cells)
        .map(|(way, cell)| run(way, cell))
        .collect()
}

/// Random guards of many places: whatever is refused is refused for one of those that are live.
#[test]
fn no_site_is_ever_stale() {
    let fresh: [Pair; 24] = std::array::from_fn(|_| RefCell::default());
    let (readers, cloners, writers) = (readers(), cloners(), writers());
    let read = places(&readers, &fresh[..8], |way, cell| {
        let _guard = way(cell);
        place(cell)
    });
    let cloned = places(&cloners, &fresh[8..16], |way, cell| {
        let first = cell.borrow();
        let second = way(&first);
        drop(first);
        let place = place(cell);
        drop(second);
        place
    });
    let written = places(&writers, &fresh[16..], |way, cell| {
        let _guard = way(cell);
        place(cell)
    });
    let all: BTreeSet<&String> = read.iter().chain(&cloned).chain(&written).collect();
    assert_eq!(
        all.len(),
        readers.len() + cloners.len() + writers.len(),
        "{all:#?}"
    );

    let mut random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let (mut conflicts, mut unknown) = (0, 0);
    for _ in 0..scale(2_000, 2) {
        let mut cell = RefCell::new([1, 2]);
        for _ in 0..3 {
            run(
                &cell,
                &mut random,
                (&read, &cloned, &written),
                (&mut conflicts, &mut unknown),
            );
            cell.undo_leak();
        }
    }
    println!("{conflicts} conflicts, in {unknown} of which the place was not known");
    assert!(conflicts >= scale(100_000, 50) && unknown > 0 && unknown * 50 < conflicts);
}

fn run(
    cell: &Pair,
    random: &mut TestRng,
    (read, cloned, written): (&[String], &[String], &[String]),
    (conflicts, unknown): (&mut usize, &mut usize),
) {
    let mut below = |n: usize| random.next_u32() as usize % n;
    let mut shared: Vec<Live<Shared<'_>>> = Vec::new();
    let mut exclusive: Vec<Live<Exclusive<'_>>> = Vec::new();
    // Whether there were ever more places than a cell notes, since it was last free.
    let mut crowded = false;
    let way = |n: usize, ways: usize| n % ways;
    for _ in 0..40 {
        match below(12) {
            0..=3 if exclusive.is_empty() => {
                let n = way(below(99), 8);
                shared.push(Live {
                    guard: Some(readers()[n](cell)),
                    place: read[n].clone(),
                });
            }
            4 | 5 if !shared.is_empty() => {
                let (from, n) = (below(shared.len()), way(below(99), 3));
                if let Some(guard) = &shared[from].guard {
                    let guard = Some(cloners()[n](guard));
                    let place = cloned[n].clone();
                    shared.push(Live { guard, place });
                }
            }
            6 if shared.is_empty() && exclusive.is_empty() => {
                let n = way(below(99), 4);
                exclusive.push(Live {
                    guard: Some(writers()[n](cell)),
                    place: written[n].clone(),
                });
            }
            7..=9 if !shared.is_empty() => {
                let n = below(shared.len());
                if shared[n].guard.is_some() {
                    drop(shared.remove(n));
                }
            }
            10 if !shared.is_empty() && below(8) == 0 => {
                // Forgotten for good: live until leaks are undone.
                let n = below(shared.len());
                forget(shared[n].guard.take());
            }
            11 => drop(exclusive.pop()),
            _ => {}
        }
        let live: BTreeSet<&String> = shared
            .iter()
            .map(|l| &l.place)
            .chain(exclusive.iter().map(|l| &l.place))
            .collect();
        crowded = live.len() > 4 || crowded && !live.is_empty();
        let errors = [
            cell.try_borrow_mut()
                .err()
                .map(|e: BorrowMutError| e.to_string()),
            cell.try_borrow().err().map(|e: BorrowError| e.to_string()),
        ];
        assert_eq!(errors[0].is_some(), !live.is_empty());
        assert_eq!(errors[1].is_some(), !exclusive.is_empty());
        for words in errors.into_iter().flatten() {
            *conflicts += 1;
            let Said { count, place } = said(&words);
            assert_eq!(count, shared.len() + exclusive.len(), "{words}");
            match place {
                Some(place) => assert!(live.contains(&place), "{words}: live are {live:?}"),
                None => {
                    assert!(crowded, "{words}: live are {live:?}");
                    *unknown += 1;
                }
            }
        }
    }
}
