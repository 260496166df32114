#!/usr/bin/env bash
# Measures in three builds and by instructions, and renews the tables of benches/RESULTS.md and README.md.
#
#   benches/results.sh                    all of it; a quiet machine, ten minutes
#   benches/results.sh default instr      these measurements only; the others' numbers are those of the last time
#   benches/results.sh none               the tables only, from the last time's numbers
#
# The numbers are kept in benches/results/*.tsv, so that a table can be made again without measuring.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$PWD/benches/results
mkdir -p "$dir"

measure() {
    case $1 in
    default) cargo bench --bench vec -- --tsv "$dir/default.tsv" ;;
    cgu1) cargo bench --bench vec --profile bench-cgu1 -- --tsv "$dir/cgu1.tsv" ;;
    aligned)
        # A directory of its own, so that the next build need not begin anew.
        CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/aligned RUSTFLAGS="-C llvm-args=-align-loops=64" \
            cargo bench --bench vec -- --tsv "$dir/aligned.tsv"
        ;;
    instr) cargo bench --bench vec -- --instr --tsv "$dir/instr.tsv" ;;
    none) ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0" && exit 2 ;;
    esac
}

for what in "${@:-default cgu1 aligned instr}"; do
    # shellcheck disable=SC2086 # the default is several words
    for one in $what; do measure "$one"; done
done

# Rewrites the rows of the table of cases in a file: all cases, or those that are there already.
table() {
    awk -v dir="$dir" -v all="$2" '
        function load(name,    line, cells, names, n, i) {
            n = 0
            while ((getline line < (dir "/" name ".tsv")) > 0) {
                split(line, cells, "\t")
                if (n++ == 0) {
                    for (i in cells) names[i] = cells[i]
                    continue
                }
                for (i in cells) value[name, cells[1], names[i]] = cells[i]
                if (name == "default") order[++count] = cells[1]
            }
        }
        function ratio(name, row,    r) {
            r = value[name, row, "drystone_ratio"]
            if (r == "") return "-"
            if (name != "instr" && r > value["default", row, "limit"] + 0) return sprintf("**%.2f**", r)
            return sprintf("%.2f", r)
        }
        function places(row,    best) {
            best = value["default", row, "drystone_best"]
            if (best == "") return "-"
            return sprintf("%.2f-%.2f", best, value["default", row, "drystone_worst"])
        }
        function line(row) {
            printf "| %s | %s | %.3g | %s | %s | %s | %s | %s |\n", row, value["default", row, "limit"],
                value["default", row, "std"], ratio("default", row), places(row), ratio("cgu1", row),
                ratio("aligned", row), ratio("instr", row)
        }
        BEGIN {
            load("default"); load("cgu1"); load("aligned"); load("instr")
        }
        /^\| case \| limit \|/ {
            print "| case | limit | std ns | default | places | cgu1 | aligned | instructions |"
            getline
            print "|---|---|---|---|---|---|---|---|"
            if (all) for (i = 1; i <= count; i++) line(order[i])
            inside = 1
            next
        }
        inside && /^\| / {
            split($0, cells, " ")
            if (!all) line(cells[2])
            next
        }
        { inside = 0; print }
    ' "$1" >"$dir/table" && cp "$dir/table" "$1" && rm "$dir/table"
}

table benches/RESULTS.md 1
table README.md ""
