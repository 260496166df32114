//! A program without std: its own panic handler, its own allocator, and drystone on top.
//!
//! If anything below it linked std, the panic handler would be a second one and the build would fail.
#![no_std]

use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;
use drystone::boxed::Box;
use drystone::vec::Vec;

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    loop {}
}

/// An allocator that is always out of memory: this program is built, never run.
struct OutOfMemory;

// SAFETY: no pointer is ever handed out, so none can be used wrongly.
unsafe impl GlobalAlloc for OutOfMemory {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        core::ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static GLOBAL: OutOfMemory = OutOfMemory;

/// Reaches the crate's allocating paths, so that they are compiled for the target.
#[unsafe(no_mangle)]
pub extern "C" fn sum_of_squares(n: u32) -> u32 {
    let squares: Vec<u32> = (0..n).map(|i| i * i).collect();
    *Box::new(squares.iter().sum())
}
