#!/usr/bin/env bash
# Does the library build with the oldest compiler that Cargo.toml promises?
#
# Takes the toolchain `1.85` from rustup where that is installed already, and else Debian's 1.85
# (packages rustc-web and cargo-web, kept for the packages of bookworm), unpacked privately. Only
# the library counts: tests and benches may use whatever the current stable offers.
source "$(dirname "$0")/lib.sh"
source ci/debian.sh

msrv=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
debian_version=1.85.0+dfsg3-1~deb12u3

cargo=cargo
toolchain=$(rustup toolchain list 2>/dev/null | awk '{ print $1 }' |
    grep -m 1 -xE "${msrv/./\\.}(\.[0-9]+)?(-.*)?" || true)
if [[ -n $toolchain ]]; then
    export RUSTUP_TOOLCHAIN=$toolchain
else
    [[ $debian_version == "$msrv".* ]] ||
        skip "Rust $msrv: rustup has no such toolchain, and this script knows only Debian's $debian_version"
    old=$cache/rust-$debian_version
    lock
    [[ -d $old ]] || unpack_debs "$old" {rustc-web,cargo-web,libstd-rust-web-dev,libstd-rust-web-1.85}="$debian_version" \
        libllvm19 libpcre3 libhttp-parser2.9 || # which those link to
        skip "Rust $msrv: rustup has no such toolchain, and Debian's packages could not be fetched"
    unlock
    LD_LIBRARY_PATH=$(printf '%s:' "$old"{/usr,}/lib/*-linux-gnu)
    export LD_LIBRARY_PATH RUSTC=$old/usr/bin/rustc
    cargo=$old/usr/bin/cargo
    # It links to libcurl and its like as well. Where those are missing, the current cargo drives the
    # old compiler; what is lost is only that an old cargo reads the manifest.
    "$cargo" --version >/dev/null 2>&1 || cargo=cargo
fi

export CARGO_TARGET_DIR=$target/msrv
run "${RUSTC:-rustc}" --version
run "$cargo" --version
run "$cargo" check --lib --locked
run "$cargo" check --lib --locked --no-default-features
run "$cargo" check --lib --locked --no-default-features --features "$(stable_features)"
