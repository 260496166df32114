#!/usr/bin/env bash
# Do the tests pass on other targets, without an interpreter of the language? `ci/targets.sh WHAT`, where
# WHAT is one of:
#
#   i686      32 bits: isize::MAX bytes come early, and u64 is aligned to 4. The machine runs it itself
#   s390x     big-endian, interpreted by qemu, which is slow and can't start further processes: only the
#             tests that `ci/miri.sh s390x` leaves out, in small
#
# std is rebuilt for the target. Sees what goes wrong, not what is wrong and goes well: that is what
# `ci/miri.sh` looks for on the same targets, with fewer tests.
source "$(dirname "$0")/lib.sh"
source ci/debian.sh

case ${1:?one of: i686 s390x} in
i686)
    [[ $(uname -m) == x86_64 ]] || skip "this machine can't run programs for i686"
    need_debian_packages gcc-i686-linux-gnu libc6-dev-i386-cross
    mapfile -t tests < <(executing_tests)
    tests+=(--test=leak)
    export DRYSTONE_SCALE=${DRYSTONE_SCALE:-0.3}
    settings=(CARGO_TARGET_I686_UNKNOWN_LINUX_GNU_LINKER=i686-linux-gnu-gcc)
    ;;
s390x)
    need_debian_packages gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user
    tests=(--test=it -- "${long_tests[@]}")
    export DRYSTONE_SCALE=${DRYSTONE_SCALE:-0.05}
    settings=(CARGO_TARGET_S390X_UNKNOWN_LINUX_GNU_LINKER=s390x-linux-gnu-gcc
        CARGO_TARGET_S390X_UNKNOWN_LINUX_GNU_RUNNER=qemu-s390x)
    ;;
*) echo "ci/targets.sh: unknown '$1'" && exit 2 ;;
esac
need_building_toolchain
# Linked statically, so that the target's loader need not be installed.
settings+=(RUSTFLAGS=-Ctarget-feature=+crt-static)
run env "${settings[@]}" CARGO_TARGET_DIR="$target/targets" RUSTC_BOOTSTRAP=1 RUSTC="$building/bin/rustc" \
    "$building/bin/cargo" test -Zbuild-std --target "$1-unknown-linux-gnu" "${tests[@]}"
