/* test_golden.c - the index of FORMAT.md 14, byte for byte.
 *
 * tests/golden/tiny is a committed index of six articles. This test writes it again and
 * compares; MSEARCH_GOLDEN_WRITE=1 replaces it, which is right only together with a new
 * version number. Only the deflated store may differ, where zlib is another one: then
 * what it says is compared instead of its bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "segment/manifest.h"
#include "support/fuzz_seeds.h"
#include "support/scratch.h"
#include "support/segment_model.h"
#include "support/unit.h"

#define TINY "tests/golden/tiny"

enum { DOCS = 6, BODY_WORDS = 3 };

static const char *const bodies[DOCS] = {"жер жана суу",   "жерде суу бар",
                                         "суу жерде жок",  "жер суу жер",
                                         "бюджет жер суу", "айыл жер суу"};

struct fixture {
    struct scratch scratch;
    struct model model;
    struct segment_paragraph paragraph;
    uint32_t sample;
};

static void make_docs(struct fixture *f)
{
    static const char *const ids[DOCS] = {"a1", "a2", "a3", "a4", "a5", "a6"};
    static struct span author;

    author = span_text("А. Асанов");
    for (unsigned i = 0; i < DOCS; i++) {
        struct segment_doc *doc = &f->model.docs[i];

        doc->id = span_text(ids[i]);
        doc->content_hash = 0x1111111111111111U * (i + 1);
        doc->meta = span_text("{}");
        doc->body = span_text(bodies[i]);
        doc->paragraphs = &f->paragraph;
        doc->paragraph_count = 1;
        doc->body_samples = &f->sample;
        doc->body_sample_count = 1;
        doc->lengths[FIELD_BODY] = BODY_WORDS;
        doc->lengths[FIELD_TITLE] = i == 0;
        doc->date = 20150407 + i;
        doc->lang = 1;
        doc->values[COLUMN_JOURNAL] = span_text("Муниципалитет");
        doc->values[COLUMN_ISSUE] = span_text(i < 3 ? "4 (42)" : "5 (43)");
        doc->authors = &author;
        doc->author_count = i == 0;
    }
}

/* A posting with up to three places; positions below 0 are in the title. */
static void add(struct model *model, struct model_term *term, doc_id doc,
                const int *positions, const uint32_t *forms, unsigned count)
{
    struct posting *posting = &term->postings[term->posting_count++];
    uint32_t *places = arena_alloc(&model->arena, count * sizeof *places);
    uint32_t *ordinals = arena_alloc(&model->arena, count * sizeof *ordinals);

    assert_non_null(places);
    assert_non_null(ordinals);
    posting->doc = doc;
    for (unsigned i = 0; i < count; i++) {
        enum field field = positions[i] < 0 ? FIELD_TITLE : FIELD_BODY;

        places[i] = PLACE(field, positions[i] < 0 ? -positions[i] - 1 : positions[i]);
        ordinals[i] = forms ? forms[i] : 0;
        posting->tf[field]++;
        term->form_counts[ordinals[i]]++;
    }
    posting->places = places;
    posting->forms = term->form_count > 1 ? ordinals : NULL;
    term->place_count += count;
}

static struct model_term *begin(struct model *model, const char *text, const char *form)
{
    struct model_term *term = &model->terms[model->term_count++];

    term->term = span_text(text);
    term->forms = arena_zeroed(&model->arena, 2, sizeof *term->forms);
    term->form_counts = arena_zeroed(&model->arena, 2, sizeof *term->form_counts);
    term->postings = arena_zeroed(&model->arena, DOCS, sizeof *term->postings);
    assert_non_null(term->forms);
    assert_non_null(term->form_counts);
    assert_non_null(term->postings);
    term->forms[0] = span_text(form ? form : text);
    term->form_count = 1;
    return term;
}

static void make_terms(struct model *model)
{
    static const uint32_t forms[] = {0, 1, 1, 0, 0, 0};
    static const int water[DOCS] = {2, 1, 0, 1, 2, 2};
    static const int land[DOCS] = {0, 0, 1, 0, 1, 1};
    struct model_term *term = begin(model, "айыл", NULL);

    add(model, term, 5, (int[]){0}, NULL, 1);
    term = begin(model, "бар", NULL);
    add(model, term, 1, (int[]){2}, NULL, 1);
    term = begin(model, "бюджет", NULL);
    add(model, term, 4, (int[]){0}, NULL, 1);
    term = begin(model, "жана", NULL);
    add(model, term, 0, (int[]){1}, NULL, 1);
    term = begin(model, "жер", NULL);
    term->forms[1] = span_text("жерде");
    term->form_count = 2;
    for (unsigned doc = 0; doc < DOCS; doc++) {
        int both[2] = {land[doc], doc == 0 ? -1 : 2};
        uint32_t pair[2] = {forms[doc], 0};

        add(model, term, doc, both, pair, doc == 0 || doc == 3 ? 2 : 1);
    }
    term = begin(model, "жок", "жогу");
    add(model, term, 2, (int[]){2}, NULL, 1);
    term = begin(model, "суу", NULL);
    for (unsigned doc = 0; doc < DOCS; doc++)
        add(model, term, doc, &water[doc], NULL, 1);
}

