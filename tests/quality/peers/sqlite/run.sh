#!/bin/bash
# run.sh - SQLite FTS5 as a peer: run.sh version | run.sh fts5 DOCS QUERIES >run
cd "$(dirname "$0")" || exit 2
if ! python3 search.py version >/dev/null 2>&1; then
    echo 'needs python3 whose sqlite3 has FTS5 (Debian: python3)' >&2
    exit 77
fi
[ "$1" = version ] && exec python3 search.py version
exec python3 search.py "$2" "$3"
