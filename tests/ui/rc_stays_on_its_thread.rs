//! Counts that one thread keeps stay on that thread, and are not shared with another.
use drystone::fallible;
use drystone::rc::{Rc, UniqueRc, Weak};

fn send<T: Send>(_: T) {}
fn sync<T: Sync>(_: T) {}

fn main() {
    send(Rc::new(1));
    send(Weak::<i32>::new());
    send(UniqueRc::new(1));
    send(fallible::Weak::<i32>::new());
    sync(Rc::new(1));
    sync(Weak::<i32>::new());
    sync(UniqueRc::new(1));
    sync(fallible::Weak::<i32>::new());
}
