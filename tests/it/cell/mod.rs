//! `drystone::cell`: `Cell`, `RefCell` and its guards, `OnceCell`, `LazyCell`.

mod exhaustive;
mod flag;
mod guards;
mod layout;
mod once;
mod random;
mod reentry;
#[cfg(feature = "borrow-sites")]
mod sites;
