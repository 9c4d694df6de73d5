/* phrase_list.h - one word of a phrase in one segment: its postings, and its places in
 * the article that all words of the phrase have.
 *
 * Layer    match
 * Memory   the context's arena; places of an article that has very many of them in the
 *          context's places arena, until its reset
 * Threads  one thread
 */
#ifndef MSEARCH_MATCH_PHRASE_LIST_H
#define MSEARCH_MATCH_PHRASE_LIST_H

#include "match/term_set.h"

enum { PHRASE_ROOM = 256, PHRASE_ROOMS = 4 };

struct phrase_list {
    struct term_set set;
    uint32_t pos; /* of the word in the phrase */
    /* Where the word stands in the article that was read last, ascending. */
    uint32_t *places;
    uint32_t count;
    uint32_t *rooms; /* PHRASE_ROOMS times PHRASE_ROOM */
};

/* False with the context's status set, as of those that follow. */
MUST_USE bool phrase_list_open(struct phrase_list *list, struct cursor_context *context,
                               const struct plan_word *word, unsigned fields, float idf,
                               uint32_t pos);
/* The first article >= target with any of the terms; targets ascend. */
doc_id phrase_list_seek(struct phrase_list *list, doc_id target);
/* Somebody else has moved the list's one reader: to `doc`, or to its end. */
void phrase_list_moved(struct phrase_list *list, doc_id doc);
/* How often the word is in the article at most, when all of that is in the body; else 0:
 * ask term_set_most. */
uint32_t phrase_list_body(struct phrase_list *list, doc_id doc);
/* Read the places in the article `doc`, which the list stands on: in any form, some of
 * them twice; or `clean`: in the forms that count, each once. */
MUST_USE bool phrase_list_read(struct phrase_list *list, doc_id doc, bool clean);
/* The places, less the word's own: starts of matches by this word, ascending, each once;
 * in `room` (PHRASE_ROOM) or, when they are more, elsewhere. NULL when that failed. */
uint32_t *phrase_list_starts(struct phrase_list *list, doc_id doc, bool clean,
                             uint32_t *room, uint32_t *count);
/* Of ascending starts of matches, leave those that the word allows there, by the same
 * places; returns how many, 0 also with the context's status set. */
uint32_t phrase_list_join(struct phrase_list *list, doc_id doc, bool clean,
                          uint32_t *starts, uint32_t count);

#endif
