//! The ledger of unsoundness: each way in which a crate of this kind went wrong, tried on this one.
//!
//! `tests/ledger.tsv` has a row for each; `table` checks that it tells the truth.

#![expect(
    clippy::disallowed_methods,
    clippy::multiple_unsafe_ops_per_block,
    reason = "the allocator of the tests stands on the global one; scenes of pointers read better whole"
)]
#![expect(
    clippy::drop_non_drop,
    clippy::forget_non_drop,
    clippy::iter_skip_next,
    clippy::type_complexity,
    clippy::unnecessary_first_then_check,
    reason = "what is attacked is the very call that clippy would replace"
)]

mod aliasing;
mod bounds;
mod boxed;
mod fallible;
mod kit;
mod layout;
mod leaks;
mod lying_iterators;
mod ownership;
mod panic_safety;
mod table;
mod uninit;
mod zst;
