# shellcheck shell=bash
# Shared by the scripts in this folder: `source`d by each, never run.
#
# The contract of a script here: it may be started by hand from anywhere, it prints each command
# before running it, and it exits 0 (passed), 77 (skipped, after one line with the reason) or
# anything else (failed). Nothing it needs is fetched through rustup, and nothing is installed
# system-wide but Debian packages; everything else goes under $cache.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# A checker that misses a component must say so, not change the toolchain that the user chose:
# several cargo subcommands call `rustup component add` on their own when CI is set.
export RUSTUP_AUTO_INSTALL=0 CARGO_LLVM_COV_SETUP=no

# Each script states its own flags. Those of the caller would change what is checked.
unset RUSTC RUSTDOC RUSTFLAGS RUSTDOCFLAGS CARGO_ENCODED_RUSTFLAGS RUSTC_BOOTSTRAP \
    CARGO_BUILD_TARGET CARGO_BUILD_RUSTFLAGS

# Each script builds once in a folder of its own. What would only speed up the next build, and what only a
# debugger reads, takes most of a disk that is filled by twelve such folders.
export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=line-tables-only

export RUST_TEST_THREADS=${RUST_TEST_THREADS:-2}
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}

# shellcheck disable=SC2034 # used by the scripts that source this file
target=${CARGO_TARGET_DIR:-$PWD/target}
cache=${DRYSTONE_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/drystone-ci}
mkdir -p "$cache"

# run COMMAND...: print the command as one could type it, then run it.
run() {
    printf '+%s\n' "$(printf ' %q' "$@")"
    "$@"
}

# skip REASON: this checker is not to be had here. Say so in one line; exit 77, as automake's tests do.
skip() {
    printf 'SKIP: %s\n' "$*"
    exit 77
}

# Every feature that needs no nightly compiler and no special `--cfg`, comma separated. Read from
# the manifest, so that a new feature is covered on the day it is added.
stable_features() {
    sed -n '/^\[features\]/,/^\[/s/^\([a-z][a-z0-9_-]*\) *=.*/\1/p' Cargo.toml |
        grep -vxE 'default|nightly|loom' | paste -sd,
}

# host_target: the triple of the machine, as the default compiler names it.
host_target() { rustc -vV | sed -n 's/^host: //p'; }

# rustc_version: "1.95.0".
rustc_version() { rustc -vV | sed -n 's/^release: //p'; }

# need_toolchain NAME: stop with SKIP unless rustup has it. `cargo +NAME` alone could install it.
need_toolchain() {
    command -v rustup >/dev/null || skip "no rustup, so no toolchain \`$1\`"
    rustup toolchain list | grep -qE "^$1(-| |\$)" || skip "toolchain \`$1\` is not installed"
}

# executing_tests: the tests that execute the crate's own code, as arguments for cargo, one a line.
# What is left out gains nothing from a sanitizer or an interpreter: compile-fail tests and the
# tour's start other programs, the id check reads text. The test `leak` is named by each script
# itself: it leaks on purpose, so where leaks are errors it has to run with that check off.
executing_tests() {
    local file name
    printf '%s\n' --lib
    for file in tests/*.rs tests/*/main.rs; do
        [[ -e $file ]] || continue
        name=${file#tests/}
        name=${name%.rs}
        name=${name%/main}
        case $name in
        compile_fail | leak | safety_ids | tour) ;;
        *) printf '%s\n' "--test=$name" ;;
        esac
    done
}

# Tests that replay many operations: too much for an interpreter of a target that is not the machine's own.
# shellcheck disable=SC2034 # used by the scripts that source this file
long_tests=(exhaustive:: random:: scenarios:: programs::)

# lock, unlock: one script at a time fetches and unpacks, because several may run at once and share
# both $cache and apt. The end of a script unlocks as well.
lock() {
    exec {lock_file}>"$cache/lock"
    flock "$lock_file"
}
unlock() { exec {lock_file}>&-; }

# need_debian_packages PACKAGE...: install those that are missing; SKIP where that can't be done.
need_debian_packages() {
    local missing=() p
    lock
    for p in "$@"; do
        dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q ' installed$' || missing+=("$p")
    done
    ((${#missing[@]})) || { unlock && return; }
    command -v apt-get >/dev/null || skip "needs the packages ${missing[*]}, and there is no apt-get"
    ((EUID == 0)) || skip "needs root to install the Debian packages ${missing[*]}"
    run apt-get -qq update || true
    DEBIAN_FRONTEND=noninteractive run apt-get -qq install -y --no-install-recommends "${missing[@]}" ||
        skip "apt-get could not install ${missing[*]}"
    unlock
}

# need_cargo_tool NAME VERSION: build a cargo subcommand once, pinned, outside of the user's own
# ~/.cargo/bin, and put it on PATH.
need_cargo_tool() {
    local root=$cache/tools
    export PATH=$root/bin:$PATH
    lock
    if ! cargo install --root "$root" --list 2>/dev/null | grep -qF "$1 v$2:"; then
        CARGO_TARGET_DIR=$cache/tools-build run cargo install --locked --root "$root" "$1@$2" ||
            skip "$1 $2 could not be built from crates.io"
    fi
    unlock
}
