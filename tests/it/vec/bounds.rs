//! Sizes that no machine has: every constructor and every way to grow says so before any arithmetic can wrap.

use drystone::alloc::{AllocError, Allocator, Layout, TryReserveErrorKind};
use drystone::vec::Vec;

use crate::support::catch::catch;
use crate::support::heap::{Heap, Manner};

/// Never has anything, so that what is not an overflow is a refusal, on a machine of any size.
#[derive(Debug, Clone)]
struct Empty;

// SAFETY: no block ever comes from here.
unsafe impl Allocator for Empty {
    fn allocate(&self, _: Layout) -> Result<std::ptr::NonNull<[u8]>, AllocError> {
        Err(AllocError)
    }

    unsafe fn deallocate(&self, _: std::ptr::NonNull<u8>, layout: Layout) {
        panic!("a block of {layout:?} that was never made");
    }
}

#[track_caller]
fn overflows(f: impl FnOnce()) {
    let caught = catch(f).expect_err("a capacity overflow");
    assert_eq!(caught.message.as_deref(), Some("capacity overflow"));
}

/// All capacities near the edge, for one element type: overflow above `isize::MAX` bytes, a question to the allocator below.
fn edge<T: Clone + Default>() {
    let most = isize::MAX as usize / size_of::<T>();
    for cap in [
        most + 1,
        most + 2,
        usize::MAX / 2 + 1,
        usize::MAX - 1,
        usize::MAX,
    ] {
        if cap <= most {
            continue;
        }
        let kind = |result: Result<(), drystone::alloc::TryReserveError>| {
            let error = result.expect_err("more than any memory");
            assert_eq!(error.kind(), TryReserveErrorKind::CapacityOverflow);
        };
        kind(Vec::<T>::try_with_capacity(cap).map(drop));
        kind(Vec::<T, Empty>::try_with_capacity_in(cap, Empty).map(drop));
        kind(Vec::<T>::new().try_reserve(cap));
        kind(Vec::<T>::new().try_reserve_exact(cap));
        overflows(|| drop(Vec::<T>::with_capacity(cap)));
        overflows(|| drop(Vec::<T, Empty>::with_capacity_in(cap, Empty)));
        overflows(|| Vec::<T>::new().reserve(cap));
        overflows(|| Vec::<T>::new().reserve_exact(cap));
        overflows(|| Vec::new().resize(cap, T::default()));
        overflows(|| Vec::new().resize_with(cap, T::default));
        overflows(|| drop(drystone::vec![T::default(); cap]));
        overflows(|| drop(Vec::<T>::from_fn(cap, |_| T::default())));

        // Beside an element that is there, and stays: the sum may wrap, the product may, the doubling may.
        let mut v = drystone::vec![T::default()];
        for more in [cap, cap - 1] {
            if more < most {
                continue;
            }
            kind(v.try_reserve(more));
            kind(v.try_reserve_exact(more));
            overflows(|| v.reserve(more));
            overflows(|| v.reserve_exact(more));
            assert_eq!((v.len(), v.capacity()), (1, 1));
        }
    }
    for cap in [1, most - 1, most] {
        let refused = Vec::<T, Empty>::try_with_capacity_in(cap, Empty).map(drop);
        let error = refused.expect_err("nothing to give");
        let TryReserveErrorKind::AllocError { layout } = error.kind() else {
            panic!("{cap} elements of {} bytes: {error}", size_of::<T>());
        };
        assert_eq!(
            layout,
            Layout::array::<T>(cap).expect("at most isize::MAX bytes")
        );
        let mut v = Vec::<T, Empty>::new_in(Empty);
        assert!(v.try_reserve_exact(cap).is_err());
        assert_eq!(v.capacity(), 0);
    }
}

#[test]
fn capacity_overflow() {
    edge::<u8>();
    edge::<u16>();
    edge::<[u8; 3]>();
    edge::<u64>();
    edge::<[u64; 16]>();
    edge::<(u8, u128)>();
}

/// The growth policy doubles; doubling beyond the edge falls to what is needed, and that may still be refused.
#[test]
fn doubling_at_the_edge() {
    let heap = Heap::new(Manner::Moving);
    let mut v: Vec<u8, &Heap> = Vec::with_capacity_in(4, &heap);
    v.extend([1, 2, 3]);
    let most = isize::MAX as usize;
    let refused = v.try_reserve(most - 3).expect_err("a heap has less");
    assert!(matches!(
        refused.kind(),
        TryReserveErrorKind::AllocError { .. }
    ));
    let overflow = v.try_reserve(most - 2).expect_err("one byte too many");
    assert_eq!(overflow.kind(), TryReserveErrorKind::CapacityOverflow);
    assert_eq!((v.as_slice(), v.capacity()), ([1, 2, 3].as_slice(), 4));
    drop(v);
    heap.finish();
}

/// A vector of `usize::MAX` elements without size is full: each way to grow says so on both sides, and leaves it as it was.
#[test]
#[expect(
    clippy::uninit_vec,
    reason = "an element without size has nothing to initialise"
)]
fn a_full_vector_of_nothing() {
    macro_rules! refused {
        ($v:ident: $($grow:expr),* $(,)?) => {$({
            let mut ours = Vec::<()>::new();
            // SAFETY: an element without size is live anywhere.
            unsafe { ours.set_len(usize::MAX) };
            let mut theirs = std::vec::Vec::<()>::new();
            // SAFETY: as above.
            unsafe { theirs.set_len(usize::MAX) };
            let caught = catch(|| {
                let $v = &mut ours;
                let _ = $grow;
            });
            let expected = catch(|| {
                let $v = &mut theirs;
                let _ = $grow;
            });
            assert!(caught.is_err(), "{} went well", stringify!($grow));
            assert!(expected.is_err(), "{} went well in std", stringify!($grow));
            assert_eq!((ours.len(), ours.capacity()), (usize::MAX, usize::MAX));
        })*};
    }
    refused!(v:
        v.push(()),
        v.push_mut(()),
        v.insert(0, ()),
        v.insert_mut(0, ()),
        v.reserve(1),
        v.reserve_exact(1),
        v.try_reserve(1).expect("no room"),
        v.extend([()]),
        v.extend_from_slice(&[()]),
        v.extend_from_within(..1),
    );
}

/// The length of a flattened vector can wrap only when its elements have no size.
#[test]
fn flattening_too_much() {
    let mut v = Vec::<[(); 2]>::new();
    // SAFETY: an element without size is live anywhere.
    unsafe { v.set_len(usize::MAX / 2 + 1) };
    catch(|| v.into_flattened()).expect_err("more than usize::MAX elements");

    let mut v = Vec::<[(); 2]>::new();
    // SAFETY: as above.
    unsafe { v.set_len(usize::MAX / 2) };
    assert_eq!(v.into_flattened().len(), usize::MAX - 1);

    // Arrays of none have no size, whatever their elements have.
    let mut flat = Vec::from([[0_u64; 0]; 5]).into_flattened();
    assert_eq!((flat.len(), flat.capacity()), (0, 0));
    flat.push(1);
}

/// Appending two vectors of nothing that together are too long.
#[test]
fn appending_too_much() {
    let (mut a, mut b) = (Vec::<()>::new(), Vec::<()>::new());
    // SAFETY: an element without size is live anywhere.
    unsafe { a.set_len(usize::MAX) };
    b.push(());
    catch(|| a.append(&mut b)).expect_err("more than usize::MAX elements");
    assert_eq!((a.len(), b.len()), (usize::MAX, 1));
}
