#!/usr/bin/env bash
# Are the lints of Cargo.toml and clippy.toml satisfied, tests, benches and examples included?
#
# Once per set of features, because code behind a `cfg` is not linted while the `cfg` is off.
source "$(dirname "$0")/lib.sh"

run cargo clippy --all-targets -- -D warnings
run cargo clippy --all-targets --no-default-features -- -D warnings
run cargo clippy --all-targets --features unsize -- -D warnings
run cargo clippy --all-targets --features "$(stable_features)" -- -D warnings
