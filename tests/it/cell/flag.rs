//! The arithmetic of borrow flags: every step from every flag of 8 bits, and the ends of 32.

// The crate's own file, compiled once more: the types in it are private to the crate.
#[expect(unreachable_pub, reason = "what is public there is private here")]
#[path = "../../../src/cell/borrow.rs"]
mod borrow;

use borrow::BorrowState::{Exclusive, Shared, Unused};
use borrow::{BorrowState, Flag, Width};

/// The most readers and the most parts that fit in 8 bits.
const MOST_READERS: u32 = 127;
const MOST_PARTS: u32 = 128;

/// All 256 flags: those that readers lead to, and those that parts of an exclusive borrow lead to.
fn all() -> Vec<Flag<i8>> {
    let mut flags = vec![Flag::UNUSED];
    let mut flag = Flag::UNUSED;
    while let Some(more) = flag.read() {
        flag = more;
        flags.push(flag);
    }
    let mut last = Flag::UNUSED.write();
    while let Some(flag) = last {
        flags.push(flag);
        last = flag.split();
    }
    flags
}

/// From each flag, every step does what counting on paper does.
#[test]
fn every_step_from_every_flag_of_eight_bits() {
    let flags = all();
    for &flag in &flags {
        let now = flag.state();
        let read = match now {
            Unused => Some(Shared(1)),
            Shared(n) if n < MOST_READERS => Some(Shared(n + 1)),
            Shared(_) | Exclusive(_) => None,
        };
        let write = (now == Unused).then_some(Exclusive(1));
        assert_eq!(flag.read().map(Flag::state), read, "read at {now:?}");
        assert_eq!(flag.write().map(Flag::state), write, "write at {now:?}");
        assert_eq!(flag.is_writing(), matches!(now, Exclusive(_)), "{now:?}");
        match now {
            Unused => {}
            Shared(n) => {
                let less = if n == 1 { Unused } else { Shared(n - 1) };
                assert_eq!(flag.read_ended().state(), less, "at {now:?}");
                assert_eq!(flag.split(), None, "readers have no parts, at {now:?}");
            }
            Exclusive(n) => {
                let less = if n == 1 { Unused } else { Exclusive(n - 1) };
                let more = (n < MOST_PARTS).then_some(Exclusive(n + 1));
                assert_eq!(flag.write_ended().state(), less, "at {now:?}");
                assert_eq!(flag.split().map(Flag::state), more, "at {now:?}");
            }
        }
    }
    let states: Vec<BorrowState> = flags.iter().map(|flag| flag.state()).collect();
    assert_eq!(states.len(), 256, "every bit pattern is a flag");
    assert!(states.contains(&Shared(MOST_READERS)) && states.contains(&Exclusive(MOST_PARTS)));
}

/// Up to each end and back again; what is refused at the end changes nothing.
#[test]
fn a_full_flag_refuses_and_empties_again() {
    let mut flag = Flag::<i8>::UNUSED;
    for _ in 0..MOST_READERS {
        flag = flag.read().expect("there is room");
    }
    assert_eq!((flag.read(), flag.write()), (None, None));
    for _ in 0..MOST_READERS {
        flag = flag.read_ended();
    }
    assert_eq!(flag, Flag::UNUSED);

    flag = flag.write().expect("nobody borrows");
    for _ in 1..MOST_PARTS {
        flag = flag.split().expect("there is room");
    }
    assert_eq!(
        (flag.split(), flag.read(), flag.write()),
        (None, None, None)
    );
    for _ in 0..MOST_PARTS {
        flag = flag.write_ended();
    }
    assert_eq!(flag, Flag::UNUSED);
}

/// The width that ships wraps where it should, and its distances don't overflow.
#[test]
fn thirty_two_bits_end_where_they_should() {
    assert_eq!(i32::MAX.up(), i32::MIN);
    assert_eq!(i32::MIN.down(), i32::MAX);
    assert_eq!((1.down(), (-1).up()), (0, 0));
    assert_eq!(i32::MIN.magnitude(), 1 << 31);
    assert_eq!(size_of::<Flag<i32>>(), 4);
}
