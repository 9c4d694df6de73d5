/* oracle_free.c - the second stage of free text by brute force.
 *
 *   candidate   for every word   form, stem, run counted over the article's tokens
 *               for every pair   every place of the one with every place of the other
 *
 * Scores are computed in float in the order that rescore.h states.
 */
#include <math.h>
#include <stdlib.h>

#include "match/rescore.h"
#include "support/oracle.h"
#include "text/utf8.h"

struct run_term {
    struct span bytes;
    uint32_t term;
    uint64_t doc_freq;
};

struct free_word {
    const struct query_node *node;   /* a child of the tree */
    const struct oracle_terms *stem; /* NULL: the child has no word */
    struct span form;
    unsigned letters;
    float form_idf, run_idf;
    bool written; /* somewhere in this form */
    uint32_t run[2 * ORACLE_EXPANSIONS_MAX];
    unsigned run_count;
};

struct free_text {
    struct reference *r;
    struct free_word *words;
    unsigned count;
};

static const struct query_node *first_word(const struct query_node *node)
{
    const struct query_node *word = NULL;
    if (node->kind == QUERY_WORD && !node->as.word.exact && !node->as.word.as_written &&
        node->fields == QUERY_FIELDS_ALL)
        return node;
    if (node->kind == QUERY_BEST)
        for (unsigned i = 0; i < node->as.children.count && !word; i++)
            word = first_word(node->as.children.nodes[i]);
    return word;
}

static size_t after_letters(struct span text, unsigned most, unsigned *letters)
{
    size_t off = 0;
    for (*letters = 0; *letters < most && off < text.len; ++*letters)
        utf8_next(text, &off);
    return off;
}

/* Occurrences of a term, and of one form of it. */
static void count_forms(const struct reference *r, uint32_t term, struct span form,
                        uint64_t *all, uint64_t *fitting)
{
    *all = *fitting = 0;
    for (size_t i = 0; i < r->order_count; i++) {
        const struct oracle_version *v = r->order[i].version;
        for (size_t t = 0; t < v->token_count; t++)
            if (v->tokens[t].term == term) {
                ++*all;
                *fitting += span_equal(v->tokens[t].form, form);
            }
    }
}

static void weigh_form(struct reference *r, struct free_word *word)
{
    float most = 0.0f;
    for (unsigned t = 0; t < word->stem->count; t++) {
        uint64_t all, fitting,
            df = oracle_term_freq(r, word->stem, word->stem->terms[t]);
        count_forms(r, word->stem->terms[t], word->form, &all, &fitting);
        if (fitting == 0)
            continue;
        double least = fitting < df ? (double)fitting : (double)df;
        double near = sqrt((double)fitting * (double)df / (double)all * least);
        float freq = near < 1.0 ? 1.0f : (float)near;
        most = freq > most ? freq : most;
        word->written = true;
    }
    word->form_idf = oracle_idf(r, most);
}

static int run_order(const void *a, const void *b)
{
    const struct run_term *x = a, *y = b;
    if (x->doc_freq != y->doc_freq)
        return x->doc_freq > y->doc_freq ? -1 : 1;
    return span_compare(x->bytes, y->bytes);
}

static bool is_reading(const struct free_word *word, uint32_t term)
{
    for (unsigned t = 0; t < word->stem->count; t++)
        if (word->stem->terms[t] == term)
            return true;
    return false;
}

static void make_run(struct reference *r, struct free_word *word, struct span beginning)
{
    struct run_term *list = oracle_make(&r->results, r->term_count, sizeof *list);
    size_t count = 0;
    uint64_t sum = 0;
    for (unsigned t = 0; t < word->stem->count; t++) {
        sum += oracle_term_freq(r, word->stem, word->stem->terms[t]);
        word->run[word->run_count++] = word->stem->terms[t];
    }
    for (uint32_t t = 0; t < r->term_count; t++) {
        if (!span_starts(r->terms[t], beginning) || is_reading(word, t))
            continue;
        uint64_t df = oracle_term_freq(r, word->stem, t);
        if (df)
            list[count++] = (struct run_term){r->terms[t], t, df};
    }
    if (count)
        qsort(list, count, sizeof *list, run_order);
    for (size_t i = 0; i < count && i < ORACLE_EXPANSIONS_MAX; i++) {
        word->run[word->run_count++] = list[i].term;
        sum += list[i].doc_freq;
    }
    word->run_idf = oracle_idf(r, (float)sum);
}

static void make_word(struct reference *r, struct free_word *word,
                      const struct query_node *node)
{
    const struct query_node *own = first_word(node);
    unsigned run_letters;
    word->node = node;
    if (!own)
        return;
    word->form = own->as.word.form;
    word->stem = oracle_terms_of_word(r, &own->as.word);
    after_letters(word->form, RESCORE_FORM_LETTERS, &word->letters);
    weigh_form(r, word);
    size_t end = after_letters(word->form, RESCORE_RUN_LETTERS, &run_letters);
    if (run_letters == RESCORE_RUN_LETTERS)
        make_run(r, word, span_part(word->form, 0, end));
}

