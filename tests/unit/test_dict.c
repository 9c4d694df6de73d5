/* test_dict.c - terms: squeezing, order, ranges, exact look-up, forms. */
#include <stdio.h>
#include <string.h>

#include "segment/dict_read.h"
#include "segment/segment_private.h"
#include "support/numbers.h"
#include "support/scratch.h"
#include "support/segment_model.h"
#include "support/unit.h"

enum { TERMS = 1000 };

struct fixture {
    struct scratch scratch;
    struct arena arena;
    struct segment *segment;
    struct span terms[TERMS];
    uint32_t term_count;
};

static void put_doc(struct segment_writer *writer)
{
    struct segment_doc doc = {.id = span_text("a"), .lengths = {1}};

    segment_writer_add_doc(writer, &doc);
}

static void put_term(struct segment_writer *writer, struct span term,
                     const struct span *forms, const uint32_t *counts, size_t count)
{
    uint32_t places[64] = {0}, ordinals[64] = {0};
    struct posting posting = {.doc = 0, .places = places};
    size_t at = 0;

    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < counts[i]; k++)
            ordinals[at++] = (uint32_t)i;
    assert_true(at <= 64);
    posting.tf[FIELD_BODY] = (uint32_t)at;
    posting.forms = count > 1 ? ordinals : NULL;
    segment_writer_begin_term(writer, term, forms, counts, count);
    segment_writer_add_posting(writer, &posting);
    segment_writer_end_term(writer);
}

/* Terms of every kind of byte: "" prefix chains, all 256 bytes, 255 bytes long. */
static void make_terms(struct fixture *f)
{
    uint8_t bytes[255];
    struct numbers numbers = numbers_from(4);

    for (unsigned i = 0; i < 256; i++) {
        bytes[0] = (uint8_t)i;
        f->terms[f->term_count++] = arena_copy(&f->arena, span_of(bytes, 1));
        bytes[1] = (uint8_t)numbers_next(&numbers);
        bytes[2] = (uint8_t)(0x80 | numbers_below(&numbers, 64));
        f->terms[f->term_count++] = arena_copy(&f->arena, span_of(bytes, 3));
        if (i % 32 != 7)
            continue;
        for (unsigned k = 1; k < 255; k++)
            bytes[k] = (uint8_t)(i < 128 ? 'x' : numbers_next(&numbers));
        f->terms[f->term_count++] = arena_copy(&f->arena, span_of(bytes, 255));
    }
    for (uint32_t i = 1; i < f->term_count; i++) /* insertion sort: nearly in order */
        for (uint32_t k = i; k > 0 && span_compare(f->terms[k - 1], f->terms[k]) > 0;
             k--) {
            struct span swap = f->terms[k];

            f->terms[k] = f->terms[k - 1];
            f->terms[k - 1] = swap;
        }
}

