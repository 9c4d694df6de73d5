/* segment_model.c - a segment in plain arrays: made at random, written, compared. */
#include "support/segment_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "segment/columns_read.h"
#include "segment/dict_read.h"
#include "segment/lengths.h"
#include "segment/postings_read.h"
#include "segment/store_read.h"
#include "support/numbers.h"
#include "support/unit.h"

enum { AUTHORS_MAX = 3, FORMS_MAX = 6, TF_MAX = 40 };

static const char *const endings[FORMS_MAX] = {"", "дын", "ларга", "ны", "да", "ынан"};

static void *take(struct model *model, size_t count, size_t size)
{
    void *bytes = arena_zeroed(&model->arena, count, size);

    assert_non_null(bytes);
    return bytes;
}

static struct span text_of(struct model *model, const char *head, unsigned value,
                           const char *tail)
{
    char text[256];
    int len = snprintf(text, sizeof text, "%s%05u%s", head, value, tail);

    assert_true(len > 0 && (size_t)len < sizeof text);
    return arena_copy(&model->arena, span_of(text, (size_t)len));
}

static struct span random_body(struct model *model, struct numbers *numbers, size_t len)
{
    static const char *const words[] = {"бюджет ", "айыл ", "мектеп ", "суу ",
                                        "кеңеш ",  "жер ",  "шайлоо "};
    uint8_t *bytes = take(model, len + 32, 1);
    size_t used = 0;

    while (used < len) {
        const char *word = words[numbers_below(numbers, 7)];

        memcpy(bytes + used, word, strlen(word));
        used += strlen(word);
    }
    return span_of(bytes, used);
}

static void make_tables(struct model *model, struct segment_doc *doc,
                        struct numbers *numbers)
{
    size_t samples = (doc->lengths[FIELD_BODY] + BODY_SAMPLE - 1) / BODY_SAMPLE;
    size_t paragraphs = doc->body.len > 40 ? 1 + numbers_below(numbers, 4) : 1;
    struct segment_paragraph *list = take(model, paragraphs, sizeof *list);
    uint32_t *offs = take(model, samples + 1, sizeof *offs);

    for (size_t i = 0; i < paragraphs; i++)
        list[i] = (struct segment_paragraph){(uint32_t)(i * 10), (uint8_t)(i % 3),
                                             (uint8_t)(i % 5)};
    for (size_t i = 0; i < samples; i++)
        offs[i] = (uint32_t)(i * doc->body.len / (samples + 1));
    doc->paragraphs = list;
    doc->paragraph_count = paragraphs;
    doc->body_samples = offs;
    doc->body_sample_count = samples;
}

static void make_doc(struct model *model, struct segment_doc *doc, unsigned number,
                     const struct model_plan *plan, struct numbers *numbers)
{
    uint32_t most = plan->body_bytes ? plan->body_bytes : 600;
    struct span *authors = take(model, AUTHORS_MAX, sizeof *authors);

    doc->id = text_of(model, "article-", number, "");
    doc->content_hash = numbers_next(numbers);
    doc->meta = text_of(model, "{\"title\":\"Article ", number, "\"}");
    doc->body = random_body(model, numbers, 20 + numbers_below(numbers, most));
    doc->order = number ^ 1;
    doc->date = 19910000 + (uint32_t)numbers_below(numbers, 300000);
    doc->lang = (uint8_t)numbers_below(numbers, 3);
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        doc->lengths[field] = (uint32_t)numbers_below(numbers, field == 0 ? 90 : 12);
    /* Samples ascend strictly: a body has at least a byte a word. */
    doc->lengths[FIELD_BODY] += 1 + (uint32_t)(doc->body.len / 16);
    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        if (i != COLUMN_AUTHOR && numbers_below(numbers, 4) != 0)
            doc->values[i] =
                text_of(model, "value ",
                        (unsigned)numbers_below(numbers, i == 4 ? 700 : 30), "");
    doc->author_count = numbers_below(numbers, AUTHORS_MAX + 1);
    for (size_t i = 0; i < doc->author_count; i++)
        authors[i] =
            text_of(model, "Author ", (unsigned)numbers_below(numbers, 50), ".");
    doc->authors = authors;
    make_tables(model, doc, numbers);
}

/* Ascending positions within the field, equal ones now and then. */
static void make_places(uint32_t *places, uint32_t tf, unsigned field, uint32_t length,
                        struct numbers *numbers)
{
    uint32_t pos = 0;

    for (uint32_t i = 0; i < tf; i++) {
        uint32_t room = (length - 1 - pos) / (tf - i);

        pos += (uint32_t)numbers_below(numbers, room + 1);
        places[i] = PLACE(field, pos);
    }
}

