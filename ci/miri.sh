#!/usr/bin/env bash
# Do the tests keep the rules of the language itself? Miri interprets them and checks every access.
# `ci/miri.sh WHAT`, where WHAT is one of:
#
#   stacked   Stacked Borrows, the stricter and older rule of aliasing
#   tree      Tree Borrows, the newer one; neither accepts all that the other does
#   i686      a 32-bit target: isize::MAX bytes come early, and u64 is aligned to 4
#   s390x     a big-endian target; on this one and on i686, the tests that only replay many operations
#             are left out (ci/targets.sh runs them there)
#   seeds     the tests with threads only, under 16 schedules each: Miri's atomics are as weak as the language
#             allows, so that a load may see an old value
#
# All of them with strict provenance (no pointer from a bare integer) and symbolic alignment (no
# access that is aligned by luck). DRYSTONE_SCALE makes the tests larger or smaller; a run that is not
# done after DRYSTONE_MIRI_MINUTES is stopped, and says how far it came.
#
# The only checker here that sees aliasing violations. It sees one execution of each test: what no
# test reaches, it can't judge. The toolchain is MIRI_TOOLCHAIN, else `miri`, else `nightly`.
source "$(dirname "$0")/lib.sh"
source ci/debian.sh

find_miri() {
    command -v rustup >/dev/null || skip "Miri: no rustup, so no toolchain that could have it"
    for toolchain in ${MIRI_TOOLCHAIN:-miri nightly}; do
        rustup toolchain list | grep -qE "^$toolchain(-| |\$)" || continue
        # Look for the files: asking `cargo miri` could make it install what it lacks.
        sysroot=$(rustc "+$toolchain" --print sysroot)
        [[ -x $sysroot/bin/miri && -x $sysroot/bin/cargo-miri ]] && return
    done
    skip "Miri: not part of any of the toolchains ${MIRI_TOOLCHAIN:-miri nightly} that rustup has here"
}

find_miri
if [[ ! -d $sysroot/lib/rustlib/src/rust/library ]]; then
    [[ $(rustc "+$toolchain" --version) == "$(rustc --version)" ]] ||
        skip "Miri: \`$toolchain\` lacks rust-src, and differs from the compiler whose source Debian has"
    need_std_source
    export MIRI_LIB_SRC=$std_source
fi

# Miri hides the environment from what it runs but for this.
flags="-Zmiri-strict-provenance -Zmiri-symbolic-alignment-check -Zmiri-env-forward=DRYSTONE_SCALE"
arguments=() skipped=()
case ${1:?one of: stacked tree seeds i686 s390x} in
stacked) ;;
tree) flags+=" -Zmiri-tree-borrows" ;;
seeds) ;;
i686 | s390x)
    arguments=(--target "$1-unknown-linux-gnu")
    skipped=(-- "${long_tests[@]/#/--skip=}")
    ;;
*) echo "ci/miri.sh: unknown '$1'" && exit 2 ;;
esac

# The sysroots that Miri builds for itself are kept between runs.
export XDG_CACHE_HOME=$cache/sysroots CARGO_TARGET_DIR=$target/miri
# These start processes, which Miri can't.
mapfile -t tests < <(executing_tests | grep -vx -e --test=alloc_failure -e --test=count_limits)
# Two that build the same sysroot at once would be in each other's way.
lock
run cargo "+$toolchain" miri setup "${arguments[@]}"
unlock
if [[ $1 == seeds ]]; then
    run env MIRIFLAGS="$flags -Zmiri-many-seeds=0..16" cargo "+$toolchain" miri test --test=it -- sync::threads
    exit
fi
run env MIRIFLAGS="$flags -Zmiri-ignore-leaks" cargo "+$toolchain" miri test "${arguments[@]}" --test=leak
# Of the minutes, what the sysroot and the first tests have left.
minutes=${DRYSTONE_MIRI_MINUTES:-38} status=0 log=$(mktemp)
run timeout "$((minutes * 60 - SECONDS))" env MIRIFLAGS="$flags" cargo "+$toolchain" miri test "${arguments[@]}" "${tests[@]}" "${skipped[@]}" 2>&1 |
    tee "$log" || status=${PIPESTATUS[0]}
passed=$(grep -cE '^test .* ok$' "$log" || true)
failed=$(grep -cE 'FAILED|Undefined Behavior' "$log" || true)
rm -f "$log"
if ((status == 124 && failed == 0)); then
    echo # ends the line of the test that was running
    skip "Miri: stopped after $minutes minutes, when at least $passed tests had passed and none had failed"
fi
exit "$status"
