#!/bin/bash
# scale.sh - how time, size and memory grow with the number of articles, msearch alone:
#   MSEARCH=build/release/msearch tests/bench/game/scale.sh
#
#   SCALE_MIN, SCALE_MAX  from and to, ten times as many each step (10000, 1000000)
#   GAME_PER_TAG, GAME_ROUNDS, GAME_WARM, GAME_CORE, GAME_WORK, GAME_KEEP, GAME_CORPUS
#                         as in run.sh (GAME_CORPUS: a folder with a folder for each size)
#
# One table to standard output and to SCALE.md in the work folder. The last column is the
# exponent of growth: the slope of the least-squares line through the logarithms. 0 does
# not grow, 1 grows as the articles do.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
corpora=${GAME_CORPUS:-}
warm_queries=0
files=()
for ((articles = ${SCALE_MIN:-10000}; articles <= ${SCALE_MAX:-1000000}; articles *= 10)); do
    at=$GAME_WORK/scale/$articles
    [ -z "$corpora" ] || GAME_CORPUS=$corpora/$articles
    corpus "$articles"
    rm -f "$at"/*.serve.log
    index_with "$self"
    note "$articles articles: asking"
    race_of "$(serve_command "$self" "$self")"
    {
        run_facts
        index_facts "$self"
        "$tools/game/figures" "$self" "" <"$at/times.tsv"
    } >"$at/figures.tsv"
    files+=("$at/figures.tsv")
    [ -n "${GAME_KEEP:-}" ] || rm -rf "${at:?}/$self" "$at"/{articles.jsonl,corpus.key}
done
awk -f "$here/scale.awk" "${files[@]}" | tee "$GAME_WORK/SCALE.md"
