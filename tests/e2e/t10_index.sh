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
has "one segment is left" "1 segments" "$out"
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
