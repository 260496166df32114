#!/usr/bin/env bash
# Does the tour of README.md run, and does it behave like a well-bred program?
source "$(dirname "$0")/lib.sh"

out=$target/ci/tour
mkdir -p "$out"
tour=(cargo run --quiet --release --example tour)

# expect CODE COMMAND...: run it with its output in files, and compare the exit status.
expect() {
    local wanted=$1 got=0
    shift
    printf '+ %s\n' "$*"
    "$@" >"$out/stdout" 2>"$out/stderr" || got=$?
    ((got == wanted)) && return
    echo "exit $got, expected $wanted: $*"
    tail -n 20 "$out/stdout" "$out/stderr"
    exit 1
}
# fail MESSAGE
fail() {
    echo "$*"
    exit 1
}

expect 0 "${tour[@]}"
[[ $(wc -l <"$out/stdout") -gt 20 ]] || fail "the tour shows next to nothing"
! grep -q $'\e' "$out/stdout" || fail "colour codes in a pipe"

expect 0 "${tour[@]}" -- --help
expect 0 "${tour[@]}" -- README.md
rm -f "$out/tour.svg"
expect 0 "${tour[@]}" -- --svg "$out/tour.svg"
grep -q '<svg' "$out/tour.svg" || fail "--svg wrote no picture"

expect 1 "${tour[@]}" -- "$out/no-such-file"
[[ $(wc -l <"$out/stderr") == 1 ]] || fail "a missing file takes more than one line to say"
printf '\377\376' >"$out/not-utf-8"
expect 1 "${tour[@]}" -- "$out/not-utf-8"
expect 1 "${tour[@]}" -- "$out" # a directory: can't be read
expect 2 "${tour[@]}" -- --no-such-option
