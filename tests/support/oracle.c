/* oracle.c
 *
 *   word     readings -> numbers of terms, df -> idf        once per query
 *   article  every token is compared with every term        for every article
 *
 * Statistics count deleted articles too, as an index does until it merges. Scores are
 * computed in float as score.h states, with code of its own.
 */
#include "support/oracle.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "segment/lengths.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/words.h"

void *oracle_must(void *block)
{
    if (!block) {
        fputs("reference: out of memory\n", stderr);
        abort();
    }
    return block;
}

void *oracle_make(struct arena *arena, size_t count, size_t size)
{
    return oracle_must(arena_zeroed(arena, count ? count : 1, size));
}

static bool form_fits(const struct oracle_terms *a, uint32_t term, struct span form)
{
    for (unsigned i = 0; i < a->count && i < QUERY_READINGS_MAX; i++)
        if (a->terms[i] == term && (a->as_written >> i & 1))
            return span_equal(form, a->form);
    if (a->forms == ORACLE_ANY_FORM)
        return true;
    return a->forms == ORACLE_EXACT_FORM ? span_equal(form, a->form)
                                         : span_starts(form, a->form);
}

/* The articles with the term, in those segments where some form of it fits. */
uint64_t oracle_term_freq(const struct reference *r, const struct oracle_terms *a,
                          uint32_t term)
{
    uint64_t sum = 0, df = 0;
    bool fits = false;
    for (size_t i = 0; i < r->order_count; i++) {
        const struct oracle_version *v = r->order[i].version;
        bool has = false;
        for (size_t t = 0; t < v->token_count; t++)
            if (v->tokens[t].term == term) {
                has = true;
                fits = fits || form_fits(a, term, v->tokens[t].form);
            }
        df += has;
        if (i + 1 < r->order_count && r->order[i + 1].segment == r->order[i].segment)
            continue;
        sum += fits ? df : 0;
        df = 0;
        fits = false;
    }
    return sum;
}

float oracle_idf(const struct reference *r, float doc_freq)
{
    float n = (float)r->order_count, power = r->params->idf_power;
    float df = doc_freq < n ? doc_freq : n;
    float idf = logf(1.0f + (n - df + 0.5f) / (df + 0.5f));
    return power > 0.0f ? powf(idf, power) : idf;
}

static struct oracle_terms *add_terms(struct reference *r, const void *of,
                                      enum oracle_forms forms, struct span form)
{
    struct oracle_terms *a = oracle_make(&r->results, 1, sizeof *a);
    a->of = of;
    a->forms = forms;
    a->form = form;
    a->next = r->seen;
    r->seen = a;
    return a;
}

static const struct oracle_terms *find_seen(const struct reference *r, const void *of)
{
    const struct oracle_terms *a = r->seen;
    while (a && a->of != of)
        a = a->next;
    return a;
}

const struct oracle_terms *oracle_terms_of_word(struct reference *r,
                                                const struct query_word *word)
{
    const struct oracle_terms *seen = find_seen(r, word);
    uint64_t most = 0;
    if (seen)
        return seen;
    struct oracle_terms *a = add_terms(
        r, word, word->exact ? ORACLE_EXACT_FORM : ORACLE_ANY_FORM, word->form);
    a->as_written = word->as_written;
    for (unsigned i = 0; i < word->term_count; i++) {
        const uint64_t *id = hash_table_get(&r->term_ids, word->terms[i]);
        uint32_t term = id ? (uint32_t)*id : ORACLE_NO_TERM;
        a->terms[a->count++] = term;
        uint64_t df = oracle_term_freq(r, a, term);
        most = df > most ? df : most;
    }
    a->idf = oracle_idf(r, (float)most);
    return a;
}

/* Is it one of the terms that a prefix may stand for? */
static bool may_expand(struct span prefix, struct span term)
{
    size_t end = term.len;
    if (span_starts(term, prefix))
        return true;
    if (end == 0)
        return false;
    utf8_before(term, &end);
    return end > 0 && span_starts(prefix, span_part(term, 0, end));
}

struct expansion {
    struct span bytes;
    uint32_t term;
    uint64_t doc_freq;
};

