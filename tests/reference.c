/* reference.c
 *
 *   version   id, hash -> [ (term, form, place) … ] lengths, date, values
 *   order     segment 0: version 3, version 7 (deleted), … | segment 1: …
 *
 * Here: articles to versions, and the request around a query (filters, order, facets).
 * What matches, and how well, is in support/oracle.c.
 */
#include "reference.h"

#include <stdio.h>
#include <stdlib.h>

#include "build/inverter.h"
#include "segment/columns_read.h"
#include "segment/lengths.h"
#include "support/oracle.h"
#include "text/name_key.h"

static struct span keep(struct reference *r, struct span text)
{
    struct span copy = arena_copy(&r->texts, text);
    if (text.len && !copy.data)
        (void)oracle_must(NULL);
    return copy;
}

struct reference *reference_open(struct analysis *analysis)
{
    struct reference *r = oracle_must(memory_zeroed(1, sizeof *r));
    r->analysis = analysis;
    arena_init(&r->texts, (size_t)1 << 30);
    arena_init(&r->results, (size_t)1 << 28);
    hash_table_init(&r->term_ids);
    return r;
}

void reference_close(struct reference *r)
{
    for (size_t i = 0; i < r->version_count; i++)
        memory_free(r->versions[i].tokens);
    hash_table_release(&r->term_ids);
    memory_free(r->terms);
    memory_free(r->versions);
    memory_free(r->order);
    arena_release(&r->texts);
    arena_release(&r->results);
    memory_free(r);
}

static uint32_t number_of(struct reference *r, struct span term)
{
    uint64_t *id = hash_table_get(&r->term_ids, term);
    bool is_new;
    if (id)
        return (uint32_t)*id;
    r->terms = oracle_must(
        memory_grow(r->terms, &r->term_capacity, r->term_count + 1, sizeof *r->terms));
    r->terms[r->term_count] = keep(r, term);
    id = oracle_must(hash_table_put(&r->term_ids, r->terms[r->term_count], &is_new));
    *id = r->term_count++;
    return (uint32_t)*id;
}

/* --- articles to words -------------------------------------------------------------
 */

static void add_token(struct reference *r, struct oracle_version *v,
                      const struct analysis_term *term, uint32_t place)
{
    struct oracle_token *tokens =
        memory_grow(v->tokens, &v->token_capacity, v->token_count + 1, sizeof *tokens);
    v->tokens = oracle_must(tokens);
    v->tokens[v->token_count++] =
        (struct oracle_token){number_of(r, term->term), keep(r, term->form), place};
}

/* A part of an author's name: its name terms, each its own form. */
static void add_names(struct reference *r, struct oracle_version *v,
                      const struct analysis_term *term, uint32_t place)
{
    struct name_terms names;
    name_terms_printed(&names, term->raw, term->joined);
    for (unsigned i = 0; i < names.count; i++) {
        struct analysis_term name = {.term = names.terms[i], .form = names.terms[i]};
        add_token(r, v, &name, place);
    }
}

struct cursor_pos {
    enum field field;
    uint32_t pos, length;
};

static void add_text(struct reference *r, struct oracle_version *v, struct span text,
                     enum lang lang, struct cursor_pos *at)
{
    struct analysis_walk walk;
    const struct analysis_term *term;
    struct span raw;
    uint32_t pos, start = at->pos;
    analysis_walk_open(&walk, r->analysis, text, lang, at->pos);
    while (analysis_walk_next(&walk, &term, &pos, &raw)) {
        add_token(r, v, term, PLACE(at->field, pos));
        if (at->field == FIELD_AUTHOR)
            add_names(r, v, term, PLACE(at->field, pos));
    }
    at->pos = walk.next_pos;
    at->length += walk.next_pos - start;
}

static void add_apart(struct reference *r, struct oracle_version *v, struct span text,
                      enum lang lang, struct cursor_pos *at)
{
    if (text.len == 0)
        return;
    if (at->pos > 0)
        at->pos += INVERTER_GAP;
    add_text(r, v, text, lang, at);
}

static void add_l10n(struct reference *r, struct oracle_version *v,
                     const struct text_l10n *text, enum lang own, enum field field)
{
    struct cursor_pos at = {field, 0, 0};
    for (unsigned l = 0; l < LANG_COUNT; l++)
        add_apart(r, v, text->in[l], l == LANG_UND ? own : (enum lang)l, &at);
    v->lengths[field] = at.length;
}

