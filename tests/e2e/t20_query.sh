#!/bin/bash
# t20 - answers out at a shell: exit codes, text, JSON, counts, sorting, topics.
. "$(dirname "$0")/lib.sh"
index=$work/index
"$MSEARCH" index -q -i "$index" "$sample" || bad "indexing" "exit code $?"
q() { "$MSEARCH" query -i "$index" "$@"; }

exits "found" 0 q бюджет
exits "nothing found" 1 q зымыралгаштык
exits "no index" 2 "$MSEARCH" query -i "$work/none" бюджет
has "it says what to do" "msearch index" "$err"
exits "no words" 2 q
exits "a bad option" 2 q --nonsense бюджет
exits "MSEARCH_INDEX names the index" 0 env MSEARCH_INDEX="$index" "$MSEARCH" query бюджет
exits "a bare word is a query" 0 env MSEARCH_INDEX="$index" "$MSEARCH" бюджет

base=$(q --json -n 100 китепкана | jq -r .id | sort)
[ -n "$base" ] && ok "китепкана is found" || bad "китепкана" "nothing"
for form in китепкананын китепканалар китепканада; do
    same "$form finds the same articles" "$base" "$(q --json -n 100 $form | jq -r .id | sort)"
done
base=$(q --json -n 100 бюджет | jq -r .id | sort)
for form in бюджета бюджетинин бюджету БЮДЖЕТ; do
    same "$form finds the same articles" "$base" "$(q --json -n 100 $form | jq -r .id | sort)"
done

same "each hit is one object a line" "$(q --count бюджет)" "$(q --json -n 100 бюджет | jq -s length)"
has "hits have snippets with marks" "<mark>" "$(q --json -n 1 бюджет | jq -r '.snippets[0].html')"
same "* matches everything" 64 "$(q --count '*')"
same "the masthead is not indexed" 0 "$(q --count 1234)"
same "a page is of its own date" "2019-03-18" "$(q --json 'Ак-Добого таза суу' | jq -r 'select(.id=="pages/ky-101.txt").date')"
same "no page is of the masthead's date" 0 "$(q --count date:2022-12-20)"
same "without stands NOT" "$(($(q --count '*') - $(q --count бюджет)))" "$(q --count -- '-бюджет')"
same "or is at least either" yes "$([ "$(q --count 'музей OR бюджет')" -ge "$(q --count бюджет)" ] && echo yes)"
same "lang filters" 0 "$(q --json -n 100 'lang:ru *' | jq -r 'select(.lang!="ru").id' | wc -l)"
newest=$(q --json -n 100 --sort newest бюджет | jq -r '.date // empty')
same "newest first" "$(printf %s "$newest" | sort -r)" "$newest"
oldest=$(q --json -n 100 --sort oldest бюджет | jq -r '.date // empty')
same "oldest first" "$(printf %s "$oldest" | sort)" "$oldest"
has "years filter" 2020 "$(q --json -y 2020 бюджет | jq -r .date | cut -c1-4 | sort -u)"
exits "nothing before the archive" 1 q 'year:..1999 бюджет'
has "the score is explained" "idf" "$(q --explain -n 1 бюджет)"
exits "odd input is understood" 0 q '"бюджет'
has "it is told, with the byte" 'note: byte 0 («"»)' "$err"
lacks "and not among the answers" "note:" "$out"
exits "relaxed answers are answers" 0 q 'бюджет зымыралгаштык'
has "what was left out is told" "note: left out: зымыралгаштык" "$err"
exits "as JSON, too" 0 q --json -n 1 'бюджет зымыралгаштык'
has "on standard error" "note: left out: зымыралгаштык" "$err"
same "and the hits alone are printed" 1 "$(printf '%s\n' "$out" | jq -s length)"
exits "--all leaves nothing out" 1 q --all 'бюджет зымыралгаштык'
exits "a count is of the query as it stands" 1 q --count 'бюджет зымыралгаштык'
same "nothing has all of it" 0 "$out"
exits "quiet prints nothing" 0 q -q '"бюджет'
same "not even notes" "" "$out$err"
for odd in '' - '"' '""' '😀' '...' '(' 'OR'; do
    exits "nothing to search for: '$odd'" 1 q -- "$odd"
    has "it says why: '$odd'" "note: " "$err"
done
exits "the value stands apart" 0 q 'author: Осмонов'
has "it is told" "must touch the colon" "$err"
exits "a star within" 0 q 'бюдж*т* OR бюджет'
has "it is told as well" "end of a word only" "$err"
long=$(head -c 10000 /dev/zero | tr '\0' 'z')
exits "ten kilobytes" 0 q "бюджет OR $long"
has "the cut is told" "note: byte 512" "$err"
same "controls reach no terminal" "" "$(q $'бюджет "\033]0;x\007' 2>&1 >/dev/null | tr -d -c '\033\007')"

# Flags
exits "no hits wanted" 0 q -n 0 бюджет
has "their number all the same" "of 64 articles" "$out"
exits "more words begin so than are searched for" 0 q -n 0 'ка*'
has "the number is a bound" "at least" "$out"
has "it is told why" "only the most frequent" "$err"
exits "past the end" 0 q -p 90 бюджет
has "it is told where it is" "page 90 is past the end" "$err"
same "pages follow each other" "$(q --json -n 10 бюджет | jq -r .id)" \
    "$(for p in 1 2 3 4 5; do q --json -n 2 -p $p бюджет | jq -r .id; done)"
