/* test_corrupt_commit.c - the rules of FORMAT.md for manifest and deletions, broken as in
 * test_corruption.c: byte by byte, checksums made right again, until the rule is named.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "segment/manifest_private.h"
#include "segment/segment_private.h"
#include "support/reseal.h"
#include "support/scratch.h"
#include "support/segment_model.h"
#include "support/unit.h"

static struct scratch scratch;

static int set_up(void **state)
{
    (void)state;
    scratch_make(&scratch);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_remove(&scratch);
    return 0;
}

static void fix_crc(uint8_t *data, size_t len)
{
    reseal_put(data + len - 4, hash_crc32(0, span_of(data, len - 4)), 4);
}

static bool manifest_names(const uint8_t *data, size_t len, const char *rule)
{
    struct error err = ERROR_NONE;
    struct manifest manifest;

    if (manifest_decode(&manifest, span_of(data, len), 7, &err) == ST_OK)
        manifest_release(&manifest);
    return strstr(err.text, rule) != NULL;
}

static void test_manifest(void **state)
{
    static const char *const rules[] = {"rule M1:", "rule M2:", "rule M3:"};
    struct manifest manifest;
    struct manifest_segment entry = {.id = 3, .doc_count = 5};
    struct error err = ERROR_NONE;
    uint8_t *data;
    size_t len;
    struct buf file;

    (void)state;
    manifest_init(&manifest);
    manifest.generation = 6;
    manifest.next_segment_id = 4;
    assert_int_equal(manifest_add(&manifest, &entry), ST_OK);
    assert_int_equal(manifest_commit(&manifest, scratch.path, &err), ST_OK);
    buf_init(&file, 0);
    assert_int_equal(file_read(&file,
                               scratch_path(&scratch, "manifest-0000000000000007"),
                               4096, &err),
                     ST_OK);
    data = file.data;
    len = file.len;
    for (unsigned rule = 0; rule < 3; rule++) {
        bool named = false;

        for (size_t i = 0; i + 4 < len && !named; i++) {
            data[i] ^= 1;
            fix_crc(data, len);
            named = manifest_names(data, len, rules[rule]);
            data[i] ^= 1;
            fix_crc(data, len);
        }
        assert_true(named);
    }
    data[20] ^= 1; /* M1 by the checksum */
    assert_true(manifest_names(data, len, "rule M1:"));
    buf_release(&file);
    manifest_release(&manifest);
}

static const char *open_error(const struct manifest_segment *entry, struct error *err)
{
    struct segment *segment = NULL;

    *err = ERROR_NONE;
    if (segment_open(&segment, scratch.path, entry, err) == ST_OK)
        segment_close(segment);
    return err->text;
}

static void test_deletions(void **state)
{
    static const char *const rules[] = {"rule E1:", "rule E3:", "rule E4:"};
    struct manifest_segment entry = {.id = 1}, changed;
    struct error err = ERROR_NONE;
    uint64_t deleted[1] = {5};
    struct model model;
    struct buf file;
    const char *path = "0000000000000001-0000000000000002.del";

    (void)state;
    model_make(&model,
               &(struct model_plan){.seed = 3, .doc_count = 7, .term_count = 3});
    model_write(&model, scratch.path, 1, &entry);
    changed = entry;
    changed.file_bytes++;
    assert_non_null(strstr(open_error(&changed, &err), "rule M4:"));
    assert_int_equal(manifest_write_deletes(&entry, scratch.path, 2, deleted, &err),
                     ST_OK);
    assert_int_equal(entry.deleted_count, 2);
    assert_string_equal(open_error(&entry, &err), "");
    buf_init(&file, 0);
    assert_int_equal(file_read(&file, scratch_path(&scratch, path), 4096, &err), ST_OK);
    for (unsigned rule = 0; rule < 3; rule++) {
        bool named = false;

        for (size_t i = 0; i + 4 < file.len && !named; i++) {
            file.data[i] ^= 1;
            fix_crc(file.data, file.len);
            changed = entry;
            changed.delete_crc = wire_load_u32(file.data + file.len - 4);
            scratch_write(scratch_path(&scratch, path), file.data, file.len);
            named = strstr(open_error(&changed, &err), rules[rule]) != NULL;
            file.data[i] ^= 1;
        }
        assert_true(named);
    }
    assert_non_null(strstr(open_error(&entry, &err), "rule E2:"));
    buf_release(&file);
    model_release(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_manifest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_deletions, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
