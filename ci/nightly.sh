#!/usr/bin/env bash
# Does the feature `nightly` build, and pass the tests that execute the crate's code?
#
# Its language features change under it; this is where that is noticed. Compile-fail tests are left
# out: their expected messages are those of the stable compiler.
source "$(dirname "$0")/lib.sh"

need_toolchain nightly
export CARGO_TARGET_DIR=$target/nightly
mapfile -t tests < <(executing_tests)
run cargo +nightly test --features nightly "${tests[@]}" --test=leak
run cargo +nightly test --features nightly --doc
RUSTDOCFLAGS=-Dwarnings run cargo +nightly doc --no-deps --features nightly
