/* The canonical record as one line of JSON. Fields that are not stated are left out;
 * what is written reads back as the same record (tests/unit/test_article_json.c).
 */
#include "ingest/article_json.h"
#include "ingest/date.h"

struct writer {
    struct buf *out;
    bool comma; /* something stands before in the object or list that is open */
};

static void put_escape(struct buf *out, uint8_t byte)
{
    switch (byte) {
    case '"':
        buf_put_text(out, "\\\"");
        break;
    case '\\':
        buf_put_text(out, "\\\\");
        break;
    case '\n':
        buf_put_text(out, "\\n");
        break;
    case '\t':
        buf_put_text(out, "\\t");
        break;
    default:
        buf_print(out, "\\u%04x", (unsigned)byte);
    }
}

static void put_string(struct buf *out, struct span text)
{
    buf_put_byte(out, '"');
    size_t from = 0;
    for (size_t at = 0; at < text.len; at++) {
        uint8_t byte = text.data[at];
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        buf_put(out, text.data + from, at - from);
        put_escape(out, byte);
        from = at + 1;
    }
    if (from < text.len)
        buf_put(out, text.data + from, text.len - from);
    buf_put_byte(out, '"');
}

static void begin_item(struct writer *writer)
{
    if (writer->comma)
        buf_put_byte(writer->out, ',');
    writer->comma = true;
}

static void begin_field(struct writer *writer, const char *name)
{
    begin_item(writer);
    put_string(writer->out, span_text(name));
    buf_put_byte(writer->out, ':');
}

static void open_bracket(struct writer *writer, char bracket)
{
    buf_put_byte(writer->out, (uint8_t)bracket);
    writer->comma = false;
}

static void close_bracket(struct writer *writer, char bracket)
{
    buf_put_byte(writer->out, (uint8_t)bracket);
    writer->comma = true;
}

static void put_field(struct writer *writer, const char *name, struct span text)
{
    if (text.len == 0)
        return;
    begin_field(writer, name);
    put_string(writer->out, text);
}

static void put_number(struct writer *writer, const char *name, uint64_t number)
{
    begin_field(writer, name);
    buf_print(writer->out, "%llu", (unsigned long long)number);
}

static bool has_text(const struct text_l10n *text)
{
    for (size_t lang = 0; lang < LANG_COUNT; lang++)
        if (text->in[lang].len > 0)
            return true;
    return false;
}

static void put_l10n(struct writer *writer, const char *name,
                     const struct text_l10n *text)
{
    if (!has_text(text))
        return;
    begin_field(writer, name);
    open_bracket(writer, '{');
    for (enum lang lang = LANG_UND; lang <= LANG_EN; lang++)
        put_field(writer, lang_tag(lang), text->in[lang]);
    close_bracket(writer, '}');
}

static void put_journal(struct writer *writer, const struct article *article)
{
    if (!has_text(&article->journal) && article->issn.len == 0 &&
        article->registration.len == 0)
        return;
    begin_field(writer, "journal");
    open_bracket(writer, '{');
    put_l10n(writer, "title", &article->journal);
    put_field(writer, "issn", article->issn);
    put_field(writer, "registration", article->registration);
    close_bracket(writer, '}');
}

static void put_issue(struct writer *writer, const struct article *article)
{
    put_field(writer, "volume", article->volume);
    put_field(writer, "number", article->number);
    put_field(writer, "running", article->running);
    put_field(writer, "issue", article->issue);
    if (article->issue_year != 0)
        put_number(writer, "issue_year", article->issue_year);
}

static void put_date(struct writer *writer, const struct article *article)
{
    if (article->date != 0) {
        begin_field(writer, "date");
        buf_put_byte(writer->out, '"');
        date_put_iso(writer->out, article->date);
        buf_put_byte(writer->out, '"');
    }
    put_field(writer, "date_text", article->date_text);
    if (article->pages.len == 0)
        return;
    begin_field(writer, "pages");
    open_bracket(writer, '{');
    put_field(writer, "text", article->pages);
    close_bracket(writer, '}');
}

