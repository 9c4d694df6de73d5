/* test_reorder.c - a large batch is written in another order, and says the same. */
#include "support/unit.h"

#include <stdio.h>

#include "segment/columns_read.h"
#include "segment/segment_read.h"
#include "support/index_dump.h"
#include "support/index_fixture.h"
#include "support/make_article.h"
#include "support/scratch.h"

enum { ARTICLES = 2500, WORDS = 12 };

static void put(struct index_fixture *f, uint32_t number, uint32_t version)
{
    struct article article = make_article(&f->arena, number, version, WORDS);
    enum writer_outcome outcome;

    assert_int_equal(writer_put(f->writer, &article, &outcome, NULL), ST_OK);
}

/* One flush: articles put, put anew, deleted. */
static void make_index(struct index_fixture *f, const char *dir, size_t memory_bytes,
                       uint32_t large_docs)
{
    struct writer_options options = {.memory_bytes = memory_bytes,
                                     .large_docs = large_docs};
    struct error err = ERROR_NONE;

    assert_int_equal(writer_open(&f->writer, dir, &options, &err), ST_OK);
    for (uint32_t i = 0; i < ARTICLES; i++)
        put(f, i, 1);
    for (uint32_t i = 0; i < ARTICLES; i += 50)
        put(f, i, 2);
    for (uint32_t i = 7; i < ARTICLES; i += 90)
        assert_int_equal(writer_delete(f->writer, make_article_id(&f->arena, i), NULL),
                         ST_OK);
    assert_int_equal(writer_commit(f->writer, &err), ST_OK);
    writer_close(f->writer);
    f->writer = NULL;
    index_expect_sound(dir);
}

static void dump(struct buf *out, const char *dir)
{
    buf_init(out, 0);
    assert_int_equal(index_dump(out, dir, NULL, NULL), ST_OK);
}

/* Are the ids of the first segment in the order in which they were put? */
static bool stands_as_put(const char *dir)
{
    struct segment *segment = NULL;
    struct manifest manifest;
    bool ascends = true;
    long before = -1;

    assert_int_equal(manifest_load(&manifest, dir, NULL), ST_OK);
    assert_int_equal(segment_open(&segment, dir, &manifest.segments[0], NULL), ST_OK);
    for (doc_id doc = 0; doc < segment_info(segment)->doc_count; doc++) {
        struct span id = columns_id(segment, doc);
        char text[32];
        long number;

        snprintf(text, sizeof text, "%.*s", (int)id.len, (const char *)id.data);
        number = strtol(text + strcspn(text, "0123456789"), NULL, 10);
        ascends = ascends && number > before;
        before = number;
    }
    segment_close(segment);
    manifest_release(&manifest);
    return ascends;
}

static void another_order_says_the_same(void **state)
{
    struct index_fixture *f = *state;
    struct scratch other;
    struct buf plain, ordered;

    scratch_make(&other);
    make_index(f, f->dir, (size_t)64 << 20, UINT32_MAX);
    make_index(f, other.path, (size_t)64 << 20, ARTICLES / 2);
    dump(&plain, f->dir);
    dump(&ordered, other.path);
    assert_true(plain.len > 0);
    assert_int_equal(plain.len, ordered.len);
    assert_memory_equal(plain.data, ordered.data, plain.len);
    assert_false(stands_as_put(other.path));
    buf_release(&plain);
    buf_release(&ordered);
    scratch_remove(&other);
}

static void a_small_batch_stands_as_it_was_put(void **state)
{
    struct index_fixture *f = *state;
    struct writer_options options = {.large_docs = ARTICLES};
    struct error err = ERROR_NONE;

    assert_int_equal(writer_open(&f->writer, f->dir, &options, &err), ST_OK);
    for (uint32_t i = 0; i < ARTICLES - 1; i++)
        put(f, i, 1);
    assert_int_equal(writer_commit(f->writer, &err), ST_OK);
    assert_true(stands_as_put(f->dir));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(another_order_says_the_same, index_set_up,
                                        index_tear_down),
        cmocka_unit_test_setup_teardown(a_small_batch_stands_as_it_was_put,
                                        index_set_up, index_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
