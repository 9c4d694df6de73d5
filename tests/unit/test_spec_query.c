/* test_spec_query.c - runs tests/spec/query.cases: what is typed, and what it means.
 *
 * Each line is one case; a failure prints file:line, what came and what should have.
 */
#include <stdio.h>
#include <stdlib.h>

#include "query/query_parse.h"
#include "support/unit.h"
#include "text/utf8.h"

enum { LINE_BYTES = 4096 };

struct fixture {
    struct analysis *analysis;
    struct arena arena;
};

static void put_fields(struct buf *out, unsigned fields)
{
    static const char *const names[FIELD_COUNT] = {"body",   "title",    "author",
                                                   "rubric", "keywords", "abstract"};
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (fields == 1u << f)
            buf_print(out, "%s:", names[f]);
}

static void put_word(struct buf *out, const struct query_word *word)
{
    buf_put_text(out, word->exact ? "\"" : "");
    buf_put_span(out, word->form);
    buf_put_text(out, word->exact ? "\"" : "");
}

static void put_phrase(struct buf *out, const struct query_node *node)
{
    for (unsigned i = 0; i < node->as.phrase.count; i++) {
        buf_put_text(out, i ? " " : "[");
        put_word(out, &node->as.phrase.words[i]);
    }
    buf_put_byte(out, ']');
    if (node->as.phrase.slop)
        buf_print(out, "~%u", (unsigned)node->as.phrase.slop);
}

static void put_date(struct buf *out, const struct query_node *node)
{
    buf_put_text(out, "date(");
    if (node->as.date.from)
        buf_print(out, "%u", (unsigned)node->as.date.from);
    buf_put_text(out, "..");
    if (node->as.date.to != UINT32_MAX)
        buf_print(out, "%u", (unsigned)node->as.date.to);
    buf_put_byte(out, ')');
}

static void put_value(struct buf *out, const struct query_node *node)
{
    buf_print(out, "value(%s:",
              node->as.value.column == COLUMN_JOURNAL ? "journal" : "issue");
    for (unsigned i = 0; i < node->as.value.count; i++) {
        buf_put_byte(out, ' ');
        buf_put_span(out, node->as.value.words[i]);
    }
    buf_put_byte(out, ')');
}

static void put_tree(struct buf *out, const struct query_node *node);

static void put_children(struct buf *out, const char *name,
                         const struct query_node *node)
{
    buf_print(out, "(%s", name);
    for (unsigned i = 0; i < node->as.children.count; i++) {
        buf_put_byte(out, ' ');
        put_tree(out, node->as.children.nodes[i]);
    }
    buf_put_byte(out, ')');
}

static void put_tree(struct buf *out, const struct query_node *node)
{
    put_fields(out, node->fields);
    switch (node->kind) {
    case QUERY_ALL:
        buf_put_text(out, "all");
        return;
    case QUERY_NONE:
        buf_put_text(out, "none");
        return;
    case QUERY_WORD:
        put_word(out, &node->as.word);
        return;
    case QUERY_PHRASE:
        put_phrase(out, node);
        return;
    case QUERY_PREFIX:
        buf_put_span(out, node->as.prefix);
        buf_put_byte(out, '*');
        return;
    case QUERY_DATE:
        put_date(out, node);
        return;
    case QUERY_VALUE:
        put_value(out, node);
        return;
    case QUERY_LANG:
        buf_print(out, "lang(%s)", lang_tag(node->as.lang));
        return;
    case QUERY_AND:
        put_children(out, "and", node);
        return;
    case QUERY_OR:
        put_children(out, "or", node);
        return;
    case QUERY_NOT:
        put_children(out, "not", node);
        return;
    case QUERY_BEST:
        put_children(out, "best", node);
        return;
    }
}

static int hex_value(uint8_t byte)
{
    return byte >= 'A' ? byte - 'A' + 10 : byte - '0';
}

static void put_unescaped(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] != '\\' || i + 5 >= text.len) {
            buf_put_byte(out, text.data[i]);
            continue;
        }
        int code = 0;
        for (size_t k = 2; k < 6; k++)
            code = code * 16 + hex_value(text.data[i + k]);
        if (code == 0) /* not text: the parser's to repair */
            buf_put_byte(out, 0);
        else
            utf8_put(out, (uint32_t)code);
        i += 5;
    }
}

static void answer(struct fixture *f, struct buf *out, struct span input)
{
    struct query query;
    struct span free_mark = span_text("free:");
    bool free_text = span_starts(input, free_mark);
    if (free_text)
        input = span_part(input, free_mark.len, input.len);
    arena_reset(&f->arena);
    assert_int_equal(query_parse(&query, input,
                                 free_text ? QUERY_MODE_FREE : QUERY_MODE_WEB,
                                 f->analysis, &f->arena, NULL),
                     ST_OK);
    put_tree(out, query.root);
    for (size_t i = 0; i < query.warning_count; i++)
        buf_print(out, "%s %s", i ? "" : " !", query.warnings[i].code);
}

/* Cut at the last "=>"; false for comments and blank lines. */
static bool cut_line(struct span line, struct span *input, struct span *expected)
{
    struct span arrow = span_text("=>");
    size_t at = line.len;
    if (line.len == 0 || line.data[0] == '#')
        return false;
    for (size_t i = 0; i + arrow.len <= line.len; i++)
        if (span_equal(span_part(line, i, arrow.len), arrow))
            at = i;
    assert_true(at < line.len);
    *input = span_part(line, 0, at);
    if (input->len > 0) /* the blank before the arrow is not typed */
        input->len--;
    *expected = span_trim(span_part(line, at + arrow.len, line.len));
    return true;
}

/* False when the case failed, after telling how. */
static bool run_line(struct fixture *f, struct span line, unsigned number)
{
    struct span input, expected;
    struct buf typed, got;
    if (!cut_line(line, &input, &expected))
        return true;
    buf_init(&typed, 0);
    buf_init(&got, 0);
    put_unescaped(&typed, input);
    answer(f, &got, buf_span(&typed));
    bool good = span_equal(buf_span(&got), expected);
    if (!good)
        print_error("tests/spec/query.cases:%u: %.*s\n  came    %.*s\n  should  %.*s\n",
                    number, (int)input.len, (const char *)input.data, (int)got.len,
                    (const char *)got.data, (int)expected.len,
                    (const char *)expected.data);
    buf_release(&typed);
    buf_release(&got);
    return good;
}

static void test_cases(void **state)
{
    const char *folder = getenv("MSEARCH_SPEC");
    char path[512], text[LINE_BYTES];
    struct fixture f;
    unsigned number = 0, failures = 0;
    (void)state;
    (void)snprintf(path, sizeof path, "%s/query.cases", folder ? folder : "tests/spec");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    arena_init(&f.arena, (size_t)1 << 22);
    assert_int_equal(analysis_open(&f.analysis, NULL), ST_OK);
    while (fgets(text, sizeof text, file)) {
        text[strcspn(text, "\n")] = '\0';
        failures += !run_line(&f, span_text(text), ++number);
    }
    assert_true(number > 100);
    (void)fclose(file);
    analysis_close(f.analysis);
    arena_release(&f.arena);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
