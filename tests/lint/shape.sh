#!/bin/bash
# shape.sh - how long and how tangled functions and files are.
# Limits: a function has at most 60 lines and complexity 12 (a switch counts as one
# branch), half of the functions at most 12 lines, a file at most 500 lines. Made tables
# are no code; a kernel that is clearer long is named below, with its reason in the file.
set -u
cd "$(dirname "$0")/../.."
made='/(fold_table|stem_ky_table)\.[ch]$|_table_[a-z0-9]+\.[ch]$'
allowed='none'

measure() { # NAME FOLDER...
    local name=$1
    shift
    find "$@" -name '*.c' | grep -vE "$made" | sort | xargs -r pmccabe |
        sort -k5,5n | awk -v name="$name" -v allowed="$allowed" '
        {
            lines[NR] = $5
            if (($5 > 60 || $1 > 12) && $NF !~ allowed) {
                print $6 " " $NF ": " $5 " lines, complexity " $1
                bad = 1
            }
        }
        END {
            if (NR == 0) exit 0
            median = lines[int((NR + 1) / 2)]
            printf "%s: %d functions, median %d lines, p95 %d, longest %d\n", name, NR,
                median, lines[int((NR * 95 + 99) / 100)], lines[NR]
            if (median > 12 && name != "tests") {
                print name ": the median is over 12 lines"
                bad = 1
            }
            exit bad
        }'
}

bad=0
measure indexer indexer || bad=1
measure server server || bad=1
measure tests tests || bad=1
find indexer server tests -name '*.[ch]' | grep -vE "$made" | sort | xargs wc -l |
    awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines"; bad = 1 } END { exit bad }' || bad=1
wc -l $(find indexer server -name '*.[ch]' | grep -vE "$made") | awk 'END { print "source: " $1 " lines" }'
wc -l $(find tests -name '*.[ch]' -o -name '*.sh' -o -name '*.cases' -o -name '*.awk' -o -name '*.js') |
    awk 'END { print "tests: " $1 " lines" }'
exit $bad
