//! `drystone::sync`: `Arc`, `Weak` and `UniqueArc`.

mod counts;
mod dynamic;
mod lifecycle;
mod raw;
mod reentry;
mod scenarios;
mod slices;
mod threads;
mod wake;
