//! What holds a value that stays on its thread stays there, too.
use std::cell::Cell;
use std::rc::Rc;

use drystone::{boxed::Box, vec, vec::Vec};

fn send<T: Send>(_: T) {}
fn sync<T: Sync>(_: T) {}

fn main() {
    let mut v = vec![Rc::new(1)];
    send(v.drain(..));
    send(v.peek_mut().unwrap());
    send(v);
    send(Vec::<Rc<i32>>::new().into_iter());
    send(Box::new(Rc::new(1)));
    sync(Vec::<Cell<i32>>::new());
    sync(Box::new(Cell::new(1)));
}
