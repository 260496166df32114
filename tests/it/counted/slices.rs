//! Counted slices and text: out of iterators, honest and lying, and out of other owners.

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;

use crate::support::catch::catch;
use crate::support::feed::{Data, Feed, Hint};
use crate::support::heap::{Heap, Manner};
use crate::support::probe::{Align64, Elem, Probe, Token};
use crate::support::scale::scale;
use crate::support::world::{Kind, World, for_every_panic_point};

use super::super::subject::{Counted, HEADER};

fn values<T: Elem>(slice: &[T]) -> Vec<u8> {
    slice.iter().map(Elem::value).collect()
}

/// Collects with a lie, beside std, with every panic point.
fn collect_all<T: Elem>() {
    let mut runs = 0;
    for len in [3, 0, 1, 2, 7].into_iter().take(scale(5, 1)) {
        for hint in Hint::ALL.into_iter().take(scale(Hint::ALL.len(), 3)) {
            // Both would be right to refuse so many.
            if hint == Hint::Endless {
                continue;
            }
            for revives in [false, true] {
                let data = Data {
                    len,
                    pattern: 0b1110_0100,
                };
                runs += for_every_panic_point(&[Kind::Call, Kind::Drop], |fuse| {
                    let mut world = World::new();
                    world.arm(fuse);
                    let feed = || Feed::<T>::new(data, hint, revives);
                    // Put aside before the drops: what a function returns leaks when its locals' drops unwind.
                    let mut ours = Vec::new();
                    let end = world.run(|| {
                        catch(AssertUnwindSafe(|| {
                            let counted = Counted::<[T]>::from_iter(feed());
                            ours = values(&counted);
                        }))
                    });
                    let reached = world.disarm();
                    world.finish();
                    assert_eq!(end.is_err(), reached);
                    if end.is_ok() {
                        let mut world = World::new();
                        let theirs = world.run(|| values(&Vec::from_iter(feed().take(20))));
                        assert_eq!(ours, theirs, "{hint:?}");
                    }
                    reached
                });
            }
        }
    }
    println!("{runs} panic points");
    assert!(runs > scale(20, 8), "too few to mean anything");
}

#[test]
fn counted_slices_believe_no_hint() {
    collect_all::<Probe>();
    collect_all::<Probe<Align64>>();
    collect_all::<Token>();
}

/// Items that were left in the iterator are dropped with it. When one of them unwinds, those that were
/// collected, and their block, still have an owner.
#[test]
fn an_iterator_whose_drop_panics() {
    let runs = for_every_panic_point(&[Kind::Drop], |fuse| {
        let heap = Heap::new(Manner::Moving);
        let mut world = World::new();
        world.arm(fuse);
        let end = world.run(|| {
            let all = Vec::from([1, 2, 3, 4].map(Probe::<()>::new));
            catch(|| drop(Counted::from_iter_in(all.into_iter().take(2), &heap)))
        });
        let reached = world.disarm();
        assert_eq!(end.is_err(), reached);
        world.finish();
        heap.finish();
        reached
    });
    assert!((scale(4, 3).min(4)..=4).contains(&runs), "{runs}");
}

#[test]
fn a_hint_past_all_memory_is_refused() {
    let feed = Feed::<u64>::new(Data { len: 3, pattern: 0 }, Hint::Endless, false);
    let caught = catch(|| Counted::<[u64]>::from_iter(feed)).expect_err("no memory is so large");
    assert_eq!(caught.message.as_deref(), Some("capacity overflow"));
    struct Exact;
    impl Iterator for Exact {
        type Item = u64;
        fn next(&mut self) -> Option<u64> {
            None
        }
        fn size_hint(&self) -> (usize, Option<usize>) {
            (usize::MAX, Some(usize::MAX))
        }
    }
    let caught = catch(|| Counted::<[u64]>::from_iter(Exact)).expect_err("no memory is so large");
    assert_eq!(caught.message.as_deref(), Some("capacity overflow"));
}

