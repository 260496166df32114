//! `Rc` and `Arc` promise the same of one thread: these tests are compiled for each of them.
//!
//! The module that includes this one has a `subject` beside it, which names the type and holds what differs.

mod counts;
mod dynamic;
mod lifecycle;
mod random;
mod raw;
mod reentry;
mod scenarios;
mod slices;
