/* test_second_decoder.c - the text of FORMAT.md is enough to read what the tree writes.
 *
 * What tests/support/second_decoder.c reads is compared with tests/golden/tiny.txt and
 * with what was put into a segment of random articles: long lists, all fields, forms.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/scratch.h"
#include "support/second_decoder.h"
#include "support/segment_model.h"
#include "support/unit.h"

static void print_posting(FILE *out, const struct posting *posting)
{
    uint32_t at_place = 0;

    fprintf(out, "  %u:", posting->doc);
    for (unsigned field = 0; field < 6; field++)
        for (uint32_t i = 0; i < posting->tf[field]; i++, at_place++) {
            fprintf(out, " %u.%u", field, posting->places[at_place] & 0xFFFFFFF);
            if (posting->forms)
                fprintf(out, "/%u", posting->forms[at_place]);
        }
    fprintf(out, "\n");
}

/* The terms of a model in the words of the decoder. */
static char *dump_model(const struct model *model)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    for (uint32_t i = 0; i < model->term_count; i++) {
        const struct model_term *term = &model->terms[i];
        bool same = term->form_count == 1 && span_equal(term->forms[0], term->term);

        fprintf(out, "term %.*s %u %" PRIu64, (int)term->term.len,
                (const char *)term->term.data, term->posting_count, term->place_count);
        for (size_t k = 0; k < term->form_count && !same; k++) {
            fprintf(out, " %.*s", (int)term->forms[k].len,
                    (const char *)term->forms[k].data);
            if (term->form_count > 1)
                fprintf(out, " %u", term->form_counts[k]);
        }
        fprintf(out, "\n");
        for (uint32_t k = 0; k < term->posting_count; k++)
            print_posting(out, &term->postings[k]);
    }
    assert_int_equal(fclose(out), 0);
    return text;
}

static char *read_all(const char *path, size_t *len)
{
    FILE *stream = fopen(path, "rb");
    char *text = malloc(1 << 26);

    assert_non_null(stream);
    assert_non_null(text);
    *len = fread(text, 1, (1 << 26) - 1, stream);
    text[*len] = 0;
    assert_int_equal(fclose(stream), 0);
    return text;
}

static void test_golden(void **state)
{
    const char *expected = "tests/golden/tiny.txt";
    size_t len;
    char *data = read_all("tests/golden/tiny/0000000000000001.seg", &len);
    char *text = second_decoder_dump((const uint8_t *)data, len), *golden;

    (void)state;
    if (getenv("MSEARCH_GOLDEN_WRITE"))
        scratch_write(expected, text, strlen(text));
    golden = read_all(expected, &len);
    assert_string_equal(text, golden);
    free(golden);
    free(text);
    free(data);
}

static void test_random(void **state)
{
    struct model_plan plan = {
        .seed = 77, .doc_count = 9000, .term_count = 90, .frequent_terms = 3};
    struct model model;
    struct manifest_segment entry;
    struct scratch scratch;
    size_t len;
    char *data, *text, *expected;

    (void)state;
    scratch_make(&scratch);
    model_make(&model, &plan);
    model_write(&model, scratch.path, 9, &entry);
    data = read_all(scratch_path(&scratch, "0000000000000009.seg"), &len);
    text = second_decoder_dump((const uint8_t *)data, len);
    expected = dump_model(&model);
    assert_true(strstr(text, "term ") != NULL);
    assert_true(strcmp(strstr(text, "term "), expected) == 0);
    free(expected);
    free(text);
    free(data);
    model_release(&model);
    scratch_remove(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),
        cmocka_unit_test(test_random),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
