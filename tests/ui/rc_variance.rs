//! A unique owner with an early `Weak` takes values of its own type, not shorter-lived ones.
use drystone::rc::{Rc, UniqueRc, Weak};

fn shorten<'s>(unique: UniqueRc<&'static str>, text: &'s str) -> UniqueRc<&'s str> {
    let _ = text;
    unique
}

fn lengthen<'s>(rc: Rc<&'s str>) -> Rc<&'static str> {
    rc
}

fn lengthen_weak<'s>(weak: Weak<&'s str>) -> Weak<&'static str> {
    weak
}

fn borrow<'a, 's>(rc: &'a mut Rc<&'static str>) -> &'a mut Rc<&'s str> {
    rc
}

fn main() {}
