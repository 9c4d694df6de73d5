#!/bin/bash
# t21_probes.sh - what readers type, against what they must and must not find.
#   MSEARCH=build/release/msearch tests/e2e/t21_probes.sh
# The table is tests/spec/probes.cases; its head tells how to read it.
. "$(dirname "$0")/lib.sh"
cases=$root/tests/spec/probes.cases
index=$work/index

# doc lines as records; what follows || is an author. A text with a line's end in it (⏎)
# is a file of its own, as it lies on a disk.
mkdir "$work/docs"
awk -v files="$work/docs" '$1 == "doc" {
    id = $2; lang = $3
    sub(/^doc +[^ ]+ +[^ ]+ +/, "")
    if (gsub(/⏎/, "\n")) {
        printf "*\n\n%s.\n\n***\n", $0 >(files "/" id ".txt")
        next
    }
    author = ""
    if ((at = index($0, " || ")) > 0) {
        author = substr($0, at + 4)
        $0 = substr($0, 1, at - 1)
    }
    gsub(/\\/, "\\\\"); gsub(/"/, "\\\"")
    printf "{\"id\":\"%s\",\"lang\":\"%s\",", id, lang
    if (author != "")
        printf "\"authors\":[\"%s\"],", author
    printf "\"body\":[{\"text\":\"%s.\"}]}\n", $0
}' "$cases" >"$work/docs/all.jsonl"
"$MSEARCH" index -q -i "$index" "$work/docs" || bad "indexing" "exit code $?"

# One line an answer: "ask NUMBER COUNT", then "ID RUNG" by rank.
number=0
while IFS= read -r line; do
    query=${line#ask }
    number=$((number + 1))
    printf '{"ask":%d,"count":%d}\n' "$number" \
        "$("$MSEARCH" query -i "$index" --count -- "$query" 2>/dev/null)"
    "$MSEARCH" query -i "$index" --json -n 200 --snippets 0 -- "$query" 2>/dev/null
done < <(grep '^ask ' "$cases") |
    jq -r 'if .ask then "ask \(.ask) \(.count)" else "\(.id | rtrimstr(".txt")) \(.rung)" end' >"$work/answers"

awk '
function rank_of(id) { return ((number, id) in rank) ? rank[number, id] : 0 }
function tell(good, why) {
    printf "%s\t%s:%d: %s: %s\n", good ? "ok" : "bad", "probes.cases", FNR, query, why
}
FNR == NR && $1 == "ask" { asked = $2; count[asked] = $3; hits = 0; next }
FNR == NR { rank[asked, $1] = ++hits; rung[asked, $1] = $2; next }
$1 == "ask" { number++; query = substr($0, 5); next }
$1 == "+" { for (i = 2; i <= NF; i++) tell(rank_of($i) > 0, "finds " $i); next }
$1 == "-" { for (i = 2; i <= NF; i++) tell(rank_of($i) == 0, "does not find " $i); next }
$1 == "1" { tell(rank_of($2) == 1, $2 " is first"); next }
$1 == "<" {
    tell(rank_of($2) > 0 && (rank_of($3) == 0 || rank_of($2) < rank_of($3)),
         $2 " is before " $3)
    next
}
$1 == "@" { tell(rank_of($3) > 0 && rung[number, $3] == $2, $3 " by " $2); next }
$1 == "=" { tell(count[number] == $2, $2 " as typed, not " count[number]); next }
NF > 0 && $1 !~ /^#/ && $1 != "doc" { tell(0, "no such line") }
' "$work/answers" "$cases" >"$work/verdicts"
while IFS=$'\t' read -r verdict text; do
    if [ "$verdict" = ok ]; then ok "$text"; else bad "$text" "it does not hold"; fi
done <"$work/verdicts"
finish