static void add_body(struct reference *r, struct oracle_version *v,
                     const struct article *a)
{
    struct cursor_pos at = {FIELD_BODY, 0, 0};
    for (size_t i = 0; i < a->paragraph_count; i++)
        if (a->paragraphs[i].kind != PARAGRAPH_REFERENCE)
            add_text(r, v, a->paragraphs[i].text, a->paragraphs[i].lang, &at);
    v->lengths[FIELD_BODY] = at.length;
}

static void add_lists(struct reference *r, struct oracle_version *v,
                      const struct article *a)
{
    struct cursor_pos at = {FIELD_AUTHOR, 0, 0};
    for (size_t i = 0; i < a->author_count; i++)
        add_apart(r, v, a->authors[i].as_printed, a->lang, &at);
    v->lengths[FIELD_AUTHOR] = at.length;
    at = (struct cursor_pos){FIELD_KEYWORDS, 0, 0};
    for (size_t i = 0; i < a->keyword_count; i++)
        add_apart(r, v, a->keywords[i].text,
                  a->keywords[i].lang == LANG_UND ? a->lang : a->keywords[i].lang, &at);
    v->lengths[FIELD_KEYWORDS] = at.length;
}

static const struct oracle_version *find_version(const struct reference *r,
                                                 struct span id, uint64_t hash)
{
    for (size_t i = 0; i < r->version_count; i++)
        if (r->versions[i].hash == hash && span_equal(r->versions[i].id, id))
            return &r->versions[i];
    return NULL;
}

static void add_values(struct reference *r, struct oracle_version *v,
                       const struct article *a)
{
    v->date = a->date;
    v->lang = a->lang;
    v->values[COLUMN_JOURNAL] = keep(r, article_text(&a->journal, a->lang, NULL));
    v->values[COLUMN_ISSUE] = keep(r, a->issue);
    v->values[COLUMN_RUBRIC] = keep(r, article_text(&a->rubric, a->lang, NULL));
    v->values[COLUMN_SOURCE] = keep(r, a->source_file);
    v->authors =
        oracle_must(arena_zeroed(&r->texts, a->author_count + 1, sizeof *v->authors));
    v->author_count = a->author_count;
    for (size_t i = 0; i < a->author_count; i++)
        v->authors[i] = keep(r, a->authors[i].as_printed);
}

void reference_learn(struct reference *r, const struct article *a)
{
    uint64_t hash = article_hash(a);
    if (find_version(r, a->id, hash))
        return;
    struct oracle_version *versions = memory_grow(
        r->versions, &r->version_capacity, r->version_count + 1, sizeof *versions);
    r->versions = oracle_must(versions);
    struct oracle_version *v = &r->versions[r->version_count++];
    memset(v, 0, sizeof *v);
    v->id = keep(r, a->id);
    v->hash = hash;
    add_values(r, v, a);
    add_body(r, v, a);
    add_l10n(r, v, &a->title, a->lang, FIELD_TITLE);
    add_l10n(r, v, &a->rubric, a->lang, FIELD_RUBRIC);
    add_l10n(r, v, &a->abstract, a->lang, FIELD_ABSTRACT);
    add_lists(r, v, a);
}

static bool arrange_doc(struct reference *r, const struct segment *segment, uint32_t s,
                        doc_id doc)
{
    const struct oracle_version *v =
        find_version(r, columns_id(segment, doc), columns_hash(segment, doc));
    if (!v)
        return false;
    struct oracle_place *order =
        memory_grow(r->order, &r->order_capacity, r->order_count + 1, sizeof *order);
    r->order = oracle_must(order);
    r->order[r->order_count++] =
        (struct oracle_place){v, s, doc, columns_order(segment, doc),
                              segment_bit(segment_deleted(segment), doc)};
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        r->totals[f] += lengths_decode(lengths_encode(v->lengths[f]));
        if (segment_lengths(segment, (enum field)f)[doc] !=
            lengths_encode(v->lengths[f]))
            return false;
    }
    return true;
}

bool reference_arrange(struct reference *r, const struct snapshot *snapshot)
{
    r->order_count = 0;
    r->segment_count = (uint32_t)snapshot->segment_count;
    memset(r->totals, 0, sizeof r->totals);
    for (uint32_t s = 0; s < r->segment_count; s++) {
        const struct segment *segment = snapshot->segments[s];
        for (doc_id doc = 0; doc < segment_info(segment)->doc_count; doc++)
            if (!arrange_doc(r, segment, s, doc))
                return false;
    }
    return r->order_count == snapshot->doc_count &&
           memcmp(r->totals, snapshot->field_totals, sizeof r->totals) == 0;
}

