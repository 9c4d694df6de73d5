# generate.sh - many articles made of the sample archive's words. Sourced after lib.sh.
#   generate COUNT SEED   COUNT articles as JSON Lines, gen-1 … gen-COUNT; the seed
#                         changes every text and no id
generate() {
    cat "$sample"/pages/*.txt "$sample"/plain/*.txt | tr -s ' \n' '\n\n' |
        grep -v '["\\[:cntrl:]]' |
        awk -v count="$1" -v seed="$2" '
            # The same numbers in every awk: a generator of our own.
            function draw(below) {
                state = (state * 1103515245 + 12345) % 2147483648
                return int(state / 2147483648 * below)
            }
            { words[NR] = $0 }
            END {
                state = seed
                for (i = 1; i <= count; i++) {
                    printf "{\"id\":\"gen-%d\",\"title\":\"%s %s %d\",", i,
                        words[draw(NR) + 1], words[draw(NR) + 1], seed
                    printf "\"journal\":\"Сыноо\",\"issue\":\"%d\",", i % 12 + 1
                    printf "\"date\":\"%d-%02d-11\",\"body\":\"", 1995 + i % 25, i % 12 + 1
                    length_ = 40 + draw(200)
                    at = draw(NR - 40)
                    for (w = 0; w < length_; w++) {
                        if (w % 40 == 39)
                            at = draw(NR - 40)
                        printf "%s%s", words[at + w % 40 + 1], w % 13 == 12 ? ".\\n" : " "
                    }
                    print "\"}"
                }
            }'
}
