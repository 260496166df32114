#![forbid(unsafe_code)]
//! The same word index on three shelves: one source, `index.rs`, compiled over three kinds of `Vec`.
//!
//! That it compiles over both crates is a promise of this one: moving in or out is a change of imports.

/// Over this crate's `Vec`, whose allocator counts.
pub(crate) mod counted {
    use crate::count::Counted;

    pub(crate) type List<T> = drystone::vec::Vec<T, Counted>;

    pub(crate) fn list<T>() -> List<T> {
        List::new_in(Counted)
    }

    include!("index.rs");
}

/// Over this crate's `Vec` and the global allocator.
pub(crate) mod drystone {
    pub(crate) type List<T> = ::drystone::vec::Vec<T>;

    pub(crate) fn list<T>() -> List<T> {
        List::new()
    }

    include!("index.rs");
}

/// Over std's `Vec`.
pub(crate) mod std {
    pub(crate) type List<T> = ::std::vec::Vec<T>;

    pub(crate) fn list<T>() -> List<T> {
        List::new()
    }

    include!("index.rs");
}
