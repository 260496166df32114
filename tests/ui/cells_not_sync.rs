//! A cell changes behind a shared reference without any locking, so no other thread may have one.
use drystone::cell::{Cell, LazyCell, OnceCell, RefCell};

fn send<T: Send>(_: T) {}
fn sync<T: Sync>(_: T) {}

fn main() {
    sync(Cell::new(1));
    sync(RefCell::new(1));
    sync(OnceCell::from(1));
    sync(LazyCell::<i32>::new(|| 1));
    // A guard counts in a cell that another thread could be counting in.
    let cell = RefCell::new(1);
    send(cell.borrow());
    sync(cell.borrow());
    send(cell.borrow_mut());
    sync(cell.borrow_mut());
    // And what a cell holds goes where the cell goes.
    send(Cell::new(std::rc::Rc::new(1)));
}
