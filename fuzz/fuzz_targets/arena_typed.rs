#![no_main]
#[path = "../../tests/it/support/mod.rs"]
mod support;
use support::{model::arena::typed, probe::Probe};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| typed::<Probe>(bytes));
