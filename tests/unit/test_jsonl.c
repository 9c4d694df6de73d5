/* JSON Lines, plain and gzip: whatever is wrong with a line, the next one is read. */
#include "support/unit.h"

#include "base/file.h"
#include "base/hash.h"
#include "ingest/jsonl.h"
#include "support/scratch.h"

static void expect(struct span got, const char *wanted)
{
    if (!span_equal(got, span_text(wanted)))
        print_error("got: %.*s\nnot: %s\n", (int)got.len, (const char *)got.data,
                    wanted);
    assert_true(span_equal(got, span_text(wanted)));
}

static void put_le(struct buf *out, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        buf_put_byte(out, (uint8_t)(value >> (8 * i)));
}

/* One gzip member of stored blocks. */
static void put_gzip(struct buf *out, struct span text)
{
    buf_put(out, "\x1F\x8B\x08\0\0\0\0\0\0\xFF", 10);
    for (size_t at = 0; at < text.len || at == 0; at += 65535) {
        struct span part = span_part(text, at, 65535);
        buf_put_byte(out, at + part.len == text.len);
        put_le(out, part.len, 2);
        put_le(out, ~part.len, 2);
        buf_put_span(out, part);
    }
    put_le(out, hash_crc32(0, text), 4);
    put_le(out, text.len, 4);
}

struct reading {
    struct scratch scratch;
    int fd;
    struct gunzip *gunzip;
    struct jsonl jsonl;
    struct arena arena;
    struct article article;
    struct error err;
};

static void start(struct reading *reading, struct span bytes)
{
    struct error err = ERROR_NONE;
    scratch_make(&reading->scratch);
    const char *path = scratch_path(&reading->scratch, "a.jsonl");
    scratch_write(path, bytes.data, bytes.len);
    assert_int_equal(file_open_regular(&reading->fd, path, false, &err), ST_OK);
    assert_int_equal(gunzip_open(&reading->gunzip, reading->fd, &err), ST_OK);
    jsonl_init(&reading->jsonl, reading->gunzip);
    arena_init(&reading->arena, 64 << 20);
}

static void finish(struct reading *reading)
{
    jsonl_release(&reading->jsonl);
    gunzip_close(reading->gunzip);
    file_close(reading->fd);
    arena_release(&reading->arena);
    scratch_remove(&reading->scratch);
}

static enum status next(struct reading *reading)
{
    arena_reset(&reading->arena);
    reading->err = ERROR_NONE;
    return jsonl_next(&reading->jsonl, span_text("a.jsonl"), &reading->article,
                      &reading->arena, &reading->err);
}

static void expect_id(struct reading *reading, const char *id)
{
    enum status status = next(reading);
    if (status != ST_OK)
        print_error("%s: %s\n", id, reading->err.text);
    assert_int_equal(status, ST_OK);
    expect(reading->article.id, id);
}

static const char lines[] = "\xEF\xBB\xBF{\"id\":\"1\",\"title\":\"а\"}\n"
                            "\n"
                            "  {\"id\":\"2\",\"title\":\"б\"}  \r\n"
                            "{\"id\":\"3\",\n"
                            "nonsense\n"
                            "{\"id\":\"4\"}\n"
                            "{\"id\":\"5\",\"title\":\"в\"}";

static void read_lines(struct reading *reading)
{
    expect_id(reading, "1");
    assert_int_equal(reading->jsonl.record_line, 1);
    expect_id(reading, "2");
    assert_int_equal(reading->jsonl.record_line, 3);
    assert_int_equal(reading->article.source_off, 28);
    assert_int_equal(next(reading), ST_CORRUPT);
    assert_int_equal(reading->jsonl.record_line, 4);
    assert_int_equal(reading->jsonl.record_off, 57);
    assert_false(reading->jsonl.broken);
    assert_int_equal(next(reading), ST_CORRUPT);
    assert_int_equal(next(reading), ST_CORRUPT);
    assert_non_null(strstr(reading->err.text, "neither a title nor a body"));
    expect_id(reading, "5");
    assert_int_equal(next(reading), ST_END);
    assert_int_equal(next(reading), ST_END);
}

static void test_lines(void **state)
{
    (void)state;
    struct reading reading;
    start(&reading, span_text(lines));
    read_lines(&reading);
    assert_false(gunzip_is_gzip(reading.gunzip));
    finish(&reading);
}

static void test_gzip(void **state)
{
    (void)state;
    struct reading reading;
    struct buf gz;
    buf_init(&gz, 0);
    put_gzip(&gz, span_text(lines));
    start(&reading, buf_span(&gz));
    read_lines(&reading);
    assert_true(gunzip_is_gzip(reading.gunzip));
    assert_int_equal(gunzip_file_off(reading.gunzip), gz.len);
    finish(&reading);
    buf_release(&gz);
}

/* Members in a row are one stream, even when a line lies in two of them. */
static void test_members(void **state)
{
    (void)state;
    struct reading reading;
    struct buf gz;
    struct span all = span_text(lines);
    buf_init(&gz, 0);
    put_gzip(&gz, span_part(all, 0, 35));
    put_gzip(&gz, span_text(""));
    put_gzip(&gz, span_part(all, 35, all.len));
    buf_put(&gz, "\0\0\0", 3); /* padding */
    start(&reading, buf_span(&gz));
    read_lines(&reading);
    finish(&reading);
    buf_release(&gz);
}