static void make_posting(struct model *model, struct model_term *term, doc_id doc,
                         struct numbers *numbers)
{
    struct posting *posting = &term->postings[term->posting_count++];
    const struct segment_doc *article = &model->docs[doc];
    uint32_t total = 0, at = 0;
    uint32_t *places, *forms;

    posting->doc = doc;
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        if (article->lengths[field] > 0 && numbers_below(numbers, field ? 12 : 8) ==
                                               (field ? 0 : numbers_below(numbers, 2)))
            posting->tf[field] =
                1 + (uint32_t)numbers_below(numbers, field ? 3 : TF_MAX);
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        total += posting->tf[field];
    if (total == 0)
        total = posting->tf[FIELD_BODY] = 1;
    places = take(model, total, sizeof *places);
    forms = take(model, total, sizeof *forms);
    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        make_places(places + at, posting->tf[field], field, article->lengths[field],
                    numbers);
        at += posting->tf[field];
    }
    for (uint32_t i = 0; i < total; i++) {
        forms[i] = (uint32_t)numbers_below(numbers, term->form_count);
        term->form_counts[forms[i]]++;
    }
    posting->places = places;
    posting->forms = forms;
    term->place_count += total;
}

struct ranked_form {
    struct span form;
    uint32_t count, number;
};

static int compare_forms(const void *a, const void *b)
{
    const struct ranked_form *left = a, *right = b;

    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return span_compare(left->form, right->form);
}

/* Forms by frequency; those that never occur go. */
static void rank_forms(struct model_term *term)
{
    struct ranked_form ranked[FORMS_MAX];
    uint32_t rank_of[FORMS_MAX];
    size_t count = 0;

    for (size_t i = 0; i < term->form_count; i++)
        ranked[i] =
            (struct ranked_form){term->forms[i], term->form_counts[i], (uint32_t)i};
    qsort(ranked, term->form_count, sizeof *ranked, compare_forms);
    for (size_t i = 0; i < term->form_count; i++) {
        term->forms[i] = ranked[i].form;
        term->form_counts[i] = ranked[i].count;
        rank_of[ranked[i].number] = (uint32_t)i;
        count += ranked[i].count > 0;
    }
    term->form_count = count;
    for (uint32_t i = 0; i < term->posting_count; i++) {
        struct posting *posting = &term->postings[i];
        uint32_t *forms = (uint32_t *)(uintptr_t)posting->forms;
        uint32_t total = 0;

        for (unsigned field = 0; field < FIELD_COUNT; field++)
            total += posting->tf[field];
        for (uint32_t k = 0; k < total; k++)
            forms[k] = rank_of[forms[k]];
        if (count == 1)
            posting->forms = NULL;
    }
}

static void make_term(struct model *model, struct model_term *term, unsigned number,
                      const struct model_plan *plan, struct numbers *numbers)
{
    bool frequent = number % (plan->term_count / (plan->frequent_terms + 1) + 1) == 0 &&
                    plan->frequent_terms > 0;
    uint64_t one_in = frequent ? 2 : 1 + numbers_below(numbers, model->doc_count);

    term->term = text_of(model, "сөз", number, number % 7 == 0 ? "лукту" : "");
    term->form_count = 1 + numbers_below(numbers, FORMS_MAX);
    term->forms = take(model, FORMS_MAX, sizeof *term->forms);
    term->form_counts = take(model, FORMS_MAX, sizeof *term->form_counts);
    for (size_t i = 0; i < term->form_count; i++)
        term->forms[i] =
            text_of(model, number % 11 == 0 ? "С" : "сөз", number, endings[i]);
    term->postings = take(model, model->doc_count, sizeof *term->postings);
    for (doc_id doc = 0; doc < model->doc_count; doc++)
        if (numbers_below(numbers, one_in) == 0)
            make_posting(model, term, doc, numbers);
    if (term->posting_count == 0)
        make_posting(model, term, (doc_id)numbers_below(numbers, model->doc_count),
                     numbers);
    rank_forms(term);
}

void model_make(struct model *model, const struct model_plan *plan)
{
    struct numbers numbers = numbers_from(plan->seed);

    memset(model, 0, sizeof *model);
    arena_init(&model->arena, (size_t)1 << 30);
    model->doc_count = plan->doc_count;
    model->docs = take(model, plan->doc_count + 1, sizeof *model->docs);
    for (unsigned i = 0; i < plan->doc_count; i++)
        make_doc(model, &model->docs[i], i, plan, &numbers);
    if (plan->doc_count == 0)
        return;
    model->term_count = plan->term_count;
    model->terms = take(model, plan->term_count + 1, sizeof *model->terms);
    for (unsigned i = 0; i < plan->term_count; i++)
        make_term(model, &model->terms[i], i, plan, &numbers);
}

