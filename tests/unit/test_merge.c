/* test_merge.c - many segments into one: nothing lost, nothing added, forms counted. */
#include "support/unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "build/inverter.h"
#include "build/merge.h"
#include "build/merge_forms.h"
#include "build/merge_map.h"
#include "segment/columns_read.h"
#include "segment/dict_read.h"
#include "segment/postings_read.h"
#include "segment/segment_read.h"
#include "support/make_article.h"
#include "support/scratch.h"

static void forms_are_united_and_ranked(void **state)
{
    static const struct {
        const char *form;
        uint32_t count;
    } put[] = {{"бюджет", 5},   {"бюджеттин", 2}, {"бюджет", 1},   {"бюджетке", 0},
               {"бюджетти", 2}, {"бюджетке", 0},  {"бюджеттин", 9}};
    static const uint32_t ordinals[] = {1, 0, 1, UINT32_MAX, 2, UINT32_MAX, 0};
    struct merge_forms forms;

    (void)state;
    merge_forms_init(&forms);
    for (int round = 0; round < 2; round++) {
        merge_forms_reset(&forms);
        for (size_t i = 0; i < sizeof put / sizeof *put; i++)
            assert_true(merge_forms_put(&forms, span_text(put[i].form), put[i].count));
        assert_true(merge_forms_number(&forms, false));
        assert_int_equal(forms.form_count, 3);
        for (size_t i = 0; i < sizeof put / sizeof *put; i++)
            assert_int_equal(merge_forms_ordinal(&forms, i), ordinals[i]);
        assert_true(span_equal(forms.forms[0], span_text("бюджеттин")));
        assert_int_equal(forms.counts[0], 11);
        assert_int_equal(forms.counts[1], 6);
        assert_int_equal(forms.counts[2], 2);
    }
    merge_forms_release(&forms);
}

static void counts_do_not_wrap(void **state)
{
    struct merge_forms forms;

    (void)state;
    merge_forms_init(&forms);
    assert_true(merge_forms_put(&forms, span_text("а"), UINT32_MAX - 1));
    assert_true(merge_forms_put(&forms, span_text("а"), 7));
    assert_true(merge_forms_number(&forms, false));
    assert_int_equal(forms.counts[0], UINT32_MAX);
    merge_forms_release(&forms);
}

static void maps_skip_the_deleted(void **state)
{
    uint64_t deleted[4] = {0, UINT64_C(1) << 63 | 1, UINT64_MAX, 5};
    struct merge_map map;
    doc_id next = 100;

    (void)state;
    assert_int_equal(merge_map_init(&map, 100, 200, deleted, NULL), ST_OK);
    for (doc_id doc = 0; doc < 200; doc++) {
        if (segment_bit(deleted, doc))
            assert_int_equal(merge_map_get(&map, doc), DOC_END);
        else
            assert_int_equal(merge_map_get(&map, doc), next++);
    }
    assert_int_equal(map.live_count, next - 100);
    merge_map_release(&map);
    assert_int_equal(merge_map_init(&map, 5, 10, NULL, NULL), ST_OK);
    assert_int_equal(merge_map_get(&map, 9), 14);
    assert_int_equal(map.live_count, 10);
    merge_map_release(&map);
}

/* ---- whole segments ---- */

enum { SEGMENTS = 5, PER_SEGMENT = 12 };

struct fixture {
    struct scratch scratch;
    struct arena arena;
    struct segment *segments[SEGMENTS];
    uint64_t deleted[SEGMENTS][1];
};

static struct segment *open_segment(const struct fixture *f,
                                    const struct manifest_segment *entry)
{
    struct segment *segment = NULL;
    struct error err = ERROR_NONE;

    if (segment_open(&segment, f->scratch.path, entry, &err) != ST_OK)
        fail_msg("%s", err.text);
    return segment;
}

/* The articles with numbers in [from, from + count) whose bit in `dropped` is not set.
 */
static struct segment *build(struct fixture *f, uint64_t id, uint32_t from,
                             uint32_t count, const uint64_t *dropped)
{
    struct manifest_segment entry;
    struct inverter *inverter;

    assert_int_equal(inverter_open(&inverter, 64 << 20, 0, NULL), ST_OK);
    for (uint32_t i = from; i < from + count; i++) {
        struct article article = make_article(&f->arena, i, 1, 150);

        if (!segment_bit(dropped, i))
            assert_int_equal(inverter_add(inverter, &article, i, NULL), ST_OK);
    }
    assert_int_equal(
        inverter_flush(inverter, f->scratch.path, id,
                       &(struct flush_options){1 << 20, 0, UINT32_MAX, NULL}, &entry,
                       NULL),
        ST_OK);
    inverter_close(inverter);
    return open_segment(f, &entry);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    scratch_make(&f->scratch);
    arena_init(&f->arena, (size_t)1 << 30);
    for (uint32_t i = 0; i < SEGMENTS; i++)
        f->segments[i] = build(f, i, i * PER_SEGMENT, PER_SEGMENT, NULL);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < SEGMENTS; i++)
        segment_close(f->segments[i]);
    arena_release(&f->arena);
    scratch_remove(&f->scratch);
    free(f);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

static struct segment *merge(struct fixture *f, uint64_t id,
                             struct merge_source *sources, size_t count)
{
    struct manifest_segment entry;
    struct error err = ERROR_NONE;

    if (merge_segments(f->scratch.path, id, sources, count, 1 << 20, &entry, &err) !=
        ST_OK)
        fail_msg("%s", err.text);
    return open_segment(f, &entry);
}

static void problem(void *context, uint64_t off, const char *text)
{
    (void)context;
    fail_msg("at %llu: %s", (unsigned long long)off, text);
}

