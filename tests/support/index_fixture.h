/* index_fixture.h - a scratch folder with a writer on it, for tests of the writer.
 *
 * Layer    tests (includes base, build)
 * Memory   set_up allocates, tear_down releases and expects that nothing is leaked
 * Threads  one
 */
#ifndef MSEARCH_TESTS_INDEX_FIXTURE_H
#define MSEARCH_TESTS_INDEX_FIXTURE_H

#include <stdint.h>

#include "base/memory.h"
#include "build/writer.h"
#include "support/scratch.h"

struct index_fixture {
    struct scratch scratch;
    struct arena arena; /* of the articles made */
    struct writer *writer;
    const char *dir;
};

extern const struct writer_options index_options; /* little memory, merges early */

int index_set_up(void **state);
int index_tear_down(void **state);
/* Closes the writer that is there and opens another. */
void index_open(struct index_fixture *f);
/* Puts make_article(number, version). */
void index_put(struct index_fixture *f, uint32_t number, uint32_t version,
               enum writer_outcome expected);
/* Commits; the index is sound then. */
void index_commit(struct index_fixture *f);
uint64_t index_generation(const struct index_fixture *f);
/* Live articles as readers see them. */
uint64_t index_articles(const struct index_fixture *f);

#endif
