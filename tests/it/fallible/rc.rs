//! `fallible::Rc`.

#[path = "counted.rs"]
mod counted;

/// What the tests are compiled against here.
mod subject {
    pub(crate) use drystone::fallible::{Rc as Counted, Weak};

    pub(crate) mod infallible {
        pub(crate) use drystone::rc::{Rc as Counted, Weak};
    }
}
