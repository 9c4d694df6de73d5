#!/bin/bash
# t11 - progress: a bar with rate and time left on a terminal, nothing of it elsewhere.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/generate.sh"
generate 8000 5 >"$work/a.jsonl"

terminal=$(TERM=xterm script -qec "'$MSEARCH' index -i '$work/a' '$work/a.jsonl'" /dev/null | tr '\r' '\n')
has "a bar is drawn" "[#" "$terminal"
has "with the rate" "MB/s" "$terminal"
has "and the time left" " left" "$terminal"
has "the summary follows" "added 8000" "$terminal"

exits "without a terminal" 0 "$MSEARCH" index -i "$work/b" "$work/a.jsonl"
lacks "no bar" "[#" "$err"
exits "--quiet" 0 "$MSEARCH" index -q -i "$work/c" "$work/a.jsonl"
same "tells nothing" "" "$out$err"
finish
