/* One article from one JSON object, canonical or short:
 *
 *   canonical  "title": {"ky": "…"}   "body": [{"text": "…", "kind": "p", "lang": "ky"}]
 *   short      "title": "…"           "body": "a paragraph\na paragraph"
 *
 * The body is read first, since it decides the article's language, and that is the hint
 * for the language of every text that does not state its own. A field of a wrong type
 * is a field that is not there: only syntax makes a record bad.
 */
#include "ingest/article_json.h"

#include "ingest/author.h"
#include "ingest/date.h"
#include "ingest/json_tree.h"
#include "ingest/repair.h"
#include "text/utf8.h"

enum { NUMBER_BYTES = 24 };

struct reader {
    struct article *article;
    struct arena *arena;
    struct repair repair;
};

/* --- Texts into the arena ---------------------------------------------------- */

static struct span keep(struct reader *reader, struct span text)
{
    return text.len == 0 ? (struct span){NULL, 0} : arena_copy(reader->arena, text);
}

static struct span keep_text(struct reader *reader, struct span raw)
{
    return keep(reader, repair_text(&reader->repair, raw));
}

/* Ids, names: only characters are repaired. */
static struct span keep_name(struct reader *reader, struct span raw)
{
    return keep(reader, repair_characters(&reader->repair, raw));
}

/* A string or an integer. */
static struct span keep_scalar(struct reader *reader, const struct json_node *value)
{
    if (!json_tree_is(value, JSON_INTEGER_NODE))
        return keep_name(reader, json_tree_text(value));
    uint8_t digits[NUMBER_BYTES];
    size_t at = sizeof digits;
    int64_t number = json_tree_number(value);
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (uint8_t)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        digits[--at] = '-';
    return keep(reader, span_of(digits + at, sizeof digits - at));
}

static void read_scalar(struct reader *reader, const struct json_node *object,
                        const char *name, struct span *out)
{
    struct span value = keep_scalar(reader, json_tree_get(object, name));
    if (value.len > 0)
        *out = value;
}

/* Both with a byte between them, or the one that is there. */
static struct span joined(struct reader *reader, struct span first, uint8_t between,
                          struct span second)
{
    if (first.len == 0 || second.len == 0)
        return second.len > 0 ? second : first;
    uint8_t *both = arena_alloc(reader->arena, first.len + 1 + second.len);
    if (!both)
        return (struct span){NULL, 0};
    memcpy(both, first.data, first.len);
    both[first.len] = between;
    memcpy(both + first.len + 1, second.data, second.len);
    return span_of(both, first.len + 1 + second.len);
}

/* A text or a map from language tag to text. */
static void read_l10n(struct reader *reader, const struct json_node *value,
                      struct text_l10n *out)
{
    if (json_tree_is(value, JSON_STRING_NODE)) {
        article_put_text(out, keep_text(reader, json_tree_text(value)),
                         reader->article->lang);
        return;
    }
    for (const struct json_node *at = json_tree_members(value); at; at = at->next) {
        enum lang lang = lang_from_tag(at->name);
        if (out->in[lang].len == 0)
            out->in[lang] = keep_text(reader, json_tree_text(at));
    }
}

/* --- The body ---------------------------------------------------------------- */

static const char *const kinds[] = {
    [PARAGRAPH_TEXT] = "p",       [PARAGRAPH_HEADING] = "h",
    [PARAGRAPH_LIST_ITEM] = "li", [PARAGRAPH_TABLE] = "table",
    [PARAGRAPH_NOTE] = "note",    [PARAGRAPH_REFERENCE] = "ref",
};

const char *article_kind_text(enum paragraph_kind kind)
{
    return kinds[kind];
}

static enum paragraph_kind kind_of(struct span text)
{
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (span_equal(text, span_text(kinds[i])))
            return (enum paragraph_kind)i;
    return PARAGRAPH_TEXT;
}

static void add_paragraph(struct reader *reader, struct span raw,
                          enum paragraph_kind kind, enum lang lang)
{
    struct article *article = reader->article;
    struct span text = keep_text(reader, raw);
    if (text.len > 0)
        article->paragraphs[article->paragraph_count++] =
            (struct paragraph){text, lang, kind};
}

static bool next_line(struct span text, size_t *off, struct span *line)
{
    if (*off >= text.len)
        return false;
    size_t end = span_find(text, '\n', *off);
    *line = span_part(text, *off, end - *off);
    *off = end + 1;
    return true;
}

