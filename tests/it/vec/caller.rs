//! What panics say, and where they point: std's words, the caller's line.

use crate::support::catch::catch;

/// Runs each expression on the crate's vector of two and on std's: the words must be equal, and the place in this file.
macro_rules! same_words {
    ($v:ident: $($call:expr),* $(,)?) => {$({
        let ours = catch(|| {
            let $v = &mut drystone::vec![1_u8, 2];
            let _ = $call;
        });
        let theirs = catch(|| {
            let $v = &mut std::vec![1_u8, 2];
            let _ = $call;
        });
        let call = stringify!($call);
        let ours = ours.expect_err(call);
        assert_eq!(ours.message, theirs.expect_err(call).message, "{call}");
        let (file, _) = ours.place.expect("a panic has a place");
        assert!(file.ends_with("caller.rs"), "{call} points at {file}");
    })*};
}

#[test]
fn indices() {
    same_words!(v:
        v.insert(3, 0),
        v.insert_mut(9, 0),
        v.remove(2),
        v.swap_remove(2),
        v.split_off(3),
        v[2],
        v[1..3].len(),
        v[7..].len(),
    );
}

#[test]
fn ranges() {
    use std::ops::Bound::{Excluded, Included, Unbounded};
    same_words!(v:
        v.drain(1..3),
        v.drain(3..),
        v.drain(..=2),
        v.drain(..=usize::MAX),
        v.drain((Excluded(usize::MAX), Unbounded)),
        v.drain((Excluded(1), Included(0))),
        v.drain(2..Vec::<u8>::new().len()),
        v.splice(1..3, []),
        v.extract_if(3.., |_| true).count(),
        v.extend_from_within(..5),
    );
}

#[test]
fn capacities() {
    same_words!(v:
        v.reserve(usize::MAX),
        v.reserve_exact(usize::MAX),
        v.resize(usize::MAX, 0),
        v.resize_with(usize::MAX, || 0),
    );
}

/// The line, for the most used ones: the file alone would also fit a panic in a helper of this file.
#[test]
fn lines() {
    let mut v = drystone::vec![1_u8];
    let caught = [
        (line!(), catch(|| v.insert(2, 0)).err()),
        (line!(), catch(|| v.remove(1)).map(drop).err()),
        (line!(), catch(|| v.swap_remove(1)).map(drop).err()),
        (line!(), catch(|| drop(v.split_off(2))).err()),
        (line!(), catch(|| drop(v.drain(2..))).err()),
        (line!(), catch(|| v.reserve(usize::MAX)).err()),
        (line!(), catch(|| v.extend_from_within(2..)).err()),
    ];
    for (line, caught) in caught {
        let place = caught
            .and_then(|caught| caught.place)
            .expect("a panic with a place");
        assert_eq!(place.1, line);
    }
}
