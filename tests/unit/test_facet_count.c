/* test_facet_count.c - facets counted one by one, by lists and by bits, against a plain
 * loop over the columns. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "match/facet.h"
#include "segment/segment_private.h"
#include "support/numbers.h"
#include "support/scratch.h"
#include "support/segment_model.h"
#include "support/unit.h"
#include "text/lang.h"

enum { ALL = (1 << SEARCH_FACETS) - 1, VALUES = 7 };

struct archive {
    struct scratch scratch;
    struct segment *segment;
    uint32_t docs;
};

static struct span name_of(char text[16], char kind, uint64_t number)
{
    (void)snprintf(text, 16, "%c%u", kind, (unsigned)number);
    return span_text(text);
}

static void add_article(struct segment_writer *writer, struct numbers *numbers,
                        uint32_t at, uint32_t values)
{
    char id[16], journal[16], issue[16], names[4][16];
    struct span authors[4];
    struct segment_doc doc = {.id = name_of(id, 'd', at)};
    doc.author_count = (size_t)numbers_below(numbers, 5);
    for (size_t i = 0; i < doc.author_count; i++)
        authors[i] = name_of(names[i], 'a', numbers_below(numbers, values));
    doc.authors = authors;
    doc.lang = (uint8_t)numbers_below(numbers, LANG_COUNT);
    if (numbers_below(numbers, 8) > 0)
        doc.date = (uint32_t)(1990 + at / 100 + numbers_below(numbers, 3)) * 10000;
    if (numbers_below(numbers, 8) > 0)
        doc.values[COLUMN_JOURNAL] =
            name_of(journal, 'j', numbers_below(numbers, 1 + at / 50) % 200);
    if (numbers_below(numbers, 8) > 0)
        doc.values[COLUMN_ISSUE] = name_of(issue, 'i', numbers_below(numbers, values));
    segment_writer_add_doc(writer, &doc);
}

static void make(struct archive *archive, uint32_t docs, uint32_t values, uint64_t seed)
{
    struct manifest_segment entry = {.id = 1, .doc_count = docs};
    struct segment_writer *writer;
    struct numbers numbers = numbers_from(seed);
    scratch_make(&archive->scratch);
    archive->docs = docs;
    assert_int_equal(
        segment_writer_create(&writer, archive->scratch.path, 1, 1 << 20, NULL), ST_OK);
    for (uint32_t i = 0; i < docs; i++)
        add_article(writer, &numbers, i, values);
    assert_int_equal(
        segment_writer_finish(writer, &entry.file_bytes, &entry.file_crc, NULL), ST_OK);
    archive->segment = model_open(archive->scratch.path, &entry);
}

static void drop(struct archive *archive)
{
    segment_close(archive->segment);
    scratch_remove(&archive->scratch);
    assert_int_equal(memory_live_count(), 0);
}

/* --- The plain loop ------------------------------------------------------------------
 */

static uint32_t plain_at(const struct segment *segment, enum search_facet facet,
                         doc_id doc)
{
    if (facet == SEARCH_FACET_YEAR) {
        uint32_t year = columns_year_of(columns_date(segment, doc));
        return year ? year : COLUMN_NONE;
    }
    if (facet == SEARCH_FACET_LANG)
        return columns_lang(segment, doc);
    return columns_ordinal(
        segment, facet == SEARCH_FACET_JOURNAL ? COLUMN_JOURNAL : COLUMN_ISSUE, doc);
}

static void plain_authors(const struct segment *segment, doc_id doc, uint32_t *counts)
{
    uint32_t ordinal;
    for (uint32_t at = 0; (ordinal = columns_author(segment, doc, at)) != COLUMN_NONE;
         at++) {
        bool met = false;
        for (uint32_t before = 0; before < at; before++)
            met = met || columns_author(segment, doc, before) == ordinal;
        counts[ordinal] += !met;
    }
}