void model_release(struct model *model)
{
    arena_release(&model->arena);
}

void model_write_terms(const struct model *model, struct segment_writer *writer)
{
    for (uint32_t i = 0; i < model->term_count; i++) {
        const struct model_term *term = &model->terms[i];

        segment_writer_begin_term(writer, term->term, term->forms, term->form_counts,
                                  term->form_count);
        for (uint32_t k = 0; k < term->posting_count; k++)
            segment_writer_add_posting(writer, &term->postings[k]);
        segment_writer_end_term(writer);
    }
}

void model_write(const struct model *model, const char *dir, uint64_t id,
                 struct manifest_segment *entry)
{
    struct error err = ERROR_NONE;
    struct segment_writer *writer;

    memset(entry, 0, sizeof *entry);
    assert_int_equal(segment_writer_create(&writer, dir, id, 1 << 20, &err), ST_OK);
    for (uint32_t i = 0; i < model->doc_count; i++)
        segment_writer_add_doc(writer, &model->docs[i]);
    assert_int_equal(segment_writer_doc_count(writer), model->doc_count);
    model_write_terms(model, writer);
    entry->id = id;
    entry->doc_count = model->doc_count;
    assert_int_equal(
        segment_writer_finish(writer, &entry->file_bytes, &entry->file_crc, &err),
        ST_OK);
    assert_string_equal(err.text, "");
}

struct segment *model_open(const char *dir, const struct manifest_segment *entry)
{
    struct error err = ERROR_NONE;
    struct segment *segment = NULL;

    (void)!segment_open(&segment, dir, entry, &err);
    assert_string_equal(err.text, "");
    assert_non_null(segment);
    return segment;
}

static void compare_forms_of(const struct model_term *term,
                             const struct segment *segment,
                             const struct term_info *info)
{
    struct error err = ERROR_NONE;
    struct forms_reader forms;

    assert_int_equal(forms_open(&forms, segment, info, term->term, &err), ST_OK);
    for (size_t i = 0; i < term->form_count; i++) {
        assert_int_equal(forms_next(&forms, &err), ST_OK);
        assert_true(span_equal(forms.form, term->forms[i]));
        assert_int_equal(forms.count, term->form_counts[i]);
    }
    assert_int_equal(forms_next(&forms, &err), ST_END);
}

static void compare_posting(const struct posting *posting,
                            struct postings_reader *reader, struct arena *arena)
{
    struct error err = ERROR_NONE;
    uint32_t tf[FIELD_COUNT], total = 0;
    struct places places;

    postings_freqs(reader, tf);
    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        assert_int_equal(tf[field], posting->tf[field]);
        total += tf[field];
    }
    assert_int_equal(places_get(reader, arena, &places, &err), ST_OK);
    assert_int_equal(places.count, total);
    assert_memory_equal(places.places, posting->places, total * sizeof *places.places);
    if (posting->forms)
        assert_memory_equal(places.forms, posting->forms, total * sizeof *places.forms);
    else
        assert_null(places.forms);
    arena_reset(arena);
}

static void compare_term(const struct model_term *term, uint32_t number,
                         const struct segment *segment, struct arena *arena)
{
    struct error err = ERROR_NONE;
    struct postings_reader reader;
    struct term_info info;

    assert_int_equal(dict_find(segment, term->term, &info, &err), ST_OK);
    assert_int_equal(info.id, number);
    assert_int_equal(info.doc_freq, term->posting_count);
    assert_int_equal(info.total_freq, term->place_count);
    assert_int_equal(info.form_count, term->form_count);
    compare_forms_of(term, segment, &info);
    postings_open(&reader, segment, &info);
    for (uint32_t i = 0; i < term->posting_count; i++) {
        assert_int_equal(postings_next(&reader), term->postings[i].doc);
        compare_posting(&term->postings[i], &reader, arena);
    }
    assert_int_equal(postings_next(&reader), DOC_END);
    assert_int_equal(reader.status, ST_OK);
}

/* The number of the document's order among all; 0 in all is none told. */
static uint32_t model_order(const struct model *model, uint32_t doc)
{
    uint32_t below = 0, all = 0;

    for (uint32_t i = 0; i < model->doc_count; i++) {
        below += model->docs[i].order < model->docs[doc].order;
        all |= model->docs[i].order;
    }
    return all ? below : doc;
}

