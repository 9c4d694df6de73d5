#!/bin/bash
# t62 - the documents and the query log of a race, made of the sample archive.
. "$(dirname "$0")/lib.sh"
build=$(cd "$(dirname "$MSEARCH")/.." && pwd)
for mode in asan release; do
    export GAME_TOOLS=$build/$mode/tests/bench/game
    [ -x "$GAME_TOOLS/game_corpus" ] && [ -x "$GAME_TOOLS/game_queries" ] && break
done
[ -x "$GAME_TOOLS/game_corpus" ] && [ -x "$GAME_TOOLS/game_queries" ] ||
    { echo "the corpus's programs are not built: make bench-built"; exit 77; }
export GAME_DATA=$work/none
corpus=$root/tests/bench/game/corpus.sh

exits "a corpus is made" 0 "$corpus" "$work/a" 3000 20
has "its dictionary grows" "terms besides the text's" "$err"
exits "and again" 0 "$corpus" "$work/b" 3000 20
cmp -s "$work/a/articles.jsonl" "$work/b/articles.jsonl" && ok "the documents are the same" ||
    bad "the documents are the same" "they differ"
cmp -s "$work/a/queries.tsv" "$work/b/queries.tsv" && ok "the queries are the same" ||
    bad "the queries are the same" "they differ"

same "so many documents" 3000 "$(wc -l <"$work/a/articles.jsonl" | tr -d ' ')"
same "each of them an id from 0 and tokens" 3000 "$(awk '
    match($0, /^{"id":"[0-9]+","text":"t[1-9][0-9]*( t[1-9][0-9]*)*"}$/) {
        split($0, part, "\"")
        good += part[4] == NR - 1
    }
    END { print good + 0 }' "$work/a/articles.jsonl")"

tags='and2 and2_high and2_mixed and3 and4 and_many and_or and_phrase not or2 or2_high
or2_mixed or3 or4 or_many phrase2 phrase3 phrase4 phrase_high term_high term_low term_mid'
same "every tag" "$(echo $tags)" "$(echo $(cut -f1 "$work/a/queries.tsv" | sort -u))"
same "no query twice in a tag" "" "$(sort "$work/a/queries.tsv" | uniq -d)"
same "every query is of the contract's form" "" "$(awk -F'\t' '
    NF != 2 || $2 !~ /^[+-]?("t[0-9]+( t[0-9]+)+"|t[0-9]+)( [+-]?("t[0-9]+( t[0-9]+)+"|t[0-9]+))*$/' \
    "$work/a/queries.tsv")"
same "ORs ask for the words of the ANDs" "$(grep ^and3 "$work/a/queries.tsv" | cut -f2 | tr -d +)" \
    "$(grep ^or3 "$work/a/queries.tsv" | cut -f2)"

"$MSEARCH" index -q --analyzer plain --format jsonl -i "$work/index" "$work/a/articles.jsonl"
count() { # TAG: how many documents each query of a tag finds, the fewest and the most
    awk -F'\t' -v tag="$1" '$1 == tag { print "COUNT\t" $2 }' "$work/a/queries.tsv" |
        "$MSEARCH" bench -i "$work/index" | cut -f1 | sort -n | sed -n '1p;$p' | tr '\n' ' '
}
# among NAME LEAST MOST FEWEST MOST
among() {
    if [ "$4" -ge "$2" ] && [ "$5" -le "$3" ]; then ok "$1"; else
        bad "$1" "found $4 to $5, not $2 to $3"
    fi
}
among "frequent terms are frequent" 150 3000 $(count term_high)
among "terms of the middle" 3 30 $(count term_mid)
among "rare terms are rare" 2 3 $(count term_low)
for tag in and2 and4 and_many phrase2 phrase4 phrase_high and_phrase and2_mixed; do
    among "$tag is found" 1 3000 $(count $tag)
done
same "what is no document is refused" "bench: a token is not t and a number" \
    "$(echo '{"id":"0","text":"x1"}' | "$GAME_TOOLS/game_queries" 2>&1)"
finish
