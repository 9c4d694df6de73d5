#!/bin/bash
# tidy.sh - clang-tidy, one file a run: version 14 invents findings when given several.
#   tests/lint/tidy.sh 'COMPILER FLAGS' FILE...
set -u
cd "$(dirname "$0")/../.."
flags=$1
shift
printf '%s\n' "$@" |
    xargs -P "${JOBS:-2}" -I{} sh -c '
        out=$(clang-tidy --quiet "$1" -- $2 2>/dev/null)
        [ -z "$out" ] || { printf "%s\n" "$out"; exit 1; }' tidy {} "$flags"
