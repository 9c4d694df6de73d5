/* test_corruption.c - every rule of FORMAT.md that a segment can break is broken here;
 * those of manifest and deletions in test_corrupt_commit.c.
 *
 * For a rule a part of a segment is named. Its bytes are changed, one at a time and to
 * each other value, with all checksums made right again, until the segment's readers
 * and segment_verify name the rule. A rule that nobody names is a rule that nobody
 * checks.
 *
 * Then the other way: each single bit of a whole index is flipped, and must be noticed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "build/writer.h"
#include "codec/pack.h"
#include "segment/manifest_private.h"
#include "segment/segment_private.h"
#include "support/fuzz_seeds.h"
#include "support/reseal.h"
#include "support/scratch.h"
#include "support/segment_model.h"
#include "support/unit.h"

enum { HEADER = 100, FOOTER, PADDING, NOT_RESEALED = 1 };

struct bytes {
    uint8_t *data;
    size_t len;
};

/* Three segments: a few articles; one list of two blocks; pairs of words. */
enum { SMALL, LONG, PAIRED, BASES };
static struct bytes bases[BASES];
static struct scratch scratch;

struct wanted {
    char rule[16]; /* "rule D3:" */
    bool named;
};

static void look(struct wanted *wanted, const char *text)
{
    wanted->named |= strstr(text, wanted->rule) != NULL;
}

static void on_problem(void *context, uint64_t off, const char *text)
{
    (void)off;
    look(context, text);
}

/* Whether opening and proving these bytes names the rule. */
static bool names_rule(const uint8_t *data, size_t len, struct wanted *wanted)
{
    struct error err = ERROR_NONE;
    struct segment *segment;

    if (segment_open_bytes(&segment, span_of(data, len), 1, &err) != ST_OK) {
        look(wanted, err.text);
        return wanted->named;
    }
    (void)!segment_verify(segment, on_problem, wanted, &err);
    segment_close(segment);
    return wanted->named;
}

struct rule_case {
    const char *rule;
    unsigned base;
    unsigned part; /* a section, HEADER, FOOTER, PADDING */
    unsigned flags;
};

static struct span part_of(const struct bytes *base, unsigned part)
{
    struct span store = reseal_section(base->data, base->len, SECTION_STORE);

    if (part == HEADER)
        return span_of(base->data, SEGMENT_HEADER_BYTES);
    if (part == FOOTER)
        return span_of(base->data + base->len - SEGMENT_FOOTER_BYTES,
                       SEGMENT_FOOTER_BYTES);
    if (part == PADDING)
        return span_of(store.data + store.len, 64 - store.len % 64);
    return reseal_section(base->data, base->len, part);
}

static bool break_rule(const struct rule_case *c)
{
    const struct bytes *base = &bases[c->base];
    struct span part = part_of(base, c->part);
    size_t from = (size_t)(part.data - base->data);
    uint8_t *copy = malloc(base->len);
    struct wanted wanted = {"", false};

    assert_non_null(copy);
    (void)snprintf(wanted.rule, sizeof wanted.rule, "rule %s:", c->rule);
    for (unsigned change = 1; change < 256 && !wanted.named; change++)
        for (size_t i = from; i < from + part.len && !wanted.named; i++) {
            memcpy(copy, base->data, base->len);
            copy[i] = (uint8_t)(copy[i] ^ change);
            if (!(c->flags & NOT_RESEALED))
                reseal(copy, base->len);
            (void)names_rule(copy, base->len, &wanted);
        }
    free(copy);
    return wanted.named;
}

