#!/bin/bash
# run.sh - ranking measured on the retrieval collections, by kind of query: `make quality`.
#   tests/quality/run.sh FOLDER     FOLDER/{ky,ru}/{docs.jsonl.gz,queries.tsv,qrels.tsv}
# Without the folder only the sample archive is measured.
. "$(dirname "$0")/../e2e/lib.sh"
here=$root/tests/quality
data=${1:-}
echo "| collection | kind | topics | nDCG@10 | MRR@10 | Recall@10 | Recall@100 |"
echo "|---|---|---|---|---|---|---|"
row() { # collection, kind, prefix, qrels, run
    awk -v prefix="$3" -f "$here/score.awk" "$4" "$5" |
        awk -v c="$1" -v k="$2" '{ printf "| %s | %s | %s | %s | %s | %s | %s |\n", c, k, $1, $2, $3, $4, $5 }'
}
"$MSEARCH" index -q -i "$work/sample" "$sample"
"$MSEARCH" query -i "$work/sample" --topics "$root/corpus/queries/topics.tsv" -n 100 >"$work/run"
awk 'NR == FNR { other[$1, $3]; next } !(($1, $3) in other)' \
    "$root/corpus/queries/qrels-cross.tsv" "$work/run" >"$work/own"
for kind in k r n; do row sample $kind $kind "$root/corpus/queries/qrels.tsv" "$work/own"; done
for lang in ky ru; do
    [ -n "$data" ] && [ -d "$data/$lang" ] || continue
    "$MSEARCH" index -q -i "$work/$lang" "$data/$lang/docs.jsonl.gz"
    "$MSEARCH" query -i "$work/$lang" --topics "$data/$lang/queries.tsv" -n 100 >"$work/run-$lang"
    for kind in $(cut -c1 "$data/$lang/queries.tsv" | sort -u); do
        row "$lang" "$kind" "$kind" "$data/$lang/qrels.tsv" "$work/run-$lang"
    done
    row "$lang" all "" "$data/$lang/qrels.tsv" "$work/run-$lang"
done
finish
