//! `drystone::rc` against the model.

use drystone::rc::{Rc, UniqueRc, Weak};

#[path = "ours.rs"]
mod ours;
pub(crate) use ours::{fuzz, replay};

fn share<T>(unique: UniqueRc<T>) -> Rc<T> {
    UniqueRc::into_rc(unique)
}