static const struct rule_case cases[] = {
    {"H1", SMALL, HEADER, NOT_RESEALED},
    {"H2", SMALL, HEADER, 0},
    {"H3", SMALL, FOOTER, NOT_RESEALED},
    {"H4", SMALL, FOOTER, 0},
    {"H5", SMALL, FOOTER, 0},
    {"H6", SMALL, PADDING, 0},
    {"C1", SMALL, SECTION_STORE, NOT_RESEALED},
    {"C2", SMALL, SECTION_CHECKSUMS, NOT_RESEALED},
    {"S1", SMALL, FOOTER, 0},
    {"S2", SMALL, SECTION_TERM_SLOTS, 0},
    {"S3", SMALL, SECTION_TERM_SLOTS, 0},
    {"Q1", SMALL, SECTION_DICT, 0},
    {"Q2", SMALL, SECTION_DICT, 0},
    {"D1", SMALL, SECTION_KEYS, 0},
    {"D2", SMALL, SECTION_DICT, 0},
    {"D3", SMALL, SECTION_DICT, 0},
    {"D4", SMALL, SECTION_DICT, 0},
    {"D5", SMALL, SECTION_DICT, 0},
    {"D6", SMALL, SECTION_DICT, 0},
    {"D7", SMALL, SECTION_DICT, 0},
    {"D8", SMALL, SECTION_KEYS, 0},
    {"G1", PAIRED, SECTION_KEYS, 0},
    {"G2", PAIRED, SECTION_DICT, 0},
    {"G3", PAIRED, SECTION_DICT, 0},
    {"A1", SMALL, SECTION_KEYS, 0},
    {"A2", SMALL, SECTION_KEYS, 0},
    {"A3", SMALL, SECTION_KEYS, 0},
    {"R1", SMALL, SECTION_DICT, 0},
    {"R2", SMALL, SECTION_DICT, 0},
    {"R3", SMALL, SECTION_DICT, 0},
    {"R4", SMALL, SECTION_DICT, 0},
    {"F1", SMALL, SECTION_DICT, 0},
    {"F2", SMALL, SECTION_DICT, 0},
    {"F3", SMALL, SECTION_DICT, 0},
    {"F4", SMALL, SECTION_FORMS, 0},
    {"F5", SMALL, SECTION_ENDINGS, 0},
    {"F6", SMALL, SECTION_FORMS, 0},
    {"P1", SMALL, SECTION_POSTINGS, 0},
    {"P2", SMALL, SECTION_POSTINGS, 0},
    {"P3", SMALL, SECTION_POSTINGS, 0},
    {"P4", SMALL, SECTION_POSTINGS, 0},
    {"P5", SMALL, SECTION_POSTINGS, 0},
    {"P6", SMALL, SECTION_POSTINGS, 0},
    {"B1", LONG, SECTION_DIRECTORY, 0},
    {"B2", LONG, SECTION_DIRECTORY, 0},
    {"B3", LONG, SECTION_DIRECTORY, 0},
    {"B4", LONG, SECTION_DIRECTORY, 0},
    {"B5", LONG, SECTION_DIRECTORY, 0},
    {"B6", LONG, SECTION_DIRECTORY, 0},
    {"B7", LONG, SECTION_DIRECTORY, 0},
    {"W1", SMALL, SECTION_PLACES, 0},
    {"W2", SMALL, SECTION_PLACES, 0},
    {"W3", SMALL, SECTION_PLACES, 0},
    {"W4", SMALL, SECTION_PLACES, 0},
    {"W5", SMALL, SECTION_PLACES, 0},
    {"W6", SMALL, SECTION_PLACES, 0},
    {"L1", SMALL, SECTION_LENGTHS, 0},
    {"L2", SMALL, FOOTER, 0},
    {"L3", SMALL, SECTION_LENGTHS, 0},
    {"N1", SMALL, SECTION_COLUMNS, 0},
    {"N2", SMALL, SECTION_COLUMNS, 0},
    {"N3", SMALL, SECTION_COLUMNS, 0},
    {"N4", SMALL, SECTION_COLUMNS, 0},
    {"N5", SMALL, SECTION_COLUMNS, 0},
    {"I1", SMALL, SECTION_IDS, 0},
    {"I2", SMALL, SECTION_IDS, 0},
    {"T1", SMALL, SECTION_STORE_INDEX, 0},
    {"T2", SMALL, SECTION_STORE, 0},
    {"T3", SMALL, SECTION_STORE_INDEX, 0},
    {"T4", SMALL, SECTION_STORE_INDEX, 0},
    {"T5", SMALL, SECTION_STORE_INDEX, 0},
};

