/* test_check.c - a sound index passes; every kind of damage is found and located. */
#include "support/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "build/check.h"
#include "build/writer.h"
#include "support/make_article.h"
#include "support/scratch.h"

struct fixture {
    struct scratch scratch;
    struct manifest manifest; /* as committed */
    size_t problem_count;
    char file[64], text[512]; /* of the last problem */
};

static void put(struct writer *writer, uint32_t number, uint32_t version)
{
    struct arena arena;
    struct article article;
    enum writer_outcome outcome;

    arena_init(&arena, (size_t)1 << 24);
    article = make_article(&arena, number, version, 50);
    assert_int_equal(writer_put(writer, &article, &outcome, NULL), ST_OK);
    arena_release(&arena);
}

/* Two segments, the first with deletions. */
static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct writer_options options = {.memory_bytes = WRITER_MEMORY_MIN};
    struct writer *writer;

    assert_non_null(f);
    scratch_make(&f->scratch);
    assert_int_equal(writer_open(&writer, f->scratch.path, &options, NULL), ST_OK);
    for (uint32_t i = 0; i < 30; i++)
        put(writer, i, 1);
    assert_int_equal(writer_commit(writer, NULL), ST_OK);
    for (uint32_t i = 0; i < 3; i++)
        put(writer, i, 2);
    assert_int_equal(writer_commit(writer, NULL), ST_OK);
    assert_int_equal(manifest_copy(&f->manifest, writer_manifest(writer)), ST_OK);
    assert_int_equal(f->manifest.segment_count, 2);
    writer_close(writer);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    manifest_release(&f->manifest);
    scratch_remove(&f->scratch);
    free(f);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

static void note(void *context, const struct check_problem *problem)
{
    struct fixture *f = context;

    f->problem_count++;
    (void)snprintf(f->file, sizeof f->file, "%s", problem->file);
    (void)snprintf(f->text, sizeof f->text, "%s", problem->text);
}

/* How many problems there are. */
static size_t check(struct fixture *f)
{
    struct check_totals totals;
    struct error err = ERROR_NONE;

    f->problem_count = 0;
    if (check_index(f->scratch.path, note, f, &totals, &err) != ST_OK)
        fail_msg("%s", err.text);
    assert_int_equal(totals.problems, f->problem_count);
    return f->problem_count;
}

static void read_file(struct buf *out, const char *path)
{
    buf_init(out, 0);
    assert_int_equal(file_read(out, path, (size_t)1 << 26, NULL), ST_OK);
}

static const char *segment_file(const struct fixture *f, size_t at)
{
    static char path[SCRATCH_PATH_BYTES + 64];

    manifest_segment_path(path, sizeof path, f->scratch.path,
                          f->manifest.segments[at].id);
    return path;
}

static void a_sound_index(void **state)
{
    struct fixture *f = *state;
    struct check_totals totals;

    assert_int_equal(check(f), 0);
    assert_int_equal(check_index(f->scratch.path, NULL, NULL, &totals, NULL), ST_OK);
    assert_int_equal(totals.segments, 2);
    assert_int_equal(totals.articles, 30);
    assert_int_equal(totals.deleted, 3);
    assert_true(totals.terms > 0 && totals.places >= totals.postings);
    scratch_write(scratch_path(&f->scratch, "notes.txt"), "mine", 4);
    assert_int_equal(check(f), 0); /* not ours: no problem */
}

static void no_index(void **state)
{
    struct fixture *f = *state;
    struct check_totals totals;

    assert_int_equal(
        check_index(scratch_path(&f->scratch, "nowhere"), note, f, &totals, NULL),
        ST_NOT_FOUND);
}

