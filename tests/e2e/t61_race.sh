#!/bin/bash
# t61 - the race's driver and its figures, with engines that are made up.
. "$(dirname "$0")/lib.sh"
build=$(cd "$(dirname "$MSEARCH")/.." && pwd)
for mode in asan release; do
    race=$build/$mode/tests/bench/game/race
    figures=$build/$mode/tests/bench/game/figures
    [ -x "$race" ] && [ -x "$figures" ] && break
done
[ -x "$race" ] && [ -x "$figures" ] || { echo "the race is not built: make bench-built"; exit 77; }

# fake NAME NANOSECONDS [TRICK]: an engine that counts the letters of a query. What it is
# asked goes to a list that all engines share: each is asked only when the one before has
# answered, so the list has the order of the questions.
cat >"$work/fake" <<'FAKE'
#!/bin/bash
asked=0
while IFS=$'\t' read -r command query; do
    asked=$((asked + 1))
    echo "$1 $command $query" >>"${0%/*}/asked"
    matches=${#query}
    case $command in TOP_10 | TOP_100) matches=1 ;; esac
    case ${3:-} in
    wrong) [ "$query" = 'c d' ] && [ "$command" = COUNT ] && matches=99 ;;
    wrong_both) [ "$query" = 'c d' ] && [ "$command" = TOP_10_COUNT ] && matches=99 ;;
    no_phrase) case $query in *\"*) echo UNSUPPORTED; continue ;; esac ;;
    no_top_100) [ "$command" = TOP_100 ] && { echo UNSUPPORTED; continue; } ;;
    dies) [ "$asked" -gt 20 ] && exit 7 ;;
    killed) [ "$asked" -gt 20 ] && kill -9 $$ ;;
    nonsense) [ "$asked" -gt 20 ] && { echo "what?"; continue; } ;;
    hangs) [ "$asked" -gt 5 ] && sleep 60 ;;
    slower) [ "$asked" -gt 24 ] && { printf '%d\t%d\n' "$matches" "$(($2 * 3))"; continue; } ;;
    esac
    printf '%d\t%d\n' "$matches" "$2"
done
FAKE
chmod +x "$work/fake"
fake() { echo "$1=$work/fake $*"; }
printf '%s\n' $'term_low\ta' $'term_high\tbb' $'and2\t+a +b' $'or2\tc d' $'or2\te f' \
    $'phrase\t"a b"' >"$work/log"
run() { # NAME CODE OPTIONS...
    rm -f "$work/asked" "$work/rows"
    exits "$1" "$2" "$race" --out "$work/rows" "${@:3}"
}
rows() { grep -v '^#' "$work/rows" | cut -f1-4,6-8; }

# --- a race in which all is well -------------------------------------------------
run "two engines" 0 --rounds 3 --log "$work/log" --engines "$(fake a 10)" "$(fake b 20)"
same "a row for each engine, command and query" 60 "$(rows | wc -l)"
same "the row of a query" $'a\tTOP_10_COUNT\tand2\t2\t5\t10\t10' \
    "$(rows | grep $'^a\tTOP_10_COUNT\tand2')"
same "every round is kept" '20,20,20' "$(grep $'^b\tCOUNT\tor2\t3' "$work/rows" | cut -f9)"
same "counts of every query come before any time" "a COUNT a
b COUNT a
a COUNT bb
b COUNT bb" "$(head -4 "$work/asked")"
same "both engines are well" 2 "$(grep -c $'^#\tengine\t.*\twell' "$work/rows")"
same "memory of both is told" 2 "$(grep -c $'^#\tanonymous\t[ab]\t[1-9]' "$work/rows")"

# --- who begins ------------------------------------------------------------------
run "three engines" 0 --rounds 2 --warm 1 --only or2 --commands TOP_10 --log "$work/log" \
    --engines "$(fake a 1)" "$(fake b 1)" "$(fake c 1)"
same "only the tag, only the command" 6 "$(rows | wc -l)"
# Two queries in each round; before them the counts, in the order of the engines.
same "engines rotate from query to query and round to round, there and back" \
    "abc bca bac cba cab abc" \
    "$(grep TOP_10 "$work/asked" | cut -c1 | tr -d '\n' | sed 's/.../& /g; s/ $//')"

