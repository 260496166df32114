//! `drystone::sync` against the model.

use drystone::sync::{Arc as Rc, UniqueArc as UniqueRc, Weak};

#[path = "ours.rs"]
mod ours;
#[allow(
    unused_imports,
    reason = "each fuzz target uses one model of those in the kit"
)]
pub(crate) use ours::{fuzz, replay};

fn share<T>(unique: UniqueRc<T>) -> Rc<T> {
    UniqueRc::into_arc(unique)
}
