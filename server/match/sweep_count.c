/* sweep_count.c - every match, without scores.
 *
 *   known   a word alone: its list tells
 *   bits    STRETCH articles at a time
 *             OR       all words are marked
 *             AND      the word with the fewest blocks there is marked, then of each other
 *                      word the blocks in which something is left
 *   lists   an AND with a rare word: its articles are looked up in the other lists
 *
 * Where a list's length is its number of matches, most of a frequent one is not read:
 *
 *   |a OR b|  = |a| + |b| - |a AND b|        a the longest; its blocks without a b are
 *   |a NOT b| = |a| - |a AND b|              left out, as in an AND
 */
#include "match/sweep_inside.h"

enum { STRETCH = 1 << 15, RARE = 4096, VERY_RARE = 1024, RARE_BESIDE = 4 };

/* A stretch of articles as bits, and others to be taken from it or met with it. */
struct stretch {
    doc_id base;
    size_t words;
    uint64_t *bits, *other;
};

struct count {
    struct sweep *sweep;
    struct lane *known; /* the list whose articles are counted already; NULL: none */
    struct stretch at;
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

static void clear(uint64_t *bits, const struct stretch *t)
{
    memset(bits, 0, t->words * sizeof *bits);
}

static void mark(struct lane *lane, struct stretch *t)
{
    lane_mark(lane, &(struct lane_stretch){t->base, t->words, NULL, 0}, t->bits);
}

/* bits &= those of the lane, or `minus` without them; false: nothing is left. */
static bool meet(struct lane *lane, bool minus, struct stretch *t)
{
    clear(t->other, t);
    lane_mark(lane, &(struct lane_stretch){t->base, t->words, t->bits, 0}, t->other);
    return kernel_meet(t->bits, t->other, minus, t->words);
}

/* Lanes by rising number of blocks in the stretch. False: one is not there. */
static bool order_lanes(struct sweep *s, const struct stretch *t,
                        struct lane *order[QUERY_TREE_LEAVES_MAX])
{
    const struct lane_stretch all = {t->base, t->words, NULL, 0};
    uint32_t blocks[QUERY_TREE_LEAVES_MAX];
    for (unsigned i = 0; i < s->lane_count; i++) {
        uint32_t mine = lane_blocks(&s->lanes[i], &all);
        unsigned at = i;
        if (mine == 0)
            return false;
        for (; at > 0 && blocks[at - 1] > mine; at--) {
            blocks[at] = blocks[at - 1];
            order[at] = order[at - 1];
        }
        blocks[at] = mine;
        order[at] = &s->lanes[i];
    }
    return true;
}

static void count_every(struct count *c)
{
    struct lane *order[QUERY_TREE_LEAVES_MAX];
    struct sweep *s = c->sweep;
    bool left = order_lanes(s, &c->at, order);
    if (left)
        mark(order[0], &c->at);
    for (unsigned i = 1; left && i < s->lane_count; i++)
        left = meet(order[i], false, &c->at);
    for (unsigned i = 0; left && i < s->without_count; i++)
        left = meet(&s->without[i], true, &c->at);
    if (left)
        count_bits(s, &c->at);
}

/* What the known list has of the others is counted twice. */
static void count_any(struct count *c)
{
    struct sweep *s = c->sweep;
    for (unsigned i = 0; i < s->lane_count; i++)
        if (&s->lanes[i] != c->known)
            mark(&s->lanes[i], &c->at);
    count_bits(s, &c->at);
    if (c->known && meet(c->known, false, &c->at))
        s->walker->pass->total -= kernel_count(c->at.bits, NULL, c->at.words);
}

/* What is to be taken away of the known list. */
static uint64_t count_less(struct count *c)
{
    struct sweep *s = c->sweep;
    struct stretch *t = &c->at;
    const struct lane_stretch all = {t->base, t->words, NULL, 0};
    const struct lane_stretch some = {t->base, t->words, t->bits, 0};
    uint32_t others = 0;
    for (unsigned i = 0; i < s->without_count; i++)
        others += lane_blocks(&s->without[i], &all);
    if (others == 0)
        return 0;
    if (lane_blocks(c->known, &all) > others) {
        for (unsigned i = 0; i < s->without_count; i++)
            mark(&s->without[i], t);
        return meet(c->known, false, t) ? kernel_count(t->bits, NULL, t->words) : 0;
    }
    mark(c->known, t);
    clear(t->other, t);
    for (unsigned i = 0; i < s->without_count; i++)
        lane_mark(&s->without[i], &some, t->other);
    return kernel_meet(t->bits, t->other, false, t->words)
               ? kernel_count(t->bits, NULL, t->words)
               : 0;
}

/* The first article from `base` on that any of the lanes, or all of them, may have. */
static doc_id next_of(struct lane *lanes, unsigned count, bool every, doc_id base,
                      const struct lane *but)
{
    doc_id next = every ? base : DOC_END;
    for (unsigned i = 0; i < count; i++) {
        doc_id mine = &lanes[i] == but ? next : lane_reach(&lanes[i], base);
        next = (mine < next) == every ? next : mine;
    }
    return next;
}

/* The stretch with the first article from `base` on that may matter; false: none. */
static bool begin_stretch(struct count *c, doc_id base)
{
    struct sweep *s = c->sweep;
    struct stretch *t = &c->at;
    doc_id docs = s->walker->context.doc_count;
    doc_id from =
        next_of(s->lanes, s->lane_count, s->every, base, s->every ? NULL : c->known);
    if (s->every && c->known && from < docs)
        from = next_of(s->without, s->without_count, false, from, NULL);
    if (from >= docs || sweep_broken(s) || meter_window(s->walker->pass->meter))
        return false;
    t->base = from / STRETCH * STRETCH;
    t->words = docs - t->base < STRETCH ? (docs - t->base + 63) / 64 : STRETCH / 64;
    clear(t->bits, t);
    return true;
}

/* Does the list tell how many of its articles match? */
static bool is_known(const struct sweep *s, const struct lane *lane)
{
    const struct walker *w = s->walker;
    return lane->count <= 1 && w->filter.plain && !w->filter.deleted &&
           !w->pass->facets->count;
}

static struct lane *known_lane(struct sweep *s)
{
    struct lane *longest = &s->lanes[0];
    for (unsigned i = 1; !s->every && i < s->lane_count; i++)
        longest = s->lanes[i].cost > longest->cost ? &s->lanes[i] : longest;
    bool one = !s->every || (s->lane_count == 1 && s->without_count);
    return one && is_known(s, longest) ? longest : NULL;
}

/* When time ran out, what was not looked at may all have to be taken away. */
static void put_less(struct count *c, uint64_t less)
{
    struct pass *pass = c->sweep->walker->pass;
    for (unsigned i = 0; pass->meter->out && i < c->sweep->without_count; i++)
        less += c->sweep->without[i].cost;
    pass->total += c->known->cost > less ? c->known->cost - less : 0;
}

static void count_stretches(struct sweep *s)
{
    struct cursor_context *context = &s->walker->context;
    struct count c = {.sweep = s, .known = known_lane(s)};
    uint64_t less = 0;
    c.at.bits = cursor_take(context, STRETCH / 64 + 1, sizeof *c.at.bits);
    c.at.other = cursor_take(context, STRETCH / 64 + 1, sizeof *c.at.other);
    if (!c.at.bits || !c.at.other)
        return;
    if (c.known && !s->every)
        s->walker->pass->total += c.known->cost;
    for (doc_id base = 0; begin_stretch(&c, base); base = c.at.base + STRETCH)
        if (!s->every)
            count_any(&c);
        else if (c.known)
            less += count_less(&c);
        else
            count_every(&c);
    if (c.known && s->every)
        put_less(&c, less);
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
    if (s->lane_count != 1 || s->without_count || s->check_count ||
        !is_known(s, &s->lanes[0]))
        return false;
    s->walker->pass->total += s->lanes[0].cost;
    return true;
}

/* Is the rarest word so rare that its articles are rather looked up? Up to RARE articles
 * are, unless the next word is in every RARE_BESIDE-th. */
static bool is_rare(const struct sweep *s)
{
    if (!s->every || s->lane_count < 2)
        return false;
    bool beside = s->lanes[1].cost < s->walker->context.doc_count / RARE_BESIDE;
    return s->lanes[0].cost <= (beside ? RARE : VERY_RARE);
}

void sweep_count(struct sweep *s)
{
    if (count_known(s))
        return;
    if (s->check_count == 0 && !is_rare(s))
        count_stretches(s);
    else if (!sweep_count_blocks(s))
        count_windows(s);
}
