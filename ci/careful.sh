#!/usr/bin/env bash
# Do the tests pass on a std that was built with all of its own debug assertions?
#
# cargo-careful sees what a debug build does, and raw pointers read misaligned, offsets that wrap,
# uninitialised integers. It can't see a read after free, a leak or an aliasing violation.
source "$(dirname "$0")/lib.sh"
source ci/debian.sh

need_std_source
need_cargo_tool cargo-careful 0.4.10
# Stable with RUSTC_BOOTSTRAP, because the source of std has to be the compiler's own.
export CARGO_TARGET_DIR=$target/careful XDG_CACHE_HOME=$cache/sysroots
mapfile -t tests < <(executing_tests)
run env RUSTC_BOOTSTRAP=1 RUST_LIB_SRC="$std_source" cargo careful test "${tests[@]}" --test=leak