static void read_body_text(struct reader *reader, struct span body)
{
    size_t lines = 0, off = 0;
    struct span line;
    while (next_line(body, &off, &line))
        lines++;
    reader->article->paragraphs =
        arena_zeroed(reader->arena, lines, sizeof(struct paragraph));
    off = 0;
    while (reader->article->paragraphs && next_line(body, &off, &line))
        add_paragraph(reader, line, PARAGRAPH_TEXT, LANG_UND);
}

static void read_body_item(struct reader *reader, const struct json_node *item)
{
    if (json_tree_is(item, JSON_STRING_NODE)) {
        add_paragraph(reader, json_tree_text(item), PARAGRAPH_TEXT, LANG_UND);
        return;
    }
    enum lang lang = lang_from_tag(json_tree_text(json_tree_get(item, "lang")));
    add_paragraph(reader, json_tree_text(json_tree_get(item, "text")),
                  kind_of(json_tree_text(json_tree_get(item, "kind"))), lang);
}

static void read_body(struct reader *reader, const struct json_node *body)
{
    if (json_tree_is(body, JSON_STRING_NODE)) {
        read_body_text(reader, json_tree_text(body));
        return;
    }
    reader->article->paragraphs =
        arena_zeroed(reader->arena, json_tree_count(body), sizeof(struct paragraph));
    if (!reader->article->paragraphs)
        return;
    for (const struct json_node *item = json_tree_items(body); item; item = item->next)
        read_body_item(reader, item);
}

/* A list of its own in some records; here they stand behind the body. */
static void read_references(struct reader *reader, const struct json_node *list)
{
    struct article *article = reader->article;
    size_t count = json_tree_count(list);
    if (count == 0)
        return;
    struct paragraph *all = arena_zeroed(
        reader->arena, article->paragraph_count + count, sizeof *article->paragraphs);
    if (!all)
        return;
    if (article->paragraph_count > 0)
        memcpy(all, article->paragraphs,
               article->paragraph_count * sizeof *article->paragraphs);
    article->paragraphs = all;
    for (const struct json_node *item = json_tree_items(list); item; item = item->next)
        add_paragraph(reader, json_tree_text(item), PARAGRAPH_REFERENCE, LANG_UND);
}

/* --- Authors, keywords, translations ----------------------------------------- */

static struct span printed_name(const struct json_node *item)
{
    if (json_tree_is(item, JSON_STRING_NODE))
        return json_tree_text(item);
    struct span name = json_tree_text(json_tree_get(item, "as_printed"));
    return name.len > 0 ? name : json_tree_text(json_tree_get(item, "name"));
}

static void add_author(struct reader *reader, const struct json_node *item)
{
    struct author author = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    read_scalar(reader, item, "family", &author.family);
    read_scalar(reader, item, "given", &author.given);
    author.as_printed = keep_name(reader, printed_name(item));
    if (author.as_printed.len == 0)
        author.as_printed = joined(reader, author.given, ' ', author.family);
    if (author.as_printed.len == 0)
        return;
    if (author.family.len == 0)
        author = author_read(author.as_printed);
    reader->article->authors[reader->article->author_count++] = author;
}

/* "Бариева А.Ж.; Асанов Э.Д." */
static void read_author_list(struct reader *reader, struct span list)
{
    size_t count = 0, off = 0;
    struct span name;
    while (author_next(list, &off, &name))
        count++;
    struct author *authors = arena_zeroed(reader->arena, count, sizeof *authors);
    reader->article->authors = authors;
    for (off = 0; authors && author_next(list, &off, &name);) {
        struct span printed = keep_name(reader, name);
        if (printed.len > 0)
            authors[reader->article->author_count++] = author_read(printed);
    }
}

static void read_authors(struct reader *reader, const struct json_node *list)
{
    if (json_tree_is(list, JSON_STRING_NODE)) {
        read_author_list(reader, json_tree_text(list));
        return;
    }
    reader->article->authors = arena_zeroed(reader->arena, json_tree_count(list),
                                            sizeof *reader->article->authors);
    if (!reader->article->authors)
        return;
    for (const struct json_node *item = json_tree_items(list); item; item = item->next)
        add_author(reader, item);
}

/* Room for `more` keywords behind those that are there. */
static bool grow_keywords(struct reader *reader, size_t more)
{
    struct article *article = reader->article;
    struct keyword *grown = arena_zeroed(reader->arena, article->keyword_count + more,
                                         sizeof *article->keywords);
    if (!grown)
        return false;
    if (article->keyword_count > 0)
        memcpy(grown, article->keywords, article->keyword_count * sizeof *grown);
    article->keywords = grown;
    return true;
}

