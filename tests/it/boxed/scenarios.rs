//! Small programs over boxes, each run as it is, then with every panic point, then with an allocator that unwinds at every
//! call, and with one that refuses at every call where that is an error and not the end of the process.
//!
//! After each run every element has been dropped once and every block is back: a box never leaks by itself.

use std::fmt::Debug;
use std::mem::MaybeUninit;

use drystone::alloc::AllocError;
use drystone::boxed::Box;
use drystone::vec::Vec;

use crate::support::attack::Refusal::{self, Fatal, Returned};
use crate::support::attack::{Outcome, Program, attack};
use crate::support::catch::catch;
use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Align64, Align4096, Elem, Probe, Token};
use crate::support::scale::scale;
use crate::support::world::{Kind, World, tick};

/// All programs over one type of element.
fn attack_all<T: Elem>(element: &str) {
    let mut runs = 0;
    for (name, refusal, program) in programs::<T>() {
        runs += attack(&format!("{name} of {element}"), refusal, program);
    }
    println!("{element}: {runs} runs");
}

fn programs<T: Elem>() -> [(&'static str, Refusal, Program); 16] {
    [
        ("new_in", Fatal, new::<T>),
        ("try_new_in", Returned, try_new::<T>),
        ("pin_in", Fatal, pinned::<T>),
        ("uninit", Returned, uninit::<T>),
        ("clone", Fatal, cloned::<T>),
        ("clone_from", Fatal, cloned_from::<T>),
        ("clone_from_ref", Returned, cloned_from_ref::<T>),
        ("take", Fatal, taken::<T>),
        ("into_inner", Fatal, inner::<T>),
        ("map", Fatal, mapped::<T>),
        ("map to another layout", Fatal, mapped_elsewhere::<T>),
        ("slice", Returned, slice::<T>),
        ("slice clone", Fatal, slice_cloned::<T>),
        ("array", Returned, array::<T>),
        ("vec", Fatal, vec::<T>),
        ("dyn", Fatal, dynamic::<T>),
    ]
}

fn new<T: Elem>(handle: &Handle) -> Outcome {
    let mut b = Box::new_in(T::make(1), handle.another());
    b.set(2);
    *b = T::make(3);
    let _ = b.value();
    Ok(())
}

fn try_new<T: Elem>(handle: &Handle) -> Outcome {
    let first = Box::try_new_in(T::make(1), handle.another())?;
    let second = Box::try_new_in(T::make(2), handle.another())?;
    drop(first);
    drop(second);
    Ok(())
}

fn pinned<T: Elem>(handle: &Handle) -> Outcome {
    let pinned = Box::pin_in(T::make(1), handle.another());
    let again = Box::into_pin(Box::new_in(T::make(2), handle.another()));
    let _ = (pinned.value(), again.value());
    Ok(())
}

fn uninit<T: Elem>(handle: &Handle) -> Outcome {
    let never: Box<MaybeUninit<T>, _> = Box::<T, _>::try_new_uninit_in(handle.another())?;
    let written = Box::<T, _>::try_new_uninit_in(handle.another())?;
    let written = Box::write(written, T::make(1));
    let _ = written.value();
    drop(never);
    let zeroed = Box::<u64, _>::try_new_zeroed_in(handle.another())?;
    // SAFETY: zero is a u64.
    assert_eq!(*unsafe { zeroed.assume_init() }, 0);
    let zeroed = Box::<[u64], _>::try_new_zeroed_slice_in(5, handle.another())?;
    // SAFETY: zero is a u64.
    assert_eq!(*unsafe { zeroed.assume_init() }, [0; 5]);
    Ok(())
}

fn cloned<T: Elem>(handle: &Handle) -> Outcome {
    let b = Box::new_in(T::make(1), handle.another());
    let c = b.clone();
    assert_eq!(b.value(), c.value());
    Ok(())
}

fn cloned_from<T: Elem>(handle: &Handle) -> Outcome {
    let source = Box::new_in(T::make(1), handle.another());
    let mut b = Box::new_in(T::make(2), handle.another());
    let at = Box::as_ptr(&b);
    b.clone_from(&source);
    assert_eq!((b.value(), Box::as_ptr(&b)), (source.value(), at));
    Ok(())
}

fn cloned_from_ref<T: Elem>(handle: &Handle) -> Outcome {
    let source = [T::make(1), T::make(2), T::make(3)];
    let one = Box::try_clone_from_ref_in(&source[0], handle.another())?;
    let all = Box::try_clone_from_ref_in(&source[..], handle.another())?;
    let none = Box::try_clone_from_ref_in(&source[..0], handle.another())?;
    let text = Box::try_clone_from_ref_in("dry stone", handle.another())?;
    assert_eq!(
        (one.value(), all.len(), none.len()),
        (source[0].value(), 3, 0)
    );
    assert_eq!(&*text, "dry stone");
    Ok(())
}

fn taken<T: Elem>(handle: &Handle) -> Outcome {
    let (value, block) = Box::take(Box::new_in(T::make(1), handle.another()));
    let b = Box::write(block, value);
    let (_value, _block) = Box::take(b);
    Ok(())
}

fn inner<T: Elem>(handle: &Handle) -> Outcome {
    let value = Box::into_inner(Box::new_in(T::make(1), handle.another()));
    let _ = value.value();
    Ok(())
}

fn mapped<T: Elem>(handle: &Handle) -> Outcome {
    let b = Box::new_in(T::make(1), handle.another());
    let at = Box::as_ptr(&b);
    let b = Box::map(b, |value| {
        tick(Kind::Call);
        [value]
    });
    assert_eq!(Box::as_ptr(&b), at.cast::<[T; 1]>());
    let b = Box::try_map(b, |[value]| {
        tick(Kind::Call);
        Ok::<T, T>(value)
    });
    let failed = Box::try_map(b.expect("it is Ok"), |value| {
        tick(Kind::Call);
        Err::<u8, T>(value)
    });
    assert_eq!(failed.expect_err("it is Err").value(), T::make(1).value());
    Ok(())
}

fn mapped_elsewhere<T: Elem>(handle: &Handle) -> Outcome {
    let b = Box::new_in(T::make(1), handle.another());
    let b = Box::map(b, |value| {
        tick(Kind::Call);
        (value, [7_u8; 99])
    });
    assert_eq!(b.1[98], 7);
    let b = Box::map(b, |(value, _)| value);
    let _ = b.value();
    let zero = Box::map(b, |_| ());
    assert_eq!(*zero, ());
    Ok(())
}

fn slice<T: Elem>(handle: &Handle) -> Outcome {
    let mut slots = Box::<[T], _>::try_new_uninit_slice_in(3, handle.another())?;
    for (value, slot) in (1..).zip(&mut slots) {
        slot.write(T::make(value));
    }
    // SAFETY: all slots were written.
    let mut slice = unsafe { slots.assume_init() };
    slice.reverse();
    let _ = slice[0].value();
    let empty = Box::<[T], _>::try_new_uninit_slice_in(0, handle.another())?;
    drop(empty);
    Ok(())
}

/// A boxed slice of `len` elements, made by a vector without spare capacity.
fn slice_of<T: Elem>(len: u8, handle: &Handle) -> Box<[T], Handle> {
    let mut vec = Vec::with_capacity_in(usize::from(len), handle.another());
    vec.extend((0..len).map(T::make));
    vec.into()
}

fn slice_cloned<T: Elem>(handle: &Handle) -> Outcome {
    let three = slice_of::<T>(3, handle);
    let mut other = three.clone();
    let at = Box::as_ptr(&other);
    other.clone_from(&three);
    assert_eq!(Box::as_ptr(&other), at);
    other = slice_of(1, handle);
    other.clone_from(&three);
    assert_eq!(other.len(), 3);
    Ok(())
}

fn array<T: Elem>(handle: &Handle) -> Outcome {
    let one = Box::into_boxed_slice(Box::try_new_in(T::make(1), handle.another())?);
    let one = <Box<[T; 2], _>>::try_from(one).expect_err("it has one element");
    let one: Box<[T; 1], _> = one.into_array().expect("it has one element");
    let _ = one[0].value();
    let two = Box::into_boxed_slice(Box::try_new_in(T::make(2), handle.another())?);
    assert!(two.into_array::<0>().is_none());
    Ok(())
}

fn vec<T: Elem>(handle: &Handle) -> Outcome {
    let mut vec = Vec::with_capacity_in(5, handle.another());
    vec.push(T::make(1));
    vec.push(T::make(2));
    let slice = Box::<[T], _>::from(vec);
    let mut vec = slice.into_vec();
    vec.push(T::make(3));
    let array = <Box<[T; 2], _>>::try_from(vec).expect_err("it has three elements");
    let array = <Box<[T; 3], _>>::try_from(array).expect("it has three elements");
    let mut iter = slice_of::<T>(4, handle).into_iter();
    let _ = (iter.next(), iter.next_back());
    drop(iter);
    drop(array);
    Ok(())
}

fn dynamic<T: Elem>(handle: &Handle) -> Outcome {
    let (raw, alloc) = Box::into_raw_with_allocator(Box::new_in(T::make(1), handle.another()));
    let raw: *mut dyn Debug = raw;
    // SAFETY: pointer and handle are those of a box of `T`.
    let shown: Box<dyn Debug, _> = unsafe { Box::from_raw_in(raw, alloc) };
    let _ = format!("{shown:?}");
    Ok(())
}

#[test]
fn every_program_with_every_trouble() {
    attack_all::<Probe>("Probe");
    if scale(2, 1) > 1 {
        attack_all::<String>("String");
    }
}

#[test]
fn every_program_with_every_trouble_over_aligned() {
    attack_all::<Probe<Align4096>>("Probe<Align4096>");
    if scale(2, 1) > 1 {
        attack_all::<Probe<Align64>>("Probe<Align64>");
    }
}

#[test]
fn every_program_with_every_trouble_zero_sized() {
    attack_all::<Token<Align4096>>("Token<Align4096>");
    if scale(2, 1) > 1 {
        attack_all::<Token>("Token");
    }
}

#[test]
fn zero_sized_values_never_reach_the_allocator() {
    let handle = Handle::new(Heap::new(Manner::Moving));
    let mut world = World::new();
    world.run(|| {
        let token = Box::new_in(Token::<Align4096>::new(), handle.another());
        assert!(Box::as_ptr(&token).is_aligned());
        let clone = Box::clone_from_ref_in(&*token, handle.another());
        drop(Box::map(clone, |token| [token]));
        drop(Box::<[u64], _>::new_uninit_slice_in(0, handle.another()));
        drop(Box::<[u64], _>::new_zeroed_slice_in(0, handle.another()));
        drop(Box::clone_from_ref_in("", handle.another()));
        let (raw, alloc) = Box::into_raw_with_allocator(token);
        // SAFETY: pointer and handle are those of a box.
        drop(unsafe { Box::from_raw_in(raw as *mut dyn Debug, alloc) });
    });
    world.finish();
    assert_eq!(handle.heap().calls(), 0);
}

#[test]
fn slices_past_isize_max() {
    let caught = catch(|| Box::<[u32]>::new_uninit_slice(usize::MAX / 2)).expect_err("too long");
    assert_eq!(caught.message.as_deref(), Some("capacity overflow"));
    let (file, line) = caught.place.expect("a panic has a place");
    assert_eq!((file.ends_with("scenarios.rs"), line), (true, line!() - 3));
    assert!(catch(|| Box::<[u32]>::new_zeroed_slice(usize::MAX)).is_err());
    assert_eq!(
        Box::<[u32]>::try_new_uninit_slice(usize::MAX).err(),
        Some(AllocError)
    );
    assert_eq!(
        Box::<[u32]>::try_new_zeroed_slice(usize::MAX / 4).err(),
        Some(AllocError)
    );
    assert_eq!(Box::<[()]>::new_uninit_slice(usize::MAX).len(), usize::MAX);
}
