//! What the compiler knows of a box: size, niche, auto traits, variance.

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::marker::PhantomPinned;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::rc::Rc;

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

/// Whether a type has an auto trait, found without a bound: an inherent constant wins if its bound holds, else the
/// constant of a trait that everything has.
macro_rules! has {
    ($ty:ty: $($bound:tt)+) => {{
        struct Has<T: ?Sized>(std::marker::PhantomData<T>);
        #[expect(dead_code, reason = "hidden by the inherent constant if the bound holds")]
        trait Otherwise {
            const ANSWER: bool = false;
        }
        impl<T: ?Sized> Otherwise for T {}
        #[expect(dead_code, reason = "not there if the bound does not hold")]
        impl<T: ?Sized + $($bound)+> Has<T> {
            const ANSWER: bool = true;
        }
        <Has<$ty>>::ANSWER
    }};
}

macro_rules! same_auto_traits {
    ($($ty:ty),* $(,)?) => {$(
        let ours = [
            has!(Box<$ty>: Send), has!(Box<$ty>: Sync), has!(Box<$ty>: Unpin),
            has!(Box<$ty>: std::panic::UnwindSafe), has!(Box<$ty>: std::panic::RefUnwindSafe),
        ];
        let stds = [
            has!(std::boxed::Box<$ty>: Send), has!(std::boxed::Box<$ty>: Sync),
            has!(std::boxed::Box<$ty>: Unpin),
            has!(std::boxed::Box<$ty>: std::panic::UnwindSafe),
            has!(std::boxed::Box<$ty>: std::panic::RefUnwindSafe),
        ];
        assert_eq!(ours, stds, "Send, Sync, Unpin, UnwindSafe, RefUnwindSafe of {}", stringify!($ty));
    )*};
}

#[test]
fn auto_traits_are_stds() {
    assert!(has!(Box<u8>: Send) && !has!(Box<Rc<u8>>: Send));
    assert!(has!(Box<u8>: Sync) && !has!(Box<Cell<u8>>: Sync));
    same_auto_traits!(
        u8,
        Cell<u8>,
        RefCell<std::vec::Vec<u8>>,
        Rc<u8>,
        &'static Cell<u8>,
        &'static mut u8,
        *mut u8,
        PhantomPinned,
        std::sync::MutexGuard<'static, u8>,
        [Cell<u8>],
        str,
        dyn Debug,
        dyn Debug + Send,
        dyn Debug + Send + Sync,
        dyn Debug + Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe,
    );
}

#[test]
fn the_handle_counts_too() {
    struct NoSend(#[expect(dead_code, reason = "its type is what matters")] Rc<()>);
    // SAFETY: never used.
    unsafe impl drystone::alloc::Allocator for NoSend {
        fn allocate(
            &self,
            _: drystone::alloc::Layout,
        ) -> Result<std::ptr::NonNull<[u8]>, drystone::alloc::AllocError> {
            Err(drystone::alloc::AllocError)
        }
        unsafe fn deallocate(&self, _: std::ptr::NonNull<u8>, _: drystone::alloc::Layout) {}
    }
    assert!(!has!(Box<u8, NoSend>: Send) && !has!(Box<u8, NoSend>: Sync));
    assert!(has!(Box<u8, NoSend>: Unpin));
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
