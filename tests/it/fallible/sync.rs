//! `fallible::Arc`.

#[path = "counted.rs"]
mod counted;

/// What the tests are compiled against here.
mod subject {
    pub(crate) use drystone::fallible::sync::{Arc as Counted, Weak};

    pub(crate) mod infallible {
        pub(crate) use drystone::sync::{Arc as Counted, Weak};
    }
}
