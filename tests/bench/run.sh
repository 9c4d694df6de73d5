#!/bin/bash
# run.sh - the benchmark: `make bench`, or by hand
#   MSEARCH=build/release/msearch tests/bench/run.sh [--instructions]
#
#   BENCH_ARTICLES  how many articles (100000)
#   BENCH_DATA      folder with *.jsonl.gz to make them of (else the sample archive)
#   BENCH_PER_TAG   queries a tag (100)      BENCH_ROUNDS  counted rounds (5)
#   BENCH_KEEP=1    keep archive and indexes in build/bench
# Tables go to standard output and to build/bench/RESULTS.md, figures to results.json.
# --instructions counts instructions with callgrind on a small archive instead: the
# same on a busy machine as on a quiet one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$root/build}
: "${MSEARCH:=$build/release/msearch}"
tools=$(dirname "$MSEARCH")/tests/bench
work=$build/bench
data=${BENCH_DATA:-$root/../shared/data}
mode=${1:-time}
articles=${BENCH_ARTICLES:-100000}
per_tag=${BENCH_PER_TAG:-100}
rounds=${BENCH_ROUNDS:-5}
if [ "$mode" = --instructions ]; then
    articles=${BENCH_ARTICLES:-2000}
    per_tag=${BENCH_PER_TAG:-20}
fi
mkdir -p "$work"
rm -rf "$work"/{index,index-64M,report,callgrind.*,queries.tsv,summary}
[ -n "${BENCH_KEEP:-}" ] || trap 'rm -rf "$work"/{articles.jsonl,index,index-64M,report,callgrind.*,summary}' EXIT

# Everything that is measured runs on one core.
one=()
taskset -c 0 true 2>/dev/null && one=(taskset -c 0)

source_text() {
    if compgen -G "$data/*.jsonl.gz" >/dev/null; then
        zcat "$data"/*.jsonl.gz
    else
        cat "$root"/corpus/sample/records/*.jsonl
        zcat "$root"/corpus/sample/records/*.jsonl.gz
    fi
}
source_text | "$tools/resample" "$articles" >"$work/articles.jsonl"
input_bytes=$(wc -c <"$work/articles.jsonl")

# measured NAME COMMAND...: sets wall user system peak anonymous
measured() {
    local name=$1
    shift
    rm -f "$work/report"
    "${one[@]}" "$tools/measure" "$work/report" "$@" ||
        { echo "bench: $name failed" >&2; exit 2; }
    read -r wall user system peak anonymous _ <"$work/report"
}
calc() { awk "BEGIN { printf \"%.${2:-2}f\", $1 }"; }
# part NAME: bytes of that part of the index
part() { grep -o "\"$1\":[0-9]*" "$work/stats.json" | head -1 | cut -d: -f2; }

# --- counting instructions -----------------------------------------------------

# Collected instructions of a callgrind output file.
instructions() { sed -n 's/^\(totals\|summary\): *//p' "$1" | head -1; }

count_instructions() {
    command -v valgrind >/dev/null || { echo "bench: valgrind is not installed" >&2; exit 2; }
    local grind=(valgrind --quiet --tool=callgrind) n=0 tag depth name
    "${grind[@]}" --callgrind-out-file="$work/callgrind.index" \
        "$MSEARCH" index -q -i "$work/index" "$work/articles.jsonl"
    "$MSEARCH" merge -i "$work/index" >/dev/null
    "$tools/queries" "$work/index" "$per_tag" >"$work/queries.tsv"
    "${grind[@]}" --callgrind-out-file="$work/callgrind.query" \
        --toggle-collect=measured_search --toggle-collect=measured_page \
        --dump-after=measured_end \
        "$tools/bench_query" --rounds 0 "$work/index" "$work/queries.tsv" >/dev/null 2>&1
    {
        echo "Instructions, $articles articles, $input_bytes bytes of JSON Lines."
        echo
        echo "| what | instructions | for each |"
        echo "|---|---|---|"
        n=$(instructions "$work/callgrind.index")
        echo "| index | $n | $(calc "$n / $input_bytes" 1) a byte |"
        local at=1 # the first dump is of the openings
        while read -r tag; do
            local count
            count=$(grep -c "^$tag	" "$work/queries.tsv")
            for depth in top10 count page; do
                at=$((at + 1))
                n=$(instructions "$work/callgrind.query.$at")
                echo "| $tag $depth | $n | $((n / count)) a query |"
            done
        done < <(cut -f1 "$work/queries.tsv" | uniq)
    } | tee "$work/INSTRUCTIONS.md"
}
if [ "$mode" = --instructions ]; then
    count_instructions
    exit
fi

# --- indexing ------------------------------------------------------------------

# row NAME NOTE...: what was measured last
row() {
    echo "| $1 | $wall s | $user + $system s | $(calc "$peak / 1024" 1) MiB |" \
        "$(calc "$anonymous / 1024" 1) MiB | ${*:2} |"
}
# index_with MEMORY INDEX: one row of the table
index_with() {
    measured "indexing with $1" sh -c 'exec "$@" >"$0"' "$work/summary" \
        "$MSEARCH" index -i "$2" --memory "$1" "$work/articles.jsonl"
    local segments
    segments=$(find "$2" -name '*.seg' | wc -l)
    index_wall=$wall index_cpu=$(calc "$user + $system" 3) index_anonymous=$anonymous
    row "index --memory $1" "$(calc "$articles / $wall" 0) articles/s," \
        "$(calc "$input_bytes / $wall / 1e6" 1) MB/s, $segments segments"
}

machine() {
    local model
    model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -1)
    echo "$(date -u +%Y-%m-%d), ${model:-$(uname -m)}, $(getconf _NPROCESSORS_ONLN) cores," \
        "$(uname -sr), load $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || echo '?')," \
        "commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo '?')"
}

