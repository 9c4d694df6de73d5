/* sweep_count.c - every match, without scores.
 *
 *   known   a word alone: its list tells
 *   OR      the bits of all words, STRETCH articles at a time
 *   AND     bits too, where the words are frequent; else the rarest word's articles are
 *           looked up in the other lists
 */
#include "match/sweep_inside.h"

enum { DENSE_SHARE = 64, DENSE_SUM = 6, STRETCH = 1 << 18 };

/* A stretch of articles as bits, and another for what is taken from it or with it. */
struct stretch {
    doc_id base;
    size_t words;
    uint64_t *bits, *other;
};

/* Its matches; those that are deleted are none. */
static void count_bits(struct sweep *s, struct stretch *t)
{
    struct pass *pass = s->walker->pass;
    const struct filter *filter = &s->walker->filter;
    const uint64_t *deleted = filter->deleted ? filter->deleted + t->base / 64 : NULL;
    if (filter->plain)
        pass->total += kernel_count(t->bits, deleted, t->words);
    if (filter->plain && pass->facets->count) {
        for (size_t i = 0; deleted && i < t->words; i++)
            t->bits[i] &= ~deleted[i];
        facet_add_bits(pass->facets, t->base, t->bits, t->words);
    }
    for (size_t i = 0; !filter->plain && i < t->words; i++)
        for (uint64_t word = t->bits[i]; word; word &= word - 1) {
            doc_id doc = t->base + (doc_id)i * 64 + (doc_id)__builtin_ctzll(word);
            if (!filter_passes(filter, doc))
                continue;
            pass->total++;
            facet_add(pass->facets, doc);
        }
}

static void mark_any(struct sweep *s, const struct stretch *t)
{
    for (unsigned i = 0; i < s->lane_count; i++)
        lane_mark_wide(&s->lanes[i], t->base, t->bits, t->words);
}

static void mark_every(struct sweep *s, const struct stretch *t)
{
    lane_mark_wide(&s->lanes[0], t->base, t->bits, t->words);
    for (unsigned i = 1; i < s->lane_count + s->without_count; i++) {
        bool minus = i >= s->lane_count;
        memset(t->other, 0, t->words * sizeof *t->other);
        lane_mark_wide(minus ? &s->without[i - s->lane_count] : &s->lanes[i], t->base,
                       t->other, t->words);
        for (size_t k = 0; k < t->words; k++)
            t->bits[k] &= minus ? ~t->other[k] : t->other[k];
    }
}

static void count_stretches(struct sweep *s)
{
    struct cursor_context *context = &s->walker->context;
    struct stretch t = {.bits = cursor_take(context, STRETCH / 64, sizeof *t.bits)};
    if (s->every)
        t.other = cursor_take(context, STRETCH / 64, sizeof *t.other);
    if (!t.bits || (s->every && !t.other))
        return;
    for (; t.base < context->doc_count; t.base += STRETCH) {
        uint32_t left = context->doc_count - t.base;
        t.words = left < STRETCH ? (left + 63) / 64 : STRETCH / 64;
        if (t.base > 0)
            memset(t.bits, 0, t.words * sizeof *t.bits);
        if (s->every)
            mark_every(s, &t);
        else
            mark_any(s, &t);
        if (sweep_broken(s) || meter_look(s->walker->pass->meter))
            return;
        count_bits(s, &t);
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
static void count_windows(struct sweep *s)
{
    doc_id doc = lane_next(&s->lanes[0], 0);
    while (doc != DOC_END && !sweep_broken(s) &&
           !meter_window(s->walker->pass->meter)) {
        uint32_t window = doc >> LANE_SHIFT;
        sweep_gather_every(s, window, -1.0f);
        sweep_deliver(s);
        if (window + 1 >= s->windows)
            return;
        doc = lane_next(&s->lanes[0], (window + 1) << LANE_SHIFT);
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
    if (!s->every || is_dense(s))
        count_stretches(s);
    else if (!sweep_count_blocks(s))
        count_windows(s);
}
