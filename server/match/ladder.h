/* ladder.h - the quiet repairs of a query: what else the reader may have meant.
 *
 * Layer    match (includes base, text, segment, query)
 * Memory   trees, texts and changes live in the caller's arena
 * Threads  one owner; uses the thread's analysis
 *
 *   typed     онор жай           finds nothing
 *   letters   өнөр жай           ө ү ң: spellings that are in the archive
 *   keyboard  jyjh ;fq           the whole text, before its operators are read
 *   latin     onor zhai
 *   hyphen    өнөржай, өнөр-жай  one word for two, two for one
 *   root      японское           words that begin with the whole stem: япония, японец
 *   edits     өнөр жвй           words of the archive one or two letters off
 *   names     the author field, by name keys
 *   terms     the other language's words, and synonyms
 *
 * search.c says when each is tried: names and terms go before root and edits.
 *
 * A repaired word stands beside what was typed where that is in the archive, and
 * instead of it where it is not. Words that are found by an earlier rung stay with it,
 * so that several kinds of damage in one query are repaired together; the tree that is
 * offered differs from every earlier one.
 */
#ifndef MSEARCH_MATCH_LADDER_H
#define MSEARCH_MATCH_LADDER_H

#include "match/meter.h"
#include "match/search.h"

enum {
    LADDER_TRIES_MAX = 12,   /* words that a rung tries to repair */
    LADDER_RARE = 2,         /* articles: such a word may be a slip that was printed, */
    LADDER_TIMES = 20,       /* when another one is so many times as frequent */
    LADDER_SLIP_LETTERS = 5, /* of a word that may be a slip; of four it has lost one */
    LADDER_LATIN_STEM = 4    /* letters of a stem that alone tells a Latin spelling */
};

struct ladder;

/* `query` is the query as parsed. When the meter runs out on a rung, what that rung
 * offers is of no use. */
MUST_USE enum status ladder_open(struct ladder **ladder,
                                 const struct snapshot *snapshot,
                                 const struct query *query,
                                 const struct search_ladder *tools, struct meter *meter,
                                 struct arena *arena, struct error *err);
/* The query found nothing: a word that the archive has hardly ever may be repaired, too.
 */
void ladder_doubt(struct ladder *ladder);
/* The tree of this rung, made of what the rungs before came to.
 *   tier     rung, root, text, changes are set on success
 *   returns  ST_END: this rung offers nothing (new) */
MUST_USE enum status ladder_climb(struct ladder *ladder, enum search_rung rung,
                                  struct search_tier *tier);
/* Names and terms are of this tier from now on, not of what the rungs came to. */
void ladder_from(struct ladder *ladder, const struct search_tier *tier);
/* What the repairs of single words came to, or the terms of that, as for ladder_climb;
 * false: nothing, and the tier is left as it is. */
bool ladder_best(const struct ladder *ladder, struct search_tier *tier);
bool ladder_widest(const struct ladder *ladder, struct search_tier *tier);

#endif
