//! Small programs over arenas, with every panic point, every unwinding and every refused call of the allocator.

use drystone::alloc::AllocError;
use drystone::arena::{Bump, RunDrop, SharedArena, TypedArena};

use super::Wide;
use crate::support::attack::{Outcome, Program, Refusal, attack};
use crate::support::feed::{Data, Feed, Hint};
use crate::support::heap::Handle;
use crate::support::probe::{Align64, Elem, Probe, Token};
use crate::support::scale::scale;

fn refused<T>(_: T) -> AllocError {
    AllocError
}

const DATA: Data = Data {
    len: 5,
    pattern: 0b11_01_00_10,
};

fn typed<T: Elem>(handle: &Handle) -> Outcome {
    let mut arena = TypedArena::<T, _>::new_in(handle.clone());
    for i in 0..3 {
        arena.try_alloc(T::make(i)).map_err(refused)?;
    }
    for hint in [Hint::Honest, Hint::Unknown, Hint::TooMany] {
        let slice = arena.try_alloc_extend(Feed::new(DATA, hint, false));
        assert_eq!(slice.map_err(refused)?.len(), 5);
    }
    arena.try_reserve_extend(200).map_err(refused)?;
    arena.try_alloc(T::make(1)).map_err(refused)?;
    assert_eq!(arena.iter_mut().count(), 19);
    arena.clear();
    arena.try_alloc(T::make(1)).map_err(refused)?;
    Ok(())
}

fn shared<T: Elem>(handle: &Handle) -> Outcome {
    let arena = SharedArena::<T, _>::new_in(handle.clone());
    for _ in 0..2 {
        arena.try_alloc(T::make(3)).map_err(refused)?;
        // Clones of its own elements, and one of them added while the slice is made.
        let clones = arena.iter().map(|x| {
            let _ = arena.try_alloc(x.clone());
            x.clone()
        });
        let len = arena.len();
        let slice = arena.try_alloc_extend(clones.take(2 * len));
        assert_eq!(slice.map_err(refused)?.len(), 2 * len);
    }
    Ok(())
}

fn into_vec<T: Elem>(handle: &Handle) -> Outcome {
    let arena = TypedArena::<T, _>::with_capacity_in(2, handle.clone());
    for i in 0..4 {
        let _ = arena.alloc(T::make(i));
    }
    arena.reserve_extend(100);
    let _ = arena.alloc(T::make(4));
    assert_eq!(arena.into_vec().len(), 5);
    Ok(())
}

/// Everything that ends at the end of a `Bump`, of a scope, or is kept beyond it.
fn bump<T: Elem>(handle: &Handle) -> Outcome {
    let mut bump = Bump::<RunDrop<'static>, _>::new_in(handle.clone());
    for round in 0..2 {
        bump.try_alloc(T::make(round))?;
        let made = bump.try_alloc_slice_fill_iter(Feed::<T>::new(DATA, Hint::Honest, false))?;
        let clones = bump.try_alloc_slice_clone(made)?;
        assert_eq!(clones.len(), 5);
        bump.scope(|inner| -> Outcome {
            inner.try_alloc(T::make(1))?;
            bump.try_alloc_with(|| T::make(2))?;
            inner
                .try_alloc_slice_fill_with(scale(40, 4), |_| T::make(3))
                .map(drop)
        })?;
        let kept = bump.try_keep(|inner| {
            inner.try_alloc_slice_fill_with(scale(30, 3), |_| T::make(2))?;
            inner.try_alloc(T::make(3))
        })?;
        assert!(size_of::<T>() == 0 || kept.value() == 3);
        bump.reset();
    }
    bump.try_alloc(T::make(1)).map(drop)
}

/// What comes out of a scope or of a slice that was not made is nobody's while these end.
fn results<T: Elem>(handle: &Handle) -> Outcome {
    let bump = Bump::<RunDrop<'static>, _>::new_in(handle.clone());
    let value = bump.scope(|inner| {
        inner.try_alloc(T::make(1))?;
        Ok::<_, AllocError>(T::make(2))
    })?;
    let ended = bump.try_keep(|inner| {
        let room = inner.try_alloc(T::make(1)).map(drop);
        Err::<&mut T, _>((room, value))
    });
    let (room, value) = ended.expect_err("this is what it was told");
    room?;
    let (captured, mut error) = (T::make(3), Some(value));
    let slice = bump.try_alloc_slice_try_fill_with(3, move |i| {
        let _ = &captured;
        if i < 2 {
            Ok(T::make(1))
        } else {
            Err(error.take())
        }
    })?;
    let value = slice.err().flatten().expect("the third is an error");
    let items = [Ok(T::make(1)), Err(value), Ok(T::make(2))];
    let value = bump.try_alloc_slice_try_fill_iter(items)?.err();
    assert!(size_of::<T>() == 0 || value.is_some_and(|value| value.value() == 2));
    let items = [Ok(T::make(1)), Err(T::make(2)), Ok(T::make(3))];
    assert!(bump.try_alloc(0)? == &0 && bump.alloc_slice_try_fill_iter(items).is_err());
    Ok(())
}

fn all<T: Elem>() -> usize {
    let returned: [(&str, Program); 1] = [("typed", typed::<T>)];
    let fatal: [(&str, Program); 1] = [("into_vec", into_vec::<T>)];
    let returned = returned.map(|(name, program)| attack(name, Refusal::Returned, program));
    let fatal = fatal.map(|(name, program)| attack(name, Refusal::Fatal, program));
    returned.iter().sum::<usize>() + fatal.iter().sum::<usize>()
}

fn bumps<T: Elem>() -> usize {
    let runs = attack("bump", Refusal::Returned, bump::<T>);
    runs + attack("results", Refusal::Returned, results::<T>)
}

#[test]
fn every_arena_program_with_every_trouble() {
    let runs = all::<Probe>() + attack("shared", Refusal::Fatal, shared::<Probe>);
    let runs = runs + bumps::<Probe>();
    println!("{runs} runs");
    assert!(runs > scale(100, 25));
}

#[test]
fn every_arena_program_with_every_trouble_over_aligned() {
    let runs = all::<Probe<Align64>>() + bumps::<Probe<Wide>>();
    assert!(runs > scale(100, 25));
}

#[test]
fn every_arena_program_with_every_trouble_zero_sized() {
    let runs = all::<Token<Align64>>() + bumps::<Token<Wide>>();
    assert!(runs > scale(50, 12));
}
