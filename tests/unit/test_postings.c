/* test_postings.c - lists of every size around a block: next, seek, bounds, fields,
 * blocks in any order. */
#include <string.h>

#include "segment/bounds.h"
#include "segment/lengths.h"
#include "segment/postings_scan.h"
#include "segment/segment_read.h"
#include "support/numbers.h"
#include "support/scratch.h"
#include "support/segment_model.h"
#include "support/unit.h"

enum { DOCS = 9000, LISTS = 12 };

/* Postings of list i. */
static const uint32_t sizes[LISTS] = {1,   3,   4,   5,   40,   255,
                                      256, 257, 512, 513, 8300, 9000};

struct fixture {
    struct scratch scratch;
    struct segment *segment;
    uint8_t lengths[FIELD_COUNT][DOCS];
    doc_id docs[LISTS][DOCS];
    uint32_t tf[LISTS][DOCS][FIELD_COUNT];
};

static struct span name_of(unsigned list)
{
    static char names[LISTS][2];

    names[list][0] = (char)('a' + list);
    return span_of(names[list], 1);
}

static void add_docs(struct fixture *f, struct segment_writer *writer,
                     struct numbers *numbers)
{
    for (uint32_t i = 0; i < DOCS; i++) {
        uint8_t id[4] = {(uint8_t)i, (uint8_t)(i >> 8), 1, 1};
        struct segment_doc doc = {.id = span_of(id, 4)};

        for (unsigned field = 0; field < FIELD_COUNT; field++) {
            doc.lengths[field] = 60 + (uint32_t)numbers_below(numbers, 3000);
            f->lengths[field][i] = lengths_encode(doc.lengths[field]);
        }
        segment_writer_add_doc(writer, &doc);
    }
}

/* Every doc_count / size-th article or thereabouts. */
static void make_list(struct fixture *f, unsigned list, struct numbers *numbers)
{
    uint32_t doc = 0;

    for (uint32_t i = 0; i < sizes[list]; i++) {
        uint32_t room = (DOCS - doc - (sizes[list] - i)) / (sizes[list] - i);

        doc += (uint32_t)numbers_below(numbers, room + 1);
        f->docs[list][i] = doc++;
        f->tf[list][i][FIELD_BODY] = 1;
        if (list % 3 == 1)
            continue;
        for (unsigned field = 0; field < FIELD_COUNT; field++)
            f->tf[list][i][field] +=
                numbers_below(numbers, 6) ? 0 : (uint32_t)numbers_below(numbers, 9);
    }
}

static void put_list(struct fixture *f, unsigned list, struct segment_writer *writer)
{
    struct span name = name_of(list);
    const uint32_t none = 1;

    segment_writer_begin_term(writer, name, &name, &none, 1);
    for (uint32_t i = 0; i < sizes[list]; i++) {
        struct posting posting = {.doc = f->docs[list][i]};
        uint32_t places[64], at = 0;

        memcpy(posting.tf, f->tf[list][i], sizeof posting.tf);
        for (unsigned field = 0; field < FIELD_COUNT; field++)
            for (uint32_t k = 0; k < posting.tf[field]; k++)
                places[at++] = PLACE(field, k * 3);
        posting.places = places;
        segment_writer_add_posting(writer, &posting);
    }
    segment_writer_end_term(writer);
}

