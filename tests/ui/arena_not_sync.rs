//! An arena adds elements through a shared borrow and has no lock; elements go along when it is sent.
use std::rc::Rc;

use drystone::arena::{SharedArena, TypedArena};

fn shared<T: Sync>() {}

fn sent<T: Send>() {}

fn main() {
    shared::<TypedArena<u8>>();
    shared::<SharedArena<u8>>();
    sent::<TypedArena<Rc<u8>>>();
    sent::<SharedArena<Rc<u8>>>();
    sent::<&TypedArena<u8>>();
}