static void add_keyword(struct reader *reader, struct span raw, enum lang lang)
{
    struct span text = keep_name(reader, raw);
    if (text.len == 0)
        return;
    if (lang == LANG_UND)
        lang = lang_guess(text, reader->article->lang);
    reader->article->keywords[reader->article->keyword_count++] =
        (struct keyword){text, lang};
}

/* A list, or one string with ; or , between. */
static void read_keyword_list(struct reader *reader, const struct json_node *list,
                              enum lang lang)
{
    if (json_tree_is(list, JSON_ARRAY_NODE) &&
        grow_keywords(reader, json_tree_count(list)))
        for (const struct json_node *item = json_tree_items(list); item;
             item = item->next)
            add_keyword(reader, json_tree_text(item), lang);
    struct span text = json_tree_text(list);
    uint8_t between = span_find(text, ';', 0) < text.len ? ';' : ',';
    size_t parts = 1;
    for (size_t at = 0; at < text.len; at++)
        parts += text.data[at] == between;
    if (text.len == 0 || !grow_keywords(reader, parts))
        return;
    for (size_t off = 0; off < text.len;) {
        size_t end = span_find(text, between, off);
        add_keyword(reader, span_part(text, off, end - off), lang);
        off = end + 1;
    }
}

static void read_keywords(struct reader *reader, const struct json_node *value)
{
    if (!json_tree_is(value, JSON_OBJECT_NODE)) {
        read_keyword_list(reader, value, LANG_UND);
        return;
    }
    for (const struct json_node *at = json_tree_members(value); at; at = at->next)
        read_keyword_list(reader, at, lang_from_tag(at->name));
}

static void read_translations(struct reader *reader, const struct json_node *list)
{
    struct span *ids = arena_zeroed(reader->arena, json_tree_count(list), sizeof *ids);
    const struct json_node *item = ids ? json_tree_items(list) : NULL;
    for (; item; item = item->next) {
        struct span id = json_tree_text(item);
        if (id.len == 0)
            id = json_tree_text(json_tree_get(item, "id"));
        id = keep_name(reader, id);
        if (id.len > 0)
            ids[reader->article->translation_count++] = id;
    }
    reader->article->translations = ids;
}

/* --- Single fields ----------------------------------------------------------- */

static void read_journal(struct reader *reader, const struct json_node *root)
{
    struct article *article = reader->article;
    const struct json_node *journal = json_tree_get(root, "journal");
    const struct json_node *title = json_tree_get(journal, "title");
    read_l10n(reader, title ? title : journal, &article->journal);
    read_scalar(reader, journal, "registration", &article->registration);
    struct span issn = {NULL, 0};
    read_scalar(reader, root, "issn", &issn);
    read_scalar(reader, journal, "eissn", &issn);
    read_scalar(reader, journal, "issn", &issn);
    if (article_issn_valid(issn))
        article->issn = issn;
}

static void read_date(struct reader *reader, const struct json_node *root)
{
    struct article *article = reader->article;
    struct span text = keep_scalar(reader, json_tree_get(root, "date"));
    article->date = date_read(text);
    read_scalar(reader, root, "date_text", &article->date_text);
    bool plain_iso = article->date != 0 && text.data[0] >= '0' && text.data[0] <= '9' &&
                     text.len <= 10 && (text.len == 4 || text.data[4] == '-');
    if (article->date_text.len == 0 && !plain_iso)
        article->date_text = text;
}

static void read_issue(struct reader *reader, const struct json_node *root)
{
    struct article *article = reader->article;
    read_scalar(reader, root, "volume", &article->volume);
    struct span last = {NULL, 0}; /* of a double issue */
    read_scalar(reader, root, "number", &article->number);
    read_scalar(reader, root, "number_end", &last);
    article->number = joined(reader, article->number, '-', last);
    read_scalar(reader, root, "running", &article->running);
    read_scalar(reader, root, "issue", &article->issue);
    int64_t year = json_tree_number(json_tree_get(root, "issue_year"));
    if (year >= 1000 && year <= 2999)
        article->issue_year = (uint32_t)year;
}

static struct span without_prefix(struct span text, const char *prefix)
{
    struct span start = span_text(prefix);
    return span_starts(text, start) ? span_part(text, start.len, text.len) : text;
}

/* A DOI without its address or label: 10.33514/… */
static struct span plain_doi(struct span doi)
{
    static const char *const prefixes[] = {"https://", "http://", "dx.", "doi.org/",
                                           "doi:",     "DOI:",    "DOI "};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        doi = without_prefix(doi, prefixes[i]);
    return span_trim(doi);
}

