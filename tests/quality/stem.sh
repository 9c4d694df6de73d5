#!/bin/bash
# stem.sh - the Kyrgyz stemmer against lists of word forms and their lemmas.
#   tests/quality/stem.sh [FOLDER]      FOLDER/{tools/stem_eval.py,eval/stem/*.tsv}
# The lists are not part of the project: where they are not, this is skipped (77).
# The numbers below are floors: a little under what is reached.
set -u
cd "$(dirname "$0")/../.."
msearch=${MSEARCH:-build/release/msearch}
data=${1:-../shared}
lists=$data/eval/stem
score=$data/tools/stem_eval.py
if [ ! -x "$msearch" ] || [ ! -f "$score" ] || [ ! -f "$lists/dev_all.tsv" ] ||
    ! command -v python3 >/dev/null; then
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# Standard input, a word a line, to its stems; a word may be an acronym with its capitals.
stems() { "$msearch" analyze --lang ky | cut -f2; }
# FILE COLUMN, without comments
column() { grep -v '^#' "$lists/$1.tsv" | cut -f"$2"; }

# Pairs of forms that meet, and should: LIST F1 PRECISION MACRO-RECALL [OPTION...]
pairs() {
    local list=$1 f1=$2 precision=$3 macro=$4
    shift 4
    column "$list" 1 | "$msearch" analyze --lang ky >"$work/stems" || exit 1
    python3 "$score" "$lists/$list.tsv" --families "$lists/families.tsv" --no-errt "$@" \
        --stems "$work/stems" >"$work/score" || exit 1
    awk -v name="$list $*" -v f1="$f1" -v precision="$precision" -v macro="$macro" '
        { value[$1] = $2 }
        END {
            good = value["f1"] >= f1 && value["precision"] >= precision &&
                value["macro_recall"] >= macro
            printf "%s %s: F1 %s precision %s recall %s macro recall %s\n",
                good ? "ok" : "FAIL", name, value["f1"], value["precision"],
                value["recall"], value["macro_recall"]
            exit !good
        }' "$work/score" || failed=1
}

# NAME FLOOR: standard input has two columns; the part of lines in which they are the same
same() {
    awk -F'\t' -v name="$1" -v floor="$2" '
        { n++; good += $1 == $2 }
        END {
            fine = n > 0 && good >= floor * n
            printf "%s %s: %.4f of %d\n", fine ? "ok" : "FAIL", name, n ? good / n : 0, n
            exit !fine
        }' || failed=1
}

pairs dev_all 0.96 0.985 0.94
pairs dev_all 0.98 0.99 0.97 --upos NOUN,PROPN,ADJ
pairs dev_all 0.95 0.995 0.87 --upos VERB
pairs dev_wordlist 0.94 0.98 0.88

for list in dev_acronyms dev_numerals; do
    paste <(column "$list" 1 | stems) <(column "$list" 2 | stems) | same "$list" 0.99
done

# An inflected content word and its dictionary form.
grep -v '^#' "$lists/dev_all.tsv" | awk -F'\t' '
    $3 ~ /^(NOUN|PROPN|ADJ|VERB|NUM|ADV)$/ {
        sub(/\|.*/, "", $2)
        if ($2 !~ /\+/ && $1 != $2)
            print $1 "\t" $2
    }' >"$work/forms"
paste <(cut -f1 "$work/forms" | stems) <(cut -f2 "$work/forms" | stems) |
    same "dictionary form" 0.915

for list in dev_all freq; do
    column "$list" 1 | stems >"$work/once"
    paste "$work/once" <(stems <"$work/once") | same "stem of a stem, $list" 0.97
    column "$list" 1 | grep '[өүң]' >"$work/full"
    paste <(stems <"$work/full" | sed 's/ө/о/g; s/ү/у/g; s/ң/н/g') \
        <(sed 's/ө/о/g; s/ү/у/g; s/ң/н/g' "$work/full" | stems) |
        same "typed without ө ү ң, $list" 0.97
done
exit $failed
