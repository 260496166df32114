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
    need_std_source
    # -Zbuild-std looks for the source inside the compiler's own folder only, and rustc resolves
    # symbolic links before it says where that is; so build with a hard-linked copy of the toolchain.
    copy=$cache/toolchain-$(rustc_version)
    if [[ ! -d $copy ]]; then
        sysroot=$(rustc --print sysroot)
        rm -rf "$copy.part" && mkdir -p "$copy.part"
        cp -al "$sysroot/." "$copy.part/" 2>/dev/null || cp -a "$sysroot/." "$copy.part/"
        mkdir -p "$copy.part/lib/rustlib/src/rust"
        ln -s "$std_source" "$copy.part/lib/rustlib/src/rust/library"
        mv "$copy.part" "$copy"
    fi
    export RUSTC_BOOTSTRAP=1 RUSTC=$copy/bin/rustc
    run "$copy/bin/cargo" build --locked --manifest-path ci/no_std/Cargo.toml \
        -Zbuild-std=core,alloc --target "$bare"
    ;;
*) echo "ci/no_std.sh: unknown '$1'" && exit 2 ;;
esac
