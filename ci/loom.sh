#!/usr/bin/env bash
# Is the protocol of `Arc` right in every order in which threads can meet? `ci/loom.sh WHAT`:
#
#   models   every model of tests/loom, and the one in the docs for users; and whether the known mistakes
#            can still be planted
#   teeth    each memory ordering weakened and each known mistake planted, one at a time: some model
#            has to fail
source "$(dirname "$0")/lib.sh"

cargo fetch --quiet || skip "loom could not be fetched from crates.io"
case ${1:?one of: models teeth} in
models)
    run cargo test -p xtask
    # A folder of its own, since the flag changes every crate below.
    export RUSTFLAGS="--cfg loom" CARGO_TARGET_DIR=$target/loom
    run cargo test --profile loom --features loom --test loom
    RUSTDOCFLAGS=$RUSTFLAGS run cargo test --profile loom --features loom --doc sync::models
    ;;
teeth) run cargo run --quiet -p xtask -- teeth ;;
*) echo "ci/loom.sh: unknown '$1'" && exit 2 ;;
esac
