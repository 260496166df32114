//! A vector can't go while something is borrowed from it.
use drystone::{boxed::Box, vec};

fn main() {
    let mut v = vec![1, 2, 3];
    let drain = v.drain(..);
    drop(v);
    drop(drain);

    let b = Box::new(1);
    let value = &*b;
    drop(b);
    println!("{value}");
}
