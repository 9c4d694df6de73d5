#!/bin/bash
# run.sh - Xapian as a peer: run.sh version | run.sh words|russian DOCS QUERIES >run
cd "$(dirname "$0")" || exit 2
# Debian's bindings belong to Debian's Python, which need not be the first in PATH.
for python in python3 /usr/bin/python3; do
    if "$python" search.py version >/dev/null 2>&1; then
        "$python" search.py "$@"
        exit
    fi
done
echo 'needs the Python bindings of Xapian (Debian: python3-xapian)' >&2
exit 77