static int set_up(void **state)
{
    static struct fixture fixture;
    struct numbers numbers = numbers_from(1);
    struct manifest_segment entry = {.id = 1, .doc_count = DOCS};
    struct segment_writer *writer;

    memset(&fixture, 0, sizeof fixture);
    scratch_make(&fixture.scratch);
    assert_int_equal(
        segment_writer_create(&writer, fixture.scratch.path, 1, 1 << 16, NULL), ST_OK);
    add_docs(&fixture, writer, &numbers);
    for (unsigned list = 0; list < LISTS; list++) {
        make_list(&fixture, list, &numbers);
        put_list(&fixture, list, writer);
    }
    assert_int_equal(
        segment_writer_finish(writer, &entry.file_bytes, &entry.file_crc, NULL), ST_OK);
    fixture.segment = model_open(fixture.scratch.path, &entry);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    segment_close(f->segment);
    scratch_remove(&f->scratch);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

static void open_list(struct fixture *f, unsigned list, struct postings_reader *r)
{
    struct term_info info;

    assert_int_equal(dict_find(f->segment, name_of(list), &info, NULL), ST_OK);
    assert_int_equal(info.doc_freq, sizes[list]);
    postings_open(r, f->segment, &info);
}

static void test_all_is_sound(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(model_problems(f->segment), 0);
}

static void test_next(void **state)
{
    struct fixture *f = *state;
    struct postings_reader r;

    for (unsigned list = 0; list < LISTS; list++) {
        open_list(f, list, &r);
        for (uint32_t i = 0; i < sizes[list]; i++) {
            uint32_t tf[FIELD_COUNT];

            assert_int_equal(postings_next(&r), f->docs[list][i]);
            postings_freqs(&r, tf);
            assert_memory_equal(tf, f->tf[list][i], sizeof tf);
        }
        assert_int_equal(postings_next(&r), DOC_END);
        assert_int_equal(postings_next(&r), DOC_END);
        assert_int_equal(postings_seek(&r, DOC_END), DOC_END);
        assert_int_equal(r.status, ST_OK);
    }
}

/* Seeks by steps of every order, with next in between. */
static void test_seek(void **state)
{
    struct fixture *f = *state;
    struct numbers numbers = numbers_from(2);
    struct postings_reader r;

    for (unsigned round = 0; round < 600; round++) {
        unsigned list = round % LISTS;
        uint32_t at = 0, reach = 1 + (uint32_t)numbers_below(&numbers, 3000);
        doc_id target = 0, got;

        open_list(f, list, &r);
        do {
            target += (uint32_t)numbers_below(&numbers, reach);
            while (at < sizes[list] && f->docs[list][at] < target)
                at++;
            got = postings_seek(&r, target);
            assert_int_equal(got, at < sizes[list] ? f->docs[list][at] : DOC_END);
            if (got != DOC_END && round % 2) {
                at++;
                got = postings_next(&r);
                assert_int_equal(got, at < sizes[list] ? f->docs[list][at] : DOC_END);
            }
            target = got;
        } while (got != DOC_END);
        assert_int_equal(r.status, ST_OK);
    }
}

static bool covers(const struct block_bound *bound, unsigned field, uint32_t tf,
                   uint8_t length)
{
    for (unsigned i = 0; i < bound->pair_count[field]; i++)
        if (bound->pairs[field][i].tf >= tf && bound->pairs[field][i].length <= length)
            return true;
    return false;
}

/* Every posting lies under the bound of its block and under the list's. */
static void test_bounds(void **state)
{
    struct fixture *f = *state;

    for (unsigned list = 0; list < LISTS; list++) {
        struct postings_reader r;
        struct block_bound whole;

        open_list(f, list, &r);
        postings_list_bound(&r, &whole);
        for (uint32_t i = 0; i < sizes[list]; i++) {
            doc_id doc = f->docs[list][i];
            uint32_t last = i / POSTINGS_BLOCK * POSTINGS_BLOCK + POSTINGS_BLOCK - 1;

            last = last < sizes[list] ? last : sizes[list] - 1;
            assert_int_equal(postings_seek_bound(&r, doc), f->docs[list][last]);
            for (unsigned field = 0; field < FIELD_COUNT; field++) {
                uint32_t tf = f->tf[list][i][field];

                if (tf == 0)
                    continue;
                assert_true(
                    covers(postings_bound(&r), field, tf, f->lengths[field][doc]));
                assert_true(covers(&whole, field, tf, f->lengths[field][doc]));
            }
        }
        assert_int_equal(postings_seek_bound(&r, DOCS), DOC_END);
        assert_int_equal(postings_next(&r), f->docs[list][0]); /* it did not move */
    }
}

/* The staircase by hand: exact up to four steps, then the cheapest joint. */
static void test_widening(void **state)
{
    struct bound_builder builder;
    struct block_bound bound;

    (void)state;
    bound_begin(&builder);
    bound_add(&builder, FIELD_BODY, 1, 10);
    bound_add(&builder, FIELD_BODY, 1, 50); /* under the one before */
    bound_add(&builder, FIELD_BODY, 4, 20);
    bound_add(&builder, FIELD_BODY, 9, 40);
    bound_add(&builder, FIELD_BODY, 30, 90);
    bound_add(&builder, FIELD_TITLE, 2, 9);
    bound_add(&builder, FIELD_TITLE, 1, 3);
    bound_finish(&builder, &bound);
    assert_int_equal(bound.pair_count[FIELD_BODY], 4);
    assert_int_equal(bound.pairs[FIELD_BODY][3].tf, 30);
    assert_int_equal(bound.pairs[FIELD_TITLE][0].tf, 2);
    assert_int_equal(bound.pairs[FIELD_TITLE][0].length, 3);
    bound_add(&builder, FIELD_BODY, 5, 22); /* joins (4, 20): 1 * 2 is the least */
    bound_finish(&builder, &bound);
    assert_int_equal(bound.pair_count[FIELD_BODY], 4);
    assert_int_equal(bound.pairs[FIELD_BODY][1].tf, 5);
    assert_int_equal(bound.pairs[FIELD_BODY][1].length, 20);
}

static void expect_block(struct fixture *f, unsigned list, struct postings_reader *r,
                         uint32_t block)
{
    uint32_t from = block * POSTINGS_BLOCK, beside = 0;
    uint32_t count = sizes[list] - from < POSTINGS_BLOCK ? sizes[list] - from
                                                         : (uint32_t)POSTINGS_BLOCK;

    assert_true(postings_block(r, block));
    assert_int_equal(r->in_block, count);
    assert_memory_equal(r->docs, f->docs[list] + from, count * sizeof *r->docs);
    assert_true(postings_block_tf(r));
    memset(r->docs + count, 0xFF, POSTINGS_ROOM * sizeof *r->docs);
    memset(r->tf + count, 0xFF, POSTINGS_ROOM * sizeof *r->tf);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t tf[FIELD_COUNT], sum = 0, mask = 0;

        assert_true(postings_field_tf(r, i, tf));
        assert_memory_equal(tf, f->tf[list][from + i], sizeof tf);
        for (unsigned field = 0; field < FIELD_COUNT; field++) {
            sum += tf[field];
            mask |= field > 0 && tf[field] > 0 ? 1U << (field - 1) : 0;
        }
        assert_int_equal(r->tf[i], sum);
        assert_int_equal(postings_field_mask(r, i), mask);
        beside += mask;
    }
    assert_int_equal(beside != 0, r->field_count != 0);
    for (uint32_t i = 0; i < count; i += 5) {
        assert_int_equal(postings_find(r, i / 2, r->docs[i]), i);
        assert_int_equal(postings_find(r, i, r->docs[i] + 1), i + 1);
    }
}