static void test_rules(void **state)
{
    unsigned unnamed = 0;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!break_rule(&cases[i])) {
            print_error("rule %s: no change of its bytes was called by its name\n",
                        cases[i].rule);
            unnamed++;
        }
    assert_int_equal(unnamed, 0);
}

/* The record of an article lies deflated, so these are written wrong. */
static void expect_doc_rule(const struct segment_doc *doc, const char *rule)
{
    struct error err = ERROR_NONE;
    struct segment_writer *writer;
    struct segment *segment;
    struct manifest_segment entry = {.id = 1, .doc_count = 1};
    struct wanted wanted = {"", false};

    assert_int_equal(segment_writer_create(&writer, scratch.path, 1, 0, &err), ST_OK);
    segment_writer_add_doc(writer, doc);
    assert_int_equal(
        segment_writer_finish(writer, &entry.file_bytes, &entry.file_crc, &err), ST_OK);
    segment = model_open(scratch.path, &entry);
    (void)snprintf(wanted.rule, sizeof wanted.rule, "rule %s:", rule);
    assert_int_equal(segment_verify(segment, on_problem, &wanted, &err), ST_OK);
    assert_true(wanted.named);
    segment_close(segment);
    file_remove(scratch_path(&scratch, "0000000000000001.seg"));
}

static void test_records(void **state)
{
    struct segment_paragraph paragraphs[] = {{0, 1, 0}, {4, 1, 0}};
    uint32_t samples[] = {0, 9};
    struct segment_doc doc = {.id = span_text("a"),
                              .body = span_text("жер суу жер суу"),
                              .paragraphs = paragraphs,
                              .paragraph_count = 2,
                              .body_samples = samples,
                              .body_sample_count = 2,
                              .lengths = {70}};

    (void)state;
    paragraphs[1].off = 0;
    expect_doc_rule(&doc, "T6");
    paragraphs[1].off = 4000;
    expect_doc_rule(&doc, "T6");
    paragraphs[1].off = 4;
    samples[1] = 0;
    expect_doc_rule(&doc, "T7");
    samples[1] = 4000;
    expect_doc_rule(&doc, "T7");
    samples[1] = 9;
    doc.lengths[FIELD_BODY] = 300;
    expect_doc_rule(&doc, "T8");
}

/* --- packed blocks, which know no rule's name: refused, or not --- */

struct packed_case {
    const char *rule;
    const char *bytes;
    size_t len, count;
    bool docs;
};

static const struct packed_case packed[] = {
    {"K1", "\x23\x00", 2, 3, false},
    {"K2", "\x03\x00", 2, 9, false},
    {"K3", "\x02\x67", 2, 3, false},
    {"K4", "\x21\x07", 2, 3, false},
    {"K5", "\x22", 1, 256, false},
    {"K6", "\x42\x01\x00\x03\x01", 5, 3, false},
    {"K7", "\x24\xff\xff\xff\xff\x0f", 6, 2, true},
    {"K8", "\x25\x00\x01\x00\x03", 5, 3, true},
    {"K9", "\x61\x01\x0A\x4C", 4, 4, false},
    {"K10", "\x26\x05\x00", 3, 256, true},
};

static void test_packed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++) {
        const struct packed_case *c = &packed[i];
        struct wire_reader in = wire_open(span_of(c->bytes, c->len));
        uint32_t values[PACK_ARRAY];
        bool good = c->docs ? pack_decode_docs(&in, UINT32_MAX, values, c->count)
                            : pack_decode(&in, values, c->count);

        if (good)
            print_error("rule %s: not refused\n", c->rule);
        assert_false(good);
    }
}

/* --- every bit --- */

