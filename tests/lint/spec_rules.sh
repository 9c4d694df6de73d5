#!/bin/bash
# spec_rules.sh - every rule of indexer/FORMAT.md is checked by code and by a test.
# A rule is a line that begins with its number: "P3  every gap ...", "- **P3** ...",
# "| P3 | ...". Its number must occur in a source file of the indexer and in a test.
set -u
cd "$(dirname "$0")/../.."
spec=indexer/FORMAT.md
[ -f "$spec" ] || { echo "no $spec yet"; exit 0; }
rules=$(sed -nE 's/^[[:space:]|*`-]*([A-Z][0-9]{1,2})[*`]*([[:space:]:.|].*|)$/\1/p' "$spec" | sort -uV)
bad=0
count=0
for rule in $rules; do
    count=$((count + 1))
    for place in 'indexer *.c' 'tests *.c'; do
        set -- $place
        if ! grep -rqwF --include="$2" "$rule" "$1"; then
            echo "$spec: rule $rule occurs nowhere in $1/"
            bad=1
        fi
    done
done
echo "$count rules"
exit $bad
