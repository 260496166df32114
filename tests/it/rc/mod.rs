//! `drystone::rc`: `Rc`, `Weak` and `UniqueRc`.

mod counts;
mod dynamic;
mod lifecycle;
mod raw;
mod reentry;
mod scenarios;
mod slices;
