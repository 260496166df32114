//! An arena that owes destructors stays on its thread; no arena is shared between threads.
use drystone::alloc::Global;
use drystone::arena::{Bump, Forget, RefuseDrop, RunDrop};
use drystone::rc::Rc;
use drystone::vec::Vec;

fn sent<T: Send>() {}

fn shared<T: Sync>() {}

fn main() {
    sent::<Bump<Forget>>();
    sent::<Bump<RefuseDrop>>();
    sent::<Bump<RunDrop<'static>>>();
    sent::<&Bump>();
    sent::<Bump<Forget, Rc<Global>>>();
    sent::<Vec<u8, &Bump>>();
    shared::<Vec<u8, &Bump>>();
    shared::<Bump>();
}
