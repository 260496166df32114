#!/usr/bin/env bash
# Does the feature `nightly` build, lint-free in its docs, and pass the same tests?
#
# Its language features change under it; this is where that is noticed.
source "$(dirname "$0")/lib.sh"

need_toolchain nightly
export CARGO_TARGET_DIR=$target/nightly
run cargo +nightly test --features nightly
RUSTDOCFLAGS=-Dwarnings run cargo +nightly doc --no-deps --features nightly
