/* cursor_phrase.c - words together: all of them by postings, then by places.
 *
 *   order   the words by rising cost: the rarest leads, the others follow
 *   bound   a phrase is no more often in a field than its rarest word, so the least of
 *           the words' bounds, taken with the phrase's idf, holds for the phrase
 *   places  word after word in that order, as long as a match is left; in the forms that
 *           count only when there is one in any form
 *   pairs   what is known of two neighbours is one more list that an article must be in; it
 *           has no places
 */
#include "match/phrase.h"
#include "match/phrase_list.h"
#include "match/phrase_pair.h"

enum { PAIR_LEAST = 64, PAIR_RATIO = 16 };

struct cursor_phrase {
    struct cursor base;
    const struct query_node *node;
    struct phrase_list *words; /* in phrase order, then those of pairs */
    unsigned count;            /* of words */
    unsigned list_count;
    unsigned order[2 * QUERY_PHRASE_MAX]; /* of all lists */
    unsigned reads[QUERY_PHRASE_MAX];     /* of words */
    struct phrase_pair *pair; /* of the two rarest words; NULL: they go one by one */
    bool filtered;            /* a word has forms */
    float idf;
    uint32_t tf[FIELD_COUNT]; /* of the confirmed article */
    uint32_t starts[PHRASE_ROOM];
};

static struct cursor_phrase *of(struct cursor *c)
{
    return (struct cursor_phrase *)(void *)c;
}

/* The first article with the two rarest words. */
static doc_id pair_seek(struct cursor_phrase *p, doc_id target)
{
    doc_id doc = phrase_pair_seek(p->pair, target);
    for (unsigned i = 0; i < 2; i++)
        phrase_list_moved(&p->words[p->order[i]], doc);
    return doc;
}

static doc_id phrase_seek(struct cursor *c, doc_id target)
{
    struct cursor_phrase *p = of(c);
    for (;;) {
        doc_id doc = p->pair ? pair_seek(p, target)
                             : phrase_list_seek(&p->words[p->order[0]], target);
        target = doc;
        for (unsigned i = p->pair ? 2 : 1; i < p->list_count && target == doc; i++)
            target = phrase_list_seek(&p->words[p->order[i]], doc);
        if (target == doc)
            return doc;
        if (meter_step(c->context->meter))
            return DOC_END;
    }
}

static void *take(struct cursor_context *context, uint32_t count, size_t size)
{
    void *block = arena_alloc(context->places, count * size);
    if (!block && context->status == ST_OK)
        context->status = plan_nomem(context->places, context->err);
    return block;
}

static void count_field(struct cursor_phrase *p, uint32_t place)
{
    p->tf[PLACE_FIELD(place)]++;
}

/* The words' places, in the forms that count or in any: how many matches there are. */
static uint32_t find_exact(struct cursor_phrase *p, bool forms)
{
    const unsigned *order = p->reads;
    uint32_t *starts, count = 0;
    starts =
        phrase_list_starts(&p->words[order[0]], p->base.doc, forms, p->starts, &count);
    if (!starts)
        return 0;
    for (unsigned i = 1; i < p->count && count > 0; i++)
        count =
            phrase_list_join(&p->words[order[i]], p->base.doc, forms, starts, count);
    for (uint32_t i = 0; i < count && (forms || !p->filtered); i++)
        count_field(p, starts[i]);
    return count;
}

static uint32_t find_sloppy(struct cursor_phrase *p)
{
    struct phrase_word words[QUERY_PHRASE_MAX];
    struct phrase_match *matches;
    uint32_t count;
    for (unsigned i = 0; i < p->count; i++) {
        struct phrase_list *word = &p->words[i];
        if (!phrase_list_read(word, p->base.doc, true) || word->count == 0)
            return 0;
        words[i] = (struct phrase_word){word->places, word->count, word->pos};
    }
    matches = take(p->base.context, words[0].count, sizeof *matches);
    if (!matches)
        return 0;
    count = phrase_find(words, p->count, p->node->as.phrase.slop, matches);
    for (uint32_t i = 0; i < count; i++)
        count_field(p, matches[i].place);
    return count;
}

static bool phrase_confirm(struct cursor *c)
{
    struct cursor_phrase *p = of(c);
    uint32_t found;
    memset(p->tf, 0, sizeof p->tf);
    if (c->context->places->used_bytes > 0)
        arena_reset(c->context->places);
    if (p->node->as.phrase.slop)
        found = find_sloppy(p);
    else
        found = find_exact(p, false);
    if (found > 0 && p->filtered && !p->node->as.phrase.slop)
        found = find_exact(p, true);
    return found > 0 && c->context->status == ST_OK;
}

static float phrase_score(struct cursor *c, float sum)
{
    struct cursor_phrase *p = of(c);
    return sum + cursor_score_freqs(c, p->idf, p->tf);
}

static float phrase_bound(struct cursor *c, doc_id target, doc_id *until, float sum)
{
    struct cursor_phrase *p = of(c);
    float least = 0.0f;
    for (unsigned i = 0; i < p->list_count; i++) {
        struct term_set *set = &p->words[i].set;
        float best = 0.0f;
        for (unsigned k = 0; k < set->count; k++) {
            term_set_bound(set, &set->parts[k], target, until);
            best += set->parts[k].bound_weight;
        }
        if (i == 0 || best < least)
            least = best;
    }
    /* readings may stand at different places of one article: their weights add up */
    return sum + scorer_bound_score(&c->context->plan->scorer, p->idf,
                                    least * (1.0f + 0x1p-16f));
}

