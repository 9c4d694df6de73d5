/* test_pairs.c - where two frequent words stand side by side: made, merged, looked up. */
#include "support/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "segment/pairs.h"
#include "segment/postings_read.h"
#include "segment/segment_read.h"
#include "support/index_dump.h"
#include "support/index_fixture.h"
#include "support/numbers.h"

enum { WORDS = 40, BODY_MOST = 30, ARTICLES = 600 };

/* What the archive holds: the numbers of the words of each article's body and title. */
struct text {
    unsigned body[BODY_MOST], body_count;
    unsigned title[4], title_count;
    bool live;
};
static struct text texts[2 * ARTICLES];

static void fill(struct text *text, struct numbers *numbers)
{
    text->body_count = 1 + (unsigned)numbers_below(numbers, BODY_MOST);
    text->title_count = (unsigned)numbers_below(numbers, 5);
    for (unsigned i = 0; i < text->body_count; i++)
        text->body[i] =
            (unsigned)numbers_below(numbers, 1 + numbers_below(numbers, WORDS));
    for (unsigned i = 0; i < text->title_count; i++)
        text->title[i] = (unsigned)numbers_below(numbers, 6);
    text->live = true;
}

static struct span say(struct index_fixture *f, const unsigned *words, unsigned count)
{
    struct buf text;
    struct span kept;

    buf_init(&text, 0);
    for (unsigned i = 0; i < count; i++)
        buf_print(&text, "w%u ", words[i]);
    kept = arena_copy(&f->arena, buf_span(&text));
    buf_release(&text);
    return kept;
}

static void put(struct index_fixture *f, uint32_t number)
{
    const struct text *text = &texts[number];
    char id[16];
    struct paragraph paragraph = {.text = say(f, text->body, text->body_count),
                                  .lang = LANG_RU};
    struct article article = {
        .lang = LANG_RU, .paragraphs = &paragraph, .paragraph_count = 1};
    enum writer_outcome outcome;

    (void)snprintf(id, sizeof id, "%u", number);
    article.id = span_text(id);
    article.title.in[LANG_RU] = say(f, text->title, text->title_count);
    assert_int_equal(writer_put(f->writer, &article, &outcome, NULL), ST_OK);
}

static void drop(struct index_fixture *f, uint32_t number)
{
    char id[16];

    (void)snprintf(id, sizeof id, "%u", number);
    assert_int_equal(writer_delete(f->writer, span_text(id), NULL), ST_OK);
    texts[number].live = false;
}

static void add(struct index_fixture *f, uint32_t from, uint32_t to, uint32_t large)
{
    struct numbers numbers = numbers_from(from + 1);

    assert_int_equal(writer_open(&f->writer, f->dir,
                                 &(struct writer_options){.large_docs = large}, NULL),
                     ST_OK);
    for (uint32_t i = from; i < to; i++) {
        fill(&texts[i], &numbers);
        put(f, i);
        if (i % 17 == 5) /* in the batch */
            drop(f, i - 3);
    }
    for (uint32_t i = 0; i < from; i += 11) /* in segments before */
        if (texts[i].live)
            drop(f, i);
    assert_int_equal(writer_commit(f->writer, NULL), ST_OK);
    writer_close(f->writer);
    f->writer = NULL;
    index_expect_sound(f->dir);
}

static void merge(struct index_fixture *f)
{
    assert_int_equal(writer_open(&f->writer, f->dir, &(struct writer_options){0}, NULL),
                     ST_OK);
    assert_int_equal(writer_merge(f->writer, 1, NULL), ST_OK);
    writer_close(f->writer);
    f->writer = NULL;
    index_expect_sound(f->dir);
}

static uint64_t meetings(const unsigned *words, unsigned count, unsigned a, unsigned b)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i + 1 < count; i++)
        sum += words[i] == a && words[i + 1] == b;
    return sum;
}

/* In live articles of one segment: how many meetings the lists tell. */
static uint64_t told(const struct segment *segment, const struct term_info *info,
                     enum field field)
{
    static struct postings_reader reader;
    uint64_t sum = 0;

    postings_open(&reader, segment, info);
    while (postings_next(&reader) != DOC_END) {
        uint32_t tf[FIELD_COUNT];

        postings_freqs(&reader, tf);
        if (!segment_bit(segment_deleted(segment), reader.doc))
            sum += tf[field];
    }
    assert_int_equal(reader.status, ST_OK);
    return sum;
}

