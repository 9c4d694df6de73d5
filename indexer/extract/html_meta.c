/* <meta name="citation_title" content="…"> and its kin are rows of one table; the few
 * other places (title, h1, html lang, link, JSON-LD) are read by hand.
 */
#include "extract/html_meta.h"

#include "ingest/author.h"
#include "ingest/date.h"
#include "ingest/issue.h"
#include "text/utf8.h"

static const struct {
    const char *name; /* lower case */
    enum html_field field;
    unsigned rank;
} names[] = {
    {"citation_title", HTML_TITLE, 9},
    {"citation_author", HTML_AUTHORS, 9},
    {"citation_authors", HTML_AUTHORS, 8},
    {"citation_publication_date", HTML_DATE, 9},
    {"citation_date", HTML_DATE, 9},
    {"citation_cover_date", HTML_DATE, 8},
    {"citation_online_date", HTML_DATE, 8},
    {"citation_year", HTML_DATE, 4},
    {"citation_journal_title", HTML_JOURNAL, 9},
    {"citation_issn", HTML_ISSN, 9},
    {"citation_volume", HTML_VOLUME, 9},
    {"citation_issue", HTML_ISSUE, 9},
    {"citation_firstpage", HTML_FIRST_PAGE, 9},
    {"citation_lastpage", HTML_LAST_PAGE, 9},
    {"citation_doi", HTML_DOI, 9},
    {"citation_language", HTML_LANG, 9},
    {"citation_keywords", HTML_KEYWORDS, 9},
    {"citation_abstract", HTML_ABSTRACT, 9},
    {"citation_section", HTML_RUBRIC, 9},
    {"citation_abstract_html_url", HTML_URL, 9},
    {"dc.title", HTML_TITLE, 6},
    {"dc.creator", HTML_AUTHORS, 6},
    {"dc.creator.personalname", HTML_AUTHORS, 6},
    {"dc.date", HTML_DATE, 5},
    {"dc.date.issued", HTML_DATE, 6},
    {"dc.date.created", HTML_DATE, 5},
    {"dc.source", HTML_JOURNAL, 6},
    {"dc.publisher", HTML_JOURNAL, 1},
    {"dc.coverage.section", HTML_RUBRIC, 5},
    {"dc.identifier", HTML_IDENTIFIERS, 6},
    {"dc.source.issn", HTML_ISSN, 6},
    {"dc.source.volume", HTML_VOLUME, 6},
    {"dc.source.issue", HTML_ISSUE, 6},
    {"dc.identifier.doi", HTML_DOI, 6},
    {"dc.identifier.uri", HTML_URL, 6},
    {"dc.language", HTML_LANG, 6},
    {"dc.subject", HTML_KEYWORDS, 6},
    {"dc.description", HTML_ABSTRACT, 6},
    {"dcterms.abstract", HTML_ABSTRACT, 6},
    {"dcterms.issued", HTML_DATE, 6},
    {"dc.type.articletype", HTML_RUBRIC, 4},
    {"og:title", HTML_TITLE, 5},
    {"og:site_name", HTML_JOURNAL, 3},
    {"og:url", HTML_URL, 5},
    {"og:locale", HTML_LANG, 2},
    {"article:published_time", HTML_DATE, 5},
    {"article:author", HTML_AUTHORS, 5},
    {"article:section", HTML_RUBRIC, 5},
    {"article:tag", HTML_KEYWORDS, 5},
    {"author", HTML_AUTHORS, 2},
    {"keywords", HTML_KEYWORDS, 2},
};

void html_meta_say(struct html_meta *meta, enum html_field field, unsigned rank,
                   struct span text, enum lang lang)
{
    struct html_said *said = &meta->fields[field];
    text = span_trim(text);
    if (text.len == 0 || rank < said->rank)
        return;
    if (rank > said->rank)
        said->count = 0;
    said->rank = rank;
    if (said->count == HTML_LIST_MAX)
        return;
    if (text.len > HTML_VALUE_BYTES) {
        size_t end = HTML_VALUE_BYTES;
        while (end > 0 && (text.data[end] & 0xC0) == 0x80)
            end--;
        text.len = end;
    }
    text = arena_copy(meta->arena, text);
    if (text.len > 0)
        said->values[said->count++] = (struct html_value){text, lang};
}

struct html_value html_meta_get(const struct html_meta *meta, enum html_field field)
{
    const struct html_said *said = &meta->fields[field];
    return said->count > 0 ? said->values[0] : (struct html_value){{NULL, 0}, LANG_UND};
}

/* --- Where pages say it ------------------------------------------------------ */

static bool same_name(struct span text, const char *name)
{
    size_t len = strlen(name);
    if (text.len != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        uint8_t byte = text.data[i];
        if (byte >= 'A' && byte <= 'Z')
            byte |= 0x20;
        if (byte != (uint8_t)name[i])
            return false;
    }
    return true;
}

