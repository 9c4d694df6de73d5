# lib.sh - what run.sh and scale.sh share: where things are, the corpus, one engine's
# index and its figures. Sourced; $at is the folder of the race at hand.
root=$(cd "$here/../../.." && pwd)
mkdir -p "${BUILD:=$root/build}"
BUILD=$(cd "$BUILD" && pwd)
: "${MSEARCH:=$BUILD/release/msearch}"
[ -x "$MSEARCH" ] || { echo "race: $MSEARCH is not there: make bench-built" >&2; exit 2; }
MSEARCH=$(cd "$(dirname "$MSEARCH")" && pwd)/${MSEARCH##*/}
mkdir -p "${GAME_WORK:=$BUILD/race}"
GAME_WORK=$(cd "$GAME_WORK" && pwd)
export BUILD MSEARCH GAME_WORK
tools=${MSEARCH%/*}/tests/bench
self=${GAME_SELF:-msearch}

# All that is measured runs on one core.
one=()
core=${GAME_CORE:-$(($(getconf _NPROCESSORS_ONLN) - 1))}
taskset -c "$core" true 2>/dev/null && one=(taskset -c "$core")
note() { echo "race: $*" >&2; }
last_line() { tail -n 1 "$1" | tr '\t' ' '; }

# corpus ARTICLES: makes articles.jsonl and queries.tsv, and what is known of them:
# articles, tokens (words are between blanks; the frame of a line holds none) and
# corpus.stamp, which changes with the articles. With GAME_KEEP those of an earlier race.
corpus() {
    local lines words key _
    mkdir -p "$at"
    if [ -n "${GAME_CORPUS:-}" ]; then
        ln -f "$GAME_CORPUS/articles.jsonl" "$at/" 2>/dev/null ||
            cp "$GAME_CORPUS/articles.jsonl" "$at/"
        cp "$GAME_CORPUS/queries.tsv" "$at/"
    else
        key=$(ls -l "${GAME_DATA:-${BENCH_DATA:-$root/../shared/data}}" 2>&1 || true)
        key="$1 ${GAME_PER_TAG:-100} $(cksum <<<"$key")"
        key="$key $(cksum <"$tools/game/game_corpus") $(cksum <"$tools/game/game_queries")"
        [ -n "${GAME_KEEP:-}" ] && [ "$(cat "$at/corpus.key" 2>/dev/null)" = "$key" ] && return
        rm -f "$at"/corpus.*
        note "making $1 articles"
        "$here/corpus.sh" "$at" "$1" "${GAME_PER_TAG:-100}"
    fi
    read -r lines words _ < <(wc "$at/articles.jsonl")
    echo "$lines" >"$at/articles"
    echo "$words" >"$at/tokens"
    cksum <"$at/articles.jsonl" >"$at/corpus.stamp"
    [ -n "${GAME_CORPUS:-}" ] || echo "$key" >"$at/corpus.key"
}

engine_version() { "$here/engines/$1/engine" version 2>/dev/null </dev/null | head -n 1; }
bytes_of() { find "$1" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.0f", sum }'; }

# index_with ENGINE: its index in $at/ENGINE, with GAME_KEEP the one of an earlier race.
# Our own is always made anew. False: it cannot, which goes to $at/left.
index_with() {
    local name=$1 dir=$at/$1 stamp
    stamp="$(cat "$at/corpus.stamp") $(engine_version "$name")"
    if [ -n "${GAME_KEEP:-}" ] && [ "$name" != "$self" ] && [ -d "$dir" ] &&
        [ "$(cat "$dir.stamp" 2>/dev/null)" = "$stamp" ]; then
        note "$name: the index is there"
        return
    fi
    rm -rf "$dir" "$dir".{stamp,report,bytes}
    mkdir -p "$dir"
    note "$name: indexing $(cat "$at/articles") articles"
    if "${one[@]}" "$tools/measure" "$dir.report" "$here/engines/$name/engine" index "$dir" \
        <"$at/articles.jsonl" >"$dir.index.log" 2>&1; then
        bytes_of "$dir" >"$dir.bytes"
        echo "$stamp" >"$dir.stamp"
        return
    fi
    note "$name cannot index: $(last_line "$dir.index.log")"
    printf 'left\t%s\tcannot index: %s\n' "$name" "$(last_line "$dir.index.log")" >>"$at/left"
    rm -rf "$dir"
    return 1
}

# The lines of figures.tsv that are not of figures.c:
#   run      KEY VALUE
#   index    ENGINE, seconds, seconds of processor, peak KiB, anonymous KiB, bytes
#   version  ENGINE TEXT            left  ENGINE WHY
index_facts() { # ENGINE
    local wall user system peak anonymous _
    read -r wall user system peak anonymous _ <"$at/$1.report"
    printf 'index\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$wall" \
        "$(awk "BEGIN { print $user + $system }")" "$peak" "$anonymous" "$(cat "$at/$1.bytes")"
    printf 'version\t%s\t%s\n' "$1" "$(engine_version "$1")"
}
machine() {
    local model
    model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -1)
    echo "$(date -u +%Y-%m-%d), ${model:-$(uname -m)}, $(getconf _NPROCESSORS_ONLN) cores," \
        "$(uname -sr), load $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || echo '?')," \
        "commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo '?')"
}
run_facts() {
    printf 'run\tarticles\t%s\nrun\tbytes\t%s\nrun\ttokens\t%s\nrun\tmachine\t%s\n' \
        "$(cat "$at/articles")" "$(wc -c <"$at/articles.jsonl")" "$(cat "$at/tokens")" \
        "$(machine)"
}
serve_command() { # ENGINE FOLDER
    printf "%s='%s' serve '%s' 2>>'%s'" "$2" "$here/engines/$1/engine" "$at/$2" \
        "$at/$2.serve.log"
}
# race_of NAME=COMMAND...: times.tsv
race_of() {
    "${one[@]}" "$tools/game/race" --rounds "${GAME_ROUNDS:-10}" --warm "${GAME_WARM:-1}" \
        --warm-queries "${GAME_WARM_QUERIES:-$warm_queries}" \
        --warm-seconds "${GAME_WARM_SECONDS:-20}" --slow "${GAME_SLOW_MS:-20}" --starts 5 \
        --out "$at/times.tsv" --log "$at/queries.tsv" --engines "$@"
}
