/* value_set.c
 *
 *   ordinal   0  1  2  3 …          a column's values in a segment
 *   set       1  0  0  1 …          asked of an article by its ordinal
 */
#include "match/value_set.h"

#include <assert.h>

#include "match/plan.h"
#include "text/fold.h"
#include "text/words.h"

enum status value_set_make(uint64_t **set, const struct segment *segment,
                           enum column column, struct arena *arena, struct error *err)
{
    uint64_t *bits = arena_zeroed(
        arena, (size_t)columns_value_count(segment, column) / 64 + 1, sizeof *bits);
    if (!bits)
        return plan_nomem(arena, err);
    *set = bits;
    return ST_OK;
}

static void add(uint64_t *set, uint32_t ordinal)
{
    set[ordinal >> 6] |= (uint64_t)1 << (ordinal & 63);
}

void value_set_add(uint64_t *set, const struct segment *segment, enum column column,
                   struct span value)
{
    uint32_t ordinal = columns_find(segment, column, value);
    if (ordinal != COLUMN_NONE && ordinal < columns_value_count(segment, column))
        add(set, ordinal);
}

/* Is `word` one of the words of `value`? */
static bool has_word(struct span value, struct span word, struct buf *folded)
{
    struct words words = words_open(value);
    struct span raw;
    while (words_next(&words, &raw)) {
        buf_reset(folded);
        fold_text(folded, raw);
        if (span_equal(buf_span(folded), word))
            return true;
    }
    return false;
}

enum status value_set_words(const uint64_t **set, const struct segment *segment,
                            enum column column, const struct span *words,
                            unsigned count, struct arena *arena, struct error *err)
{
    struct buf folded;
    uint64_t *bits = NULL;
    enum status status = value_set_make(&bits, segment, column, arena, err);
    if (status != ST_OK)
        return status;
    assert(bits);
    buf_init(&folded, 0);
    for (uint32_t i = 0; i < columns_value_count(segment, column); i++) {
        struct span value = columns_value(segment, column, i);
        unsigned w = 0;
        while (w < count && has_word(value, words[w], &folded))
            w++;
        if (w == count)
            add(bits, i);
        if (folded.status != ST_OK)
            status = fail(err, folded.status, "search: a value of a column");
    }
    buf_release(&folded);
    if (status == ST_OK)
        *set = bits;
    return status;
}

static bool has(const uint64_t *set, uint32_t ordinal)
{
    return set[ordinal >> 6] >> (ordinal & 63) & 1;
}

bool value_set_holds(const uint64_t *set, const struct segment *segment,
                     enum column column, doc_id doc)
{
    uint32_t ordinal;
    if (column != COLUMN_AUTHOR) {
        ordinal = columns_ordinal(segment, column, doc);
        return ordinal != COLUMN_NONE && has(set, ordinal);
    }
    for (uint32_t at = 0; (ordinal = columns_author(segment, doc, at)) != COLUMN_NONE;
         at++)
        if (has(set, ordinal))
            return true;
    return false;
}
