//! The crate's counted pointers.

pub(crate) use drystone::rc::{Rc, UniqueRc, Weak};

#[path = "apply.rs"]
mod apply;
pub(crate) use apply::run;

type Slice<T> = Rc<[T]>;
type WeakSlice<T> = Weak<[T]>;

/// What a closure fails with.
#[derive(Debug)]
struct Failed;

impl From<drystone::alloc::AllocError> for Failed {
    fn from(_: drystone::alloc::AllocError) -> Self {
        unreachable!("there is memory")
    }
}

fn raw_round_trip<T>(rc: Rc<T>) -> Rc<T> {
    let raw = Rc::into_raw(rc);
    // SAFETY: from an owner.
    unsafe { Rc::from_raw(raw) }
}

fn weak_raw_round_trip<T>(weak: Weak<T>) -> Weak<T> {
    let raw = weak.into_raw();
    // SAFETY: from a `Weak`.
    unsafe { Weak::from_raw(raw) }
}

/// One owner more for as long as `see` looks.
fn with_another<T>(rc: &Rc<T>, see: impl FnOnce()) {
    let raw = Rc::as_ptr(rc);
    // SAFETY: from an owner, which is there.
    unsafe { Rc::increment_strong_count(raw) };
    see();
    // SAFETY: as above; this takes back what was added.
    unsafe { Rc::decrement_strong_count(raw) };
}

fn slice_into_array<T, const N: usize>(slice: Slice<T>) -> Option<Rc<[T; N]>> {
    slice.into_array()
}
