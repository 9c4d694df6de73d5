/* The line "YYYY-MM-DD / rubric" divides the page: above it the journal's boilerplate
 * with the title at its end, below it the body.
 *
 *   head   lines 0 .. date     each line is the journal, a mark, or the title block
 *   body   lines date+1 ..     less the title when it is repeated
 *
 * The title is the block of lines just above the date line; whatever else stands above
 * (logo, slogan, registration) is on every page of the site and belongs to none of its
 * articles.
 */
#include "ingest/page.h"

#include "ingest/date.h"
#include "ingest/page_marks.h"
#include "ingest/repair.h"

enum {
    HEAD_LINES_MAX = 64,
    TITLE_LINES_MAX = 3,
    MARKS_MIN = 2 /* beside the date line */
};

struct page {
    struct span head[HEAD_LINES_MAX]; /* trimmed; blank ones kept */
    size_t head_count;
    struct span date_line;
    struct span body;
};

static struct span next_line(struct span text, size_t *off)
{
    size_t end = span_find(text, '\n', *off);
    struct span line = span_trim(span_part(text, *off, end - *off));
    *off = end + 1;
    return line;
}

/* Divide the page at its date line; false when there is none near the top. */
static bool divide(struct page *page, struct span text)
{
    page->head_count = 0;
    for (size_t off = 0; off < text.len && page->head_count < HEAD_LINES_MAX;) {
        struct span line = next_line(text, &off);
        if (page_date_line(line, NULL, NULL)) {
            page->date_line = line;
            page->body = span_part(text, off, text.len);
            return true;
        }
        page->head[page->head_count++] = line;
    }
    return false;
}

bool page_is(struct span text, struct span name)
{
    (void)name;
    struct page page;
    if (!divide(&page, text))
        return false;
    bool journal = false, masthead = false, issn = false, registration = false;
    for (size_t i = 0; i < page.head_count; i++) {
        struct span line = page.head[i], unused;
        journal |= page_journal_line(line, &unused, NULL);
        masthead |= page_masthead(line, NULL);
        issn |= page_issn_line(line, &unused);
        registration |= page_registration(line, &unused);
    }
    return journal + masthead + issn + registration >= MARKS_MIN;
}

/* --- Reading ----------------------------------------------------------------- */

struct reading {
    struct article *article;
    struct arena *arena;
    struct repair repair;
    struct page page;
    enum lang lang_hint; /* of the descriptor */
    struct span journal;
    size_t title_first, title_count; /* lines of the head */
};

static struct span keep(struct reading *reading, struct span text)
{
    return text.len == 0 ? (struct span){NULL, 0} : arena_copy(reading->arena, text);
}

static struct span keep_text(struct reading *reading, struct span raw)
{
    return keep(reading, repair_text(&reading->repair, raw));
}

static void keep_seen(struct reading *reading, const struct page_seen *seen)
{
    struct buf text;
    buf_init(&text, 0);
    buf_put_span(&text, seen->number);
    buf_put_text(&text, " (");
    buf_put_span(&text, seen->running);
    buf_put_text(&text, ") ");
    date_put_iso(&text, seen->date);
    reading->article->seen = keep(reading, buf_span(&text));
    buf_release(&text);
}

/* The registration's number may stand in the line after its words. */
static void read_marks(struct reading *reading)
{
    struct article *article = reading->article;
    for (size_t i = 0; i < reading->page.head_count; i++) {
        struct span line = reading->page.head[i], found;
        struct page_seen seen;
        if (reading->journal.len == 0 &&
            page_journal_line(line, &found, &reading->lang_hint))
            reading->journal = found;
        else if (page_masthead(line, &seen))
            keep_seen(reading, &seen);
        else if (page_issn_line(line, &found))
            article->issn = keep(reading, found);
        else if (page_registration(line, &found) && found.len > 0)
            article->registration = keep(reading, found);
    }
}

static bool is_mark(struct span line)
{
    struct span unused;
    return page_journal_line(line, &unused, NULL) || page_masthead(line, NULL) ||
           page_issn_line(line, &unused) || page_registration(line, &unused);
}

/* The block of lines just above the date line. */
static void find_title(struct reading *reading)
{
    const struct page *page = &reading->page;
    size_t end = page->head_count;
    while (end > 0 && page->head[end - 1].len == 0)
        end--;
    size_t first = end;
    while (first > 0 && page->head[first - 1].len > 0 &&
           end - first < TITLE_LINES_MAX && !is_mark(page->head[first - 1]))
        first--;
    reading->title_first = first;
    reading->title_count = end - first;
}

