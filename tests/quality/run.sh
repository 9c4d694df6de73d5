#!/bin/bash
# run.sh - all that is measured of quality, in one table: `make quality`.
#   tests/quality/run.sh [DATA]     DATA/data/retrieval/{ky,ru}/{docs.jsonl.gz,
#                                   queries.tsv,qrels.tsv} (../shared); without it the
#                                   checks alone
#   MSEARCH   the program           BUILD   where all is built (build)
# The table goes to standard output, BUILD/quality.md and BUILD/quality.json; the runs of
# other engines are kept in BUILD/quality/ until they or the collection change. Exit
# code 1 when a check fails.
set -uo pipefail
export LC_ALL=C.UTF-8
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/quality
mkdir -p "${BUILD:-$root/build}/quality"
BUILD=$(cd "${BUILD:-$root/build}" && pwd)
: "${MSEARCH:=$BUILD/release/msearch}"
MSEARCH=$(realpath "$MSEARCH")
export BUILD MSEARCH
data=$(realpath -m "${1:-$root/../shared}")
tools=$BUILD/release/tests/quality
work=$BUILD/quality
results=$work/results.tsv
notes=$work/notes
: >"$results"
: >"$notes"

die() {
    echo "quality: $1" >&2
    exit 2
}
say() { echo "quality: $*" >&2; }
note() { echo "$*" >>"$notes"; }

# --- one collection: $collection in $folder; its runs go to $runs ----------------------

# kept FILE KEY COMMAND...: FILE as COMMAND prints it, made anew when KEY or the
# collection changed.
kept() {
    local file=$runs/$1 key="$2 $collection_key"
    shift 2
    if [ -f "$file" ] && [ "$(cat "$file.key" 2>/dev/null)" = "$key" ]; then return 0; fi
    rm -f "$file.key"
    "$@" >"$file" 2>"$file.log" || return 1
    echo "$key" >"$file.key"
}

# rows NAME TITLE: a line of results for each kind of topic, with the p of the
# difference to msearch, whose run is measured first.
rows() {
    local name=$1 title=$2 qrels=$folder/qrels.tsv kind prefix scores p
    awk -v each=1 -f "$here/score.awk" "$qrels" "$runs/$name.run" | sort >"$runs/$name.each"
    for kind in $kinds all; do
        prefix=$kind
        [ "$kind" = all ] && prefix=
        scores=$(awk -v prefix="$prefix" -f "$here/score.awk" "$qrels" "$runs/$name.run")
        p=
        if [ "$name" != msearch ]; then
            p=$(join "$runs/msearch.each" "$runs/$name.each" | grep "^$prefix" |
                "$tools/significance") || die "no significance for $name"
            p=${p##* }
        fi
        # shellcheck disable=SC2086 # the scores are five words
        printf '%s %s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$collection" "$kind" ${scores%% *} \
            "$title" ${scores#* } "$p" >>"$results"
    done
}

ours() {
    say "$collection: msearch"
    rm -rf "$runs/index"
    "$MSEARCH" index -q -i "$runs/index" "$folder/docs.jsonl.gz" || die "cannot index"
    "$MSEARCH" query -i "$runs/index" --topics "$folder/queries.tsv" -n 100 \
        >"$runs/msearch.run" || die "msearch query failed"
    rm -rf "$runs/index"
    rows msearch "$("$MSEARCH" --version | head -n 1)"
}

baseline() { # MODE TITLE
    say "$collection: $2"
    "$tools/baseline" "$1" "$runs/docs.tsv" "$folder/queries.tsv" >"$runs/$1.run" ||
        die "baseline $1 failed"
    rows "$1" "$2"
}

peer() { # ENGINE SYSTEM TITLE-WITH-@-FOR-THE-VERSION
    local adapter=$here/peers/$1/run.sh name=$1-$2 version title=${3/ @/}
    if ! version=$("$adapter" version 2>"$work/why"); then
        note "- $collection: $title left out, it $(tail -n 1 "$work/why")"
        return
    fi
    say "$collection: $title"
    if kept "$name.run" "$version $(cat "$here/peers/$1"/*.* | cksum)" \
        timeout 900 "$adapter" "$2" "$runs/docs.tsv" "$folder/queries.tsv"; then
        rows "$name" "${3/@/$version}"
    else
        note "- $collection: $title left out, it failed: $runs/$name.run.log"
    fi
}

measure() { # COLLECTION
    collection=$1
    folder=$data/data/retrieval/$1
    runs=$work/$1
    if [ ! -f "$folder/qrels.tsv" ]; then
        note "- $collection: left out, the collection is not here"
        return
    fi
    mkdir -p "$runs"
    collection_key=$(cat "$folder"/{docs.jsonl.gz,queries.tsv} "$here/flatten.jq" | cksum)
    kinds=$(cut -c1 "$folder/queries.tsv" | sort -u)
    kept docs.tsv flat jq -r -f "$here/flatten.jq" < <(gzip -dc "$folder/docs.jsonl.gz") ||
        die "$folder: $(cat "$runs/docs.tsv.log")"
    ours
    baseline whole 'BM25, whole words'
    baseline cut5 'BM25, first five letters'
    baseline russian 'BM25, Russian stems'
    peer sqlite fts5 'SQLite @ FTS5'
    peer xapian words 'Xapian @'
    peer xapian russian 'Xapian @, Russian stems'
    peer lucene standard 'Lucene @ StandardAnalyzer'
    peer lucene russian 'Lucene @ RussianAnalyzer'
}

# --- checks that stand alone -----------------------------------------------------------

check() { # NAME: what tests/quality/NAME.sh has to say, a line each
    local script=$here/$1.sh code=0
    [ -f "$script" ] || return
    say "$1"
    (cd "$root" && bash "$script" "$data") >"$work/$1.log" 2>&1 || code=$?
    if [ $code = 77 ]; then
        note "- $1: left out, its lists are not here"
        return
    fi
    [ $code = 0 ] || failed=1
    grep -E '^(ok|FAIL) ' "$work/$1.log" | sed "s/^/- $1: /" >>"$notes"
    [ $code = 0 ] || grep -q '^FAIL ' "$work/$1.log" || note "- $1: FAIL, $work/$1.log"
}

failed=0
for name in ky ru; do measure $name; done
for name in stem lang ladder sample; do check $name; done
{
    [ -s "$results" ] && awk -f "$here/table.awk" "$results" && echo
    cat "$notes"
} >"$BUILD/quality.md"
jq -Rn --rawfile notes "$notes" '{
    rows: [inputs | split("\t") | {topics: .[0], count: (.[1] | tonumber), system: .[2],
        ndcg10: (.[3] | tonumber), mrr10: (.[4] | tonumber), recall10: (.[5] | tonumber),
        recall100: (.[6] | tonumber), p: (.[7] | tonumber? // null)}],
    notes: ($notes | rtrimstr("\n") | split("\n") | map(ltrimstr("- ")))
}' "$results" >"$BUILD/quality.json"
cat "$BUILD/quality.md"
exit $failed