static void expect_pair(struct segment *const *segments, size_t count, unsigned a,
                        unsigned b)
{
    uint64_t body = 0, title = 0;
    char first[16], second[16];

    (void)snprintf(first, sizeof first, "w%u", a);
    (void)snprintf(second, sizeof second, "w%u", b);
    for (size_t s = 0; s < count; s++) {
        enum pair_answer answer;
        struct term_info info;

        assert_int_equal(pairs_find(segments[s], span_text(first), span_text(second),
                                    &answer, &info, NULL),
                         ST_OK);
        assert_int_not_equal(answer, PAIR_UNKNOWN);
        body += answer == PAIR_LISTED ? told(segments[s], &info, FIELD_BODY) : 0;
        title += answer == PAIR_LISTED ? told(segments[s], &info, FIELD_TITLE) : 0;
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!texts[i].live)
            continue;
        body -= meetings(texts[i].body, texts[i].body_count, a, b);
        title -= meetings(texts[i].title, texts[i].title_count, a, b);
    }
    assert_true(body == 0 && title == 0);
}

static unsigned number_of(const struct pair_words *words, uint32_t i)
{
    unsigned number = 0;

    for (unsigned k = 1; k < words->lens[i]; k++)
        number = number * 10 + words->bytes[i][k] - '0';
    return number;
}

/* Words that all segments pair: all pairs of them, as counted by hand. */
static uint32_t expect_pairs(struct index_fixture *f)
{
    struct segment *segments[8];
    struct manifest manifest;
    struct pair_words words;

    assert_int_equal(manifest_load(&manifest, f->dir, NULL), ST_OK);
    assert_in_range(manifest.segment_count, 1, 8);
    for (size_t i = 0; i < manifest.segment_count; i++)
        assert_int_equal(
            segment_open(&segments[i], f->dir, &manifest.segments[i], NULL), ST_OK);
    assert_int_equal(pair_words_read(&words, segments[0], NULL), ST_OK);
    for (uint32_t i = 0; i < words.count; i++)
        for (uint32_t k = 0; k < words.count; k++)
            expect_pair(segments, manifest.segment_count, number_of(&words, i),
                        number_of(&words, k));
    for (size_t i = 0; i < manifest.segment_count; i++)
        segment_close(segments[i]);
    manifest_release(&manifest);
    return words.count;
}

static void a_large_batch_is_paired(void **state)
{
    struct index_fixture *f = *state;

    memset(texts, 0, sizeof texts);
    add(f, 0, ARTICLES, ARTICLES / 2);
    assert_in_range(expect_pairs(f), 5, WORDS);
}

static void later_batches_take_the_same_words(void **state)
{
    struct index_fixture *f = *state;
    uint32_t count;

    memset(texts, 0, sizeof texts);
    add(f, 0, ARTICLES, ARTICLES / 2);
    add(f, ARTICLES, ARTICLES + 40, ARTICLES); /* a small one */
    add(f, ARTICLES + 40, ARTICLES + 300, ARTICLES);
    count = expect_pairs(f);
    merge(f);
    assert_int_equal(expect_pairs(f), count);
}

static void what_one_source_does_not_know_is_lost(void **state)
{
    struct index_fixture *f = *state;
    struct segment *segment;
    struct manifest manifest;
    struct pair_words words;

    memset(texts, 0, sizeof texts);
    add(f, 0, 50, ARTICLES); /* too small to be paired */
    add(f, 50, ARTICLES, 50);
    merge(f);
    assert_int_equal(manifest_load(&manifest, f->dir, NULL), ST_OK);
    assert_int_equal(segment_open(&segment, f->dir, &manifest.segments[0], NULL),
                     ST_OK);
    assert_int_equal(pair_words_read(&words, segment, NULL), ST_OK);
    assert_int_equal(words.count, 0);
    segment_close(segment);
    manifest_release(&manifest);
}

static void terms_of_pairs(void **state)
{
    uint8_t bytes[PAIR_TERM_BYTES_MAX];
    struct span first, second, term = pair_marker(bytes, span_text("жана"));

    (void)state;
    assert_true(is_pair_term(term));
    pair_words(term, &first, &second);
    assert_true(span_equal(first, span_text("жана")) && second.len == 0);
    term = pair_term(bytes, span_text("жана"), span_text("менен"));
    pair_words(term, &first, &second);
    assert_true(span_equal(first, span_text("жана")));
    assert_true(span_equal(second, span_text("менен")));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_large_batch_is_paired, index_set_up,
                                        index_tear_down),
        cmocka_unit_test_setup_teardown(later_batches_take_the_same_words, index_set_up,
                                        index_tear_down),
        cmocka_unit_test_setup_teardown(what_one_source_does_not_know_is_lost,
                                        index_set_up, index_tear_down),
        cmocka_unit_test(terms_of_pairs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
