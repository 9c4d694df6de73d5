#!/bin/sh
# terms_own.sh - a term list as a C byte array, on standard output.
#   server/query/terms_own.sh corpus/terms/ky-ru.tsv
set -eu
export LC_ALL=C

echo "/* Made by server/query/terms_own.sh from $1; do not edit. */"
echo '#include "query/terms_own.h"'
echo 'const uint8_t terms_own_text[] = {'
od -An -v -tx1 "$1" |
    awk '{ for (i = 1; i <= NF; i++) printf "0x%s,", $i; print "" } END { print "0};" }'
echo 'const size_t terms_own_bytes = sizeof terms_own_text - 1;'
