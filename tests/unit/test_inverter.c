/* test_inverter.c - fields, positions, lengths, samples, forms of a small batch. */
#include "support/unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "build/inverter.h"
#include "segment/columns_read.h"
#include "segment/dict_read.h"
#include "segment/lengths.h"
#include "segment/postings_read.h"
#include "segment/segment_read.h"
#include "segment/store_read.h"
#include "support/make_article.h"
#include "support/scratch.h"
#include "text/analysis.h"
#include "text/words.h"

enum { BUDGET = 4 << 20, SEGMENT_ID = 7 };

/* A batch, then the segment that it becomes. */
struct fixture {
    struct scratch scratch;
    struct inverter *inverter;
    struct segment *segment;
    struct arena arena;
    struct postings_reader reader;
};

static int set_up(void **state, uint32_t analyzer)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    scratch_make(&f->scratch);
    arena_init(&f->arena, (size_t)1 << 30);
    assert_int_equal(inverter_open(&f->inverter, BUDGET, analyzer, NULL), ST_OK);
    *state = f;
    return 0;
}

static int set_up_standard(void **state)
{
    return set_up(state, MANIFEST_ANALYZER_STANDARD);
}

static int set_up_plain(void **state)
{
    return set_up(state, MANIFEST_ANALYZER_PLAIN);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    segment_close(f->segment);
    inverter_close(f->inverter);
    arena_release(&f->arena);
    scratch_remove(&f->scratch);
    free(f);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

static void add(struct fixture *f, const struct article *article, uint64_t hash)
{
    assert_int_equal(inverter_add(f->inverter, article, hash, NULL), ST_OK);
}

static void flush(struct fixture *f)
{
    struct manifest_segment entry = {0};
    struct error err = ERROR_NONE;

    segment_close(f->segment);
    f->segment = NULL;
    assert_int_equal(
        inverter_flush(f->inverter, f->scratch.path, SEGMENT_ID,
                       &(struct flush_options){1 << 20, 0, UINT32_MAX, NULL}, &entry,
                       &err),
        ST_OK);
    assert_int_equal(segment_open(&f->segment, f->scratch.path, &entry, &err), ST_OK);
    assert_int_equal(entry.doc_count, segment_info(f->segment)->doc_count);
}

/* The places of a term in an article; 0 when it is not there. */
static uint32_t places_of(struct fixture *f, const char *term, doc_id doc,
                          struct places *places)
{
    struct term_info info;

    if (dict_find(f->segment, span_text(term), &info, NULL) != ST_OK)
        return 0;
    postings_open(&f->reader, f->segment, &info);
    if (postings_seek(&f->reader, doc) != doc)
        return 0;
    assert_int_equal(places_get(&f->reader, &f->arena, places, NULL), ST_OK);
    return places->count;
}

static void expect_place(struct fixture *f, const char *term, doc_id doc,
                         uint32_t place)
{
    struct places places = {NULL, NULL, 0};

    assert_int_equal(places_of(f, term, doc, &places), 1);
    assert_int_equal(places.places[0], place);
}

static void expect_length(struct fixture *f, enum field field, uint32_t length)
{
    assert_int_equal(segment_lengths(f->segment, field)[0], lengths_encode(length));
}

static void fields_and_gaps(void **state)
{
    struct fixture *f = *state;
    struct paragraph body[] = {{span_text("q1 q2"), LANG_UND, PARAGRAPH_TEXT},
                               {span_text("q9"), LANG_UND, PARAGRAPH_REFERENCE},
                               {span_text("q3"), LANG_UND, PARAGRAPH_NOTE}};
    struct author authors[] = {{.as_printed = span_text("a1 a2")},
                               {.as_printed = span_text("a3")}};
    struct keyword keywords[] = {{span_text("k1"), LANG_UND},
                                 {span_text("k2"), LANG_RU}};
    struct article article = {.id = span_text("one"),
                              .authors = authors,
                              .author_count = 2,
                              .keywords = keywords,
                              .keyword_count = 2,
                              .paragraphs = body,
                              .paragraph_count = 3};

    article.title.in[LANG_KY] = span_text("t1 t2");
    article.title.in[LANG_RU] = span_text("t3");
    article.rubric.in[LANG_KY] = span_text("r1");
    article.abstract.in[LANG_EN] = span_text("s1 s2");
    add(f, &article, 1);
    flush(f);
    expect_place(f, "q1", 0, PLACE(FIELD_BODY, 0));
    expect_place(f, "q3", 0, PLACE(FIELD_BODY, 2)); /* no gap, no reference */
    expect_place(f, "t2", 0, PLACE(FIELD_TITLE, 1));
    expect_place(f, "t3", 0, PLACE(FIELD_TITLE, 2 + INVERTER_GAP));
    expect_place(f, "a3", 0, PLACE(FIELD_AUTHOR, 2 + INVERTER_GAP));
    expect_place(f, "r1", 0, PLACE(FIELD_RUBRIC, 0));
    expect_place(f, "k2", 0, PLACE(FIELD_KEYWORDS, 1 + INVERTER_GAP));
    expect_place(f, "s2", 0, PLACE(FIELD_ABSTRACT, 1));
    assert_int_equal(places_of(f, "q9", 0, &(struct places){NULL, NULL, 0}), 0);
    expect_length(f, FIELD_BODY, 3);
    expect_length(f, FIELD_TITLE, 3); /* gaps do not count */
    expect_length(f, FIELD_AUTHOR, 3);
    expect_length(f, FIELD_KEYWORDS, 2);
    assert_int_equal(inverter_word_count(f->inverter), 3 + 3 + 3 + 1 + 2 + 2);
}

static void forms_by_frequency(void **state)
{
    struct fixture *f = *state;
    struct paragraph body = {span_text("школы школа школы ШКОЛЫ школу"), LANG_RU,
                             PARAGRAPH_TEXT};
    struct article article = {.id = span_text("one"),
                              .lang = LANG_RU,
                              .paragraphs = &body,
                              .paragraph_count = 1};
    static const char *const forms[] = {"школы", "школа", "школу"};
    static const uint32_t counts[] = {3, 1, 1}, ordinals[] = {0, 1, 0, 0, 2};
    struct forms_reader reader;
    struct places places;
    struct term_info info;
    const char *stem = "школ";

    add(f, &article, 1);
    flush(f);
    assert_int_equal(places_of(f, stem, 0, &places), 5);
    assert_int_equal(dict_find(f->segment, span_text(stem), &info, NULL), ST_OK);
    assert_int_equal(forms_open(&reader, f->segment, &info, span_text(stem), NULL),
                     ST_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(forms_next(&reader, NULL), ST_OK);
        assert_true(span_equal(reader.form, span_text(forms[i])));
        assert_int_equal(reader.count, counts[i]);
    }
    assert_int_equal(forms_next(&reader, NULL), ST_END);
    for (int i = 0; i < 5; i++)
        assert_int_equal(places.forms[i], ordinals[i]);
}

/* Every sample leads back to the word that holds its position. */
static void samples_lead_back(void **state)
{
    struct fixture *f = *state;
    struct arena text;
    struct article article;
    struct store_cache *cache;
    struct store_doc stored;
    struct analysis *analysis;

    arena_init(&text, (size_t)1 << 26);
    article = make_article(&text, 5, 1, 3000); /* compounds cross the bounds */
    add(f, &article, 1);
    flush(f);
    assert_int_equal(store_cache_open(&cache, NULL), ST_OK);
    assert_int_equal(analysis_open(&analysis, NULL), ST_OK);
    assert_int_equal(store_get(f->segment, 0, cache, &f->arena, &stored, NULL), ST_OK);
    assert_true(stored.body_sample_count > 30);
    for (size_t p = 0, off = 0, pos = 0, k = 0; p < article.paragraph_count; p++) {
        struct paragraph *at = &article.paragraphs[p];
        struct words words = words_open(at->text);
        struct analysis_word word;
        struct span raw;

        while (at->kind != PARAGRAPH_REFERENCE && words_next(&words, &raw)) {
            size_t raw_off = off + (size_t)(raw.data - at->text.data);

            analysis_word(analysis, raw, at->lang, &word);
            for (; k * BODY_SAMPLE < pos + word.pos_count; k++) {
                assert_int_equal(stored.body_samples[k] >> 4, raw_off);
                assert_int_equal(k * BODY_SAMPLE - (stored.body_samples[k] & 15), pos);
            }
            pos += word.pos_count;
        }
        off += at->text.len + 1;
        if (p + 1 == article.paragraph_count)
            assert_int_equal(k, stored.body_sample_count);
    }
    analysis_close(analysis);
    store_cache_close(cache);
    arena_release(&text);
}

static struct article tiny(const char *id, struct paragraph *body, const char *text)
{
    *body = (struct paragraph){span_text(text), LANG_UND, PARAGRAPH_TEXT};
    return (struct article){
        .id = span_text(id), .paragraphs = body, .paragraph_count = 1};
}

static void the_later_of_one_id_stays(void **state)
{
    struct fixture *f = *state;
    struct paragraph body[4];
    struct article first = tiny("a", &body[0], "old both"),
                   other = tiny("b", &body[1], "other both"),
                   second = tiny("a", &body[2], "new both");
    uint64_t hash = 0;

    add(f, &first, 1);
    add(f, &other, 2);
    assert_true(inverter_find(f->inverter, span_text("a"), &hash));
    assert_int_equal(hash, 1);
    assert_true(inverter_drop(f->inverter, span_text("a")));
    assert_false(inverter_find(f->inverter, span_text("a"), &hash));
    assert_false(inverter_drop(f->inverter, span_text("a")));
    add(f, &second, 3);
    assert_true(inverter_find(f->inverter, span_text("a"), &hash));
    assert_int_equal(hash, 3);
    assert_int_equal(inverter_doc_count(f->inverter), 2);
    flush(f);
    assert_int_equal(segment_info(f->segment)->doc_count, 2);
    assert_int_equal(columns_find_id(f->segment, span_text("b")), 0);
    assert_int_equal(columns_find_id(f->segment, span_text("a")), 1);
    assert_int_equal(columns_hash(f->segment, 1), 3);
    assert_int_equal(places_of(f, "old", 0, &(struct places){NULL, NULL, 0}), 0);
    expect_place(f, "new", 1, PLACE(FIELD_BODY, 0));
    expect_place(f, "both", 1, PLACE(FIELD_BODY, 1));
}

static void batches_follow_each_other(void **state)
{
    struct fixture *f = *state;
    struct paragraph body;

    for (int i = 0; i < 3; i++) {
        struct article article = tiny("a", &body, i % 2 ? "x1 y1" : "x2");

        add(f, &article, 1);
        flush(f);
        assert_int_equal(inverter_doc_count(f->inverter), 0);
        expect_place(f, i % 2 ? "x1" : "x2", 0, 0);
        assert_int_equal(segment_info(f->segment)->term_count, i % 2 ? 2 : 1);
        scratch_remove_tree(scratch_path(&f->scratch, "0000000000000007.seg"));
    }
}

static void plain_words_as_they_are(void **state)
{
    struct fixture *f = *state;
    struct paragraph body[2];
    struct article article = tiny("a", &body[0], "  The\tThe-end,\n школы\x01\x01");

    article.title.in[LANG_RU] = span_text("title");
    add(f, &article, 1);
    flush(f);
    expect_place(f, "The", 0, 0);
    expect_place(f, "The-end,", 0, 1);
    expect_place(f, "школы", 0, 2);
    assert_int_equal(segment_info(f->segment)->term_count, 3);
    expect_length(f, FIELD_BODY, 3);
}

/* At the places of the words, counted in no length, in the author field alone. */
static void names_have_name_terms(void **state)
{
    struct fixture *f = *state;
    struct author authors[] = {{.as_printed = span_text("Жапаров С.")},
                               {.as_printed = span_text("Ак-Матов Нур уулу")}};
    struct paragraph body[2];
    struct article article = tiny("a", &body[0], "Жапаров");

    article.lang = LANG_KY;
    article.authors = authors;
    article.author_count = 2;
    add(f, &article, 1);
    flush(f);
    expect_place(f,
                 "\x01"
                 "kjaparov",
                 0, PLACE(FIELD_AUTHOR, 0));
    expect_place(f,
                 "\x01"
                 "sjapar",
                 0, PLACE(FIELD_AUTHOR, 0));
    expect_place(f,
                 "\x01"
                 "ij",
                 0, PLACE(FIELD_AUTHOR, 0));
    expect_place(f,
                 "\x01"
                 "ps",
                 0, PLACE(FIELD_AUTHOR, 1));
    expect_place(f,
                 "\x01"
                 "kakmatov",
                 0, PLACE(FIELD_AUTHOR, 2 + INVERTER_GAP));
    expect_place(f,
                 "\x01"
                 "kmatov",
                 0, PLACE(FIELD_AUTHOR, 3 + INVERTER_GAP));
    expect_place(f,
                 "\x01"
                 "in",
                 0, PLACE(FIELD_AUTHOR, 4 + INVERTER_GAP));
    expect_place(f, "уул", 0, PLACE(FIELD_AUTHOR, 5 + INVERTER_GAP));
    assert_int_equal(places_of(f,
                               "\x01"
                               "kulu",
                               0, &(struct places){NULL, NULL, 0}),
                     0);
    expect_length(f, FIELD_AUTHOR, 6);
}

static void what_is_too_large_is_refused(void **state)
{
    static char long_id[513];
    struct article article = {.id = span_of(long_id, sizeof long_id)};
    struct paragraph huge = {span_of("x", (size_t)1 << 28), LANG_UND, PARAGRAPH_TEXT};
    struct error err = ERROR_NONE;

    (void)state;
    assert_int_equal(inverter_accepts(&article, NULL), ST_ARGUMENT);
    article.id = span_text("");
    assert_int_equal(inverter_accepts(&article, NULL), ST_ARGUMENT);
    article.id = span_of(long_id, 512);
    assert_int_equal(inverter_accepts(&article, NULL), ST_OK);
    article.paragraphs = &huge;
    article.paragraph_count = 1;
    assert_int_equal(inverter_accepts(&article, &err), ST_LIMIT);
    assert_non_null(strstr(err.text, "268435456"));
}

/* The batch says when it is full, and what it then holds is within the budget. */
static void the_budget_holds(void **state)
{
    struct fixture *f = *state;
    struct arena text;
    uint32_t number = 0;

    for (int batch = 0; batch < 2; batch++) {
        arena_init(&text, (size_t)1 << 30);
        for (;; number++) {
            struct article article = make_article(&text, number, 1, 500);

            if (inverter_full(f->inverter, &article))
                break;
            add(f, &article, number);
            arena_reset(&text);
        }
        assert_true(inverter_bytes(f->inverter) <= BUDGET);
        assert_true(inverter_bytes(f->inverter) >= BUDGET / 2);
        flush(f);
        scratch_remove_tree(scratch_path(&f->scratch, "0000000000000007.seg"));
        arena_release(&text);
    }
}

#define STANDARD(test) cmocka_unit_test_setup_teardown(test, set_up_standard, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STANDARD(fields_and_gaps),
        STANDARD(forms_by_frequency),
        STANDARD(samples_lead_back),
        STANDARD(the_later_of_one_id_stays),
        STANDARD(batches_follow_each_other),
        cmocka_unit_test_setup_teardown(plain_words_as_they_are, set_up_plain,
                                        tear_down),
        STANDARD(names_have_name_terms),
        cmocka_unit_test(what_is_too_large_is_refused),
        STANDARD(the_budget_holds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
