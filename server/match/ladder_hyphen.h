/* ladder_hyphen.h - one word for two, two for one.
 *
 * Layer    match (private to the ladder)
 * Memory   what is found lives in the caller's arena
 * Threads  one owner
 *
 *   өнөржай   ->  өнөр-жай     which finds өнөр жай as well
 *   ала тоо   ->  алатоо       which finds Алатоо and Ала-Тоо
 */
#ifndef MSEARCH_MATCH_LADDER_HYPHEN_H
#define MSEARCH_MATCH_LADDER_HYPHEN_H

#include "match/draft.h"

enum {
    HYPHEN_PART_LETTERS = 2,  /* of each half */
    HYPHEN_SPLIT_LETTERS = 7, /* of a word that is cut in two */
    HYPHEN_JOINED_LETTERS = 4 /* of a word made of two */
};

/* An absent word as two that stand side by side in the archive. */
MUST_USE enum status ladder_split(struct draft_word *word, struct lexicon *lexicon,
                                  struct arena *arena, struct error *err);
/* Word `at` and the next one as one that the archive has. */
MUST_USE enum status ladder_join(struct draft *draft, unsigned at,
                                 struct lexicon *lexicon, struct arena *arena,
                                 struct error *err);

#endif
