//! Borrows that the drop check must accept: elements without `Drop`, and what is dropped in time.
use drystone::cell::{Cell, OnceCell, RefCell};
use drystone::{boxed::Box, vec, vec::Vec};

fn main() {
    let text = String::from("longer");
    let mut v = Vec::new();
    v.push(&text);
    let mut nested = vec![Vec::new()];
    nested[0].push(&text[1..]);
    let b = Box::new(&v[..]);
    // Two cells that know each other; no cell has a `Drop` of its own.
    struct Node<'a>(Cell<Option<&'a Node<'a>>>, RefCell<&'a str>);
    let (x, y) = (Node(Cell::new(None), RefCell::new(&text)), Node(Cell::new(None), RefCell::new("")));
    x.0.set(Some(&y));
    y.0.set(Some(&x));
    assert_eq!(*x.1.borrow(), text);
    let once = OnceCell::new();
    let inner = String::from("shorter");
    assert_eq!(*once.get_or_init(|| &inner), &inner);
    assert_eq!((b.len(), nested.len()), (1, 1));
}
