/* A window starts at a place and holds what follows within some words. The best one is
 * taken, then the best of the rest with the leaves already covered counting less:
 *
 *   places  a  b a        c   a           covered {}      -> [b a] or [a b a]: 2 leaves
 *           [------]      [---]           covered {a, b}  -> [c a]: 1 new leaf
 *
 * Invariant: windows do not share a place, so each brings occurrences of its own.
 */
#include "answer/snippet_window.h"

static unsigned leaf_of(const struct search_place *place)
{
    return place->leaf % QUERY_LEAVES_MAX;
}

static unsigned bits(uint32_t mask)
{
    return (unsigned)__builtin_popcount(mask);
}

bool snippet_score_better(const struct snippet_score *a, const struct snippet_score *b,
                          uint32_t covered)
{
    unsigned new_a = bits(a->leaves & ~covered), new_b = bits(b->leaves & ~covered);
    if (new_a != new_b)
        return new_a > new_b;
    if (bits(a->leaves) != bits(b->leaves))
        return bits(a->leaves) > bits(b->leaves);
    if (a->rarity > b->rarity || a->rarity < b->rarity)
        return a->rarity > b->rarity;
    return a->count > b->count;
}

void snippet_rarity(float rarity[QUERY_LEAVES_MAX], struct marked_places places)
{
    unsigned counts[QUERY_LEAVES_MAX] = {0};
    for (size_t i = 0; i < places.count; i++)
        counts[leaf_of(&places.items[i])]++;
    for (unsigned leaf = 0; leaf < QUERY_LEAVES_MAX; leaf++)
        rarity[leaf] = counts[leaf] ? 1.0F / (float)counts[leaf] : 0.0F;
}

static uint32_t end_word(const struct search_place *place)
{
    return PLACE_POS(place->place) + place->words;
}

/* From `first` on, up to `stop`; *end past the last place taken. */
static struct snippet_score score_window(struct marked_places places, size_t first,
                                         size_t stop, const float *rarity, size_t *end)
{
    struct snippet_score score = {0, 0.0F, 0};
    uint32_t limit = PLACE_POS(places.items[first].place) + SNIPPET_WINDOW_WORDS;
    size_t at = first;
    for (; at < stop; at++) {
        const struct search_place *place = &places.items[at];
        if (at > first && end_word(place) > limit)
            break;
        uint32_t bit = UINT32_C(1) << leaf_of(place);
        if (!(score.leaves & bit))
            score.rarity += rarity[leaf_of(place)];
        score.leaves |= bit;
        score.count++;
    }
    *end = at;
    return score;
}

/* The first place at or after `at` that no window holds; *stop: where the next begins.
 */
static size_t free_place(const struct snippet_window *windows, size_t count, size_t at,
                         size_t total, size_t *stop)
{
    *stop = total;
    for (size_t i = 0; i < count; i++) {
        if (windows[i].end <= at)
            continue;
        if (windows[i].first <= at)
            at = windows[i].end;
        else if (windows[i].first < *stop)
            *stop = windows[i].first;
    }
    return at;
}

static void insert(struct snippet_window *windows, size_t count,
                   struct snippet_window window)
{
    while (count > 0 && windows[count - 1].first > window.first) {
        windows[count] = windows[count - 1];
        count--;
    }
    windows[count] = window;
}

static bool best_window(struct marked_places places, const float *rarity,
                        const struct snippet_window *windows, size_t count,
                        uint32_t *covered, struct snippet_window *best)
{
    struct snippet_score best_score = {0, 0.0F, 0};
    size_t stop = 0, at = free_place(windows, count, 0, places.count, &stop);
    while (at < places.count) {
        size_t end = 0;
        struct snippet_score score = score_window(places, at, stop, rarity, &end);
        if (best_score.count == 0 ||
            snippet_score_better(&score, &best_score, *covered)) {
            best_score = score;
            *best = (struct snippet_window){at, end};
        }
        at = free_place(windows, count, at + 1, places.count, &stop);
    }
    *covered |= best_score.leaves;
    return best_score.count > 0;
}

size_t snippet_windows(struct marked_places places, struct snippet_window *windows,
                       size_t limit)
{
    float rarity[QUERY_LEAVES_MAX];
    uint32_t covered = 0;
    size_t count = 0;
    snippet_rarity(rarity, places);
    struct snippet_window best = {0, 0};
    while (count < limit &&
           best_window(places, rarity, windows, count, &covered, &best))
        insert(windows, count++, best);
    return count;
}