static int set_up(void **state)
{
    static struct fixture fixture;
    struct manifest_segment entry = {.id = 1, .doc_count = 1};
    struct segment_writer *writer;
    const uint32_t one = 1;

    memset(&fixture, 0, sizeof fixture);
    scratch_make(&fixture.scratch);
    arena_init(&fixture.arena, 1 << 20);
    make_terms(&fixture);
    assert_int_equal(
        segment_writer_create(&writer, fixture.scratch.path, 1, 1 << 20, NULL), ST_OK);
    put_doc(writer);
    for (uint32_t i = 0; i < fixture.term_count; i++)
        put_term(writer, fixture.terms[i], &fixture.terms[i], &one, 1);
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
    arena_release(&f->arena);
    scratch_remove(&f->scratch);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

static void test_squeeze(void **state)
{
    struct numbers numbers = numbers_from(8);

    (void)state;
    for (unsigned round = 0; round < 20000; round++) {
        uint8_t plain[TERM_MAX], squeezed[SQUEEZED_MAX], back[TERM_MAX];
        size_t len = 1 + numbers_below(&numbers, round % 9 ? 8 : TERM_MAX), small;

        for (size_t i = 0; i < len; i++) /* lead bytes often */
            plain[i] = (uint8_t)(numbers_below(&numbers, 3)
                                     ? numbers_next(&numbers)
                                     : 0xD0 + numbers_below(&numbers, 4));
        small = squeeze(span_of(plain, len), squeezed);
        assert_true(small <= 2 * len);
        assert_int_equal(unsqueeze(span_of(squeezed, small), back), len);
        assert_memory_equal(back, plain, len);
    }
    /* Rule Q1 */
    uint8_t back[TERM_MAX];
    assert_int_equal(unsqueeze(span_text("\x04"), back), 0);
    assert_int_equal(unsqueeze(span_of("a\0", 2), back), 0);
    /* One byte a letter */
    uint8_t squeezed[SQUEEZED_MAX];
    assert_int_equal(squeeze(span_text("көңүлдүү"), squeezed), 8);
}

static void test_find(void **state)
{
    struct fixture *f = *state;
    struct term_info info;

    for (uint32_t i = 0; i < f->term_count; i++) {
        assert_int_equal(dict_find(f->segment, f->terms[i], &info, NULL), ST_OK);
        assert_int_equal(info.id, i);
    }
    assert_int_equal(dict_find(f->segment, span_text("no such term"), &info, NULL),
                     ST_NOT_FOUND);
    assert_int_equal(dict_find(f->segment, span_text(""), &info, NULL), ST_NOT_FOUND);
}

/* Sought by every term, by what is just below it and just above it. */
static void test_seek(void **state)
{
    struct fixture *f = *state;
    struct dict_cursor cursor;

    for (uint32_t i = 0; i < f->term_count; i++) {
        uint8_t above[257];
        enum status status;

        assert_int_equal(dict_seek(&cursor, f->segment, f->terms[i], NULL), ST_OK);
        assert_int_equal(cursor.info.id, i);
        memcpy(above, f->terms[i].data, f->terms[i].len);
        above[f->terms[i].len] = 0;
        status =
            dict_seek(&cursor, f->segment, span_of(above, f->terms[i].len + 1), NULL);
        assert_int_equal(status, i + 1 < f->term_count ? ST_OK : ST_END);
        if (status == ST_OK)
            assert_int_equal(cursor.info.id, i + 1);
    }
    assert_int_equal(dict_seek(&cursor, f->segment, span_of("", 0), NULL), ST_OK);
    assert_int_equal(cursor.info.id, 0);
}

static void expect_forms(const struct segment *segment, struct span term,
                         const struct span *forms, const uint32_t *counts, size_t count)
{
    struct forms_reader reader;
    struct term_info info;

    assert_int_equal(dict_find(segment, term, &info, NULL), ST_OK);
    assert_int_equal(info.form_count, count);
    assert_int_equal(forms_open(&reader, segment, &info, term, NULL), ST_OK);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(forms_next(&reader, NULL), ST_OK);
        assert_true(span_equal(reader.form, forms[i]));
        assert_int_equal(reader.count, counts[i]);
    }
    assert_int_equal(forms_next(&reader, NULL), ST_END);
}

/* The same endings on many stems: spelled out, then numbered; and odd ones. */
static void test_forms(void **state)
{
    static const uint32_t counts[] = {9, 5, 5, 1};
    struct fixture *f = *state;
    struct manifest_segment entry = {.id = 2, .doc_count = 1};
    struct segment_writer *writer;
    struct segment *segment;
    struct span terms[40], forms[40][4];

    assert_int_equal(segment_writer_create(&writer, f->scratch.path, 2, 1 << 20, NULL),
                     ST_OK);
    put_doc(writer);
    for (unsigned i = 0; i < 40; i++) {
        static const char *const endings[] = {"теринде", "", "лар", "дан"};
        char text[64];

        (void)snprintf(text, sizeof text, "сөз%02u", i);
        terms[i] = arena_copy(&f->arena, span_text(text));
        for (unsigned k = 0; k < 4; k++) {
            (void)snprintf(text, sizeof text, "сөз%02u%s", i, endings[k]);
            forms[i][k] = arena_copy(&f->arena, span_text(text));
        }
        if (i % 5 == 0)
            forms[i][3] = span_text("башка");
        put_term(writer, terms[i], forms[i], counts, i % 3 == 0 ? 1 : 4);
    }
    assert_int_equal(
        segment_writer_finish(writer, &entry.file_bytes, &entry.file_crc, NULL), ST_OK);
    segment = model_open(f->scratch.path, &entry);
    for (unsigned i = 0; i < 40; i++)
        expect_forms(segment, terms[i], forms[i], counts, i % 3 == 0 ? 1 : 4);
    assert_true(segment->sections[SECTION_ENDINGS].len > 8);
    segment_close(segment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_squeeze),
        cmocka_unit_test_setup_teardown(test_find, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_seek, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_forms, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
