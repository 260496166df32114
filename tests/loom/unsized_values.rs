//! Slices and trait objects: the layout of a block that is freed by a thread which never saw the value.

use drystone::sync::Arc;

use crate::{Payload, beside, two};

trait Get: Send + Sync {
    fn number(&self) -> u32;
}

impl Get for Payload {
    fn number(&self) -> u32 {
        self.get()
    }
}

#[test]
fn a_slice() {
    two(|| {
        let a: Arc<[Payload]> = Arc::from([Payload::new(1), Payload::new(2)]);
        let b = a.clone();
        let weak = Arc::downgrade(&a);
        beside(
            move || {
                b[0].get();
                drop(b);
                drop(weak);
            },
            move || a[1].get(),
        );
    });
}

#[test]
fn make_mut_of_a_slice() {
    two(|| {
        let mut a: Arc<[Payload]> = Arc::from([Payload::new(1), Payload::new(2)]);
        let b = a.clone();
        beside(
            move || assert_eq!(b[1].get(), 2),
            move || Arc::make_mut(&mut a)[1].set(3),
        );
    });
}

#[test]
fn a_trait_object() {
    two(|| {
        let a: Box<dyn Get> = Box::new(Payload::new(7));
        let a: Arc<dyn Get> = Arc::from(a);
        let weak = Arc::downgrade(&a);
        beside(
            move || {
                if let Some(b) = weak.upgrade() {
                    assert_eq!(b.number(), 7);
                }
            },
            move || assert_eq!(a.number(), 7),
        );
    });
}
