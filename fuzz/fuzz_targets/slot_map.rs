#![no_main]
#[path = "../../tests/it/support/mod.rs"]
mod support;
use drystone::arena::{DefaultKey, KeyData};
use support::{model::slot_map::fuzz, probe::Probe};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    fuzz::<DefaultKey, Probe>(bytes);
    fuzz::<KeyData<u8, u8>, u8>(bytes);
});