static int set_up(void **state)
{
    static struct fixture fixture;

    memset(&fixture, 0, sizeof fixture);
    scratch_make(&fixture.scratch);
    fixture.paragraph = (struct segment_paragraph){0, 1, 0};
    arena_init(&fixture.model.arena, 1 << 20);
    fixture.model.docs =
        arena_zeroed(&fixture.model.arena, DOCS + 1, sizeof *fixture.model.docs);
    fixture.model.terms =
        arena_zeroed(&fixture.model.arena, 8, sizeof *fixture.model.terms);
    assert_non_null(fixture.model.docs);
    assert_non_null(fixture.model.terms);
    fixture.model.doc_count = DOCS;
    make_docs(&fixture);
    make_terms(&fixture.model);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    model_release(&f->model);
    scratch_remove(&f->scratch);
    return 0;
}

static int64_t committed(void)
{
    return 1428364800; /* 2015-04-07 */
}

/* The whole index: a segment, deletions (article a2), a manifest. */
static void write_index(const struct fixture *f, const char *dir)
{
    static const struct clock_source clock = {clock_monotonic_us, committed};
    uint64_t deleted[1] = {1 << 1};
    struct manifest_segment entry;
    struct manifest manifest;
    struct error err = ERROR_NONE;

    model_write(&f->model, dir, 1, &entry);
    assert_int_equal(manifest_write_deletes(&entry, dir, 1, deleted, &err), ST_OK);
    manifest_init(&manifest);
    manifest.next_segment_id = 2;
    assert_int_equal(manifest_add(&manifest, &entry), ST_OK);
    clock_use(&clock);
    assert_int_equal(manifest_commit(&manifest, dir, &err), ST_OK);
    clock_use(NULL);
    manifest_release(&manifest);
}

static void expect_same_file(const char *a_dir, const char *b_dir, const char *name)
{
    char path[1024];
    struct buf a, b;
    struct error err = ERROR_NONE;

    buf_init(&a, 0);
    buf_init(&b, 0);
    (void)snprintf(path, sizeof path, "%s/%s", a_dir, name);
    assert_int_equal(file_read(&a, path, 1 << 20, &err), ST_OK);
    (void)snprintf(path, sizeof path, "%s/%s", b_dir, name);
    assert_int_equal(file_read(&b, path, 1 << 20, &err), ST_OK);
    if (a.len != b.len || memcmp(a.data, b.data, a.len) != 0)
        print_error("%s is not what it was\n", name);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.data, b.data, a.len);
    buf_release(&a);
    buf_release(&b);
}

static void keep_seed(void)
{
    struct error err = ERROR_NONE;
    struct buf file;

    buf_init(&file, 0);
    assert_int_equal(file_read(&file, TINY "/0000000000000001.seg", 1 << 20, &err),
                     ST_OK);
    fuzz_seeds_keep("tiny", file.data, file.len);
    buf_release(&file);
}

static void test_bytes(void **state)
{
    struct fixture *f = *state;

    if (getenv("MSEARCH_GOLDEN_WRITE")) {
        scratch_remove_tree(TINY);
        assert_int_equal(file_make_dir(TINY, NULL), ST_OK);
        write_index(f, TINY);
        keep_seed();
    }
    write_index(f, f->scratch.path);
    expect_same_file(f->scratch.path, TINY, "0000000000000001.seg");
    expect_same_file(f->scratch.path, TINY, "0000000000000001-0000000000000001.del");
    expect_same_file(f->scratch.path, TINY, "manifest-0000000000000001");
}

static void test_content(void **state)
{
    struct fixture *f = *state;
    struct error err = ERROR_NONE;
    struct manifest manifest;
    struct segment *segment;

    assert_int_equal(manifest_load(&manifest, TINY, &err), ST_OK);
    assert_int_equal(manifest.segment_count, 1);
    segment = model_open(TINY, &manifest.segments[0]);
    model_compare(&f->model, segment);
    assert_int_equal(model_problems(segment), 0);
    assert_true(segment_bit(segment_deleted(segment), 1));
    assert_int_equal(segment_info(segment)->deleted_count, 1);
    segment_close(segment);
    manifest_release(&manifest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_content, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
