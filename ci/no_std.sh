#!/usr/bin/env bash
# Does the crate do without std? `ci/no_std.sh WHAT`, where WHAT is one of:
#
#   host    link ci/no_std, a program with a panic handler and an allocator of its own; were std
#           anywhere below it, the second panic handler would be a compile error
#   bare    build the same for thumbv7m-none-eabi, a 32-bit target that has no std at all
source "$(dirname "$0")/lib.sh"
source ci/debian.sh

bare=thumbv7m-none-eabi
case ${1:?one of: host bare} in
host)
    run cargo build --lib --no-default-features
    CARGO_TARGET_DIR=$target/no_std run cargo build --locked --manifest-path ci/no_std/Cargo.toml
    ;;
bare)
    export CARGO_TARGET_DIR=$target/no_std
    if [[ -d $(rustc --print sysroot)/lib/rustlib/$bare/lib ]]; then
        run cargo build --locked --manifest-path ci/no_std/Cargo.toml --target "$bare"
        exit
    fi
    need_building_toolchain
    export RUSTC_BOOTSTRAP=1 RUSTC=$building/bin/rustc
    run "$building/bin/cargo" build --locked --manifest-path ci/no_std/Cargo.toml \
        -Zbuild-std=core,alloc --target "$bare"
    ;;
*) echo "ci/no_std.sh: unknown '$1'" && exit 2 ;;
esac
