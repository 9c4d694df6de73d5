/* near.c
 *
 * The dictionary is sorted, so neighbours share a beginning, and of the table of edit
 * distances only the rows of the letters that differ are computed again:
 *
 *              б ю ж е т          row d: distances of the first d letters of the term
 *          0 1 2 3 4 5            to every beginning of the word
 *      б   1 0 1 2 3 4
 *      ю   2 1 0 1 2 3            a row without a number <= most is hopeless: no term
 *      д   3 2 1 1 2 3            that begins so is near; the walk goes past them all
 */
#include "match/near.h"

#include "match/plan.h"
#include "text/utf8.h"

enum {
    DEPTH_MAX = NEAR_LETTERS_MAX + NEAR_EDITS_MAX + 1,
    STEPS_BEFORE_SEEK = 8, /* a seek costs about as much as so many steps */
    TEXT_FIRST_BYTE = 2    /* terms below are keys, not words */
};

struct near_walk {
    struct near_list *list;
    const struct snapshot *snapshot;
    struct meter *meter;
    struct arena *arena;
    struct error *err;
    uint32_t word[NEAR_LETTERS_MAX];
    unsigned len, most;
    unsigned depth; /* letters of the term at hand that have a row */
    uint32_t letters[DEPTH_MAX];
    size_t ends[DEPTH_MAX]; /* in bytes */
    uint8_t bytes[TERM_MAX];
    uint8_t rows[DEPTH_MAX + 1][NEAR_LETTERS_MAX + 1];
    uint8_t least[DEPTH_MAX + 1]; /* of each row */
};

