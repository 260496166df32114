//! `drystone::sync` against the model.

use drystone::sync::{Arc as Rc, UniqueArc as UniqueRc, Weak};

#[path = "ours.rs"]
mod ours;
pub(crate) use ours::{fuzz, replay};

fn share<T>(unique: UniqueRc<T>) -> Rc<T> {
    UniqueRc::into_arc(unique)
}
