//! Whatever holds memory of an allocator ends before it.
use drystone::{alloc::Global, boxed::Box, vec::Vec};

fn main() {
    let _iter = {
        let arena = Global;
        let mut v = Vec::new_in(&arena);
        v.push(1);
        v.into_iter()
    };

    let _boxed = {
        let arena = Global;
        Box::new_in(1, &arena)
    };

    let _leaked: &'static mut i32 = {
        let arena = Global;
        Box::leak(Box::new_in(1, &arena))
    };

    let _slice = {
        let arena = Global;
        Vec::<i32, _>::with_capacity_in(1, &arena).into_boxed_slice()
    };
}
