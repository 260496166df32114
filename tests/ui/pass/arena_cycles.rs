//! Elements of one arena that refer to each other: accepted when no drop could look at a neighbour.
use drystone::arena::{SharedArena, TypedArena};
use drystone::cell::{Cell, RefCell};

/// No drop at all; the links are made afterwards.
struct Ring<'a> {
    name: &'a str,
    next: Cell<Option<&'a Ring<'a>>>,
}

/// std's vector promises not to look at its elements when it is dropped.
struct Node<'a> {
    value: u32,
    children: RefCell<Vec<&'a Node<'a>>>,
    parent: Cell<Option<&'a Node<'a>>>,
}

fn sum(node: &Node<'_>) -> u32 {
    node.value + node.children.borrow().iter().map(|child| sum(child)).sum::<u32>()
}

fn main() {
    let text = String::from("stone");
    let ring = TypedArena::new();
    let a: &Ring = ring.alloc(Ring { name: &text, next: Cell::new(None) });
    let b: &Ring = ring.alloc(Ring { name: &text[1..], next: Cell::new(Some(a)) });
    a.next.set(Some(b));
    assert_eq!(a.next.get().and_then(|b| b.next.get()).map(|a| a.name), Some("stone"));

    // Nobody looks at the end of an element without drop, so its borrow may have ended.
    let outlived = TypedArena::new();
    let short = String::from("short");
    let _ = outlived.alloc(&short[..]);

    let tree = TypedArena::new();
    let node = |value| -> &Node { tree.alloc(Node { value, children: RefCell::default(), parent: Cell::new(None) }) };
    let root = node(1);
    for value in [10, 100] {
        let child = node(value);
        child.parent.set(Some(root));
        root.children.borrow_mut().push(child);
    }
    assert_eq!(sum(root), 111);

    let graph = SharedArena::new();
    let first = graph.alloc(Ring { name: "first", next: Cell::new(None) });
    first.next.set(graph.get(0));
    assert_eq!(first.next.get().map(|ring| ring.name), Some("first"));
}
