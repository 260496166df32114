#!/usr/bin/env bash
# Do the ids in the source and those in SAFETY.md agree, and do the tests that it names exist?
source "$(dirname "$0")/lib.sh"

run cargo test --test safety_ids
