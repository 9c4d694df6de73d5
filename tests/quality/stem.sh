#!/bin/bash
# stem.sh - the Kyrgyz stemmer against a list of word forms and their lemmas.
#   tests/quality/stem.sh [FOLDER]      FOLDER/{tools/stem_eval.py,eval/stem/*.tsv}
# The lists are not part of the project: where they are not, this is skipped (77).
# Floors: F1 0.92 with precision 0.98 on dev_all, F1 0.88 on dev_wordlist.
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
check() { # LIST F1-FLOOR PRECISION-FLOOR
    cut -f1 "$lists/$1.tsv" | "$msearch" analyze --lang ky >"$work/stems" || exit 1
    python3 "$score" "$lists/$1.tsv" --families "$lists/families.tsv" --no-errt \
        --stems "$work/stems" >"$work/score" || exit 1
    awk -v list="$1" -v f1="$2" -v precision="$3" '
        { value[$1] = $2 }
        END {
            good = value["f1"] >= f1 && value["precision"] >= precision
            printf "%s %s: F1 %s precision %s recall %s\n", good ? "ok" : "FAIL", list,
                value["f1"], value["precision"], value["recall"]
            exit !good
        }' "$work/score" || failed=1
}
check dev_all 0.92 0.98
check dev_wordlist 0.88 0.97
exit $failed