/* The least of the words' frequencies when all of them are in the body alone; else 0. */
static uint32_t least_body(struct cursor_phrase *p)
{
    uint32_t least = UINT32_MAX;
    for (unsigned i = 0; i < p->list_count && least > 0; i++) {
        uint32_t tf = phrase_list_body(&p->words[i], p->base.doc);
        least = tf < least ? tf : least;
    }
    return least;
}

/* The most that `tf` places in the body can score here. More places score more, as far as
 * a float can tell: one place more raises the score by k1 / (k1 + w) / tf of itself, and
 * the roundings are a few times 2^-24. */
static float limit_body(struct cursor_phrase *p, uint32_t tf)
{
    const struct scorer *scorer = &p->base.context->plan->scorer;
    uint8_t code = p->base.context->lengths[FIELD_BODY][p->base.doc];
    float k1 = scorer->params.k1;
    float w = scorer->per_length[FIELD_BODY][code] * (float)tf;
    uint32_t freqs[FIELD_COUNT] = {tf};
    uint8_t codes[FIELD_COUNT] = {code};
    if (k1 > (k1 + w) * (float)tf * 0x1p-20f)
        return scorer_score(scorer, p->idf, freqs, codes, QUERY_FIELDS_ALL);
    return scorer_bound_score(scorer, p->idf, w);
}

/* No more often in a field than its rarest word there. */
static float phrase_limit(struct cursor *c, float sum)
{
    struct cursor_phrase *p = of(c);
    uint32_t least[FIELD_COUNT] = {least_body(p)}, tf[FIELD_COUNT];
    if (least[FIELD_BODY] > 0)
        return sum + limit_body(p, least[FIELD_BODY]);
    for (unsigned i = 0; i < p->list_count; i++) {
        term_set_most(&p->words[i].set, c->doc, tf);
        for (unsigned f = 0; f < FIELD_COUNT; f++)
            least[f] = i == 0 || tf[f] < least[f] ? tf[f] : least[f];
    }
    return sum + cursor_limit_freqs(c, p->idf, least);
}

static const struct cursor_ops PHRASE_OPS = {phrase_seek, phrase_confirm, phrase_score,
                                             phrase_bound, phrase_limit};

static void order_lists(const struct cursor_phrase *p, unsigned count, unsigned *order)
{
    for (unsigned i = 0; i < count; i++) {
        unsigned at = i;
        for (; at > 0 && p->words[order[at - 1]].set.cost > p->words[i].set.cost; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static void order_words(struct cursor_phrase *p)
{
    order_lists(p, p->list_count, p->order);
    order_lists(p, p->count, p->reads);
    p->base.cost = p->words[p->order[0]].set.cost;
}

/* Two lists of a like length are met block against block. */
static bool open_pair(struct cursor_phrase *p)
{
    const struct term_set *a = &p->words[p->order[0]].set;
    const struct term_set *b = &p->words[p->order[1]].set;
    if (a->count != 1 || b->count != 1 || a->cost < PAIR_LEAST ||
        b->cost > a->cost * PAIR_RATIO)
        return true;
    p->pair = cursor_take(p->base.context, 1, sizeof *p->pair);
    if (p->pair)
        phrase_pair_open(p->pair, a->parts[0].reader, b->parts[0].reader);
    return p->pair != NULL;
}

/* Lists of neighbours, where this segment has them; they stand for no place. */
static bool open_pairs(struct cursor_phrase *p, const struct plan_leaf *leaf)
{
    struct cursor_context *context = p->base.context;
    for (unsigned i = 0; i < leaf->pair_count; i++)
        if (leaf->pairs[i].known[context->segment_at] &&
            !phrase_list_open(&p->words[p->list_count++], context, &leaf->pairs[i].word,
                              leaf->node->fields, p->idf, 0))
            return false;
    return true;
}

struct cursor *cursor_open_phrase(struct cursor_context *context,
                                  const struct plan_leaf *leaf)
{
    struct cursor_phrase *p = cursor_take(context, 1, sizeof *p);
    if (!p)
        return NULL;
    p->node = leaf->node;
    p->count = leaf->word_count;
    p->idf = leaf->idf;
    p->list_count = p->count;
    p->words = cursor_take(context, p->count + leaf->pair_count, sizeof *p->words);
    if (!p->words)
        return NULL;
    for (unsigned i = 0; i < p->count; i++) {
        if (!phrase_list_open(&p->words[i], context, &leaf->words[i],
                              leaf->node->fields, p->idf,
                              leaf->node->as.phrase.words[i].pos))
            return NULL;
        p->filtered = p->filtered || p->words[i].set.filtered;
    }
    cursor_init(&p->base, context, &PHRASE_OPS);
    p->base.scores = true;
    p->base.checks = true;
    p->base.heavy = true;
    if (!open_pairs(p, leaf))
        return NULL;
    order_words(p);
    if (p->count > 1 && !open_pair(p))
        return NULL;
    return &p->base;
}
