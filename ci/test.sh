#!/usr/bin/env bash
# Do the tests pass natively? `ci/test.sh WHAT`, where WHAT is one of:
#
#   readme       exactly the command that README.md gives to a newcomer
#   no-default   without the feature `std`
#   borrow-sites the cells with the feature `borrow-sites`, which nothing else looks at
#   trace-leaks  the counted pointers with the feature `trace-leaks`, likewise
#   unsize       with the feature `unsize`
#   release      optimised: overflow wraps, debug assertions are gone, and undefined behaviour that
#                a debug build forgives may show
source "$(dirname "$0")/lib.sh"

case ${1:?one of: readme no-default unsize borrow-sites trace-leaks release} in
readme)
    command=$(sed -n 's/^\(\$ \)\?\(cargo test[^#]*\).*/\2/p' README.md | head -n 1)
    [[ -n $command ]] || { echo "README.md has no line that starts with 'cargo test'" && exit 1; }
    # shellcheck disable=SC2086 # the words of the command are its arguments
    run $command
    ;;
no-default) run cargo test --no-default-features ;;
unsize) run cargo test --features unsize ;;
borrow-sites)
    run cargo test --features borrow-sites --test it -- cell:: auto_traits::
    run cargo test --features borrow-sites --doc cell::
    ;;
trace-leaks)
    run cargo test --features trace-leaks --test it -- rc:: auto_traits:: fallible::
    run cargo test --features trace-leaks --test count_limits
    run cargo test --features trace-leaks --doc -- rc:: trace
    echo "+ cargo run --quiet --features trace-leaks --example tour   (must show a report)"
    cargo run --quiet --features trace-leaks --example tour | grep -F 'drystone::trace tells of'
    ;;
release) run cargo test --release ;;
*) echo "ci/test.sh: unknown '$1'" && exit 2 ;;
esac
