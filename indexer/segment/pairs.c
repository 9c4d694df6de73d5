/* pairs.c
 *
 *   02 жана            marker: a pair word
 *   02 жана 00 менен   articles with "жана менен"
 */
#include "segment/pairs.h"

#include <assert.h>
#include <string.h>

struct span pair_marker(uint8_t out[PAIR_TERM_BYTES_MAX], struct span word)
{
    assert(word.len >= 1 && word.len <= PAIR_WORD_BYTES_MAX);
    out[0] = PAIR_TERM_BYTE;
    memcpy(out + 1, word.data, word.len);
    return span_of(out, 1 + word.len);
}

struct span pair_term(uint8_t out[PAIR_TERM_BYTES_MAX], struct span first,
                      struct span second)
{
    struct span term = pair_marker(out, first);

    assert(second.len >= 1 && second.len <= PAIR_WORD_BYTES_MAX);
    out[term.len] = 0;
    memcpy(out + term.len + 1, second.data, second.len);
    term.len += 1 + second.len;
    return term;
}

void pair_words(struct span term, struct span *first, struct span *second)
{
    size_t gap = span_find(term, 0, 1);

    *first = span_part(term, 1, gap - 1);
    *second = span_part(term, gap + (gap < term.len), term.len);
}

uint32_t pair_words_find(const struct pair_words *words, struct span word)
{
    for (uint32_t i = 0; i < words->count; i++)
        if (span_equal(pair_word(words, i), word))
            return i;
    return words->count;
}

static void add_word(struct pair_words *words, struct span word)
{
    memmove(words->bytes[words->count], word.data, word.len);
    words->lens[words->count++] = (uint8_t)word.len;
}

void pair_words_keep(struct pair_words *words, const struct pair_words *others)
{
    uint32_t count = words->count;

    words->count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (pair_words_find(others, pair_word(words, i)) < others->count)
            add_word(words, pair_word(words, i));
}

/* From marker to marker: behind the lists of a word comes what is above its 00. */
enum status pair_words_read(struct pair_words *words, const struct segment *segment,
                            struct error *err)
{
    uint8_t from[PAIR_TERM_BYTES_MAX + 1] = {PAIR_TERM_BYTE};
    struct dict_cursor cursor;
    size_t from_len = 1;

    words->count = 0;
    while (words->count < PAIR_WORDS_MAX) {
        struct span first, second;
        enum status status = dict_seek(&cursor, segment, span_of(from, from_len), err);

        if (status == ST_END || (status == ST_OK && !is_pair_term(cursor.term)))
            return ST_OK;
        if (status != ST_OK)
            return status;
        pair_words(cursor.term, &first, &second);
        if (first.len == 0 || first.len > PAIR_WORD_BYTES_MAX || second.len > 0)
            return fail(err, ST_CORRUPT, "dictionary: rule G1: no marker");
        add_word(words, first);
        from_len = pair_marker(from, first).len;
        from[from_len++] = 1;
    }
    return ST_OK;
}

/* Whether the word is a pair word of the segment; then its marker is in `info`. */
static enum status is_paired(const struct segment *segment, struct span word,
                             bool *paired, struct term_info *info, struct error *err)
{
    uint8_t bytes[PAIR_TERM_BYTES_MAX];
    enum status status = ST_NOT_FOUND;

    if (word.len >= 1 && word.len <= PAIR_WORD_BYTES_MAX)
        status = dict_find(segment, pair_marker(bytes, word), info, err);
    *paired = status == ST_OK;
    return status == ST_NOT_FOUND ? ST_OK : status;
}

enum status pairs_find(const struct segment *segment, struct span first,
                       struct span second, enum pair_answer *answer,
                       struct term_info *info, struct error *err)
{
    uint8_t bytes[PAIR_TERM_BYTES_MAX];
    bool paired;
    enum status status = is_paired(segment, first, &paired, info, err);

    *answer = PAIR_UNKNOWN;
    if (status == ST_OK && paired)
        status = is_paired(segment, second, &paired, info, err);
    if (status != ST_OK || !paired)
        return status;
    status = dict_find(segment, pair_term(bytes, first, second), info, err);
    *answer = status == ST_OK ? PAIR_LISTED : PAIR_ABSENT;
    return status == ST_NOT_FOUND ? ST_OK : status;
}