static void test_blocks_in_any_order(void **state)
{
    struct fixture *f = *state;
    struct numbers numbers = numbers_from(3);

    for (unsigned list = 0; list < LISTS; list++) {
        struct postings_reader r;
        uint32_t blocks = (sizes[list] + POSTINGS_BLOCK - 1) / POSTINGS_BLOCK;

        open_list(f, list, &r);
        assert_int_equal(postings_block_count(&r), blocks);
        assert_int_equal((uintptr_t)r.docs % 64 | (uintptr_t)r.tf % 64, 0);
        for (unsigned round = 0; round < 2 * blocks; round++)
            expect_block(f, list, &r, (uint32_t)numbers_below(&numbers, blocks));
        assert_true(postings_block(&r, 0));
        postings_pick(&r, sizes[list] > 2);
        assert_int_equal(r.doc, f->docs[list][sizes[list] > 2]);
        assert_int_equal(postings_next(&r),
                         sizes[list] > 2 ? f->docs[list][2] : DOC_END);
    }
}

/* The score's share by the text of FORMAT.md 8, with nothing of ours. */
static double weight_of(struct fixture *f, const uint32_t tf[FIELD_COUNT], doc_id doc)
{
    static const double weights[] = {1, 3, 2, 1.5, 2, 1.5};
    const struct segment_info *info = segment_info(f->segment);
    double weight = 0;

    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        double b = field == 0 ? .75 : .5;
        double average = (double)info->field_totals[field] / info->doc_count;
        double length = lengths_decode(f->lengths[field][doc]);

        weight += weights[field] * tf[field] / (1 - b + b * length / average);
    }
    return weight;
}

static void test_columns(void **state)
{
    struct fixture *f = *state;

    for (unsigned list = 0; list < LISTS; list++) {
        struct postings_reader r;
        struct postings_columns columns;

        open_list(f, list, &r);
        columns = postings_columns(&r);
        assert_int_equal(columns.count,
                         sizes[list] > POSTINGS_BLOCK ? r.block_count : 0);
        for (uint32_t block = 0; block < columns.count; block++) {
            double most = 0;
            uint32_t from = block * POSTINGS_BLOCK, last = from;

            for (uint32_t i = from; i < sizes[list] && i < from + POSTINGS_BLOCK; i++) {
                double weight = weight_of(f, f->tf[list][i], f->docs[list][i]);

                most = most < weight ? weight : most;
                last = i;
            }
            most = 255 * most / (1.2 + most);
            assert_true(columns.impacts[block] >= most - 1e-9);
            assert_true(columns.impacts[block] <= most + 1 + 1e-9);
            assert_int_equal(wire_load_u32(columns.last_docs + (size_t)block * 4),
                             f->docs[list][last]);
            assert_int_equal(postings_find_block(&r, 0, f->docs[list][from]), block);
            assert_int_equal(postings_find_block(&r, block, f->docs[list][last]),
                             block);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_is_sound), cmocka_unit_test(test_next),
        cmocka_unit_test(test_seek),         cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_widening),     cmocka_unit_test(test_blocks_in_any_order),
        cmocka_unit_test(test_columns),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