# --- minima and medians ----------------------------------------------------------
run "an engine that gets slower" 0 --rounds 4 --commands TOP_10 \
    --log "$work/log" --engines "$(fake a 100 slower)"
same "the least and the median of four" $'100\t200\t100,100,300,300' \
    "$(head -1 "$work/rows" | cut -f7-9)"

run "warming up" 0 --rounds 1 --warm 0 --warm-queries 5 --only or2 --commands TOP_10 \
    --log "$work/log" --engines "$(fake a 1)" "$(fake b 1)"
same "each alone, the queries in turn" 'aaaaabbbbb' \
    "$(grep TOP_10 "$work/asked" | head -10 | cut -c1 | tr -d '\n')"
same "no more than that, and the round" 14 "$(grep -c TOP_10 "$work/asked")"
run "a slow engine" 0 --rounds 6 --slow 2 --only and2 --commands TOP_10 --log "$work/log" \
    --engines "$(fake a 2000001)" "$(fake b 2000000)"
same "what is slow is asked three times" '2000001,2000001,2000001' \
    "$(grep ^a "$work/rows" | cut -f9)"
same "what is not, in all rounds" 5 "$(grep ^b "$work/rows" | cut -f9 | tr -cd , | wc -c)"

# --- counts ----------------------------------------------------------------------
run "one count differs" 0 --rounds 1 --dropped 20 --log "$work/log" \
    --engines "$(fake a 1)" "$(fake b 1 wrong)" "$(fake c 1)"
has "the query and the counts are told" 'counts differ, COUNT or2 c d: a 3 b 99 c 3' "$err"
has "who counted otherwise is told" '1 of 6 queries dropped; b counted alone 1 times' "$err"
lacks "the query is dropped for all" 'c d' "$(cat "$work/rows")"
same "the others stay" 75 "$(rows | wc -l)"
same "it is counted" $'#\tdropped\t1' "$(grep dropped "$work/rows")"
run "too many differ" 2 --rounds 1 --dropped 10 --log "$work/log" \
    --engines "$(fake a 1)" "$(fake b 1 wrong)"
has "the race has failed" 'too many counts differ' "$err"
same "nothing was timed" "" "$(rows)"
run "the count of a TOP_10_COUNT differs" 0 --rounds 1 --dropped 20 --log "$work/log" \
    --engines "$(fake a 1)" "$(fake b 1 wrong_both)"
has "it is found before the times, too" 'counts differ, TOP_10_COUNT or2 c d: a 3 b 99' "$err"

# --- what an engine cannot do ----------------------------------------------------
run "no phrases" 0 --rounds 2 --log "$work/log" --engines "$(fake a 1)" "$(fake b 1 no_phrase)"
same "it is out of that tag" 0 "$(rows | grep -c $'^b.*\tphrase\t')"
same "and in the others" 25 "$(rows | grep -c '^b')"
same "the other engine has them all" 30 "$(rows | grep -c '^a')"
same "it is asked for its first phrase alone" 1 "$(grep -c '^b.*"' "$work/asked")"
run "no TOP_100" 0 --rounds 2 --log "$work/log" --engines "$(fake a 1 no_top_100)"
same "it is out of that command" "COUNT TOP_10 TOP_100_COUNT TOP_10_COUNT" \
    "$(rows | cut -f2 | sort -u | tr '\n' ' ' | sed 's/ $//')"

# --- engines that fail -----------------------------------------------------------
while IFS='|' read -r trick why; do
    run "an engine $trick" 0 --rounds 2 --patience 1 --log "$work/log" \
        --engines "$(fake a 1)" "$(fake b 1 "$trick")" "$(fake c 1)"
    has "$trick: why" "race: b $why" "$err"
    has "$trick: it is out" "it is out of the race" "$err"
    same "$trick: the others went on" 60 "$(rows | grep -c '^[ac]')"
    has "$trick: the rows say it" $'#\tengine\tb\t'"$why" "$(cat "$work/rows")"
