#!/usr/bin/env bash
# Does the feature `nightly` build, and pass the tests that execute the crate's code?
#
# Its language features change under it; this is where that is noticed. Compile-fail tests are left
# out: their expected messages are those of the stable compiler.
#
# hashbrown, which the tests let live in a `Bump`, needs its own `nightly` then: it sees the same trait.
source "$(dirname "$0")/lib.sh"

need_toolchain nightly
export CARGO_TARGET_DIR=$target/nightly
mapfile -t tests < <(executing_tests)
run cargo +nightly test --features nightly,hashbrown/nightly "${tests[@]}" --test=leak
run cargo +nightly test --features nightly,hashbrown/nightly --doc
RUSTDOCFLAGS=-Dwarnings run cargo +nightly doc --no-deps --features nightly

# When another crate turns on allocator-api2's own `nightly`, the trait is std's unstable one: without
# ours, E0658 must say so, as the docs promise.
echo "+ cargo +nightly check --features allocator-api2/nightly   (must end in E0658)"
if cargo +nightly check --features allocator-api2/nightly 2>"$target/e0658.log"; then
    echo "it compiled" && exit 1
fi
grep -q 'error\[E0658\]' "$target/e0658.log"
