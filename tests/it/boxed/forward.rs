//! Traits that a box has because its value has them: every method reaches the value.

use std::borrow::{Borrow, BorrowMut};
use std::cmp::Ordering;
use std::future::Future;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use drystone::boxed::{Box, BoxIterator};
use drystone::rc::Rc;
use drystone::sync::Arc;

/// The output of a future that is ready at once.
pub(super) fn poll_once<T>(future: impl Future<Output = T>) -> T {
    let future = std::pin::pin!(future);
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it is not ready"),
    }
}

#[test]
fn comparisons_and_hashes_are_the_values() {
    let [nan, one, two] = [f64::NAN, 1.0, 2.0].map(Box::new);
    assert_eq!(
        (one == two, one != two, nan == nan, nan != nan),
        (false, true, false, true)
    );
    assert_eq!(
        (one < two, one <= two, one > two, one >= two),
        (true, true, false, false)
    );
    assert_eq!(
        (nan < one, nan <= one, nan > one, nan >= one),
        (false, false, false, false)
    );
    assert_eq!(one.partial_cmp(&two), Some(Ordering::Less));
    assert_eq!(nan.partial_cmp(&two), None);
    assert_eq!(
        Box::<str>::from("b").cmp(&Box::from("a")),
        Ordering::Greater
    );
    let state = RandomState::new();
    assert_eq!(
        state.hash_one(Box::<str>::from("dry")),
        state.hash_one("dry")
    );
    let mut set = std::collections::HashSet::new();
    set.insert(Box::<str>::from("dry"));
    assert!(set.contains("dry"));
}

/// Answers each comparison in a way that no other could have told.
struct Contrary;

impl PartialEq for Contrary {
    fn eq(&self, _: &Self) -> bool {
        true
    }

    #[expect(clippy::partialeq_ne_impl, reason = "it is this that is looked for")]
    fn ne(&self, _: &Self) -> bool {
        true
    }
}

impl PartialOrd for Contrary {
    fn partial_cmp(&self, _: &Self) -> Option<Ordering> {
        None
    }

    fn lt(&self, _: &Self) -> bool {
        true
    }

    fn le(&self, _: &Self) -> bool {
        true
    }

    fn gt(&self, _: &Self) -> bool {
        true
    }

    fn ge(&self, _: &Self) -> bool {
        true
    }
}

#[test]
fn each_comparison_is_the_values_own() {
    fn one<P: PartialOrd>(a: P, b: P) {
        assert!(a == b && a != b);
        assert!(a < b && a <= b && a > b && a >= b);
        assert_eq!(a.partial_cmp(&b), None);
    }
    one(Box::new(Contrary), Box::new(Contrary));
    one(Rc::new(Contrary), Rc::new(Contrary));
    one(Arc::new(Contrary), Arc::new(Contrary));
}

#[test]
fn formatting_is_the_values() {
    let b = Box::new(3.5_f64);
    assert_eq!(format!("{b:>7.2}|{b:?}"), "   3.50|3.5");
    assert_eq!(format!("{b:p}"), format!("{:p}", Box::as_ptr(&b)));
    let slice = Box::<[i32]>::from([1]);
    assert_eq!(format!("{slice:p}"), format!("{:p}", &*slice));
}

#[test]
fn references() {
    let mut b = Box::<str>::from("dry");
    let at = Box::as_ptr(&b);
    let shared: [&str; 3] = [&b, b.as_ref(), b.borrow()];
    assert!(shared.iter().all(|text| std::ptr::eq(*text, at)));
    let text: &mut str = b.as_mut();
    text.make_ascii_uppercase();
    let text: &mut str = b.borrow_mut();
    assert_eq!(text, "DRY");
    assert_eq!(*Box::<u8>::default(), 0);
    assert_eq!(*Pin::<Box<u8>>::default(), 0);
    assert_eq!(*Box::from(5), 5);
}

