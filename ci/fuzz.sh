#!/usr/bin/env bash
# Do the fuzz targets build, and do they survive a short run? `ci/fuzz.sh [SECONDS]` per target.
#
# A smoke test: it shows that the targets still fit the crate. Looking for bugs takes hours; see
# CONTRIBUTING.md. libFuzzer runs under AddressSanitizer.
source "$(dirname "$0")/lib.sh"

seconds=${1:-20}
need_toolchain nightly
need_debian_packages g++
need_cargo_tool cargo-fuzz 0.13.2
# The model's files are compiled once for each kind of vector, as in the tests.
run cargo clippy --manifest-path fuzz/Cargo.toml -- -D warnings -A clippy::duplicate_mod
run cargo +nightly fuzz build
mapfile -t names < <(cargo +nightly fuzz list)
for name in "${names[@]}"; do
    run cargo +nightly fuzz run "$name" -- -max_total_time="$seconds" -max_len=512 -print_final_stats=1
done
