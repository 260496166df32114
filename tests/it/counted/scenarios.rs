//! Small programs over counted pointers, each run with every trouble: see [`attack`].

use std::cell::RefCell;
use std::fmt::Debug;
use std::mem::MaybeUninit;

use drystone::alloc::AllocError;
use drystone::boxed::Box;
use drystone::vec::Vec;

use crate::support::attack::Refusal::{self, Fatal, Returned};
use crate::support::attack::{Outcome, Program, attack};
use crate::support::heap::Handle;
use crate::support::probe::{Align64, Align4096, Elem, Probe, Token};
use crate::support::scale::scale;
use crate::support::world::{Kind, tick};

use super::super::subject::{self, Counted, Unique, Weak};

/// All programs over one type of element.
fn attack_all<T: Elem>(element: &str) {
    let mut runs = 0;
    for (name, refusal, program) in programs::<T>() {
        runs += attack(&format!("{name} of {element}"), refusal, program);
    }
    println!("{element}: {runs} runs");
}

fn programs<T: Elem>() -> [(&'static str, Refusal, Program); 20] {
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
        ("collected", Returned, collected::<T>),
        ("vec and box", Fatal, vec_and_box::<T>),
        ("dyn", Fatal, dynamic::<T>),
    ]
}

fn new<T: Elem>(handle: &Handle) -> Outcome {
    let mut owner = Counted::new_in(T::make(1), handle.another());
    Counted::get_mut(&mut owner)
        .expect("it is the only one")
        .set(2);
    assert_eq!(
        (Counted::strong_count(&owner), Counted::weak_count(&owner)),
        (1, 0)
    );
    let _ = owner.value();
    Ok(())
}

fn try_new<T: Elem>(handle: &Handle) -> Outcome {
    let first = Counted::try_new_in(T::make(1), handle.another())?;
    let second = Unique::try_new_in(T::make(2), handle.another())?;
    drop(first);
    drop(second);
    Ok(())
}

fn pinned<T: Elem>(handle: &Handle) -> Outcome {
    let pinned = Counted::pin_in(T::make(1), handle.another());
    let again = pinned.clone();
    drop(pinned);
    let _ = again.value();
    Ok(())
}

fn uninit<T: Elem>(handle: &Handle) -> Outcome {
    let never: Counted<MaybeUninit<T>, _> = Counted::<T, _>::try_new_uninit_in(handle.another())?;
    let mut written = Counted::<T, _>::try_new_uninit_in(handle.another())?;
    Counted::get_mut(&mut written)
        .expect("it is the only one")
        .write(T::make(1));
    // SAFETY: written just above.
    let written = unsafe { written.assume_init() };
    let _ = written.value();
    drop(never);
    let zeroed = Counted::<u64, _>::try_new_zeroed_in(handle.another())?;
    // SAFETY: zero is a u64.
    assert_eq!(*unsafe { zeroed.assume_init() }, 0);
    Ok(())
}

fn shared<T: Elem>(handle: &Handle) -> Outcome {
    let owner = Counted::new_in(T::make(1), handle.another());
    let weak = Counted::downgrade(&owner);
    let again = Counted::clone(&owner);
    let another = weak.clone();
    assert_eq!(
        (Counted::strong_count(&owner), Counted::weak_count(&owner)),
        (2, 2)
    );
    drop(owner);
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
    let owner = Counted::new_in(T::make(1), handle.another());
    let weak = Counted::downgrade(&owner);
    drop(owner);
    let also = weak.clone();
    assert!(weak.upgrade().is_none() && nowhere.upgrade().is_none());
    assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
    drop(weak);
    drop(also);
    drop(nowhere.clone());
    Ok(())
}

fn make_mut_shared<T: Elem>(handle: &Handle) -> Outcome {
    let mut owner = Counted::new_in(T::make(1), handle.another());
    let at = Counted::as_ptr(&owner);
    Counted::make_mut(&mut owner).set(2);
    assert_eq!(Counted::as_ptr(&owner), at);
    let other = Counted::clone(&owner);
    Counted::make_mut(&mut owner).set(3);
    assert_ne!(Counted::as_ptr(&owner), at);
    assert_eq!(
        (Counted::strong_count(&owner), Counted::strong_count(&other)),
        (1, 1)
    );
    assert_eq!(
        (owner.value(), other.value()),
        (T::make(3).value(), T::make(2).value())
    );
    Ok(())
}

fn make_mut_weak<T: Elem>(handle: &Handle) -> Outcome {
    let mut owner = Counted::new_in(T::make(1), handle.another());
    let weak = Counted::downgrade(&owner);
    Counted::make_mut(&mut owner).set(2);
    assert!(weak.upgrade().is_none());
    assert_eq!(
        (Counted::strong_count(&owner), Counted::weak_count(&owner)),
        (1, 0)
    );
    let _ = owner.value();
    Ok(())
}

