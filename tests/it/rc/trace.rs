//! The feature `trace-leaks`: who is alive, and where the owners that were left had been made.

use std::cell::RefCell;
use std::fmt::Debug;
use std::mem::{ManuallyDrop, forget, size_of};
use std::sync::Barrier;
use std::task::Waker;
use std::thread;

use drystone::alloc::{AllocError, Allocator, Global};
use drystone::boxed::Box as OurBox;
use drystone::rc::{Rc, UniqueRc, Weak};
use drystone::sync::{Arc, Wake};
use drystone::trace::{Block, Mark, report};

use crate::support::catch::catch;
use crate::support::heap::{Heap, Manner};

/// The one block that is alive since the mark.
#[track_caller]
fn only(mark: &Mark) -> Block {
    let blocks = mark.report();
    assert_eq!(blocks.blocks().len(), 1, "{blocks}");
    assert_eq!(blocks.missed(), 0);
    *blocks.blocks().first().expect("there is one")
}

/// Where owners were made: line and number, in order of lines; and those that are raw.
#[track_caller]
fn sites(mark: &Mark) -> (Vec<(u32, usize)>, usize) {
    let block = only(mark);
    let mut sites: Vec<_> = block
        .sites()
        .inspect(|site| assert!(site.location().file().ends_with("trace.rs")))
        .map(|site| (site.location().line(), site.owners()))
        .collect();
    sites.sort_unstable();
    let listed: usize = sites.iter().map(|site| site.1).sum();
    assert_eq!(
        listed + block.raw_owners() + block.other_owners(),
        block.strong_count()
    );
    (sites, block.raw_owners())
}

#[test]
fn every_constructor_is_at_its_callers_place() {
    /// Checks what was made in the line of the call.
    #[track_caller]
    fn made<T: ?Sized, A: Allocator>(name: &str, mark: Mark, rc: Rc<T, A>) {
        let line = std::panic::Location::caller().line();
        let block = only(&mark);
        assert_eq!((block.type_name(), block.strong_count()), (name, 1));
        // The call that made it may be on a line of its own.
        let created = block.created().line();
        assert!((line..line + 5).contains(&created), "{block} in {line}");
        assert_eq!(sites(&mark), (vec![(created, 1)], 0));
        drop(rc);
        mark.assert_nothing_alive();
    }
    let m = Mark::new;
    made("i32", m(), Rc::new(5));
    made("i32", m(), Rc::new_in(5, Global));
    made("i32", m(), Rc::try_new(5).unwrap());
    made("i32", m(), Rc::try_new_in(5, Global).unwrap());
    made("i32", m(), Rc::from(5));
    made("i32", m(), Rc::<i32>::default());
    made("i32", m(), UniqueRc::into_rc(UniqueRc::new(5)));
    made("i32", m(), UniqueRc::into_rc(UniqueRc::try_new(5).unwrap()));
    made("i32", m(), Rc::new_cyclic(|_| 5));
    made(
        "i32",
        m(),
        Rc::try_new_cyclic(|_| Ok::<_, AllocError>(5)).unwrap(),
    );
    made("i32", m(), Rc::clone_from_ref(&5));
    made("i32", m(), Rc::try_clone_from_ref(&5).unwrap());
    made("i32", m(), Rc::<i32>::from(OurBox::new(5)));
    made("i32", m(), Rc::map(Rc::new(5), |n| n + 1));
    made("[u8]", m(), Rc::<[u8]>::from(drystone::vec![5_u8]));
    made("[u8]", m(), Rc::<[u8]>::from(&[5][..]));
    made("[u8; 1]", m(), Rc::<[u8]>::from([5]));
    made("[u8]", m(), Rc::<[u8]>::from_iter(0..5));
    made(
        "[u8]",
        m(),
        Rc::<[u8]>::from_iter((0..5).filter(|n| *n > 1)),
    );
    made("str", m(), Rc::<str>::from("dry"));
    made("str", m(), Rc::<str>::default());
    made("str", m(), Rc::<[u8]>::from(Rc::<str>::from("dry")));
    let unwritten = "core::mem::maybe_uninit::MaybeUninit<i32>";
    made(unwritten, m(), Rc::<i32>::new_uninit());
    made(unwritten, m(), Rc::<i32>::try_new_zeroed().unwrap());
    let unwritten = "[core::mem::maybe_uninit::MaybeUninit<u8>]";
    made(unwritten, m(), Rc::<[u8]>::new_zeroed_slice(5));
    made(unwritten, m(), Rc::<[u8]>::try_new_uninit_slice(5).unwrap());
    // SAFETY: zero is a number.
    made("[u8]", m(), unsafe {
        Rc::<[u8]>::new_zeroed_slice(5).assume_init()
    });
    // SAFETY: zero is a number.
    made("i32", m(), unsafe { Rc::<i32>::new_zeroed().assume_init() });
}

