#!/bin/bash
# t23 - what a shell sees of repaired queries, terms and synonyms: notes, the line between
# hits, exit codes, JSON, lists of one's own and their errors.
. "$(dirname "$0")/lib.sh"
index=$work/index
"$MSEARCH" index -q -i "$index" "$sample" || bad "indexing" "exit code $?"
q() { "$MSEARCH" query -i "$index" "$@"; }
rungs() { jq -r .rung | uniq | xargs; }

# --- nothing as typed: something else is searched, and that is said
exits "another keyboard layout finds" 0 q ',.l;tn'
has "what was searched is told" \
    'note: nothing found for «,.l;tn» as typed; searched «бюджет» (keyboard layout)' "$err"
lacks "there is no line between hits of one kind" "---" "$out"
exits "Latin letters find" 0 q --json -n 100 suu
has "and are told, as JSON, too" 'searched «суу» (Latin letters)' "$err"
same "each hit has its rung" "latin terms" "$(printf '%s\n' "$out" | rungs)"
same "and the number of its tier" "1 2" "$(printf '%s\n' "$out" | jq .tier | uniq | xargs)"
has "the repaired word is marked" "<mark>суу" \
    "$(printf '%s\n' "$out" | jq -r 'select(.tier==1).snippets[].html' | tr 'С' 'с')"
exits "one letter off" 0 q --no-terms бюджотту
has "told" "(similar words)" "$err"
exits "quietly" 0 q -q suu
same "in silence" "" "$out$err"
has "it is explained by what was searched" "суу" "$(q --explain -n 1 --snippets 0 suu 2>/dev/null)"

# --- as typed
exits "--as-typed repairs nothing" 1 q --as-typed suu
same "nor says anything of it" "" "$err"
exits "--any is free text" 1 q --any suu
same "a count is as typed" 0 "$(q --count suu)"
same "a count is as typed, without terms" "$(q --count --as-typed мыйзам)" "$(q --count мыйзам)"
exits "nothing by any means" 1 q зымыралгаштык
lacks "is nothing to tell" "as typed" "$err"

# --- terms: after what was typed, under a line
direct=$(q --count мыйзам)
exits "terms" 0 q -n 100 мыйзам
has "told" "note: from hit $((direct + 1)) on: through terms: мыйзам = закон" "$err"
has "a line stands between" "--- through terms: мыйзам = закон" "$out"
same "before the first one found so" " $((direct + 1))." \
    "$(printf '%s\n' "$out" | grep -A2 '^---' | tail -1 | grep -o '^ *[0-9]*\.' | sed 's/^ */ /')"
has "the count says how many are as typed" ", $direct as typed" "$out"
out=$(q --json -n 100 мыйзам 2>/dev/null)
same "direct hits first" "typed terms" "$(printf '%s\n' "$out" | rungs)"
has "the term is marked" "<mark>закон" "$(printf '%s\n' "$out" | jq -r 'select(.rung=="terms").snippets[].html')"
page=$(q -n "$direct" -p 2 мыйзам 2>/dev/null)
same "a page that begins there says so" "--- through terms: мыйзам = закон" "$(printf '%s\n' "$page" | head -1)"
same "--no-terms" "$direct" "$(q --json -n 100 --no-terms мыйзам | wc -l)"
same "--as-typed, too" "$direct" "$(q --json -n 100 --as-typed мыйзам | wc -l)"
exits "by date the kinds are mixed" 0 q -n 100 --sort newest мыйзам
has "their number is told" "note: 4 more: through terms: мыйзам = закон" "$err"
newest=$(q --json -n 100 --sort newest мыйзам 2>/dev/null | jq -r '.date // empty')
same "and they are by date" "$(printf %s "$newest" | sort -r)" "$newest"

# --- what may have been meant
exits "a doubtful word" 0 q -n 1 'жергилктүү OR бюджет'
has "did you mean" "note: did you mean жергиликтүү OR бюджет?" "$err"

# --- lists of one's own
printf '# ours\nмектеп | зымыралгаштык\n' >"$work/synonyms"
printf 'зымыралгаштык\tшкола | училище\n' >"$work/terms"
exits "a synonym finds" 0 q --synonyms "$work/synonyms" -n 1 зымыралгаштык
has "told" "through terms: зымыралгаштык = мектеп" "$err"
exits "a term finds" 0 q --terms "$work/terms" -n 1 зымыралгаштык
has "told, in its own order" "зымыралгаштык = школа, училище" "$err"
exits "both" 0 q --terms "$work/terms" --synonyms "$work/synonyms" -n 1 зымыралгаштык
printf 'айыл\tсело\n\nмектеп | школа\n' >"$work/bad"
exits "a bad term" 2 q --terms "$work/bad" суу
has "is told by file and line" "msearch: $work/bad:3: " "$err"
printf 'мектеп\n' >"$work/bad"
exits "a bad synonym" 2 q --synonyms "$work/bad" --count суу
has "is told by file and line as well" "msearch: $work/bad:1: " "$err"
exits "no such list" 2 q --terms "$work/none" суу
has "is told" "$work/none" "$err"
exits "lists and none" 2 q --no-terms --terms "$work/terms" суу
exits "a server with a bad list" 2 "$MSEARCH" serve -i "$index" --listen 127.0.0.1:0 --terms "$work/bad"
has "says where" "$work/bad:1: " "$err"
exits "a server with lists and none" 2 "$MSEARCH" serve -i "$index" --no-terms --synonyms "$work/terms"
printf 'зымыралгаштык\tшкола\033[2J<b>\n' >"$work/odd"
q --terms "$work/odd" -n 1 зымыралгаштык >"$work/out" 2>&1
same "controls of a list reach no terminal" "" "$(tr -d -c '\033' <"$work/out")"
finish
