#!/usr/bin/env bash
# Is everything formatted as the default rustfmt does it?
#
# A target that `cfg` hides from the build is still formatted: cargo fmt follows every `mod`.
source "$(dirname "$0")/lib.sh"

run cargo fmt --check
for manifest in fuzz/Cargo.toml ci/no_std/Cargo.toml; do
    [[ ! -e $manifest ]] || run cargo fmt --check --manifest-path "$manifest"
done
# These two are read by `include!`, which cargo fmt does not follow.
run rustfmt --check --edition 2024 examples/tour/index.rs examples/tour/nodes.rs
