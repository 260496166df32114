#!/usr/bin/env bash
# Do the tests pass under AddressSanitizer, with LeakSanitizer at the end of each process?
#
# Sees every access out of bounds or after free, double frees and leaks, at nearly native speed. It
# can't see uninitialised reads, misalignment or aliasing violations. A leak is reported after the
# harness has printed "test result: ok": only the exit code tells.
source "$(dirname "$0")/lib.sh"

host=$(host_target)
[[ -n $(find "$(rustc --print sysroot)/lib/rustlib/$host/lib" -name 'librustc*_rt.asan.*' 2>/dev/null) ]] ||
    skip "the toolchain has no AddressSanitizer runtime for $host"
# The runtime is part of the stable toolchain, only its flag is not. With --target, build scripts
# and procedural macros are left without the sanitizer. Tests make allocations fail by asking for
# too much, which must be an error and not the end.
export CARGO_TARGET_DIR=$target/asan
mapfile -t tests < <(executing_tests)
# The tests' own heap then keeps no freed blocks: to notice their use is the sanitizer's part.
asan=(env DRYSTONE_PLAIN_HEAP=1 RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=address)
run "${asan[@]}" ASAN_OPTIONS=allocator_may_return_null=1 cargo test --target "$host" "${tests[@]}"
run "${asan[@]}" ASAN_OPTIONS=detect_leaks=0 cargo test --target "$host" --test=leak
