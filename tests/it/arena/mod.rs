//! Tests of the arenas.

mod bump;
mod fit;
mod interop;
mod policy;
mod programs;
mod random;
mod reentry;
mod scope;
mod shared;
mod typed;
