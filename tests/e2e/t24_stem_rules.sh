#!/bin/bash
# t24_stem_rules.sh - rules that are wrong stop the build, with the line that is wrong;
# `analyze --explain` names the rules.
#   MSEARCH=build/release/msearch tests/e2e/t24_stem_rules.sh
. "$(dirname "$0")/lib.sh"
make=$(dirname "$MSEARCH")/stem_ky_make
rules=$root/indexer/text/stem_ky.rules

if [ -x "$make" ]; then
    # NAME LINE: put in behind the head of its section, as line 4
    stops() { # NAME SECTION LINE
        printf '[groups]\nnoun = end case\n[%s]\n%s\n' "$2" "$3" >"$work/bad.rules"
        has "$1" "bad.rules:4: " "$("$make" "$work/bad.rules" 2>&1 >"$work/out" && echo passed)"
    }
    stops "a slot that is none" groups "outer = end somewhere"
    stops "a group without =" groups "outer end"
    stops "a section that is none" groups "[nouns]"
    stops "a kind that is none" suffixes "plural LAр noun plural many"
    stops "a field too few" suffixes "plural LAр noun"
    stops "a capital that stands for nothing" suffixes "plural XAр noun plural plural"
    stops "an option that is none" suffixes "plural LAр noun plural plural most=3"
    stops "an option without its number" suffixes "plural LAр noun plural plural least=x"
    stops "a bracket that stays open" suffixes "possessive (сI noun owner owner-3"
    stops "a capital letter in a word" roots "Бар"
    stops "a Latin letter in a word" stems "жoл"
    stops "a form without its stem" whole "ал ага анда"
    stops "a stem without a form" full "орун:"
    same "the rules themselves pass" "" "$("$make" "$rules" 2>&1 >"$work/out")"
fi

tab=$(printf '\t')
same "the rules of a word, from its end" \
    "өлкөлөрүндөгү${tab}өлкө${tab}attributive:гү locative-of-3:ндө possessive-3:ү plural:лөр [stem]" \
    "$("$MSEARCH" analyze --lang ky --explain өлкөлөрүндөгү)"
same "what was restored" \
    "китебинде${tab}китеп${tab}locative-of-3:нде possessive-3:и restored:китеп [stem]" \
    "$("$MSEARCH" analyze --lang ky --explain китебинде)"
same "a closed paradigm" "аны${tab}ал${tab}[paradigm]" \
    "$("$MSEARCH" analyze --lang ky --explain аны)"
same "a Russian word" "книгами${tab}книг${tab}[russian]" \
    "$("$MSEARCH" analyze --lang ru --explain книгами)"
exit $failed
