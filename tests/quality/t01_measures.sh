#!/bin/bash
# t01_measures.sh - the instruments of `make quality` on cases reckoned by hand.
# shellcheck source-path=SCRIPTDIR source=../e2e/lib.sh
. "$(dirname "$0")/../e2e/lib.sh"
here=$root/tests/quality
tools=${BUILD:-$root/build}/asan/tests/quality

# --- score.awk: q1 finds both (grade 2 at place 2, 1 at place 3), q2 its one at place 11,
# q3 nothing; x1 is of another kind.
printf '%s\n' 'q1 0 a 1' 'q1 0 b 2' 'q1 0 n 0' 'q2 0 c 1' 'q3 0 d 1' 'x1 0 a 1' >"$work/qrels"
{
    printf 'q1 Q0 %s 1 1 s\n' n b b a # b again counts nothing and takes no place
    printf 'q2 Q0 %s 1 1 s\n' 1 2 3 4 5 6 7 8 9 10 c
    echo 'x1 Q0 a 1 1 s'
} >"$work/run"
score() { awk "$@" -f "$here/score.awk" "$work/qrels" "$work/run"; }
# q1: (3/log2 3 + 1/log2 4) / (3/log2 2 + 1/log2 3) = 2.39279 / 3.63093 = 0.65900
same "nDCG of each topic" "q1 0.659002 q2 0.000000 q3 0.000000 x1 1.000000" \
    "$(score -v each=1 | sort | xargs)"
same "means of a kind" "3 0.2197 0.1667 0.3333 0.6667" "$(score -v prefix=q)"
same "means of all" "4 0.4148 0.3750 0.5000 0.7500" "$(score)"
same "no topic of a kind" "0 0.0000 0.0000 0.0000 0.0000" "$(score -v prefix=z)"
: >"$work/run"
same "an empty run" "3 0.0000 0.0000 0.0000 0.0000" "$(score -v prefix=q)"

# --- significance: few differences, so every way to turn them is tried.
p() { printf '%s\n' "$@" | "$tools/significance"; }
# 0.5 + 0.25 + 0.25: only all or none turned is as far, 2 of 8.
same "all one way" "4 0.2500 0.2500" "$(p 'a 1 0.5' 'b .5 .25' 'c .25 0' 'd 1 1')"
# 0.5 - 0.25 + 0.25 = 0.5: of ±0.5 ±0.25 ±0.25 six of 8 are as far.
same "two ways" "3 0.1667 0.7500" "$(p 'a 1 0.5' 'b .25 .5' 'c .25 0')"
same "no difference" "2 0.0000 1.0000" "$(p 'a 1 1' 'b 0 0')"
same "the other side" "1 -1.0000 1.0000" "$(p 'a 0 1')"
# Too many to try all: 20 the same way are farther than any toss, 7 against 7 nearer.
same "by chance never" "20 1.0000 0.0001" "$(seq 20 | sed 's/$/ 1 0/' | "$tools/significance")"
same "by chance always" "14 0.0000 1.0000" \
    "$({ seq 7 | sed 's/$/ 1 0/'; seq 8 14 | sed 's/$/ 0 1/'; } | "$tools/significance")"
# 10 against 4: twice the binomial tail of 10 and more of 14, 2 * 1471 / 16384 = 0.1796.
got=$({ seq 10 | sed 's/$/ 1 0/'; seq 11 14 | sed 's/$/ 0 1/'; } | "$tools/significance")
if echo "$got" | awk '{ exit !($3 > 0.17 && $3 < 0.19) }'; then ok "by chance at times"; else
    bad "by chance at times" "want a p of about 0.18, got '$got'"
fi
exits "no topics" 2 "$tools/significance"

# --- baseline: the shorter text first, though the word stands in it once.
# idf = ln 1.6; b: 2.2 / (1 + 1.2 (0.25 + 0.75 * 0.6)), a: 4.4 / (2 + 1.2 (0.25 + 0.75 * 1.8))
printf '%s\n' $'a\tкит, Кит; рыба' $'b\tКИТ' $'c\tптица' >"$work/docs"
printf 'q\tкит\n' >"$work/queries"
same "BM25" "q Q0 b 1 0.561961 baseline q Q0 a 2 0.527555 baseline" \
    "$("$tools/baseline" whole "$work/docs" "$work/queries" | xargs)"
printf '%s\n' $'ky\tмектебинде' $'ru\tкнига' >"$work/docs"
printf '%s\n' $'k\tмектептер' $'r\tкнигами' >"$work/queries"
found() { "$tools/baseline" "$1" "$work/docs" "$work/queries" | cut -d' ' -f1,3 | xargs; }
same "whole words" "" "$(found whole)"
same "first five letters" "k ky r ru" "$(found cut5)"
same "Russian stems" "r ru" "$(found russian)"
finish
