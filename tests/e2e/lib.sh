# lib.sh - what the end-to-end tests share. Sourced; expects $MSEARCH (the program).
# A test prints "ok NAME" or "FAIL NAME: why", and exits 1 when one failed.
set -u
: "${MSEARCH:?path of the msearch program}"
root=$(cd "$(dirname "$0")/../.." && pwd)
sample=$root/corpus/sample
work=$(mktemp -d "${TMPDIR:-/tmp}/msearch-e2e.XXXXXX")
failed=0
trap 'rm -rf "$work"' EXIT
unset MSEARCH_INDEX
export NO_COLOR=1

ok() { echo "ok $1"; }
bad() {
    echo "FAIL $1: $2"
    failed=1
}
# same NAME WANT GOT
same() {
    if [ "$2" = "$3" ]; then ok "$1"; else bad "$1" "want '$2', got '$3'"; fi
}
# has NAME PART TEXT
has() {
    case $3 in
    *"$2"*) ok "$1" ;;
    *) bad "$1" "no '$2' in '$(printf %s "$3" | head -c 400)'" ;;
    esac
}
# lacks NAME PART TEXT
lacks() {
    case $3 in
    *"$2"*) bad "$1" "'$2' in '$(printf %s "$3" | head -c 400)'" ;;
    *) ok "$1" ;;
    esac
}
# exits NAME CODE COMMAND... ; what it printed is in $out and $err
exits() {
    local name=$1 want=$2 got=0
    shift 2
    "$@" >"$work/out" 2>"$work/err" </dev/null || got=$?
    out=$(cat "$work/out")
    err=$(cat "$work/err")
    if [ "$want" = "$got" ]; then ok "$name"; else
        bad "$name" "exit code $got, not $want: $(head -c 400 "$work/err")"
    fi
}
finish() { exit $failed; }
