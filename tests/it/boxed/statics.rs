//! What the compiler knows of a box: size, niche, variance. Its auto traits are compared with std's in `auto_traits.rs`.

use std::fmt::Debug;
use std::marker::PhantomPinned;
use std::mem::MaybeUninit;
use std::pin::Pin;

use drystone::alloc::Global;
use drystone::boxed::Box;

#[test]
fn sizes_and_niches_are_stds() {
    fn same<T: ?Sized>() {
        assert_eq!(size_of::<Box<T>>(), size_of::<std::boxed::Box<T>>());
        assert_eq!(
            size_of::<Option<Box<T>>>(),
            size_of::<Option<std::boxed::Box<T>>>()
        );
        assert_eq!(align_of::<Box<T>>(), align_of::<std::boxed::Box<T>>());
        assert_eq!(size_of::<Option<Box<T>>>(), size_of::<Box<T>>());
    }
    same::<()>();
    same::<u8>();
    same::<[u64; 100]>();
    same::<MaybeUninit<u8>>();
    same::<[u8]>();
    same::<str>();
    same::<dyn Debug + Send>();
    same::<std::path::Path>();
    assert_eq!(size_of::<Box<u8, &Global>>(), 2 * size_of::<usize>());
    assert_eq!(
        size_of::<Option<Box<u8, &Global>>>(),
        2 * size_of::<usize>()
    );
}

#[test]
fn boxes_are_covariant() {
    fn shorten<'a>(b: Box<&'static str>) -> Box<&'a str> {
        b
    }
    fn shorten_dyn<'a>(b: Box<dyn Debug + 'static>) -> Box<dyn Debug + 'a> {
        b
    }
    fn shorten_handle<'a>(b: Box<u8, &'static Global>) -> Box<u8, &'a Global> {
        b
    }
    assert_eq!(*shorten(Box::new("dry")), "dry");
    let shown = Box::from_std(std::boxed::Box::new(5) as std::boxed::Box<dyn Debug>);
    assert_eq!(format!("{:?}", shorten_dyn(shown)), "5");
    assert_eq!(*shorten_handle(Box::new_in(5, &Global)), 5);
}

#[test]
fn a_box_is_unpin_even_if_its_value_is_not() {
    let mut b = Box::new(PhantomPinned);
    let _pin: Pin<&mut Box<PhantomPinned>> = Pin::new(&mut b);
}
