#!/bin/bash
# run.sh - the race: `make race`, or by hand
#   MSEARCH=build/release/msearch tests/bench/game/run.sh
#
#   GAME_DOCS     articles (1000000)         GAME_PER_TAG  queries a tag (100)
#   GAME_ENGINES  who runs beside msearch (all folders of engines/)
#   GAME_SLOW     engines that are too slow for many articles ("xapian sqlite"): with more
#                 than GAME_SLOW_DOCS (100000) articles they stay out, and a second race
#                 is held with that many articles and all engines
#   GAME_ROUNDS   counted rounds (10)        GAME_WARM     rounds before them (1)
#   GAME_WARM_QUERIES, GAME_WARM_SECONDS     before each command every engine alone answers
#                 so many queries, or so long (25000, 20; without engines on a virtual
#                 machine 0)
#   GAME_SLOW_MS  what takes an engine longer three times is not asked again (20)
#   GAME_CORE     the core for all (the last one)
#   GAME_WORK     work folder (build/race)   GAME_KEEP=1   keep corpora and indexes, and
#                                            use them again while the corpus is the same
#   GAME_SELF     the engine that is compared with the others (msearch)
#   GAME_CORPUS   a folder with articles.jsonl and queries.tsv to race on, made elsewhere
#
# Writes RESULTS.md, results.json and times.svg into the work folder, and for every race
# N/times.tsv (each answer's nanoseconds) and N/figures.tsv.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
docs=${GAME_DOCS:-1000000}
slow_docs=${GAME_SLOW_DOCS:-100000}
slow=" ${GAME_SLOW-xapian sqlite} "
copy=$self-copy
warm_queries=0

engines() {
    echo "$self"
    local name
    for name in ${GAME_ENGINES:-$(cd "$here/engines" && echo */)}; do
        name=${name%/}
        [ "$name" != "$self" ] && [ "$name" != common ] && echo "$name"
    done
    return 0
}
# Those that can be set up; the reason why others cannot goes to the file `left`.
able_engines() {
    local name log
    : >"$GAME_WORK/left"
    for name in $(engines); do
        log=$GAME_WORK/$name.setup.log
        if [ ! -d "$here/engines/$name" ]; then
            note "there is no engine $name"
        elif "$here/engines/$name/engine" setup >"$log" 2>&1 </dev/null; then
            echo "$name"
        else
            note "$name cannot be set up: $(last_line "$log")"
            printf 'left\t%s\tcannot be set up: %s\n' "$name" "$(last_line "$log")" \
                >>"$GAME_WORK/left"
        fi
    done
}

# race_over ARTICLES ENGINE...: figures.tsv in a folder of that name.
race_over() {
    local name commands=() present=()
    at=$GAME_WORK/$1
    corpus "$1"
    cp "$GAME_WORK/left" "$at/left"
    rm -f "$at"/*.serve.log
    for name in "${@:2}"; do
        index_with "$name" || continue
        present+=("$name")
        commands+=("$(serve_command "$name" "$name")")
    done
    if [ -d "$at/$self" ]; then # its copy has bytes of its own: no engine warms another
        rm -rf "${at:?}/$copy"
        cp -r "$at/$self" "$at/$copy"
        commands+=("$(serve_command "$self" "$copy")")
    fi
    note "$(cat "$at/articles") articles: ${present[*]}"
    race_of "${commands[@]}"
    {
        run_facts
        cat "$at/left"
        for name in "${present[@]}"; do index_facts "$name"; done
        "$tools/game/figures" "$self" "$copy" <"$at/times.tsv"
    } >"$at/figures.tsv"
    races+=("$1")
    rm -rf "${at:?}/$copy"
    [ -n "${GAME_KEEP:-}" ] && return
    for name in "${present[@]}"; do rm -rf "${at:?}/$name"; done
    rm -f "$at"/articles.jsonl "$at"/corpus.key
}

write_results() {
    local race separator='['
    {
        echo "# The race"
        echo
        echo "Written by \`tests/bench/game/run.sh\`; how it is done: tests/bench/game/README.md."
        for race in "${races[@]}"; do
            echo
            awk -v self="$self" -v copy="$copy" -f "$here/tables.awk" "$GAME_WORK/$race/figures.tsv"
        done
    } >"$GAME_WORK/RESULTS.md"
    {
        for race in "${races[@]}"; do
            echo "$separator"
            awk -f "$here/json.awk" "$GAME_WORK/$race/figures.tsv"
            separator=,
        done
        echo ']'
    } >"$GAME_WORK/results.json"
    awk -v self="$self" -v copy="$copy" -f "$here/picture.awk" \
        "$GAME_WORK/${races[0]}/figures.tsv" >"$GAME_WORK/times.svg" || rm -f "$GAME_WORK/times.svg"
}

races=()
able=$(able_engines)
case $able in *lucene*) warm_queries=25000 ;; esac
if [ "$docs" -gt "$slow_docs" ]; then
    quick=
    for name in $able; do
        case $slow in *" $name "*) ;; *) quick="$quick $name" ;; esac
    done
    race_over "$docs" $quick
    [ "$quick" = " $(echo $able)" ] || race_over "$slow_docs" $able
else
    race_over "$docs" $able
fi
write_results
cat "$GAME_WORK/RESULTS.md"
