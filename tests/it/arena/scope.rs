//! Scopes: disjoint memory while they last, all of it free again at their end, whatever happens.

use std::ops::AddAssign;

use drystone::alloc::Allocator;
use drystone::arena::{Bump, Forget, RunDrop};
use drystone::vec::Vec as Stone;
use proptest::collection::vec;
use proptest::prelude::any;

use super::BUMP_HEADER;
use crate::draw;
use crate::support::catch::catch;
use crate::support::heap::{Handle, Heap, Manner, Trouble};
use crate::support::model::arena::scopes;
use crate::support::probe::{Elem, Probe};
use crate::support::scale::scale;
use crate::support::world::World;

type Runs = Bump<RunDrop<'static>, Handle>;

fn run(test: impl FnOnce(&Handle)) {
    let handle = Handle::new(Heap::new(Manner::Adjacent));
    let mut world = World::new();
    world.run(|| test(&handle));
    world.finish();
    handle.heap().finish();
}

fn filled<A: Allocator>(bytes: std::ops::Range<u8>, alloc: A) -> Stone<u8, A> {
    let mut v = Stone::new_in(alloc);
    v.extend(bytes);
    v
}

#[test]
fn a_scope_gives_everything_back() {
    run(|handle| {
        let bump = Runs::new_in(handle.another());
        bump.alloc(Probe::<()>::new(1));
        let (used, room) = (bump.used_bytes(), bump.chunk_capacity());
        let mut places = Vec::new();
        for _ in 0..3 {
            let place = bump.scope(|inner| {
                let first = std::ptr::from_mut(inner.alloc(Probe::<()>::new(2))).addr();
                inner.alloc_slice_fill_copy(1000, 7_u8);
                assert_eq!(bump.chunk_capacity(), 0, "the rest is lent");
                first
            });
            places.push(place);
            assert_eq!((bump.used_bytes(), bump.chunk_capacity()), (used, room));
        }
        assert_eq!(places, [places[0]; 3]);
        assert_eq!(
            handle.heap().sizes().len(),
            2,
            "one chunk, kept for all scopes"
        );
        // Also when it is left by a panic.
        assert!(
            catch(|| bump.scope(|inner| {
                inner.alloc_slice_fill_with(100, |_| Probe::<()>::new(3));
                panic!("left");
            }))
            .is_err()
        );
        assert_eq!((bump.used_bytes(), bump.chunk_capacity()), (used, room));
        assert_eq!(bump.scope(|_| 7), 7);
    });
}

#[test]
fn the_outer_arena_is_used_inside() {
    run(|handle| {
        let bump = Runs::new_in(handle.another());
        let mut outer = Stone::new_in(&bump);
        outer.push(0_u64);
        bump.scope(|inner| {
            let mut v = Stone::new_in(inner);
            for i in 1..200 {
                v.push(i);
                outer.push(i);
                inner.scope(|innermost| {
                    let mut w = Stone::new_in(innermost);
                    w.extend([i; 20]);
                    outer.push(i);
                    v.push(i);
                    assert_eq!(w, [i; 20]);
                });
            }
            assert_eq!(v.len(), 398);
            assert!(v.chunks(2).zip(1..).all(|(pair, i)| pair == [i; 2]));
            bump.alloc(Probe::<()>::new(1));
        });
        assert_eq!(outer.len(), 399);
        assert!(
            outer[1..]
                .chunks(2)
                .zip(1..)
                .all(|(pair, i)| pair == [i; 2])
        );
        // The newest outer block goes while the rest is lent.
        let bytes = filled(0..64, &bump);
        bump.scope(|inner| {
            let seven = inner.alloc(7_u64);
            drop(bytes);
            let again = filled(64..128, &bump);
            assert_eq!((*seven, again[63]), (7, 127));
        });
    });
}

