/* Records of id and text: the quick cut and the parser say the same. */
#include "support/unit.h"

#include "base/memory.h"
#include "ingest/bare.h"
#include "support/guard.h"

struct row {
    const char *line;
    enum status status;
    const char *id, *text;
};

static const struct row rows[] = {
    {"{\"id\":\"7\",\"text\":\"t1 t5 t1\"}", ST_OK, "7", "t1 t5 t1"},
    {"{ \"id\" : \"7\" ,\t\"text\" : \"t1\" } ", ST_OK, "7", "t1"},
    {"{\"text\":\"t1\",\"id\":\"7\"}", ST_OK, "7", "t1"},
    {"{\"id\":\"7\",\"text\":\"\"}", ST_OK, "7", ""},
    {"{\"id\":7,\"text\":\"t1\"}", ST_OK, "7", "t1"},
    {"{\"id\":\"7\",\"text\":\"a\\nb \\\"c\\\\\"}", ST_OK, "7", "a\nb \"c\\"},
    {"{\"id\":\"a\\u0062\",\"text\":\"c\"}", ST_OK, "ab", "c"},
    {"{\"id\":\"7\",\"year\":2000,\"text\":\"t1\"}", ST_OK, "7", "t1"},
    {"{\"id\":\"7\",\"text\":\"t1\",\"text\":\"t2\"}", ST_OK, "7", "t2"},
    {"{\"id\":\"7\",\"text\":\"\xd1\x82\xd3\xa9\"}", ST_OK, "7", "\xd1\x82\xd3\xa9"},
    {"{\"id\":\"7\",\"text\":\"a\xff b\"}", ST_OK, "7", "a\xef\xbf\xbd b"},
    {"{\"id\":\"7\",\"body\":\"t1\"}", ST_NOT_FOUND, NULL, NULL},
    {"{\"id\":\"7\",\"text\":[\"t1\"]}", ST_NOT_FOUND, NULL, NULL},
    {"{}", ST_NOT_FOUND, NULL, NULL},
    {"{\"text\":\"t1\"}", ST_CORRUPT, NULL, NULL},
    {"{\"id\":\"\",\"text\":\"t1\"}", ST_CORRUPT, NULL, NULL},
    {"{\"id\":\"7\",\"text\":\"t1\"", ST_CORRUPT, NULL, NULL},
    {"{\"id\":\"7\",\"text\":\"t1", ST_CORRUPT, NULL, NULL},
    {"{\"id\":\"7\",\"text\":\"t1\\", ST_CORRUPT, NULL, NULL},
    {"{\"id\":\"7\",\"text\":\"t1\"} x", ST_CORRUPT, NULL, NULL},
    {"", ST_CORRUPT, NULL, NULL},
};

/* The line ends where memory ends. */
static void read_row(const struct row *row)
{
    struct guard guard;
    size_t len = strlen(row->line);
    struct span line = span_of(guard_copy(&guard, row->line, len), len);
    struct article article = {.date = 0};
    struct arena arena;
    struct error err = ERROR_NONE;
    arena_init(&arena, 1 << 20);
    enum status status = bare_read(&article, line, &arena, &err);
    if (status != row->status)
        print_error("%s: %d %s\n", row->line, status, err.text);
    assert_int_equal(status, row->status);
    if (status == ST_OK) {
        assert_true(span_equal(article.id, span_text(row->id)));
        assert_int_equal(article.paragraph_count, 1);
        assert_true(span_equal(article.paragraphs[0].text, span_text(row->text)));
    }
    arena_release(&arena);
    guard_release(&guard);
}

static void reads_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        read_row(&rows[i]);
}

/* What stands in the line is not copied. */
static void borrows(void **state)
{
    (void)state;
    struct span line = span_text("{\"id\":\"7\",\"text\":\"t1 t5\"}");
    struct article article = {.date = 0};
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(bare_read(&article, line, &arena, NULL), ST_OK);
    assert_ptr_equal(article.paragraphs[0].text.data, line.data + 18);
    arena_release(&arena);
}

static void long_ids(void **state)
{
    (void)state;
    struct article article = {.date = 0};
    struct arena arena;
    struct buf line;
    buf_init(&line, 0);
    buf_put_text(&line, "{\"text\":\"t1\",\"id\":\"");
    for (int i = 0; i <= ARTICLE_ID_BYTES; i++)
        buf_put_byte(&line, 'x');
    buf_put_text(&line, "\"}");
    arena_init(&arena, 1 << 20);
    assert_int_equal(bare_read(&article, buf_span(&line), &arena, NULL), ST_CORRUPT);
    assert_null(article.id.data);
    arena_release(&arena);
    buf_release(&line);
}

static void out_of_memory(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum status status = ST_NOMEM;
        for (uint64_t n = 1; status == ST_NOMEM && n < 100; n++) {
            struct article article = {.date = 0};
            struct arena arena;
            arena_init(&arena, 1 << 20);
            memory_fail_at(n, false);
            status = bare_read(&article, span_text(rows[i].line), &arena, NULL);
            memory_fail_at(0, false);
            arena_release(&arena);
        }
        assert_int_equal(status, rows[i].status);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_rows),
        cmocka_unit_test(borrows),
        cmocka_unit_test(long_ids),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
