//! To and from the infallible type, std's, and `io`.

use drystone::alloc::Global;
use drystone::{fallible, try_vec, vec};

use super::heap::Heap;

#[test]
fn conversions_keep_the_block() {
    let heap = Heap::refusing(0);
    let v = heap.roomy(5);
    let (block, capacity) = (v.as_ptr().addr(), v.capacity());
    heap.arm();
    let v = v.to_infallible();
    assert_eq!((v.as_ptr().addr(), v.capacity()), (block, capacity));
    let v = fallible::Vec::from(v);
    assert_eq!(v.as_infallible().as_ptr().addr(), block);
    let v = fallible::Vec::from_infallible(drystone::vec::Vec::from(v));
    assert_eq!((v.as_ptr().addr(), v.capacity()), (block, capacity));
    assert_eq!(v, [1, 2, 3]);

    let v = try_vec![1_u8, 2].unwrap();
    let block = v.as_ptr().addr();
    let v = std::vec::Vec::from(v);
    assert_eq!(v.as_ptr().addr(), block);
    let v = fallible::Vec::from(v);
    assert_eq!(v.as_ptr().addr(), block);
    let text = String::try_from(v).unwrap();
    assert_eq!(text.as_ptr().addr(), block);
    assert_eq!(fallible::Vec::from(text).as_ptr().addr(), block);
}

#[test]
fn it_has_the_size_and_niche_of_the_infallible_type() {
    assert_eq!(size_of::<fallible::Vec<u8>>(), 3 * size_of::<usize>());
    assert_eq!(
        size_of::<Option<fallible::Vec<u8>>>(),
        3 * size_of::<usize>()
    );
}

#[test]
fn arrays_and_slices() {
    let v = fallible::Vec::try_from([String::from("a"), String::from("b")]).unwrap();
    assert_eq!(v.capacity(), 2);
    let copy = fallible::Vec::try_from(&v[..]).unwrap();
    assert_eq!((copy.capacity(), copy), (2, v.try_clone().unwrap()));
    assert_eq!(fallible::Vec::try_from("ab").unwrap(), *b"ab");
    let v = <[String; 3]>::try_from(v).unwrap_err();
    assert_eq!(<[String; 2]>::try_from(v).unwrap(), ["a", "b"]);
    assert!(fallible::Vec::<u8>::from_iter([]).unwrap().is_empty());
    let empty: fallible::Vec<u8> = try_vec![].unwrap();
    assert_eq!(empty.capacity(), 0);
}

#[test]
fn it_compares_with_all_that_is_a_slice() {
    let v = try_vec![1, 2].unwrap();
    let mut array = [1, 2];
    assert_eq!(v, array);
    assert_eq!(v, &array);
    assert_eq!(v, array[..]);
    assert_eq!(v, &array[..]);
    assert_eq!(array[..], v);
    assert_eq!(&array[..], v);
    assert_eq!(v, &mut array[..]);
    assert_eq!(&mut array[..], v);
    assert_eq!(v, vec![1, 2]);
    assert_eq!(vec![1, 2], v);
    assert_ne!(v, vec![1]);
    assert_ne!(v, [1, 3]);
    assert!(v < try_vec![1, 3].unwrap());
    let other = fallible::Vec::from_iter_in([1, 2], &Global).unwrap();
    assert_eq!(v, other);
    assert_eq!(v.partial_cmp(&other), Some(std::cmp::Ordering::Equal));
    assert_eq!(format!("{v:?}"), "[1, 2]");
}

#[test]
fn into_iter_is_the_infallible_one_without_clone() {
    let mut iter = try_vec![1, 2, 3, 4, 5].unwrap().into_iter();
    assert_eq!(iter.len(), 5);
    assert_eq!((iter.nth(1), iter.nth_back(1)), (Some(2), Some(4)));
    assert_eq!(iter.as_mut_slice(), [3]);
    assert_eq!(format!("{iter:?}"), "IntoIter([3])");
    assert_eq!(iter.fold(1, |sum, x| sum + x), 4);
}

#[cfg(feature = "std")]
#[test]
fn write() {
    use super::heap::at_every_refusal;
    use std::io::{ErrorKind, IoSlice, Write};

    let points = at_every_refusal(|heap| {
        let mut out = fallible::Vec::new_in(heap);
        heap.arm();
        for _ in 0..2 {
            let len = out.len();
            if let Err(error) = out.write_all(b"dry stone") {
                assert_eq!(error.kind(), ErrorKind::OutOfMemory);
                assert_eq!(out.len(), len, "all or nothing");
                out.write_all(b"dry stone").unwrap();
            }
        }
        let len = out.len();
        let parts = [IoSlice::new(b", "), IoSlice::new(&[b'!'; 30])];
        let written = out.write_vectored(&parts).unwrap_or_else(|error| {
            assert_eq!(error.kind(), ErrorKind::OutOfMemory);
            assert_eq!(out.len(), len, "all or nothing");
            out.write_vectored(&parts).unwrap()
        });
        assert_eq!(written, 32);
        assert_eq!(out.len(), 50);
        assert!(out.starts_with(b"dry stonedry stone, !!!"));
    });
    assert_eq!(points, 3);
}