same "the second page goes on counting" " 11." "$(q -p 2 бюджет | head -1 | cut -c1-4)"
same "a range of years" "$(q --count 'year:2019..2020')" "$(q --count -y 2020-2019 '*')"
same "-l is lang:" "$(q --count 'lang:ru бюджет')" "$(q --count -l ru бюджет)"
same "text is the default" "$(q -n 3 суу | sed '$d')" "$(q -n 3 --format text суу | sed '$d')"
same "--format json is --json" "$(q -n 3 --json суу)" "$(q -n 3 --format=json суу)"
for wrong in '--format xml' '--format trec' '--format text --json' '--color maybe' \
    '--sort title' '--lang xx' '--year abc' '--year ..' '-n 1001' '-n -1' '-n x' '-p 0' \
    '--snippets 4' '--any --all' '--json=1' '--limit' '--topics f'; do
    exits "usage: $wrong" 2 q суу $wrong
    has "told: $wrong" "msearch: --" "$(printf %s "$err" | sed 's/: .*: --/: --/')"
done
exits "-- ends options" 1 q --all -- --count
exits "-h" 0 q -h
has "lists every option" "--explain" "$out"
exits "msearch -h" 0 "$MSEARCH" -h
exits "no command at all" 2 "$MSEARCH"
escape=$(printf '\033')
lacks "NO_COLOR" "$escape" "$(NO_COLOR=1 CLICOLOR_FORCE=1 q -n 1 суу)"
has "CLICOLOR_FORCE" "$escape" "$(NO_COLOR='' CLICOLOR_FORCE=1 q -n 1 суу)"
has "--color=always" "$escape" "$(q --color=always -n 1 суу)"
lacks "--color=never" "$escape" "$(NO_COLOR='' CLICOLOR_FORCE=1 q --color=never -n 1 суу)"
lacks "no colour in a pipe" "$escape" "$(NO_COLOR='' q -n 1 суу)"

# A page of a hundred hits for dozens of beginnings fits into a query's memory.
many='ко* OR ба* OR жа* OR ка* OR са* OR та* OR бо* OR ке* OR эл* OR ай* OR су* OR же*'
exits "many beginnings" 0 q -n 100 --explain "$many OR ме* OR би* OR кы* OR то* OR му* OR ту*"

# What the words add is the score: of plain words, phrases and beginnings.
q --explain -n 20 --snippets 0 'таза суу "айыл өкмөтү" OR бюдж* OR китеп*' |
    awk '/ = sum of/ { total = $1; n++ }
         /^       [0-9.]+  / { total -= $1 }
         /^$/ { if (total > 0.00001 || total < -0.00001) bad++ }
         END { exit !(n == 20 && !bad) }' &&
    ok "the explanation adds up" || bad "explain" "it does not add up"

run=$(q --topics "$root/corpus/queries/topics.tsv" --format trec -n 5)
same "topics: six columns" 6 "$(printf '%s\n' "$run" | awk '{print NF}' | sort -u)"
same "topics from standard input" "$run" \
    "$(q --topics - --format trec -n 5 <"$root/corpus/queries/topics.tsv")"
printf '\357\273\277a\tсуу\r\n\n  \nno tab\n\tno id\nb c\tсуу\nd\tсуу\n' >"$work/topics"
exits "topics: bad lines" 2 q --topics "$work/topics" -n 1
same "the good ones are answered" "a d" "$(printf '%s\n' "$out" | cut -d' ' -f1 | xargs)"
same "the bad ones are told by line" "4 5 6" \
    "$(printf '%s\n' "$err" | sed 's/.*topics:\([0-9]*\):.*/\1/' | xargs)"
printf 'a\tзымыралгаштык\n' >"$work/topics"
exits "topics: nothing found" 1 q --topics "$work/topics"
exits "topics: no file" 2 q --topics "$work/none"
exits "topics: filters hold" 1 q --topics "$root/corpus/queries/topics.tsv" -y 1990
same "words as arguments" "$(printf 'мектептеринде\tмектеп\nкнигами\tкниг')" \
    "$("$MSEARCH" analyze мектептеринде книгами)"
same "auto: the language of each line" "$(printf 'книгами\tкниг\nмектептеринде\tмектеп')" \
    "$(printf 'книгами\nмектептеринде\textra\n' | "$MSEARCH" analyze)"
same "words are analysed" "$(printf 'мектептеринде\tмектеп')" "$(echo мектептеринде | "$MSEARCH" analyze --lang ky)"
has "stats" "articles by year" "$("$MSEARCH" stats -i "$index")"
same "stats as JSON" 64 "$("$MSEARCH" stats -i "$index" --json | jq .articles)"
has "an article is shown" "Ак-Добо" "$("$MSEARCH" show -i "$index" pages/ky-101.txt)"
lacks "without the masthead" "1234" "$("$MSEARCH" show -i "$index" pages/ky-101.txt)"
for command in merge 'delete x' check stats 'show x' 'query x'; do
    exits "no index: $command" 2 "$MSEARCH" $command -i "$work/none"
done
[ ! -e "$work/none" ] && ok "none was made" || bad "a folder was made" "$work/none"
for command in merge check stats serve; do
    exits "no words: $command" 2 "$MSEARCH" $command "$index"
done
exits "a path that is not there" 2 "$MSEARCH" index -i "$index" "$work/none"
lacks "is no matter of the index" "Is this the index" "$err"
exits "no such analyzer" 2 "$MSEARCH" index -i "$index" --analyzer x "$sample"
for command in "stats -i $index" "check -i $index" "query -i $index -c суу" \
    "show -i $index pages/ky-101.txt" --help 'query --help' 'analyze суу'; do
    "$MSEARCH" $command >/dev/full 2>"$work/err"
    same "a full disk: ${command%% *}" 2 $?
done
q -n 50 '*' | head -1 >/dev/null
same "a closed pipe is quiet" "" "$( (q -n 100 '*' 2>&1 >/dev/full || true) | grep -i 'broken pipe' )"
finish
