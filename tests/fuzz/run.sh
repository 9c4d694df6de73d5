#!/bin/bash
# run.sh - libFuzzer on each target for some seconds: `make fuzz`.
#   tests/fuzz/run.sh SECONDS [TARGET]...
# Grown inputs are kept in build/fuzz-corpus/TARGET; the seeds in the tree are only read.
# What makes a target fail is left in build/fuzz-found.
set -u
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
seconds=${1:-20}
shift
[ $# -gt 0 ] || set -- $(basename -s .c tests/fuzz/fuzz_*.c)
failed=0
mkdir -p "$build/fuzz-found"
for target in "$@"; do
    corpus=$build/fuzz-corpus/$target
    seeds=tests/fuzz/seeds/$target
    log=$build/fuzz-found/$target.log
    mkdir -p "$corpus"
    [ -d "$seeds" ] || seeds=
    if "$build/fuzz/tests/fuzz/$target" -max_total_time="$seconds" -timeout=10 \
        -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$build/fuzz-found/$target-" \
        "$corpus" $seeds >"$log" 2>&1; then
        runs=$(awk '/number_of_executed_units/ { print $2 }' "$log")
        echo "$target: $runs runs"
    else
        failed=1
        echo "FAILED: $target, $log"
        tail -n 15 "$log" | sed 's/^/    | /'
    fi
done
exit $failed
