//! What takes the cell itself, or all of it, waits until nobody borrows from it.
use drystone::cell::{Cell, OnceCell, Ref, RefCell, RefMut};

fn main() {
    let mut cell = RefCell::new(1);
    let guard = cell.borrow();
    cell.undo_leak();
    drop(guard);

    let leaked = RefMut::leak(cell.borrow_mut());
    cell.undo_leak();
    *leaked = 2;

    let guard = cell.borrow();
    drop(cell);
    drop(guard);

    let mut once = OnceCell::from(1);
    let value = once.get();
    once.take();
    println!("{value:?}");

    let mut number = 1;
    let cell = Cell::from_mut(&mut number);
    number = 2;
    cell.set(3);

    // One writer's value can't be had twice.
    let cell = RefCell::new((1, 2));
    let (a, b) = RefMut::map_split(cell.borrow_mut(), |pair| (&mut pair.0, &mut pair.0));
    drop((a, b));

    // A reader's part is no reference that outlives the closure.
    let mut out = None;
    let part = Ref::map(cell.borrow(), |pair| {
        out = Some(&pair.0);
        &pair.1
    });
    drop(part);
    println!("{out:?}");
}
