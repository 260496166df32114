//! Only what can't reach its own cell while it is cloned may be cloned in a cell.
use drystone::cell::{Cell, CloneFromCell};

#[derive(Clone)]
struct Own;

fn main() {
    Cell::new(Own).get_cloned();
    Cell::new(Some(Box::new(1))).get_cloned();
    Cell::new(String::new()).get_cloned();
}

impl CloneFromCell for Own {}
