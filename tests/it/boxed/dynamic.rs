//! Trait objects: downcasts, errors, unsizing.

use std::any::Any;
use std::error::Error;
use std::fmt;

use drystone::alloc::Allocator;
use drystone::boxed::Box;

use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Align4096, Probe, Token};
use crate::support::world::World;

fn any<T: Any, A: Allocator>(b: Box<T, A>) -> Box<dyn Any, A> {
    let (raw, alloc) = Box::into_raw_with_allocator(b);
    // SAFETY: from a box.
    unsafe { Box::from_raw_in(raw as *mut dyn Any, alloc) }
}

fn any_send<T: Any + Send, A: Allocator>(b: Box<T, A>) -> Box<dyn Any + Send, A> {
    let (raw, alloc) = Box::into_raw_with_allocator(b);
    // SAFETY: from a box.
    unsafe { Box::from_raw_in(raw as *mut (dyn Any + Send), alloc) }
}

fn any_sync<T: Any + Send + Sync, A: Allocator>(b: Box<T, A>) -> Box<dyn Any + Send + Sync, A> {
    let (raw, alloc) = Box::into_raw_with_allocator(b);
    // SAFETY: from a box.
    unsafe { Box::from_raw_in(raw as *mut (dyn Any + Send + Sync), alloc) }
}

#[test]
fn downcast_to_the_right_type_and_no_other() {
    let handle = Handle::new(Heap::new(Manner::Moving));
    let mut world = World::new();
    world.run(|| {
        let b = any(Box::new_in(Probe::<()>::new(1), handle.another()));
        let b = b.downcast::<u64>().expect_err("it is a probe");
        let b = b
            .downcast::<Probe<Align4096>>()
            .expect_err("it is another probe");
        drop(b.downcast::<Probe>().expect("it is one"));

        let b = any_send(Box::new_in(Probe::<Align4096>::new(2), handle.another()));
        let b = b.downcast::<Probe>().expect_err("it is another probe");
        drop(b.downcast::<Probe<Align4096>>().expect("it is one"));

        let b = any_sync(Box::new_in(Token::<Align4096>::new(), handle.another()));
        let b = b.downcast::<()>().expect_err("it is a token");
        drop(b.downcast::<Token<Align4096>>().expect("it is one"));

        // SAFETY: each is what it was made from, here and in the next two.
        let b = unsafe {
            any(Box::new_in([7_u8; 33], handle.another())).downcast_unchecked::<[u8; 33]>()
        };
        assert_eq!(*b, [7_u8; 33]);
        // SAFETY: as above.
        let b =
            unsafe { any_send(Box::new_in("a", handle.another())).downcast_unchecked::<&str>() };
        assert_eq!(*b, "a");
        // SAFETY: as above.
        let b =
            unsafe { any_sync(Box::new_in('a', handle.another())).downcast_unchecked::<char>() };
        assert_eq!(*b, 'a');
    });
    world.finish();
    handle.heap().finish();
}

/// An error that owns memory, of a size and alignment of its own.
#[derive(Debug)]
struct Odd {
    _probe: Probe<Align4096>,
    text: String,
    source: fmt::Error,
}

impl Odd {
    fn new() -> Self {
        Self {
            _probe: Probe::new(1),
            text: "odd".to_owned(),
            source: fmt::Error,
        }
    }
}

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Odd {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
}

#[test]
fn errors_into_boxes_and_back() {
    let mut world = World::new();
    world.run(|| {
        let plain = Box::<dyn Error>::from(Odd::new());
        assert_eq!(plain.to_string(), "odd");
        let plain = plain.downcast::<fmt::Error>().expect_err("it is odd");
        assert_eq!(plain.downcast::<Odd>().expect("it is").text, "odd");

        let shared = Box::<dyn Error + Send + Sync>::from(Odd::new());
        let shared = shared.downcast::<fmt::Error>().expect_err("it is odd");
        assert!(shared.downcast::<Odd>().is_ok());

        let std: std::boxed::Box<dyn Error + Send> = std::boxed::Box::new(Odd::new());
        let sent = Box::from_std(std)
            .downcast::<fmt::Error>()
            .expect_err("it is odd");
        assert!(sent.downcast::<Odd>().is_ok());

        let boxed = Box::new(Odd::new());
        assert!(boxed.source().expect("there is one").is::<fmt::Error>());
        // A box of an error is an error, so it can be boxed as one again.
        let nested = Box::<dyn Error>::from(boxed);
        assert!(nested.downcast::<Box<Odd>>().is_ok());
    });
    world.finish();
}

