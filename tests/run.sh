#!/bin/bash
# run.sh - runs the tests and counts them.
#   tests/run.sh [GROUP]...     unit property fault crash golden spec fuzz tsan e2e
#                               quality browser; all when none is named
#   BUILD   where the programs are (build)     JOBS   how many run at once (2)
#   E2E_MODE   which msearch the shell tests drive (release)
#
# A job is one program or script. It passes when it exits 0, is skipped with 77. Its
# cases are counted from what it prints (cmocka's summary; "ok …" and "FAIL …" lines), a
# job without any counts as one. One line per failure, with the end of its log; the last
# line is "N passed, N failed" alone.
set -u
cd "$(dirname "$0")/.."
build=${BUILD:-build}
logs=$build/test-logs
e2e_msearch=$PWD/$build/${E2E_MODE:-release}/msearch
case $build in /*) e2e_msearch=$build/${E2E_MODE:-release}/msearch ;; esac
# A failure must not depend on who runs the tests.
unset MSEARCH_INDEX CMOCKA_TEST_ABORT
export LC_ALL=C.UTF-8 MSEARCH=$e2e_msearch
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
export TSAN_OPTIONS=${TSAN_OPTIONS:-halt_on_error=1}

# Jobs as lines: NAME COMMAND...
programs() { # MODE FOLDER
    for source in tests/$2/*.c; do
        [ -f "$source" ] || continue
        case $source in *_make.c) continue ;; esac
        program=${source%.c}
        echo "$2/${program##*/} $build/$1/$program"
    done
}
scripts() { # PATTERN
    for script in $1; do
        [ -f "$script" ] || continue
        name=${script#tests/}
        echo "${name%.sh} bash $script"
    done
}
fuzzers() {
    for source in tests/fuzz/fuzz_*.c; do
        [ -f "$source" ] || continue
        name=$(basename "$source" .c)
        seeds=tests/fuzz/seeds/$name
        [ -d "$seeds" ] || seeds=
        echo "fuzz/$name $build/asan/tests/fuzz/$name $seeds"
    done
}
jobs_of() {
    case $1 in
    unit | property | fault | crash | golden | spec) programs asan "$1"; scripts "tests/$1/t*.sh" ;;
    tsan) programs tsan tsan ;;
    fuzz) fuzzers ;;
    e2e) scripts 'tests/e2e/t*.sh' ;;
    quality)
        scripts 'tests/quality/t*.sh'
        scripts tests/quality/sample.sh
        scripts tests/quality/stem.sh
        scripts tests/quality/lang.sh
        ;;
    browser) scripts tests/browser/run.sh ;;
    *) echo "run.sh: no group '$1'" >&2; exit 2 ;;
    esac
}

run_job() { # NAME COMMAND...
    local name=$1 log=$logs/${1//\//-}
    shift
    local first=$1
    [ "$first" = bash ] && first=$2
    if [ -f "$first" ]; then
        # Old thread sanitizers cannot map their shadow where a kernel that shuffles
        # addresses widely has put something else.
        case $name in tsan/*) setarch -R true 2>/dev/null && set -- setarch -R "$@" ;; esac
        timeout -k 10 "${TEST_SECONDS:-900}" "$@" >"$log.log" 2>&1 </dev/null
        echo $? >"$log.code"
    else
        echo "not built" >"$log.log"
        echo 126 >"$log.code"
    fi
}
export -f run_job
export logs

# PASSED FAILED of one log, by what it says of itself.
count_cases() {
    awk '/\[  PASSED  \] [0-9]+ test/ { passed += $4 }
         /\[  FAILED  \] [0-9]+ test/ { failed += $4 }
         /^ok / { passed++ }
         /^FAIL / { failed++ }
         END { print passed + 0, failed + 0 }' "$1"
}
why() { # the lines of a log that tell most
    grep -aE '^FAIL |: error: Failure|ERROR: AddressSanitizer|runtime error:|WARNING: ThreadSanitizer|[Aa]ssertion|\[  FAILED  \]' "$1" |
        head -n 5 | cut -c1-300
}

rm -rf "$logs"
mkdir -p "$logs"
[ $# -gt 0 ] || set -- unit property fault crash golden spec fuzz tsan e2e quality browser
list=$logs/list
for group in "$@"; do jobs_of "$group" || exit 2; done >"$list"

# The shell's own remarks on killed programs are not wanted: the exit code tells.
xargs -r -a "$list" -P "${JOBS:-2}" -L 1 bash -c 'run_job "$@" 2>/dev/null' run_job

passed=0
failed=0
while read -r name _; do
    log=$logs/${name//\//-}
    code=$(cat "$log.code" 2>/dev/null || echo 126)
    read -r good bad < <(count_cases "$log.log")
    case $code in
    0)
        passed=$((passed + (good > 0 ? good : 1)))
        ;;
    77)
        echo "skipped: $name: $(tail -n 1 "$log.log")"
        ;;
    *)
        [ "$bad" -gt 0 ] || bad=1
        passed=$((passed + good))
        failed=$((failed + bad))
        case $code in
        124 | 137) reason='took too long' ;;
        *) reason="exit code $code" ;;
        esac
        echo "FAILED: $name ($reason), $log.log"
        why "$log.log" | sed 's/^/    /'
        tail -n 12 "$log.log" | cut -c1-300 | sed 's/^/    | /'
        ;;
    esac
done <"$list"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
