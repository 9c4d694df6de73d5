#!/bin/bash
# cover.sh - `make cover`: runs what was built with MODE=cover, then prints how much of
# each layer's code ran, and writes the lines that never did to build/cover/missed.txt.
set -u
cd "$(dirname "$0")/.."
build=${BUILD:-build}
out=$build/cover
find "$out" -name '*.gcda' -delete
for kind in unit property fault crash golden spec; do
    for program in "$out"/tests/$kind/*; do
        [ -f "$program" ] && [ -x "$program" ] || continue
        "$program" >/dev/null 2>&1 </dev/null || echo "failed: $program"
    done
done
for program in "$out"/tests/fuzz/fuzz_*; do
    [ -f "$program" ] && [ -x "$program" ] || continue
    seeds=tests/fuzz/seeds/${program##*/}
    [ -d "$seeds" ] || seeds=
    "$program" $seeds >/dev/null 2>&1 || echo "failed: $program"
done
rm -rf "$out/gcov"
mkdir -p "$out/gcov"
objects=$(cd "$out" && find "$PWD/indexer" "$PWD/server" -name '*.gcno')
(cd "$out/gcov" && gcov -p $objects >/dev/null 2>&1)
awk -F: '
    FNR == 1 { name = ""; layer = "" }
    $2 + 0 == 0 && $3 == "Source" {
        name = $4
        sub(/^.*\/(indexer|server)\//, "&", name)
        count = split(name, part, "/")
        layer = part[count - 2] "/" part[count - 1]
        keep = name ~ /\.c$/ && name !~ /_table/
        next
    }
    !keep || $2 + 0 == 0 { next }
    $1 ~ /#####/ { lines[layer]++; text = $0; sub(/^[^:]*:[^:]*:/, "", text)
                   print name ":" $2 + 0 ": " text >missed; next }
    $1 ~ /[0-9]/ { lines[layer]++; ran[layer]++ }
    END {
        for (layer in lines) {
            printf "%-18s %6d lines %5.1f %%\n", layer, lines[layer], 100 * ran[layer] / lines[layer] | "sort"
            all += lines[layer]
            good += ran[layer]
        }
        close("sort")
        if (all > 0) printf "%-18s %6d lines %5.1f %%\n", "all", all, 100 * good / all
    }' missed="$out/missed.txt" "$out"/gcov/*.gcov
