#!/bin/bash
# t10 - articles in: all formats, again, changed, pruned, deleted, broken.
. "$(dirname "$0")/lib.sh"
index=$work/index

exits "sample archive is indexed" 0 "$MSEARCH" index -i "$index" "$sample"
has "all 64 articles are added" "added 64, changed 0, unchanged 0, deleted 0, skipped 0" "$out"
has "repairs are counted" "repairs: R1 " "$out"
has "the rate is told" "MB/s" "$out"
before=$(ls "$index" | sort | cksum)

exits "again" 0 "$MSEARCH" index -i "$index" "$sample"
has "nothing changes" "added 0, changed 0, unchanged 64, deleted 0, skipped 0" "$out"
same "no file of the index changes" "$before" "$(ls "$index" | sort | cksum)"

exits "check" 0 "$MSEARCH" check -i "$index"
has "the index is sound" ": 0 problems" "$out"

cp -r "$sample" "$work/copy"
printf '\nЖаңы абзац: кошумча макала кайраоңдолду.\n' >>"$work/copy/pages/ky-101.txt"
rm "$work/copy/pages/ru-101.txt"
exits "one changed, one gone" 0 "$MSEARCH" index -i "$index" --prune "$work/copy"
has "changed and pruned are told" "added 0, changed 1, unchanged 62, deleted 1" "$out"
same "the change is found" "pages/ky-101.txt" \
    "$("$MSEARCH" query -i "$index" --json кайраоңдолду | jq -r .id)"
exits "the pruned one is gone" 1 "$MSEARCH" show -i "$index" pages/ru-101.txt
exits "check after the update" 0 "$MSEARCH" check -i "$index"

exits "delete" 0 "$MSEARCH" delete -i "$index" pages/ky-101.txt
exits "the deleted one is not found" 1 "$MSEARCH" query -i "$index" кайраоңдолду
exits "delete what is not there" 1 "$MSEARCH" delete -i "$index" no/such
exits "merge" 0 "$MSEARCH" merge -i "$index"
has "one segment is left" "1 segment" "$out"
same "62 articles are left" 62 "$("$MSEARCH" query -i "$index" --count '*')"
exits "check after the merge" 0 "$MSEARCH" check -i "$index"

printf '{"id":"a","title":"Биринчи","body":"Алма бышты."}\n{"id":"b", broken\n{"id":"c","title":"Үчүнчү","body":"Өрүк бышты."}\n' >"$work/bad.jsonl"
exits "a bad line does not stop the run" 0 "$MSEARCH" index -i "$work/bad" "$work/bad.jsonl"
has "two are added" "added 2" "$out"
has "file and line are named" "bad.jsonl:2" "$err"
exits "--strict tells by its exit code" 2 "$MSEARCH" index -i "$work/bad2" --strict "$work/bad.jsonl"
exits "standard input" 0 sh -c "'$MSEARCH' index -i '$work/stdin' --format jsonl - <'$work/bad.jsonl'"
same "two from standard input" 2 "$("$MSEARCH" query -i "$work/stdin" --count '*')"
exits "a path that is not there" 2 "$MSEARCH" index -i "$work/none" "$work/nothing-here"
has "it is named" "nothing-here" "$err"

gzip -c "$work/bad.jsonl" >"$work/lines.gz"
exits "gzip from standard input" 0 sh -c "'$MSEARCH' index -i '$work/gz' --format jsonl - <'$work/lines.gz'"
has "two of its lines are added" "added 2" "$out"
exits "the same as a file" 0 "$MSEARCH" index -i "$work/gz" "$work/lines.gz"
has "is unchanged" "added 0, changed 0, unchanged 2" "$out"
head -c 60 "$work/lines.gz" >"$work/cut.gz"
exits "gzip that is cut short is told by --strict" 2 "$MSEARCH" index -i "$work/gz" --strict "$work/cut.gz"
has "with its reason" "cut short" "$err"

# What could not be read may still be there: it is not pruned.
mkdir "$work/part"
cp "$work/bad.jsonl" "$work/part/a.jsonl"
exits "pruning with a bad line" 0 "$MSEARCH" index -i "$work/gz" --prune "$work/part"
has "prunes nothing" "nothing was pruned" "$err"
sed -i 2d "$work/part/a.jsonl"
sed -i 2d "$work/part/a.jsonl"
ln -s /etc/hostname "$work/part/link.txt"
exits "pruning without" 0 "$MSEARCH" index -i "$work/gz" --prune --strict "$work/part"
has "prunes, whatever a link was" "unchanged 1, deleted 1, skipped 0" "$out"
has "the link was told" "link.txt" "$err"
exits "--quiet" 0 "$MSEARCH" index -i "$work/gz" --quiet "$work/part"
same "says nothing" "" "$out$err"

long=$(printf 'ө%.0s' $(seq 400))
printf '{"id":"%s","title":"Биринчи","body":"Алма бышты."}\n' "$long" "$long-2" >"$work/long.jsonl"
exits "ids that are too long" 0 "$MSEARCH" index -i "$work/long" --strict "$work/long.jsonl"
has "are made short, each its own" "added 2, changed 0" "$out"
exits "and again" 0 "$MSEARCH" index -i "$work/long" "$work/long.jsonl"
has "they are the same" "unchanged 2" "$out"

exits "an index with the plain analyzer" 0 "$MSEARCH" index -i "$work/plain" --analyzer plain "$work/long.jsonl"
has "is one segment" "1 segment" "$out"
printf '{"id":"0","text":"t1 t5 T1"}\n{"id":"1","text":"t5 +t1"}\n' >"$work/bare.jsonl"
exits "records of id and text" 0 "$MSEARCH" index -i "$work/bare" --analyzer plain --format jsonl "$work/bare.jsonl"
exits "cut at blanks, not folded" 0 "$MSEARCH" stats -i "$work/bare"
has "into terms" "words 5, terms 4, postings 5" "$out"
has "and not stored" "stored text 0 bytes" "$out"
exits "are sound" 0 "$MSEARCH" check -i "$work/bare"
exits "and again" 0 "$MSEARCH" index -i "$work/bare" --analyzer plain "$work/bare.jsonl"
has "are not told from changed ones" "changed 2" "$out"
has "one segment again" "2 articles" "$("$MSEARCH" check -i "$work/bare")"
exits "takes no article of the standard one" 2 "$MSEARCH" index -i "$work/plain" "$work/part"
exits "merges" 0 "$MSEARCH" merge -i "$work/plain"

mkfifo "$work/hold"
"$MSEARCH" index -i "$work/lock" --format jsonl - <"$work/hold" >/dev/null 2>&1 &
exec 7>"$work/hold"
printf '{"id":"a","title":"Биринчи","body":"Алма бышты."}\n' >&7
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -e "$work/lock/write.lock" ] && break; sleep 0.2; done
exits "a second writer fails at once" 2 "$MSEARCH" index -i "$work/lock" "$work/bad.jsonl"
has "and says why" "another" "$err"
exec 7>&-
wait
exits "the first one's work is there" 0 "$MSEARCH" query -i "$work/lock" алма
finish
