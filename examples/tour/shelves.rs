#![forbid(unsafe_code)]
//! The same word index and the same list of nodes on three shelves: `index.rs` and `nodes.rs`, each
//! compiled over three kinds of `Vec` and `Box`.
//!
//! That it compiles over both crates is a promise of this one: moving in or out is a change of
//! imports.

/// Over this crate's types, with an allocator that counts.
pub(crate) mod counted {
    use crate::count::Counted;

    pub(crate) type List<T> = drystone::vec::Vec<T, Counted>;
    pub(crate) type Own<T> = drystone::boxed::Box<T, Counted>;

    pub(crate) fn list<T>() -> List<T> {
        List::new_in(Counted)
    }

    pub(crate) fn own<T>(value: T) -> Own<T> {
        Own::new_in(value, Counted)
    }

    include!("index.rs");
    include!("nodes.rs");
}

/// Over this crate's types as they come.
pub(crate) mod drystone {
    pub(crate) type List<T> = ::drystone::vec::Vec<T>;
    pub(crate) type Own<T> = ::drystone::boxed::Box<T>;

    pub(crate) fn list<T>() -> List<T> {
        List::new()
    }

    pub(crate) fn own<T>(value: T) -> Own<T> {
        Own::new(value)
    }

    include!("index.rs");
    include!("nodes.rs");
}

/// Over std's types.
pub(crate) mod std {
    pub(crate) type List<T> = ::std::vec::Vec<T>;
    pub(crate) type Own<T> = ::std::boxed::Box<T>;

    pub(crate) fn list<T>() -> List<T> {
        List::new()
    }

    pub(crate) fn own<T>(value: T) -> Own<T> {
        Own::new(value)
    }

    include!("index.rs");
    include!("nodes.rs");
}
