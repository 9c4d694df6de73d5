#!/bin/bash
# run.sh - the gates of `make lint`, one line each.
#   tests/lint/run.sh [CHECK]...
set -u
cd "$(dirname "$0")/../.."
make=${MAKE:-make}
build=${BUILD:-build}
jobs=${JOBS:-2}
logs=$build/lint-logs
made='fold_table\.[ch]$|stem_ky_table\.[ch]$'
mkdir -p "$logs"

sources() { find indexer server tests -name '*.[ch]' | sort; }

layers() { tests/lint/layers.sh; }
banned() { tests/lint/banned.sh; }
shape() { tests/lint/shape.sh; }
spec_rules() { tests/lint/spec_rules.sh; }
terms() { tests/lint/terms.sh; }
format() { # the files that `make format` would change
    sources | grep -vE "$made" | xargs clang-format --dry-run -Werror 2>&1 |
        sed -nE 's/^([^: ]+):[0-9]+:[0-9]+: error: .*/\1/p' | sort | uniq -c |
        awk '{ print $2 ": " $1 " places; make format"; bad = 1 } END { exit bad }'
}
scripts() { # every shell script parses, and can be started
    local bad=0 script
    for script in .ci/* $(find tests server -name '*.sh'); do
        [ -f "$script" ] || continue
        bash -n "$script" || bad=1
    done
    return $bad
}
# Compilers say much; the lines that name a place come first.
compile() { # MODE TARGET
    local log=$logs/$1.txt code=0
    $make -k -s -j"$jobs" MODE="$1" BUILD="$build" "$2" >"$log" 2>&1 || code=1
    grep -E '(error|warning):' "$log" | sort -u
    cat "$log"
    return $code
}
gcc_warnings() { compile lint-gcc objects; }
clang_warnings() { compile lint-clang objects; }
analyzer() { compile analyze analyzed; }
static() {
    find indexer server -name '*.c' | grep -vE "$made|_make\.c$" | sort |
        xargs cppcheck -q -j"$jobs" --std=c11 --inline-suppr --error-exitcode=1 \
            --enable=warning,style,performance,portability \
            --suppress=missingIncludeSystem --suppress=unmatchedSuppression \
            --suppressions-list=tests/lint/cppcheck.txt \
            -D_POSIX_C_SOURCE=200809L -Iindexer -Iserver
}

passed=0
failed=0
[ $# -gt 0 ] || set -- layers banned shape spec_rules terms format scripts gcc_warnings \
    clang_warnings static analyzer
for check in "$@"; do
    begin=$SECONDS
    if "$check" >"$logs/$check.log" 2>&1; then
        passed=$((passed + 1))
        echo "ok $check ($((SECONDS - begin)) s)"
        [ "$check" = shape ] && sed 's/^/    | /' "$logs/$check.log" # the sizes, good too
    else
        failed=$((failed + 1))
        echo "FAILED: $check ($((SECONDS - begin)) s), $logs/$check.log"
        head -n 40 "$logs/$check.log" | cut -c1-300 | sed 's/^/    | /'
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
