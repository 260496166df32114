//! `drystone::sync`: `Arc`, `Weak` and `UniqueArc`.

#[path = "../counted/mod.rs"]
mod counted;
mod subject;
mod threads;
mod wake;
