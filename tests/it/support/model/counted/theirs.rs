//! std's counted pointers, and what stable std lacks by other means.
//!
//! A unique owner is an `Rc` beside a flag, which its `Weak`s ask before they upgrade.

use std::cell::Cell;
use std::cmp::Ordering;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc;

#[path = "apply.rs"]
mod apply;
pub(super) use apply::run;

type Slice<T> = rc::Rc<[T]>;
type WeakSlice<T> = rc::Weak<[T]>;

/// What a closure fails with.
#[derive(Debug)]
struct Failed;

/// Whether a value is shared yet.
type Shared = rc::Rc<Cell<bool>>;

fn shared(now: bool) -> Shared {
    rc::Rc::new(Cell::new(now))
}

struct Rc<T> {
    rc: rc::Rc<T>,
    shared: Shared,
}

impl<T> Rc<T> {
    fn of(rc: rc::Rc<T>) -> Self {
        Self {
            rc,
            shared: shared(true),
        }
    }

    fn new(value: T) -> Self {
        Self::of(rc::Rc::new(value))
    }

    fn new_cyclic(f: impl FnOnce(&Weak<T>) -> T) -> Self {
        match Self::try_new_cyclic(|weak| Ok(f(weak))) {
            Ok(rc) => rc,
            Err(Failed) => unreachable!("it does not fail"),
        }
    }

    /// In std only a panic can keep the value from being made.
    fn try_new_cyclic(f: impl FnOnce(&Weak<T>) -> Result<T, Failed>) -> Result<Self, Failed> {
        let shared = shared(false);
        let flag = rc::Rc::clone(&shared);
        let made = catch_unwind(AssertUnwindSafe(|| {
            rc::Rc::new_cyclic(|weak| {
                let weak = Weak {
                    weak: weak.clone(),
                    shared: flag,
                };
                f(&weak).unwrap_or_else(|failed| resume_unwind(Box::new(failed)))
            })
        }));
        match made {
            Ok(rc) => {
                shared.set(true);
                Ok(Self { rc, shared })
            }
            Err(payload) if payload.is::<Failed>() => Err(Failed),
            Err(payload) => resume_unwind(payload),
        }
    }

    fn strong_count(this: &Self) -> usize {
        rc::Rc::strong_count(&this.rc)
    }

    fn weak_count(this: &Self) -> usize {
        rc::Rc::weak_count(&this.rc)
    }

    fn is_unique(this: &Self) -> bool {
        Self::strong_count(this) == 1 && Self::weak_count(this) == 0
    }

    fn downgrade(this: &Self) -> Weak<T> {
        Weak {
            weak: rc::Rc::downgrade(&this.rc),
            shared: rc::Rc::clone(&this.shared),
        }
    }

    fn ptr_eq(this: &Self, other: &Self) -> bool {
        rc::Rc::ptr_eq(&this.rc, &other.rc)
    }

    fn get_mut(this: &mut Self) -> Option<&mut T> {
        rc::Rc::get_mut(&mut this.rc)
    }

    fn make_mut(this: &mut Self) -> &mut T
    where
        T: Clone,
    {
        rc::Rc::make_mut(&mut this.rc)
    }

    fn try_unwrap(this: Self) -> Result<T, Self> {
        let Self { rc, shared } = this;
        rc::Rc::try_unwrap(rc).map_err(|rc| Self { rc, shared })
    }

    fn into_inner(this: Self) -> Option<T> {
        rc::Rc::into_inner(this.rc)
    }

    fn unwrap_or_clone(this: Self) -> T
    where
        T: Clone,
    {
        rc::Rc::unwrap_or_clone(this.rc)
    }

    fn map<U>(this: Self, f: impl FnOnce(&T) -> U) -> Rc<U> {
        let new = Rc::new(f(&this));
        drop(this);
        new
    }

    fn try_map<U>(this: Self, f: impl FnOnce(&T) -> Result<U, Failed>) -> Result<Rc<U>, Failed> {
        let new = f(&this).map(Rc::new);
        drop(this);
        new
    }
}

impl<T> Clone for Rc<T> {
    fn clone(&self) -> Self {
        Self {
            rc: rc::Rc::clone(&self.rc),
            shared: rc::Rc::clone(&self.shared),
        }
    }
}

impl<T> Deref for Rc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.rc
    }
}

