//! `Vec`.

mod exhaustive;
mod small;
