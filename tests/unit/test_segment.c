/* test_segment.c - segments as a unit: write, open, compare, copy, delete, refuse. */
#include <string.h>

#include "base/file.h"
#include "segment/columns_read.h"
#include "support/scratch.h"
#include "support/segment_model.h"
#include "support/unit.h"

struct fixture {
    struct scratch scratch;
    const char *dir;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    scratch_make(&fixture.scratch);
    fixture.dir = fixture.scratch.path;
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    scratch_remove(&f->scratch);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

static void round_trip(struct fixture *f, const struct model_plan *plan, uint64_t id)
{
    struct model model;
    struct manifest_segment entry;
    struct segment *segment;

    model_make(&model, plan);
    model_write(&model, f->dir, id, &entry);
    segment = model_open(f->dir, &entry);
    model_compare(&model, segment);
    assert_int_equal(model_problems(segment), 0);
    segment_close(segment);
    model_release(&model);
}

static void test_empty(void **state)
{
    round_trip(*state, &(struct model_plan){.seed = 1}, 1);
}

static void test_one_article(void **state)
{
    round_trip(*state, &(struct model_plan){.seed = 2, .doc_count = 1, .term_count = 1},
               2);
}

static void test_small(void **state)
{
    for (uint64_t seed = 10; seed < 40; seed++)
        round_trip(*state,
                   &(struct model_plan){.seed = seed,
                                        .doc_count = 1 + (uint32_t)(seed % 13),
                                        .term_count = (uint32_t)(seed * 3 % 70)},
                   seed);
}

static void test_many_blocks(void **state)
{
    round_trip(
        *state,
        &(struct model_plan){
            .seed = 5, .doc_count = 1500, .term_count = 120, .frequent_terms = 8},
        5);
}

static void test_large_articles(void **state)
{
    round_trip(*state,
               &(struct model_plan){
                   .seed = 6, .doc_count = 120, .term_count = 40, .body_bytes = 60000},
               6);
}

static void ignore_problem(void *context, uint64_t off, const char *text)
{
    (void)context;
    (void)off;
    (void)text;
}

/* Write and prove; what fails must fail cleanly. */
static enum status write_and_prove(const struct model *model, const char *dir)
{
    struct manifest_segment entry = {.id = 1, .doc_count = model->doc_count};
    struct segment_writer *writer;
    struct segment *segment = NULL;
    enum status status = segment_writer_create(&writer, dir, 1, 1 << 16, NULL);

    if (status != ST_OK)
        return status;
    for (uint32_t i = 0; i < model->doc_count; i++)
        segment_writer_add_doc(writer, &model->docs[i]);
    model_write_terms(model, writer);
    status = segment_writer_finish(writer, &entry.file_bytes, &entry.file_crc, NULL);
    if (status == ST_OK)
        status = segment_open(&segment, dir, &entry, NULL);
    if (status != ST_OK)
        return status;
    status = segment_verify(segment, ignore_problem, NULL, NULL);
    segment_close(segment);
    return status;
}

/* Every allocation fails once: an error, nothing leaked, no half file but a whole one. */
static void test_no_memory(void **state)
{
    struct fixture *f = *state;
    const char *path = scratch_path(&f->scratch, "0000000000000001.seg");
    enum status status = ST_NOMEM;
    struct model model;
    uint64_t live;

    model_make(&model,
               &(struct model_plan){
                   .seed = 12, .doc_count = 20, .term_count = 40, .frequent_terms = 3});
    live = memory_live_count();
    for (uint64_t n = 1; status != ST_OK; n++) {
        memory_fail_at(n, n % 2 == 0);
        status = write_and_prove(&model, f->dir);
        memory_fail_at(0, false);
        assert_true(status == ST_OK || status == ST_NOMEM);
        assert_int_equal(memory_live_count(), live);
        file_remove(path);
        assert_int_equal(scratch_count(f->dir), 0);
        assert_true(n < 5000);
    }
    model_release(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_article, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_small, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_large_articles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_memory, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
