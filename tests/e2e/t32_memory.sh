#!/bin/bash
# t32 - the memory that a run may use changes how often it spills, and in which order
# articles stand that have the same score; nothing else.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/generate.sh"
generate 10000 3 >"$work/a.jsonl"
bytes=$(wc -c <"$work/a.jsonl")
[ "$bytes" -ge 15000000 ] && ok "about 20 MB of text" || bad "text" "$bytes bytes"
for memory in 8M 256M; do
    exits "indexed with $memory" 0 "$MSEARCH" index -i "$work/$memory" --memory $memory "$work/a.jsonl"
    has "all are added with $memory" "added 10000" "$out"
    exits "sound with $memory" 0 "$MSEARCH" check -i "$work/$memory"
    exits "merged with $memory" 0 "$MSEARCH" merge -i "$work/$memory" --memory $memory
    exits "sound when merged with $memory" 0 "$MSEARCH" check -i "$work/$memory"
done
exits "7M is too little" 2 "$MSEARCH" index -i "$work/7M" --memory 7M "$work/a.jsonl"

# Hits with equal scores by id; of a full page without its last score, which others may
# have as well.
hits() { # INDEX SORT QUERY
    "$MSEARCH" query -i "$1" --json -n 20 --sort "$2" -- "$3" |
        if [ "$2" = relevance ]; then
            jq -cs '(if length == 20 then .[19].score else null end) as $last |
                map(select(.score != $last)) | sort_by(-.score, .id) | .[]'
        else
            cat
        fi
}
any() {
    cut -f 2 "$root/corpus/queries/topics.tsv" | tr -d '"()*:~-' | sed 's/  */ OR /g' |
        while IFS= read -r q; do hits "$1" relevance "$q"; done
}
a=$(any "$work/8M" | tee "$work/any" | cksum)
[ "$(wc -l <"$work/any")" -gt 500 ] && ok "topics have answers" || bad "topics" "few hits"
same "any word of a topic has the same answers and scores" "$a" "$(any "$work/256M" | cksum)"
# Queries of every kind, with snippets. By date, equals stand as in the archive.
while IFS= read -r q; do
    for sort in relevance newest; do
        a=$(hits "$work/8M" $sort "$q")
        b=$(hits "$work/256M" $sort "$q")
        [ "$a" = "$b" ] && ok "$sort: $q" ||
            bad "$sort: $q" "$(printf '%s\n' "$a" | wc -l) and $(printf '%s\n' "$b" | wc -l) lines, not the same"
    done
done <<'QUERIES'
бюджет
айыл өкмөтү
"айыл өкмөтү"
"айыл өкмөтүнүн"
"айыл бюджет"~8
мектеп OR школа
китепкана -мектеп
суу (мектеп OR жол)
библиотек*
жер*
title:суу
year:2001..2004 жол
lang:ru дом
issue:3 айыл
*
-айыл
жана
в и на
мектептеринде окуучулар
QUERIES
a=$("$MSEARCH" stats -i "$work/8M" --json | jq -c '{articles, words, terms, postings, places, languages, years}')
b=$("$MSEARCH" stats -i "$work/256M" --json | jq -c '{articles, words, terms, postings, places, languages, years}')
same "the same words, terms and postings" "$b" "$a"
finish
