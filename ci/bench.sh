#!/usr/bin/env bash
# Do the benchmarks compile, and does each case run once? Nothing is timed here: a shared machine
# can't tell a slow change from a busy neighbour. CONTRIBUTING.md says how to measure.
source "$(dirname "$0")/lib.sh"

run cargo bench --bench vec -- --once
run cargo bench --bench cells -- --once
run cargo bench --bench rc -- --once
run cargo bench --bench arc -- --once
run cargo bench --bench arena -- --once
run cargo bench --bench slots -- --once
