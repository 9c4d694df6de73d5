#!/bin/bash
# run.sh - the pages and the search box in a real Chromium.
#   MSEARCH   the program (build/release/msearch)     BUILD   where to work (build)
# Needs Debian's chromium, nodejs and npm; missing ones are installed by .ci/deps.
# Screenshots go to BUILD/browser/*.png. Prints "ok …" and "FAIL …" lines, then
# "N passed, N failed".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${BUILD:-$root/build}
case $build in /*) ;; *) build=$root/$build ;; esac
export MSEARCH=${MSEARCH:-$build/release/msearch}
work=$build/browser

missing() { ! command -v chromium >/dev/null || ! command -v node >/dev/null || ! command -v npm >/dev/null; }
if missing && [ -x "$root/.ci/deps" ]; then "$root/.ci/deps" browser; fi
if missing; then
    echo "FAIL chromium, node or npm is not installed"
    exit 1
fi
mkdir -p "$work"
rm -f "$work"/*.png
cp "$here/package.json" "$here/package-lock.json" "$here"/*.mjs "$work/"
cd "$work"
if [ ! -d node_modules/playwright-core ] ||
    ! cmp -s package-lock.json node_modules/.package-lock.used; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    cp package-lock.json node_modules/.package-lock.used
fi
rm -rf index
"$MSEARCH" index --quiet -i index "$root/corpus/sample"
exec node main.mjs
