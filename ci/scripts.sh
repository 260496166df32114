#!/usr/bin/env bash
# Are the shell scripts sound, by shellcheck's rules?
#
# Quoting mistakes in a script that is rarely run by hand are found by nobody else.
source "$(dirname "$0")/lib.sh"

command -v shellcheck >/dev/null || need_debian_packages shellcheck
run shellcheck --external-sources --source-path=ci .ci/run ci/*.sh
