#!/usr/bin/env bash
# Measures, and renews the tables of benches/RESULTS.md and README.md from what was measured.
#
#   benches/results.sh                      all of it; a quiet machine, half an hour
#   benches/results.sh vec:instr cells:all  these measurements only; the others' numbers are those of the last time
#   benches/results.sh none                 the tables only, from the last time's numbers
#
# A measurement is BENCH:BUILD. Builds: default (Cargo's release profile), cgu1 (one codegen unit), aligned (loops begin
# at a cache line's start), instr (as default, instructions counted by valgrind), all.
# The numbers are kept in benches/results/*.tsv, so that a table can be made again without measuring. A table belongs to
# the bench that the text above it names last (`--bench NAME`), and has the columns that its first line names; a column
# with another name than those below is a rival's ratio of time.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$PWD/benches/results
mkdir -p "$dir"

# measure BENCH BUILD
measure() {
    local tsv=$dir/$1-$2.tsv
    case $2 in
    default) cargo bench --bench "$1" -- --tsv "$tsv" ;;
    cgu1) cargo bench --bench "$1" --profile bench-cgu1 -- --tsv "$tsv" ;;
    aligned)
        # A directory of its own, so that the next build need not begin anew.
        CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/aligned RUSTFLAGS="-C llvm-args=-align-loops=64" \
            cargo bench --bench "$1" -- --tsv "$tsv"
        ;;
    instr) cargo bench --bench "$1" -- --instr --tsv "$tsv" ;;
    all) for build in default cgu1 aligned instr; do measure "$1" "$build"; done ;;
    *) sed -n '2,/^set /s/^# \{0,1\}//p' "$0" && exit 2 ;;
    esac
}

[[ $# -gt 0 ]] || set -- vec:all cells:default cells:instr rc:default rc:instr arc:default arc:cgu1 arc:instr arena:default arena:instr slots:default slots:instr
for what in "$@"; do
    [[ $what == none ]] || measure "${what%%:*}" "${what#*:}"
done

# table FILE [all]: rewrite the rows of its tables: all cases, or those that are there already.
table() {
    awk -v dir="$dir" -v all="${2:-}" '
        # The numbers of one measurement: value[bench, build, case, column].
        function load(bench, build,    file, line, cells, names, n, i) {
            if ((bench, build) in loaded) return
            loaded[bench, build] = 1
            file = dir "/" bench "-" build ".tsv"
            while ((getline line < file) > 0) {
                split(line, cells, "\t")
                if (n++ == 0) {
                    for (i in cells) names[i] = cells[i]
                    continue
                }
                for (i in cells) value[bench, build, cells[1], names[i]] = cells[i]
                if (build == "default") order[bench, ++count[bench]] = cells[1]
            }
        }
        function ratio(build, row, rival,    r) {
            load(bench, build)
            r = value[bench, build, row, rival "_ratio"]
            if (r == "") return "-"
            if (rival == "drystone" && build != "instr" && r > value[bench, "default", row, "limit"] + 0)
                return sprintf("**%.2f**", r)
            return sprintf("%.2f", r)
        }
        function cell(column, row,    best) {
            if (column == "case") return row
            if (column == "limit") return value[bench, "default", row, "limit"]
            if (column ~ / ns$/) {
                sub(/ ns$/, "", column)
                return sprintf("%.3g", value[bench, "default", row, column])
            }
            if (column == "places") {
                best = value[bench, "default", row, "drystone_best"]
                if (best == "") return "-"
                return sprintf("%.2f-%.2f", best, value[bench, "default", row, "drystone_worst"])
            }
            if (column == "time" || column == "default") return ratio("default", row, "drystone")
            if (column == "cgu1" || column == "aligned") return ratio(column, row, "drystone")
            if (column == "instructions") return ratio("instr", row, "drystone")
            return ratio("default", row, column)
        }
        function line(row,    i, text) {
            for (i = 1; i <= columns; i++) text = text "| " cell(column[i], row) " "
            print text "|"
        }
        match($0, /--bench [a-z]+/) { bench = substr($0, RSTART + 8, RLENGTH - 8) }
        /^\| case \| limit \|/ {
            load(bench, "default")
            inside = count[bench] > 0
            columns = split(substr($0, 3, length($0) - 4), column, " [|] ")
            print
            getline
            print
            if (inside && all) for (i = 1; i <= count[bench]; i++) line(order[bench, i])
            next
        }
        inside && /^\| / {
            split($0, words, " ")
            if (!all) line(words[2])
            next
        }
        { inside = 0; print }
    ' "$1" >"$dir/table" && cp "$dir/table" "$1" && rm "$dir/table"
}

table benches/RESULTS.md all
table README.md
