#!/usr/bin/env bash
# Do the threads of the tests of Arc order what they do to each other's memory, by ThreadSanitizer?
#
# std is rebuilt with the sanitizer (by cargo-careful), so that locks and channels order things, too. A race
# is reported although the test that has it may pass: only the exit code tells. ThreadSanitizer sees
# the orders that happened, at nearly native speed, on the crate as it ships; a barrier that this
# machine gives for free, it does not take for one. It knows no fences, and there is none here.
source "$(dirname "$0")/lib.sh"
source ci/debian.sh

need_std_source
need_cargo_tool cargo-careful 0.4.10
# A std of its own beside that of ci/careful.sh, which would replace it otherwise.
export CARGO_TARGET_DIR=$target/tsan XDG_CACHE_HOME=$cache/sysroots/tsan
run env RUSTC_BOOTSTRAP=1 RUST_LIB_SRC="$std_source" cargo careful test -Zcareful-sanitizer=thread \
    --target "$(host_target)" --test it sync::
