//! A `Coercion` may be of longer-lived to shorter-lived values, which only a pointer that shares or owns may follow. What
//! is written through, and can still be read as what it was, is not unsized; nor is a cell by a coercion of its value.
use drystone::cell::{Cell, RefCell};
use drystone::rc::UniqueRc;
use unsize::{CoerceUnsize, CoerciblePtr, Coercion};

fn coerced<'s, P: CoerciblePtr<[&'s str]>>(pointer: P) -> P {
    pointer
}

fn writer(cell: &RefCell<[&'static str; 1]>) {
    coerced(cell.borrow_mut());
}

fn unique(pointer: UniqueRc<[&'static str; 1]>) {
    coerced(pointer);
}

fn cell<'a, 's>(cell: &'a Cell<[&'static str; 1]>) -> &'a Cell<[&'s str]> {
    cell.unsize(Coercion::to_slice())
}

fn ref_cell<'a, 's>(cell: &'a RefCell<[&'static str; 1]>) -> &'a RefCell<[&'s str]> {
    cell.unsize(Coercion::to_slice())
}

// Shorter-lived by being less general: all the types here are `'static`.
fn functions(cell: &RefCell<[for<'a> fn(&'a str); 1]>) -> &RefCell<[fn(&'static str)]> {
    cell.unsize(RefCell::to_slice())
}

fn main() {}
