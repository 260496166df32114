//! `drystone::rc`: `Rc`, `Weak` and `UniqueRc`.

#[path = "../counted/mod.rs"]
mod counted;
mod subject;
#[cfg(feature = "trace-leaks")]
mod trace;