static void put_lines(struct buf *out, const struct span *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_put_byte(out, ' ');
        buf_put_span(out, lines[i]);
    }
}

static struct span keep_title(struct reading *reading)
{
    struct buf joined;
    buf_init(&joined, 0);
    put_lines(&joined, reading->page.head + reading->title_first, reading->title_count);
    struct span title = keep_text(reading, buf_span(&joined));
    buf_release(&joined);
    return title;
}

/* Bytes of the body's first lines when they repeat the title, else 0. */
static size_t repeated_title(struct reading *reading, struct span title)
{
    struct span body = reading->page.body;
    struct buf joined;
    buf_init(&joined, 0);
    size_t off = 0, found = 0;
    for (unsigned lines = 0; lines < TITLE_LINES_MAX && off < body.len && !found;) {
        struct span line = next_line(body, &off);
        if (line.len == 0)
            continue;
        if (lines++ > 0)
            buf_put_byte(&joined, ' ');
        buf_put_span(&joined, line);
        if (span_equal(repair_text(&reading->repair, buf_span(&joined)), title))
            found = off;
    }
    buf_release(&joined);
    return found;
}

static void read_body(struct reading *reading, struct span body)
{
    size_t lines = 0;
    for (size_t off = 0; off < body.len;)
        lines += next_line(body, &off).len > 0;
    struct article *article = reading->article;
    article->paragraphs = arena_zeroed(reading->arena, lines, sizeof(struct paragraph));
    for (size_t off = 0; off < body.len && article->paragraphs;) {
        struct span text = keep_text(reading, next_line(body, &off));
        if (text.len > 0)
            article->paragraphs[article->paragraph_count++] =
                (struct paragraph){text, LANG_UND, PARAGRAPH_TEXT};
    }
}

/* A name of one word without ө ү ң: Муниципалитет. */
static bool is_common_name(struct span name)
{
    for (size_t at = 0; at < name.len; at++)
        if (name.data[at] == ' ' || (name.data[at] & 0xFE) == 0xD2)
            return false;
    return true;
}

/* The name belongs to the descriptor's language; one that reads the same in both is the
 * journal's name in both. */
static void put_journal(struct reading *reading)
{
    struct span name = keep_text(reading, reading->journal);
    struct text_l10n *journal = &reading->article->journal;
    if (name.len == 0)
        return;
    journal->in[reading->lang_hint] = name;
    if (is_common_name(name))
        journal->in[LANG_KY] = journal->in[LANG_RU] = name;
}

static void read_all(struct reading *reading)
{
    struct article *article = reading->article;
    read_marks(reading);
    find_title(reading);
    struct span title = keep_title(reading);
    /* What repeats the title is not stored: its repairs do not count. */
    uint32_t before[REPAIR_RULES];
    memcpy(before, reading->repair.counts, sizeof before);
    size_t skip = repeated_title(reading, title);
    memcpy(reading->repair.counts, before, sizeof before);
    read_body(reading, span_part(reading->page.body, skip, reading->page.body.len));
    article_guess_languages(article, reading->lang_hint);
    if (reading->lang_hint == LANG_UND)
        reading->lang_hint = article->lang;
    article_put_text(&article->title, title, article->lang);
    put_journal(reading);
    struct span rubric = {NULL, 0};
    (void)page_date_line(reading->page.date_line, &article->date, &rubric);
    article_put_text(&article->rubric, keep_text(reading, rubric), article->lang);
}

enum status page_read(struct article *article, const struct format_file *file,
                      struct arena *arena, struct error *err)
{
    struct article made = {.source_format = span_text("page")};
    struct reading reading = {.article = &made, .arena = arena};
    if (!divide(&reading.page, file->bytes))
        return fail(err, ST_CORRUPT, "page: no line of date and rubric near the top");
    repair_init(&reading.repair, file->bytes);
    read_all(&reading);
    memcpy(made.repairs, reading.repair.counts, sizeof made.repairs);
    enum status status = reading.repair.status;
    repair_release(&reading.repair);
    if (status == ST_OK)
        status = arena->status;
    if (status != ST_OK)
        return fail(err, status, "page: the text is too large");
    *article = made;
    return ST_OK;
}
