//! Borrows that the drop check must accept: elements without `Drop`, and what is dropped in time.
use drystone::{boxed::Box, vec, vec::Vec};

fn main() {
    let text = String::from("longer");
    let mut v = Vec::new();
    v.push(&text);
    let mut nested = vec![Vec::new()];
    nested[0].push(&text[1..]);
    let b = Box::new(&v[..]);
    assert_eq!((b.len(), nested.len()), (1, 1));
}