static void plain_count(const struct archive *archive, const bool *chosen,
                        enum search_facet facet, uint32_t *counts)
{
    for (doc_id doc = 0; doc < archive->docs; doc++) {
        if (!chosen[doc])
            continue;
        if (facet == SEARCH_FACET_AUTHOR) {
            plain_authors(archive->segment, doc, counts);
            continue;
        }
        uint32_t at = facet == SEARCH_FACET_RUBRIC
                          ? COLUMN_NONE
                          : plain_at(archive->segment, facet, doc);
        if (at != COLUMN_NONE)
            counts[at]++;
    }
}

static struct span plain_value(const struct segment *segment, enum search_facet facet,
                               uint32_t at, char text[16])
{
    if (facet == SEARCH_FACET_YEAR) {
        (void)snprintf(text, 16, "%04u", (unsigned)at);
        return span_text(text);
    }
    if (facet == SEARCH_FACET_LANG)
        return span_text(lang_tag((enum lang)at));
    return columns_value(segment,
                         facet == SEARCH_FACET_JOURNAL ? COLUMN_JOURNAL
                         : facet == SEARCH_FACET_ISSUE ? COLUMN_ISSUE
                                                       : COLUMN_AUTHOR,
                         at);
}

static bool before(const struct search_facet_value *a,
                   const struct search_facet_value *b)
{
    if (a->count != b->count)
        return a->count > b->count;
    return span_compare(a->value, b->value) < 0;
}

/* Every value shown has its count, and no value that is not shown comes before one. */
static void check_list(const struct archive *archive, const bool *chosen,
                       const struct search_facet_list *list, unsigned times)
{
    size_t size = archive->docs > 10000 ? archive->docs * (size_t)4 : 40000, met = 0;
    uint32_t *counts = memory_zeroed(size, sizeof *counts);
    bool years = list->facet == SEARCH_FACET_YEAR;
    size_t distinct = 0, shown = list->value_count;
    assert_non_null(counts);
    plain_count(archive, chosen, list->facet, counts);
    for (uint32_t at = 0; at < size; at++) {
        char text[16];
        if (counts[at] == 0)
            continue;
        struct search_facet_value one = {
            plain_value(archive->segment, list->facet, at, text),
            (uint64_t)counts[at] * times};
        bool listed = false;
        for (size_t i = 0; i < shown; i++)
            listed = listed || (span_equal(list->values[i].value, one.value) &&
                                list->values[i].count == one.count);
        if (!listed)
            assert_true(!years && shown == VALUES &&
                        before(&list->values[shown - 1], &one));
        met += listed;
        distinct++;
    }
    assert_int_equal(met, shown);
    assert_int_equal(list->distinct, distinct);
    for (size_t i = 1; i < shown; i++)
        assert_true(
            years ? span_compare(list->values[i - 1].value, list->values[i].value) < 0
                  : before(&list->values[i - 1], &list->values[i]));
    memory_free(counts);
}

/* --- Three ways ----------------------------------------------------------------------
 */

enum way { ONE_BY_ONE, BY_LIST, BY_BITS, WAYS };

static void add(struct facet_set *set, const struct archive *archive,
                const bool *chosen, enum way way)
{
    size_t words = archive->docs / 64 + 1, count = 0;
    uint64_t *bits = memory_zeroed(words, sizeof *bits);
    doc_id *docs = memory_zeroed(archive->docs + (size_t)1, sizeof *docs);
    assert_non_null(bits);
    assert_non_null(docs);
    for (doc_id doc = 0; doc < archive->docs; doc++) {
        if (!chosen[doc])
            continue;
        if (way == ONE_BY_ONE)
            facet_add(set, doc);
        bits[doc / 64] |= (uint64_t)1 << doc % 64;
        docs[count++] = doc;
    }
    if (way == BY_LIST) /* in two calls */
        facet_add_many(set, docs, count / 3);
    if (way == BY_LIST)
        facet_add_many(set, docs + count / 3, count - count / 3);
    for (size_t at = 0; way == BY_BITS && at < words; at += 100)
        facet_add_bits(set, (doc_id)(at * 64), bits + at,
                       words - at < 100 ? words - at : 100);
    memory_free(bits);
    memory_free(docs);
}

