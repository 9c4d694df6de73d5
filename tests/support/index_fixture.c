/* index_fixture.c - every step asserts; a failed one shows why. */
#include "support/index_fixture.h"

#include <stdlib.h>

#include "build/check.h"
#include "support/index_dump.h"
#include "support/make_article.h"
#include "support/unit.h"

const struct writer_options index_options = {.memory_bytes = WRITER_MEMORY_MIN,
                                             .merge_factor = 3};

int index_set_up(void **state)
{
    struct index_fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    scratch_make(&f->scratch);
    arena_init(&f->arena, (size_t)1 << 30);
    f->dir = f->scratch.path;
    *state = f;
    return 0;
}

int index_tear_down(void **state)
{
    struct index_fixture *f = *state;

    writer_close(f->writer);
    arena_release(&f->arena);
    scratch_remove(&f->scratch);
    free(f);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

void index_open(struct index_fixture *f)
{
    struct error err = ERROR_NONE;

    writer_close(f->writer);
    f->writer = NULL;
    if (writer_open(&f->writer, f->dir, &index_options, &err) != ST_OK)
        fail_msg("%s", err.text);
}

void index_put(struct index_fixture *f, uint32_t number, uint32_t version,
               enum writer_outcome expected)
{
    struct article article = make_article(&f->arena, number, version, 60);
    struct error err = ERROR_NONE;
    enum writer_outcome outcome;

    if (writer_put(f->writer, &article, &outcome, &err) != ST_OK)
        fail_msg("%s", err.text);
    assert_int_equal(outcome, expected);
}

void index_commit(struct index_fixture *f)
{
    struct error err = ERROR_NONE;

    if (writer_commit(f->writer, &err) != ST_OK)
        fail_msg("%s", err.text);
    index_expect_sound(f->dir);
}

uint64_t index_generation(const struct index_fixture *f)
{
    return writer_manifest(f->writer)->generation;
}

/* Live articles as readers see them. */
uint64_t index_articles(const struct index_fixture *f)
{
    struct check_totals totals;

    assert_int_equal(check_index(f->dir, NULL, NULL, &totals, NULL), ST_OK);
    return totals.articles;
}
