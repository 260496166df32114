//! Memory that an allocator could take back must not be pinned: `A: 'static`.
use std::pin::Pin;

use drystone::{alloc::Global, boxed::Box};

fn main() {
    let a = Global;
    let _pinned = Box::pin_in(1, &a);

    let b = Global;
    let _pinned = Box::into_pin(Box::new_in(1, &b));

    let c = Global;
    let _pinned = Pin::from(Box::new_in(1, &c));
}
