//! Values, blocks and handles that say when they go, to compare the order.

use std::cell::RefCell;
use std::mem;
use std::ptr::NonNull;

use drystone::alloc::{AllocError, Allocator, Global, Layout};

thread_local! {
    static LOG: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Says it.
pub(crate) fn log(what: &'static str) {
    LOG.with(|log| log.borrow_mut().push(what));
}

/// What was said since the last call.
pub(crate) fn take_log() -> Vec<&'static str> {
    LOG.with(|log| mem::take(&mut *log.borrow_mut()))
}

/// A global allocator that says when it frees, with a handle that says when it goes.
#[derive(Clone)]
pub(crate) struct Loud;

// SAFETY: every call goes to `Global`.
unsafe impl Allocator for Loud {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        log("block");
        // SAFETY: passed on.
        unsafe { Global.deallocate(ptr, layout) }
    }
}

impl Drop for Loud {
    fn drop(&mut self) {
        log("handle");
    }
}

/// A value that says when it is dropped, and then panics if it is told to.
pub(crate) struct Value {
    pub(crate) panics: bool,
}

impl Drop for Value {
    fn drop(&mut self) {
        log("value");
        if self.panics {
            std::panic::resume_unwind(Box::new(()));
        }
    }
}
