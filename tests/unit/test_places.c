/* test_places.c - places: far ones, equal ones, very many; in order and by jumps. */
#include <string.h>

#include "base/cpu.h"
#include "segment/place_bits.h"
#include "segment/postings_read.h"
#include "support/numbers.h"
#include "support/scratch.h"
#include "support/segment_model.h"
#include "support/unit.h"

enum { NUMBERS = 2000 };

/* Numbers of all sizes, most of them small, and now and then none for long. */
static void make_numbers(struct numbers *random, uint32_t *values, size_t count,
                         unsigned bits)
{
    for (size_t i = 0; i < count; i++)
        values[i] =
            (uint32_t)(numbers_next(random) >> (63 - numbers_below(random, bits + 1)));
}

/* The same numbers, read as a machine of the level does; false: this one cannot. */
static bool open_at(unsigned level, const struct place_bits *start,
                    struct place_bits *in)
{
    if (!cpu_force((enum cpu_level)level))
        return false;
    *in = place_bits_open(span_of(start->unary, (size_t)(start->unary_bits / 8)),
                          span_of(start->lows, (size_t)(start->low_bits / 8)),
                          start->low);
    return true;
}

/* Sums, and every third of them found again, at every level. */
static void compare_sums(const struct place_bits *start, const uint32_t *values,
                         uint32_t skip, uint32_t take)
{
    for (unsigned level = 0; level < CPU_LEVELS; level++) {
        struct place_bits in, second;
        uint32_t sums[32], starts[32], sum = 0, wanted = 0;

        if (!open_at(level, start, &in))
            continue;
        second = in;
        assert_true(place_bits_sums(&in, skip, take, 1u << PLACE_SHIFT, sums));
        for (uint32_t i = 0; i < take; i++) {
            sum += values[skip + i];
            assert_int_equal(sums[i], sum + (1u << PLACE_SHIFT));
            if (i % 3 == 0 && sum >= 5 && (i == 0 || values[skip + i] > 0))
                starts[wanted++] = sum - 5;
        }
        if (take > 0)
            assert_int_equal(place_bits_join(&second, skip, take, 5, starts, wanted),
                             wanted);
    }
}

static void compare_taken(const struct place_bits *start, const uint32_t *values,
                          uint32_t skip, uint32_t take)
{
    static uint32_t got[NUMBERS];
    struct place_bits plain, in;

    assert_true(open_at(CPU_PORTABLE, start, &plain));
    assert_true(place_bits_get(&plain, skip, take, got));
    for (unsigned level = 0; level < CPU_LEVELS; level++) {
        if (!open_at(level, start, &in))
            continue;
        assert_true(place_bits_get(&in, skip, take, got));
        assert_int_equal(in.bit, plain.bit);
        assert_memory_equal(got, values + skip, take * sizeof *got);
    }
}

/* All at once, at every level. */
static void compare_all(const struct place_bits *start, const uint32_t *values,
                        uint32_t count)
{
    static uint32_t got[NUMBERS + PLACE_ALL_ROOM];
    uint32_t any = 0, seen;

    for (uint32_t i = 0; i < count; i++)
        any |= values[i];
    for (unsigned level = 0; level < CPU_LEVELS; level++) {
        struct place_bits in;

        if (!open_at(level, start, &in))
            continue;
        assert_true(place_bits_all(&in, count, got, &seen));
        assert_int_equal(seen, any);
        assert_memory_equal(got, values, count * sizeof *got);
    }
}

/* Every stretch of them, by all variants, with and without sums. */
static void compare_numbers(const struct place_bits *start, const uint32_t *values,
                            size_t count)
{
    compare_all(start, values, (uint32_t)count);
    for (size_t from = 0; from <= count; from += from / 8 + 1) {
        uint32_t skip = (uint32_t)from, take = (uint32_t)(count - from);

        compare_taken(start, values, skip, take);
        take = (uint32_t)from % 21 < take ? (uint32_t)from % 21 : take;
        compare_sums(start, values, skip, take);
    }
}

/* Two strings in a buffer with room behind it, as in a segment. */
static struct place_bits put_numbers(struct buf *out, const uint32_t *values,
                                     size_t count, unsigned low)
{
    size_t unary, len;

    buf_reset(out);
    unary = place_bits_put(out, values, count, low);
    len = out->len;
    buf_put_text(out,
                 "what follows, which is what a reader may load of and must not use");
    return place_bits_open(span_of(out->data, unary),
                           span_of(out->data + unary, len - unary), low);
}

