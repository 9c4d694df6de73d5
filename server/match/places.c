/* places.c
 *
 * Leaves are looked at one by one, whatever joins them: in an article that matches,
 * every place of every leaf is worth a mark. Only what stands under a NOT is left out.
 *
 * A page opens one finder, which looks the words up once, and asks it for every hit; the
 * caller's arena holds the places alone.
 */
#include "match/places.h"

#include <stdlib.h>

#include "match/search.h"

enum { ARENA_BYTES = 16 << 20 };

enum status places_context(struct cursor_context *context, const struct plan *plan,
                           uint32_t segment_at, struct arena *arena,
                           struct arena *places, struct meter *meter, struct error *err)
{
    memset(context, 0, sizeof *context);
    if (segment_at >= plan->snapshot->segment_count)
        return fail(err, ST_ARGUMENT, "search: no segment %u", (unsigned)segment_at);
    context->plan = plan;
    context->segment = plan->snapshot->segments[segment_at];
    context->segment_at = segment_at;
    context->doc_count = segment_info(context->segment)->doc_count;
    context->arena = arena;
    context->places = places;
    context->meter = meter;
    context->err = err;
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        context->lengths[f] = segment_lengths(context->segment, (enum field)f);
    return ST_OK;
}

static enum status take_matches(struct cursor_context *context, uint32_t count,
                                struct phrase_match **matches)
{
    *matches = arena_alloc(context->places, (count + (size_t)1) * sizeof **matches);
    if (*matches)
        return ST_OK;
    return context->status = plan_nomem(context->places, context->err);
}

/* The places of word `at` of the leaf. */
static bool find_word(struct cursor_context *context, const struct plan_leaf *leaf,
                      unsigned at, doc_id doc, struct term_places *out)
{
    struct term_set set;
    *out = (struct term_places){NULL, 0};
    if (!term_set_open(&set, context, &leaf->words[at], leaf->node->fields, leaf->idf))
        return false;
    if (term_set_seek(&set, doc) != doc)
        return context->status == ST_OK;
    return term_set_places(&set, doc, out);
}

static enum status find_phrase(struct cursor_context *context,
                               const struct plan_leaf *leaf, doc_id doc,
                               struct phrase_match **matches, uint32_t *count)
{
    struct phrase_word words[QUERY_PHRASE_MAX];
    for (unsigned i = 0; i < leaf->word_count; i++) {
        struct term_places found;
        if (!find_word(context, leaf, i, doc, &found))
            return context->status;
        if (found.count == 0)
            return ST_OK;
        words[i] = (struct phrase_word){found.places, found.count,
                                        leaf->node->as.phrase.words[i].pos};
    }
    enum status status = take_matches(context, words[0].count, matches);
    if (status == ST_OK)
        *count =
            phrase_find(words, leaf->word_count, leaf->node->as.phrase.slop, *matches);
    return status;
}

enum status places_find(struct cursor_context *context, const struct plan_leaf *leaf,
                        doc_id doc, struct phrase_match **matches, uint32_t *count)
{
    struct term_places found;
    *matches = NULL;
    *count = 0;
    if (leaf->node->kind == QUERY_PHRASE)
        return find_phrase(context, leaf, doc, matches, count);
    if (!find_word(context, leaf, 0, doc, &found))
        return context->status;
    enum status status = take_matches(context, found.count, matches);
    for (uint32_t i = 0; status == ST_OK && i < found.count; i++)
        (*matches)[(*count)++] = (struct phrase_match){found.places[i], 1};
    return status;
}

struct collector {
    struct cursor_context context;
    doc_id doc;
    struct search_place *list;
    size_t count, capacity;
};

static bool collect(struct collector *c, const struct phrase_match *matches,
                    uint32_t count, unsigned leaf)
{
    if (c->count + count > c->capacity) {
        struct search_place *grown =
            memory_grow(c->list, &c->capacity, c->count + count, sizeof *grown);
        if (!grown)
            return false;
        c->list = grown;
    }
    for (uint32_t i = 0; i < count; i++)
        c->list[c->count++] =
            (struct search_place){matches[i].place, matches[i].words, leaf};
    return true;
}

static enum status walk(struct collector *c, const struct query_node *node)
{
    const struct plan_leaf *leaf = plan_find(c->context.plan, node);
    struct phrase_match *matches;
    uint32_t count;
    enum status status = ST_OK;
    if (leaf) {
        arena_reset(c->context.arena);
        arena_reset(c->context.places);
        status = places_find(&c->context, leaf, c->doc, &matches, &count);
        if (status == ST_OK && !collect(c, matches, count, node->leaf))
            return fail(c->context.err, ST_NOMEM, "search: out of memory");
        return status;
    }
    if (node->kind != QUERY_AND && node->kind != QUERY_OR && node->kind != QUERY_BEST)
        return ST_OK;
    for (unsigned i = 0; i < node->as.children.count && status == ST_OK; i++)
        status = walk(c, node->as.children.nodes[i]);
    return status;
}

static int place_order(const void *a, const void *b)
{
    const struct search_place *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->leaf > y->leaf) - (x->leaf < y->leaf);
}

static enum status hand_over(struct collector *c, struct arena *arena,
                             struct search_place **places, size_t *count,
                             struct error *err)
{
    struct search_place *list = arena_alloc(arena, (c->count + 1) * sizeof *list);
    if (!list)
        return plan_nomem(arena, err);
    if (c->count) {
        memcpy(list, c->list, c->count * sizeof *list);
        qsort(list, c->count, sizeof *list, place_order);
    }
    *places = list;
    *count = c->count;
    return ST_OK;
}

struct place_finder {
    struct plan plan;
    const struct query_node *root;
    struct arena planned, scratch, found;
};

enum status place_finder_open(struct place_finder **finder,
                              const struct snapshot *snapshot,
                              const struct query_node *root, struct error *err)
{
    struct place_finder *made = memory_zeroed(1, sizeof *made);
    if (!made)
        return fail(err, ST_NOMEM, "search: out of memory");
    made->root = root;
    arena_init(&made->planned, ARENA_BYTES);
    arena_init(&made->scratch, ARENA_BYTES);
    arena_init(&made->found, ARENA_BYTES);
    enum status status =
        plan_make(&made->plan, snapshot, root, NULL, &made->planned, err);
    if (status != ST_OK) {
        place_finder_close(made);
        return status;
    }
    *finder = made;
    return ST_OK;
}

void place_finder_close(struct place_finder *finder)
{
    if (!finder)
        return;
    arena_release(&finder->planned);
    arena_release(&finder->scratch);
    arena_release(&finder->found);
    memory_free(finder);
}

enum status place_finder_get(struct place_finder *finder, const struct search_hit *hit,
                             struct arena *arena, struct search_place **places,
                             size_t *count, struct error *err)
{
    struct meter meter = {0};
    struct collector c = {.doc = hit->doc};
    arena_reset(&finder->scratch);
    arena_reset(&finder->found);
    enum status status = places_context(&c.context, &finder->plan, hit->segment,
                                        &finder->scratch, &finder->found, &meter, err);
    if (status == ST_OK)
        status = walk(&c, finder->root);
    if (status == ST_OK)
        status = hand_over(&c, arena, places, count, err);
    memory_free(c.list);
    return status;
}
