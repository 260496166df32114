//! Tests of the arenas.

mod programs;
mod random;
mod reentry;
mod shared;
mod typed;