/* With `times` 2 the segment is met again under another address, as one more segment. */
static void check_way(const struct archive *archive, const bool *chosen, enum way way,
                      unsigned times)
{
    struct arena arena;
    struct facet_set set;
    static struct search_result result;
    struct segment twin = *archive->segment;
    arena_init(&arena, 64 << 20);
    facet_init(&set, ALL, &arena);
    for (unsigned i = 0; i < times; i++) {
        assert_int_equal(facet_begin(&set, i ? &twin : archive->segment, &arena, NULL),
                         ST_OK);
        add(&set, archive, chosen, way);
        assert_int_equal(facet_end(&set, NULL), ST_OK);
    }
    assert_int_equal(facet_lists(&set, VALUES, &result, NULL), ST_OK);
    assert_int_equal(result.facet_count, SEARCH_FACETS);
    for (size_t i = 0; i < result.facet_count; i++)
        check_list(archive, chosen, &result.facets[i], times);
    facet_release(&set);
    arena_release(&arena);
}

static void check_choice(const struct archive *archive, struct numbers *numbers,
                         uint64_t of, uint64_t run)
{
    bool *chosen = memory_zeroed(archive->docs, sizeof *chosen);
    assert_non_null(chosen);
    for (doc_id doc = 0; doc < archive->docs;) {
        bool value = numbers_below(numbers, of) == 0;
        for (uint64_t i = 1 + numbers_below(numbers, run); i > 0 && doc < archive->docs;
             i--)
            chosen[doc++] = value;
    }
    for (unsigned way = 0; way < WAYS; way++)
        for (unsigned times = 1; times <= 2; times++)
            check_way(archive, chosen, (enum way)way, times);
    memory_free(chosen);
}

static void test_all_ways_agree(void **state)
{
    struct archive archive;
    struct numbers numbers = numbers_from(11);
    (void)state;
    make(&archive, 6001, 700, 5);
    check_choice(&archive, &numbers, 1, 1); /* all */
    check_choice(&archive, &numbers, 2, 1);
    check_choice(&archive, &numbers, 2, 1000); /* runs */
    check_choice(&archive, &numbers, 500, 1);
    check_choice(&archive, &numbers, 1 << 30, 1); /* none */
    drop(&archive);
}

static void test_values_of_four_bytes(void **state)
{
    struct archive archive;
    struct numbers numbers = numbers_from(12);
    (void)state;
    make(&archive, 40000, 1 << 30, 6);
    assert_int_equal(archive.segment->columns.columns[COLUMN_AUTHOR].width, 4);
    check_choice(&archive, &numbers, 2, 300);
    drop(&archive);
}

static void test_one_segment_in_two_turns(void **state)
{
    struct archive archive;
    struct facet_set set;
    struct arena arena;
    static struct search_result result;
    (void)state;
    make(&archive, 100, 3, 7);
    arena_init(&arena, 1 << 20);
    facet_init(&set, SEARCH_FACET_LANG, &arena);
    for (unsigned turn = 0; turn < 2; turn++) {
        assert_int_equal(facet_begin(&set, archive.segment, &arena, NULL), ST_OK);
        for (doc_id doc = turn; doc < archive.docs; doc += 2)
            facet_add(&set, doc);
        assert_int_equal(facet_end(&set, NULL), ST_OK);
    }
    assert_int_equal(facet_lists(&set, 0, &result, NULL), ST_OK);
    uint64_t sum = 0;
    for (size_t i = 0; i < result.facets[0].value_count; i++)
        sum += result.facets[0].values[i].count;
    assert_int_equal(sum, 100);
    facet_release(&set);
    arena_release(&arena);
    drop(&archive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_ways_agree),
        cmocka_unit_test(test_values_of_four_bytes),
        cmocka_unit_test(test_one_segment_in_two_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
