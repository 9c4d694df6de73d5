/* An answer for a terminal or a pipe:
 *
 *    1. Title with matches in bold
 *       Authors · Journal, issue · date · id
 *       … a passage, matches in bold, wrapped at the width …
 *
 *   --- through terms: мыйзам = закон
 *
 *    2. …                            an article that the query as typed has not found
 *
 * Invariant: with colour off the output holds no escape sequence at all, and with it on
 * only ours, because escape_plain drops every control character of the text.
 */
#include "answer/render.h"

#include "answer/escape.h"
#include "answer/ui_text.h"
#include "text/utf8.h"

static const char bold[] = "\033[1;33m", strong[] = "\033[1m", dim[] = "\033[2m",
                  plain[] = "\033[0m";

struct pen {
    struct buf *out;
    bool color;
    unsigned width, indent, column;
    bool blank; /* one is due before the next word, unless a line begins */
};

static void set_style(struct pen *pen, const char *style)
{
    if (pen->color)
        buf_put_text(pen->out, style);
}

static void new_line(struct pen *pen)
{
    buf_put_byte(pen->out, '\n');
    for (unsigned i = 0; i < pen->indent; i++)
        buf_put_byte(pen->out, ' ');
    pen->column = pen->indent;
}

/* Up to the next blank; a leading one belongs to it. */
static size_t chunk_end(struct span text, size_t off)
{
    size_t at = off;
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\n'))
        at++;
    while (at < text.len && text.data[at] != ' ' && text.data[at] != '\n')
        at++;
    return at;
}

/* One chunk with the marks in it; `mark` walks on. */
static void put_chunk(struct pen *pen, struct span text, size_t off, size_t end,
                      const struct answer_mark *marks, size_t count, size_t *mark)
{
    while (off < end) {
        while (*mark < count && marks[*mark].off + marks[*mark].len <= off)
            (*mark)++;
        bool inside = *mark < count && marks[*mark].off <= off;
        size_t stop = end;
        if (inside && marks[*mark].off + marks[*mark].len < stop)
            stop = marks[*mark].off + marks[*mark].len;
        else if (!inside && *mark < count && marks[*mark].off < stop)
            stop = marks[*mark].off;
        if (inside)
            set_style(pen, bold);
        escape_plain(pen->out, span_part(text, off, stop - off));
        if (inside)
            set_style(pen, plain);
        off = stop;
    }
}

static void put_wrapped(struct pen *pen, struct span text,
                        const struct answer_mark *marks, size_t count)
{
    size_t mark = 0;
    for (size_t off = 0; off < text.len;) {
        size_t end = chunk_end(text, off);
        size_t letters = escape_count(span_part(text, off, end - off));
        if (pen->column > pen->indent &&
            pen->column + letters + pen->blank > pen->width) {
            new_line(pen);
            pen->blank = false;
            while (off < end && (text.data[off] == ' ' || text.data[off] == '\n'))
                off++;
            letters = escape_count(span_part(text, off, end - off));
        }
        if (pen->blank)
            buf_put_byte(pen->out, ' ');
        put_chunk(pen, text, off, end, marks, count, &mark);
        pen->column += (unsigned)letters + pen->blank;
        pen->blank = false;
        off = end;
    }
}

static void put_words(struct pen *pen, const char *words)
{
    put_wrapped(pen, span_text(words), NULL, 0);
}

static void put_apart(struct pen *pen, bool *first, struct span text)
{
    if (text.len == 0)
        return;
    if (!*first) { /* the dot stays with what it follows */
        buf_put_text(pen->out, " ·");
        pen->column += 2;
        pen->blank = true;
    }
    put_wrapped(pen, text, NULL, 0);
    *first = false;
}

static void put_date_text(struct pen *pen, bool *first, uint32_t date)
{
    struct buf text;
    buf_init(&text, 32);
    if (date >= 10000)
        buf_print(&text, "%04u", (unsigned)(date / 10000));
    if (date / 100 % 100 > 0)
        buf_print(&text, "-%02u", (unsigned)(date / 100 % 100));
    if (date % 100 > 0)
        buf_print(&text, "-%02u", (unsigned)(date % 100));
    put_apart(pen, first, buf_span(&text));
    buf_release(&text);
}

static void put_source(struct pen *pen, const struct answer_hit *hit)
{
    bool first = true;
    new_line(pen);
    set_style(pen, dim);
    pen->width -= 2; /* room for a dot at the end of a line */
    for (size_t i = 0; i < hit->author_count; i++)
        put_apart(pen, &first, hit->authors[i]);
    put_apart(pen, &first, hit->journal);
    put_apart(pen, &first, hit->issue);
    put_date_text(pen, &first, hit->date);
    put_apart(pen, &first, hit->rubric);
    put_apart(pen, &first, hit->id);
    pen->width += 2;
    set_style(pen, plain);
}

