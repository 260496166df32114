//! A coerced pointer to a cell writes what the cell itself takes: nothing that lives shorter.
use drystone::cell::{Cell, RefCell};
use drystone::rc::Rc;
use std::fmt::Debug;
use unsize::CoerceUnsize;

fn main() {
    let long: Cell<[&'static str; 1]> = Cell::new(["static"]);
    {
        let text = String::from("short");
        let short: &Cell<[&str]> = (&long).unsize(Cell::to_slice());
        short.as_slice_of_cells()[0].set(&text);
    }
    println!("{}", long.get()[0]);

    let long: RefCell<[&'static str; 1]> = RefCell::new(["static"]);
    {
        let text = String::from("short");
        let short: &RefCell<[&str]> = (&long).unsize(RefCell::to_slice());
        short.borrow_mut()[0] = &text;
    }
    println!("{}", long.borrow()[0]);

    let long: Rc<RefCell<[&'static str; 1]>> = Rc::new(RefCell::new(["static"]));
    {
        let text = String::from("short");
        let short: Rc<RefCell<[&str]>> = Rc::clone(&long).unsize(RefCell::to_slice());
        short.borrow_mut()[0] = &text;
    }
    println!("{}", long.borrow()[0]);

    // What is behind `dyn` lives as long as it says.
    let shown: &RefCell<dyn Debug>;
    let text = String::from("short");
    let cell = RefCell::new(&text);
    shown = (&cell).unsize(RefCell::to_debug());
    drop(text);
    println!("{:?}", shown.borrow());
}
