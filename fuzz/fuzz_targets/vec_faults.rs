#![no_main]
#[path = "../../tests/it/support/mod.rs"]
mod support;
use support::{model::vec::fuzz_faults, probe::Probe};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_faults::<Probe>(bytes));
