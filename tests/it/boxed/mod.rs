//! `drystone::boxed::Box`.

mod convert;
mod dynamic;
mod forward;
mod lifecycle;
mod raw;
mod scenarios;
mod statics;
