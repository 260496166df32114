//! Wakers made from an `Arc`, and what an `Arc` does because its value can.

use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::num::ParseIntError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Waker;
use std::thread;

use drystone::sync::{Arc, Wake};

use crate::support::catch::catch;

#[derive(Default)]
struct Bell {
    rung: AtomicUsize,
    owners: AtomicUsize,
}

impl Wake for Bell {
    fn wake(this: Arc<Self>) {
        this.rung.fetch_add(1, Ordering::Relaxed);
        this.owners
            .store(Arc::strong_count(&this), Ordering::Relaxed);
    }
}

#[test]
fn wakers_count_as_owners() {
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(Arc::clone(&bell));
    assert_eq!(Arc::strong_count(&bell), 2);
    let also = waker.clone();
    assert!(also.will_wake(&waker));
    assert_eq!(Arc::strong_count(&bell), 3);
    also.wake();
    assert_eq!(bell.owners.load(Ordering::Relaxed), 3);
    assert_eq!(Arc::strong_count(&bell), 2);
    // By reference, with an owner more meanwhile.
    waker.wake_by_ref();
    assert_eq!(bell.owners.load(Ordering::Relaxed), 3);
    assert_eq!(Arc::strong_count(&bell), 2);
    drop(waker);
    assert_eq!(
        (Arc::strong_count(&bell), bell.rung.load(Ordering::Relaxed)),
        (1, 2)
    );
}

#[test]
fn a_waker_goes_to_another_thread() {
    let bell = Arc::new(Bell::default());
    let wakers: Vec<Waker> = (0..3).map(|_| Waker::from(Arc::clone(&bell))).collect();
    thread::scope(|scope| {
        for waker in wakers {
            scope.spawn(move || {
                waker.wake_by_ref();
                drop(waker.clone());
                waker.wake();
            });
        }
    });
    assert_eq!(bell.rung.load(Ordering::Relaxed), 6);
    assert_eq!(Arc::strong_count(&bell), 1);
}

#[test]
fn a_panic_while_waking_loses_no_count() {
    struct Loud;

    impl Wake for Loud {
        fn wake(_: Arc<Self>) {
            panic!("loud");
        }
    }

    let loud = Arc::new(Loud);
    let waker = Waker::from(Arc::clone(&loud));
    assert!(catch(|| waker.wake_by_ref()).is_err());
    assert_eq!(Arc::strong_count(&loud), 2);
    assert!(catch(|| waker.wake()).is_err());
    assert_eq!(Arc::strong_count(&loud), 1);
}

#[test]
fn an_error_behind_an_arc_is_an_error() {
    let error = Arc::new("x".parse::<u8>().unwrap_err());
    let shown: &dyn Error = &error;
    assert_eq!(shown.to_string(), "invalid digit found in string");
    assert!(shown.source().is_none());

    #[derive(Debug)]
    struct Outer(Arc<ParseIntError>);

    impl Display for Outer {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            f.write_str("not a number")
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    let outer = Arc::new(Outer(error));
    let shown: &dyn Error = &outer;
    let source = shown.source().expect("it has one");
    assert_eq!(source.to_string(), "invalid digit found in string");
}

#[cfg(all(feature = "std", not(miri)))]
#[test]
fn a_file_behind_an_arc_is_read_and_written() {
    use std::io::{IoSlice, IoSliceMut, Read, Seek, SeekFrom, Write};

    let mut file = Arc::new(tempfile::tempfile().unwrap());
    let mut also = Arc::clone(&file);
    file.write_all(b"dry").unwrap();
    assert_eq!(also.write_vectored(&[IoSlice::new(b"stone")]).unwrap(), 5);
    also.flush().unwrap();
    assert_eq!(file.seek(SeekFrom::Start(0)).unwrap(), 0);
    let mut three = [0; 3];
    assert_eq!(file.read(&mut three).unwrap(), 3);
    let mut two = [0; 2];
    assert_eq!(
        also.read_vectored(&mut [IoSliceMut::new(&mut two)])
            .unwrap(),
        2
    );
    let (mut rest, mut all) = (String::new(), Vec::new());
    assert_eq!(file.read_to_string(&mut rest).unwrap(), 3);
    file.rewind().unwrap();
    assert_eq!(also.read_to_end(&mut all).unwrap(), 8);
    assert_eq!(all, b"drystone");
    assert_eq!((&three, &two, rest.as_str()), (b"dry", b"st", "one"));
}
