//! What is in an arena ends when that is reset, moved or dropped, and is borrowed until then.
use drystone::arena::Bump;
use drystone::boxed::Box;
use drystone::vec::Vec;

fn reset() {
    let mut bump = Bump::new();
    let x = bump.alloc(1);
    bump.reset();
    *x = 2;
}

fn reset_under_a_vector() {
    let mut bump = Bump::new();
    let mut v = Vec::new_in(&bump);
    v.push(1);
    bump.reset();
    v.push(2);
}

fn moved() {
    let bump = Bump::new();
    let text = bump.alloc_str("text");
    let other = bump;
    println!("{text} {}", other.allocated_bytes());
}

fn returned<'a>() -> &'a mut u8 {
    let bump = Bump::new();
    bump.alloc(1)
}

fn pinned() {
    let bump = Bump::new();
    let _ = Box::into_pin(Box::new_in(1, &bump));
}

fn chunks() {
    let mut bump = Bump::new();
    let x = bump.alloc(1);
    for chunk in bump.iter_allocated_chunks() {
        println!("{}", chunk.len());
    }
    *x = 2;
}

fn main() {
    reset();
    reset_under_a_vector();
    moved();
    returned();
    pinned();
    chunks();
}
