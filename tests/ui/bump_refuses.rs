//! An arena that refuses destructors does so when the program is built, wherever a value could come in.
use drystone::alloc::Global;
use drystone::arena::{Bump, RefuseDrop};

fn main() {
    let bump = Bump::<RefuseDrop>::new_in(Global);
    bump.alloc(1);
    bump.alloc(String::new());
    bump.alloc_slice_fill_with(1, |_| vec![1]);
    bump.alloc_with(|| Box::new(1));
}
