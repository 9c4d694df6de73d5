#!/bin/sh
# assets.sh - the files of a folder as C byte arrays, on standard output.
#   server/web/assets.sh server/web/assets
# The table is sorted by name. The etag is the start of the SHA-256 of the bytes, in the
# double quotes that the HTTP header wants, so a changed file is a changed tag.
set -eu
export LC_ALL=C

type_of() {
    case $1 in
    *.html) echo 'text/html; charset=utf-8' ;;
    *.css) echo 'text/css; charset=utf-8' ;;
    *.js) echo 'text/javascript; charset=utf-8' ;;
    *.json) echo 'application/json; charset=utf-8' ;;
    *.svg) echo 'image/svg+xml' ;;
    *.png) echo 'image/png' ;;
    *.ico) echo 'image/x-icon' ;;
    *.xml) echo 'application/xml; charset=utf-8' ;;
    *.txt) echo 'text/plain; charset=utf-8' ;;
    *) echo 'application/octet-stream' ;;
    esac
}

echo '/* Made by server/web/assets.sh from server/web/assets; do not edit. */'
echo '#include "web/assets.h"'
count=0
for file in "$1"/*; do
    [ -f "$file" ] || continue
    echo "static const uint8_t bytes_$count[] = {"
    od -An -v -tx1 "$file" |
        awk '{ for (i = 1; i <= NF; i++) printf "0x%s,", $i; print "" } END { print "0};" }'
    count=$((count + 1))
done
echo 'const struct asset assets[] = {'
count=0
for file in "$1"/*; do
    [ -f "$file" ] || continue
    tag=$(sha256sum "$file" | cut -c1-16)
    printf '    {"%s", "%s", bytes_%d, sizeof bytes_%d - 1, "\\"%s\\""},\n' \
        "${file##*/}" "$(type_of "$file")" $count $count "$tag"
    count=$((count + 1))
done
echo '    {0, 0, 0, 0, 0}};'
echo "const size_t asset_count = $count;"
