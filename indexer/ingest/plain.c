/* Blank lines divide paragraphs when the text has any below its title; the lines of a
 * paragraph are then joined by a blank, and a word cut at a line's end is made whole:
 *
 *   мам-        a hyphen between two small letters at a line's end:
 *   лекеттик    the parts are one word (R5), counted
 *
 * Without blank lines every line is a paragraph.
 */
#include "ingest/plain.h"

#include "ingest/date.h"
#include "ingest/repair.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { TITLE_LETTERS_MAX = 200 };

struct reading {
    struct article *article;
    struct arena *arena;
    struct repair repair;
    struct buf joined; /* the paragraph that is being gathered */
    struct span body;
};

static bool next_line(struct span text, size_t *off, struct span *line)
{
    if (*off >= text.len)
        return false;
    size_t end = span_find(text, '\n', *off);
    *line = span_trim(span_part(text, *off, end - *off));
    *off = end + 1;
    return true;
}

static struct span base_name(struct span name)
{
    size_t start = name.len;
    while (start > 0 && name.data[start - 1] != '/')
        start--;
    return span_part(name, start, name.len - start);
}

/* Where the extension's dot stands, or the end. */
static size_t dot_of(struct span base)
{
    for (size_t at = base.len; at > 1; at--)
        if (base.data[at - 1] == '.')
            return at - 1;
    return base.len;
}

bool plain_is(struct span text, struct span name)
{
    (void)text;
    struct span base = base_name(name);
    size_t dot = dot_of(base);
    struct span extension = span_part(base, dot, base.len - dot);
    return extension.len == 0 || span_equal(extension, span_text(".txt")) ||
           span_equal(extension, span_text(".text")) ||
           span_equal(extension, span_text(".TXT"));
}

static struct span keep_text(struct reading *reading, struct span raw)
{
    struct span text = repair_text(&reading->repair, raw);
    return text.len == 0 ? (struct span){NULL, 0} : arena_copy(reading->arena, text);
}

/* A short line that does not end like a sentence. "?" and "!" may end a title. */
static bool is_title(struct span line)
{
    if (line.len == 0 || line.len > (size_t)TITLE_LETTERS_MAX * 4)
        return false;
    uint8_t last = line.data[line.len - 1];
    return last != '.' && last != ',' && last != ';' && last != ':' && last != '-' &&
           utf8_count(line) <= TITLE_LETTERS_MAX;
}

/* Take the title off the body; empty when the text begins without one. */
static struct span take_title(struct reading *reading)
{
    struct span line = {NULL, 0}, after = {NULL, 0};
    size_t off = 0;
    while (next_line(reading->body, &off, &line) && line.len == 0)
        ;
    size_t behind = off;
    bool alone = !next_line(reading->body, &off, &after) || after.len == 0;
    if (!alone || !is_title(line))
        return (struct span){NULL, 0};
    reading->body = span_part(reading->body, behind, reading->body.len);
    return line;
}

/* The line below the title, when it is nothing but a date. */
static void take_date_line(struct reading *reading)
{
    struct span line = {NULL, 0};
    size_t off = 0;
    while (next_line(reading->body, &off, &line) && line.len == 0)
        ;
    uint32_t date = date_read_whole(line);
    if (date == 0)
        return;
    reading->article->date = date;
    reading->article->date_text = keep_text(reading, line);
    reading->body = span_part(reading->body, off, reading->body.len);
}

/* The file's name without folders and extension, _ as a blank. */
static struct span name_title(struct reading *reading, struct span name)
{
    struct span base = base_name(name);
    struct buf *title = &reading->joined;
    buf_reset(title);
    buf_put_span(title, span_part(base, 0, dot_of(base)));
    for (size_t at = 0; at < title->len; at++)
        if (title->data[at] == '_')
            title->data[at] = ' ';
    return keep_text(reading, buf_span(title));
}

/* --- Paragraphs -------------------------------------------------------------- */

static bool has_blank_lines(struct span text)
{
    bool inside = false, blank = false;
    struct span line;
    for (size_t off = 0; next_line(text, &off, &line);) {
        if (line.len > 0 && inside && blank)
            return true;
        blank = line.len == 0;
        inside |= line.len > 0;
    }
    return false;
}

static bool is_small_letter(uint32_t code)
{
    return fold_class(code) == CODE_LETTER && !fold_is_upper(code);
}

/* The line ends in a hyphen behind a small letter, and the next begins with one. */
static bool is_cut_word(struct span before, struct span next)
{
    if (before.len < 2 || before.data[before.len - 1] != '-' || next.len == 0)
        return false;
    size_t end = before.len - 1, start = 0;
    return is_small_letter(utf8_before(before, &end)) &&
           is_small_letter(utf8_next(next, &start));
}

static void join_line(struct reading *reading, struct span line)
{
    struct buf *joined = &reading->joined;
    if (is_cut_word(buf_span(joined), line)) {
        joined->len--;
        reading->repair.counts[REPAIR_LINE_HYPHEN]++;
    } else if (joined->len > 0) {
        buf_put_byte(joined, ' ');
    }
    buf_put_span(joined, line);
}

static void end_paragraph(struct reading *reading)
{
    struct article *article = reading->article;
    struct span text = keep_text(reading, buf_span(&reading->joined));
    buf_reset(&reading->joined);
    if (text.len > 0)
        article->paragraphs[article->paragraph_count++] =
            (struct paragraph){text, LANG_UND, PARAGRAPH_TEXT};
}

static void read_body(struct reading *reading)
{
    size_t lines = 0, off = 0;
    struct span line;
    while (next_line(reading->body, &off, &line))
        lines += line.len > 0;
    reading->article->paragraphs =
        arena_zeroed(reading->arena, lines, sizeof(struct paragraph));
    if (!reading->article->paragraphs)
        return;
    bool by_blank_lines = has_blank_lines(reading->body);
    buf_reset(&reading->joined);
    for (off = 0; next_line(reading->body, &off, &line);) {
        if (line.len > 0)
            join_line(reading, line);
        if (line.len == 0 || !by_blank_lines)
            end_paragraph(reading);
    }
    end_paragraph(reading);
}

static void read_all(struct reading *reading, struct span name)
{
    struct article *article = reading->article;
    struct span title = keep_text(reading, take_title(reading));
    if (title.len > 0)
        take_date_line(reading);
    if (article->date == 0)
        article->date = date_read(base_name(name));
    read_body(reading);
    article_guess_languages(article, LANG_UND);
    if (title.len == 0)
        title = name_title(reading, name);
    article_put_text(&article->title, title, article->lang);
}

enum status plain_read(struct article *article, const struct format_file *file,
                       struct arena *arena, struct error *err)
{
    struct article made = {.source_format = span_text("text")};
    struct reading reading = {.article = &made, .arena = arena, .body = file->bytes};
    repair_init(&reading.repair, file->bytes);
    buf_init(&reading.joined, 0);
    read_all(&reading, file->name);
    memcpy(made.repairs, reading.repair.counts, sizeof made.repairs);
    enum status status = reading.repair.status;
    if (status == ST_OK)
        status = reading.joined.status;
    if (status == ST_OK)
        status = arena->status;
    buf_release(&reading.joined);
    repair_release(&reading.repair);
    if (status != ST_OK)
        return fail(err, status, "text: too large");
    *article = made;
    return ST_OK;
}