#[test]
fn owners_are_counted_where_they_were_made() {
    let mark = Mark::new();
    let base = line!();
    let first = Rc::new(5); // base + 1
    let clones = [(); 3].map(|()| Rc::clone(&first)); // base + 2
    let weak = Rc::downgrade(&first);
    let upgraded = weak.upgrade(); // base + 4
    let raw = Rc::into_raw(Rc::clone(&first)); // base + 5
    let all = vec![(base + 1, 1), (base + 2, 3), (base + 4, 1)];
    assert_eq!(sites(&mark), (all, 1));
    assert_eq!(
        (only(&mark).strong_count(), only(&mark).weak_count()),
        (6, 1)
    );

    // SAFETY: from `into_raw`, here and below.
    unsafe { Rc::increment_strong_count(raw) };
    assert_eq!((sites(&mark).1, only(&mark).strong_count()), (2, 7));
    // SAFETY: as above.
    unsafe { Rc::decrement_strong_count(raw) };
    drop((first, clones));
    assert_eq!(sites(&mark), (vec![(base + 4, 1)], 1));
    // SAFETY: as above.
    let (back, line) = (unsafe { Rc::from_raw(raw) }, line!());
    assert_eq!(sites(&mark), (vec![(base + 4, 1), (line, 1)], 0));
    drop(upgraded);
    assert_eq!(sites(&mark), (vec![(line, 1)], 0));
    let unique = Rc::try_unwrap(back).map(UniqueRc::new);
    // The value has moved; the `Weak` keeps its old block.
    assert_eq!(mark.report().blocks().len(), 2);
    let emptied = mark.report().blocks()[0];
    assert_eq!((emptied.strong_count(), emptied.type_name()), (0, "i32"));
    drop((unique, weak));
    mark.assert_nothing_alive();
}

#[test]
fn an_owner_that_gets_a_block_of_its_own_takes_its_number_along() {
    let mark = Mark::new();
    let mut one = Rc::new(1);
    let two = Rc::clone(&one);
    let line = line!() + 1;
    *Rc::make_mut(&mut one) += 1;
    let blocks = mark.report();
    assert_eq!(blocks.blocks().len(), 2);
    assert!(
        blocks
            .blocks()
            .iter()
            .all(|block| block.strong_count() == 1)
    );
    assert_eq!(blocks.blocks()[1].created().line(), line);
    drop(two);
    let weak = Rc::downgrade(&one);
    *Rc::make_mut(&mut one) += 1;
    assert_eq!(mark.report().blocks()[0].strong_count(), 0);
    drop((one, weak));
    mark.assert_nothing_alive();

    // A block that stays for a `Weak` only, when a unique owner leaves it.
    let unique = UniqueRc::new(5_u8);
    let weak = UniqueRc::downgrade(&unique);
    let other = UniqueRc::map(unique, u16::from);
    let counts = |n: usize| {
        let block = mark.report().blocks()[n];
        (block.strong_count(), block.weak_count())
    };
    assert_eq!((counts(0), counts(1)), ((0, 1), (1, 0)));
    drop((other, weak));
    mark.assert_nothing_alive();
}

