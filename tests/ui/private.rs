//! Nothing that an invariant rests on can be reached by name.
use drystone::{boxed::Box, vec};

fn main() {
    let mut v = vec![1];
    v.len = 2;
    let _ = v.buf;
    let b = Box::new(1);
    let _ = b.ptr;
    let mut iter = v.into_iter();
    iter.end = 3;
}
