/* readings.c
 *
 *   word   stem in ky, ru      a term that only one of them gives is asked for proof
 *   term   its forms           proof: a form, not the word's own, of which the other
 *                              language makes something else
 *   rival  the other's term    only where that one has proof, the word may well be its
 *
 * Only Kyrgyz and Russian are weighed: the other readings are the word as it stands.
 */
#include "match/readings.h"

#include "query/query_tree.h"
#include "segment/dict_read.h"
#include "segment/segment_read.h"

enum { LANGS = 2 };
static const enum lang WEIGHED[LANGS] = {LANG_KY, LANG_RU};

struct settler {
    const struct snapshot *snapshot;
    struct analysis *analysis;
    struct analysis_word scratch;
    struct error *err;
};

/* Does the language make this term of the form? */
static bool gives(struct settler *s, struct span form, enum lang lang, struct span term)
{
    analysis_word(s->analysis, form, lang, &s->scratch);
    return s->scratch.term_count == 1 && span_equal(s->scratch.terms[0].term, term);
}

/* Among a segment's forms of the term: *proved when one is not explained by `other`. */
static enum status prove(struct settler *s, const struct segment *segment,
                         struct span term, struct span own, enum lang other,
                         bool *proved)
{
    struct term_info info;
    struct forms_reader reader;
    enum status status = dict_find(segment, term, &info, s->err);
    if (status != ST_OK)
        return status == ST_NOT_FOUND ? ST_OK : status;
    status = forms_open(&reader, segment, &info, term, s->err);
    for (int i = 0; status == ST_OK && i < READINGS_FORMS_MAX && !*proved; i++) {
        status = forms_next(&reader, s->err);
        if (status == ST_OK && !span_equal(reader.form, own) &&
            !span_equal(reader.form, term))
            *proved = !gives(s, reader.form, other, term);
    }
    return status == ST_END ? ST_OK : status;
}

/* In any segment. */
static enum status prove_term(struct settler *s, struct span term, struct span own,
                              unsigned other, bool *proved)
{
    enum status status = ST_OK;
    *proved = false;
    for (size_t i = 0; i < s->snapshot->segment_count && !*proved && status == ST_OK;
         i++)
        status = prove(s, s->snapshot->segments[i], term, own, WEIGHED[other], proved);
    return status;
}

/* Which languages make the term of the word: bits. */
static unsigned givers(struct settler *s, const struct query_word *word, unsigned t)
{
    unsigned by = 0;
    for (unsigned l = 0; l < LANGS; l++)
        by |= (unsigned)gives(s, word->form, WEIGHED[l], word->terms[t]) << l;
    return by;
}

/* Has a term that only the other language makes of the word a proof of its own? */
static enum status prove_rival(struct settler *s, const struct query_word *word,
                               unsigned by, bool *rival)
{
    enum status status = ST_OK;
    *rival = false;
    for (unsigned t = 0; t < word->term_count && status == ST_OK && !*rival; t++)
        if (givers(s, word, t) == (by ^ 3U))
            status = prove_term(s, word->terms[t], word->form, by == 1 ? 0 : 1, rival);
    return status;
}

static enum status settle_term(struct settler *s, struct query_word *word, unsigned t)
{
    bool proved = false, rival = false;
    unsigned by = givers(s, word, t);
    if ((by != 1 && by != 2) || span_equal(word->terms[t], word->form))
        return ST_OK;
    enum status status =
        prove_term(s, word->terms[t], word->form, by == 1 ? 1 : 0, &proved);
    if (status == ST_OK && !proved)
        status = prove_rival(s, word, by, &rival);
    if (status == ST_OK && rival)
        word->as_written |= 1U << t;
    return status;
}

/* A word with one reading has nothing to settle; nor has one that is quoted. */
static enum status settle_word(struct settler *s, struct query_word *word)
{
    enum status status = ST_OK;
    if (word->exact || word->term_count < 2)
        return ST_OK;
    for (unsigned t = 0; t < word->term_count && status == ST_OK; t++)
        status = settle_term(s, word, t);
    return status;
}

static enum status settle(struct settler *s, struct query_node *node)
{
    enum status status = ST_OK;
    if (node->kind == QUERY_WORD)
        return settle_word(s, &node->as.word);
    if (node->kind == QUERY_PHRASE)
        for (unsigned i = 0; i < node->as.phrase.count && status == ST_OK; i++)
            status = settle_word(s, &node->as.phrase.words[i]);
    if (query_tree_is_inner(node))
        for (unsigned i = 0; i < node->as.children.count && status == ST_OK; i++)
            status = settle(s, node->as.children.nodes[i]);
    return status;
}

enum status readings_settle(struct query_node *root, const struct snapshot *snapshot,
                            struct analysis *analysis, struct error *err)
{
    struct settler s = {.snapshot = snapshot, .analysis = analysis, .err = err};
    return settle(&s, root);
}
