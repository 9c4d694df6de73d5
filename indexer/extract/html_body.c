/* Text nodes gather in one buf; a block's begin or end, or two line breaks, make it a
 * paragraph:
 *
 *   <h2>A</h2><p>b <i>c</i></p>d<br><br>e        h A | p b c | p d | p e
 *   <tr><td>x<td>y                               table x | y
 *
 * What a paragraph is (heading, item, …) depends on the elements around it: they are
 * counted, since there is no recursion that could remember them.
 */
#include "extract/html_body.h"

#include "ingest/date.h"

enum {
    BODY_BYTES_MAX = 64 << 20,
    PARAGRAPHS_MAX = 1 << 20,
    BYLINE_PARAGRAPHS = 3, /* a byline is one of the first */
    BYLINE_BYTES_MAX = 400
};

struct body {
    struct article *article;
    struct arena *arena;
    const struct html_shown *shown;
    struct buf text;
    size_t capacity;
    unsigned headings, items, notes; /* elements of the kind that are open */
    unsigned cells;                  /* of the row that is being gathered */
    bool broke;                      /* the last thing was a line break */
    bool references;                 /* below the heading of a list of references */
};

static bool is_heading(GumboTag tag)
{
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

static bool is_block(GumboTag tag)
{
    static const GumboTag tags[] = {
        GUMBO_TAG_P,       GUMBO_TAG_DIV,     GUMBO_TAG_SECTION,    GUMBO_TAG_ARTICLE,
        GUMBO_TAG_MAIN,    GUMBO_TAG_UL,      GUMBO_TAG_OL,         GUMBO_TAG_LI,
        GUMBO_TAG_TABLE,   GUMBO_TAG_TR,      GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE,
        GUMBO_TAG_DL,      GUMBO_TAG_DT,      GUMBO_TAG_DD,         GUMBO_TAG_FIGURE,
        GUMBO_TAG_CAPTION, GUMBO_TAG_ADDRESS, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_HR,
        GUMBO_TAG_BODY,    GUMBO_TAG_CENTER,
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i] == tag)
            return true;
    return is_heading(tag);
}

static bool is_references_heading(struct span text)
{
    static const char *const names[] = {
        "Литература", "Список литературы",      "Список использованной литературы",
        "Адабияттар", "Колдонулган адабияттар", "Адабияттардын тизмеси",
        "References", "Библиография",
    };
    if (text.len > 0 && text.data[text.len - 1] == ':')
        text.len--;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_equal(text, span_text(names[i])))
            return true;
    return false;
}

static enum paragraph_kind kind_now(const struct body *body)
{
    if (body->headings > 0)
        return PARAGRAPH_HEADING;
    if (body->references)
        return PARAGRAPH_REFERENCE;
    if (body->items > 0)
        return PARAGRAPH_LIST_ITEM;
    if (body->notes > 0)
        return PARAGRAPH_NOTE;
    return body->cells > 1 ? PARAGRAPH_TABLE : PARAGRAPH_TEXT;
}

/* Room for one more; the old list stays in the arena, so lists double. */
static bool grow(struct body *body)
{
    struct article *article = body->article;
    if (article->paragraph_count < body->capacity)
        return true;
    size_t capacity = body->capacity ? body->capacity * 2 : 64;
    struct paragraph *grown = capacity > PARAGRAPHS_MAX
                                  ? NULL
                                  : arena_zeroed(body->arena, capacity, sizeof *grown);
    if (!grown)
        return false;
    if (article->paragraph_count > 0)
        memcpy(grown, article->paragraphs, article->paragraph_count * sizeof *grown);
    article->paragraphs = grown;
    body->capacity = capacity;
    return true;
}

/* "16-сентябрь, 2019-ж. | Рубрика: Жолдор | …": begins with a date, and nothing or a
 * bar follows. */
static bool is_byline(struct body *body, struct span text)
{
    if (body->article->paragraph_count >= BYLINE_PARAGRAPHS ||
        text.len > BYLINE_BYTES_MAX)
        return false;
    size_t bar = span_find(text, '|', 0);
    uint32_t date = date_read(text);
    if (date == 0 || (bar == text.len && text.len > 40))
        return false;
    if (body->article->date == 0)
        body->article->date = date;
    return true;
}

