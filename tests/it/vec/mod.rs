//! `Vec`.

mod bounds;
mod caller;
mod exhaustive;
mod in_place;
mod iterators;
mod laws;
mod layouts;
mod random;
mod reentry;
mod shortcuts;
mod small;
mod swaps;
mod zero_sized;
