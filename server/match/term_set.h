/* term_set.h - the postings of one word's terms, walked as one list.
 *
 * Layer    match
 * Memory   the readers live in the context's arena
 * Threads  one thread
 */
#ifndef MSEARCH_MATCH_TERM_SET_H
#define MSEARCH_MATCH_TERM_SET_H

#include "match/cursor.h"
#include "segment/postings_read.h"

struct term_part {
    struct postings_reader *reader;
    const uint64_t *forms; /* NULL: all */
    uint32_t form_count;
    doc_id doc; /* of the reader, once begun */
    bool begun;
    bool bounded; /* bound_* are of a block that was asked for */
    doc_id bound_until;
    float bound_weight;
    float bound_score;
};

struct term_set {
    struct cursor_context *context;
    struct term_part *parts;
    unsigned count;
    unsigned fields;
    bool filtered; /* a part has forms */
    float idf;     /* that bound_score is made with */
    uint64_t cost;
};

/* False with the context's status set. */
MUST_USE bool term_set_open(struct term_set *set, struct cursor_context *context,
                            const struct plan_word *word, unsigned fields, float idf);
/* The first article >= target with any of the terms. */
doc_id term_set_seek(struct term_set *set, doc_id target);
/* Occurrences of part `at` in the article `doc` it stands on, by field, only in the
 * set's fields and forms. */
void term_set_freqs(struct term_set *set, struct term_part *part,
                    uint32_t tf[FIELD_COUNT]);
/* The largest weight or score of a part in the articles from target to *until. */
void term_set_bound(struct term_set *set, struct term_part *part, doc_id target,
                    doc_id *until);
/* The most that all parts together can have in the article `doc`: frequencies without
 * a look at forms or places. */
void term_set_most(struct term_set *set, doc_id doc, uint32_t tf[FIELD_COUNT]);
/* The places in the article `doc`, all parts together, ascending, without repetition,
 * in the context's places arena. */
struct term_places {
    uint32_t *places;
    uint32_t count;
};
MUST_USE bool term_set_places(struct term_set *set, doc_id doc,
                              struct term_places *out);

#endif
