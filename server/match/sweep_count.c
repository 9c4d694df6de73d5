/* sweep_count.c - every match, without scores.
 *
 *   known   a word alone: its list tells
 *   OR      the bits of all words, window by window
 *   AND     bits too, where the words are frequent; else the rarest word's articles are
 *           looked up in the other lists
 */
#include "match/sweep_inside.h"

enum { DENSE_SHARE = 64, DENSE_SUM = 6 };

/* The window's matches as bits; those that are deleted are none. */
static void count_bits(struct sweep *s, doc_id base,
                       const uint64_t bits[LANE_WINDOW / 64])
{
    struct pass *pass = s->walker->pass;
    const struct filter *filter = &s->walker->filter;
    const uint64_t *deleted = filter->deleted ? filter->deleted + base / 64 : NULL;
    uint32_t left = s->walker->context.doc_count - base;
    size_t words = left < LANE_WINDOW ? (left + 63) / 64 : LANE_WINDOW / 64;
    if (filter->plain)
        pass->total += kernel_count(bits, deleted, words);
    if (filter->plain && pass->facets->count) {
        uint64_t live[LANE_WINDOW / 64];
        for (size_t i = 0; i < words; i++)
            live[i] = deleted ? bits[i] & ~deleted[i] : bits[i];
        facet_add_bits(pass->facets, base, live, words);
    }
    for (size_t i = 0; !filter->plain && i < words; i++)
        for (uint64_t word = bits[i]; word; word &= word - 1) {
            doc_id doc = base + (doc_id)i * 64 + (doc_id)__builtin_ctzll(word);
            if (!filter_passes(filter, doc))
                continue;
            pass->total++;
            facet_add(pass->facets, doc);
        }
}

static void mark_every(struct sweep *s, uint32_t window,
                       uint64_t bits[LANE_WINDOW / 64])
{
    doc_id base = window << LANE_SHIFT;
    lane_mark(&s->lanes[0], base, bits, s->scratch);
    for (unsigned i = 1; i < s->lane_count + s->without_count; i++) {
        bool minus = i >= s->lane_count;
        uint64_t other[LANE_WINDOW / 64] = {0};
        lane_mark(minus ? &s->without[i - s->lane_count] : &s->lanes[i], base, other,
                  s->scratch);
        for (unsigned k = 0; k < LANE_WINDOW / 64; k++)
            bits[k] &= minus ? ~other[k] : other[k];
    }
}

/* Are bits quicker than looking the rarest word's articles up in the other lists? When
 * they are many, and not few beside the others. */
static bool is_dense(const struct sweep *s)
{
    uint64_t least = s->lanes[0].cost, sum = 0;
    for (unsigned i = 0; i < s->lane_count; i++)
        sum += s->lanes[i].cost;
    return s->check_count == 0 && sum <= DENSE_SUM * least &&
           least >= s->walker->context.doc_count / DENSE_SHARE;
}

/* Every match of an AND, by the windows that the leading lane is in. */
static void count_every(struct sweep *s)
{
    bool dense = is_dense(s);
    if (!dense && sweep_count_blocks(s))
        return;
    doc_id doc = lane_next(&s->lanes[0], 0);
    while (doc != DOC_END && !sweep_broken(s) &&
           !meter_window(s->walker->pass->meter)) {
        uint32_t window = doc >> LANE_SHIFT;
        if (dense) {
            uint64_t bits[LANE_WINDOW / 64] = {0};
            mark_every(s, window, bits);
            count_bits(s, window << LANE_SHIFT, bits);
        } else {
            sweep_gather_every(s, window, -1.0f);
            sweep_deliver(s);
        }
        if (window + 1 >= s->windows)
            return;
        doc = lane_next(&s->lanes[0], (window + 1) << LANE_SHIFT);
    }
}

static void count_any(struct sweep *s)
{
    for (uint32_t w = 0; w < s->windows && !sweep_broken(s); w++) {
        uint64_t bits[LANE_WINDOW / 64] = {0};
        if (meter_window(s->walker->pass->meter))
            return;
        for (unsigned i = 0; i < s->lane_count; i++)
            lane_mark(&s->lanes[i], w << LANE_SHIFT, bits, s->scratch);
        count_bits(s, w << LANE_SHIFT, bits);
    }
}

/* A list knows how many articles it has. */
static bool count_known(struct sweep *s)
{
    const struct lane *lane = &s->lanes[0];
    struct walker *w = s->walker;
    if (s->lane_count != 1 || s->without_count || s->check_count || lane->count > 1 ||
        !w->filter.plain || w->filter.deleted || w->pass->facets->count)
        return false;
    w->pass->total += lane->cost;
    return true;
}

void sweep_count(struct sweep *s)
{
    if (count_known(s))
        return;
    if (s->every)
        count_every(s);
    else
        count_any(s);
}
