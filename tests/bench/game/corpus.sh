#!/bin/bash
# corpus.sh - a race's documents and queries:  corpus.sh FOLDER DOCUMENTS [PER_TAG]
#
#   FOLDER/articles.jsonl   {"id":"0","text":"t1 t5 …"}      FOLDER/queries.tsv   TAG TAB QUERY
#
#   GAME_DATA     folder with *.jsonl.gz to make them of (else the sample archive)
#   GAME_TOOLS    where game_corpus and game_queries are (beside $MSEARCH)
# The same data and numbers give the same bytes.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
: "${MSEARCH:=${BUILD:-$root/build}/release/msearch}"
tools=${GAME_TOOLS:-$(dirname "$MSEARCH")/tests/bench/game}
data=${GAME_DATA:-${BENCH_DATA:-$root/../shared/data}}
folder=$1 documents=$2 per_tag=${3:-100}

source_text() {
    if compgen -G "$data/*.jsonl.gz" >/dev/null; then
        zcat "$data"/*.jsonl.gz
    else
        cat "$root"/corpus/sample/records/*.jsonl
        zcat "$root"/corpus/sample/records/*.jsonl.gz
    fi
}
mkdir -p "$folder"
source_text | "$tools/game_corpus" "$documents" |
    tee "$folder/articles.jsonl" | "$tools/game_queries" "$per_tag" >"$folder/queries.tsv"