static bool by_form_alone(const struct free_word *word)
{
    return word->letters < RESCORE_FORM_LETTERS;
}

/* The best of the readings, as of a quoted word. */
static float form_score(const struct oracle_question *q, const struct free_word *word)
{
    float best = 0.0f, weight = by_form_alone(word) ? 1.0f : RESCORE_FORM_WEIGHT;
    for (unsigned t = 0; t < word->stem->count; t++) {
        uint32_t tf[FIELD_COUNT] = {0};
        for (size_t i = 0; i < q->v->token_count; i++)
            if (q->v->tokens[i].term == word->stem->terms[t] &&
                span_equal(q->v->tokens[i].form, word->form))
                tf[PLACE_FIELD(q->v->tokens[i].place)]++;
        float score = weight * oracle_score(q, word->form_idf, tf);
        best = score > best ? score : best;
    }
    return best;
}

static float run_score(const struct oracle_question *q, const struct free_word *word)
{
    uint32_t tf[FIELD_COUNT] = {0};
    for (size_t i = 0; i < q->v->token_count; i++)
        for (unsigned t = 0; t < word->run_count; t++)
            if (q->v->tokens[i].term == word->run[t])
                tf[PLACE_FIELD(q->v->tokens[i].place)]++;
    return word->run_count ? oracle_score(q, word->run_idf, tf) : 0.0f;
}

static float add_word(const struct oracle_question *q, const struct free_word *word,
                      float sum)
{
    float best = 0.0f, form, run;
    if (!word->stem) {
        (void)oracle_match(q, word->node, &sum);
        return sum;
    }
    (void)oracle_match(q, word->node, &best);
    form = form_score(q, word);
    run = run_score(q, word);
    best = form > best ? form : best;
    best = run > best ? run : best;
    return sum + best;
}

static bool stands_at(const struct free_word *word, const struct oracle_token *token)
{
    return is_reading(word, token->term) &&
           (!by_form_alone(word) || span_equal(token->form, word->form));
}

static bool side_by_side(const struct oracle_version *v, const struct free_word *first,
                         const struct free_word *second)
{
    for (size_t a = 0; a < v->token_count; a++)
        for (size_t b = 0; stands_at(first, &v->tokens[a]) && b < v->token_count; b++)
            if (PLACE_FIELD(v->tokens[a].place) == PLACE_FIELD(v->tokens[b].place) &&
                v->tokens[b].place == v->tokens[a].place + 1 &&
                stands_at(second, &v->tokens[b]))
                return true;
    return false;
}

/* Counts the candidates that have the pair, then adds it to theirs. */
static void add_pair(const struct free_text *text, unsigned first, unsigned second,
                     struct oracle_candidate *list, size_t count)
{
    const struct free_word *a = &text->words[first], *b = &text->words[second];
    bool *has = oracle_make(&text->r->results, count, sizeof *has);
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        has[i] = side_by_side(list[i].version, a, b);
        sum += has[i];
    }
    for (size_t i = 0; i < count; i++)
        if (has[i])
            list[i].hit.score += RESCORE_PAIR_WEIGHT * oracle_idf(text->r, (float)sum);
}

/* Each pair of neighbours once, in the order of the text. */
static void add_pairs(const struct free_text *text, const struct query_node *root,
                      struct oracle_candidate *list, size_t count)
{
    const uint8_t *order = text->count > 1 ? root->as.children.order : NULL;
    unsigned n = order ? root->as.children.order_count : text->count;
    bool *done =
        oracle_make(&text->r->results, (size_t)text->count * text->count, sizeof *done);
    for (unsigned i = 1; i < n; i++) {
        unsigned a = order ? order[i - 1] : i - 1, b = order ? order[i] : i;
        if (a >= text->count || b >= text->count || a == b ||
            done[a * text->count + b] || !text->words[a].stem || !text->words[b].stem)
            continue;
        done[a * text->count + b] = true;
        add_pair(text, a, b, list, count);
    }
}

void oracle_rescore(struct reference *r, const struct query_node *root,
                    const struct search_options *options, struct oracle_candidate *list,
                    size_t count)
{
    bool many = root->kind == QUERY_OR;
    struct free_text text = {.r = r, .count = many ? root->as.children.count : 1};
    size_t most = options->candidates ? options->candidates : RESCORE_CANDIDATES, n = 0;
    while (n < most && n < count && list[n].hit.tier == 0)
        n++;
    text.words = oracle_make(&r->results, text.count, sizeof *text.words);
    for (unsigned i = 0; i < text.count; i++)
        make_word(r, &text.words[i], many ? root->as.children.nodes[i] : root);
    for (size_t c = 0; c < n; c++) {
        struct oracle_question q = {r, list[c].version};
        list[c].hit.score = 0.0f;
        for (unsigned i = 0; i < text.count; i++)
            list[c].hit.score = add_word(&q, &text.words[i], list[c].hit.score);
    }
    add_pairs(&text, root, list, n);
}
