//! What becomes of destructors.

use std::rc::Rc as Kept;

use drystone::alloc::Global;
use drystone::arena::{Bump, Forget, RefuseDrop, RunDrop};

use super::{Wide, Wider};
use crate::support::catch::catch;
use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Elem, Probe, Token};
use crate::support::world::{Fuse, Kind, World};

type Runs = Bump<RunDrop<'static>, Handle>;

/// Some of every way in; the values in order.
fn fill(bump: &Runs) -> Vec<u8> {
    bump.alloc(Probe::<()>::new(0));
    bump.alloc_with(|| Probe::<Wide>::new(1));
    bump.alloc(7_u64);
    bump.alloc_slice_fill_with(3, |i| Probe::<()>::new(2 + i as u8));
    bump.alloc_slice_fill_with::<Probe>(0, |_| unreachable!("it is empty"));
    bump.alloc(Token::<()>::new());
    bump.alloc(Token::<Wider>::new());
    bump.alloc_slice_fill_with(2, |_| Token::<Wide>::new());
    let _ = bump.alloc_try_with(|| Ok::<_, ()>(Probe::<Wider>::new(5)));
    let big = bump.alloc((Probe::<()>::new(6), [0_u8; 1000]));
    assert_eq!(big.0.value(), 6);
    // Newest first; a slice from its front.
    vec![6, 5, 0, 0, 0, 0, 2, 3, 4, 1, 0]
}

/// For every k, the k-th destructor panics.
#[test]
fn destructors_run_newest_first_also_past_a_panic() {
    type End = fn(Runs);
    let reset: End = |mut bump| {
        if let Err(caught) = catch(|| bump.reset()) {
            // The destructors have run; the memory is used again by the next one.
            assert_eq!(caught.message, None);
            bump.reset();
            drop(bump);
            std::panic::resume_unwind(Box::new(()));
        }
    };
    let scope: End = |bump| {
        bump.scope(|inner| {
            let _ = fill(inner);
        });
    };
    for (n, end) in [drop, reset, scope].into_iter().enumerate() {
        for at in 0..=11 {
            let handle = Handle::new(Heap::new(Manner::Moving));
            let mut world = World::new();
            let bump = Runs::new_in(handle.another());
            let expected = world.run(|| if n == 2 { Vec::new() } else { fill(&bump) });
            let expected = if n == 2 {
                vec![6, 5, 0, 0, 0, 0, 2, 3, 4, 1, 0]
            } else {
                expected
            };
            world.arm(Fuse {
                kind: Kind::Drop,
                at,
            });
            let result = world.run(|| catch(|| end(bump)));
            assert_eq!(result.is_err(), at < 11, "{n} {at}");
            assert_eq!(world.take_dropped(), expected);
            world.finish();
            handle.heap().finish();
        }
    }
}

#[test]
fn nothing_is_recorded_before_it_is_there() {
    let handle = Handle::new(Heap::new(Manner::Moving));
    let mut world = World::new();
    world.run(|| {
        let bump = Runs::new_in(handle.another());
        assert!(catch(|| bump.alloc_with(|| -> Probe { panic!("no value") }).value()).is_err());
        let made = catch(|| {
            bump.alloc_slice_fill_with(5, |i| {
                assert!(i < 3, "no fourth");
                Probe::<()>::new(i as u8)
            })
            .len()
        });
        assert!(made.is_err());
        let failed = bump.alloc_slice_try_fill_with(3, |i| {
            if i < 2 {
                Ok(Probe::<()>::new(1))
            } else {
                Err(())
            }
        });
        assert!(failed.is_err());
        // A constructor that puts other values in.
        let outer = bump.alloc_with(|| {
            let inner = bump.alloc(Probe::<()>::new(1));
            Probe::<()>::new(10 + inner.value())
        });
        assert_eq!(outer.value(), 11);
        assert!(
            bump.try_alloc_try_with(|| Err::<Probe, _>(()))
                .is_ok_and(|made| made.is_err())
        );
    });
    assert_eq!(world.take_dropped(), [0, 1, 2, 1, 1, 11, 1]);
    world.finish();
    handle.heap().finish();
}

#[test]
fn forgotten_values_leak_and_refused_ones_can_not_come() {
    let mut world = World::new();
    world.run(|| {
        let bump = Bump::<Forget>::new_in(Global);
        bump.alloc(Probe::<()>::new(1));
        bump.alloc_slice_clone(&[Probe::<()>::new(2)]);
        let runs = Bump::<RunDrop<'_>>::new_in(Global);
        runs.alloc_forget(Probe::<()>::new(3));
        runs.try_alloc_forget(Probe::<()>::new(6)).unwrap();
        runs.alloc(Probe::<()>::new(4));
        let refuses = Bump::<RefuseDrop>::new_in(Global);
        assert_eq!(refuses.alloc_slice_copy(&[1, 2]), [1, 2]);
        refuses.alloc_forget(Probe::<()>::new(5));
    });
    assert_eq!(world.live(), 5);
    assert_eq!(world.take_dropped(), [2, 4]);
    world.check();
}

#[test]
fn values_may_borrow_what_outlives_the_arena() {
    let text = String::from("stone");
    let count = Kept::new(());
    struct Looks<'a>(&'a str, Kept<()>);
    impl Drop for Looks<'_> {
        fn drop(&mut self) {
            assert_eq!(self.0, "stone");
            assert!(Kept::strong_count(&self.1) > 1);
        }
    }
    let bump = Bump::<RunDrop<'_>>::new_in(Global);
    for _ in 0..100 {
        bump.alloc(Looks(&text, Kept::clone(&count)));
    }
    bump.scope(|inner| {
        inner.alloc(Looks(&text, Kept::clone(&count)));
        assert_eq!(Kept::strong_count(&count), 102);
    });
    assert_eq!(Kept::strong_count(&count), 101);
    drop(bump);
    assert_eq!(Kept::strong_count(&count), 1);
}
