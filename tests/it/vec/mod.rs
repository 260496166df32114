//! `Vec`.

mod exhaustive;
mod random;
mod small;
