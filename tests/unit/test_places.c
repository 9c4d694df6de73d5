/* test_places.c - places: far ones, equal ones, very many; in order and by jumps. */
#include <string.h>

#include "segment/place_bits.h"
#include "segment/postings_read.h"
#include "support/numbers.h"
#include "support/scratch.h"
#include "support/segment_model.h"
#include "support/unit.h"

static void test_codes(void **state)
{
    static const uint32_t values[] = {0,  1,   2,    23,      24,      25,
                                      63, 767, 1000, 1 << 20, 1 << 27, (1 << 28) - 1};
    struct bit_writer out = {.pending = 0};
    struct bit_reader in;

    (void)state;
    buf_init(&out.bytes, 0);
    for (unsigned low = 0; low <= 28; low++)
        for (size_t i = 0; i < sizeof values / sizeof *values; i++)
            bits_put_rice(&out, values[i], low);
    bits_end(&out);
    in = (struct bit_reader){buf_span(&out.bytes), 0};
    for (unsigned low = 0; low <= 28; low++)
        for (size_t i = 0; i < sizeof values / sizeof *values; i++)
            assert_int_equal(bits_get_rice(&in, low), values[i]);
    assert_true(bits_ended(&in));
    (void)bits_get_rice(&in, 0);
    assert_true(bits_bad(&in));
    buf_release(&out.bytes);
}

static void test_low_bits(void **state)
{
    (void)state;
    assert_int_equal(place_low_bits(0, 1), 0);
    assert_int_equal(place_low_bits(15, 1), 3);  /* 5 * 16 / 8 = 10 */
    assert_int_equal(place_low_bits(15, 10), 0); /* 5 * 16 / 80 = 1 */
    assert_int_equal(place_low_bits(LENGTH_CODE_MAX, 1), RICE_RAW_BITS);
    assert_int_equal(place_low_bits(255, UINT32_MAX), 0);
}

struct fixture {
    struct scratch scratch;
    struct model model;
    struct segment *segment;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    struct manifest_segment entry;

    scratch_make(&fixture.scratch);
    model_make(&fixture.model, &(struct model_plan){.seed = 31,
                                                    .doc_count = 700,
                                                    .term_count = 12,
                                                    .frequent_terms = 6});
    model_write(&fixture.model, fixture.scratch.path, 1, &entry);
    fixture.segment = model_open(fixture.scratch.path, &entry);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    segment_close(f->segment);
    model_release(&f->model);
    scratch_remove(&f->scratch);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

static void expect_places(const struct posting *posting, struct postings_reader *r,
                          struct arena *arena)
{
    struct places places;

    assert_int_equal(places_get(r, arena, &places, NULL), ST_OK);
    assert_memory_equal(places.places, posting->places,
                        places.count * sizeof *places.places);
    if (posting->forms)
        assert_memory_equal(places.forms, posting->forms,
                            places.count * sizeof *places.forms);
    arena_reset(arena);
}

static void test_jumps(void **state)
{
    struct fixture *f = *state;
    struct numbers numbers = numbers_from(3);
    struct arena arena;

    arena_init(&arena, 1 << 24);
    for (unsigned round = 0; round < 400; round++) {
        const struct model_term *term = &f->model.terms[round % f->model.term_count];
        struct postings_reader r;
        struct term_info info;

        assert_int_equal(dict_find(f->segment, term->term, &info, NULL), ST_OK);
        postings_open(&r, f->segment, &info);
        for (uint32_t i = (uint32_t)numbers_below(&numbers, 50);
             i < term->posting_count; i += (uint32_t)numbers_below(&numbers, 90)) {
            assert_int_equal(postings_seek(&r, term->postings[i].doc),
                             term->postings[i].doc);
            expect_places(&term->postings[i], &r, &arena);
            expect_places(&term->postings[i], &r, &arena); /* once more: the same */
        }
    }
    arena_release(&arena);
}

/* One posting with 5,000 places, the last one where places end. */
static void test_very_many(void **state)
{
    enum { MANY = 5000 };
    struct fixture *f = *state;
    static uint32_t places[MANY];
    struct span term = span_text("көп");
    const uint32_t count = MANY;
    struct segment_doc doc = {.id = span_text("a"), .lengths = {UINT32_MAX}};
    struct posting posting = {.doc = 0, .tf = {MANY}, .places = places};
    struct manifest_segment entry = {.id = 2, .doc_count = 1};
    struct segment_writer *writer;
    struct segment *segment;
    struct postings_reader r;
    struct term_info info;
    struct arena arena;

    for (unsigned i = 0; i < MANY; i++)
        places[i] = PLACE(FIELD_BODY, i / 3);
    places[MANY - 1] = PLACE_POS(UINT32_MAX);
    assert_int_equal(segment_writer_create(&writer, f->scratch.path, 2, 0, NULL),
                     ST_OK);
    segment_writer_add_doc(writer, &doc);
    segment_writer_begin_term(writer, term, &term, &count, 1);
    segment_writer_add_posting(writer, &posting);
    segment_writer_end_term(writer);
    assert_int_equal(
        segment_writer_finish(writer, &entry.file_bytes, &entry.file_crc, NULL), ST_OK);
    segment = model_open(f->scratch.path, &entry);
    assert_int_equal(model_problems(segment), 0);
    assert_int_equal(dict_find(segment, term, &info, NULL), ST_OK);
    postings_open(&r, segment, &info);
    assert_int_equal(postings_next(&r), 0);
    arena_init(&arena, 1 << 20);
    expect_places(&posting, &r, &arena);
    arena_release(&arena);
    segment_close(segment);
}

/* At no posting there are no places. */
static void test_nowhere(void **state)
{
    struct fixture *f = *state;
    struct postings_reader r;
    struct term_info info;
    struct places places;
    struct arena arena;

    arena_init(&arena, 1 << 20);
    assert_int_equal(dict_find(f->segment, f->model.terms[0].term, &info, NULL), ST_OK);
    postings_open(&r, f->segment, &info);
    assert_int_equal(places_get(&r, &arena, &places, NULL), ST_ARGUMENT);
    assert_int_equal(postings_seek(&r, DOC_END), DOC_END);
    assert_int_equal(places_get(&r, &arena, &places, NULL), ST_ARGUMENT);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_low_bits),
        cmocka_unit_test_setup_teardown(test_jumps, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_very_many, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nowhere, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
