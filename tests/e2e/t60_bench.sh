#!/bin/bash
# The two ends of a race: documents in with the plain analyzer, `msearch bench` answering.
. "$(dirname "$0")/lib.sh"
engine=$root/tests/bench/game/engines/msearch/engine

# 300 documents of the words t1 .. t40, small numbers more often; a word list a line.
awk 'BEGIN {
    seed = 7
    for (i = 0; i < 300; i++) {
        line = ""
        for (n = 5 + i % 17; n > 0; n--) {
            seed = (seed * 1103515245 + 12345) % 2147483648
            a = int(seed / 65536) % 40
            seed = (seed * 1103515245 + 12345) % 2147483648
            b = int(seed / 65536) % 40
            line = line " t" (a < b ? a : b) + 1
        }
        print substr(line, 2)
    }
}' >"$work/words"
awk '{ printf "{\"id\":\"%d\",\"text\":\"%s\"}\n", NR - 1, $0 }' "$work/words" >"$work/docs"

same "the engine is ready" "" "$("$engine" setup 2>&1)"
has "the engine tells its version" "msearch " "$("$engine" version)"
same "indexing is quiet" "" "$("$engine" index "$work/index" <"$work/docs" 2>&1)"
has "one segment, nothing stored" "300 articles" "$("$MSEARCH" check -i "$work/index")"
[ "$(find "$work/index" -name '*.seg' | wc -l)" = 1 ] && ok "one segment" ||
    bad "one segment" "$(ls "$work/index")"

# ask LINE...: the answers without their times
ask() { printf '%s\n' "$@" | "$engine" serve "$work/index" 2>"$work/told" | cut -f1; }
# lines CONDITION: how many documents an awk condition holds for; has(w), next_to(a, b)
lines() {
    awk "function has(w) { return (\" \" \$0 \" \") ~ (\" \" w \" \") }
         $1 { n++ } END { print n + 0 }" "$work/words"
}

same "a word" "$(lines 'has("t7")')" "$(ask 'COUNT	t7')"
same "a word that is not there" 0 "$(ask 'COUNT	t77')"
same "words are not folded" 0 "$(ask 'COUNT	T7')"
same "either" "$(lines 'has("t7") || has("t20")')" "$(ask 'COUNT	t7 t20')"
same "both" "$(lines 'has("t7") && has("t3")')" "$(ask 'COUNT	+t7 +t3')"
same "without" "$(lines 'has("t7") && !has("t3")')" "$(ask 'COUNT	+t7 -t3')"
same "either without" "$(lines '(has("t7") || has("t9")) && !has("t3")')" \
    "$(ask 'COUNT	t7 -t3 t9')"
same "side by side" "$(lines 'has("t3 t5")')" "$(ask 'COUNT	"t3 t5"')"
same "side by side, and a word" "$(lines 'has("t3 t5") && has("t1")')" \
    "$(ask 'COUNT	+"t3 t5" +t1')"
same "one that need not be there" "$(lines 'has("t7")')" "$(ask 'COUNT	+t7 t3')"
same "counts beside hits" "$(lines 'has("t7") || has("t3")')" "$(ask 'TOP_10_COUNT	t7 t3')"
same "and beside a hundred" "$(lines 'has("t7") || has("t3")')" "$(ask 'TOP_100_COUNT	t7 t3')"
same "hits alone are one" "1 1" "$(ask 'TOP_10	t7 t3' 'TOP_100	+t7 t3' | tr '\n' ' ' | sed 's/ $//')"

# What need not be there scores: the best of `+a b` are the best of `+a +b` when there
# are ten of these, and the best of `a b` that have a.
needed=$(ask 'HITS	+t12 t2')
both=$(ask 'HITS	+t12 +t2')
[ "$(lines 'has("t12") && has("t2")')" -ge 10 ] && ok "there are ten with both" ||
    bad "there are ten with both" "the documents changed"
same "what need not be there scores" "$both" "$needed"
has "hits are documents with scores" ":" "$needed"
same "ten hits" 10 "$(echo "$needed" | wc -w)"
same "no hits" "" "$(ask 'HITS	t77')"

same "what is no query is unsupported" "UNSUPPORTED" "$(ask 'COUNT	"t3')"
has "and is told" 'bench: line 1: query: no second quotation mark' "$(cat "$work/told")"
same "what is no command is unsupported, and the next line is answered" "UNSUPPORTED 0" \
    "$(ask 'SUM	t3' 'COUNT	t77' | tr '\n' ' ' | sed 's/ $//')"
has "and is told" 'line 1: not COMMAND' "$(cat "$work/told")"
printf 'COUNT\tt7\n' | "$MSEARCH" bench -i "$work/index" >"$work/timed"
grep -qE '^[0-9]+	[0-9]+$' "$work/timed" && ok "matches, tab, nanoseconds" ||
    bad "matches, tab, nanoseconds" "$(cat "$work/timed")"
exits "no index" 2 "$MSEARCH" bench -i "$work/none"
exits "help" 0 "$MSEARCH" bench --help
has "tells the syntax" "+a -b" "$out"

"$MSEARCH" index -q -i "$work/sample" "$sample" 2>/dev/null
all=$("$MSEARCH" query -i "$work/sample" --count --all 'айылдык мектептер')
same "a standard index is asked with its analysis" "$all" \
    "$(printf 'COUNT\t+айылдык +мектептер\n' | "$MSEARCH" bench -i "$work/sample" | cut -f1)"
finish
