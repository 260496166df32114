//! A `SharedArena`, looked through while it grows.

use std::cell::Cell;

use drystone::arena::SharedArena;

use crate::support::catch::catch;
use crate::support::probe::{Align4096, Elem, Probe, Token};
use crate::support::scale::scale;
use crate::support::world::World;

#[test]
fn what_is_added_meanwhile_is_met() {
    fn one<T: Elem>() {
        let arena = SharedArena::new();
        assert!(arena.is_empty());
        let mut iter = arena.iter();
        let count = scale(1000, 150);
        for i in 0..count {
            assert!(iter.next().is_none());
            assert_eq!(iter.size_hint(), (0, None));
            let x = arena.alloc(T::make((i % 200) as u8));
            assert!(!arena.is_empty());
            assert_eq!(iter.size_hint(), (1, None));
            assert!(iter.next().is_some_and(|y| std::ptr::eq(x, y)));
        }
        assert_eq!(arena.iter().count(), count);
        for (i, x) in arena.iter().enumerate() {
            assert!(arena.get(i).is_some_and(|y| std::ptr::eq(x, y)));
        }
        assert!(arena.get(count).is_none() && arena.get(usize::MAX).is_none());
    }
    let mut world = World::new();
    world.run(|| {
        one::<u8>();
        one::<Probe>();
        one::<Token>();
        if !cfg!(miri) {
            one::<Probe<Align4096>>();
        }
    });
    world.finish();
}

#[test]
fn what_is_added_to_chunks_that_were_kept_is_met() {
    let mut arena = SharedArena::new();
    let count = scale(1000, 150) as u32;
    for i in 0..count {
        arena.alloc(i);
    }
    arena.clear();
    let mut iter = arena.iter();
    for i in 0..count {
        assert_eq!(iter.next(), None);
        assert!(std::ptr::eq(
            arena.alloc(i),
            iter.next().expect("it is there")
        ));
    }
}

#[test]
fn an_iterator_of_the_arena_feeds_it() {
    let arena = SharedArena::new();
    arena.alloc_extend(0..10_u32);
    // Each slice is written while the iterator looks at the elements before it.
    for round in 1..6 {
        let len = arena.len();
        let twice = arena.alloc_extend(arena.iter().take(len).map(|x| x + 1));
        assert_eq!(twice.len(), 10 << (round - 1));
    }
    assert_eq!(arena.len(), 320);
    assert!((0..160).all(|i| arena[i] + 1 == arena[160 + i]));
    // An iterator without end would meet what it has made, were that counted before it is finished.
    assert_eq!(arena.alloc_extend(arena.iter().map(|x| x + 1)).len(), 320);
}

#[test]
fn elements_with_cells_are_changed_in_place() {
    let mut arena = SharedArena::default();
    let first = arena.alloc(Cell::new(1));
    arena.alloc(Cell::new(2));
    let mut iter = arena.iter();
    assert_eq!(format!("{iter:?}"), "Iter { left: 2, .. }");
    iter.next();
    assert_eq!(format!("{iter:?}"), "Iter { left: 1, .. }");
    arena.iter().for_each(|x| x.set(x.get() * 10));
    assert_eq!(first.get(), 10);
    assert_eq!(
        format!("{arena:?}"),
        "[Cell { value: 10 }, Cell { value: 20 }]"
    );
    arena.iter_mut().for_each(|x| *x.get_mut() += 1);
    assert_eq!((&arena).into_iter().map(Cell::get).sum::<i32>(), 32);
    assert_eq!((&mut arena).into_iter().len(), 2);
    let caught = catch(|| arena[2].get()).unwrap_err();
    assert_eq!(caught.numbers(), [2, 2]);
    let (file, _) = caught.place.expect("it has a place");
    assert!(file.ends_with("arena/shared.rs"), "{file}");
}
