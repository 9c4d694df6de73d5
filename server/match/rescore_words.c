/* rescore_words.c - a tree as words and pairs of neighbours.
 *
 *   OR                          words   0 айыл  1 кеңешинин  2 бюджети
 *   айыл  BEST   бюджети        order   0 1 0 2      "айыл кеңешинин айыл бюджети"
 *         кеңешинин  …          pairs   0-1  1-0  0-2
 */
#include <math.h>

#include "match/rescore_inside.h"
#include "text/utf8.h"

/* A form stands nowhere more often than its stem, so where weight and idf are no more
 * than the stem's, neither is what it brings; a few roundings aside. */
#define ROUNDINGS (1.0f + 0x1p-20f)

static bool is_plain(const struct query_node *node)
{
    return node->kind == QUERY_WORD && !node->as.word.exact &&
           !node->as.word.as_written && node->fields == QUERY_FIELDS_ALL;
}

/* The first word of a child; NULL: it has none. As deep as the tree, at most. */
static const struct query_node *word_of(const struct query_node *node)
{
    const struct query_node *word = is_plain(node) ? node : NULL;
    if (node->kind == QUERY_BEST)
        for (unsigned i = 0; i < node->as.children.count && !word; i++)
            word = word_of(node->as.children.nodes[i]);
    return word;
}

/* Where the first `letters` letters end; *all: there are so many. */
static size_t letters_end(struct span text, unsigned letters, bool *all)
{
    size_t off = 0;
    unsigned count = 0;
    for (; count < letters && off < text.len; count++)
        utf8_next(text, &off);
    *all = count == letters;
    return off;
}

/* The form in one segment; its occurrences are added to *total. */
static enum status find_form(struct rescore *r, struct rescore_form *form, size_t s,
                             const struct plan_term *term, struct span bytes,
                             struct span wanted, uint64_t *total)
{
    struct forms_reader reader;
    enum status status =
        forms_open(&reader, r->plan.snapshot->segments[s], &term->info, bytes, r->err);
    for (uint32_t at = 0; status == ST_OK && at < term->info.form_count; at++) {
        status = forms_next(&reader, r->err);
        if (status != ST_OK || !span_equal(reader.form, wanted))
            continue;
        *form = (struct rescore_form){true, term->info.form_count == 1, at};
        *total += reader.count;
        return ST_OK;
    }
    return status == ST_END ? ST_OK : status;
}

static float estimate(uint64_t form_total, uint64_t total, uint64_t doc_freq)
{
    double even = (double)form_total * (double)doc_freq / (double)total;
    double most = (double)(form_total < doc_freq ? form_total : doc_freq);
    double freq = sqrt(even * most);
    return freq > 1.0 ? (float)freq : 1.0f;
}

/* The form under one reading, in all segments. */
static enum status read_form(struct rescore *r, struct rescore_word *word, unsigned t)
{
    const struct plan_word *stem = &word->leaf->words[0];
    uint64_t form_total = 0, total = 0, doc_freq = 0;
    for (size_t s = 0; s < r->plan.snapshot->segment_count; s++) {
        size_t at = s * stem->term_count + t;
        const struct plan_term *term = &stem->in[at];
        if (!term->there)
            continue;
        total += term->info.total_freq;
        doc_freq += term->info.doc_freq;
        enum status status = find_form(r, &word->forms[at], s, term, stem->terms[t],
                                       word->leaf->node->as.word.form, &form_total);
        if (status != ST_OK)
            return status;
    }
    if (form_total == 0)
        return ST_OK;
    float freq = estimate(form_total, total, doc_freq);
    word->form_freq = freq > word->form_freq ? freq : word->form_freq;
    return ST_OK;
}

static enum status read_forms(struct rescore *r, struct rescore_word *word)
{
    const struct plan_word *stem = &word->leaf->words[0];
    size_t count = r->plan.snapshot->segment_count * stem->term_count;
    word->forms = arena_zeroed(r->arena, count + 1, sizeof *word->forms);
    if (!word->forms)
        return plan_nomem(r->arena, r->err);
    for (unsigned t = 0; t < stem->term_count; t++) {
        enum status status = read_form(r, word, t);
        if (status != ST_OK)
            return status;
    }
    word->form_idf = scorer_idf_near(&r->plan.scorer, word->form_freq);
    word->form_counts =
        word->form_freq > 0.0f &&
        word->form_weight * word->form_idf * ROUNDINGS > word->leaf->idf;
    return ST_OK;
}

static enum status read_word(struct rescore *r, struct rescore_word *word,
                             const struct query_node *node)
{
    const struct query_node *own = word_of(node);
    bool is_long, runs;
    word->node = node;
    if (!own)
        return ST_OK;
    struct span form = own->as.word.form;
    word->leaf = plan_find(&r->plan, own);
    word->plain = own == node;
    size_t end = letters_end(form, RESCORE_RUN_LETTERS, &runs);
    if (runs)
        word->run = span_part(form, 0, end);
    (void)letters_end(form, RESCORE_FORM_LETTERS, &is_long);
    word->is_short = !is_long;
    word->form_weight = is_long ? RESCORE_FORM_WEIGHT : 1.0f;
    return read_forms(r, word);
}

static void add_pair(struct rescore *r, unsigned first, unsigned second)
{
    if (first == second || first >= r->word_count || second >= r->word_count ||
        !r->words[first].leaf || !r->words[second].leaf)
        return;
    for (unsigned i = 0; i < r->pair_count; i++)
        if (r->pairs[i].first == first && r->pairs[i].second == second)
            return;
    r->pairs[r->pair_count++] = (struct rescore_pair){first, second, 0, 0.0f};
}

static enum status read_pairs(struct rescore *r, const struct query_node *root)
{
    const uint8_t *order = root->kind == QUERY_OR ? root->as.children.order : NULL;
    unsigned count = order ? root->as.children.order_count : r->word_count;
    r->pairs = arena_zeroed(r->arena, count + (size_t)1, sizeof *r->pairs);
    if (!r->pairs)
        return plan_nomem(r->arena, r->err);
    for (unsigned i = 1; i < count; i++)
        add_pair(r, order ? order[i - 1] : i - 1, order ? order[i] : i);
    return ST_OK;
}

enum status rescore_read(struct rescore *r, const struct query_node *root)
{
    bool many = root->kind == QUERY_OR;
    r->word_count = many ? root->as.children.count : 1;
    r->words = arena_zeroed(r->arena, r->word_count + (size_t)1, sizeof *r->words);
    if (!r->words)
        return plan_nomem(r->arena, r->err);
    for (unsigned i = 0; i < r->word_count; i++) {
        enum status status =
            read_word(r, &r->words[i], many ? root->as.children.nodes[i] : root);
        if (status != ST_OK)
            return status;
    }
    return read_pairs(r, root);
}
