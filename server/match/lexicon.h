/* lexicon.h - is this a word of the archive, how frequent, and how is it written?
 *
 * Layer    match (includes base, text, segment, query)
 * Memory   open/close object; what it hands out lives in the caller's arena, or, where
 *          it says so, until the next call
 * Threads  one owner; uses the thread's analysis
 */
#ifndef MSEARCH_MATCH_LEXICON_H
#define MSEARCH_MATCH_LEXICON_H

#include "base/memory.h"
#include "match/meter.h"
#include "match/snapshot.h"
#include "query/query.h"
#include "text/analysis.h"

struct lexicon;

/* `meter` is borrowed, too. */
MUST_USE enum status lexicon_open(struct lexicon **lexicon,
                                  const struct snapshot *snapshot,
                                  struct analysis *analysis, struct meter *meter,
                                  struct error *err);
void lexicon_close(struct lexicon *lexicon); /* NULL is fine */

/* A word as the archive knows it. */
struct lexicon_entry {
    uint64_t doc_freq; /* of the most frequent reading; 0: the archive has none */
    struct span term;  /* that reading: part of what was looked up */
    uint64_t written;  /* occurrences in this very form, of any reading */
};
/* `form` equal to word->form, or what else may be asked for. An exact word counts only
 * in its form. */
MUST_USE enum status lexicon_find(struct lexicon *lexicon,
                                  const struct query_word *word,
                                  struct lexicon_entry *entry, struct error *err);
/* The least frequent of what a leaf or combination needs; 0: the archive has it not, in
 * these fields, or a phrase's words not in a row. */
MUST_USE enum status lexicon_freq(struct lexicon *lexicon,
                                  const struct query_node *node, uint64_t *doc_freq,
                                  struct error *err);
/* Does any article match, deleted ones included? */
MUST_USE enum status lexicon_matches(struct lexicon *lexicon,
                                     const struct query_node *node, bool *matches,
                                     struct error *err);
/* The most frequent written form of a term; the term itself when there is no such. */
MUST_USE enum status lexicon_form(struct lexicon *lexicon, struct span term,
                                  struct arena *arena, struct span *form,
                                  struct error *err);
/* One word of a text that somebody may type, in all readings: WORD, PHRASE or BEST; NULL
 * when nothing in it is searchable, or `arena` is out. */
struct query_node *lexicon_read(struct lexicon *lexicon, struct span text,
                                unsigned fields, struct arena *arena);
const struct snapshot *lexicon_snapshot(const struct lexicon *lexicon);
/* Is the node a word that may mean this term? NULL is none. */
bool lexicon_means(const struct query_node *node, struct span term);
/* The time is over: from now on what is looked up may seem to be absent. To be asked
 * before every candidate. */
bool lexicon_late(const struct lexicon *lexicon);
struct meter *lexicon_meter(const struct lexicon *lexicon);

#endif
