/* test_store.c - stored articles: cut into blocks, read in part, copied whole. */
#include <stdio.h>
#include <string.h>

#include "segment/columns_read.h"
#include "segment/store_private.h"
#include "segment/store_read.h"
#include "support/scratch.h"
#include "support/segment_model.h"
#include "support/unit.h"

struct fixture {
    struct scratch scratch;
    struct model model;
    struct segment *segment;
    struct store_cache *cache;
    struct arena arena;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    struct manifest_segment entry;

    memset(&fixture, 0, sizeof fixture);
    scratch_make(&fixture.scratch);
    model_make(&fixture.model,
               &(struct model_plan){
                   .seed = 41, .doc_count = 400, .term_count = 3, .body_bytes = 9000});
    model_write(&fixture.model, fixture.scratch.path, 1, &entry);
    fixture.segment = model_open(fixture.scratch.path, &entry);
    assert_int_equal(store_cache_open(&fixture.cache, NULL), ST_OK);
    arena_init(&fixture.arena, 1 << 26);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    store_cache_close(f->cache);
    arena_release(&f->arena);
    segment_close(f->segment);
    model_release(&f->model);
    scratch_remove(&f->scratch);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

static void expect_part(struct fixture *f, doc_id doc, uint32_t off, uint32_t len)
{
    struct span got;

    assert_int_equal(
        store_body(f->segment, doc, off, len, f->cache, &f->arena, &got, NULL), ST_OK);
    assert_true(span_equal(got, span_part(f->model.docs[doc].body, off, len)));
    arena_reset(&f->arena);
}

static void test_parts(void **state)
{
    struct fixture *f = *state;

    for (doc_id doc = 0; doc < f->model.doc_count; doc++) {
        uint32_t len = (uint32_t)f->model.docs[doc].body.len;

        expect_part(f, doc, 0, len);
        expect_part(f, doc, len / 2, 10);
        expect_part(f, doc, len - 1, 100); /* clipped */
        expect_part(f, doc, len, 1);
        expect_part(f, doc, UINT32_MAX, UINT32_MAX);
        expect_part(f, doc, 3, 0);
    }
}

static void test_outside(void **state)
{
    struct fixture *f = *state;
    struct store_doc doc;

    assert_int_equal(
        store_get(f->segment, f->model.doc_count, f->cache, &f->arena, &doc, NULL),
        ST_NOT_FOUND);
}

/* Cut at articles' ends: no block but the last is less than half full. */
static void test_blocks(void **state)
{
    struct fixture *f = *state;

    assert_true(f->segment->store.block_count > 50);
    assert_true(f->segment->store.dict_count >= 2);
    for (uint32_t i = 0; i < f->segment->store.block_count; i++) {
        struct store_block_row row;

        assert_true(store_block_row(f->segment, i, &row));
        assert_true(row.plain_len <= STORE_BLOCK_BYTES);
        if (i + 1 < f->segment->store.block_count)
            assert_true(row.plain_len >= STORE_BLOCK_BYTES / 2);
        assert_true(row.dict != STORE_NO_DICT);
    }
}

/* A cache forgets a segment that is closed. */
static void test_forget(void **state)
{
    struct fixture *f = *state;
    struct span plain;

    assert_int_equal(store_block(f->segment, 0, f->cache, &plain, NULL), ST_OK);
    store_cache_forget(f->cache, f->segment);
    expect_part(f, 0, 0, 50);
    store_cache_forget(f->cache, NULL);
    expect_part(f, 0, 0, 50);
}

/* Articles of `from` but those that `keep` refuses, in a new segment. */
static struct segment *copy(struct fixture *f, uint64_t id, bool (*keep)(doc_id doc),
                            uint32_t *count)
{
    struct manifest_segment entry = {.id = id};
    struct segment_writer *writer;

    assert_int_equal(segment_writer_create(&writer, f->scratch.path, id, 1 << 20, NULL),
                     ST_OK);
    for (doc_id doc = 0; doc < f->model.doc_count; doc++)
        if (keep(doc))
            segment_writer_copy_doc(writer, f->segment, doc);
    *count = entry.doc_count = segment_writer_doc_count(writer);
    assert_int_equal(
        segment_writer_finish(writer, &entry.file_bytes, &entry.file_crc, NULL), ST_OK);
    return model_open(f->scratch.path, &entry);
}

static void expect_copied(struct fixture *f, const struct segment *made,
                          bool (*keep)(doc_id doc))
{
    doc_id to = 0;

    for (doc_id doc = 0; doc < f->model.doc_count; doc++) {
        const struct segment_doc *article = &f->model.docs[doc];
        struct store_doc got;
        struct span body;

        if (!keep(doc))
            continue;
        assert_true(span_equal(columns_id(made, to), article->id));
        assert_int_equal(columns_date(made, to), article->date);
        assert_int_equal(store_get(made, to, f->cache, &f->arena, &got, NULL), ST_OK);
        assert_true(span_equal(got.meta, article->meta));
        assert_int_equal(
            store_body(made, to, 0, UINT32_MAX, f->cache, &f->arena, &body, NULL),
            ST_OK);
        assert_true(span_equal(body, article->body));
        arena_reset(&f->arena);
        to++;
    }
}

static bool every_one(doc_id doc)
{
    (void)doc;
    return true;
}

static bool not_some(doc_id doc)
{
    return doc % 17 != 3 && !(doc > 200 && doc < 250);
}

static bool odd_ones(doc_id doc)
{
    return doc % 2 == 1;
}

static void copy_and_compare(struct fixture *f, uint64_t id, bool (*keep)(doc_id doc))
{
    uint32_t count;
    struct segment *made = copy(f, id, keep, &count);

    expect_copied(f, made, keep);
    assert_int_equal(model_problems(made), 0);
    store_cache_forget(f->cache, made);
    segment_close(made);
}

static void test_copies(void **state)
{
    copy_and_compare(*state, 2, every_one);
    copy_and_compare(*state, 3, not_some);
    copy_and_compare(*state, 4, odd_ones);
}

/* Where nothing is left out the packed blocks are the same bytes. */
static void test_whole_blocks(void **state)
{
    struct fixture *f = *state;
    uint32_t count;
    struct segment *made = copy(f, 2, every_one, &count);
    struct span a = f->segment->sections[SECTION_STORE];
    struct span b = made->sections[SECTION_STORE];

    assert_int_equal(count, f->model.doc_count);
    assert_true(span_equal(a, b));
    assert_true(span_equal(f->segment->sections[SECTION_STORE_INDEX],
                           made->sections[SECTION_STORE_INDEX]));
    segment_close(made);
}

enum { HALVES = 3000 };

/* A segment of which articles below `stored` and every third one have text; written anew,
 * or copied from another. */
static struct segment *write_half(struct fixture *f, uint64_t id, doc_id stored,
                                  const struct segment *from)
{
    struct manifest_segment entry = {.id = id, .doc_count = HALVES};
    struct segment_writer *writer;

    assert_int_equal(segment_writer_create(&writer, f->scratch.path, id, 1 << 20, NULL),
                     ST_OK);
    for (doc_id doc = 0; doc < HALVES; doc++) {
        const struct segment_doc *like = &f->model.docs[doc % f->model.doc_count];
        char name[16];
        struct segment_doc out = {.id = span_of(name, 0)};

        out.id.len = (size_t)snprintf(name, sizeof name, "%u", doc);
        if (stored > 0 && (doc < stored || doc % 3 == 0)) {
            out.meta = like->meta;
            out.body = span_part(like->body, 0, 500);
        }
        if (from)
            segment_writer_copy_doc(writer, from, doc);
        else
            segment_writer_add_doc(writer, &out);
    }
    assert_int_equal(
        segment_writer_finish(writer, &entry.file_bytes, &entry.file_crc, NULL), ST_OK);
    return model_open(f->scratch.path, &entry);
}

/* Articles of which nothing is stored take no byte, alone or among others, and are
 * copied as such. */
static void expect_half(struct fixture *f, const struct segment *made, doc_id stored)
{
    for (doc_id doc = 0; doc < HALVES; doc++) {
        const struct segment_doc *like = &f->model.docs[doc % f->model.doc_count];
        bool there = stored > 0 && (doc < stored || doc % 3 == 0);
        struct store_doc got;
        struct span body;

        assert_int_equal(store_get(made, doc, f->cache, &f->arena, &got, NULL), ST_OK);
        assert_true(span_equal(got.meta, there ? like->meta : span_text("")));
        assert_int_equal(got.paragraph_count, 0);
        assert_int_equal(
            store_body(made, doc, 0, UINT32_MAX, f->cache, &f->arena, &body, NULL),
            ST_OK);
        assert_true(
            span_equal(body, there ? span_part(like->body, 0, 500) : span_text("")));
        arena_reset(&f->arena);
    }
    assert_int_equal(model_problems(made), 0);
}

static void half_and_copy(struct fixture *f, uint64_t id, doc_id stored)
{
    struct segment *made = write_half(f, id, stored, NULL);
    struct segment *copied = write_half(f, id + 1, stored, made);

    expect_half(f, made, stored);
    expect_half(f, copied, stored);
    store_cache_forget(f->cache, NULL);
    segment_close(made);
    segment_close(copied);
}

static void test_nothing_stored(void **state)
{
    half_and_copy(*state, 2, 0);
    half_and_copy(*state, 4, 1);
    half_and_copy(*state, 6, HALVES / 2);
}

/* Text that does not pack, one byte over and under a block. */
static void test_sizes(void **state)
{
    static const uint32_t sizes[] = {0, 1, 8170, 8185, 8192, 8193, 16384, 40000};
    struct fixture *f = *state;
    enum { SIZES = sizeof sizes / sizeof *sizes };
    struct manifest_segment entry = {.id = 5, .doc_count = SIZES};
    struct segment_writer *writer;
    struct segment *made;
    uint8_t *noise = memory_alloc(40000);
    uint64_t seed = 1;

    assert_non_null(noise);
    for (unsigned i = 0; i < 40000; i++) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        noise[i] = (uint8_t)(seed >> 56);
    }
    assert_int_equal(segment_writer_create(&writer, f->scratch.path, 5, 0, NULL),
                     ST_OK);
    for (uint8_t i = 0; i < SIZES; i++) {
        const uint8_t id = (uint8_t)('a' + i);
        struct segment_doc doc = {.id = span_of(&id, 1),
                                  .body = span_of(noise, sizes[i])};

        segment_writer_add_doc(writer, &doc);
    }
    assert_int_equal(
        segment_writer_finish(writer, &entry.file_bytes, &entry.file_crc, NULL), ST_OK);
    made = model_open(f->scratch.path, &entry);
    assert_int_equal(model_problems(made), 0);
    for (doc_id i = 0; i < SIZES; i++) {
        struct span body;

        assert_int_equal(
            store_body(made, i, 0, UINT32_MAX, f->cache, &f->arena, &body, NULL),
            ST_OK);
        assert_true(span_equal(body, span_of(noise, sizes[i])));
    }
    store_cache_forget(f->cache, made);
    segment_close(made);
    memory_free(noise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_outside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_forget, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_copies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_whole_blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nothing_stored, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sizes, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
