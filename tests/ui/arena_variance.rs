//! An arena takes values through a shared borrow, so it is not an arena of shorter-lived ones.
use drystone::arena::{IterMut, SharedArena, TypedArena};

fn typed<'a, 's>(arena: &'a TypedArena<&'static str>) -> &'a TypedArena<&'s str> {
    arena
}

fn shared<'a, 's>(arena: &'a SharedArena<&'static str>) -> &'a SharedArena<&'s str> {
    arena
}

fn by_value<'s>(arena: TypedArena<&'static str>) -> TypedArena<&'s str> {
    arena
}

fn iter<'a, 's>(iter: IterMut<'a, &'static str>) -> IterMut<'a, &'s str> {
    iter
}

fn main() {}