done <<'TRICKS'
dies|ended with exit code 7
killed|was ended by signal 9
nonsense|answered 'what?'
hangs|gave no answer within 1000 ms
TRICKS
run "an engine that is not there" 0 --rounds 1 --log "$work/log" \
    --engines "$(fake a 1)" "b=$work/nothing"
has "it is told" "race: b ended with exit code 127" "$err"
run "no engine is left" 2 --rounds 1 --log "$work/log" --engines "b=$work/nothing"
has "that is an error" "no engine is left" "$err"

# --- starts ----------------------------------------------------------------------
run "starts" 0 --rounds 1 --starts 3 --only term_low --commands COUNT --log "$work/log" \
    --engines "$(fake a 1)" "$(fake b 1)"
same "a median of each" 2 "$(grep -c $'^#\tstart\t[ab]\t[1-9]' "$work/rows")"
same "each is asked alone, by turns" 'ababab' \
    "$(grep TOP_10 "$work/asked" | cut -c1 | tr -d '\n')"

# --- what may not be said --------------------------------------------------------
exits "no engines" 2 "$race" --log "$work/log"
exits "no log" 2 "$race" --engines "$(fake a 1)"
exits "no name" 2 "$race" --log "$work/log" --engines "$work/fake"
exits "no rounds" 2 "$race" --rounds 0 --log "$work/log" --engines "$(fake a 1)"
exits "a log without tabs" 2 "$race" --log "$work/fake" --engines "$(fake a 1)"
exits "a tag that is not there" 2 "$race" --only x --log "$work/log" --engines "$(fake a 1)"

# --- figures ---------------------------------------------------------------------
# Three queries of two tags; x is the best peer by geometric mean, y by its mean.
row() { printf '%s\tTOP_10\t%s\t%d\tq\t1\t%d\t%d\t%d\n' "$1" "$2" "$3" "$4" "$5" "$4"; }
{
    row me and2 0 10 12; row me and2 1 40 41; row me and3 2 90 95
    row twin and2 0 10 12; row twin and2 1 40 41; row twin and3 2 90 95
    row x and2 0 10 10; row x and2 1 160 160; row x and3 2 10 10
    row y and2 0 40 40; row y and2 1 40 40; row y and3 2 90 90
    row z and2 0 1 1; row z and2 1 1 1
    printf '#\tdropped\t4\n'
} >"$work/rows"
"$figures" me twin <"$work/rows" >"$work/figures"
line() { grep "^$1" "$work/figures" | cut -f"$2"; }
same "facts pass" $'dropped\t4' "$(line fact 2-)"
same "mean, p50, p99, geometric mean; of medians" $'2\t25\t10\t40\t20\t26\t12\t41' \
    "$(line $'time\tTOP_10\ttag\tand2\tme' 6-)"
same "a group of tags" $'3\t47\t40\t90\t33\t49\t41\t95' \
    "$(line $'time\tTOP_10\tgroup\tand\tme' 6-)"
same "who has not answered all is no part of the group" "" \
    "$(line $'time\tTOP_10\tgroup\tand\tz' 6-)"
same "the best peer of a tag" $'z\t20.0000\t25.0000\t40.0000\t20.0000\t25.0000\t40.0000' \
    "$(line $'ratio\tTOP_10\ttag\tand2' 5-)"
same "the best peer of the group, and the envelope" \
    $'x\t1.3104\t0.7778\t0.5625\t2.0801\t2.3333\t2.2500' \
    "$(line $'ratio\tTOP_10\tgroup\tand' 5-)"
printf 'me\tCOUNT\t%s\t%d\tq\t1\t1\t1\t1\n' and2 0 and3_high 1 and_many 2 and_or 3 \
    or_mixed 4 phrase_high 5 not 6 term_low 7 | "$figures" me twin >"$work/groups"
same "groups of tags" $'and 3\nand_or 1\nnot 1\nor 1\nphrase 1\nterm 1' \
    "$(grep $'\tgroup\t' "$work/groups" | cut -f4,6 | tr '\t' ' ' | sort)"
same "against the copy" 1.0000 "$(line self 3)"

