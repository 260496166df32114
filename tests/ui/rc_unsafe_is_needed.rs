//! What others could see go wrong asks for `unsafe`.
use drystone::rc::{Rc, Weak};
use std::any::Any;

fn main() {
    let mut rc = Rc::new(1);
    Rc::get_mut_unchecked(&mut rc);
    let raw = Rc::as_ptr(&rc);
    Rc::increment_strong_count(raw);
    Rc::decrement_strong_count(raw);
    Rc::from_raw(raw);
    Weak::from_raw(raw);
    Rc::<u8>::new_uninit().assume_init();
    Rc::<[u8]>::new_uninit_slice(2).assume_init();
}

fn downcast(any: Rc<dyn Any>) -> Rc<u8> {
    any.downcast_unchecked()
}