impl<T: Default> Default for Rc<T> {
    fn default() -> Self {
        Self::of(rc::Rc::default())
    }
}

impl<T: Ord> PartialEq for Rc<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rc.cmp(&other.rc).is_eq()
    }
}

impl<T: Ord> Eq for Rc<T> {}

impl<T: Ord> PartialOrd for Rc<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> Ord for Rc<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rc.cmp(&other.rc)
    }
}

struct Weak<T> {
    weak: rc::Weak<T>,
    shared: Shared,
}

impl<T> Weak<T> {
    fn new() -> Self {
        Self {
            weak: rc::Weak::new(),
            shared: shared(false),
        }
    }

    fn upgrade(&self) -> Option<Rc<T>> {
        if !self.shared.get() {
            return None;
        }
        let rc = self.weak.upgrade()?;
        Some(Rc {
            rc,
            shared: rc::Rc::clone(&self.shared),
        })
    }

    fn strong_count(&self) -> usize {
        if self.shared.get() {
            self.weak.strong_count()
        } else {
            0
        }
    }

    fn weak_count(&self) -> usize {
        if self.shared.get() {
            self.weak.weak_count()
        } else {
            0
        }
    }

    fn ptr_eq(&self, other: &Self) -> bool {
        self.weak.ptr_eq(&other.weak)
    }
}

impl<T> Clone for Weak<T> {
    fn clone(&self) -> Self {
        Self {
            weak: self.weak.clone(),
            shared: rc::Rc::clone(&self.shared),
        }
    }
}

/// An owner that nobody has a clone of.
struct UniqueRc<T> {
    rc: rc::Rc<T>,
    shared: Shared,
}

impl<T> UniqueRc<T> {
    fn new(value: T) -> Self {
        Self {
            rc: rc::Rc::new(value),
            shared: shared(false),
        }
    }

    fn downgrade(this: &Self) -> Weak<T> {
        Weak {
            weak: rc::Rc::downgrade(&this.rc),
            shared: rc::Rc::clone(&this.shared),
        }
    }

    fn take(this: Self) -> T {
        rc::Rc::into_inner(this.rc).expect("nobody has a clone")
    }

    fn map<U>(this: Self, f: impl FnOnce(T) -> U) -> UniqueRc<U> {
        UniqueRc::new(f(Self::take(this)))
    }

    fn try_map<U>(
        this: Self,
        f: impl FnOnce(T) -> Result<U, Failed>,
    ) -> Result<UniqueRc<U>, Failed> {
        f(Self::take(this)).map(UniqueRc::new)
    }
}

impl<T> Deref for UniqueRc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.rc
    }
}

impl<T> DerefMut for UniqueRc<T> {
    fn deref_mut(&mut self) -> &mut T {
        let value = rc::Rc::as_ptr(&self.rc).cast_mut();
        // SAFETY: nobody has a clone, and no `Weak` upgrades while the flag is down.
        unsafe { &mut *value }
    }
}

fn share<T>(unique: UniqueRc<T>) -> Rc<T> {
    let UniqueRc { rc, shared } = unique;
    shared.set(true);
    Rc { rc, shared }
}

fn raw_round_trip<T>(rc: Rc<T>) -> Rc<T> {
    let raw = rc::Rc::into_raw(rc.rc);
    // SAFETY: from an owner.
    let again = unsafe { rc::Rc::from_raw(raw) };
    Rc {
        rc: again,
        shared: rc.shared,
    }
}

fn weak_raw_round_trip<T>(weak: Weak<T>) -> Weak<T> {
    let raw = weak.weak.into_raw();
    // SAFETY: from a `Weak`.
    let again = unsafe { rc::Weak::from_raw(raw) };
    Weak {
        weak: again,
        shared: weak.shared,
    }
}

/// One owner more for as long as `see` looks.
fn with_another<T>(rc: &Rc<T>, see: impl FnOnce()) {
    let raw = rc::Rc::as_ptr(&rc.rc);
    // SAFETY: from an owner, which is there.
    unsafe { rc::Rc::increment_strong_count(raw) };
    see();
    // SAFETY: as above; this takes back what was added.
    unsafe { rc::Rc::decrement_strong_count(raw) };
}

fn slice_into_array<T, const N: usize>(slice: Slice<T>) -> Option<rc::Rc<[T; N]>> {
    slice.try_into().ok()
}