fn make_mut_slice<T: Elem>(handle: &Handle) -> Outcome {
    let mut slice = Counted::<[T], _>::from(elements(3, handle));
    let other = Counted::clone(&slice);
    Counted::make_mut(&mut slice)[1].set(9);
    drop(other);
    let weak = Counted::downgrade(&slice);
    Counted::make_mut(&mut slice)[2].set(8);
    assert_eq!((slice.len(), weak.strong_count()), (3, 0));
    let _ = slice[2].value();
    Ok(())
}

fn unwrapped<T: Elem>(handle: &Handle) -> Outcome {
    let owner = Counted::new_in(T::make(1), handle.another());
    let weak = Counted::downgrade(&owner);
    let other = Counted::clone(&owner);
    let owner = Counted::try_unwrap(owner).expect_err("there is another owner");
    assert!(Counted::into_inner(owner).is_none());
    let value = Counted::try_unwrap(other).expect("there was one owner");
    assert!(weak.upgrade().is_none());
    drop(weak);
    let owner = Counted::new_in(value, handle.another());
    let other = Counted::clone(&owner);
    let clone = Counted::unwrap_or_clone(owner);
    let value = Counted::unwrap_or_clone(other);
    assert_eq!(clone.value(), value.value());
    Ok(())
}

fn cloned_from_ref<T: Elem>(handle: &Handle) -> Outcome {
    let source = [T::make(1), T::make(2), T::make(3)];
    let one = Counted::try_clone_from_ref_in(&source[0], handle.another())?;
    let all = Counted::try_clone_from_ref_in(&source[..], handle.another())?;
    let none = Counted::try_clone_from_ref_in(&source[..0], handle.another())?;
    let text = Counted::try_clone_from_ref_in("dry stone", handle.another())?;
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
    let owner = Counted::new_cyclic_in(
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
    assert_eq!(
        (Counted::strong_count(&owner), Counted::weak_count(&owner)),
        (1, 1)
    );
    let back = owner.back.upgrade().expect("it is shared");
    assert!(Counted::ptr_eq(&owner, &back));
    let _ = back.value.value();
    Ok(())
}

fn try_cyclic<T: Elem>(handle: &Handle) -> Outcome {
    let kept = RefCell::new(None);
    let failed = Counted::<Loop<T>, _>::try_new_cyclic_in(
        |back| {
            *kept.borrow_mut() = Some(back.clone());
            tick(Kind::Call);
            drop(T::make(1));
            Err(Failure::Own(T::make(2)))
        },
        handle.another(),
    );
    match failed {
        Ok(_) => panic!("it fails"),
        Err(Failure::Own(value)) => drop(value),
        Err(Failure::Memory) => return Err(AllocError),
    }
    let kept = kept.into_inner().expect("it was called");
    assert!(kept.upgrade().is_none());
    let owner = Counted::try_new_cyclic_in(
        |back| {
            let (value, back) = (T::make(1), back.clone());
            Ok::<_, AllocError>(Loop { value, back })
        },
        handle.another(),
    )?;
    assert!(owner.back.ptr_eq(&Counted::downgrade(&owner)) && !kept.ptr_eq(&owner.back));
    let _ = owner.value.value();
    Ok(())
}

#[derive(Debug)]
enum Failure<T> {
    Memory,
    Own(T),
}

impl<T> From<AllocError> for Failure<T> {
    fn from(_: AllocError) -> Self {
        Failure::Memory
    }
}

fn unique<T: Elem>(handle: &Handle) -> Outcome {
    let dropped = Unique::try_new_in(T::make(1), handle.another())?;
    let early = Unique::downgrade(&dropped);
    drop(dropped);
    assert!(early.upgrade().is_none());
    let mut unique = Unique::try_new_in(T::make(1), handle.another())?;
    let weak = Unique::downgrade(&unique);
    unique.set(2);
    assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
    let owner = subject::share(unique);
    assert_eq!(
        (Counted::strong_count(&owner), Counted::weak_count(&owner)),
        (1, 1)
    );
    let _ = weak.upgrade().expect("it is shared").value();
    Ok(())
}

fn mapped<T: Elem>(handle: &Handle) -> Outcome {
    let owner = Counted::new_in(T::make(1), handle.another());
    let at = Counted::as_ptr(&owner);
    let owner = Counted::map(owner, |value| {
        tick(Kind::Call);
        [value.clone()]
    });
    assert_eq!(Counted::as_ptr(&owner), at.cast::<[T; 1]>());
    let other = Counted::clone(&owner);
    let owner = Counted::map(owner, |value| value.clone());
    assert_ne!(
        Counted::as_ptr(&owner).cast::<[T; 1]>(),
        Counted::as_ptr(&other)
    );
    let weak = Counted::downgrade(&owner);
    let owner = Counted::map(owner, |value| (value.clone(), 7_u8));
    assert!(weak.upgrade().is_none());
    let failed = Counted::try_map(owner, |([value], _)| Err::<u8, T>(value.clone()));
    let _ = failed.expect_err("it is Err").value();
    Ok(())
}

fn unique_mapped<T: Elem>(handle: &Handle) -> Outcome {
    let unique = Unique::new_in(T::make(1), handle.another());
    let at = Unique::as_ptr(&unique);
    let unique = Unique::map(unique, |value| {
        tick(Kind::Call);
        [value]
    });
    assert_eq!(Unique::as_ptr(&unique), at.cast::<[T; 1]>());
    let weak = Unique::downgrade(&unique);
    let unique = Unique::map(unique, |[value]| [value]);
    assert_ne!(Unique::as_ptr(&unique), at.cast::<[T; 1]>());
    let owner = subject::share(unique);
    assert!(weak.upgrade().is_none());
    drop(owner);
    let unique = Unique::new_in(T::make(2), handle.another());
    let failed = Unique::try_map(unique, |value| {
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
    let mut slots = Counted::<[T], _>::try_new_uninit_slice_in(3, handle.another())?;
    for (value, slot) in (1..).zip(Counted::get_mut(&mut slots).expect("it is the only one")) {
        slot.write(T::make(value));
    }
    // SAFETY: all slots were written.
    let slice = unsafe { slots.assume_init() };
    let also = Counted::clone(&slice);
    let array = <Counted<[T; 2], _>>::try_from(slice).expect_err("it has three elements");
    let array: Counted<[T; 3], _> = array.into_array().expect("it has three elements");
    let _ = (array[2].value(), also[0].value());
    drop(also);
    let empty = Counted::<[T], _>::try_new_uninit_slice_in(0, handle.another())?;
    drop(empty);
    let zeroed = Counted::<[u16], _>::try_new_zeroed_slice_in(5, handle.another())?;
    // SAFETY: zero is a u16.
    assert_eq!(*unsafe { zeroed.assume_init() }, [0; 5]);
    Ok(())
}

/// Blocks that grow, are cut, are just right, and are not needed.
fn collected<T: Elem>(handle: &Handle) -> Outcome {
    let items = |len| {
        (0..len).map(|value| {
            tick(Kind::Call);
            T::make(value)
        })
    };
    let untold = Counted::try_from_iter_in(items(6).filter(|_| true), handle.another())?;
    let told = Counted::try_from_iter_in(items(3), handle.another())?;
    let none = Counted::try_from_iter_in(items(2).filter(|_| false), handle.another())?;
    assert_eq!((untold.len(), told.len(), none.len()), (6, 3, 0));
    let _ = (untold[5].value(), told[2].value());
    Ok(())
}

fn vec_and_box<T: Elem>(handle: &Handle) -> Outcome {
    let slice = Counted::<[T], _>::from(elements(3, handle));
    let empty = Counted::<[T], _>::from(Vec::new_in(handle.another()));
    let boxed = Box::new_in(T::make(1), handle.another());
    let owner: Counted<T, _> = Counted::from(boxed);
    let _ = (slice[2].value(), empty.len(), owner.value());
    let (raw, alloc) = Box::into_raw_with_allocator(Box::new_in(T::make(1), handle.another()));
    // SAFETY: pointer and handle are those of a box.
    let shown: Box<dyn Debug, _> = unsafe { Box::from_raw_in(raw, alloc) };
    let shown: Counted<dyn Debug, _> = Counted::from(shown);
    let _ = format!("{shown:?}");
    Ok(())
}

fn dynamic<T: Elem>(handle: &Handle) -> Outcome {
    let (raw, alloc) =
        Counted::into_raw_with_allocator(Counted::new_in(T::make(1), handle.another()));
    let raw: *const dyn Debug = raw;
    // SAFETY: pointer and handle are those of an owner.
    let shown: Counted<dyn Debug, _> = unsafe { Counted::from_raw_in(raw, alloc) };
    let weak = Counted::downgrade(&shown);
    let _ = format!("{shown:?}");
    drop(shown);
    assert!(weak.upgrade().is_none());
    Ok(())
}

/// Whether there is time for a second type of element: an interpreter has none.
fn more() -> bool {
    scale(2, 1) > 1
}

#[test]
fn every_counted_program_with_every_trouble() {
    attack_all::<Probe>("Probe");
    if more() {
        attack_all::<String>("String");
    }
}

#[test]
fn every_counted_program_with_every_trouble_over_aligned() {
    attack_all::<Probe<Align4096>>("Probe<Align4096>");
    if more() {
        attack_all::<Probe<Align64>>("Probe<Align64>");
    }
}

#[test]
fn every_counted_program_with_every_trouble_zero_sized() {
    attack_all::<Token<Align4096>>("Token<Align4096>");
    if more() {
        attack_all::<Token>("Token");
    }
}
