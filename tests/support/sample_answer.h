/* sample_answer.h - an answer made by hand, with everything that escaping must stop.
 *
 * Layer    tests
 * Memory   static storage
 * Threads  one
 */
#ifndef MSEARCH_TESTS_SAMPLE_ANSWER_H
#define MSEARCH_TESTS_SAMPLE_ANSWER_H

#include "answer/result.h"

/* Two hits (the first hostile), facets, a warning; total 25 on pages of 10: 11 as typed,
 * the rest, from the second hit on, through terms with hostile changes. */
extern const struct answer sample_answer;
extern const struct answer_article sample_article;
extern const struct answer_request sample_request; /* q, a journal, years, ky */

#endif