static void refuse_more(const struct place_bits *start, uint32_t count)
{
    static uint32_t got[NUMBERS + 1 + PLACE_ALL_ROOM];
    uint32_t seen;

    for (unsigned level = 0; level < CPU_LEVELS; level++) {
        struct place_bits in;

        if (open_at(level, start, &in))
            assert_false(place_bits_all(&in, count + 1, got, &seen));
    }
}

static void test_numbers(void **state)
{
    static uint32_t values[NUMBERS];
    struct numbers random = numbers_from(7);
    struct buf out;

    (void)state;
    buf_init(&out, 0);
    for (unsigned round = 0; round < 60; round++) {
        size_t count = numbers_below(&random, round % 2 ? 40 : NUMBERS);
        struct place_bits in;

        make_numbers(&random, values, count, round % 10);
        in = put_numbers(&out, values, count, place_bits_low(values, count));
        assert_true(place_bits_filled(&in, (uint32_t)count));
        assert_false(place_bits_filled(&in, (uint32_t)count + 1));
        if (count > 0)
            assert_false(place_bits_filled(&in, (uint32_t)count - 1));
        compare_numbers(&in, values, count);
        refuse_more(&in, (uint32_t)count);
    }
    buf_release(&out);
}

/* Far apart: long runs of zeros, every number of low bits. */
static void test_far_numbers(void **state)
{
    static const uint32_t values[] = {0, 1, 63, 64, 1000, 1 << 20, 0, 130, 129, 128, 5};
    enum { COUNT = sizeof values / sizeof *values };
    uint32_t most[] = {(1u << 28) - 1, 0, 1u << 27};
    struct buf out;

    (void)state;
    buf_init(&out, 0);
    for (unsigned low = 0; low <= PLACE_LOW_MAX; low++) {
        struct place_bits in = put_numbers(&out, values, COUNT, low);

        compare_numbers(&in, values, COUNT);
    }
    for (unsigned low = 10; low <= PLACE_LOW_MAX; low++) {
        struct place_bits in = put_numbers(&out, most, 3, low);
        uint32_t sums[3];

        compare_numbers(&in, most, 1);
        assert_false(place_bits_sums(&in, 0, 3, 0, sums)); /* above 2^28 */
    }
    buf_release(&out);
}

static uint64_t cost_of(const uint32_t *values, size_t count, unsigned low)
{
    uint64_t bits = count * (low + 1);

    for (size_t i = 0; i < count; i++)
        bits += values[i] >> low;
    return bits;
}

static void test_low_bits(void **state)
{
    uint32_t values[200] = {0};
    struct numbers random = numbers_from(8);

    (void)state;
    assert_int_equal(place_bits_low(values, 0), 0);
    for (unsigned round = 0; round < 200; round++) {
        size_t count = 1 + numbers_below(&random, round);
        unsigned low;

        make_numbers(&random, values, count, round % 28);
        low = place_bits_low(values, count);
        for (unsigned other = 0; other <= PLACE_LOW_MAX; other++)
            assert_true(cost_of(values, count, other) + (other < low) >
                            cost_of(values, count, low) ||
                        cost_of(values, count, other) == cost_of(values, count, low));
        for (unsigned less = 0; less < low; less++)
            assert_true(cost_of(values, count, less) > cost_of(values, count, low));
    }
}

/* More than there is, and codes that do not end. */
static void test_short_numbers(void **state)
{
    static const uint32_t values[] = {9, 2, 17, 3};
    uint32_t out[8];
    struct buf bytes;
    struct place_bits in, at;

    (void)state;
    buf_init(&bytes, 0);
    in = put_numbers(&bytes, values, 4, 3);
    for (uint32_t skip = 0; skip < 7; skip++)
        for (uint32_t take = 0; take < 7; take++) {
            at = in;
            if (skip + take <= 4)
                assert_true(place_bits_get(&at, skip, take, out));
            else if (take > 0) /* low bits are not there */
                assert_false(place_bits_get(&at, skip, take, out));
        }
    in.unary_bits = 8;
    at = in;
    memset(bytes.data, 0, bytes.len);
    assert_false(place_bits_get(&at, 0, 1, out));
    assert_false(place_bits_get(&at, 1, 0, out));
    buf_release(&bytes);
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
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_far_numbers),
        cmocka_unit_test(test_low_bits),
        cmocka_unit_test(test_short_numbers),
        cmocka_unit_test_setup_teardown(test_jumps, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_very_many, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nowhere, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
