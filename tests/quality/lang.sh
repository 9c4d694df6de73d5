#!/bin/bash
# lang.sh - the language of whole sentences and of their first five and three words, also
# with о у н typed for ө ү ң; each is indexed as an article of its own, without a hint.
#   tests/quality/lang.sh [FOLDER]      FOLDER/{ky_sentences,kyru_parallel,ky_dev,ru_dev}.jsonl.gz
# Only texts that lang_grams.c was not made of are used. They are not part of the
# project: where they are not, this is skipped (77).
set -u
cd "$(dirname "$0")/../.."
msearch=${MSEARCH:-build/release/msearch}
data=${1:-../shared}
[ -d "$data/data" ] && data=$data/data
for name in ky_sentences kyru_parallel ky_dev ru_dev; do
    if [ ! -f "$data/$name.jsonl.gz" ]; then
        echo "no $data/$name.jsonl.gz"
        exit 77
    fi
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
sentences() { # of the records on standard input, with two words at least; every STEP-th
    jq -r '.body | split("\n")[] |
        [splits("(?<=[.!?…])[»”)]* +(?=[«(—– ]*[А-ЯЁӨҮҢ])")][] | gsub("\\s+"; " ")' |
        grep -E '[^ ]{2,} .*[^ ]{2,}' | awk -v step="$1" 'NR % step == 0'
}
cut_words() { # the first N words that have a letter; 0: all
    if [ "$1" = 0 ]; then cat; else
        awk -v n="$1" '{
            line = ""; words = 0
            for (i = 1; i <= NF && words < n; i++) {
                line = line $i " "
                words += $i ~ /[A-Za-z\300-\337]/
            }
            print line
        }'
    fi
}
typed() { sed 'y/өүңӨҮҢ/оунОУН/'; }
count() { "$msearch" query -i "$work/index" --count "lang:$1"; }
row() { # WHAT FILE LANGUAGE WORDS FLOOR FILTER
    rm -rf "$work/index"
    cut_words "$4" <"$work/$2" | LC_ALL=C.UTF-8 "$6" |
        jq -cR '{id: ("s" + (input_line_number | tostring)), body: .}' >"$work/all.jsonl"
    "$msearch" index -q -i "$work/index" "$work/all.jsonl" || exit 1
    awk -v what="$1" -v words="$4" -v floor="$5" -v right="$(count "$3")" \
        -v all="$(wc -l <"$work/all.jsonl")" 'BEGIN {
            share = 100 * right / all
            good = all > 0 && share >= floor
            printf "%s %-28s %-9s %6.2f %% of %5d, floor %s\n", good ? "ok" : "FAIL",
                what, words ? words " words" : "whole", share, all, floor
            exit !good
        }' || failed=1
}
rows() { # WHAT LANGUAGE WHOLE-FLOOR FIVE-FLOOR THREE-FLOOR
    row "$1" "$1" "$2" 0 "$3" cat
    row "$1" "$1" "$2" 5 "$4" cat
    row "$1" "$1" "$2" 3 "$5" cat
    [ "$2" = ky ] || return
    row "$1, о у н" "$1" "$2" 0 "$3" typed
    row "$1, о у н" "$1" "$2" 3 "$5" typed
}
read_gz() { zcat "$data/$1.jsonl.gz"; }
read_gz ky_sentences | awk 'NR % 2 == 0' | sentences 1 >"$work/ky-sentences"
read_gz kyru_parallel | grep '"lang": "ky"' | sentences 1 >"$work/ky-news"
read_gz kyru_parallel | grep '"lang": "ru"' | sentences 1 >"$work/ru-news"
read_gz ky_dev | grep -v 'NTREX\|FLORES' | sentences 15 >"$work/ky-verses"
read_gz ru_dev | grep '^{"id": "law' | tail -n +3671 | sentences 6 >"$work/ru-laws"
read_gz ru_dev | grep '^{"id": "drama' | tail -n +2580 | sentences 24 |
    grep -E '[^ ]{2,} .*[^ ]{2,} .*[^ ]{2,}' >"$work/ru-plays"
rows ky-sentences ky 99.5 99 98.5
rows ky-news ky 99.8 99 96
rows ky-verses ky 99.5 99.5 99
rows ru-news ru 99.7 99 97
rows ru-laws ru 99.9 99.9 99.5
rows ru-plays ru 99.5 99.5 99
exit $failed