# start_up COMMAND...: median seconds of five runs
start_up() {
    local all=() i
    for i in 1 2 3 4 5; do
        measured start-up "$@"
        all+=("$wall")
    done
    wall=$(printf '%s\n' "${all[@]}" | sort -n | sed -n 3p)
}

# Sizes by part, per word indexed.
parts() {
    grep -o '"parts":{[^}]*}' "$work/stats.json" | grep -oE '"[^"]+":[0-9]+' |
        awk -F'[":]+' -v words="$words" \
            '{ printf "| %s | %.1f | %.3f |\n", $2, $3 / 1e6, $3 / words }'
}

report() {
    machine
    echo
    echo "Archive: $articles articles, $(calc "$input_bytes / 1e6" 1) MB of JSON Lines, made by" \
        "\`resample\` of $(compgen -G "$data/*.jsonl.gz" >/dev/null && echo "real texts" || echo "the sample archive"). One core."
    echo
    echo "| step | wall | user + system | peak memory | anonymous | |"
    echo "|---|---|---|---|---|---|"
    index_with 64M "$work/index-64M"
    anonymous64=$index_anonymous
    rm -rf "$work/index-64M"
    index_with 256M "$work/index"
    grep -E 'of text' "$work/summary" >"$work/text" || true
    measured merge sh -c 'exec "$@" >/dev/null' sh "$MSEARCH" merge -i "$work/index"
    row "merge to one segment"
    measured check sh -c 'exec "$@" >/dev/null' sh "$MSEARCH" check -i "$work/index"
    row check
    start_up "$MSEARCH" query -i "$work/index" -q 'закон'
    row "query from a shell, whole process" "median of 5"
    start_up --until serving "$MSEARCH" serve -i "$work/index" --listen 127.0.0.1:0
    ready=$wall
    row "serve, until it is ready" "median of 5"
    echo
    echo "As \`msearch index\` counts: $(cat "$work/text")."
    "$MSEARCH" stats -i "$work/index" --json >"$work/stats.json"
    words=$(part words)
    bytes_a_word=$(grep -o '"bytes_a_word":[0-9.]*' "$work/stats.json" | cut -d: -f2)
    echo
    echo "$words words, $(part terms) terms, $(part postings) postings; the index has" \
        "$(calc "$(part bytes) / 1e6" 1) MB, $bytes_a_word bytes a word without stored text;" \
        "stored text $(part stored_plain_bytes) bytes before compression."
    echo
    echo "| part | MB | bytes a word |"
    echo "|---|---|---|"
    parts
    echo
    echo "Query times in microseconds; what the columns mean: tests/bench/README.md."
    "$tools/queries" "$work/index" "$per_tag" >"$work/queries.tsv"
    "${one[@]}" "$tools/bench_query" --rounds "$rounds" --json "$work/query.json" \
        "$work/index" "$work/queries.tsv"
    echo
    echo "Served over HTTP, all cores, the load on the same ones; ten hits with snippets, all" \
        "facets. What is asked: tests/bench/serve.sh."
    echo
    MSEARCH=$MSEARCH "$root/tests/bench/serve.sh" "$work/index" "$work/queries.tsv" \
        "$work/serve.json"
}

# figure TAG DEPTH NAME: one number of the query results
figure() {
    grep "\"tag\":\"$1\",\"depth\":\"$2\"" "$work/query.json" |
        sed "s/.*\"$3\":\([0-9.]*\).*/\1/"
}
# served NAME: one number of the load's results
served() { sed "s/.*\"$1\":\([0-9.]*\).*/\1/" "$work/serve.json"; }
# target NAME WANT UNIT GOT RELATION
target() {
    awk -v n="$1" -v w="$2" -v u="$3" -v g="$4" -v r="$5" 'BEGIN {
        good = r == "<=" ? g + 0 <= w + 0 : g + 0 >= w + 0
        printf "| %s | %s %s %s | %s | %s |\n", n, r, w, u, g, good ? "yes" : "no" }'
}
targets() {
    echo
    echo "| target | to reach | measured | reached |"
    echo "|---|---|---|---|"
    target "indexing, all-in" 20 MB/s "$(calc "$input_bytes / $index_wall / 1e6" 1)" '>='
    target "indexing, by processor time" 20 MB/s "$(calc "$input_bytes / ($index_cpu) / 1e6" 1)" '>='
    target "index without stored text, bytes a word" 2.6 "" "$bytes_a_word" '<='
    for tag in and2 and2_high and2_mixed; do
        target "p99 of a two-word top-10 ($tag)" 5 ms \
            "$(calc "$(figure $tag top10 p99) / 1000" 3)" '<='
    done
    target "requests a second, usual queries" 4000 "" "$(served usual_per_s)" '>='
    target "p99 at half of that" 20 ms "$(served usual_half_p99_ms)" '<='
    target "anonymous memory of the server" 50 MiB "$(calc "$(served anonymous_kib) / 1024" 1)" '<='
    target "start-up" 20 ms "$(calc "$ready * 1000" 1)" '<='
    target "anonymous memory with --memory 64M" 64 MiB "$(calc "$anonymous64 / 1024" 0)" '<='
    target "anonymous memory with --memory 256M" 256 MiB "$(calc "$index_anonymous / 1024" 0)" '<='
}

{
    report
    targets
} >"$work/RESULTS.md"
printf '{"articles":%s,"input_bytes":%s,"index_s":%s,"index_cpu_s":%s,"index_anonymous_kib":%s,"index_64M_anonymous_kib":%s,"serve_ready_s":%s,"serve":%s,"stats":%s,"queries":%s}\n' \
    "$articles" "$input_bytes" "$index_wall" "$index_cpu" "$index_anonymous" "$anonymous64" "$ready" \
    "$(cat "$work/serve.json")" "$(cat "$work/stats.json")" "$(cat "$work/query.json")" >"$work/results.json"
cat "$work/RESULTS.md"
