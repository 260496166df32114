//! An element whose `Drop` may look at a borrow is refused when the borrow ends first.
use drystone::{boxed::Box, vec::Vec};

struct Look<'a>(&'a String);

impl Drop for Look<'_> {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

fn main() {
    let mut v = Vec::new();
    let text = String::from("in a vector");
    v.push(Look(&text));

    let iter;
    let text = String::from("in an iterator");
    let mut w = Vec::new();
    w.push(Look(&text));
    iter = w.into_iter();

    let boxed;
    let text = String::from("in a box");
    boxed = Box::new(Look(&text));
}