/* One flipped bit anywhere in a segment is found, and its file named. */
static void every_flip_is_found(void **state)
{
    struct fixture *f = *state;
    const char *path = segment_file(f, 1), *name = strrchr(path, '/') + 1;
    struct buf bytes;
    size_t step;

    read_file(&bytes, path);
    step = bytes.len / 400 + 1;
    for (size_t at = 0; at < bytes.len; at += step) {
        bytes.data[at] ^= (uint8_t)(1u << at % 8);
        scratch_write(path, bytes.data, bytes.len);
        if (check(f) == 0)
            fail_msg("a flipped bit at %zu of %zu is not found", at, bytes.len);
        assert_string_equal(f->file, name);
        bytes.data[at] ^= (uint8_t)(1u << at % 8);
    }
    scratch_write(path, bytes.data, bytes.len);
    assert_int_equal(check(f), 0);
    buf_release(&bytes);
}

static void every_truncation_is_found(void **state)
{
    struct fixture *f = *state;
    const char *path = segment_file(f, 1);
    struct buf bytes;

    read_file(&bytes, path);
    for (size_t len = 0; len < bytes.len; len += bytes.len / 60 + 1) {
        scratch_write(path, bytes.data, len);
        assert_int_not_equal(check(f), 0);
    }
    buf_release(&bytes);
}

static void a_lost_file_is_found(void **state)
{
    struct fixture *f = *state;

    file_remove(segment_file(f, 0));
    assert_int_not_equal(check(f), 0);
    assert_string_equal(f->file, strrchr(segment_file(f, 0), '/') + 1);
}

/* A manifest made by hand, as the newest. */
static void commit(struct fixture *f)
{
    assert_int_equal(manifest_commit(&f->manifest, f->scratch.path, NULL), ST_OK);
}

static void damaged_deletions_are_found(void **state)
{
    struct fixture *f = *state;
    struct manifest_segment *entry = &f->manifest.segments[0];
    char path[SCRATCH_PATH_BYTES + 64];
    struct buf bytes;

    assert_int_not_equal(entry->delete_generation, 0);
    manifest_delete_path(path, sizeof path, f->scratch.path, entry->id,
                         entry->delete_generation);
    read_file(&bytes, path);
    for (size_t at = 0; at < bytes.len; at++) {
        bytes.data[at] ^= 1;
        scratch_write(path, bytes.data, bytes.len);
        assert_int_not_equal(check(f), 0);
        bytes.data[at] ^= 1;
    }
    buf_release(&bytes);
}

static void one_id_twice_is_found(void **state)
{
    struct fixture *f = *state;
    struct manifest_segment *entry = &f->manifest.segments[0];

    entry->delete_generation = 0; /* the replaced articles are back */
    entry->deleted_count = 0;
    entry->delete_crc = 0;
    commit(f);
    assert_int_equal(check(f), 3);
    assert_non_null(strstr(f->text, "is live in segment"));
}

static void wrong_counts_are_found(void **state)
{
    struct fixture *f = *state;

    f->manifest.segments[1].doc_count++;
    commit(f);
    assert_int_not_equal(check(f), 0);
    f->manifest.segments[1].doc_count--;
    f->manifest.segments[1].file_bytes += 64;
    commit(f);
    assert_int_not_equal(check(f), 0);
    f->manifest.segments[1].file_bytes -= 64;
    f->manifest.segments[0].deleted_count--;
    commit(f);
    assert_int_not_equal(check(f), 0);
}

static void a_broken_manifest_is_found(void **state)
{
    struct fixture *f = *state;

    /* readers fall back to the one before; check tells */
    scratch_write(scratch_path(&f->scratch, "manifest-00000000000000ff"), "broken", 6);
    assert_int_equal(check(f), 1);
    assert_string_equal(f->file, "manifest-00000000000000ff");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sound_index),
        TEST(no_index),
        TEST(every_flip_is_found),
        TEST(every_truncation_is_found),
        TEST(a_lost_file_is_found),
        TEST(damaged_deletions_are_found),
        TEST(one_id_twice_is_found),
        TEST(wrong_counts_are_found),
        TEST(a_broken_manifest_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