#[test]
fn texts_are_errors() {
    fn fail(n: u8) -> Result<(), Box<dyn Error>> {
        match n {
            0 => Err("borrowed")?,
            1 => Err(String::from("owned"))?,
            2 => Err(std::borrow::Cow::Borrowed("either"))?,
            3 => Err(std::boxed::Box::<dyn Error>::from("std's"))?,
            _ => Err("x".parse::<i32>().expect_err("it is no number"))?,
        }
        Ok(())
    }
    let texts = [0, 1, 2, 3, 4].map(|n| fail(n).expect_err("it fails").to_string());
    assert_eq!(
        texts,
        [
            "borrowed",
            "owned",
            "either",
            "std's",
            "invalid digit found in string"
        ]
    );
    let shared: Box<dyn Error + Send + Sync> = "text".into();
    assert_eq!(format!("{shared:?}"), "\"text\"");
}

#[cfg(feature = "unsize")]
mod unsize {
    use super::*;
    use ::unsize::{CoerceUnsize, Coercion};
    use std::pin::Pin;

    use crate::support::headed::Headed;

    #[test]
    fn to_trait_objects_and_slices() {
        let handle = Handle::new(Heap::new(Manner::Moving));
        let mut world = World::new();
        world.run(|| {
            let b = Box::new_in(Probe::<Align4096>::new(1), handle.another());
            let at = Box::as_ptr(&b).cast::<()>();
            let b: Box<dyn fmt::Debug, _> = b.unsize(Coercion!(to dyn fmt::Debug));
            assert_eq!(Box::as_ptr(&b).cast::<()>(), at);
            drop(b);
            let b = Box::new_in([1, 2, 3].map(Probe::<()>::new), handle.another());
            let b: Box<[Probe], _> = b.unsize(Coercion::to_slice());
            assert_eq!(b.len(), 3);
            let b = Box::new_in(Token::<Align4096>::new(), handle.another());
            let b: Box<dyn Any, _> = b.unsize(Coercion::to_any());
            assert!(b.downcast::<Token<Align4096>>().is_ok());
        });
        world.finish();
        handle.heap().finish();
    }

    #[test]
    fn while_pinned() {
        let pinned: Pin<Box<dyn Future<Output = u8>>> =
            Box::pin(async { 5 }).unsize(Coercion::to_future());
        assert_eq!(super::super::forward::poll_once(pinned), 5);
    }

    /// `Pin` passes on a pointer that comes from a reference to the value alone. The box must not take
    /// it for its own: the heap needs the bytes in front.
    #[test]
    fn unsizing_a_pinned_box_keeps_its_provenance() {
        let pinned = Box::pin_in(7_u64, Headed);
        let pinned: Pin<Box<dyn fmt::Debug, Headed>> = pinned.unsize(Coercion!(to dyn fmt::Debug));
        assert_eq!(format!("{pinned:?}"), "7");
    }

    /// Nor may it end the life of pointers that were taken before.
    #[test]
    fn pointers_survive_unsizing_a_pinned_box() {
        let mut b = Box::new(1_u64);
        let value = Box::as_mut_ptr(&mut b);
        let b: Pin<Box<dyn fmt::Debug>> = Box::into_pin(b).unsize(Coercion!(to dyn fmt::Debug));
        // SAFETY: the box is alive, and its value is not borrowed meanwhile.
        unsafe { value.write(2) };
        assert_eq!(format!("{b:?}"), "2");
    }
}

#[cfg(feature = "nightly")]
#[test]
fn native_unsizing() {
    let shown: Box<dyn fmt::Debug> = Box::new(5);
    assert_eq!(format!("{shown:?}"), "5");
    let slice: Box<[u8]> = Box::new([1, 2]);
    assert_eq!(slice.len(), 2);
    let pinned: std::pin::Pin<Box<dyn Future<Output = u8>>> = Box::pin(async { 5 });
    assert_eq!(super::forward::poll_once(pinned), 5);
}
