//! Trait objects: into them, out of them, and the last `Weak` of one.

use std::any::Any;
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};

use drystone::alloc::Allocator;
use drystone::sync::{Arc, UniqueArc, Weak};

use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Align64, Align4096, Probe, Token};
use crate::support::world::World;

fn any<T: Any, A: Allocator>(arc: Arc<T, A>) -> Arc<dyn Any, A> {
    let (raw, alloc) = Arc::into_raw_with_allocator(arc);
    // SAFETY: from an owner.
    unsafe { Arc::from_raw_in(raw as *const dyn Any, alloc) }
}

#[test]
fn a_counted_value_is_downcast_to_its_type_and_no_other() {
    let handle = Handle::new(Heap::new(Manner::Moving));
    let mut world = World::new();
    world.run(|| {
        let arc = any(Arc::new_in(Probe::<()>::new(1), handle.another()));
        let weak = Arc::downgrade(&arc);
        let arc = arc.downcast::<u64>().expect_err("it is a probe");
        let arc = arc
            .downcast::<Probe<Align4096>>()
            .expect_err("it is another probe");
        let arc = arc.downcast::<Probe>().expect("it is one");
        assert_eq!((Arc::strong_count(&arc), Arc::weak_count(&arc)), (1, 1));
        drop(arc);
        assert!(weak.upgrade().is_none());
        let arc = any(Arc::new_in(Token::<Align4096>::new(), handle.another()));
        // SAFETY: it is one.
        drop(unsafe { arc.downcast_unchecked::<Token<Align4096>>() });
    });
    world.finish();
    handle.heap().finish();
}

#[test]
fn the_last_weak_of_a_trait_object_frees_the_right_layout() {
    fn last<T: Debug>(value: T, heap: &Heap) {
        let (raw, alloc) = Arc::into_raw_with_allocator(Arc::new_in(value, heap));
        // SAFETY: from an owner.
        let arc = unsafe { Arc::from_raw_in(raw as *const dyn Debug, alloc) };
        let weak: Weak<dyn Debug, _> = Arc::downgrade(&arc);
        drop(arc);
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
        let arc = Arc::<dyn Debug>::from(std);
        assert_eq!(format!("{arc:?}"), shown);
        let weak = Arc::downgrade(&arc);
        drop(arc);
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
        let arc: Arc<Probe> = boxed.into();
        drop(arc);
        let text: Box<str> = "dry".into();
        assert_eq!(&*Arc::<str>::from(text), "dry");
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
            let arc = Arc::new_in(Probe::<Align64>::new(1), &heap);
            let (at, weak) = (Arc::as_ptr(&arc).cast::<()>(), Arc::downgrade(&arc));
            let arc = coerce!(arc => Arc<dyn Debug, &Heap>);
            assert_eq!(Arc::as_ptr(&arc).cast::<()>(), at);
            let weak = coerce!(weak => Weak<dyn Debug, &Heap>);
            assert!(Arc::ptr_eq(&weak.upgrade().expect("it is there"), &arc));
            assert_eq!((Arc::strong_count(&arc), Arc::weak_count(&arc)), (1, 1));
            drop(arc);
            assert!(weak.upgrade().is_none());
            drop(weak);
            let arc = Arc::new_in(Token::<Align4096>::new(), &heap);
            let arc = coerce!(arc => Arc<dyn Debug, &Heap>);
            let weak = Arc::downgrade(&arc);
            drop(arc);
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
        let pinned = Arc::pin(7_u64);
        let shown: std::pin::Pin<Arc<dyn Debug>> = pinned;
        assert_eq!(format!("{shown:?}"), "7");
    }
}

#[test]
fn an_owner_behaves_as_its_value() {
    use std::borrow::Borrow;
    let (one, two) = (Arc::new(1), Arc::new(2));
    assert_eq!((one < two, one <= two, one > two), (true, true, false));
    assert_eq!((two >= one, one != two), (true, true));
    assert_eq!(one.cmp(&two), std::cmp::Ordering::Less);
    assert_eq!(one, Arc::from(1));
    assert_eq!(
        (one.to_string(), format!("{two:?}")),
        ("1".into(), "2".into())
    );
    assert_eq!(format!("{one:p}"), format!("{:p}", Arc::as_ptr(&one)));
    let (a, b): (&i32, &i32) = (one.as_ref(), one.borrow());
    assert_eq!((a, b), (&1, &1));
    let hash = |value: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        value(&mut hasher);
        hasher.finish()
    };
    assert_eq!(hash(&|h| one.hash(h)), hash(&|h| 1.hash(h)));
    assert_eq!(*Arc::<u8>::default(), 0);
    assert_eq!(*std::pin::Pin::<Arc<u8>>::default(), 0);
    assert!(Weak::<u8>::default().upgrade().is_none());

    let mut unique = UniqueArc::new(1);
    *unique.as_mut() += 1;
    let inner: &mut i32 = std::borrow::BorrowMut::borrow_mut(&mut unique);
    *inner += 1;
    assert_eq!(
        (unique.to_string(), unique > UniqueArc::new(2)),
        ("3".into(), true)
    );
    let read: (&i32, &i32) = (unique.as_ref(), unique.borrow());
    assert_eq!(read, (&3, &3));
}
