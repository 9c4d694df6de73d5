#!/bin/bash
# terms.sh - the term list can be read by msearch and by a person (corpus/terms/README.md).
#   tests/lint/terms.sh [FILE [LINES]]      at least LINES pairs
# The alphabets hold composed letters only, so a list that passes is NFC.
set -u
cd "$(dirname "$0")/../.."
file=${1:-corpus/terms/ky-ru.tsv}
least=${2:-600}
export LC_ALL=C.UTF-8
russian='абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ'
between=' |-'
bad=0

# forbid WHY PATTERN: no line, not even a comment.
forbid() {
    grep -nP -- "$2" "$file" | sed "s|^\([0-9]*\):|$file:\1: $1: |" | grep . && bad=1
}
# forbid_pair WHY PATTERN: no line that holds a pair.
forbid_pair() { forbid "$1" "^(?!#)(?=.)(?:$2)"; }

if grep -naxv '.*' "$file" | LC_ALL=C sed "s|^\([0-9]*\):.*|$file:\1: not UTF-8|" | grep .; then exit 1; fi
forbid 'carriage return' '\r'
forbid 'blank at the end' '[ \t]$'
forbid 'combining mark, not NFC' '[\x{300}-\x{36f}]'
forbid_pair 'no tab' '[^\t]*$'
forbid_pair 'more than one tab' '[^\t]*\t[^\t]*\t'
forbid_pair 'an empty side' '\t|[^\t]*\t$'
forbid_pair 'an empty alternative' '.*(?:\| *\||\| *(?:\t|$)|(?:^|\t) *\|)'
forbid_pair 'a bar without a blank on each side' '.*(?:[^ ]\||\|[^ ])'
forbid_pair 'a blank too many' '(?: |.*(?:  | \t|\t ))'
forbid_pair 'not the Kyrgyz alphabet' "[^\t]*[^\t$russianөүңӨҮҢ$between]"
forbid_pair 'not the Russian alphabet' "[^\t]*\t[^\t]*[^\t$russian$between]"

# Letters become 0-9A-Z in the order of the Kyrgyz alphabet, capital or small.
sed 'y/абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ/
     y/АБВГДЕЁЖЗИЙКЛМНҢОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ/' "$file" |
    LC_ALL=C awk -F'\t' -v file="$file" -v least="$least" '
    function say(why) { print file ":" NR ": " why; bad = 1 }
    /^#/ { last = ""; next } # a section has an order of its own
    NF != 2 { next }
    {
        lines++
        left = split($1, ky, " [|] ")
        right = split($2, ru, " [|] ")
        for (i = 1; i <= left; i++)
            for (j = 1; j <= right; j++) {
                if (ky[i] == ru[j]) say("both sides say the same")
                if ((ky[i], ru[j]) in seen) say("as on line " seen[ky[i], ru[j]])
                seen[ky[i], ru[j]] = NR
                pairs++
            }
        key = ky[1] "\t" ru[1]
        if (key < last) say("out of alphabetical order")
        last = key
    }
    END {
        if (lines < least) { print file ": " lines + 0 " pairs, " least " are wanted"; bad = 1 }
        print lines + 0 " lines, " pairs + 0 " pairs of alternatives"
        exit bad
    }' || bad=1
exit $bad