static void expect_same_forms(const struct segment *a, const struct segment *b,
                              const struct dict_cursor *at_a,
                              const struct dict_cursor *at_b)
{
    struct forms_reader left, right;
    enum status status;

    assert_int_equal(forms_open(&left, a, &at_a->info, at_a->term, NULL), ST_OK);
    assert_int_equal(forms_open(&right, b, &at_b->info, at_b->term, NULL), ST_OK);
    do {
        status = forms_next(&left, NULL);
        assert_int_equal(forms_next(&right, NULL), status);
        if (status == ST_OK) {
            assert_true(span_equal(left.form, right.form));
            assert_int_equal(left.count, right.count);
        }
    } while (status == ST_OK);
    assert_int_equal(status, ST_END);
}

static void expect_same_postings(struct fixture *f, const struct segment *a,
                                 const struct segment *b,
                                 const struct term_info *info_a,
                                 const struct term_info *info_b)
{
    static struct postings_reader left, right;

    postings_open(&left, a, info_a);
    postings_open(&right, b, info_b);
    while (postings_next(&left) != DOC_END) {
        uint32_t tf_left[FIELD_COUNT], tf_right[FIELD_COUNT];
        struct places p, q;

        assert_int_equal(postings_next(&right), left.doc);
        postings_freqs(&left, tf_left);
        postings_freqs(&right, tf_right);
        assert_memory_equal(tf_left, tf_right, sizeof tf_left);
        assert_int_equal(places_get(&left, &f->arena, &p, NULL), ST_OK);
        assert_int_equal(places_get(&right, &f->arena, &q, NULL), ST_OK);
        assert_int_equal(p.count, q.count);
        assert_memory_equal(p.places, q.places, p.count * sizeof *p.places);
        assert_int_equal(p.forms == NULL, q.forms == NULL);
        if (p.forms)
            assert_memory_equal(p.forms, q.forms, p.count * sizeof *p.forms);
    }
    assert_int_equal(postings_next(&right), DOC_END);
    assert_int_equal(left.status, ST_OK);
}

/* Same articles in the same order, same terms, postings, forms and their numbers. */
static void expect_same(struct fixture *f, const struct segment *a,
                        const struct segment *b)
{
    struct dict_cursor left, right;
    enum status status;

    assert_int_equal(segment_info(a)->doc_count, segment_info(b)->doc_count);
    assert_int_equal(segment_info(a)->place_count, segment_info(b)->place_count);
    for (doc_id doc = 0; doc < segment_info(a)->doc_count; doc++)
        assert_true(span_equal(columns_id(a, doc), columns_id(b, doc)));
    status = dict_seek(&left, a, span_text(""), NULL);
    assert_int_equal(dict_seek(&right, b, span_text(""), NULL), status);
    while (status == ST_OK) {
        assert_true(span_equal(left.term, right.term));
        assert_int_equal(left.info.doc_freq, right.info.doc_freq);
        assert_int_equal(left.info.total_freq, right.info.total_freq);
        expect_same_forms(a, b, &left, &right);
        expect_same_postings(f, a, b, &left.info, &right.info);
        arena_reset(&f->arena);
        status = dict_next(&left, NULL);
        assert_int_equal(dict_next(&right, NULL), status);
    }
    assert_int_equal(status, ST_END);
    assert_int_equal(segment_verify(a, problem, NULL, NULL), ST_OK);
}

static void as_if_built_at_once(void **state)
{
    struct fixture *f = *state;
    struct merge_source all[SEGMENTS];
    struct segment *merged, *once, *half, *steps;

    for (int i = 0; i < SEGMENTS; i++)
        all[i] = (struct merge_source){f->segments[i], NULL};
    merged = merge(f, 100, all, SEGMENTS);
    once = build(f, 101, 0, SEGMENTS * PER_SEGMENT, NULL);
    expect_same(f, merged, once);
    /* in another order of merging */
    half = merge(f, 102, all + 2, SEGMENTS - 2);
    all[2] = (struct merge_source){half, NULL};
    steps = merge(f, 103, all, 3);
    expect_same(f, steps, once);
    segment_close(merged);
    segment_close(once);
    segment_close(half);
    segment_close(steps);
}

static void deleted_articles_leave_no_trace(void **state)
{
    struct fixture *f = *state;
    struct merge_source all[SEGMENTS];
    uint64_t dropped[1] = {0};
    struct segment *merged, *once;

    for (uint32_t i = 0; i < SEGMENTS; i++) {
        f->deleted[i][0] = i == 3 ? (1u << PER_SEGMENT) - 1 : i == 1 ? 0 : 0x2a5u << i;
        f->deleted[i][0] &= (1u << PER_SEGMENT) - 1;
        dropped[0] |= f->deleted[i][0] << (i * PER_SEGMENT);
        all[i] = (struct merge_source){f->segments[i], i == 1 ? NULL : f->deleted[i]};
    }
    merged = merge(f, 100, all, SEGMENTS);
    once = build(f, 101, 0, SEGMENTS * PER_SEGMENT, dropped);
    expect_same(f, merged, once);
    segment_close(merged);
    segment_close(once);
}

static void one_segment_rewritten(void **state)
{
    struct fixture *f = *state;
    struct merge_source one = {f->segments[2], NULL};
    struct segment *merged = merge(f, 100, &one, 1);

    expect_same(f, merged, f->segments[2]);
    segment_close(merged);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_united_and_ranked),
        cmocka_unit_test(counts_do_not_wrap),
        cmocka_unit_test(maps_skip_the_deleted),
        TEST(as_if_built_at_once),
        TEST(deleted_articles_leave_no_trace),
        TEST(one_segment_rewritten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
