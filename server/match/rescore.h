/* rescore.h - free text: the best of the first stage scored anew, more closely.
 *
 * Layer    match
 * Memory   its own; what lasts is in the heap of the tiers
 * Threads  one owner
 * Source   two-stage ranking: Wang, Lin & Metzler 2011; pairs of neighbours after
 *          Metzler & Croft 2005
 *
 * Stage 1 ranks by stems, as every search does (score.h, with score_free). Stage 2 takes
 * its best RESCORE_CANDIDATES and adds up anew
 *
 *   for each word, the best of    form   weight * I(df_form) * sat(tf of the form as typed)
 *                                 stem   I(df) * sat(tf): what stage 1 has
 *                                 run    I(df_run) * sat(tf_run), all stems that begin
 *                                        with the first letters of the form as typed
 *   for each pair of neighbours   RESCORE_PAIR_WEIGHT * I(df_pair), once, where they stand
 *                                 side by side in the order of the query
 *
 * with I and sat of score.h, and
 *
 *   weight    RESCORE_FORM_WEIGHT; 1 for a word of less than RESCORE_FORM_LETTERS
 *   tf_form   the best of the word's readings, as of a quoted word
 *   df_form   sqrt(e * min(cf_form, df)), e = cf_form * df / cf, of the reading with the
 *             most: cf are occurrences; how many articles a form is in is not known
 *   run       expand_run by RESCORE_RUN_LETTERS letters; a shorter word has none
 *   side by side   by stems; a word of less than RESCORE_FORM_LETTERS by its form alone
 *   df_pair   candidates that have the pair
 *
 * The words are the children of an OR, or the whole tree. Of a child BEST its first word
 * counts so, and the child no less than in stage 1; any other child (a phrase, a field, a
 * quoted word) has its score of stage 1 and no neighbours.
 *
 * No score falls, so what was not among the candidates follows them with its score of
 * stage 1. All in float, words in their order, then pairs in theirs, each with the sum of
 * all before it.
 */
#ifndef MSEARCH_MATCH_RESCORE_H
#define MSEARCH_MATCH_RESCORE_H

#include "match/tier.h"

enum { RESCORE_CANDIDATES = 200, RESCORE_FORM_LETTERS = 6, RESCORE_RUN_LETTERS = 5 };
#define RESCORE_FORM_WEIGHT 0.6f
#define RESCORE_PAIR_WEIGHT 0.15f

/* How many hits stage 1 must bring; 0: the request is not of this kind. */
size_t rescore_candidates(const struct search_options *options);
/* Rank the first tier's best anew, in the heap, which is sorted. Where time runs out they
 * stay as they are. */
MUST_USE enum status rescore_tiers(struct tiers *tiers);
/* The arithmetic of a hit's score as lines of text; *done false: it is not a candidate,
 * and its score is that of stage 1. */
MUST_USE enum status
rescore_explain(struct buf *out, bool *done, const struct snapshot *snapshot,
                const struct query_node *root, const struct search_hit *hit,
                const struct search_options *options, struct error *err);

#endif
