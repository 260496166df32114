#!/usr/bin/env bash
# Does the crate have every stable method and every writable trait impl of std's types?
#
# The comparison (a table of std's interface and a program that reads rustdoc's JSON) is kept beside
# the repository while the crate is being developed, and not in it.
source "$(dirname "$0")/lib.sh"

parity=../shared/api/parity.py
[[ -e $parity ]] || skip "the table of std's interface is not beside this repository"
command -v python3 >/dev/null || skip "parity needs python3"
need_toolchain nightly
# The types that are meant to be complete; a later family is added here when it is.
finished=$(
    paste -sd, <<'END'
std::vec::Vec,std::vec::Drain,std::vec::ExtractIf,std::vec::IntoIter,std::vec::Splice
std::boxed::Box
std::cell::Cell,std::cell::RefCell,std::cell::Ref,std::cell::RefMut,std::cell::OnceCell,std::cell::LazyCell
std::cell::BorrowError,std::cell::BorrowMutError
std::rc::Rc,std::rc::Weak
std::sync::Arc,std::sync::Weak
END
)
export CARGO_TARGET_DIR=$target/nightly
run cargo +nightly rustdoc --lib --features unsize -- -Z unstable-options --output-format json
run python3 "$parity" "$CARGO_TARGET_DIR/doc/drystone.json" \
    --map std::rc::Rc=drystone::rc::Rc --map std::rc::Weak=drystone::rc::Weak \
    --map std::sync::Arc=drystone::sync::Arc --map std::sync::Weak=drystone::sync::Weak \
    --only "$finished" --writable --fail-missing
