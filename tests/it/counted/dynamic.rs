//! Trait objects: into them, out of them, and the last `Weak` of one.

use std::any::Any;
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};

use drystone::alloc::Allocator;

use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Align64, Align4096, Probe, Token};
use crate::support::world::World;

use super::super::subject::{Counted, Unique, Weak};

fn any<T: Any, A: Allocator>(owner: Counted<T, A>) -> Counted<dyn Any, A> {
    let (raw, alloc) = Counted::into_raw_with_allocator(owner);
    // SAFETY: from an owner.
    unsafe { Counted::from_raw_in(raw as *const dyn Any, alloc) }
}

#[test]
fn a_counted_value_is_downcast_to_its_type_and_no_other() {
    let handle = Handle::new(Heap::new(Manner::Moving));
    let mut world = World::new();
    world.run(|| {
        let owner = any(Counted::new_in(Probe::<()>::new(1), handle.another()));
        let weak = Counted::downgrade(&owner);
        let owner = owner.downcast::<u64>().expect_err("it is a probe");
        let owner = owner
            .downcast::<Probe<Align4096>>()
            .expect_err("it is another probe");
        let owner = owner.downcast::<Probe>().expect("it is one");
        assert_eq!(
            (Counted::strong_count(&owner), Counted::weak_count(&owner)),
            (1, 1)
        );
        drop(owner);
        assert!(weak.upgrade().is_none());
        let owner = any(Counted::new_in(Token::<Align4096>::new(), handle.another()));
        // SAFETY: it is one.
        drop(unsafe { owner.downcast_unchecked::<Token<Align4096>>() });
    });
    world.finish();
    handle.heap().finish();
}

#[test]
fn the_last_weak_of_a_trait_object_frees_the_right_layout() {
    fn last<T: Debug>(value: T, heap: &Heap) {
        let (raw, alloc) = Counted::into_raw_with_allocator(Counted::new_in(value, heap));
        // SAFETY: from an owner.
        let owner = unsafe { Counted::from_raw_in(raw as *const dyn Debug, alloc) };
        let weak: Weak<dyn Debug, _> = Counted::downgrade(&owner);
        drop(owner);
        assert_eq!(heap.live(), 1);
        drop(weak);
        assert_eq!(heap.live(), 0);
    }
    let heap = Heap::new(Manner::Moving);
    let mut world = World::new();
    world.run(|| {
        last(7_u8, &heap);
        last(String::from("dry"), &heap);
        last(Probe::<Align64>::new(1), &heap);
        last(Probe::<Align4096>::new(1), &heap);
        last(Token::<Align4096>::new(), &heap);
        last([1_u16; 33], &heap);
    });
    world.finish();
    heap.finish();
}

#[test]
fn a_box_of_any_type_becomes_counted() {
    fn moved<T: Debug + 'static>(value: T) {
        let shown = format!("{value:?}");
        let std: Box<dyn Debug> = Box::new(value);
        let owner = Counted::<dyn Debug>::from(std);
        assert_eq!(format!("{owner:?}"), shown);
        let weak = Counted::downgrade(&owner);
        drop(owner);
        assert!(weak.upgrade().is_none());
    }
    let mut world = World::new();
    world.run(|| {
        moved(Probe::<()>::new(1));
        moved(Probe::<Align4096>::new(1));
        moved(Token::<Align64>::new());
        moved(());
        moved(String::from("dry"));
        let boxed = drystone::boxed::Box::new(Probe::<()>::new(2));
        let owner: Counted<Probe> = boxed.into();
        drop(owner);
        let text: Box<str> = "dry".into();
        assert_eq!(&*Counted::<str>::from(text), "dry");
    });
    world.finish();
}

#[cfg(any(feature = "unsize", feature = "nightly"))]
mod coerced {
    use super::*;