#[test]
fn a_cycle_that_fails_or_is_being_made() {
    let mark = Mark::new();
    let mut kept = None;
    let failed: Result<Rc<u8>, AllocError> = Rc::try_new_cyclic(|me| {
        assert_eq!(
            (only(&mark).strong_count(), only(&mark).weak_count()),
            (0, 1)
        );
        kept = Some(me.clone());
        Err(AllocError)
    });
    assert!(failed.is_err());
    assert_eq!(
        (only(&mark).strong_count(), only(&mark).weak_count()),
        (0, 1)
    );
    drop(kept);
    mark.assert_nothing_alive();
    let me = Rc::new_cyclic(|me: &Weak<u8>| me.strong_count() as u8);
    assert_eq!(
        (only(&mark).strong_count(), only(&mark).weak_count()),
        (1, 0)
    );
    drop(me);
    let thrown = catch(|| drop(Rc::clone_from_ref(&[Thrower, Thrower][..])));
    assert!(thrown.is_err());
    mark.assert_nothing_alive();
}

struct Thrower;

impl Clone for Thrower {
    fn clone(&self) -> Self {
        crate::support::world::blow()
    }
}

#[test]
fn the_owners_of_a_cycle_can_be_read_off() {
    struct Node {
        next: RefCell<Option<Rc<Node>>>,
    }
    let mark = Mark::new();
    let node = || {
        Rc::new(Node {
            next: RefCell::new(None),
        })
    };
    let (one, two) = (node(), node());
    *one.next.borrow_mut() = Some(Rc::clone(&two));
    *two.next.borrow_mut() = Some(Rc::clone(&one));
    let line = line!() - 1;
    let keeper = Rc::downgrade(&one);
    drop((one, two));
    let text = mark.report().to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "2 values are alive");
    assert!(
        lines[1]
            .contains("the_owners_of_a_cycle_can_be_read_off::Node: 1 owner, 1 Weak, created at "),
        "{text}"
    );
    assert!(lines[2].starts_with("    1 owner made at "), "{text}");
    assert!(lines[2].contains(&format!("trace.rs:{line}:")), "{text}");
    assert_eq!(lines.len(), 5);
    let said = catch(|| mark.assert_nothing_alive());
    assert!(said.is_err());
    keeper.upgrade().expect("it leaks").next.take();
    drop(keeper);
    mark.assert_nothing_alive();
}

#[test]
fn more_places_than_there_are_numbers_for() {
    let mark = Mark::new();
    let rc = Rc::new(5);
    let mut many = vec![
        rc.clone(), // one place a line
        rc.clone(),
        rc.clone(),
        rc.clone(),
        rc.clone(),
        rc.clone(),
        rc.clone(),
        rc.clone(),
        rc.clone(),
    ];
    let block = only(&mark);
    assert_eq!(block.sites().count(), 8);
    assert_eq!((block.strong_count(), block.other_owners()), (10, 2));
    assert!(
        mark.report()
            .to_string()
            .ends_with("    2 owners made elsewhere")
    );
    // One that was noted goes; its entry is the next place's.
    drop(many.remove(0));
    many.push(rc.clone());
    let last = line!() - 1;
    assert_eq!(only(&mark).other_owners(), 2);
    assert!(
        only(&mark)
            .sites()
            .any(|site| site.location().line() == last)
    );
    drop(many);
    assert_eq!(
        (only(&mark).strong_count(), only(&mark).other_owners()),
        (1, 0)
    );
    drop(rc);
    mark.assert_nothing_alive();
}

/// Each thread marks, leaks what it will, and sees its own only, whatever the others do meanwhile.
#[test]
fn each_thread_is_asked_for_its_own() {
    let barrier = Barrier::new(3);
    thread::scope(|scope| {
        for n in 0..3_usize {
            let barrier = &barrier;
            scope.spawn(move || {
                let older = Rc::new(n);
                let mark = Mark::new();
                // A thread that panicked between the barriers would let the others wait for it.
                let mut seen = Vec::new();
                for round in 0..50 {
                    let owners: Vec<_> = (0..=n).map(|i| Rc::new(i + round)).collect();
                    barrier.wait();
                    let (own, all) = (mark.report().blocks().len(), report().blocks().len());
                    barrier.wait();
                    drop(owners);
                    seen.push((own, all >= 9, mark.report().blocks().len()));
                }
                assert_eq!(seen, [(n + 1, true, 0); 50]);
                mark.assert_nothing_alive();
                drop(older);
            });
        }
    });
}

#[test]
fn a_block_whose_memory_went_stays_listed() {
    let mark = Mark::new();
    {
        let arena = Arena(RefCell::new(Vec::new()));
        forget(Rc::new_in(5, &arena));
        assert_eq!(only(&mark).strong_count(), 1);
    }
    let block = only(&mark);
    assert_eq!((block.strong_count(), block.type_name()), (1, "i32"));
}

