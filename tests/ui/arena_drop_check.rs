//! What an element could look at when it is dropped must outlive its arena.
use drystone::arena::{SharedArena, TypedArena};
use drystone::cell::{Cell, RefCell};
use drystone::vec::Vec;

struct Look<'a>(&'a str, Cell<Option<&'a Look<'a>>>);

impl Drop for Look<'_> {
    fn drop(&mut self) {
        println!("{}", self.1.get().map_or(self.0, |other| other.0));
    }
}

/// This crate's vector can't promise on stable that it looks at no element when it is dropped.
struct Node<'a>(RefCell<Vec<&'a Node<'a>>>);

fn neighbours() {
    let arena = TypedArena::new();
    let a: &Look = arena.alloc(Look("a", Cell::new(None)));
    a.1.set(Some(a));
}

fn neighbours_in_a_shared_arena() {
    let arena = SharedArena::new();
    let a = arena.alloc(Look("a", Cell::new(None)));
    a.1.set(Some(a));
}

fn lists_of_children() {
    let arena = TypedArena::new();
    let root: &Node = arena.alloc(Node(RefCell::new(Vec::new())));
    root.0.borrow_mut().push(arena.alloc(Node(RefCell::new(Vec::new()))));
}

fn a_shorter_life() {
    let arena = TypedArena::new();
    {
        let text = String::from("short");
        let _ = arena.alloc(&text[..]);
    }
    println!("{}", arena.len());
}

fn main() {
    neighbours();
    neighbours_in_a_shared_arena();
    lists_of_children();
    a_shorter_life();
}
