//! What can be written through a shared reference takes values of its own type, not shorter-lived ones.
use drystone::cell::{Cell, LazyCell, OnceCell, RefCell, RefMut};

fn cell<'a, 's>(c: &'a Cell<&'static str>) -> &'a Cell<&'s str> {
    c
}

fn ref_cell<'a, 's>(c: &'a RefCell<&'static str>) -> &'a RefCell<&'s str> {
    c
}

fn once<'a, 's>(c: &'a OnceCell<&'static str>) -> &'a OnceCell<&'s str> {
    c
}

fn lazy<'a, 's>(c: &'a LazyCell<&'static str>) -> &'a LazyCell<&'s str> {
    c
}

fn writer<'a, 's>(guard: RefMut<'a, &'static str>) -> RefMut<'a, &'s str>
where
    's: 'a,
{
    guard
}

fn main() {
    let word: Cell<&'static str> = Cell::new("static");
    {
        let text = String::from("short");
        cell(&word).set(&text);
    }
    println!("{}", word.get());
}
