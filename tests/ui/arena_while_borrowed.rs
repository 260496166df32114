//! While elements are borrowed the arena stays, and nobody else reaches an element that is borrowed exclusively.
use drystone::arena::{SharedArena, TypedArena};

fn no_look_at_exclusive_elements() {
    let arena = TypedArena::new();
    let x = arena.alloc(1);
    let _ = arena.iter().next();
    *x = 2;
}

fn no_iteration_meanwhile() {
    let mut arena = TypedArena::new();
    let x = arena.alloc(1);
    arena.iter_mut().for_each(|x| *x += 1);
    *x = 2;
}

fn no_clearing_meanwhile() {
    let mut arena = SharedArena::new();
    let x = arena.alloc(1);
    arena.clear();
    println!("{x}");
}

fn no_addition_while_iterated() {
    let mut arena = SharedArena::<u8>::new();
    for x in arena.iter_mut() {
        arena.alloc(*x);
    }
}

fn no_vector_meanwhile() {
    let arena = TypedArena::new();
    let x = arena.alloc(1);
    let vec = arena.into_vec();
    *x = vec[0];
}

fn no_element_outside<'a>() -> &'a u8 {
    let arena = TypedArena::new();
    arena.alloc(1)
}

fn main() {
    no_look_at_exclusive_elements();
    no_iteration_meanwhile();
    no_clearing_meanwhile();
    no_addition_while_iterated();
    no_vector_meanwhile();
    no_element_outside();
}