    /// By feature `nightly` the coercion is the compiler's own, by `unsize` it has a name.
    macro_rules! coerce {
        ($value:expr => $into:ty) => {{
            #[cfg(feature = "nightly")]
            let coerced: $into = $value;
            #[cfg(not(feature = "nightly"))]
            let coerced: $into = {
                use unsize::CoerceUnsize;
                $value.unsize(unsize::Coercion!(to dyn Debug))
            };
            coerced
        }};
    }

    #[test]
    fn counted_pointers_are_unsized() {
        let heap = Heap::new(Manner::Moving);
        let mut world = World::new();
        world.run(|| {
            let owner = Counted::new_in(Probe::<Align64>::new(1), &heap);
            let (at, weak) = (
                Counted::as_ptr(&owner).cast::<()>(),
                Counted::downgrade(&owner),
            );
            let owner = coerce!(owner => Counted<dyn Debug, &Heap>);
            assert_eq!(Counted::as_ptr(&owner).cast::<()>(), at);
            let weak = coerce!(weak => Weak<dyn Debug, &Heap>);
            assert!(Counted::ptr_eq(
                &weak.upgrade().expect("it is there"),
                &owner
            ));
            assert_eq!(
                (Counted::strong_count(&owner), Counted::weak_count(&owner)),
                (1, 1)
            );
            drop(owner);
            assert!(weak.upgrade().is_none());
            drop(weak);
            let owner = Counted::new_in(Token::<Align4096>::new(), &heap);
            let owner = coerce!(owner => Counted<dyn Debug, &Heap>);
            let weak = Counted::downgrade(&owner);
            drop(owner);
            drop(weak);
        });
        world.finish();
        heap.finish();
    }

    #[test]
    fn a_weak_of_nothing_is_unsized() {
        let weak = coerce!(Weak::<Probe<Align4096>>::new() => Weak<dyn Debug>);
        assert!(weak.upgrade().is_none());
        let also = weak.clone();
        assert_eq!((also.strong_count(), also.weak_count()), (0, 0));
        // SAFETY: from a `Weak`.
        let also = unsafe { Weak::from_raw(also.into_raw()) };
        assert!(also.ptr_eq(&weak));
    }

    /// The `unsize` crate asks a pinned pointer for `DerefMut`.
    #[cfg(feature = "nightly")]
    #[test]
    fn a_pinned_owner_is_unsized() {
        let pinned = Counted::pin(7_u64);
        let shown: std::pin::Pin<Counted<dyn Debug>> = pinned;
        assert_eq!(format!("{shown:?}"), "7");
    }
}

#[test]
fn an_owner_behaves_as_its_value() {
    use std::borrow::Borrow;
    let (one, two) = (Counted::new(1), Counted::new(2));
    assert_eq!((one < two, one <= two, one > two), (true, true, false));
    assert_eq!((two >= one, one != two), (true, true));
    assert_eq!(one.cmp(&two), std::cmp::Ordering::Less);
    assert_eq!(one, Counted::from(1));
    assert_eq!(
        (one.to_string(), format!("{two:?}")),
        ("1".into(), "2".into())
    );
    assert_eq!(format!("{one:p}"), format!("{:p}", Counted::as_ptr(&one)));
    let (a, b): (&i32, &i32) = (one.as_ref(), one.borrow());
    assert_eq!((a, b), (&1, &1));
    let hash = |value: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        value(&mut hasher);
        hasher.finish()
    };
    assert_eq!(hash(&|h| one.hash(h)), hash(&|h| 1.hash(h)));
    assert_eq!(*Counted::<u8>::default(), 0);
    assert_eq!(*std::pin::Pin::<Counted<u8>>::default(), 0);
    assert!(Weak::<u8>::default().upgrade().is_none());

    let mut unique = Unique::new(1);
    *unique.as_mut() += 1;
    let inner: &mut i32 = std::borrow::BorrowMut::borrow_mut(&mut unique);
    *inner += 1;
    assert_eq!(
        (unique.to_string(), unique > Unique::new(2)),
        ("3".into(), true)
    );
    let read: (&i32, &i32) = (unique.as_ref(), unique.borrow());
    assert_eq!(read, (&3, &3));
}