static void read_pages(struct reader *reader, const struct json_node *pages)
{
    struct article *article = reader->article;
    article->pages = keep_scalar(reader, pages);
    read_scalar(reader, pages, "text", &article->pages);
    if (article->pages.len > 0)
        return;
    struct span first = {NULL, 0}, last = {NULL, 0};
    read_scalar(reader, pages, "first", &first);
    read_scalar(reader, pages, "last", &last);
    article->pages = joined(reader, first, '-', last);
}

/* Where the record says it comes from: kept when nothing better is known. */
static void read_source(struct reader *reader, const struct json_node *source)
{
    struct article *article = reader->article;
    read_scalar(reader, source, "file", &article->source_file);
    read_scalar(reader, source, "format", &article->source_format);
    read_scalar(reader, source, "seen", &article->seen);
    const struct json_node *list = json_tree_get(source, "repairs");
    for (const struct json_node *item = json_tree_items(list); item;
         item = item->next) {
        struct span rule = json_tree_text(json_tree_get(item, "rule"));
        int64_t times = json_tree_number(json_tree_get(item, "count"));
        if (rule.len == 2 && rule.data[0] == 'R' && rule.data[1] >= '1' &&
            rule.data[1] <= '6' && times > 0 && times <= INT32_MAX)
            reader->repair.counts[rule.data[1] - '1'] += (uint32_t)times;
    }
}

static void read_fields(struct reader *reader, const struct json_node *root)
{
    struct article *article = reader->article;
    read_scalar(reader, root, "id", &article->id);
    read_scalar(reader, root, "doi", &article->doi);
    article->doi = plain_doi(article->doi);
    read_scalar(reader, root, "url", &article->url);
    read_issue(reader, root);
    read_date(reader, root);
    read_pages(reader, json_tree_get(root, "pages"));
    article->lang = lang_from_tag(json_tree_text(json_tree_get(root, "lang")));
    read_body(reader, json_tree_get(root, "body"));
    article_guess_languages(article, LANG_UND);
    read_references(reader, json_tree_get(root, "references"));
    read_l10n(reader, json_tree_get(root, "title"), &article->title);
    read_journal(reader, root);
    read_l10n(reader, json_tree_get(root, "rubric"), &article->rubric);
    const struct json_node *abstract = json_tree_get(root, "abstract");
    read_l10n(reader, abstract ? abstract : json_tree_get(root, "summary"),
              &article->abstract);
    read_authors(reader, json_tree_get(root, "authors"));
    read_keywords(reader, json_tree_get(root, "keywords"));
    read_translations(reader, json_tree_get(root, "translations"));
    read_source(reader, json_tree_get(root, "source"));
}

/* --- The object -------------------------------------------------------------- */

static enum status read_root(struct article *article, const struct json_node *root,
                             struct arena *arena, struct error *err)
{
    struct article made = {.date = 0};
    struct reader reader = {.article = &made, .arena = arena};
    struct span body = json_tree_text(json_tree_get(root, "body"));
    repair_init(&reader.repair, body);
    read_fields(&reader, root);
    for (size_t rule = 0; rule < REPAIR_RULES; rule++)
        made.repairs[rule] = reader.repair.counts[rule];
    enum status status = reader.repair.status;
    repair_release(&reader.repair);
    if (arena->status != ST_OK)
        return fail(err, arena->status, "article: the record is too large");
    if (status != ST_OK)
        return fail(err, status, "article: the text is too large");
    *article = made;
    return ST_OK;
}

static enum status read_valid(struct article *article, struct span json,
                              struct arena *arena, struct error *err)
{
    const struct json_node *root = NULL;
    enum status status = json_tree_load(&root, json, arena, err);
    if (status != ST_OK)
        return status;
    if (json_tree_is(root, JSON_OBJECT_NODE))
        return read_root(article, root, arena, err);
    return fail(err, ST_CORRUPT, "JSON: not an object at byte 0");
}

enum status article_from_json(struct article *article, struct span json,
                              struct arena *arena, struct error *err)
{
    if (utf8_valid(json))
        return read_valid(article, json, arena, err);
    struct buf valid;
    buf_init(&valid, 0);
    size_t bad = utf8_repair(&valid, json);
    enum status status = valid.status != ST_OK
                             ? fail(err, valid.status, "JSON: the record is too large")
                             : read_valid(article, buf_span(&valid), arena, err);
    buf_release(&valid);
    if (status == ST_OK)
        article->repairs[REPAIR_CHARACTERS] +=
            (uint32_t)(bad < 1000000 ? bad : 1000000);
    return status;
}
