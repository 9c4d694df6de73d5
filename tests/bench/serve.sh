#!/bin/bash
# serve.sh INDEX QUERIES JSON - the server under load, on all cores, the load on the same
#   MSEARCH=build/release/msearch tests/bench/serve.sh build/bench/index \
#       build/bench/queries.tsv build/bench/serve.json
#
# Each request wants the ten best with snippets, the exact total and all six facets.
# BENCH_SECONDS a run (5). The table goes to standard output, the figures to JSON.
set -euo pipefail
index=$1 queries=$2 json=$3
: "${MSEARCH:=build/release/msearch}"
load=$(dirname "$MSEARCH")/tests/bench/serve_load
seconds=${BENCH_SECONDS:-5}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

# What readers ask most: a word or a few, a phrase, a word of a title, a year.
usual='^(term_mid|term_low|and2|and3|and4|phrase2|title|filter_year)	'
grep -E "$usual" "$queries" >"$work/usual.tsv" || cp "$queries" "$work/usual.tsv"

"$MSEARCH" serve -i "$index" --listen 127.0.0.1:0 >"$work/out" 2>&1 &
server=$!
for _ in $(seq 200); do
    port=$(sed -n 's/.*:\([0-9]*\)\/.*/\1/p' "$work/out" | head -1)
    [ -z "$port" ] || break
    sleep 0.02
done
[ -n "$port" ] || { echo "serve: the server does not start" >&2; exit 2; }

# asked LOG OPTION...: sets rate p50 p99 worst, as serve_load prints them
asked() {
    local log=$1
    shift
    read -r rate _ _ p50 _ _ p99 _ _ worst _ < <("$load" --seconds "$seconds" "$@" "$port" "$log")
}
row() { echo "| $1 | $rate | $p50 | $p99 | $worst |"; }

echo "| load | requests/s | p50 ms | p99 ms | worst ms |"
echo "|---|---|---|---|---|"
asked "$work/usual.tsv" --seconds 2 # the first reading of each page
asked "$work/usual.tsv"
usual_rate=$rate
row "usual queries, as fast as they are answered"
asked "$work/usual.tsv" --rate $((usual_rate / 2))
row "the same, half as many"
usual_p99=$p99
asked "$queries"
whole_rate=$rate
row "the whole log, as fast as it is answered"
asked "$queries" --rate $((whole_rate / 2))
row "the same, half as many"
anonymous=$(sed -n 's/^RssAnon:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server/status")
echo
echo "Anonymous memory of the server after all that: $anonymous KiB."
printf '{"usual_per_s":%s,"usual_half_p99_ms":%s,"whole_per_s":%s,"whole_half_p99_ms":%s,"anonymous_kib":%s}\n' \
    "$usual_rate" "$usual_p99" "$whole_rate" "$p99" "$anonymous" >"$json"