/* The abstract again, and the heading that announced it. */
static bool is_abstract(struct body *body, struct span text)
{
    struct article *article = body->article;
    if (!span_equal(text, body->shown->abstract))
        return false;
    if (article->paragraph_count > 0 &&
        article->paragraphs[article->paragraph_count - 1].kind == PARAGRAPH_HEADING)
        article->paragraph_count--;
    return true;
}

static bool is_shown_elsewhere(struct body *body, struct span text)
{
    return span_equal(text, body->shown->title) || is_byline(body, text) ||
           is_abstract(body, text);
}

static void add(struct body *body, struct span text, enum paragraph_kind kind)
{
    if (kind == PARAGRAPH_HEADING)
        body->references = is_references_heading(text);
    if (!grow(body))
        return;
    body->article->paragraphs[body->article->paragraph_count++] =
        (struct paragraph){arena_copy(body->arena, text), LANG_UND, kind};
}

static void end_paragraph(struct body *body)
{
    struct span text = span_trim(buf_span(&body->text));
    while (text.len > 0 && (text.data[0] == '|' || text.data[0] == ' '))
        text = span_part(text, 1, text.len); /* cells that were empty */
    while (text.len > 0 &&
           (text.data[text.len - 1] == '|' || text.data[text.len - 1] == ' '))
        text.len--;
    if (text.len > 0 && !is_shown_elsewhere(body, text))
        add(body, text, kind_now(body));
    body->text.len = 0;
    body->cells = 0;
    body->broke = false;
}

static void line_break(struct body *body)
{
    if (body->broke && body->cells == 0)
        end_paragraph(body);
    else
        html_put_text(&body->text, span_text(" "));
    body->broke = true;
}

static void begin_cell(struct body *body)
{
    if (body->cells++ > 0)
        buf_put_text(&body->text, " | ");
}

static void count_open(struct body *body, GumboTag tag, unsigned step)
{
    body->headings += is_heading(tag) ? step : 0;
    body->items += tag == GUMBO_TAG_LI ? step : 0;
    body->notes += tag == GUMBO_TAG_FIGCAPTION || tag == GUMBO_TAG_CAPTION ? step : 0;
}

static void enter(struct body *body, const GumboNode *node)
{
    struct span text = html_node_text(node);
    if (span_trim(text).len > 0)
        body->broke = false;
    html_put_text(&body->text, text);
    GumboTag tag = html_tag(node);
    if (is_block(tag))
        end_paragraph(body);
    count_open(body, tag, 1);
    if (tag == GUMBO_TAG_BR)
        line_break(body);
    else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH)
        begin_cell(body);
}

static void leave(struct body *body, const GumboNode *node)
{
    GumboTag tag = html_tag(node);
    if (is_block(tag))
        end_paragraph(body);
    count_open(body, tag, 0U - 1U);
}

static void walk_body(struct body *body, const GumboNode *main, bool forms)
{
    struct html_walk walk = html_walk_open(main);
    const GumboNode *dropped = NULL;
    for (enum html_event event; (event = html_walk_next(&walk)) != HTML_END;) {
        if (event == HTML_LEAVE && walk.node != dropped)
            leave(body, walk.node);
        if (event == HTML_LEAVE)
            continue;
        walk.skip = walk.node != main && html_is_dropped(walk.node, forms);
        if (walk.skip)
            dropped = walk.node;
        else
            enter(body, walk.node);
    }
    end_paragraph(body);
}

enum status html_read_body(struct article *article, const GumboNode *main,
                           const struct html_shown *shown, struct arena *arena,
                           struct error *err)
{
    struct body body = {.article = article, .arena = arena, .shown = shown};
    buf_init(&body.text, BODY_BYTES_MAX);
    walk_body(&body, main, true);
    if (article->paragraph_count == 0) {
        body.headings = body.items = body.notes = 0;
        walk_body(&body, main, false);
    }
    enum status status = body.text.status;
    buf_release(&body.text);
    if (status == ST_OK)
        status = arena->status;
    return status == ST_OK ? ST_OK : fail(err, status, "html: the text is too large");
}