/// Not the whole of a lent chunk, of which the inner arena has used a part and gone on.
#[test]
fn what_is_kept_counts_as_if_it_had_been_made_outside() {
    fn some(bump: &Bump, len: usize) -> &mut [u64] {
        bump.alloc_slice_fill_copy(len, 7)
    }
    fn lens(bump: &mut Bump) -> Vec<usize> {
        let lens: Vec<usize> = bump.iter_allocated_chunks().map(<[_]>::len).collect();
        assert_eq!(lens.iter().sum::<usize>(), bump.used_bytes());
        lens
    }

    let mut direct = Bump::new();
    some(&direct, 3);
    some(&direct, 400);
    assert_eq!(lens(&mut direct), [3200, 24]);

    let mut kept = Bump::new();
    for len in [3, 400] {
        assert!(kept.try_keep(|inner| Ok::<_, ()>(some(inner, len))).is_ok());
    }
    assert_eq!(lens(&mut kept), [3200, 24]);

    // The innermost one has it from one that has no chunk of its own.
    let mut nested = Bump::new();
    some(&nested, 1);
    let result = nested.try_keep(|inner| {
        some(inner, 1);
        inner.try_keep(|innermost| {
            some(innermost, 1);
            Ok::<_, ()>(some(innermost, 400))
        })
    });
    assert!(result.is_ok());
    assert_eq!(lens(&mut nested), [3200, 24]);

    // The outer one has gone on as well.
    let mut both = Bump::new();
    some(&both, 1);
    let result = both.try_keep(|inner| {
        some(inner, 2);
        some(&both, 300);
        Ok::<_, ()>(some(inner, 400))
    });
    assert!(result.is_ok());
    assert_eq!(lens(&mut both), [2400, 3200, 24]);

    // The arena between has given back what lay in front of it, and gone on.
    let mut freed = Bump::with_capacity(4000);
    some(&freed, 1);
    let result = freed.try_keep(|inner| {
        let block = Stone::<u64, _>::with_capacity_in(64, inner);
        inner.try_keep(|innermost| {
            let kept = some(innermost, 1);
            drop(block);
            some(inner, 600);
            Ok::<_, ()>(kept)
        })
    });
    assert!(result.is_ok());
    let gap = 64;
    assert_eq!(lens(&mut freed), [4800, 8 + 8 * gap + 8]);
}

#[test]
fn what_is_kept_stays() {
    run(|handle| {
        for size in [1, scale(100, 20), scale(1000, 300)]
            .into_iter()
            .take(scale(3, 2))
        {
            let mut bump = Runs::new_in(handle.another());
            bump.alloc(Probe::<()>::new(1));
            let mut outer = Stone::new_in(&bump);
            let mut kept = Vec::new();
            for round in 0..40_u8 {
                let result = bump.try_keep(|inner| {
                    let slice = inner.alloc_slice_fill_with(size, |_| Probe::<()>::new(round));
                    if round % 3 == 0 {
                        // So that the outer arena goes on to another chunk.
                        outer.extend([round; 100]);
                    }
                    if round % 5 == 0 {
                        return Err(round);
                    }
                    Ok(slice)
                });
                match result {
                    Ok(slice) => kept.push((slice, round)),
                    Err(failed) => assert_eq!((failed, failed % 5), (round, 0)),
                }
            }
            assert_eq!(kept.len(), 32);
            assert!(
                kept.iter()
                    .all(|(slice, round)| slice.iter().all(|x| x.value() == *round))
            );
            assert_eq!(outer.len(), 1400);
            let chunks: usize = bump.used_bytes();
            drop(outer);
            assert_eq!(
                bump.iter_allocated_chunks().map(<[_]>::len).sum::<usize>(),
                bump.used_bytes()
            );
            assert!(chunks >= 32 * size);
            bump.reset();
            bump.alloc(Probe::<()>::new(1));
        }
        let bump = Runs::new_in(handle.another());
        assert!(
            catch(|| bump
                .try_keep::<u8, ()>(|inner| {
                    inner.alloc(Probe::<()>::new(1));
                    panic!("not kept");
                })
                .is_ok())
            .is_err()
        );
        assert_eq!(bump.used_bytes(), 0);
        // Kept within a scope: until that ends.
        bump.scope(|inner| {
            let x = inner
                .try_keep(|i| Ok::<_, ()>(i.alloc(Probe::<()>::new(3))))
                .expect("kept");
            inner.alloc(7_u64);
            assert_eq!(x.value(), 3);
        });
        assert_eq!(bump.used_bytes(), 0);
    });
}

