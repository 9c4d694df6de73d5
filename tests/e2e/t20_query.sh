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
has "when nothing has all words, it relaxes and says so" "" "$(q 'бюджет зымыралгаштык')"
exits "relaxed answers are answers" 0 q 'бюджет зымыралгаштык'

run=$(q --topics "$root/corpus/queries/topics.tsv" --format trec -n 5)
same "topics: six columns" 6 "$(printf '%s\n' "$run" | awk '{print NF}' | sort -u)"
same "words are analysed" "$(printf 'мектептеринде\tмектеп')" "$(echo мектептеринде | "$MSEARCH" analyze --lang ky)"
has "stats" "articles by year" "$("$MSEARCH" stats -i "$index")"
same "stats as JSON" 64 "$("$MSEARCH" stats -i "$index" --json | jq .articles)"
has "an article is shown" "Ак-Добо" "$("$MSEARCH" show -i "$index" pages/ky-101.txt)"
lacks "without the masthead" "1234" "$("$MSEARCH" show -i "$index" pages/ky-101.txt)"
q -n 50 '*' | head -1 >/dev/null
same "a closed pipe is quiet" "" "$( (q -n 100 '*' 2>&1 >/dev/full || true) | grep -i 'broken pipe' )"
finish