static void put_snippets(struct pen *pen, const struct answer_hit *hit)
{
    for (size_t i = 0; i < hit->snippet_count; i++) {
        const struct answer_snippet *snippet = &hit->snippets[i];
        new_line(pen);
        if (snippet->cut_before)
            put_words(pen, "… ");
        put_wrapped(pen, snippet->text, snippet->marks, snippet->mark_count);
        if (snippet->cut_after)
            put_words(pen, " …");
    }
}

static void put_explain(struct pen *pen, struct span lines)
{
    for (size_t off = 0; off < lines.len;) {
        size_t end = span_find(lines, '\n', off);
        new_line(pen);
        set_style(pen, dim);
        escape_plain(pen->out, span_part(lines, off, end - off));
        set_style(pen, plain);
        off = end + 1;
    }
}

static void put_hit(struct pen *pen, const struct answer_hit *hit, uint64_t number)
{
    pen->indent = 5;
    buf_print(pen->out, "%3llu. ", (unsigned long long)number);
    pen->column = 5;
    set_style(pen, strong);
    if (hit->title.len > 0)
        put_wrapped(pen, hit->title, hit->title_marks, hit->title_mark_count);
    else
        put_wrapped(pen, hit->id, NULL, 0);
    set_style(pen, plain);
    put_source(pen, hit);
    put_snippets(pen, hit);
    put_explain(pen, hit->explain);
    buf_put_text(pen->out, "\n\n");
}

/* Where the hits of another tier begin; by date all tiers are mixed, and each hit of
 * another one has its line. */
static void put_tier(struct pen *pen, const struct answer *answer, size_t at)
{
    size_t tier = answer->hits[at].at.tier;
    size_t before =
        at > 0 ? answer->hits[at - 1].at.tier : answer_lead(&answer->result);
    if (tier == before)
        return;
    struct buf how;
    buf_init(&how, 0);
    render_text_tier(&how, &answer->result.tiers[tier]);
    pen->indent = 4;
    buf_put_text(pen->out, "--- ");
    pen->column = 4;
    set_style(pen, dim);
    put_wrapped(pen, buf_span(&how), NULL, 0);
    set_style(pen, plain);
    buf_put_text(pen->out, "\n\n");
    buf_release(&how);
}

static struct pen open_pen(struct buf *out, const struct render_text_options *options)
{
    unsigned width = options->width ? options->width : 80;
    return (struct pen){
        .out = out, .color = options->color, .width = width < 30 ? 30 : width};
}

static void put_summary(struct buf *out, const struct answer *answer)
{
    const struct search_result *result = &answer->result;
    uint64_t typed = result->tiers[0].total;
    buf_print(out, "%s%llu of %llu articles", result->total_exact ? "" : "at least ",
              (unsigned long long)result->total, (unsigned long long)answer->articles);
    if (answer_is_typed(result) && typed > 0 && typed < result->total)
        buf_print(out, ", %llu as typed", (unsigned long long)typed);
    buf_print(out, ", %llu.%llu ms\n", (unsigned long long)(answer->took_us / 1000),
              (unsigned long long)(answer->took_us / 100 % 10));
}

void render_text_tier(struct buf *out, const struct search_tier *tier)
{
    buf_put_text(out, ui_rung(UI_EN, tier->rung));
    for (size_t i = 0; i < tier->change_count; i++) {
        buf_put_text(out, i ? "; " : ": ");
        escape_plain(out, tier->changes[i].from);
        buf_put_text(out, " = ");
        escape_plain(out, tier->changes[i].to);
    }
}

void render_text_answer(struct buf *out, const struct answer *answer,
                        const struct render_text_options *options)
{
    struct pen pen = open_pen(out, options);
    uint64_t first = (uint64_t)(answer->page ? answer->page - 1 : 0) * answer->per_page;
    for (size_t i = 0; i < answer->hit_count; i++) {
        put_tier(&pen, answer, i);
        put_hit(&pen, &answer->hits[i], first + i + 1);
    }
    put_summary(out, answer);
}

void render_text_article(struct buf *out, const struct answer_article *article,
                         const struct render_text_options *options)
{
    struct pen pen = open_pen(out, options);
    set_style(&pen, strong);
    put_wrapped(&pen, article->head.title, article->head.title_marks,
                article->head.title_mark_count);
    set_style(&pen, plain);
    put_source(&pen, &article->head);
    buf_put_byte(out, '\n');
    if (article->abstract.len > 0) {
        new_line(&pen);
        put_wrapped(&pen, article->abstract, NULL, 0);
        buf_put_byte(out, '\n');
    }
    for (size_t i = 0; i < article->paragraph_count; i++) {
        const struct answer_paragraph *paragraph = &article->paragraphs[i];
        new_line(&pen);
        if (paragraph->kind == ANSWER_LIST_ITEM)
            put_words(&pen, "- ");
        put_wrapped(&pen, paragraph->text, paragraph->marks, paragraph->mark_count);
        buf_put_byte(out, '\n');
    }
}