static int expansion_order(const void *a, const void *b)
{
    const struct expansion *x = a, *y = b;
    if (x->doc_freq != y->doc_freq)
        return x->doc_freq > y->doc_freq ? -1 : 1;
    return span_compare(x->bytes, y->bytes);
}

const struct oracle_terms *oracle_terms_of_prefix(struct reference *r,
                                                  const struct query_node *node)
{
    const struct oracle_terms *seen = find_seen(r, node);
    size_t count = 0;
    uint64_t sum = 0;
    if (seen)
        return seen;
    struct oracle_terms *a = add_terms(r, node, ORACLE_PREFIX_FORM, node->as.prefix);
    struct expansion *list = oracle_make(&r->results, r->term_count, sizeof *list);
    for (uint32_t t = 0; t < r->term_count; t++) {
        uint64_t df =
            may_expand(node->as.prefix, r->terms[t]) ? oracle_term_freq(r, a, t) : 0;
        if (df)
            list[count++] = (struct expansion){r->terms[t], t, df};
    }
    if (count)
        qsort(list, count, sizeof *list, expansion_order);
    for (size_t i = 0; i < count && i < ORACLE_EXPANSIONS_MAX; i++) {
        a->terms[a->count++] = list[i].term;
        sum += list[i].doc_freq;
    }
    a->idf = oracle_idf(r, (float)sum);
    return a;
}

float oracle_score(const struct oracle_question *q, float idf,
                   const uint32_t tf[FIELD_COUNT])
{
    const struct score_params *p = q->r->params;
    float w = 0.0f;
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        float average = q->r->order_count && q->r->totals[f]
                            ? (float)q->r->totals[f] / (float)q->r->order_count
                            : 1.0f;
        float length = (float)lengths_decode(lengths_encode(q->v->lengths[f]));
        float norm = 1.0f - p->b[f] + p->b[f] * length / average;
        norm = norm > 0.001f ? norm : 0.001f;
        if (tf[f])
            w += p->weight[f] / norm * (float)tf[f];
    }
    if (!(w > 0.0f))
        return 0.0f;
    float score = idf * w * (p->k1 + 1.0f) / (p->k1 + w);
    score = (score + q->r->magic) - q->r->magic;
    return score > q->r->unit ? score : q->r->unit;
}

static bool token_fits(const struct oracle_terms *a, unsigned at, unsigned fields,
                       const struct oracle_token *token)
{
    return token->term == a->terms[at] && form_fits(a, token->term, token->form) &&
           (fields >> PLACE_FIELD(token->place) & 1);
}

static bool count_term(const struct oracle_version *v, const struct oracle_terms *a,
                       unsigned at, unsigned fields, uint32_t tf[FIELD_COUNT])
{
    bool any = false;
    for (size_t t = 0; t < v->token_count; t++)
        if (token_fits(a, at, fields, &v->tokens[t])) {
            tf[PLACE_FIELD(v->tokens[t].place)]++;
            any = true;
        }
    return any;
}

/* A word or a prefix: the best of its readings, or all its terms as one. */
static bool match_terms(const struct oracle_question *q, const struct oracle_terms *a,
                        unsigned fields, float *score)
{
    uint32_t sum[FIELD_COUNT] = {0};
    bool any = false;
    *score = 0.0f;
    for (unsigned t = 0; t < a->count; t++) {
        uint32_t one[FIELD_COUNT] = {0};
        bool summed = a->forms == ORACLE_PREFIX_FORM;
        if (!count_term(q->v, a, t, fields, summed ? sum : one))
            continue;
        any = true;
        float value = summed ? 0.0f : oracle_score(q, a->idf, one);
        *score = value > *score ? value : *score;
    }
    if (a->forms == ORACLE_PREFIX_FORM)
        *score = oracle_score(q, a->idf, sum);
    return any;
}

struct place_set {
    uint32_t *places; /* ascending, without repetition */
    size_t count;
};