# --- tables ----------------------------------------------------------------------
game=$root/tests/bench/game
{
    printf 'run\tarticles\t1234567\nrun\tbytes\t1000000\nrun\ttokens\t200000\n'
    printf 'run\tmachine\ta "machine"\nrun\trounds\t10\nleft\tw\tno compiler\n'
    printf 'index\t%s\t%s\t%s\t2048\t1024\t%s\n' me 1 0.5 90000 x 3 1 100000 y 4 2 200000
    printf 'fact\tstart\t%s\t%d\nfact\tanonymous\t%s\t%d\n' me 1000000 me 1048576 \
        x 4000000 x 4194304
    printf 'version\tme\tme 1.0\n'
    cat "$work/figures"
} >"$work/all"
table() { awk -v self=me -v copy="${1:-twin}" -f "$game/tables.awk" "$work/all"; }
text=$(table)
lacks "valid" INVALID "$text"
has "a target that is missed" '| TOP_10 AND | x | 0.8 | 0.6 | 1.31 | 2.08 | **no** |' "$text"
has "one that is reached" '| TOP_10 AND, mean | x | 0.8 | 0.6 | 0.78 | 2.33 | must |' "$text"
has "beyond what must be" '| TOP_10 AND, p99 | x | 0.8 | 0.6 | 0.56 | 2.25 | stretch |' "$text"
has "what nobody measured" '| COUNT OR | - | 0.8 | 0.6 | - | - | not measured |' "$text"
has "bytes" '| index bytes with positions, without stored text | x | 0.9 | 0.8 | 0.90 | 0.90 | must |' "$text"
has "processor time" '| x | 0.5 | 0.35 | 0.50 | 0.50 | must |' "$text"
has "memory" '| anonymous memory of a serving process | x | 0.2 | - | 0.25 | 0.25 | **no** |' "$text"
has "start" '| start to first answer | x | 0.5 | - | 0.25 | 0.25 | must |' "$text"
has "an engine's index" '| me | 0.5 | 1.0 | 2.0 | 0.40 | 2 | 1 | 0.1 | 0.450 | 1.0 | 1.00 |' "$text"
has "who is out, and why" 'out: w no compiler' "$text"
has "times" '| **and** | 3 | 0.05 / 0.04 / 0.09 |' "$text"
sed -i 's/^self\tTOP_10\t.*/self\tTOP_10\t1.0600/' "$work/all"
has "not valid when the copy is slower" '**INVALID: me against a copy of itself' "$(table)"
sed -i 's/^self\tTOP_10\t.*/self\tTOP_10\t0.9400/' "$work/all"
has "nor when it is faster" '**INVALID: me against a copy of itself' "$(table)"
same "all of it is JSON" $'x\n1.3104\na "machine"\nno compiler' \
    "$(awk -f "$game/json.awk" "$work/all" | jq -r '(.ratio[] | select(.set == "and")
        | .best_peer, .geometric_mean), .run.machine, .left_out[0].reason')"
awk -v self=me -v copy=twin -f "$game/picture.awk" "$work/all" >"$work/svg"
same "a bar for each engine but the copy, and one in the legend" 6 \
    "$(grep -c '<rect.*fill="#' "$work/svg")"
has "what it is of" '1,234,567 articles' "$(cat "$work/svg")"
lacks "no script, nothing from elsewhere" 'script' "$(cat "$work/svg")"
for size in 10 100 1000; do
    {
        printf 'run\tarticles\t%d\nrun\tbytes\t%d\nrun\ttokens\t%d\n' $size $size $size
        printf 'index\tme\t1\t%d\t1\t1\t%d\n' $size $((size * size))
        printf 'time\tTOP_10\tgroup\tor\tme\t1\t5000\t1\t1\t1\t1\t1\t1\n'
    } >"$work/scale.$size"
done
text=$(awk -f "$game/scale.awk" "$work"/scale.{10,100,1000})
has "what does not grow" '| TOP_10 or, us | 5.00 | 5.00 | 5.00 | 0.00 |' "$text"
has "what grows faster" '| index, bytes a token | 10.0 | 100 | 1000 | 1.00 |' "$text"
finish
