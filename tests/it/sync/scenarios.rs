//! Small programs over counted pointers, each run with every trouble: see [`attack`].

use std::cell::RefCell;
use std::fmt::Debug;
use std::mem::MaybeUninit;

use drystone::alloc::AllocError;
use drystone::boxed::Box;
use drystone::sync::{Arc, UniqueArc, Weak};
use drystone::vec::Vec;

use crate::support::attack::Refusal::{self, Fatal, Returned};
use crate::support::attack::{Outcome, Program, attack};
use crate::support::heap::Handle;
use crate::support::probe::{Align64, Align4096, Elem, Probe, Token};
use crate::support::world::{Kind, tick};

/// All programs over one type of element.
fn attack_all<T: Elem>(element: &str) {
    let mut runs = 0;
    for (name, refusal, program) in programs::<T>() {
        runs += attack(&format!("{name} of {element}"), refusal, program);
    }
    println!("{element}: {runs} runs");
}

fn programs<T: Elem>() -> [(&'static str, Refusal, Program); 19] {
    [
        ("new_in", Fatal, new::<T>),
        ("try_new_in", Returned, try_new::<T>),
        ("pin_in", Fatal, pinned::<T>),
        ("uninit", Returned, uninit::<T>),
        ("clones and weaks", Fatal, shared::<T>),
        ("weak outlives value", Fatal, outlived::<T>),
        ("make_mut shared", Fatal, make_mut_shared::<T>),
        ("make_mut with weak", Fatal, make_mut_weak::<T>),
        ("make_mut slice", Fatal, make_mut_slice::<T>),
        ("try_unwrap", Fatal, unwrapped::<T>),
        ("clone_from_ref", Returned, cloned_from_ref::<T>),
        ("new_cyclic", Fatal, cyclic::<T>),
        ("try_new_cyclic", Returned, try_cyclic::<T>),
        ("unique", Returned, unique::<T>),
        ("map", Fatal, mapped::<T>),
        ("unique map", Fatal, unique_mapped::<T>),
        ("slice", Returned, slice::<T>),
        ("vec and box", Fatal, vec_and_box::<T>),
        ("dyn", Fatal, dynamic::<T>),
    ]
}

fn new<T: Elem>(handle: &Handle) -> Outcome {
    let mut arc = Arc::new_in(T::make(1), handle.another());
    Arc::get_mut(&mut arc).expect("it is the only one").set(2);
    assert_eq!((Arc::strong_count(&arc), Arc::weak_count(&arc)), (1, 0));
    let _ = arc.value();
    Ok(())
}

fn try_new<T: Elem>(handle: &Handle) -> Outcome {
    let first = Arc::try_new_in(T::make(1), handle.another())?;
    let second = UniqueArc::try_new_in(T::make(2), handle.another())?;
    drop(first);
    drop(second);
    Ok(())
}

fn pinned<T: Elem>(handle: &Handle) -> Outcome {
    let pinned = Arc::pin_in(T::make(1), handle.another());
    let again = pinned.clone();
    drop(pinned);
    let _ = again.value();
    Ok(())
}

fn uninit<T: Elem>(handle: &Handle) -> Outcome {
    let never: Arc<MaybeUninit<T>, _> = Arc::<T, _>::try_new_uninit_in(handle.another())?;
    let mut written = Arc::<T, _>::try_new_uninit_in(handle.another())?;
    Arc::get_mut(&mut written)
        .expect("it is the only one")
        .write(T::make(1));
    // SAFETY: written just above.
    let written = unsafe { written.assume_init() };
    let _ = written.value();
    drop(never);
    let zeroed = Arc::<u64, _>::try_new_zeroed_in(handle.another())?;
    // SAFETY: zero is a u64.
    assert_eq!(*unsafe { zeroed.assume_init() }, 0);
    Ok(())
}

fn shared<T: Elem>(handle: &Handle) -> Outcome {
    let arc = Arc::new_in(T::make(1), handle.another());
    let weak = Arc::downgrade(&arc);
    let again = Arc::clone(&arc);
    let another = weak.clone();
    assert_eq!((Arc::strong_count(&arc), Arc::weak_count(&arc)), (2, 2));
    drop(arc);
    drop(weak);
    let upgraded = another.upgrade().expect("there is an owner");
    drop(again);
    let _ = upgraded.value();
    drop(upgraded);
    assert!(another.upgrade().is_none());
    Ok(())
}

fn outlived<T: Elem>(handle: &Handle) -> Outcome {
    let nowhere = Weak::<T, _>::new_in(handle.another());
    let arc = Arc::new_in(T::make(1), handle.another());
    let weak = Arc::downgrade(&arc);
    drop(arc);
    let also = weak.clone();
    assert!(weak.upgrade().is_none() && nowhere.upgrade().is_none());
    assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
    drop(weak);
    drop(also);
    drop(nowhere.clone());
    Ok(())
}

fn make_mut_shared<T: Elem>(handle: &Handle) -> Outcome {
    let mut arc = Arc::new_in(T::make(1), handle.another());
    let at = Arc::as_ptr(&arc);
    Arc::make_mut(&mut arc).set(2);
    assert_eq!(Arc::as_ptr(&arc), at);
    let other = Arc::clone(&arc);
    Arc::make_mut(&mut arc).set(3);
    assert_ne!(Arc::as_ptr(&arc), at);
    assert_eq!((Arc::strong_count(&arc), Arc::strong_count(&other)), (1, 1));
    assert_eq!(
        (arc.value(), other.value()),
        (T::make(3).value(), T::make(2).value())
    );
    Ok(())
}

fn make_mut_weak<T: Elem>(handle: &Handle) -> Outcome {
    let mut arc = Arc::new_in(T::make(1), handle.another());
    let weak = Arc::downgrade(&arc);
    Arc::make_mut(&mut arc).set(2);
    assert!(weak.upgrade().is_none());
    assert_eq!((Arc::strong_count(&arc), Arc::weak_count(&arc)), (1, 0));
    let _ = arc.value();
    Ok(())
}

fn make_mut_slice<T: Elem>(handle: &Handle) -> Outcome {
    let mut slice = Arc::<[T], _>::from(elements(3, handle));
    let other = Arc::clone(&slice);
    Arc::make_mut(&mut slice)[1].set(9);
    drop(other);
    let weak = Arc::downgrade(&slice);
    Arc::make_mut(&mut slice)[2].set(8);
    assert_eq!((slice.len(), weak.strong_count()), (3, 0));
    let _ = slice[2].value();
    Ok(())
}

fn unwrapped<T: Elem>(handle: &Handle) -> Outcome {
    let arc = Arc::new_in(T::make(1), handle.another());
    let weak = Arc::downgrade(&arc);
    let other = Arc::clone(&arc);
    let arc = Arc::try_unwrap(arc).expect_err("there is another owner");
    assert!(Arc::into_inner(arc).is_none());
    let value = Arc::try_unwrap(other).expect("there was one owner");
    assert!(weak.upgrade().is_none());
    drop(weak);
    let arc = Arc::new_in(value, handle.another());
    let other = Arc::clone(&arc);
    let clone = Arc::unwrap_or_clone(arc);
    let value = Arc::unwrap_or_clone(other);
    assert_eq!(clone.value(), value.value());
    Ok(())
}

fn cloned_from_ref<T: Elem>(handle: &Handle) -> Outcome {
    let source = [T::make(1), T::make(2), T::make(3)];
    let one = Arc::try_clone_from_ref_in(&source[0], handle.another())?;
    let all = Arc::try_clone_from_ref_in(&source[..], handle.another())?;
    let none = Arc::try_clone_from_ref_in(&source[..0], handle.another())?;
    let text = Arc::try_clone_from_ref_in("dry stone", handle.another())?;
    assert_eq!(
        (one.value(), all.len(), none.len(), &*text),
        (source[0].value(), 3, 0, "dry stone")
    );
    Ok(())
}

/// A value with a way back to itself.
struct Loop<T> {
    value: T,
    back: Weak<Loop<T>, Handle>,
}

fn cyclic<T: Elem>(handle: &Handle) -> Outcome {
    let arc = Arc::new_cyclic_in(
        |back| {
            assert!(back.upgrade().is_none());
            assert_eq!((back.strong_count(), back.weak_count()), (0, 0));
            let back = back.clone();
            tick(Kind::Call);
            let value = T::make(1);
            tick(Kind::Call);
            Loop { value, back }
        },
        handle.another(),
    );
    assert_eq!((Arc::strong_count(&arc), Arc::weak_count(&arc)), (1, 1));
    let back = arc.back.upgrade().expect("it is shared");
    assert!(Arc::ptr_eq(&arc, &back));
    let _ = back.value.value();
    Ok(())
}

fn try_cyclic<T: Elem>(handle: &Handle) -> Outcome {
    let kept = RefCell::new(None);
    let failed = Arc::<Loop<T>, _>::try_new_cyclic_in(
        |back| {
            *kept.borrow_mut() = Some(back.clone());
            tick(Kind::Call);
            let _lost = T::make(1);
            Err(Failure::Own)
        },
        handle.another(),
    );
    match failed {
        Ok(_) => panic!("it fails"),
        Err(Failure::Own) => {}
        Err(Failure::Memory) => return Err(AllocError),
    }
    let kept = kept.into_inner().expect("it was called");
    assert!(kept.upgrade().is_none());
    let arc = Arc::try_new_cyclic_in(
        |back| {
            let (value, back) = (T::make(1), back.clone());
            Ok::<_, AllocError>(Loop { value, back })
        },
        handle.another(),
    )?;
    assert!(arc.back.ptr_eq(&Arc::downgrade(&arc)) && !kept.ptr_eq(&arc.back));
    let _ = arc.value.value();
    Ok(())
}

#[derive(Debug)]
enum Failure {
    Memory,
    Own,
}

impl From<AllocError> for Failure {
    fn from(_: AllocError) -> Self {
        Failure::Memory
    }
}

fn unique<T: Elem>(handle: &Handle) -> Outcome {
    let dropped = UniqueArc::try_new_in(T::make(1), handle.another())?;
    let early = UniqueArc::downgrade(&dropped);
    drop(dropped);
    assert!(early.upgrade().is_none());
    let mut unique = UniqueArc::try_new_in(T::make(1), handle.another())?;
    let weak = UniqueArc::downgrade(&unique);
    unique.set(2);
    assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
    let arc = UniqueArc::into_arc(unique);
    assert_eq!((Arc::strong_count(&arc), Arc::weak_count(&arc)), (1, 1));
    let _ = weak.upgrade().expect("it is shared").value();
    Ok(())
}

fn mapped<T: Elem>(handle: &Handle) -> Outcome {
    let arc = Arc::new_in(T::make(1), handle.another());
    let at = Arc::as_ptr(&arc);
    let arc = Arc::map(arc, |value| {
        tick(Kind::Call);
        [value.clone()]
    });
    assert_eq!(Arc::as_ptr(&arc), at.cast::<[T; 1]>());
    let other = Arc::clone(&arc);
    let arc = Arc::map(arc, |value| value.clone());
    assert_ne!(Arc::as_ptr(&arc).cast::<[T; 1]>(), Arc::as_ptr(&other));
    let weak = Arc::downgrade(&arc);
    let arc = Arc::map(arc, |value| (value.clone(), 7_u8));
    assert!(weak.upgrade().is_none());
    let failed = Arc::try_map(arc, |([value], _)| Err::<u8, T>(value.clone()));
    let _ = failed.expect_err("it is Err").value();
    Ok(())
}

fn unique_mapped<T: Elem>(handle: &Handle) -> Outcome {
    let unique = UniqueArc::new_in(T::make(1), handle.another());
    let at = UniqueArc::as_ptr(&unique);
    let unique = UniqueArc::map(unique, |value| {
        tick(Kind::Call);
        [value]
    });
    assert_eq!(UniqueArc::as_ptr(&unique), at.cast::<[T; 1]>());
    let weak = UniqueArc::downgrade(&unique);
    let unique = UniqueArc::map(unique, |[value]| [value]);
    assert_ne!(UniqueArc::as_ptr(&unique), at.cast::<[T; 1]>());
    let arc = UniqueArc::into_arc(unique);
    assert!(weak.upgrade().is_none());
    drop(arc);
    let unique = UniqueArc::new_in(T::make(2), handle.another());
    let failed = UniqueArc::try_map(unique, |value| {
        tick(Kind::Call);
        Err::<u8, T>(value)
    });
    let _ = failed.expect_err("it is Err").value();
    Ok(())
}

/// A vector of `len` elements, with room for two more.
fn elements<T: Elem>(len: u8, handle: &Handle) -> Vec<T, Handle> {
    let mut vec = Vec::with_capacity_in(usize::from(len) + 2, handle.another());
    vec.extend((0..len).map(T::make));
    vec
}

fn slice<T: Elem>(handle: &Handle) -> Outcome {
    let mut slots = Arc::<[T], _>::try_new_uninit_slice_in(3, handle.another())?;
    for (value, slot) in (1..).zip(Arc::get_mut(&mut slots).expect("it is the only one")) {
        slot.write(T::make(value));
    }
    // SAFETY: all slots were written.
    let slice = unsafe { slots.assume_init() };
    let also = Arc::clone(&slice);
    let array = <Arc<[T; 2], _>>::try_from(slice).expect_err("it has three elements");
    let array: Arc<[T; 3], _> = array.into_array().expect("it has three elements");
    let _ = (array[2].value(), also[0].value());
    drop(also);
    let empty = Arc::<[T], _>::try_new_uninit_slice_in(0, handle.another())?;
    drop(empty);
    let zeroed = Arc::<[u16], _>::try_new_zeroed_slice_in(5, handle.another())?;
    // SAFETY: zero is a u16.
    assert_eq!(*unsafe { zeroed.assume_init() }, [0; 5]);
    Ok(())
}

fn vec_and_box<T: Elem>(handle: &Handle) -> Outcome {
    let slice = Arc::<[T], _>::from(elements(3, handle));
    let empty = Arc::<[T], _>::from(Vec::new_in(handle.another()));
    let boxed = Box::new_in(T::make(1), handle.another());
    let arc: Arc<T, _> = Arc::from(boxed);
    let _ = (slice[2].value(), empty.len(), arc.value());
    let (raw, alloc) = Box::into_raw_with_allocator(Box::new_in(T::make(1), handle.another()));
    // SAFETY: pointer and handle are those of a box.
    let shown: Box<dyn Debug, _> = unsafe { Box::from_raw_in(raw, alloc) };
    let shown: Arc<dyn Debug, _> = Arc::from(shown);
    let _ = format!("{shown:?}");
    Ok(())
}

fn dynamic<T: Elem>(handle: &Handle) -> Outcome {
    let (raw, alloc) = Arc::into_raw_with_allocator(Arc::new_in(T::make(1), handle.another()));
    let raw: *const dyn Debug = raw;
    // SAFETY: pointer and handle are those of an owner.
    let shown: Arc<dyn Debug, _> = unsafe { Arc::from_raw_in(raw, alloc) };
    let weak = Arc::downgrade(&shown);
    let _ = format!("{shown:?}");
    drop(shown);
    assert!(weak.upgrade().is_none());
    Ok(())
}

#[test]
fn every_arc_program_with_every_trouble() {
    attack_all::<Probe>("Probe");
    attack_all::<String>("String");
}

#[test]
fn every_arc_program_with_every_trouble_over_aligned() {
    attack_all::<Probe<Align64>>("Probe<Align64>");
    attack_all::<Probe<Align4096>>("Probe<Align4096>");
}

#[test]
fn every_arc_program_with_every_trouble_zero_sized() {
    attack_all::<Token>("Token");
    attack_all::<Token<Align4096>>("Token<Align4096>");
}
