//! `mem::forget` of every guard and iterator, with elements that own memory, and of the vector itself: leaks are allowed, anything worse is not.
//!
//! These tests leak on purpose, so they are a binary of their own: under Miri with `-Zmiri-ignore-leaks`, under AddressSanitizer with
//! `ASAN_OPTIONS=detect_leaks=0`. The other tests run without these and must not leak.

use std::mem::forget;

use drystone::vec::Vec;
use drystone::vec::{Drain, IntoIter, PeekMut};

fn strings(count: usize) -> Vec<String> {
    (0..count).map(|i| i.to_string()).collect()
}

/// The vector is usable whatever was forgotten, and what it holds was in it before or came after.
fn still_usable(mut v: Vec<String>, known: &[&str]) {
    assert!(v.len() <= v.capacity());
    assert!(v.iter().all(|s| known.contains(&s.as_str())), "{v:?}");
    v.push("x".to_owned());
    v.insert(0, "y".to_owned());
    assert_eq!(v.remove(0), "y");
    assert_eq!(v.pop().as_deref(), Some("x"));
    v.reserve(100);
    v.shrink_to_fit();
    drop(v.clone());
    v.clear();
    assert!(v.is_empty());
}

const ALL: [&str; 8] = ["0", "1", "2", "3", "4", "5", "a", "b"];

#[test]
fn a_drain() {
    for start in 0..=5 {
        for end in start..=5 {
            for (front, back) in [(0, 0), (1, 0), (0, 1), (1, 1), (2, 1)] {
                let mut v = strings(5);
                let mut drain: Drain<'_, String> = v.drain(start..end);
                (0..front).for_each(|_| drop(drain.next()));
                (0..back).for_each(|_| drop(drain.next_back()));
                forget(drain);
                // What lies before the range is never in danger.
                assert!(v.len() >= start);
                assert_eq!(v[..start], strings(start)[..]);
                still_usable(v, &ALL);
            }
        }
    }
}

#[test]
fn a_splice() {
    for start in 0..=5 {
        for end in start..=5 {
            for taken in 0..=2 {
                let mut v = strings(5);
                let mut splice = v.splice(start..end, ["a", "b"].map(str::to_owned));
                (0..taken).for_each(|_| drop(splice.next()));
                forget(splice);
                assert_eq!(v[..start], strings(start)[..]);
                still_usable(v, &ALL);
            }
        }
    }
}

#[test]
fn an_extract_if() {
    for chosen in 0..32_u8 {
        for taken in 0..=3 {
            let mut v = strings(5);
            let mut bits = (0..5)
                .map(|bit| chosen >> bit & 1 == 1)
                .collect::<std::vec::Vec<_>>();
            let mut extract = v.extract_if(.., |_| bits.pop().unwrap_or(false));
            (0..taken).for_each(|_| drop(extract.next()));
            forget(extract);
            still_usable(v, &ALL);
        }
    }
}

#[test]
#[expect(
    clippy::forget_non_drop,
    reason = "whether it has a `Drop` is its own affair"
)]
fn a_peek_mut() {
    let mut v = strings(3);
    let mut last = v.peek_mut().expect("not empty");
    last.push('0');
    last.truncate(1);
    forget(last);
    assert_eq!(v.len(), 3);
    let last = v.peek_mut().expect("not empty");
    forget(PeekMut::pop(last));
    still_usable(v, &ALL);
}

#[test]
fn an_into_iter() {
    for (front, back) in [(0, 0), (1, 0), (0, 1), (2, 2), (4, 1)] {
        let mut iter: IntoIter<String> = strings(5).into_iter();
        (0..front).for_each(|_| drop(iter.next()));
        (0..back).for_each(|_| drop(iter.next_back()));
        forget(iter);
    }
}

#[test]
fn the_vector_itself() {
    let leaked = strings(3).leak();
    leaked[0].push('!');
    assert_eq!(leaked, ["0!", "1", "2"]);
    assert!(Vec::<String>::new().leak().is_empty());
    let tokens = Vec::from([(), ()]).leak();
    assert_eq!(tokens.len(), 2);
    forget(strings(2));
    let (_, len, cap) = strings(2).into_raw_parts();
    assert!(len <= cap);
    forget(strings(2).into_boxed_slice());
}

/// Elements whose own drop is forgotten in the middle of an operation.
#[test]
fn what_closures_forget() {
    let mut v = strings(5);
    v.retain_mut(|s| {
        forget(std::mem::take(s));
        false
    });
    assert!(v.is_empty());
    let mapped = strings(5).map_in_place(|s| {
        let len = s.len();
        forget(s);
        len
    });
    assert_eq!(mapped, [1; 5]);
}
