//! A destructor that an arena will run may look at borrows, so that these must outlive the arena.
use std::cell::Cell;

use drystone::alloc::Global;
use drystone::arena::{Bump, RunDrop};

struct Look<'a>(Cell<Option<&'a str>>);

impl Drop for Look<'_> {
    fn drop(&mut self) {
        println!("{:?}", self.0.get());
    }
}

fn a_shorter_life() {
    let bump = Bump::<RunDrop<'_>>::new_in(Global);
    let text = String::from("short");
    bump.alloc(Look(Cell::new(Some(&text))));
}

fn a_neighbour() {
    let bump = Bump::<RunDrop<'_>>::new_in(Global);
    let text = bump.alloc(String::from("first to go"));
    bump.alloc(Look(Cell::new(Some(text))));
}

fn a_policy_that_is_shortened<'a, 's>(bump: &'a Bump<RunDrop<'static>>) -> &'a Bump<RunDrop<'s>> {
    bump
}

fn a_policy_that_is_prolonged<'a, 's>(bump: &'a Bump<RunDrop<'s>>) -> &'a Bump<RunDrop<'static>> {
    bump
}

fn only_what_is_static(text: &str) {
    let bump = Bump::<RunDrop<'static>>::new_in(Global);
    bump.alloc(Look(Cell::new(Some(text))));
}

fn main() {
    a_shorter_life();
    a_neighbour();
    only_what_is_static("");
}