static void test_every_bit(void **state)
{
    const struct bytes *base = &bases[SMALL];
    uint8_t *copy = malloc(base->len);

    (void)state;
    assert_non_null(copy);
    memcpy(copy, base->data, base->len);
    for (size_t bit = 0; bit < base->len * 8; bit++) {
        struct wanted any = {"rule ", false};

        copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
        if (!names_rule(copy, base->len, &any)) {
            print_error("bit %zu flipped, and nobody noticed\n", bit);
            assert_true(any.named);
        }
        copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    free(copy);
}

static void test_every_length(void **state)
{
    const struct bytes *base = &bases[SMALL];

    (void)state;
    for (size_t len = 0; len < base->len; len++) {
        struct wanted any = {"rule ", false};
        uint8_t *copy = malloc(len + 1);

        assert_non_null(copy);
        memcpy(copy, base->data, len);
        assert_true(names_rule(copy, len, &any));
        free(copy);
    }
}

/* --- the segments --- */

/* Takes the file. */
static void load_file(unsigned base)
{
    struct error err = ERROR_NONE;
    struct buf file;

    buf_init(&file, 0);
    assert_int_equal(
        file_read(&file, scratch_path(&scratch, "0000000000000001.seg"), 1 << 24, &err),
        ST_OK);
    bases[base].data = malloc(file.len);
    assert_non_null(bases[base].data);
    memcpy(bases[base].data, file.data, file.len);
    bases[base].len = file.len;
    buf_release(&file);
    file_remove(scratch_path(&scratch, "0000000000000001.seg"));
}

static void load(unsigned base, const struct model *model)
{
    struct manifest_segment entry;

    model_write(model, scratch.path, 1, &entry);
    load_file(base);
}

static void put(struct writer *writer, const char *id, const char *body)
{
    struct paragraph paragraph = {.text = span_text(body)};
    struct article article = {
        .id = span_text(id), .paragraphs = &paragraph, .paragraph_count = 1};
    enum writer_outcome outcome;

    assert_int_equal(writer_put(writer, &article, &outcome, NULL), ST_OK);
}

/* Every word of so few articles is frequent. */
static void load_paired(void)
{
    struct writer_options options = {.analyzer = MANIFEST_ANALYZER_PLAIN,
                                     .large_docs = 1};
    struct writer *writer = NULL;

    assert_int_equal(writer_open(&writer, scratch.path, &options, NULL), ST_OK);
    put(writer, "1", "b c b c d");
    put(writer, "2", "c b b");
    put(writer, "3", "d b c");
    assert_int_equal(writer_commit(writer, NULL), ST_OK);
    writer_close(writer);
    load_file(PAIRED);
}

static int make_bases(void **state)
{
    struct model model;

    (void)state;
    scratch_make(&scratch);
    model_make(&model, &(struct model_plan){.seed = 21,
                                            .doc_count = 12,
                                            .term_count = 34,
                                            .frequent_terms = 3,
                                            .body_bytes = 100});
    model.terms[0].term = span_text("\x03X"); /* one bit from a bad name term */
    load(SMALL, &model);
    fuzz_seeds_keep("small", bases[SMALL].data, bases[SMALL].len);
    model_release(&model);
    model_make(&model, &(struct model_plan){.seed = 9,
                                            .doc_count = 560,
                                            .term_count = 1,
                                            .frequent_terms = 1,
                                            .body_bytes = 1});
    load(LONG, &model);
    fuzz_seeds_keep("long", bases[LONG].data, bases[LONG].len);
    model_release(&model);
    load_paired();
    fuzz_seeds_keep("paired", bases[PAIRED].data, bases[PAIRED].len);
    return 0;
}

static int free_bases(void **state)
{
    (void)state;
    for (unsigned i = 0; i < BASES; i++)
        free(bases[i].data);
    scratch_remove(&scratch);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),        cmocka_unit_test(test_records),
        cmocka_unit_test(test_packed),       cmocka_unit_test(test_every_bit),
        cmocka_unit_test(test_every_length),
    };

    return cmocka_run_group_tests(tests, make_bases, free_bases);
}