/* --- the request -------------------------------------------------------------------
 */

static bool has_value(const struct oracle_version *v, enum column column,
                      struct span value)
{
    if (column != COLUMN_AUTHOR)
        return v->values[column].len && span_equal(v->values[column], value);
    for (size_t i = 0; i < v->author_count; i++)
        if (span_equal(v->authors[i], value))
            return true;
    return false;
}

/* No filter of this column, or one that the article has the value of. */
static bool passes_column(const struct oracle_version *v, enum column column,
                          const struct search_options *o)
{
    bool asked = false;
    for (size_t i = 0; i < o->filter_count; i++) {
        if (o->filters[i].column != column)
            continue;
        if (has_value(v, column, o->filters[i].value))
            return true;
        asked = true;
    }
    return !asked;
}

static bool passes(const struct oracle_version *v, const struct search_options *o)
{
    uint32_t to = o->date_to ? o->date_to : UINT32_MAX;
    if ((o->date_from || o->date_to) &&
        (v->date == 0 || v->date < o->date_from || v->date > to))
        return false;
    if (o->langs && !(o->langs >> v->lang & 1))
        return false;
    for (unsigned c = 0; c < COLUMN_COUNT; c++)
        if (!passes_column(v, (enum column)c, o))
            return false;
    return true;
}

static void bump(struct reference *r, struct search_facet_list *list, struct span value)
{
    for (size_t i = 0; i < list->value_count; i++)
        if (span_equal(list->values[i].value, value)) {
            list->values[i].count++;
            return;
        }
    struct search_facet_value *grown =
        oracle_make(&r->results, list->value_count + 1, sizeof *grown);
    if (list->value_count)
        memcpy(grown, list->values, list->value_count * sizeof *grown);
    grown[list->value_count] = (struct search_facet_value){value, 1};
    list->values = grown;
    list->value_count++;
}

static void bump_authors(struct reference *r, struct search_facet_list *list,
                         const struct oracle_version *v)
{
    for (size_t i = 0; i < v->author_count; i++) {
        bool before = false;
        for (size_t k = 0; k < i; k++)
            before = before || span_equal(v->authors[k], v->authors[i]);
        if (!before)
            bump(r, list, v->authors[i]);
    }
}

static void bump_facet(struct reference *r, struct search_facet_list *list,
                       const struct oracle_version *v)
{
    static const enum column columns[] = {COLUMN_JOURNAL, COLUMN_ISSUE, COLUMN_RUBRIC};
    char digits[16];
    if (list->facet == SEARCH_FACET_AUTHOR) {
        bump_authors(r, list, v);
    } else if (list->facet == SEARCH_FACET_LANG) {
        bump(r, list, span_text(lang_tag(v->lang)));
    } else if (list->facet == SEARCH_FACET_YEAR) {
        int len = snprintf(digits, sizeof digits, "%04u", (unsigned)(v->date / 10000));
        if (v->date)
            bump(r, list, keep(r, span_of(digits, (size_t)len)));
    } else {
        unsigned at = list->facet == SEARCH_FACET_JOURNAL ? 0u
                      : list->facet == SEARCH_FACET_ISSUE ? 1u
                                                          : 2u;
        if (v->values[columns[at]].len)
            bump(r, list, v->values[columns[at]]);
    }
}

static int facet_years(const void *a, const void *b)
{
    const struct search_facet_value *x = a, *y = b;
    return span_compare(x->value, y->value);
}

static int facet_counts(const void *a, const void *b)
{
    const struct search_facet_value *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return span_compare(x->value, y->value);
}

static int by_score(const void *a, const void *b)
{
    const struct oracle_candidate *x = a, *y = b;
    if (x->hit.tier != y->hit.tier)
        return x->hit.tier < y->hit.tier ? -1 : 1;
    if (x->hit.score > y->hit.score || x->hit.score < y->hit.score)
        return x->hit.score > y->hit.score ? -1 : 1;
    if (x->hit.segment != y->hit.segment)
        return x->hit.segment < y->hit.segment ? -1 : 1;
    return (x->hit.doc > y->hit.doc) - (x->hit.doc < y->hit.doc);
}

