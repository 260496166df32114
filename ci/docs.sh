#!/usr/bin/env bash
# Does the documentation build without a warning (a broken link is one)?
#
# The second run takes in private items: this crate is meant to be read, private parts included.
source "$(dirname "$0")/lib.sh"

export RUSTDOCFLAGS=-Dwarnings
run cargo doc --no-deps --features "$(stable_features)"
run cargo doc --no-deps --features "$(stable_features)" --document-private-items
