//! What others own is neither moved out of nor changed, and an owner that was given away is not used.
use drystone::rc::{Rc, UniqueRc, Weak};

fn main() {
    let rc = Rc::new(String::new());
    let moved = *rc;

    let rc = Rc::new(1);
    *rc = 2;

    let mut rc = Rc::new(1);
    let borrowed = Rc::get_mut(&mut rc).unwrap();
    let also = Rc::clone(&rc);
    *borrowed = 2;

    let rc = Rc::new(1);
    let value = &*rc;
    let inner = Rc::into_inner(rc);
    println!("{value}");

    let rc = Rc::new(1);
    drop(rc);
    println!("{rc}");

    let unique = UniqueRc::new(1);
    let shared = UniqueRc::into_rc(unique);
    println!("{unique}");

    let weak: Weak<i32> = Weak::new();
    let raw = weak.into_raw();
    println!("{weak:?}");
}