/// Frees nothing before its own end.
struct Arena(RefCell<Vec<(std::ptr::NonNull<u8>, std::alloc::Layout)>>);

// SAFETY: blocks are those of the global heap, until the arena ends.
unsafe impl Allocator for &Arena {
    fn allocate(&self, layout: std::alloc::Layout) -> Result<std::ptr::NonNull<[u8]>, AllocError> {
        let block = Global.allocate(layout)?;
        self.0.borrow_mut().push((block.cast(), layout));
        Ok(block)
    }

    unsafe fn deallocate(&self, _: std::ptr::NonNull<u8>, _: std::alloc::Layout) {}
}

impl Drop for Arena {
    fn drop(&mut self) {
        for (ptr, layout) in self.0.take() {
            // SAFETY: allocated by the same heap with this layout, once.
            unsafe { Global.deallocate(ptr, layout) };
        }
    }
}

#[test]
fn counts_are_right_whatever_is_forgotten() {
    let mark = Mark::new();
    let raw = Rc::into_raw(Rc::new(5));
    for _ in 0..3 {
        // SAFETY: from `into_raw`; the owner that is borrowed here is never dropped.
        let borrowed = ManuallyDrop::new(unsafe { Rc::from_raw(raw) });
        drop(Rc::clone(&borrowed));
    }
    assert_eq!(only(&mark).strong_count(), 1);
    // SAFETY: as above; now it is.
    drop(unsafe { Rc::from_raw(raw) });
    mark.assert_nothing_alive();
}

#[test]
fn the_table_grows_and_its_places_are_used_again() {
    let mark = Mark::new();
    for _ in 0..3 {
        let mut many: Vec<_> = (0..500).map(|n| Rc::new((n, 1))).collect();
        assert_eq!(mark.report().blocks().len(), 500);
        many.retain(|n| n.0 % 3 == 0);
        many.extend((0..100).map(|n| Rc::new((n, 2))));
        let report = mark.report();
        assert_eq!(report.blocks().len(), 267);
        // Oldest first, although the younger ones took the places of those that went.
        let first = report.blocks()[0].created();
        assert_eq!(report.blocks()[166].created(), first);
        assert_ne!(report.blocks()[167].created(), first);
        drop(many);
        mark.assert_nothing_alive();
    }
}

#[test]
fn unsized_owners_keep_their_name() {
    let mark = Mark::new();
    // SAFETY: from an owner.
    let shown = unsafe { Rc::from_raw(Rc::into_raw(Rc::new(5_u8)) as *const dyn Debug) };
    assert_eq!(only(&mark).type_name(), "u8");
    drop(shown);
    let boxed = OurBox::from_std(Box::new(5_u8) as Box<dyn Debug>);
    let shown: Rc<dyn Debug> = Rc::from(boxed);
    assert_eq!(only(&mark).type_name(), "dyn core::fmt::Debug");
    drop(shown);
    mark.assert_nothing_alive();
}

#[test]
fn a_block_has_a_number_more() {
    let heap = Heap::new(Manner::Moving);
    drop(Rc::new_in(1_u32, &heap));
    assert_eq!(heap.sizes(), [(16, 4)]);
    assert_eq!(size_of::<Option<Rc<u64>>>(), size_of::<Rc<u64>>());
}

#[test]
fn arcs_that_end_otherwise_than_by_drop_are_struck_off() {
    struct Bell;
    impl Wake for Bell {
        fn wake(_: Arc<Self>) {}
    }
    let mark = Mark::new();
    let five = Arc::new(5);
    let line = line!() - 1;
    for _ in 0..3 {
        assert_eq!(Arc::into_inner(Arc::clone(&five)), None);
    }
    assert_eq!(sites(&mark), (vec![(line, 1)], 0));
    assert_eq!(Arc::into_inner(five), Some(5));
    mark.assert_nothing_alive();

    let mark = Mark::new();
    let waker = Waker::from(Arc::new(Bell));
    (0..3).for_each(|_| waker.wake_by_ref());
    assert_eq!(sites(&mark), (vec![], 1));
    drop(waker);
    mark.assert_nothing_alive();
}