/// A hasher that writes down which method was called.
#[derive(Default)]
struct Trace(Vec<&'static str>);

macro_rules! trace {
    ($($method:ident: $int:ty),*) => {
        impl Hasher for Trace {
            fn finish(&self) -> u64 {
                self.0.len() as u64
            }
            fn write(&mut self, _: &[u8]) {
                self.0.push("write");
            }
            $(fn $method(&mut self, _: $int) {
                self.0.push(stringify!($method));
            })*
        }

        #[test]
        fn hashers_get_what_the_box_gets() {
            let mut names = vec!["write"];
            let mut b = Box::new(Trace::default());
            Hasher::write(&mut b, b"x");
            $(
                Hasher::$method(&mut b, <$int>::MAX);
                names.push(stringify!($method));
            )*
            assert_eq!(Hasher::finish(&b), names.len() as u64);
            assert_eq!(b.0, names);
        }
    };
}

trace!(
    write_u8: u8, write_u16: u16, write_u32: u32, write_u64: u64, write_u128: u128, write_usize: usize,
    write_i8: i8, write_i16: i16, write_i32: i32, write_i64: i64, write_i128: i128, write_isize: isize
);

#[test]
fn a_boxed_hasher_hashes() {
    let raw = Box::into_raw(Box::new(Trace::default())) as *mut dyn Hasher;
    // SAFETY: from a box.
    let mut hasher: Box<dyn Hasher> = unsafe { Box::from_raw(raw) };
    "dry".hash(&mut hasher);
    assert_eq!(hasher.finish(), 2);
}

#[test]
fn boxed_iterators_iterate() {
    fn check(mut b: impl DoubleEndedIterator<Item = u8> + ExactSizeIterator) {
        assert_eq!((b.len(), b.size_hint()), (9, (9, Some(9))));
        assert_eq!((b.next(), b.next_back()), (Some(0), Some(8)));
        assert_eq!((b.nth(1), b.nth_back(1)), (Some(2), Some(6)));
        assert_eq!(b.collect::<Vec<_>>(), [3, 4, 5]);
    }
    check(Box::new([0, 1, 2, 3, 4, 5, 6, 7, 8].into_iter()));

    let std: std::boxed::Box<dyn DoubleEndedIterator<Item = u8> + Send> =
        std::boxed::Box::new(0..3);
    let mut b = Box::from_std(std);
    assert_eq!(
        (b.next_back(), b.nth(1), b.next()),
        (Some(2), Some(1), None)
    );
    let std: std::boxed::Box<dyn ExactSizeIterator<Item = u8>> = std::boxed::Box::new(0..3);
    assert_eq!(Box::from_std(std).len(), 3);

    trait Walk: Iterator<Item = u8> {}
    impl Walk for std::ops::Range<u8> {}
    impl BoxIterator for dyn Walk {}
    let std: std::boxed::Box<dyn Walk> = std::boxed::Box::new(0..3);
    assert_eq!(Box::from_std(std).map(u32::from).sum::<u32>(), 3);
}

#[test]
fn boxed_futures_are_polled() {
    assert_eq!(poll_once(Box::new(std::future::ready(5))), 5);
    assert_eq!(poll_once(Box::pin(async { 6 })), 6);
}

#[cfg(feature = "std")]
#[test]
fn readers_writers_and_seekers() {
    use std::io::{BufRead, Cursor, IoSlice, IoSliceMut, Read, Seek, SeekFrom, Write};

    let raw = Box::into_raw(Box::new(Cursor::new(b"one\ntwo\nthree".to_vec())));
    // SAFETY: from a box; a `dyn BufRead` is used below through another box of the same kind.
    let mut b: Box<Cursor<Vec<u8>>> = unsafe { Box::from_raw(raw) };
    let mut four = [0; 4];
    Read::read_exact(&mut b, &mut four).expect("there are four");
    assert_eq!(&four, b"one\n");
    let mut line = String::new();
    assert_eq!(
        BufRead::read_line(&mut b, &mut line).expect("it is text"),
        4
    );
    assert_eq!(
        (
            line.as_str(),
            Seek::stream_position(&mut b).expect("it seeks")
        ),
        ("two\n", 8)
    );
    assert_eq!(BufRead::fill_buf(&mut b).expect("there is more"), b"three");
    BufRead::consume(&mut b, 2);
    let mut rest = String::new();
    assert_eq!(
        Read::read_to_string(&mut b, &mut rest).expect("it is text"),
        3
    );
    assert_eq!(rest, "ree");
    Seek::rewind(&mut b).expect("it seeks");
    assert_eq!(BufRead::skip_until(&mut b, b'\n').expect("there is one"), 4);
    let mut until = Vec::new();
    BufRead::read_until(&mut b, b'o', &mut until).expect("there is one");
    assert_eq!(until, b"two");
    Seek::seek_relative(&mut b, -1).expect("it seeks");
    let (mut x, mut y) = ([0; 1], [0; 1]);
    let mut bufs = [IoSliceMut::new(&mut x), IoSliceMut::new(&mut y)];
    assert_eq!(
        Read::read_vectored(&mut b, &mut bufs).expect("there are two"),
        2
    );
    assert_eq!((x, y), (*b"o", *b"\n"));
    Seek::seek(&mut b, SeekFrom::End(-2)).expect("it seeks");
    let mut end = Vec::new();
    assert_eq!(
        Read::read_to_end(&mut b, &mut end).expect("there are two"),
        2
    );

    let mut w = Box::new(Cursor::new(Vec::new()));
    assert_eq!(Write::write(&mut w, b"a").expect("it has room"), 1);
    let bufs = [IoSlice::new(b"b"), IoSlice::new(b"c")];
    assert_eq!(
        Write::write_vectored(&mut w, &bufs).expect("it has room"),
        2
    );
    Write::write_all(&mut w, b"de").expect("it has room");
    write!(w, "{}", 7).expect("it has room");
    Write::flush(&mut w).expect("nothing to do");
    assert_eq!(Box::into_inner(w).into_inner(), b"abcde7");

    let std: std::boxed::Box<dyn Read> = std::boxed::Box::new(&b"dyn"[..]);
    let mut text = String::new();
    Box::from_std(std)
        .read_to_string(&mut text)
        .expect("it is text");
    assert_eq!(text, "dyn");
}

#[cfg(all(unix, feature = "std"))]
#[test]
fn file_descriptors() {
    use std::os::fd::{AsFd, AsRawFd};
    let out = Box::new(std::io::stdout());
    assert_eq!(out.as_raw_fd(), std::io::stdout().as_raw_fd());
    assert_eq!(out.as_fd().as_raw_fd(), std::io::stdout().as_raw_fd());
}

/// Each operator says what the value's says, also between equals, and of a value that is neither less nor more.
#[test]
fn every_operator_is_the_values() {
    for (a, b) in [(1.0, 2.0), (2.0, 1.0), (1.0, 1.0), (1.0, f64::NAN)] {
        let (x, y) = (Box::new(a), Box::new(b));
        assert_eq!([x == y, x != y], [a == b, a != b], "{a} {b}");
        let ours = [x < y, x <= y, x > y, x >= y];
        assert_eq!(ours, [a < b, a <= b, a > b, a >= b], "{a} {b}");
    }
}
