#![no_main]
#[path = "../../tests/it/support/mod.rs"]
mod support;
use support::model::arena::scopes;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| scopes::<1>(bytes));
