//! A counted pointer goes to another thread, or is shared with one, when its value and its handle may do both.
use std::cell::Cell;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::MutexGuard;

use drystone::alloc::{AllocError, Allocator, Global, Layout};
use drystone::sync::{Arc, UniqueArc, Weak};

/// A handle with the traits of `X`.
struct By<X>(X);

unsafe impl<X> Allocator for By<X> {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, at: NonNull<u8>, layout: Layout) {
        unsafe { Global.deallocate(at, layout) }
    }
}

type OnlySend = Cell<i32>;
type OnlySync = MutexGuard<'static, i32>;
type Neither = Rc<i32>;

fn send<T: Send>() {}
fn sync<T: Sync>() {}

fn main() {
    // Send: the value is Send and Sync, the handle Send.
    send::<Arc<OnlySend>>();
    send::<Arc<OnlySync>>();
    send::<Arc<i32, By<Neither>>>();
    send::<Weak<OnlySend>>();
    send::<Weak<OnlySync>>();
    send::<Weak<i32, By<Neither>>>();
    send::<UniqueArc<OnlySend>>();
    send::<UniqueArc<OnlySync>>();
    send::<UniqueArc<i32, By<Neither>>>();
    // Sync: the value is Send and Sync, the handle Sync.
    sync::<Arc<OnlySend>>();
    sync::<Arc<OnlySync>>();
    sync::<Arc<i32, By<OnlySend>>>();
    sync::<Weak<OnlySend>>();
    sync::<Weak<OnlySync>>();
    sync::<Weak<i32, By<OnlySend>>>();
    sync::<UniqueArc<OnlySend>>();
    sync::<UniqueArc<OnlySync>>();
    sync::<UniqueArc<i32, By<OnlySend>>>();
}
