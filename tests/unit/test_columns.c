/* test_columns.c - columns at the widths where an ordinal takes one byte more; ids. */
#include <stdio.h>
#include <string.h>

#include "segment/columns_read.h"
#include "segment/segment_private.h"
#include "support/scratch.h"
#include "support/segment_model.h"
#include "support/unit.h"

static int set_up(void **state)
{
    static struct scratch scratch;

    scratch_make(&scratch);
    *state = &scratch;
    return 0;
}

static int tear_down(void **state)
{
    struct scratch *scratch = *state;

    scratch_remove(scratch);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

/* `docs` articles; the journal of article i is number (i * 7) % values, none for every
 * tenth; each printed author is "A" and the article's number, then "all". */
static struct segment *write(const struct scratch *scratch, uint32_t docs,
                             uint32_t values)
{
    struct manifest_segment entry = {.id = 1, .doc_count = docs};
    struct segment_writer *writer;

    assert_int_equal(segment_writer_create(&writer, scratch->path, 1, 1 << 20, NULL),
                     ST_OK);
    for (uint32_t i = 0; i < docs; i++) {
        char id[32], journal[32], author[32];
        struct span authors[2];
        struct segment_doc doc = {.date = 20000000 + i, .content_hash = i, .lang = 2};

        (void)snprintf(id, sizeof id, "id-%u", i);
        (void)snprintf(journal, sizeof journal, "j%u", i * 7 % values);
        (void)snprintf(author, sizeof author, "A%u", i);
        authors[0] = span_text(author);
        authors[1] = span_text("all");
        doc.id = span_text(id);
        if (i % 10 != 0)
            doc.values[COLUMN_JOURNAL] = span_text(journal);
        doc.authors = authors;
        doc.author_count = i % 3;
        segment_writer_add_doc(writer, &doc);
    }
    assert_int_equal(
        segment_writer_finish(writer, &entry.file_bytes, &entry.file_crc, NULL), ST_OK);
    return model_open(scratch->path, &entry);
}

static void expect_doc(const struct segment *segment, doc_id doc, uint32_t values)
{
    char text[32];
    uint32_t ordinal = columns_ordinal(segment, COLUMN_JOURNAL, doc);

    (void)snprintf(text, sizeof text, "j%u", doc * 7 % values);
    if (doc % 10 == 0)
        assert_int_equal(ordinal, COLUMN_NONE);
    else
        assert_true(span_equal(columns_value(segment, COLUMN_JOURNAL, ordinal),
                               span_text(text)));
    (void)snprintf(text, sizeof text, "id-%u", doc);
    assert_true(span_equal(columns_id(segment, doc), span_text(text)));
    assert_int_equal(columns_find_id(segment, span_text(text)), doc);
    (void)snprintf(text, sizeof text, "A%u", doc);
    if (doc % 3 > 0)
        assert_true(span_equal(
            columns_value(segment, COLUMN_AUTHOR, columns_author(segment, doc, 0)),
            span_text(text)));
    assert_int_equal(columns_author(segment, doc, doc % 3), COLUMN_NONE);
    assert_int_equal(columns_ordinal(segment, COLUMN_ISSUE, doc), COLUMN_NONE);
    assert_int_equal(columns_date(segment, doc), 20000000 + doc);
}

static void check(const struct scratch *scratch, uint32_t docs, uint32_t values,
                  unsigned width)
{
    struct segment *segment = write(scratch, docs, values);

    assert_int_equal(segment->columns.columns[COLUMN_JOURNAL].width, width);
    for (doc_id doc = 0; doc < docs; doc++)
        expect_doc(segment, doc, values);
    assert_int_equal(columns_value_count(segment, COLUMN_ISSUE), 0);
    assert_int_equal(columns_find(segment, COLUMN_ISSUE, span_text("x")), COLUMN_NONE);
    assert_int_equal(columns_find(segment, COLUMN_JOURNAL, span_text("none")),
                     COLUMN_NONE);
    assert_int_equal(columns_find_id(segment, span_text("id-")), DOC_END);
    assert_int_equal(model_problems(segment), 0);
    segment_close(segment);
}

static void test_widths(void **state)
{
    const struct scratch *scratch = *state;

    check(scratch, 40, 1, 1);
    scratch_remove(*state);
    scratch_make(*state);
    check(scratch, 2000, 255, 1);
    scratch_remove(*state);
    scratch_make(*state);
    check(scratch, 2000, 256, 2);
}

static void test_wide(void **state)
{
    check(*state, 100000, 79999, 4);
}

static void test_no_articles(void **state)
{
    check(*state, 0, 1, 0);
}

/* What no article has takes no room: hashes, lengths of a field, stored text. */
static void test_bare(void **state)
{
    const struct scratch *scratch = *state;
    struct manifest_segment entry = {.id = 1, .doc_count = 1000};
    struct segment_writer *writer;
    struct segment *segment;

    assert_int_equal(segment_writer_create(&writer, scratch->path, 1, 1 << 20, NULL),
                     ST_OK);
    for (uint32_t i = 0; i < entry.doc_count; i++) {
        char id[32];
        struct segment_doc doc = {.lengths = {[FIELD_TITLE] = i}};

        (void)snprintf(id, sizeof id, "%u", i);
        doc.id = span_text(id);
        segment_writer_add_doc(writer, &doc);
    }
    assert_int_equal(
        segment_writer_finish(writer, &entry.file_bytes, &entry.file_crc, NULL), ST_OK);
    segment = model_open(scratch->path, &entry);
    assert_int_equal(segment->sections[SECTION_LENGTHS].len, 1000);
    assert_int_equal(segment_lengths(segment, FIELD_BODY)[999], 0);
    assert_int_equal(segment_lengths(segment, FIELD_TITLE)[40], 40);
    assert_int_equal(segment_lengths(segment, FIELD_ABSTRACT)[0], 0);
    assert_int_equal(columns_hash(segment, 999), 0);
    assert_int_equal(columns_date(segment, 999), 0);
    assert_int_equal(segment->sections[SECTION_COLUMNS].len,
                     44 + 5 * 1000 + 4 * COLUMN_COUNT);
    assert_int_equal(segment->sections[SECTION_STORE].len, 0);
    assert_true(segment->sections[SECTION_STORE_INDEX].len < 32);
    assert_int_equal(model_problems(segment), 0);
    segment_close(segment);
}

static void test_years(void **state)
{
    (void)state;
    assert_int_equal(columns_year_of(20150407), 2015);
    assert_int_equal(columns_year_of(20150000), 2015);
    assert_int_equal(columns_year_of(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_widths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wide, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_articles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bare, set_up, tear_down),
        cmocka_unit_test(test_years),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
