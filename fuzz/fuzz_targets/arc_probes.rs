#![no_main]
#[path = "../../tests/it/support/mod.rs"]
mod support;
use support::{model::counted::sync::fuzz, probe::Probe};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::<Probe>(bytes));