static unsigned least_of(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static bool swapped(const struct near_walk *w, unsigned row, unsigned i)
{
    return row > 1 && i > 1 && w->letters[row - 1] == w->word[i - 2] &&
           w->letters[row - 2] == w->word[i - 1];
}

/* The row of the letter at the walk's depth, which grows by one. */
static void put_row(struct near_walk *w, uint32_t letter, size_t end)
{
    unsigned row = w->depth + 1;
    w->letters[w->depth] = letter;
    w->ends[w->depth] = end;
    w->depth = row;
    w->rows[row][0] = w->least[row] = (uint8_t)row;
    for (unsigned i = 1; i <= w->len; i++) {
        unsigned cost = w->word[i - 1] == letter ? 0 : 1;
        unsigned best = w->rows[row - 1][i - 1] + cost;
        best = least_of(best, w->rows[row - 1][i] + 1u);
        best = least_of(best, w->rows[row][i - 1] + 1u);
        if (swapped(w, row, i))
            best = least_of(best, w->rows[row - 2][i - 2] + 1u);
        w->rows[row][i] = (uint8_t)best;
        w->least[row] = (uint8_t)least_of(w->least[row], best);
    }
}

/* A swap reaches over a row. */
static bool hopeless(const struct near_walk *w)
{
    unsigned row = w->depth;
    return row > 0 && w->least[row] > w->most && w->least[row - 1] + 1u > w->most;
}

/* Forget the rows of letters that the term does not begin with. */
static void keep_common(struct near_walk *w, struct span term)
{
    size_t have = w->depth ? w->ends[w->depth - 1] : 0, common = 0;
    while (common < have && common < term.len && w->bytes[common] == term.data[common])
        common++;
    while (w->depth > 0 && w->ends[w->depth - 1] > common)
        w->depth--;
}

/* False: no term that begins with the rows' letters is near. */
static bool follow(struct near_walk *w, struct span term)
{
    keep_common(w, term);
    size_t off = w->depth ? w->ends[w->depth - 1] : 0;
    memcpy(w->bytes, term.data, term.len);
    while (off < term.len && !hopeless(w) && w->depth < DEPTH_MAX) {
        uint32_t letter = utf8_next(term, &off);
        put_row(w, letter, off);
    }
    return !hopeless(w) && off == term.len;
}

static bool goes_before(const struct near_term *a, const struct near_term *b)
{
    if (a->edits != b->edits)
        return a->edits < b->edits;
    if (a->doc_freq != b->doc_freq)
        return a->doc_freq > b->doc_freq;
    return span_compare(a->term, b->term) < 0;
}

static enum status freq_of(const struct near_walk *w, struct span term, uint64_t *sum)
{
    *sum = 0;
    for (size_t s = 0; s < w->snapshot->segment_count; s++) {
        struct term_info info;
        enum status status = dict_find(w->snapshot->segments[s], term, &info, w->err);
        if (status == ST_OK)
            *sum += info.doc_freq;
        else if (status != ST_NOT_FOUND)
            return status;
    }
    return ST_OK;
}

static bool is_known(const struct near_list *list, struct span term)
{
    for (unsigned i = 0; i < list->count; i++)
        if (span_equal(list->found[i].term, term))
            return true;
    return false;
}

static enum status take(struct near_walk *w, struct span term, unsigned edits)
{
    struct near_list *list = w->list;
    struct near_term one = {term, edits, 0};
    unsigned at = list->count;
    if (is_known(list, term))
        return ST_OK;
    enum status status = freq_of(w, term, &one.doc_freq);
    if (status != ST_OK)
        return status;
    if (at == NEAR_FOUND_MAX) {
        at--;
        if (!goes_before(&one, &list->found[at]))
            return ST_OK;
    } else {
        list->count++;
    }
    one.term = arena_copy(w->arena, term);
    if (!one.term.data)
        return plan_nomem(w->arena, w->err);
    for (; at > 0 && goes_before(&one, &list->found[at - 1]); at--)
        list->found[at] = list->found[at - 1];
    list->found[at] = one;
    return ST_OK;
}

/* Past every term that begins with the rows' letters. UTF-8 has no byte 0xFF, so the
 * last byte can be counted up. */
static enum status leave(struct near_walk *w, struct dict_cursor *cursor)
{
    uint8_t past[TERM_MAX];
    size_t len = w->ends[w->depth - 1];
    memcpy(past, w->bytes, len);
    struct span prefix = span_of(w->bytes, len);
    for (unsigned i = 0; i < STEPS_BEFORE_SEEK; i++) {
        enum status status = dict_next(cursor, w->err);
        if (status != ST_OK || !span_starts(cursor->term, prefix))
            return status;
    }
    if (++past[len - 1] == 0)
        return ST_END; /* no text */
    return dict_seek(cursor, cursor->segment, span_of(past, len), w->err);
}

static enum status walk_segment(struct near_walk *w, const struct segment *segment)
{
    static const uint8_t first[] = {TEXT_FIRST_BYTE};
    struct dict_cursor cursor;
    enum status status =
        dict_seek(&cursor, segment, span_of(first, sizeof first), w->err);
    w->depth = 0;
    while (status == ST_OK && !meter_step(w->meter)) {
        bool whole = follow(w, cursor.term);
        unsigned edits = w->rows[w->depth][w->len];
        if (!whole) {
            status = leave(w, &cursor);
            continue;
        }
        if (edits > 0 && edits <= w->most)
            status = take(w, cursor.term, edits);
        if (status == ST_OK)
            status = dict_next(&cursor, w->err);
    }
    return status == ST_END ? ST_OK : status;
}

enum status near_find(struct near_list *list, const struct snapshot *snapshot,
                      struct span term, unsigned most, struct meter *meter,
                      struct arena *arena, struct error *err)
{
    struct near_walk w = {.list = list,
                          .snapshot = snapshot,
                          .meter = meter,
                          .arena = arena,
                          .err = err,
                          .most = most};
    enum status status = ST_OK;
    list->count = 0;
    if (utf8_count(term) > NEAR_LETTERS_MAX)
        return ST_OK;
    for (size_t off = 0; off < term.len;)
        w.word[w.len++] = utf8_next(term, &off);
    for (unsigned i = 0; i <= w.len; i++)
        w.rows[0][i] = (uint8_t)i;
    for (size_t s = 0; s < snapshot->segment_count && status == ST_OK; s++)
        status = walk_segment(&w, snapshot->segments[s]);
    return status;
}