static enum lang stated_lang(const GumboNode *node)
{
    struct span tag = html_attribute(node, "xml:lang");
    if (tag.len == 0)
        tag = html_attribute(node, "lang");
    return lang_from_tag(tag);
}

static void read_meta_tag(struct html_meta *meta, const GumboNode *node)
{
    struct span name = html_attribute(node, "name");
    if (name.len == 0)
        name = html_attribute(node, "property");
    for (size_t i = 0; name.len > 0 && i < sizeof names / sizeof *names; i++)
        if (same_name(name, names[i].name)) {
            html_meta_say(meta, names[i].field, names[i].rank,
                          html_attribute(node, "content"), stated_lang(node));
            return;
        }
}

static void say_text(struct html_meta *meta, enum html_field field, unsigned rank,
                     const GumboNode *node)
{
    struct buf text;
    buf_init(&text, HTML_VALUE_BYTES);
    html_text_of(&text, node);
    if (text.status == ST_OK)
        html_meta_say(meta, field, rank, buf_span(&text), LANG_UND);
    buf_release(&text);
}

/* Scripts are raw text: no tags, no entities. */
static void read_script(struct html_meta *meta, const GumboNode *node)
{
    if (!same_name(html_attribute(node, "type"), "application/ld+json"))
        return;
    const GumboVector *children = &node->v.element.children;
    if (children->length > 0)
        html_json_ld_read(meta, html_node_text(children->data[0]));
}

static void read_element(struct html_meta *meta, const GumboNode *node)
{
    GumboTag tag = html_tag(node);
    if (tag == GUMBO_TAG_META)
        read_meta_tag(meta, node);
    else if (tag == GUMBO_TAG_SCRIPT)
        read_script(meta, node);
    else if (tag == GUMBO_TAG_HTML)
        html_meta_say(meta, HTML_LANG, 1, html_attribute(node, "lang"), LANG_UND);
    else if (tag == GUMBO_TAG_TITLE && html_tag(node->parent) == GUMBO_TAG_HEAD)
        say_text(meta, HTML_TITLE, 1, node);
    else if (tag == GUMBO_TAG_H1 && meta->fields[HTML_TITLE].rank < 3)
        say_text(meta, HTML_TITLE, 3, node);
    else if (tag == GUMBO_TAG_LINK &&
             same_name(html_attribute(node, "rel"), "canonical"))
        html_meta_say(meta, HTML_URL, 4, html_attribute(node, "href"), LANG_UND);
    else if (same_name(html_attribute(node, "itemprop"), "datepublished"))
        html_meta_say(meta, HTML_DATE, 3, html_attribute(node, "datetime"), LANG_UND);
}

enum status html_meta_read(struct html_meta *meta, const GumboNode *document,
                           struct arena *arena, struct error *err)
{
    meta->arena = arena;
    meta->fields = arena_zeroed(arena, HTML_FIELDS, sizeof *meta->fields);
    if (!meta->fields)
        return fail(err, arena->status, "html: out of memory");
    struct html_walk walk = html_walk_open(document);
    for (enum html_event event; (event = html_walk_next(&walk)) != HTML_END;)
        if (event == HTML_ENTER && walk.node->type == GUMBO_NODE_ELEMENT)
            read_element(meta, walk.node);
    return arena->status == ST_OK ? ST_OK
                                  : fail(err, arena->status, "html: out of memory");
}

/* --- Into the article -------------------------------------------------------- */

static void put_texts(const struct html_meta *meta, enum html_field field,
                      struct text_l10n *out, enum lang hint)
{
    const struct html_said *said = &meta->fields[field];
    for (size_t i = 0; i < said->count; i++) {
        struct html_value value = said->values[i];
        enum lang lang =
            value.lang != LANG_UND ? value.lang : lang_guess(value.text, hint);
        if (out->in[lang].len == 0)
            out->in[lang] = value.text;
    }
}

/* What Dublin Core calls a source begins with the journal's name:
 *   Journal; Том 12 № 1 (2015): name; 6-7      Journal. - 2020. - № 4 (16). - 22-25-б.
 */
static size_t journal_end(struct span source)
{
    static const char *const ends[] = {";", ". -", ". –", ". —", " //"};
    size_t end = source.len;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct span mark = span_text(ends[i]);
        for (size_t at = 0; at + mark.len <= end; at++)
            if (span_equal(span_part(source, at, mark.len), mark))
                end = at;
    }
    return end;
}

static void put_journal(const struct html_meta *meta, struct article *article)
{
    struct html_said *said = &meta->fields[HTML_JOURNAL];
    for (size_t i = 0; i < said->count && said->rank == 6; i++) {
        struct span *text = &said->values[i].text;
        if (article->number.len == 0)
            (void)issue_find(*text, &article->number, &article->running);
        *text = span_trim(span_part(*text, 0, journal_end(*text)));
    }
    put_texts(meta, HTML_JOURNAL, &article->journal, article->lang);
}

