/* One script holds an object, a list of objects, or {"@graph": [objects]}; the first
 * object whose type is that of an article is read. Periodicals hang below:
 *
 *   article -> isPartOf issue -> isPartOf volume -> isPartOf periodical (name, issn)
 *
 * The levels are followed in a loop of fixed length, so no page can make it long.
 */
#include "extract/html_meta.h"

#include "ingest/json_load.h"
#include "text/utf8.h"

enum { RANK = 7, PART_LEVELS = 4 };

static bool is_article_type(struct span type)
{
    static const char *const types[] = {"ScholarlyArticle", "Article", "NewsArticle",
                                        "BlogPosting", "Report"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (span_equal(type, span_text(types[i])))
            return true;
    return false;
}

static bool is_article(const json_t *object)
{
    const json_t *type = json_object_get(object, "@type");
    if (is_article_type(json_span(type)))
        return true;
    for (size_t i = 0; i < json_array_size(type); i++)
        if (is_article_type(json_span(json_array_get(type, i))))
            return true;
    return false;
}

static const json_t *find_article(const json_t *root)
{
    const json_t *graph = json_object_get(root, "@graph");
    const json_t *list = graph ? graph : root;
    if (is_article(root))
        return root;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (is_article(json_array_get(list, i)))
            return json_array_get(list, i);
    return NULL;
}

static void say(struct html_meta *meta, enum html_field field, const json_t *value)
{
    html_meta_say(meta, field, RANK, json_span(value), LANG_UND);
}

/* A text, an object with a name, or a list of either. */
static void say_names(struct html_meta *meta, enum html_field field,
                      const json_t *value)
{
    say(meta, field, value);
    say(meta, field, json_object_get(value, "name"));
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);
        say(meta, field, item);
        say(meta, field, json_object_get(item, "name"));
    }
}

static void say_parts(struct html_meta *meta, const json_t *article)
{
    const json_t *part = json_object_get(article, "isPartOf");
    for (unsigned level = 0; part && level < PART_LEVELS; level++) {
        say(meta, HTML_ISSUE, json_object_get(part, "issueNumber"));
        say(meta, HTML_VOLUME, json_object_get(part, "volumeNumber"));
        say(meta, HTML_ISSN, json_object_get(part, "issn"));
        say(meta, HTML_JOURNAL, json_object_get(part, "name"));
        part = json_object_get(part, "isPartOf");
    }
}

static void say_article(struct html_meta *meta, const json_t *article)
{
    const json_t *headline = json_object_get(article, "headline");
    say(meta, HTML_TITLE, headline ? headline : json_object_get(article, "name"));
    say_names(meta, HTML_AUTHORS, json_object_get(article, "author"));
    say(meta, HTML_DATE, json_object_get(article, "datePublished"));
    say_names(meta, HTML_LANG, json_object_get(article, "inLanguage"));
    say_names(meta, HTML_RUBRIC, json_object_get(article, "articleSection"));
    say_names(meta, HTML_KEYWORDS, json_object_get(article, "keywords"));
    say(meta, HTML_ABSTRACT, json_object_get(article, "abstract"));
    say(meta, HTML_FIRST_PAGE, json_object_get(article, "pageStart"));
    say(meta, HTML_LAST_PAGE, json_object_get(article, "pageEnd"));
    say(meta, HTML_URL, json_object_get(article, "url"));
    say_parts(meta, article);
}

void html_json_ld_read(struct html_meta *meta, struct span json)
{
    json_t *root = NULL;
    if (json.len == 0 || !utf8_valid(json) ||
        json_load_value(&root, json, NULL) != ST_OK)
        return;
    const json_t *article = find_article(root);
    if (article)
        say_article(meta, article);
    json_decref(root);
}