static void compare_columns(const struct segment_doc *doc,
                            const struct segment *segment, doc_id at)
{
    assert_true(span_equal(columns_id(segment, at), doc->id));
    assert_int_equal(columns_find_id(segment, doc->id), at);
    assert_true(columns_hash(segment, at) == doc->content_hash);
    assert_int_equal(columns_date(segment, at), doc->date);
    assert_int_equal(columns_lang(segment, at), doc->lang);
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        uint32_t ordinal;

        if (i == COLUMN_AUTHOR)
            continue;
        ordinal = columns_ordinal(segment, (enum column)i, at);
        assert_true((ordinal == COLUMN_NONE) == (doc->values[i].len == 0));
        if (ordinal == COLUMN_NONE)
            continue;
        assert_true(span_equal(columns_value(segment, (enum column)i, ordinal),
                               doc->values[i]));
        assert_int_equal(columns_find(segment, (enum column)i, doc->values[i]),
                         ordinal);
    }
    for (uint32_t i = 0; i < doc->author_count; i++) {
        uint32_t ordinal = columns_author(segment, at, i);

        assert_true(span_equal(columns_value(segment, COLUMN_AUTHOR, ordinal),
                               doc->authors[i]));
    }
    assert_int_equal(columns_author(segment, at, (uint32_t)doc->author_count),
                     COLUMN_NONE);
}

static void compare_store(const struct segment_doc *doc, const struct segment *segment,
                          doc_id at, struct store_cache *cache, struct arena *arena)
{
    struct error err = ERROR_NONE;
    struct store_doc got;
    struct span body;

    assert_int_equal(store_get(segment, at, cache, arena, &got, &err), ST_OK);
    assert_true(span_equal(got.meta, doc->meta));
    assert_int_equal(got.body_bytes, doc->body.len);
    assert_int_equal(got.paragraph_count, doc->paragraph_count);
    for (size_t i = 0; i < doc->paragraph_count; i++) {
        assert_int_equal(got.paragraphs[i].off, doc->paragraphs[i].off);
        assert_int_equal(got.paragraphs[i].lang, doc->paragraphs[i].lang);
        assert_int_equal(got.paragraphs[i].kind, doc->paragraphs[i].kind);
    }
    assert_int_equal(got.body_sample_count, doc->body_sample_count);
    if (doc->body_sample_count > 0)
        assert_memory_equal(got.body_samples, doc->body_samples,
                            doc->body_sample_count * sizeof *doc->body_samples);
    assert_int_equal(store_body(segment, at, 0, UINT32_MAX, cache, arena, &body, &err),
                     ST_OK);
    assert_true(span_equal(body, doc->body));
    assert_int_equal(store_body(segment, at, 7, 9, cache, arena, &body, &err), ST_OK);
    assert_true(span_equal(body, span_part(doc->body, 7, 9)));
    arena_reset(arena);
}

static void compare_order(const struct model *model, const struct segment *segment)
{
    struct error err = ERROR_NONE;
    struct dict_cursor cursor;
    enum status status = dict_seek(&cursor, segment, span_of("", 0), &err);

    for (uint32_t i = 0; i < model->term_count; i++) {
        assert_int_equal(status, ST_OK);
        assert_true(span_equal(cursor.term, model->terms[i].term));
        status = dict_next(&cursor, &err);
    }
    assert_int_equal(status, ST_END);
}

void model_compare(const struct model *model, const struct segment *segment)
{
    struct error err = ERROR_NONE;
    struct store_cache *cache;
    struct arena arena;

    arena_init(&arena, (size_t)1 << 28);
    assert_int_equal(store_cache_open(&cache, &err), ST_OK);
    assert_int_equal(segment_info(segment)->doc_count, model->doc_count);
    assert_int_equal(segment_info(segment)->term_count, model->term_count);
    for (uint32_t i = 0; i < model->term_count; i++)
        compare_term(&model->terms[i], i, segment, &arena);
    compare_order(model, segment);
    for (doc_id doc = 0; doc < model->doc_count; doc++) {
        for (unsigned field = 0; field < FIELD_COUNT; field++)
            assert_int_equal(segment_lengths(segment, (enum field)field)[doc],
                             lengths_encode(model->docs[doc].lengths[field]));
        assert_int_equal(columns_order(segment, doc), model_order(model, doc));
        compare_columns(&model->docs[doc], segment, doc);
        compare_store(&model->docs[doc], segment, doc, cache, &arena);
    }
    assert_int_equal(segment_status(segment, &err), ST_OK);
    store_cache_close(cache);
    arena_release(&arena);
}

static void count_problem(void *context, uint64_t off, const char *text)
{
    unsigned *count = context;

    if ((*count)++ == 0)
        print_message("at %llu: %s\n", (unsigned long long)off, text);
}

unsigned model_problems(const struct segment *segment)
{
    struct error err = ERROR_NONE;
    unsigned count = 0;

    assert_int_equal(segment_verify(segment, count_problem, &count, &err), ST_OK);
    return count;
}