static int number_order(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static struct place_set places_of(const struct oracle_question *q,
                                  const struct oracle_terms *a, unsigned fields)
{
    const struct oracle_version *v = q->v;
    struct place_set set = {
        oracle_make(&q->r->results, v->token_count, sizeof(uint32_t)), 0};
    size_t kept = 0;
    for (size_t t = 0; t < v->token_count; t++)
        for (unsigned k = 0; k < a->count; k++)
            if (token_fits(a, k, fields, &v->tokens[t])) {
                set.places[set.count++] = v->tokens[t].place;
                break;
            }
    if (set.count)
        qsort(set.places, set.count, sizeof *set.places, number_order);
    for (size_t i = 0; i < set.count; i++)
        if (i == 0 || set.places[i] != set.places[kept - 1])
            set.places[kept++] = set.places[i];
    set.count = kept;
    return set;
}

/* The largest place of the set in [low, high]; false when there is none. */
static bool latest(const struct place_set *set, uint32_t low, uint32_t high,
                   uint32_t *place)
{
    bool any = false;
    for (size_t i = 0; i < set->count; i++)
        if (set->places[i] >= low && set->places[i] <= high) {
            *place = set->places[i];
            any = true;
        }
    return any;
}

static void match_exact(const struct query_node *node, const struct place_set *sets,
                        struct oracle_places *out)
{
    unsigned n = node->as.phrase.count;
    for (size_t i = 0; i < sets[0].count; i++) {
        uint32_t first = sets[0].places[i], place;
        bool all = true;
        for (unsigned w = 0; w < n && all; w++) {
            uint32_t wanted = first + node->as.phrase.words[w].pos;
            all = latest(&sets[w], wanted, wanted, &place);
        }
        if (all)
            out->list[out->count++] = (struct search_place){
                first, node->as.phrase.words[n - 1].pos + 1, node->leaf};
    }
}

/* The shortest window that ends at `end`, begins at or after `from`, and has all. */
static bool window_at(const struct place_set *sets, unsigned n, uint32_t from,
                      uint32_t end, uint32_t *low)
{
    uint32_t place;
    *low = end;
    for (unsigned w = 0; w < n; w++) {
        if (!latest(&sets[w], from, end, &place))
            return false;
        *low = place < *low ? place : *low;
    }
    return true;
}

/* Ends in ascending order; a match begins after the match before. */
static void match_sloppy(const struct query_node *node, const struct place_set *sets,
                         const struct place_set *ends, struct oracle_places *out)
{
    uint32_t most = node->as.phrase.count + node->as.phrase.slop, from = 0, low;
    for (size_t i = 0; i < ends->count; i++) {
        uint32_t end = ends->places[i], field = PLACE(PLACE_FIELD(end), 0);
        from = from < field ? field : from;
        if (!window_at(sets, node->as.phrase.count, from, end, &low) ||
            end - low + 1 > most)
            continue;
        out->list[out->count++] = (struct search_place){low, end - low + 1, node->leaf};
        from = end + 1;
    }
}

static struct oracle_places match_places(const struct oracle_question *q,
                                         const struct query_node *node, float *idf)
{
    struct place_set sets[QUERY_PHRASE_MAX], all = {NULL, 0};
    struct oracle_places out = {NULL, 0};
    *idf = 0.0f;
    for (unsigned w = 0; w < node->as.phrase.count; w++) {
        const struct oracle_terms *a =
            oracle_terms_of_word(q->r, &node->as.phrase.words[w]);
        *idf += a->idf;
        sets[w] = places_of(q, a, node->fields);
        all.count += sets[w].count;
    }
    out.list = oracle_make(&q->r->results, all.count, sizeof *out.list);
    if (node->as.phrase.slop == 0) {
        match_exact(node, sets, &out);
        return out;
    }
    all.places = oracle_make(&q->r->results, all.count, sizeof *all.places);
    all.count = 0;
    for (unsigned w = 0; w < node->as.phrase.count; w++)
        for (size_t i = 0; i < sets[w].count; i++)
            all.places[all.count++] = sets[w].places[i];
    if (all.count)
        qsort(all.places, all.count, sizeof *all.places, number_order);
    match_sloppy(node, sets, &all, &out);
    return out;
}

static bool match_phrase(const struct oracle_question *q, const struct query_node *node,
                         float *score)
{
    uint32_t tf[FIELD_COUNT] = {0};
    float idf;
    struct oracle_places found = match_places(q, node, &idf);
    for (size_t i = 0; i < found.count; i++)
        tf[PLACE_FIELD(found.list[i].place)]++;
    *score = oracle_score(q, idf, tf);
    return found.count > 0;
}

static bool value_has_word(struct span value, struct span word)
{
    struct words words = words_open(value);
    struct span raw;
    bool found = false;
    while (!found && words_next(&words, &raw)) {
        struct buf folded;
        buf_init(&folded, 0);
        fold_text(&folded, raw);
        found = span_equal(buf_span(&folded), word);
        buf_release(&folded);
    }
    return found;
}

static bool match_value(const struct oracle_version *v, const struct query_node *node)
{
    struct span value = v->values[node->as.value.column];
    if (value.len == 0)
        return false;
    for (unsigned i = 0; i < node->as.value.count; i++)
        if (!value_has_word(value, node->as.value.words[i]))
            return false;
    return true;
}

static bool match_leaf(const struct oracle_question *q, const struct query_node *node,
                       float *sum)
{
    float score = 0.0f;
    bool hit;
    if (node->kind == QUERY_PHRASE)
        hit = match_phrase(q, node, &score);
    else if (node->kind == QUERY_PREFIX)
        hit = match_terms(q, oracle_terms_of_prefix(q->r, node), node->fields, &score);
    else
        hit = match_terms(q, oracle_terms_of_word(q->r, &node->as.word), node->fields,
                          &score);
    *sum = hit ? *sum + score : *sum;
    return hit;
}

static bool match_children(const struct oracle_question *q,
                           const struct query_node *node, float *sum)
{
    bool any = node->kind == QUERY_AND;
    float total = *sum, best = 0.0f;
    for (unsigned i = 0; i < node->as.children.count; i++) {
        float score = node->kind == QUERY_BEST ? 0.0f : total;
        bool hit = oracle_match(q, node->as.children.nodes[i], &score);
        if (!hit && node->kind == QUERY_AND)
            return false;
        any = any || hit;
        if (hit && node->kind == QUERY_BEST)
            best = score > best ? score : best;
        else if (hit)
            total = score;
    }
    if (any)
        *sum = node->kind == QUERY_BEST ? total + best : total;
    return any;
}

bool oracle_match(const struct oracle_question *q, const struct query_node *node,
                  float *sum)
{
    float unused = 0.0f;
    switch (node->kind) {
    case QUERY_ALL:
        return true;
    case QUERY_NONE:
        return false;
    case QUERY_WORD:
    case QUERY_PHRASE:
    case QUERY_PREFIX:
        return match_leaf(q, node, sum);
    case QUERY_DATE:
        return q->v->date && q->v->date >= node->as.date.from &&
               q->v->date <= node->as.date.to;
    case QUERY_VALUE:
        return match_value(q->v, node);
    case QUERY_LANG:
        return q->v->lang == node->as.lang;
    case QUERY_NOT:
        return !oracle_match(q, node->as.children.nodes[0], &unused);
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_BEST:
        break;
    }
    return match_children(q, node, sum);
}

static void append(struct reference *r, struct oracle_places *out,
                   const struct oracle_places *more)
{
    struct search_place *list =
        oracle_make(&r->results, out->count + more->count, sizeof *list);
    if (out->count)
        memcpy(list, out->list, out->count * sizeof *list);
    if (more->count)
        memcpy(list + out->count, more->list, more->count * sizeof *list);
    out->list = list;
    out->count += more->count;
}

void oracle_find(const struct oracle_question *q, const struct query_node *node,
                 struct oracle_places *out)
{
    struct oracle_places found = {NULL, 0};
    float idf;
    if (node->kind == QUERY_PHRASE) {
        found = match_places(q, node, &idf);
    } else if (node->kind == QUERY_WORD || node->kind == QUERY_PREFIX) {
        struct place_set set = places_of(
            q,
            node->kind == QUERY_PREFIX ? oracle_terms_of_prefix(q->r, node)
                                       : oracle_terms_of_word(q->r, &node->as.word),
            node->fields);
        found.list = oracle_make(&q->r->results, set.count, sizeof *found.list);
        for (size_t i = 0; i < set.count; i++)
            found.list[found.count++] =
                (struct search_place){set.places[i], 1, node->leaf};
    } else if (node->kind == QUERY_AND || node->kind == QUERY_OR ||
               node->kind == QUERY_BEST) {
        for (unsigned i = 0; i < node->as.children.count; i++)
            oracle_find(q, node->as.children.nodes[i], out);
    }
    append(q->r, out, &found);
}
