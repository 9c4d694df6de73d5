/* phrase.c
 *
 *   exact   word 0   3 . . 17        at[] only moves up: one pass over every list
 *           word 1   4 9 . 18
 *   sloppy  merge    3 4 9 17 18     last[w] = the latest place of word w since a match
 */
#include "match/phrase.h"

#include <assert.h>
#include <stdbool.h>

#define NEVER UINT32_MAX /* no place: field 15 does not exist */

static bool has_place(const struct phrase_word *word, uint32_t *at, uint32_t place)
{
    while (*at < word->count && word->places[*at] < place)
        ++*at;
    return *at < word->count && word->places[*at] == place;
}

static uint32_t find_exact(const struct phrase_word *words, unsigned count,
                           struct phrase_match *matches)
{
    uint32_t at[QUERY_PHRASE_MAX] = {0};
    uint32_t span = words[count - 1].pos + 1;
    uint32_t found = 0;
    for (uint32_t i = 0; i < words[0].count; i++) {
        uint32_t place = words[0].places[i];
        unsigned w = 1;
        while (w < count && has_place(&words[w], &at[w], place + words[w].pos))
            w++;
        if (w < count)
            continue;
        matches[found].place = place;
        matches[found++].words = span;
    }
    return found;
}

/* The least place not read yet; every word that has it there takes it. */
static uint32_t read_place(const struct phrase_word *words, unsigned count,
                           uint32_t *at, uint32_t *last)
{
    uint32_t place = NEVER;
    for (unsigned w = 0; w < count; w++)
        if (at[w] < words[w].count && words[w].places[at[w]] < place)
            place = words[w].places[at[w]];
    for (unsigned w = 0; w < count && place != NEVER; w++)
        if (at[w] < words[w].count && words[w].places[at[w]] == place) {
            last[w] = place;
            at[w]++;
        }
    return place;
}

static uint32_t find_sloppy(const struct phrase_word *words, unsigned count,
                            uint32_t slop, struct phrase_match *matches)
{
    uint32_t at[QUERY_PHRASE_MAX] = {0}, last[QUERY_PHRASE_MAX];
    uint32_t found = 0, place;
    for (unsigned w = 0; w < count; w++)
        last[w] = NEVER;
    while ((place = read_place(words, count, at, last)) != NEVER) {
        uint32_t low = place;
        bool all = true;
        for (unsigned w = 0; w < count; w++) {
            all = all && last[w] != NEVER;
            low = last[w] < low ? last[w] : low;
        }
        if (!all || PLACE_FIELD(low) != PLACE_FIELD(place) ||
            place - low + 1 > count + slop)
            continue;
        matches[found].place = low;
        matches[found++].words = place - low + 1;
        for (unsigned w = 0; w < count; w++)
            last[w] = NEVER;
    }
    return found;
}

uint32_t phrase_find(const struct phrase_word *words, unsigned count, uint32_t slop,
                     struct phrase_match *matches)
{
    assert(count >= 1 && count <= QUERY_PHRASE_MAX);
    return slop ? find_sloppy(words, count, slop, matches)
                : find_exact(words, count, matches);
}

uint32_t phrase_join(uint32_t *starts, uint32_t count, const uint32_t *places,
                     uint32_t place_count, uint32_t pos)
{
    uint32_t kept = 0, at = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t wanted = starts[i] + pos;
        while (at < place_count && places[at] < wanted)
            at++;
        if (at == place_count)
            break;
        starts[kept] = starts[i];
        kept += places[at] == wanted;
    }
    return kept;
}
