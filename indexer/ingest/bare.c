/* bare.c - most lines are two plain strings, and are cut where they stand:
 *
 *   {"id":"7","text":"t1 t5 t1"}
 *         ^          ^------^      borrowed
 *
 * Whatever is not of this shape (escapes, numbers, other members, bytes that are no
 * UTF-8) goes to the JSON parser, which decides.
 */
#include "ingest/bare.h"

#include <stdio.h>

#include "ingest/json_load.h"
#include "text/utf8.h"

struct bare {
    struct span id, text;
};

static void skip_blanks(struct span line, size_t *at)
{
    while (*at < line.len && (line.data[*at] == ' ' || line.data[*at] == '\t'))
        ++*at;
}

static bool take_byte(struct span line, size_t *at, uint8_t byte)
{
    skip_blanks(line, at);
    if (*at >= line.len || line.data[*at] != byte)
        return false;
    ++*at;
    return true;
}

/* A string without escapes. */
static bool take_string(struct span line, size_t *at, struct span *out)
{
    if (!take_byte(line, at, '"'))
        return false;
    size_t end = span_find(line, '"', *at);
    *out = span_part(line, *at, end - *at);
    *at = end + 1;
    return end < line.len && span_find(*out, '\\', 0) == out->len;
}

static bool take_member(struct span line, size_t *at, struct bare *bare)
{
    struct span name, value;
    if (!take_string(line, at, &name) || !take_byte(line, at, ':') ||
        !take_string(line, at, &value))
        return false;
    struct span *to = span_equal(name, span_text("id"))     ? &bare->id
                      : span_equal(name, span_text("text")) ? &bare->text
                                                            : NULL;
    if (!to || to->data)
        return false;
    *to = value;
    return true;
}

/* False: it takes a parser to tell what this is. */
static bool cut(struct span line, struct bare *bare)
{
    size_t at = 0;
    if (!take_byte(line, &at, '{') || !take_member(line, &at, bare) ||
        !take_byte(line, &at, ',') || !take_member(line, &at, bare) ||
        !take_byte(line, &at, '}'))
        return false;
    skip_blanks(line, &at);
    return at == line.len && utf8_valid(bare->id) && utf8_valid(bare->text);
}

/* A string, or the digits of a number. */
static struct span keep_id(json_t *value, struct arena *arena)
{
    if (!json_is_integer(value))
        return arena_copy(arena, json_span(value));
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%lld", (long long)json_integer_value(value));
    return arena_copy(arena, span_text(digits));
}

static enum status parse(struct span valid, struct bare *bare, struct arena *arena,
                         struct error *err)
{
    json_t *root = NULL;
    enum status status = json_load_value(&root, valid, err);
    if (status != ST_OK)
        return status;
    json_t *text = json_object_get(root, "text");
    if (json_is_string(text)) {
        bare->id = keep_id(json_object_get(root, "id"), arena);
        bare->text = arena_copy(arena, json_span(text));
    } else {
        status = ST_NOT_FOUND;
    }
    json_decref(root);
    return status;
}

static enum status parse_any(struct span line, struct bare *bare, struct arena *arena,
                             struct error *err)
{
    struct buf valid;
    *bare = (struct bare){{NULL, 0}, {NULL, 0}};
    if (utf8_valid(line))
        return parse(line, bare, arena, err);
    buf_init(&valid, 0);
    (void)utf8_repair(&valid, line);
    enum status status = valid.status != ST_OK
                             ? fail(err, valid.status, "JSON: the record is too large")
                             : parse(buf_span(&valid), bare, arena, err);
    buf_release(&valid);
    return status;
}

enum status bare_read(struct article *article, struct span line, struct arena *arena,
                      struct error *err)
{
    struct bare bare = {{NULL, 0}, {NULL, 0}};
    enum status status = ST_OK;
    if (!cut(line, &bare))
        status = parse_any(line, &bare, arena, err);
    if (status != ST_OK)
        return status;
    struct paragraph *paragraph = arena_zeroed(arena, 1, sizeof *paragraph);
    if (!paragraph || arena->status != ST_OK)
        return fail(err, arena->status, "article: the record is too large");
    if (bare.id.len == 0 || bare.id.len > ARTICLE_ID_BYTES)
        return fail(err, ST_CORRUPT, "article: an id of 1 to %d bytes is needed",
                    (int)ARTICLE_ID_BYTES);
    paragraph->text = bare.text;
    article->id = bare.id;
    article->paragraphs = paragraph;
    article->paragraph_count = 1;
    return ST_OK;
}
