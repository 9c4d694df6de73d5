#!/bin/bash
# t31 - a writer killed at random moments, and readers that go on while one writes.
#   T31_SEED=N repeats a run's moments.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/generate.sh"
index=$work/index
seed=${T31_SEED:-$$}
RANDOM=$seed
echo "seed $seed"

# Two states of one archive: the same 3,000 ids, every text different.
articles=3000
generate $articles 1 >"$work/a.jsonl"
generate $articles 2 >"$work/b.jsonl"
total=$((articles + 64))
run() { "$MSEARCH" index -q -i "$index" --memory 8M "$1" "$sample"; }

from=$(date +%s%N)
run "$work/a.jsonl" || bad "indexing" "exit code $?"
took=$((($(date +%s%N) - from) / 1000000))
same "all are there" $total "$("$MSEARCH" query -i "$index" --count '*')"
rm -rf "$index"

# The first kills fall on an index that is not there yet, the rest on a full one.
broken=0 killed=0
state=none
for i in $(seq 20); do
    generate $articles $((i + 10)) >"$work/next.jsonl" # every text is new: all is work
    [ "$i" = 6 ] && { run "$work/a.jsonl" || bad "indexing again" "exit code $?"; state=full; }
    # Not through run(): the process to be killed must be msearch itself.
    "$MSEARCH" index -q -i "$index" --memory 8M "$work/next.jsonl" "$sample" 2>/dev/null &
    pid=$!
    sleep "$(awk -v r="$RANDOM" -v t="$took" 'BEGIN { printf "%.3f", r / 32768 * t * 0.9 / 1000 }')"
    kill -9 $pid 2>/dev/null
    ended=0
    wait $pid 2>/dev/null || ended=$?
    [ $ended = 137 ] && killed=$((killed + 1))
    code=0
    "$MSEARCH" check -i "$index" >"$work/out" 2>"$work/err" || code=$?
    if [ "$state" = full ] || [ "$code" != 2 ]; then
        # Once there is an index it is whole: the same number of articles, all readable.
        [ "$code" = 0 ] || { broken=1; bad "kill $i: check" "exit code $code: $(cat "$work/out" "$work/err" | head -c 400)"; }
        got=$("$MSEARCH" query -i "$index" --count '*' 2>&1)
        [ "$got" = $total ] || { broken=1; bad "kill $i: articles" "$got, not $total"; }
        state=full
    else
        grep -q 'msearch index' "$work/err" || { broken=1; bad "kill $i: no index" "$(head -c 400 "$work/err")"; }
    fi
done
[ $killed -ge 5 ] && ok "kills came in the middle of work ($killed of 20)" || bad "kills" "only $killed of 20 came in time"
[ $broken = 0 ] && ok "after each of 20 kills the index is whole or not there"

exits "the next run goes through" 0 "$MSEARCH" index -i "$index" "$work/a.jsonl" "$sample"
same "to the same articles" $total "$("$MSEARCH" query -i "$index" --count '*')"
exits "and is sound" 0 "$MSEARCH" check -i "$index"
exits "merged" 0 "$MSEARCH" merge -i "$index"
"$MSEARCH" index -q -i "$work/clean" "$work/a.jsonl" "$sample"
"$MSEARCH" merge -i "$work/clean" >/dev/null
# Articles of one score come in the order of the archive, which may be another one here.
answers() {
    "$MSEARCH" query -i "$1" --topics "$root/corpus/queries/topics.tsv" -n 50 |
        awk '{ print $1, $4, $5 }'
}
same "with the scores of an index that was never killed" \
    "$(answers "$work/clean" | cksum)" "$(answers "$index" | cksum)"
# Twice, so that what the generation before still held is gone, too.
printf '{"id":"x","title":"x","body":"x"}\n' | "$MSEARCH" index -q -i "$index" -
"$MSEARCH" delete -i "$index" x >/dev/null
"$MSEARCH" merge -i "$index" >/dev/null
left=$(find "$index" -type f | wc -l)
[ "$left" -le 8 ] && ok "killed runs leave no files behind" ||
    bad "killed runs leave no files behind" "$(ls "$index" | head -40 | tr '\n' ' ')"

# Readers while the archive is rewritten again and again.
rm -rf "$work/done"
(
    for i in 1 2 3 4 5 6; do
        [ $((i % 2)) = 0 ] && next=a || next=b
        "$MSEARCH" index -q -i "$index" --memory 8M "$work/$next.jsonl" || echo "index $i: $?"
        "$MSEARCH" merge -i "$index" >/dev/null || echo "merge $i: $?"
    done >"$work/writer" 2>&1
    : >"$work/done"
) &
asked=0
failures=
while [ ! -e "$work/done" ]; do
    got=$("$MSEARCH" query -i "$index" --count '*' 2>&1)
    [ "$got" = $total ] || failures="$failures count: $got;"
    "$MSEARCH" query -i "$index" бюджет >/dev/null 2>"$work/err" ||
        failures="$failures query: $? $(head -c 200 "$work/err");"
    [ $((asked % 5)) != 0 ] || "$MSEARCH" check -i "$index" >"$work/out" 2>&1 ||
        failures="$failures check: $? $(head -c 200 "$work/out");"
    asked=$((asked + 1))
done
wait
same "the writer had no trouble" "" "$(cat "$work/writer")"
same "no reader failed ($asked rounds)" "" "$(printf %s "$failures" | head -c 600)"
[ $asked -ge 5 ] && ok "readers were at it all the time" || bad "readers" "only $asked rounds"
finish