/* Lines longer than a window, and lines that end at every place around its end. */
static void test_windows(void **state)
{
    (void)state;
    for (size_t pad = GUNZIP_WINDOW_BYTES - 40; pad < GUNZIP_WINDOW_BYTES + 4; pad++) {
        struct buf text;
        buf_init(&text, 0);
        buf_put_text(&text, "{\"id\":\"1\",\"title\":\"");
        while (text.len < pad)
            buf_put_byte(&text, 'x');
        buf_put_text(&text, "\"}\n{\"id\":\"2\",\"title\":\"y\"}\n");
        size_t second = text.len - strlen("{\"id\":\"2\",\"title\":\"y\"}\n");
        struct reading reading;
        start(&reading, buf_span(&text));
        expect_id(&reading, "1");
        expect_id(&reading, "2");
        assert_int_equal(reading.article.source_off, second);
        assert_int_equal(next(&reading), ST_END);
        finish(&reading);
        buf_release(&text);
    }
}

static void test_long_line(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 0);
    buf_put_text(&text, "{\"title\":\"");
    uint8_t *room = buf_grow(&text, JSONL_LINE_BYTES);
    assert_non_null(room);
    memset(room, 'x', JSONL_LINE_BYTES);
    buf_put_text(&text, "\"}\n{\"id\":\"2\",\"title\":\"y\"}\n");
    struct reading reading;
    start(&reading, buf_span(&text));
    assert_int_equal(next(&reading), ST_LIMIT);
    assert_non_null(strstr(reading.err.text, "16 MiB"));
    assert_false(reading.jsonl.broken);
    expect_id(&reading, "2");
    assert_int_equal(reading.jsonl.record_line, 2);
    finish(&reading);
    buf_release(&text);
}

/* A damaged file gives its good records, then its trouble, and ends. */
static void test_damaged(void **state)
{
    (void)state;
    struct buf gz;
    buf_init(&gz, 0);
    struct span first = span_text("{\"id\":\"1\",\"title\":\"а\"}\n");
    put_gzip(&gz, first);
    size_t whole = gz.len;
    put_gzip(&gz, span_text("{\"id\":\"2\",\"title\":\"б\"}\n"));
    struct span all = buf_span(&gz);
    for (size_t cut = whole + 3; cut < all.len; cut++) {
        struct reading reading;
        start(&reading, span_part(all, 0, cut));
        expect_id(&reading, "1");
        enum status status = next(&reading);
        if (status == ST_OK) /* the record was whole, its checksum not */
            status = next(&reading);
        assert_int_equal(status, ST_CORRUPT);
        assert_true(reading.jsonl.broken);
        finish(&reading);
    }
    struct reading reading;
    gz.data[whole - 6] ^= 1; /* checksum of the first member */
    start(&reading, buf_span(&gz));
    enum status status = next(&reading);
    if (status == ST_OK)
        status = next(&reading);
    assert_int_equal(status, ST_CORRUPT);
    assert_true(reading.jsonl.broken);
    finish(&reading);
    buf_release(&gz);
}

/* Without an id: DOI, else address, else made of journal, date and title, so that it
 * stays when lines are put in before it. */
static void test_ids(void **state)
{
    (void)state;
    struct reading reading;
    start(&reading, span_text("{\"title\":\"а\",\"doi\":\"10.1/2\"}\n"
                              "{\"title\":\"а\",\"url\":\"http://x/1\"}\n"
                              "{\"title\":\"а\",\"date\":\"2015\"}\n"
                              "{\"title\":\"б\",\"date\":\"2015\"}\n"
                              "{\"title\":\"а\",\"date\":\"2015\"}\n"));
    expect_id(&reading, "10.1/2");
    expect_id(&reading, "http://x/1");
    uint8_t ids[3][64];
    size_t lens[3];
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(next(&reading), ST_OK);
        lens[i] = reading.article.id.len;
        assert_true(lens[i] < sizeof ids[i]);
        memcpy(ids[i], reading.article.id.data, lens[i]);
    }
    assert_int_equal(lens[0], strlen("a.jsonl#0123456789abcdef"));
    assert_true(lens[0] == lens[2] && memcmp(ids[0], ids[2], lens[0]) == 0);
    assert_true(memcmp(ids[0], ids[1], lens[0]) != 0);
    finish(&reading);
}

static void test_is(void **state)
{
    (void)state;
    assert_true(jsonl_is(span_text("{\"a\":1}"), span_text("x")));
    assert_true(jsonl_is(span_text("\xEF\xBB\xBF\n {"), span_text("x")));
    assert_false(jsonl_is(span_text("[{"), span_text("x.jsonl")));
    assert_false(jsonl_is(span_text(""), span_text("x.jsonl")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),     cmocka_unit_test(test_gzip),
        cmocka_unit_test(test_members),   cmocka_unit_test(test_windows),
        cmocka_unit_test(test_long_line), cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_ids),       cmocka_unit_test(test_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
