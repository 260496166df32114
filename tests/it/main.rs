//! Everything that `cargo test` runs in one process.

mod support;
mod vec;
