/* test_spec_text.c - runs the tables of tests/spec that a linguist can read.
 *
 *   input => expected          (stem_ky.cases: word, blanks, stem)
 *
 * Each line is one case; a failure prints file:line, what came and what should have.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "support/unit.h"
#include "text/analysis.h"
#include "text/sentences.h"
#include "text/stem.h"
#include "text/utf8.h"
#include "text/words.h"

#define COMPLAIN(...)                                                                  \
    do {                                                                               \
        print_error(__VA_ARGS__);                                                      \
        assert_true(false);                                                            \
    } while (0)

enum { LINE_BYTES = 4096 };

/* Makes one line's answer from its input. */
typedef void (*answer_fn)(struct buf *out, struct span input);

static const char *spec_folder(void)
{
    const char *folder = getenv("MSEARCH_SPEC");
    return folder != NULL ? folder : "tests/spec";
}

static int hex_value(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

/* \uXXXX and \n to what they mean. */
static void put_unescaped(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\\' && i + 5 < text.len && text.data[i + 1] == 'u') {
            int code = 0;
            for (size_t k = 2; k < 6; k++)
                code = code * 16 + hex_value(text.data[i + k]);
            utf8_put(out, (uint32_t)code);
            i += 5;
        } else if (text.data[i] == '\\' && i + 1 < text.len &&
                   text.data[i + 1] == 'n') {
            buf_put_byte(out, '\n');
            i++;
        } else {
            buf_put_byte(out, text.data[i]);
        }
    }
}

static void answer_words(struct buf *out, struct span input)
{
    struct words words = words_open(input);
    struct span word;
    while (words_next(&words, &word)) {
        buf_put_text(out, out->len > 0 ? " | " : "");
        buf_put_span(out, word);
    }
}

static void answer_sentences(struct buf *out, struct span input)
{
    struct sentences sentences = sentences_open(input);
    struct span sentence;
    while (sentences_next(&sentences, &sentence)) {
        buf_put_text(out, out->len > 0 ? " | " : "");
        buf_put_span(out, sentence);
    }
}

static void answer_stem(struct buf *out, struct span input)
{
    uint8_t stem[LINE_BYTES + 8];
    buf_put(out, stem, stem_ky(stem, input));
}

static void put_term(struct buf *out, const struct analysis_term *term, uint32_t pos)
{
    buf_print(out, "%s%u:%s", out->len > 0 ? " " : "", (unsigned)pos,
              term->joined ? "j:" : "");
    buf_put_span(out, term->term);
    if (!span_equal(term->term, term->form)) {
        buf_put_byte(out, '/');
        buf_put_span(out, term->form);
    }
}

static void answer_analysis(struct buf *out, struct span input)
{
    struct analysis *analysis = NULL;
    assert_int_equal(analysis_open(&analysis, NULL), ST_OK);
    size_t blank = span_find(input, ' ', 0);
    enum lang lang = lang_from_tag(span_part(input, 0, blank));
    struct span text = span_trim(span_part(input, blank, input.len));
    struct analysis_walk walk;
    analysis_walk_open(&walk, analysis, text, lang, 0);
    const struct analysis_term *term;
    uint32_t pos;
    struct span raw;
    while (analysis_walk_next(&walk, &term, &pos, &raw))
        put_term(out, term, pos);
    analysis_close(analysis);
}

/* Cut a line at "=>", or at its first blank for the stem table. */
static void cut_line(struct span line, bool arrow, struct span *input,
                     struct span *expected)
{
    size_t at = 0;
    if (arrow) {
        while (at + 1 < line.len && !(line.data[at] == '=' && line.data[at + 1] == '>'))
            at++;
    } else {
        at = span_find(line, ' ', 0);
    }
    *input = span_part(line, 0, at);
    *expected = span_trim(span_part(line, at + (arrow ? 2 : 0), line.len));
    if (!arrow || (input->len > 0 && input->data[0] != ' '))
        *input = span_trim(*input);
}

static bool run_line(const char *name, unsigned number, struct span line, bool arrow,
                     answer_fn answer)
{
    struct span input;
    struct span expected;
    struct buf in;
    struct buf want;
    struct buf got;
    buf_init(&in, 0);
    buf_init(&want, 0);
    buf_init(&got, 0);
    cut_line(line, arrow, &input, &expected);
    put_unescaped(&in, input);
    put_unescaped(&want, expected);
    answer(&got, buf_span(&in));
    bool same = span_equal(buf_span(&got), buf_span(&want));
    if (!same)
        printf("%s:%u: %.*s\n  want %.*s\n  got  %.*s\n", name, number, (int)input.len,
               (const char *)input.data, (int)want.len, (const char *)want.data,
               (int)got.len, (const char *)got.data);
    buf_release(&in);
    buf_release(&want);
    buf_release(&got);
    return same;
}

static void run_table(const char *name, bool arrow, unsigned least, answer_fn answer)
{
    char path[LINE_BYTES];
    char line[LINE_BYTES];
    unsigned number = 0;
    unsigned passed = 0;
    unsigned failed = 0;
    snprintf(path, sizeof path, "%s/%s", spec_folder(), name);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        COMPLAIN("%s: cannot be opened", path);
    while (fgets(line, sizeof line, file) != NULL) {
        struct span text = span_text(line);
        number++;
        if (text.len > 0 && text.data[text.len - 1] == '\n')
            text.len--;
        if (text.len == 0 || text.data[0] == '#')
            continue;
        if (run_line(path, number, text, arrow, answer))
            passed++;
        else
            failed++;
    }
    fclose(file);
    printf("%s: %u passed, %u failed\n", name, passed, failed);
    assert_int_equal(failed, 0);
    assert_true(passed >= least); /* the table was found whole */
}

static void spec_words(void **state)
{
    (void)state;
    run_table("words.cases", true, 40, answer_words);
}

static void spec_sentences(void **state)
{
    (void)state;
    run_table("sentences.cases", true, 20, answer_sentences);
}

static void spec_stem_ky(void **state)
{
    (void)state;
    run_table("stem_ky.cases", false, 120, answer_stem);
}

static void spec_analysis(void **state)
{
    (void)state;
    run_table("analysis.cases", true, 80, answer_analysis);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spec_words),
        cmocka_unit_test(spec_sentences),
        cmocka_unit_test(spec_stem_ky),
        cmocka_unit_test(spec_analysis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