#[test]
fn what_is_kept_is_counted_where_it_is() {
    fn one(bump: &Runs) {
        let before = bump.used_bytes();
        let kept = bump.try_keep(|inner| {
            let kept = inner.alloc([1_u8; 24]);
            // The arena goes on to another chunk, and what is kept lies in the one before.
            bump.alloc([2_u8; 1000]);
            Ok::<_, ()>(kept)
        });
        assert_eq!(kept, Ok(&mut [1; 24]));
        assert_eq!(bump.used_bytes() - before, 1024);
    }
    run(|handle| {
        let bump = Runs::new_in(handle.another());
        bump.alloc(1_u64);
        one(&bump);
        let bump = Runs::new_in(handle.another());
        bump.alloc(1_u64);
        bump.scope(|inner| {
            inner.alloc(2_u64);
            one(inner);
        });
    });
}

#[test]
fn what_was_there_before_a_checkpoint_stays() {
    let handle = Handle::new(Heap::new(Manner::Adjacent));
    let mut world = World::new();
    let bump = world.run(|| {
        let bump = Runs::new_in(handle.another());
        bump.alloc(Probe::<()>::new(1));
        let before = bump.checkpoint();
        bump.alloc(Probe::<()>::new(2));
        // SAFETY: the second probe is not used, and there is no scope.
        unsafe { bump.rewind(before) };
        bump
    });
    assert_eq!(world.take_dropped(), [2]);
    world.run(|| drop(bump));
    assert_eq!(world.take_dropped(), [1]);
    world.finish();
    handle.heap().finish();
}

#[test]
fn a_checkpoint_is_gone_back_to() {
    run(|handle| {
        let bump = Runs::new_in(handle.another());
        for before in [0, 1, 100] {
            bump.alloc_slice_fill_with(before, |_| Probe::<()>::new(1));
            let (used, room) = (bump.used_bytes(), bump.chunk_capacity());
            let mark = bump.checkpoint();
            for _ in 0..2 {
                bump.alloc_slice_fill_with(scale(1000, 90), |_| Probe::<()>::new(2));
                bump.alloc(Probe::<()>::new(3));
                // SAFETY: nothing that was allocated since then is used any more.
                unsafe { bump.rewind(mark) };
                assert_eq!((bump.used_bytes(), bump.chunk_capacity()), (used, room));
            }
        }
        bump.scope(|inner| {
            let mark = inner.checkpoint();
            inner.alloc_slice_fill_with(scale(1000, 90), |_| Probe::<()>::new(2));
            // SAFETY: as above.
            unsafe { inner.rewind(mark) };
            assert_eq!(inner.used_bytes(), 0);
        });
        assert_eq!(format!("{:?}", bump.checkpoint()), "Checkpoint { .. }");
    });
}

