/* test_reorder.c - a large batch is written in another order, and says the same. */
#include "support/unit.h"

#include <stdio.h>
#include <stdlib.h>

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

/* One flush: articles from `first` on put, put anew, deleted. */
static void add_to_index(struct index_fixture *f, const char *dir, uint32_t large_docs,
                         uint32_t first)
{
    struct writer_options options = {.memory_bytes = (size_t)64 << 20,
                                     .large_docs = large_docs};
    struct error err = ERROR_NONE;

    assert_int_equal(writer_open(&f->writer, dir, &options, &err), ST_OK);
    for (uint32_t i = 0; i < ARTICLES; i++)
        put(f, first + i, 1 + first);
    for (uint32_t i = 0; i < ARTICLES; i += 50)
        put(f, first + i, 2 + first);
    for (uint32_t i = first + 7; i < first + ARTICLES; i += 90)
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

static struct segment *open_first(const char *dir)
{
    struct segment *segment = NULL;
    struct manifest manifest;

    assert_int_equal(manifest_load(&manifest, dir, NULL), ST_OK);
    assert_int_equal(segment_open(&segment, dir, &manifest.segments[0], NULL), ST_OK);
    manifest_release(&manifest);
    return segment;
}

/* The articles in the order of the archive. */
static doc_id *by_order(const struct segment *segment)
{
    uint32_t docs = segment_info(segment)->doc_count;
    doc_id *list = calloc(docs + 1, sizeof *list);

    assert_non_null(list);
    for (doc_id doc = 0; doc < docs; doc++) {
        assert_true(columns_order(segment, doc) < docs);
        list[columns_order(segment, doc)] = doc;
    }
    return list;
}

/* Both have the same archive, the second one in an order of its own. */
static void expect_same_archive(const char *dir, const char *ordered_dir)
{
    struct segment *plain = open_first(dir), *ordered = open_first(ordered_dir);
    doc_id *a = by_order(plain), *b = by_order(ordered);
    uint32_t docs = segment_info(plain)->doc_count, moved = 0;

    assert_int_equal(docs, segment_info(ordered)->doc_count);
    for (doc_id i = 0; i < docs; i++) {
        assert_int_equal(a[i], i);
        assert_true(span_equal(columns_id(plain, a[i]), columns_id(ordered, b[i])));
        moved += b[i] != i;
    }
    assert_true(moved > docs / 2);
    free(a);
    free(b);
    segment_close(plain);
    segment_close(ordered);
}

static void merge_all(const char *dir)
{
    struct writer *writer = NULL;

    assert_int_equal(writer_open(&writer, dir, &(struct writer_options){0}, NULL),
                     ST_OK);
    assert_int_equal(writer_merge(writer, 1, NULL), ST_OK);
    writer_close(writer);
    index_expect_sound(dir);
}

static void another_order_says_the_same(void **state)
{
    struct index_fixture *f = *state;
    struct scratch other;
    struct buf plain, ordered;

    scratch_make(&other);
    add_to_index(f, f->dir, UINT32_MAX, 0);
    add_to_index(f, other.path, ARTICLES / 2, 0);
    dump(&plain, f->dir);
    dump(&ordered, other.path);
    assert_true(plain.len > 0);
    assert_int_equal(plain.len, ordered.len);
    assert_memory_equal(plain.data, ordered.data, plain.len);
    expect_same_archive(f->dir, other.path);
    buf_release(&plain);
    buf_release(&ordered);
    scratch_remove(&other);
}

/* Two segments in orders of their own become one; the second replaces some of the first. */
static void merging_keeps_the_order_of_the_archive(void **state)
{
    struct index_fixture *f = *state;
    struct scratch other;

    scratch_make(&other);
    for (uint32_t first = 0; first <= 2000; first += 2000) {
        add_to_index(f, f->dir, UINT32_MAX, first);
        add_to_index(f, other.path, ARTICLES / 2, first);
    }
    merge_all(f->dir);
    merge_all(other.path);
    expect_same_archive(f->dir, other.path);
    scratch_remove(&other);
}

static void a_small_batch_stands_as_it_was_put(void **state)
{
    struct index_fixture *f = *state;
    struct segment *segment;

    add_to_index(f, f->dir, ARTICLES, 0); /* some are deleted */
    segment = open_first(f->dir);
    for (doc_id doc = 0; doc < segment_info(segment)->doc_count; doc++)
        assert_int_equal(columns_order(segment, doc), doc);
    segment_close(segment);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(another_order_says_the_same, index_set_up,
                                        index_tear_down),
        cmocka_unit_test_setup_teardown(merging_keeps_the_order_of_the_archive,
                                        index_set_up, index_tear_down),
        cmocka_unit_test_setup_teardown(a_small_batch_stands_as_it_was_put,
                                        index_set_up, index_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
