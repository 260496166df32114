//! `drystone::rc`: `Rc`, `Weak` and `UniqueRc`.

mod counts;
mod dynamic;
mod lifecycle;
mod random;
mod raw;
mod reentry;
mod scenarios;
mod slices;
#[cfg(feature = "trace-leaks")]
mod trace;
