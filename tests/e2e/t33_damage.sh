#!/bin/bash
# t33 - an index that is damaged, newer than the program, or may not be written: an
# answer is right, or it is an error that names the file.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/other_user.sh"
index=$work/index
"$MSEARCH" index -q -i "$index" "$sample" || bad "indexing" "exit code $?"
"$MSEARCH" merge -i "$index" >/dev/null
segment=$(ls "$index"/*.seg | tail -1)
manifest=$(ls "$index"/manifest-* | tail -1)
size=$(wc -c <"$segment")

# flip FILE OFFSET: invert one byte in place
flip() {
    local byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
    printf "$(printf '\\%03o' $((byte ^ 255)))" |
        dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
answers() { # INDEX: what a few queries of different kinds print
    "$MSEARCH" query -i "$1" --json -n 5 бюджет || return
    "$MSEARCH" query -i "$1" --json -n 5 '"айыл өкмөтү"' || return
    "$MSEARCH" query -i "$1" --json -n 5 --sort newest 'мект* lang:ky' || return
}
answers "$index" >"$work/right"
damaged=$work/damaged
rm -rf "$damaged" && cp -r "$index" "$damaged"
name=$(basename "$segment")

wrong=0 refused=0 unseen=0 unnamed=0
for i in $(seq 0 59); do
    at=$((size * i / 60 + i * 37 % 61))
    flip "$damaged/$name" $at
    code=0
    answers "$damaged" >"$work/got" 2>"$work/err" || code=$?
    if [ $code = 0 ]; then
        cmp -s "$work/right" "$work/got" || { wrong=1; bad "byte $at" "a wrong answer"; }
    else
        refused=$((refused + 1))
        [ $code = 2 ] || { wrong=1; bad "byte $at" "exit code $code"; }
        grep -q "${name%.seg}" "$work/err" || { unnamed=1; bad "byte $at: the query names the file" "$(head -c 300 "$work/err")"; }
    fi
    code=0
    "$MSEARCH" check -i "$damaged" >"$work/out" 2>&1 || code=$?
    [ $code != 0 ] || { unseen=1; bad "byte $at" "check does not see it"; }
    [ $code = 0 ] || grep -q "${name%.seg}" "$work/out" || { unnamed=1; bad "byte $at: check names the file" "$(head -c 300 "$work/out")"; }
    flip "$damaged/$name" $at
done
[ $wrong = 0 ] && ok "no flipped byte gives a wrong answer ($refused of 60 are refused)"
[ $unseen = 0 ] && ok "check sees every flipped byte"
[ $unnamed = 0 ] && ok "whoever complains names the file"
flip "$damaged/$name" $((size / 2))
exits "check of a damaged index" 1 "$MSEARCH" check -i "$damaged"
has "it tells the offset" "byte " "$out"
flip "$damaged/$name" $((size / 2))

trouble() { # NAME: a query and check of $damaged fail, and say which file
    code=0
    answers "$damaged" >"$work/out" 2>"$work/err" || code=$?
    same "$1: a query fails" 2 $code
    has "$1: it names the file" "${name%.seg}" "$(cat "$work/err")"
    code=0
    "$MSEARCH" check -i "$damaged" >"$work/out" 2>&1 || code=$?
    [ $code != 0 ] && ok "$1: check fails" || bad "$1: check fails" "exit code 0"
    cp "$segment" "$damaged/$name"
}
for cut in 0 1 63 64 4096 $((size / 2)) $((size - 1)); do
    head -c "$cut" "$segment" >"$damaged/$name"
    trouble "cut to $cut bytes"
done
{ cat "$segment" && echo more; } >"$damaged/$name"
trouble "made longer"
rm "$damaged/$name"
trouble "a segment that is gone"
# Another segment under this one's name.
"$MSEARCH" index -q -i "$work/small" "$sample/plain"
cp "$(ls "$work"/small/*.seg | tail -1)" "$damaged/$name"
trouble "another index's segment"

# A newer format: the version stands behind the eight bytes of magic.
flip "$damaged/$name" 8
exits "a newer segment" 2 "$MSEARCH" query -i "$damaged" бюджет
has "is refused by its version" "version" "$err"
cp "$segment" "$damaged/$name"
rm -f "$damaged"/manifest-*
cp "$manifest" "$damaged/"
flip "$damaged/$(basename "$manifest")" 8
exits "a newer manifest" 2 "$MSEARCH" query -i "$damaged" бюджет
has "is refused by its version" "version" "$err"
before=$(ls "$damaged" | grep -v write.lock | cksum)
exits "and a writer leaves it alone" 2 "$MSEARCH" index -i "$damaged" "$sample"
same "no file is gone" "$before" "$(ls "$damaged" | grep -v write.lock | cksum)"

# A broken newest manifest: the one before is the index.
rm -rf "$damaged" && cp -r "$index" "$damaged"
printf '{"id":"x","title":"кошумча","body":"кошумча"}\n' | "$MSEARCH" index -q -i "$damaged" -
newest=$(ls "$damaged"/manifest-* | tail -1)
head -c 20 "$newest" >"$work/cut" && cp "$work/cut" "$newest"
exits "a cut manifest" 0 "$MSEARCH" query -i "$damaged" бюджет
same "the index before it answers" 64 "$("$MSEARCH" query -i "$damaged" --count '*')"

# An index that may be read and not written.
if other_user_ready; then
    cp -r "$index" "$work/readonly"
    [ "$(id -u)" = 0 ] || chmod -R a-w "$work/readonly"
    chmod -R a+rX "$work/readonly"
    before=$(ls -la "$work/readonly" | cksum)
    exits "read-only: a query is answered" 0 as_other "$other_msearch" query -i "$work/readonly" бюджет
    exits "read-only: check" 0 as_other "$other_msearch" check -i "$work/readonly"
    exits "read-only: stats" 0 as_other "$other_msearch" stats -i "$work/readonly"
    exits "read-only: a writer says so" 2 as_other "$other_msearch" index -i "$work/readonly" "$sample/plain"
    has "read-only: and why" "ermission denied" "$err"
    same "read-only: nothing was made" "$before" "$(ls -la "$work/readonly" | cksum)"
    chmod -R u+w "$work/readonly"
fi
finish
