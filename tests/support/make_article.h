/* make_article.h - articles out of a seed: small, varied, the same for the same seed.
 *
 * Layer    tests (includes base, text, ingest)
 * Memory   everything in the arena given
 * Threads  no shared state
 */
#ifndef MSEARCH_TESTS_MAKE_ARTICLE_H
#define MSEARCH_TESTS_MAKE_ARTICLE_H

#include <stdint.h>

#include "base/memory.h"
#include "ingest/article.h"

/* A stream of numbers; any seed. */
uint64_t make_random(uint64_t *state);

/* Article number `number` in its `version`-th text: Kyrgyz or Russian or both, with
 * compounds, numbers, several authors, keywords, titles in two languages, references,
 * empty parts; `words` is about the length of the body. The id is "article-<number>".
 */
struct article make_article(struct arena *arena, uint32_t number, uint32_t version,
                            uint32_t words);
/* "article-<number>" */
struct span make_article_id(struct arena *arena, uint32_t number);

#endif
