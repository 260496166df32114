//! What a vector lends does not outlive the function that owns it.
use drystone::{boxed::Box, vec};

fn slice() -> &'static [i32] {
    let v = vec![1, 2, 3];
    v.as_slice()
}

fn drain<'a>() -> drystone::vec::Drain<'a, i32> {
    vec![1].drain(..)
}

fn value() -> &'static mut i32 {
    let mut b = Box::new(1);
    &mut *b
}

fn main() {
    println!("{:?} {:?} {}", slice(), drain(), value());
}