#[test]
fn an_exact_hint_is_collected_without_a_second_block() {
    let all: Counted<[u32]> = (0..1_000).map(|n| n * 2).collect();
    assert!(all.iter().copied().eq((0..1_000).map(|n| n * 2)));
    let odd: Counted<[u32]> = all.iter().copied().filter(|n| n % 3 == 1).collect();
    assert!(odd.iter().all(|n| n % 3 == 1));
    let units: Counted<[()]> = std::iter::repeat_n((), usize::MAX / 2).take(9).collect();
    assert_eq!(units.len(), 9);
    // A first block for more would have to be cut.
    let heap = Heap::new(Manner::Moving);
    let three = Counted::from_iter_in([1_u32, 2, 3], &heap);
    assert_eq!((&*three, heap.calls()), ([1, 2, 3].as_slice(), 1));
    // When the number is not sure, the first block has room for 4.
    let four = Counted::from_iter_in(Told([1_u32; 4].into_iter(), (1, Some(9))), &heap);
    assert_eq!((&*four, heap.calls()), ([1; 4].as_slice(), 2));
    drop((three, four));
    heap.finish();
}

/// One block each, whatever the iterator tells, and of the right size in the end.
#[test]
fn slices_grow_in_their_block() {
    let items = |low: usize, high: Option<usize>| {
        let mut left = 9_u64;
        let next = move || {
            left = left.checked_sub(1)?;
            Some(left)
        };
        Told(std::iter::from_fn(next), (low, high))
    };
    let honest = [(0, None), (9, None), (9, Some(9)), (5, Some(12))];
    let lies = [(2, Some(2)), (12, Some(12)), (30, None), (10, Some(0))];
    for (low, high) in honest.into_iter().chain(lies) {
        let heap = Heap::new(Manner::Moving);
        let slice = Counted::from_iter_in(items(low, high), &heap);
        assert_eq!(*slice, [8, 7, 6, 5, 4, 3, 2, 1, 0], "{low}, {high:?}");
        assert_eq!(heap.live(), 1);
        let [.., (size, _)] = heap.sizes()[..] else {
            panic!("no block");
        };
        assert_eq!(size, HEADER.next_multiple_of(8) + 72, "{low}, {high:?}");
        drop(slice);
        heap.finish();
    }
}

/// What fits in the padding at the end of a block, or takes no bytes, does not change the block's size, and the allocator is
/// not asked again.
#[test]
fn a_block_of_the_right_size_is_neither_grown_nor_cut() {
    fn collect<T: Copy + PartialEq + std::fmt::Debug>(item: T) {
        let heap = Heap::new(Manner::Moving);
        let items = Told(std::iter::repeat_n(item, 7), (0, None));
        let slice = Counted::from_iter_in(items, &heap);
        assert_eq!((&*slice, heap.calls()), ([item; 7].as_slice(), 1));
        drop(slice);
        heap.finish();
    }
    collect(1_u8);
    collect(());
}

/// Tells what it was told to tell.
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

#[test]
fn counted_slices_past_isize_max() {
    let caught =
        catch(|| Counted::<[u32]>::new_uninit_slice(usize::MAX / 2)).expect_err("too long");
    assert_eq!(caught.message.as_deref(), Some("capacity overflow"));
    let (file, line) = caught.place.expect("a panic has a place");
    assert_eq!((file.ends_with("slices.rs"), line), (true, line!() - 3));
    // Without the header it would fit.
    let most = isize::MAX as usize - 3;
    assert!(catch(|| Counted::<[u32]>::new_zeroed_slice(most / 4)).is_err());
    assert!(Counted::<[u8]>::try_new_uninit_slice(most).is_err());
    assert!(Counted::<[u32]>::try_new_zeroed_slice(usize::MAX).is_err());
    assert_eq!(
        Counted::<[()]>::new_uninit_slice(usize::MAX).len(),
        usize::MAX
    );
}