/// The rest of a chunk that was lent is lost when the arena has gone on meanwhile; it must not make the next chunk larger, else
/// memory doubles with each scope.
#[test]
fn an_arena_used_beside_its_scopes_takes_small_chunks() {
    for keeps in [false, true] {
        let bump = Bump::<Forget>::new();
        for round in 0..64_u64 {
            if keeps {
                let kept = bump.try_keep(|inner| {
                    bump.alloc(round);
                    Ok::<_, ()>(inner.alloc(round))
                });
                assert_eq!(kept, Ok(&mut { round }));
            } else {
                bump.scope(|inner| bump.alloc(*inner.alloc(round)).add_assign(1));
            }
        }
        let (used, held) = (bump.used_bytes(), bump.allocated_bytes());
        assert!(used < 64 * 600 && held < 65 * 512, "{used} of {held}");
    }
    // What scopes have left is for scopes: a large chunk is not spent on a few bytes beside them, whichever come first.
    let (rounds, large) = (scale(64, 6), scale(100_000, 4_000));
    for first in [false, true] {
        let mut bump = Bump::<Forget>::new();
        for round in 0..rounds {
            bump.scope(|inner| {
                if first {
                    bump.alloc(round);
                }
                inner.alloc_slice_fill_copy(large, 0_u8);
                bump.alloc(round);
            });
        }
        assert!(bump.allocated_bytes() < 3 * large, "{bump:?}");
        // Of those, the small ones are.
        let held = bump.allocated_bytes();
        for _ in 0..rounds {
            bump.reset();
            bump.scope(|_| bump.alloc(1_u64).add_assign(1));
        }
        assert_eq!(bump.allocated_bytes(), held);
    }
    // A chunk is small up to twice the size that a new one would have, headers included: here, up to 1024 bytes.
    for (with_header, is_small) in [(1024, true), (1024 + 16, false)] {
        let bump = Bump::<Forget>::new();
        let size = with_header - BUMP_HEADER;
        bump.scope(|inner| inner.alloc_slice_fill_copy(size, 0_u8).len());
        let held = bump.allocated_bytes();
        bump.scope(|_| bump.alloc(1_u64).add_assign(1));
        assert_eq!(bump.allocated_bytes() == held, is_small, "{size}");
    }
}

/// It does have one when there is no other.
#[test]
fn an_arena_used_beside_its_scopes_takes_a_large_chunk_before_it_is_refused() {
    let heap = Heap::new(Manner::Moving);
    let bump = Bump::<Forget, _>::new_in(&heap);
    for size in [2_000, 9_000, 20_000] {
        bump.scope(|inner| inner.alloc_slice_fill_copy(size, 0_u8).len());
    }
    let held = bump.allocated_bytes_including_metadata();
    let mut numbers = Stone::new_in(&bump);
    bump.set_allocation_limit(Some(held));
    bump.scope(|_| numbers.push(1));
    assert!(bump.chunk_capacity() < 2_000, "the smallest that has room");
    bump.set_allocation_limit(None);
    heap.arm(Trouble::Refuse, 0);
    bump.scope(|_| numbers.extend(2..1_000));
    assert!(heap.disarm());
    assert!((4_000..9_000).contains(&bump.chunk_capacity()));
    bump.set_allocation_limit(Some(held));
    assert!(bump.scope(|_| bump.try_alloc([0_u8; 30_000]).is_err()));
    assert_eq!(bump.allocated_bytes_including_metadata(), held);
    assert!(numbers.into_iter().eq(1..1_000));
    drop(bump);
    heap.finish();
}

#[test]
fn the_largest_chunk_that_a_scope_has_left_is_the_next() {
    let bump = Bump::<Forget>::new();
    let leave = |bump: &Bump<Forget>| {
        bump.scope(|inner| {
            inner.alloc_slice_fill_copy(100, 0_u8);
            inner.alloc_slice_fill_copy(9_000, 0_u8);
            inner.alloc_slice_fill_copy(100, 0_u8);
        });
    };
    leave(&bump);
    bump.alloc(1_u64);
    assert!(bump.chunk_capacity() >= 9_000 - 8, "{bump:?}");

    // Also where this is the first chunk that the arena goes back to.
    let mut bump = Bump::<Forget>::with_capacity(100);
    leave(&bump);
    assert!(bump.chunk_capacity() < 9_000);
    bump.reset();
    assert!(bump.chunk_capacity() >= 9_000, "{bump:?}");
}

#[test]
fn random_scopes_do_not_overlap() {
    let bytes = vec(any::<u8>(), 0..scale(200, 60));
    draw::cases(scale(1_000, 3), bytes, |bytes| {
        scopes::<1>(&bytes);
        scopes::<8>(&bytes);
    });
}