static void put_authors(struct writer *writer, const struct article *article)
{
    if (article->author_count == 0)
        return;
    begin_field(writer, "authors");
    open_bracket(writer, '[');
    for (size_t i = 0; i < article->author_count; i++) {
        begin_item(writer);
        open_bracket(writer, '{');
        put_field(writer, "as_printed", article->authors[i].as_printed);
        put_field(writer, "family", article->authors[i].family);
        put_field(writer, "given", article->authors[i].given);
        close_bracket(writer, '}');
    }
    close_bracket(writer, ']');
}

static void put_keywords_of(struct writer *writer, const struct article *article,
                            enum lang lang)
{
    bool open = false;
    for (size_t i = 0; i < article->keyword_count; i++) {
        if (article->keywords[i].lang != lang)
            continue;
        if (!open) {
            begin_field(writer, lang_tag(lang));
            open_bracket(writer, '[');
            open = true;
        }
        begin_item(writer);
        put_string(writer->out, article->keywords[i].text);
    }
    if (open)
        close_bracket(writer, ']');
}

static void put_keywords(struct writer *writer, const struct article *article)
{
    if (article->keyword_count == 0)
        return;
    begin_field(writer, "keywords");
    open_bracket(writer, '{');
    for (enum lang lang = LANG_UND; lang <= LANG_EN; lang++)
        put_keywords_of(writer, article, lang);
    close_bracket(writer, '}');
}

static void put_body(struct writer *writer, const struct article *article)
{
    begin_field(writer, "body");
    open_bracket(writer, '[');
    for (size_t i = 0; i < article->paragraph_count; i++) {
        const struct paragraph *paragraph = &article->paragraphs[i];
        begin_item(writer);
        open_bracket(writer, '{');
        put_field(writer, "text", paragraph->text);
        put_field(writer, "kind", span_text(article_kind_text(paragraph->kind)));
        if (paragraph->lang != LANG_UND)
            put_field(writer, "lang", span_text(lang_tag(paragraph->lang)));
        close_bracket(writer, '}');
    }
    close_bracket(writer, ']');
}

static void put_translations(struct writer *writer, const struct article *article)
{
    if (article->translation_count == 0)
        return;
    begin_field(writer, "translations");
    open_bracket(writer, '[');
    for (size_t i = 0; i < article->translation_count; i++) {
        begin_item(writer);
        open_bracket(writer, '{');
        put_field(writer, "id", article->translations[i]);
        close_bracket(writer, '}');
    }
    close_bracket(writer, ']');
}

static void put_repairs(struct writer *writer, const struct article *article)
{
    uint64_t all = 0;
    for (size_t rule = 0; rule < REPAIR_RULES; rule++)
        all += article->repairs[rule];
    if (all == 0)
        return;
    begin_field(writer, "repairs");
    open_bracket(writer, '[');
    for (size_t rule = 0; rule < REPAIR_RULES; rule++) {
        if (article->repairs[rule] == 0)
            continue;
        begin_item(writer);
        buf_print(writer->out, "{\"rule\":\"R%zu\",\"count\":%lu}", rule + 1,
                  (unsigned long)article->repairs[rule]);
    }
    close_bracket(writer, ']');
}

static void put_source(struct writer *writer, const struct article *article)
{
    begin_field(writer, "source");
    open_bracket(writer, '{');
    put_field(writer, "file", article->source_file);
    put_field(writer, "format", article->source_format);
    put_field(writer, "seen", article->seen);
    put_repairs(writer, article);
    close_bracket(writer, '}');
}

void article_put_json(struct buf *out, const struct article *article)
{
    struct writer writer = {out, false};
    open_bracket(&writer, '{');
    put_field(&writer, "id", article->id);
    put_l10n(&writer, "title", &article->title);
    put_journal(&writer, article);
    put_issue(&writer, article);
    put_date(&writer, article);
    if (article->lang != LANG_UND)
        put_field(&writer, "lang", span_text(lang_tag(article->lang)));
    put_l10n(&writer, "rubric", &article->rubric);
    put_authors(&writer, article);
    put_l10n(&writer, "abstract", &article->abstract);
    put_keywords(&writer, article);
    put_field(&writer, "doi", article->doi);
    put_field(&writer, "url", article->url);
    put_body(&writer, article);
    put_translations(&writer, article);
    put_source(&writer, article);
    close_bracket(&writer, '}');
}
