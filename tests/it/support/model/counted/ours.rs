// Compiled once per module of the crate: the parent module says which pointers these are.

use super::{Rc, UniqueRc, Weak, share};
use crate::support::model::counted::{Case, compare, read};
use crate::support::probe::Elem;

#[path = "apply.rs"]
mod apply;

/// Replays the case on these pointers and on std's, and fails the test where they differ.
///
/// Returns whether the fuse of the case was reached.
pub(crate) fn replay<T: Elem + Default>(case: &Case<'_>) -> bool {
    compare::<T>(case, &apply::run::<T>(case))
}

/// Reads bytes as operations and replays them; the first two choose a panic.
pub(crate) fn fuzz<T: Elem + Default>(bytes: &[u8]) {
    read(bytes, replay::<T>);
}

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
