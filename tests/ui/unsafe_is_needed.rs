//! Whatever trusts its caller says `unsafe`.
use std::ptr::NonNull;

use drystone::alloc::{Allocator, Global, Layout};
use drystone::{boxed::Box, vec, vec::Vec};

fn main() {
    let mut v = vec![1];
    v.set_len(2);
    v.get_unchecked(3);
    let dangling = NonNull::<i32>::dangling();
    let _ = Vec::from_raw_parts(dangling.as_ptr(), 1, 1);
    let _ = Vec::from_parts(dangling, 1, 1);
    let _ = Vec::from_raw_parts_in(dangling.as_ptr(), 1, 1, Global);
    let _ = Vec::from_parts_in(dangling, 1, 1, Global);
    let _ = Box::from_raw(dangling.as_ptr());
    let _ = Box::from_non_null(dangling);
    let _ = Box::from_raw_in(dangling.as_ptr(), Global);
    let _ = Box::<i32>::new_uninit().assume_init();
    let _ = Box::<[i32]>::new_uninit_slice(1).assume_init();
    Global.deallocate(dangling.cast(), Layout::new::<i32>());
}
