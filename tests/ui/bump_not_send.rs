//! An arena that owes destructors stays on its thread; no arena is shared between threads.
use drystone::arena::{Bump, Forget, RefuseDrop, RunDrop};

fn sent<T: Send>() {}

fn shared<T: Sync>() {}

fn main() {
    sent::<Bump<Forget>>();
    sent::<Bump<RefuseDrop>>();
    sent::<Bump<RunDrop<'static>>>();
    sent::<&Bump>();
    sent::<drystone::vec::Vec<u8, &Bump>>();
    shared::<Bump>();
}