/* The page's own word goes before the date of a byline. */
static void put_date(const struct html_meta *meta, struct article *article)
{
    const struct html_said *said = &meta->fields[HTML_DATE];
    uint32_t date = 0;
    for (size_t i = 0; i < said->count && date == 0; i++)
        date = date_read(said->values[i].text);
    if (date != 0)
        article->date = date;
}

/* "ISSN 1694-0008", a DOI, an address: Dublin Core has one name for them all. */
static void put_identifiers(const struct html_meta *meta, struct article *article)
{
    const struct html_said *said = &meta->fields[HTML_IDENTIFIERS];
    for (size_t i = 0; i < said->count; i++) {
        struct span text = said->values[i].text;
        struct span issn = span_part(text, text.len > 9 ? text.len - 9 : 0, 9);
        if (span_starts(text, span_text("http"))) {
            if (article->url.len == 0)
                article->url = text;
        } else if (span_starts(text, span_text("10.")) && article->doi.len == 0) {
            article->doi = text;
        } else if (article_issn_valid(issn) && article->issn.len == 0) {
            article->issn = issn;
        }
    }
}

static void put_authors(const struct html_meta *meta, struct article *article)
{
    const struct html_said *said = &meta->fields[HTML_AUTHORS];
    size_t count = 0, off;
    struct span name;
    for (size_t i = 0; i < said->count; i++)
        for (off = 0; author_next(said->values[i].text, &off, &name);)
            count++;
    article->authors = arena_zeroed(meta->arena, count, sizeof *article->authors);
    for (size_t i = 0; article->authors && i < said->count; i++)
        for (off = 0; author_next(said->values[i].text, &off, &name);)
            article->authors[article->author_count++] = author_read(name);
}

static bool next_keyword(struct span list, size_t *off, struct span *word)
{
    uint8_t between = span_find(list, ';', 0) < list.len ? ';' : ',';
    while (*off < list.len) {
        size_t end = span_find(list, between, *off);
        *word = span_trim(span_part(list, *off, end - *off));
        *off = end + 1;
        if (word->len > 0)
            return true;
    }
    return false;
}

static void put_keywords(const struct html_meta *meta, struct article *article)
{
    const struct html_said *said = &meta->fields[HTML_KEYWORDS];
    size_t count = 0, off;
    struct span word;
    for (size_t i = 0; i < said->count; i++)
        for (off = 0; next_keyword(said->values[i].text, &off, &word);)
            count++;
    struct keyword *keywords = arena_zeroed(meta->arena, count, sizeof *keywords);
    for (size_t i = 0; keywords && i < said->count; i++)
        for (off = 0; next_keyword(said->values[i].text, &off, &word);) {
            enum lang lang = said->values[i].lang;
            if (lang == LANG_UND)
                lang = lang_guess(word, article->lang);
            keywords[article->keyword_count++] = (struct keyword){word, lang};
        }
    article->keywords = keywords;
}

static void put_pages(const struct html_meta *meta, struct article *article)
{
    struct span first = html_meta_get(meta, HTML_FIRST_PAGE).text;
    struct span last = html_meta_get(meta, HTML_LAST_PAGE).text;
    struct buf pages;
    buf_init(&pages, 0);
    buf_put_span(&pages, first);
    if (first.len > 0 && last.len > 0 && !span_equal(first, last)) {
        buf_put_byte(&pages, '-');
        buf_put_span(&pages, last);
    }
    if (pages.status == ST_OK && pages.len > 0)
        article->pages = arena_copy(meta->arena, buf_span(&pages));
    buf_release(&pages);
}

static void put_issn(const struct html_meta *meta, struct article *article)
{
    const struct html_said *said = &meta->fields[HTML_ISSN];
    for (size_t i = 0; i < said->count && article->issn.len == 0; i++)
        if (article_issn_valid(said->values[i].text))
            article->issn = said->values[i].text;
}

enum status html_meta_put(const struct html_meta *meta, struct article *article,
                          struct error *err)
{
    article->volume = html_meta_get(meta, HTML_VOLUME).text;
    article->number = html_meta_get(meta, HTML_ISSUE).text;
    article->doi = html_meta_get(meta, HTML_DOI).text;
    article->url = html_meta_get(meta, HTML_URL).text;
    put_texts(meta, HTML_TITLE, &article->title, article->lang);
    put_texts(meta, HTML_ABSTRACT, &article->abstract, article->lang);
    put_texts(meta, HTML_RUBRIC, &article->rubric, article->lang);
    put_journal(meta, article);
    put_date(meta, article);
    put_authors(meta, article);
    put_keywords(meta, article);
    put_pages(meta, article);
    put_issn(meta, article);
    put_identifiers(meta, article);
    if (meta->arena->status != ST_OK)
        return fail(err, meta->arena->status, "html: the page says too much");
    return ST_OK;
}