#[test]
fn from_whatever_holds_elements() {
    let mut world = World::new();
    world.run(|| {
        let probes = || [1, 2, 3].map(Probe::<()>::new);
        assert_eq!(values(&Counted::<[Probe]>::from(probes())), [1, 2, 3]);
        assert_eq!(values(&Counted::<[Probe]>::from(&probes()[..])), [1, 2, 3]);
        assert_eq!(
            values(&Counted::<[Probe]>::from(&mut probes()[1..])),
            [2, 3]
        );
        assert_eq!(
            values(&Counted::<[Probe]>::from(Vec::from(probes()))),
            [1, 2, 3]
        );
        let ours = drystone::vec::Vec::from(probes());
        assert_eq!(values(&Counted::<[Probe]>::from(ours)), [1, 2, 3]);
        let boxed: Box<[Probe]> = Box::from(probes());
        assert_eq!(values(&Counted::<[Probe]>::from(boxed)), [1, 2, 3]);
        let boxed = drystone::boxed::Box::<[Probe]>::from(probes());
        assert_eq!(values(&Counted::<[Probe]>::from(boxed)), [1, 2, 3]);
        let cow = Cow::Owned(Vec::from(probes()));
        assert_eq!(values(&Counted::<[Probe]>::from(cow)), [1, 2, 3]);
        let borrowed = probes();
        assert_eq!(
            values(&Counted::<[Probe]>::from(Cow::Borrowed(&borrowed[..]))),
            [1, 2, 3]
        );
        assert!(Counted::<[Probe]>::default().is_empty());
        drop(
            Counted::<[Probe]>::from([])
                .into_array::<0>()
                .expect("it is empty"),
        );
        assert!(
            Counted::<[Probe]>::from(probes())
                .into_array::<2>()
                .is_none()
        );
    });
    world.finish();
}

#[test]
fn from_whatever_holds_text() {
    use std::ffi::{CStr, CString};
    assert_eq!(&*Counted::<str>::from("dry"), "dry");
    assert_eq!(&*Counted::<str>::from(&mut *String::from("dry")), "dry");
    assert_eq!(&*Counted::<str>::from(String::from("dry")), "dry");
    assert_eq!(&*Counted::<str>::from(Cow::from("dry")), "dry");
    assert_eq!(&*Counted::<str>::from(Box::<str>::from("dry")), "dry");
    assert_eq!(&*Counted::<str>::default(), "");
    assert_eq!(&*Counted::<[u8]>::from(Counted::<str>::from("dry")), b"dry");

    assert_eq!(&*Counted::<CStr>::from(c"dry"), c"dry");
    assert_eq!(&*Counted::<CStr>::from(CString::from(c"dry")), c"dry");
    let mut boxed: Box<CStr> = c"dry".into();
    assert_eq!(&*Counted::<CStr>::from(&mut *boxed), c"dry");
    assert_eq!(&*Counted::<CStr>::default(), c"");
    assert_eq!(&*Counted::<CStr>::from(Cow::from(c"dry")), c"dry");
}

#[cfg(feature = "std")]
#[test]
fn from_whatever_holds_a_name_of_the_system() {
    use std::ffi::{OsStr, OsString};
    use std::path::{Path, PathBuf};
    assert_eq!(&*Counted::<OsStr>::from(OsStr::new("dry")), "dry");
    assert_eq!(&*Counted::<OsStr>::from(OsString::from("dry")), "dry");
    let mut boxed: Box<OsStr> = OsStr::new("dry").into();
    assert_eq!(&*Counted::<OsStr>::from(&mut *boxed), "dry");
    assert_eq!(&*Counted::<Path>::from(Path::new("dry")), Path::new("dry"));
    assert_eq!(
        &*Counted::<Path>::from(PathBuf::from("dry")),
        Path::new("dry")
    );
    let mut boxed: Box<Path> = Path::new("dry").into();
    assert_eq!(&*Counted::<Path>::from(&mut *boxed), Path::new("dry"));
    assert_eq!(
        &*Counted::<Path>::from(Cow::from(Path::new("dry"))),
        Path::new("dry")
    );
}

#[cfg(all(unix, feature = "std"))]
#[test]
fn file_descriptors() {
    use super::super::subject::Unique;
    use std::os::fd::{AsFd, AsRawFd};

    let expected = std::io::stdout().as_raw_fd();
    let (shared, unique) = (
        Counted::new(std::io::stdout()),
        Unique::new(std::io::stdout()),
    );
    assert_eq!([shared.as_raw_fd(), unique.as_raw_fd()], [expected; 2]);
    let lent = [shared.as_fd(), unique.as_fd()];
    assert_eq!(lent.map(|fd| fd.as_raw_fd()), [expected; 2]);
}
