/* Most lines lie whole in the reader's window and are parsed where they are; a line
 * that crosses a window's end is gathered in a buf. A line over the cap is passed over
 * without being kept:
 *
 *   window   ...}\n{"id": … }\n{"id": "7", "bo|       line = {"id": "7", "bo
 *   window   dy": … }\n{ …                    |       line += dy": … }
 */
#include "ingest/jsonl.h"

#include "base/hash.h"
#include "ingest/bare.h"

void jsonl_init(struct jsonl *jsonl, struct gunzip *input)
{
    *jsonl = (struct jsonl){.input = input};
    buf_init(&jsonl->line, JSONL_LINE_BYTES);
}

void jsonl_release(struct jsonl *jsonl)
{
    buf_release(&jsonl->line);
}

static struct span without_bom(struct span text)
{
    struct span bom = span_text("\xEF\xBB\xBF");
    return span_starts(text, bom) ? span_part(text, bom.len, text.len) : text;
}

bool jsonl_is(struct span head, struct span name)
{
    (void)name; /* by content alone: .json, .jsonl, .gz or no name at all */
    head = span_trim(without_bom(head));
    return head.len > 0 && head.data[0] == '{';
}

/* The next line without its line feed, whole or cut at the cap (line.status says so).
 * *taken is what to skip in the window when the line lies in it. */
static enum status next_line(struct jsonl *jsonl, struct span *line, size_t *taken,
                             struct error *err)
{
    buf_reset(&jsonl->line);
    *taken = 0;
    for (bool first = true;; first = false) {
        struct span window;
        enum status status = gunzip_peek(jsonl->input, &window, err);
        if (status != ST_OK)
            return status;
        size_t end = span_find(window, '\n', 0);
        bool whole = end < window.len;
        struct span part = span_part(window, 0, end);
        if (first && whole) {
            *line = part;
            *taken = end + 1;
            return ST_OK;
        }
        buf_put_span(&jsonl->line, part);
        gunzip_skip(jsonl->input, end + whole);
        jsonl->off += end + whole;
        if (whole || window.len == 0) {
            *line = buf_span(&jsonl->line);
            bool nothing = first && window.len == 0;
            return nothing ? ST_END : ST_OK;
        }
    }
}

/* journal, date and title tell articles of one journal apart. */
static uint64_t title_hash(const struct article *article)
{
    uint64_t hash = hash_mix(article->date);
    hash = hash_mix(hash ^ hash_bytes(article_text(&article->journal, LANG_UND, NULL)));
    hash = hash_mix(hash ^ hash_bytes(article_text(&article->title, LANG_UND, NULL)));
    if (article_text(&article->title, LANG_UND, NULL).len == 0 &&
        article->paragraph_count > 0)
        hash = hash_mix(hash ^ hash_bytes(article->paragraphs[0].text));
    return hash;
}

static enum status derive_id(struct article *article, struct span name,
                             struct arena *arena, struct error *err)
{
    if (article->id.len > 0 || article->doi.len > 0)
        return ST_OK;
    struct buf id;
    buf_init(&id, 0);
    buf_put_span(&id, name);
    buf_print(&id, "#%016llx", (unsigned long long)title_hash(article));
    article->id =
        article->url.len > 0 ? article->url : arena_copy(arena, buf_span(&id));
    bool failed = id.status != ST_OK || article->id.len == 0;
    buf_release(&id);
    return failed ? fail(err, ST_NOMEM, "article: no memory for the id") : ST_OK;
}

static enum status read_record(struct jsonl *jsonl, struct span line, struct span name,
                               struct article *article, struct arena *arena,
                               struct error *err)
{
    if (jsonl->line.status == ST_LIMIT)
        return fail(err, ST_LIMIT, "JSON Lines: the line is longer than %d MiB",
                    JSONL_LINE_BYTES >> 20);
    if (jsonl->line.status != ST_OK)
        return fail(err, ST_NOMEM, "JSON Lines: out of memory");
    enum status status = ST_NOT_FOUND;
    if (jsonl->bare)
        status = bare_read(article, line, arena, err);
    if (status != ST_NOT_FOUND)
        return status;
    status = article_from_json(article, line, arena, err);
    if (status != ST_OK)
        return status;
    article->source_off = jsonl->record_off;
    article->source_file = name;
    if (article->source_format.len == 0)
        article->source_format = span_text("jsonl");
    if (article->paragraph_count == 0 &&
        article_text(&article->title, LANG_UND, NULL).len == 0)
        return fail(err, ST_CORRUPT, "article: neither a title nor a body");
    status = derive_id(article, name, arena, err);
    return status == ST_OK ? article_complete(article, arena, err) : status;
}

enum status jsonl_next(struct jsonl *jsonl, struct span name, struct article *article,
                       struct arena *arena, struct error *err)
{
    for (;;) {
        struct span line;
        size_t taken;
        jsonl->record_off = jsonl->off;
        jsonl->record_line++;
        enum status status = next_line(jsonl, &line, &taken, err);
        jsonl->broken = status < 0;
        if (status != ST_OK)
            return status;
        line = span_trim(jsonl->record_off == 0 ? without_bom(line) : line);
        bool blank = line.len == 0 && jsonl->line.status == ST_OK;
        if (!blank)
            status = read_record(jsonl, line, name, article, arena, err);
        gunzip_skip(jsonl->input, taken);
        jsonl->off += taken;
        if (!blank)
            return status;
    }
}
