//! Values that come back to their own pointers while these are at work.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc as Kept;

use drystone::alloc::{AllocError, Allocator, Global, Layout};

use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Elem, Probe};
use crate::support::world::World;

use super::super::subject::{Counted, Unique, Weak};

type OnDrop = Box<dyn FnOnce(&Weak<Actor, Handle>)>;

/// A value with a pointer to itself, and something to do with it in its own drop.
struct Actor {
    probe: Probe,
    me: Weak<Actor, Handle>,
    on_drop: Cell<Option<OnDrop>>,
}

impl Drop for Actor {
    fn drop(&mut self) {
        if let Some(act) = self.on_drop.take() {
            act(&self.me);
        }
        // Still alive, whatever that was.
        let _ = self.probe.value();
    }
}

fn actor(
    handle: &Handle,
    act: impl FnOnce(&Weak<Actor, Handle>) + 'static,
) -> Counted<Actor, Handle> {
    Counted::new_cyclic_in(
        |me| Actor {
            probe: Probe::new(1),
            me: me.clone(),
            on_drop: Cell::new(Some(Box::new(act))),
        },
        handle.another(),
    )
}

fn run(test: impl FnOnce(&Handle)) {
    let handle = Handle::new(Heap::new(Manner::Moving));
    let mut world = World::new();
    world.run(|| test(&handle));
    world.finish();
    handle.heap().finish();
}

#[test]
fn a_value_that_asks_for_itself_while_it_is_dropped() {
    run(|handle| {
        let kept = Kept::new(RefCell::new(Vec::new()));
        let slot = Kept::clone(&kept);
        drop(actor(handle, move |me| {
            assert!(me.upgrade().is_none());
            assert_eq!((me.strong_count(), me.weak_count()), (0, 0));
            // One that stays and one that goes at once.
            slot.borrow_mut().push(me.clone());
            drop(me.clone());
        }));
        assert_eq!(handle.heap().live(), 1);
        assert!(kept.borrow()[0].upgrade().is_none());
        kept.borrow_mut().clear();
        assert_eq!(handle.heap().live(), 0);
    });
}

#[test]
fn the_last_weak_goes_while_the_value_is_dropped() {
    run(|handle| {
        let kept = Kept::new(RefCell::new(None));
        let slot = Kept::clone(&kept);
        let owner = actor(handle, move |_| drop(slot.take()));
        *kept.borrow_mut() = Some(Counted::downgrade(&owner));
        drop(owner);
        assert_eq!(handle.heap().live(), 0);

        // The same of a unique owner, whose drop is another path.
        let slot = Kept::clone(&kept);
        let act = move |me: &Weak<Actor, Handle>| {
            assert!(me.upgrade().is_none());
            drop(slot.take());
        };
        let mut unique = Unique::new_in(
            Actor {
                probe: Probe::new(2),
                me: Weak::new_in(handle.another()),
                on_drop: Cell::new(Some(Box::new(act))),
            },
            handle.another(),
        );
        unique.me = Unique::downgrade(&unique);
        *kept.borrow_mut() = Some(Unique::downgrade(&unique));
        drop(unique);
        assert_eq!(handle.heap().live(), 0);
    });
}

#[test]
fn a_value_that_shares_another_while_it_is_dropped() {
    run(|handle| {
        let other = Counted::new_in(Probe::<()>::new(7), handle.another());
        let out = Kept::new(RefCell::new(None));
        let (inner, slot) = (Counted::clone(&other), Kept::clone(&out));
        drop(actor(handle, move |_| {
            let weak = Counted::downgrade(&inner);
            *slot.borrow_mut() = weak.upgrade();
            drop(inner);
        }));
        assert_eq!(Counted::strong_count(&other), 2);
        drop(out.take());
        assert_eq!(
            (Counted::strong_count(&other), Counted::weak_count(&other)),
            (1, 0)
        );
    });
}

thread_local! {
    static OTHERS: RefCell<Vec<Counted<Forgetful>>> = const { RefCell::new(Vec::new()) };
}

/// Its clone makes all other owners of the original go.
#[derive(Debug)]
struct Forgetful(Probe);

impl Clone for Forgetful {
    fn clone(&self) -> Self {
        OTHERS.with(|others| others.take().clear());
        Self(self.0.clone())
    }
}

#[test]
fn a_clone_that_drops_the_other_owners() {
    let mut world = World::new();
    world.run(|| {
        let mut owner = Counted::new(Forgetful(Probe::new(1)));
        OTHERS.with(|others| others.borrow_mut().push(Counted::clone(&owner)));
        let old = Counted::downgrade(&owner);
        Counted::make_mut(&mut owner).0.set(2);
        assert!(old.upgrade().is_none());
        assert_eq!((Counted::strong_count(&owner), owner.0.value()), (1, 2));

        OTHERS.with(|others| others.borrow_mut().push(Counted::clone(&owner)));
        let value = Counted::unwrap_or_clone(owner);
        assert_eq!(value.0.value(), 2);

        let owner = Counted::new(value);
        OTHERS.with(|others| others.borrow_mut().push(Counted::clone(&owner)));
        // `map` asks who else is there when its closure has run.
        let owner = Counted::map(owner, |value| [value.clone()]);
        assert_eq!(owner[0].0.value(), 2);
    });
    world.finish();
}

type Task = Box<dyn FnOnce()>;

thread_local! {
    static TASK: Cell<Option<Task>> = const { Cell::new(None) };
}

/// The global heap; but when it is asked for a block, it first does what it was told to.
#[derive(Clone, Copy)]
struct Busy;

// SAFETY: blocks are those of the global heap.
unsafe impl Allocator for Busy {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if let Some(task) = TASK.take() {
            task();
        }
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { Global.deallocate(ptr, layout) };
    }
}

#[test]
fn an_allocator_that_upgrades_while_make_mut_asks_it() {
    let mut world = World::new();
    world.run(|| {
        let mut owner = Counted::new_in(Probe::<()>::new(1), Busy);
        let weak = Counted::downgrade(&owner);
        let upgraded = Kept::new(RefCell::new(None));
        let slot = Kept::clone(&upgraded);
        TASK.set(Some(Box::new(move || *slot.borrow_mut() = weak.upgrade())));
        Counted::make_mut(&mut owner).set(2);
        let other = upgraded.take().expect("there was an owner to upgrade to");
        assert_eq!((owner.value(), other.value()), (2, 1));
        assert_eq!(
            (Counted::strong_count(&owner), Counted::strong_count(&other)),
            (1, 1)
        );
    });
    world.finish();
}

#[test]
fn an_allocator_that_drops_the_other_owner_while_make_mut_asks_it() {
    let mut world = World::new();
    world.run(|| {
        let mut owner = Counted::new_in(Probe::<()>::new(1), Busy);
        let other = Counted::clone(&owner);
        let old = Counted::downgrade(&owner);
        TASK.set(Some(Box::new(move || drop(other))));
        Counted::make_mut(&mut owner).set(2);
        assert_eq!((owner.value(), Counted::strong_count(&owner)), (2, 1));
        assert!(old.upgrade().is_none());
    });
    world.finish();
}

#[test]
fn a_closure_that_makes_another_owner_keeps_its_value() {
    let mut world = World::new();
    world.run(|| {
        let first = Counted::new(Probe::<()>::new(1));
        let weak = Counted::downgrade(&first);
        let mut kept = None;
        let second = Counted::map(first, |value| {
            kept = weak.upgrade();
            [value.value()]
        });
        assert_eq!(second[0], kept.expect("it was there").value());
    });
    world.finish();
}
