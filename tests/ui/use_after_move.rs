//! What takes a vector or a box by value has it for good.
use drystone::{boxed::Box, vec};

fn main() {
    let v = vec![1];
    let w = v;
    println!("{} {}", v.len(), w.len());

    let v = vec![1_u32];
    let mapped = v.map_in_place(|n| n as f32);
    println!("{} {}", v.len(), mapped.len());

    let b = Box::new(1);
    let inner = Box::into_inner(b);
    println!("{b} {inner}");
}