static int by_date(const struct oracle_candidate *x, const struct oracle_candidate *y,
                   bool newest)
{
    if (x->version->date != y->version->date) {
        if (x->version->date == 0 || y->version->date == 0)
            return x->version->date == 0 ? 1 : -1;
        return (x->version->date > y->version->date) == newest ? -1 : 1;
    }
    if (x->hit.segment != y->hit.segment)
        return x->hit.segment < y->hit.segment ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static int by_newest(const void *a, const void *b)
{
    return by_date(a, b, true);
}

static int by_oldest(const void *a, const void *b)
{
    return by_date(a, b, false);
}

static void sort_hits(struct reference *r, struct oracle_candidate *found, size_t count,
                      enum search_sort sort, struct reference_result *result)
{
    result->hits = oracle_make(&r->results, count, sizeof *result->hits);
    result->hit_count = count;
    if (count)
        qsort(found, count, sizeof *found,
              sort == SEARCH_RELEVANCE ? by_score
              : sort == SEARCH_NEWEST  ? by_newest
                                       : by_oldest);
    for (size_t i = 0; i < count; i++) {
        result->hits[i] = found[i].hit;
        if (sort != SEARCH_RELEVANCE)
            result->hits[i].score = 0.0f;
    }
}

static void open_facets(const struct search_options *options,
                        struct reference_result *result)
{
    for (unsigned i = 0; i < SEARCH_FACETS; i++)
        if (options->facets >> i & 1)
            result->facets[result->facet_count++].facet = (enum search_facet)(1u << i);
}

static void close_facets(struct reference_result *result)
{
    for (size_t i = 0; i < result->facet_count; i++) {
        struct search_facet_list *list = &result->facets[i];
        list->distinct = list->value_count;
        if (list->value_count)
            qsort(list->values, list->value_count, sizeof *list->values,
                  list->facet == SEARCH_FACET_YEAR ? facet_years : facet_counts);
    }
}

/* The first tree that the article matches; `count` when none does. */
static unsigned first_match(const struct oracle_question *q,
                            const struct query_node *const *roots, unsigned count,
                            float *score)
{
    for (unsigned t = 0; t < count; t++) {
        *score = 0.0f;
        oracle_scale(q->r, roots[t]);
        if (oracle_match(q, roots[t], score))
            return t;
    }
    return count;
}

void reference_search_tiers(struct reference *r, const struct query_node *const *roots,
                            unsigned root_count, const struct search_options *options,
                            struct reference_result *result)
{
    size_t count = 0;
    arena_reset(&r->results);
    r->seen = NULL;
    r->params = search_params(options);
    memset(result, 0, sizeof *result);
    open_facets(options, result);
    struct oracle_candidate *found =
        oracle_make(&r->results, r->order_count, sizeof *found);
    for (size_t i = 0; i < r->order_count; i++) {
        const struct oracle_place *at = &r->order[i];
        struct oracle_question q = {r, at->version};
        float score = 0.0f;
        if (at->deleted || !passes(at->version, options))
            continue;
        unsigned tier = first_match(&q, roots, root_count, &score);
        if (tier == root_count)
            continue;
        for (size_t k = 0; k < result->facet_count; k++)
            bump_facet(r, &result->facets[k], at->version);
        found[count++] = (struct oracle_candidate){
            {at->segment, at->doc, score, tier}, at->version, at->order};
    }
    if (count && options->free_text && options->sort == SEARCH_RELEVANCE) {
        qsort(found, count, sizeof *found, by_score);
        oracle_scale(r, roots[0]);
        oracle_rescore(r, roots[0], options, found, count);
    }
    sort_hits(r, found, count, options->sort, result);
    close_facets(result);
}

void reference_search(struct reference *r, const struct query_node *root,
                      const struct search_options *options,
                      struct reference_result *result)
{
    reference_search_tiers(r, &root, 1, options, result);
}

static int place_order(const void *a, const void *b)
{
    const struct search_place *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->leaf > y->leaf) - (x->leaf < y->leaf);
}

void reference_places(struct reference *r, const struct query_node *root,
                      const struct search_hit *hit, struct search_place **places,
                      size_t *count)
{
    struct oracle_places all = {NULL, 0};
    arena_reset(&r->results);
    r->seen = NULL;
    r->params = &score_defaults;
    for (size_t i = 0; i < r->order_count; i++)
        if (r->order[i].segment == hit->segment && r->order[i].doc == hit->doc) {
            struct oracle_question q = {r, r->order[i].version};
            oracle_find(&q, root, &all);
        }
    if (all.count)
        qsort(all.list, all.count, sizeof *all.list, place_order);
    *places = all.list;
    *count = all.count;
}
