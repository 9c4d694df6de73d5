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
        timeout 300 "$program" >/dev/null 2>&1 </dev/null || echo "failed: $program"
    done
done
for program in "$out"/tests/fuzz/fuzz_*; do
    [ -f "$program" ] && [ -x "$program" ] || continue
    seeds=tests/fuzz/seeds/${program##*/}
    [ -d "$seeds" ] || seeds=
    "$program" $seeds >/dev/null 2>&1 || echo "failed: $program"
done
# Sections of "count: line: text", each headed by "-: 0:Source:name".
gcov -t $(find "$out/indexer" "$out/server" -name '*.gcno') 2>/dev/null |
    awk -F: -v missed="$out/missed.txt" '
    $2 + 0 == 0 && $3 == "Source" {
        name = $4
        sub(/^.*\/indexer\//, "indexer/", name)
        sub(/^.*\/server\//, "server/", name)
        count = split(name, part, "/")
        layer = part[1] "/" part[2]
        keep = name ~ /^(indexer|server)\/.*\.c$/ && name !~ /_table/
        next
    }
    !keep || $2 + 0 == 0 { next }
    $1 ~ /#####/ {
        lines[layer]++
        text = $0
        sub(/^[^:]*:[^:]*:/, "", text)
        print name ":" $2 + 0 ": " text >missed
        next
    }
    $1 ~ /[0-9]/ {
        lines[layer]++
        ran[layer]++
    }
    END {
        for (layer in lines) {
            printf "%-18s %6d lines %5.1f %%\n", layer, lines[layer], 100 * ran[layer] / lines[layer] | "sort"
            all += lines[layer]
            good += ran[layer]
        }
        close("sort")
        if (all > 0) printf "%-18s %6d lines %5.1f %%\n", "all", all, 100 * good / all
    }'
