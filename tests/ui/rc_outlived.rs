//! A counted value with borrows ends before they do.
use drystone::rc::{Rc, UniqueRc, Weak};

struct Look<'a>(&'a String);

impl Drop for Look<'_> {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

fn main() {
    let rc;
    let text = String::from("owned");
    rc = Rc::new(Look(&text));

    let unique;
    let text = String::from("uniquely owned");
    unique = UniqueRc::new(Look(&text));

    let value = {
        let rc = Rc::new(1);
        Rc::allocator(&rc)
    };
    println!("{value:?}");

    let mut weak = Weak::new();
    {
        let number = 1;
        weak = Rc::downgrade(&Rc::new(&number));
    }
    println!("{:?}", weak.upgrade());

    let number = 1;
    let _ = Rc::pin_in(1, &Local(&number));
}

struct Local<'a>(&'a i32);

// SAFETY: it has no block to give.
unsafe impl drystone::alloc::Allocator for Local<'_> {
    fn allocate(
        &self,
        _: drystone::alloc::Layout,
    ) -> Result<std::ptr::NonNull<[u8]>, drystone::alloc::AllocError> {
        Err(drystone::alloc::AllocError)
    }

    unsafe fn deallocate(&self, _: std::ptr::NonNull<u8>, _: drystone::alloc::Layout) {}
}
