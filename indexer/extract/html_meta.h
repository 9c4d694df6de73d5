/* html_meta.h - what a page says about its article.
 *
 * Layer    extract (includes base, text, ingest)
 * Memory   values are copied to an arena
 * Threads  pure functions
 * Source   Highwire Press tags (citation_*), Dublin Core in HTML, Open Graph,
 *          schema.org in JSON-LD
 *
 * Several sources may speak about one field; the one of the highest rank wins:
 * citation_* 9, JSON-LD 7, DC 6, Open Graph 5, plain HTML 1 to 3.
 */
#ifndef MSEARCH_EXTRACT_HTML_META_H
#define MSEARCH_EXTRACT_HTML_META_H

#include "base/memory.h"
#include "extract/html_tree.h"
#include "ingest/article.h"

enum html_field {
    HTML_TITLE = 0,
    HTML_DATE,
    HTML_JOURNAL,
    HTML_ISSN,
    HTML_VOLUME,
    HTML_ISSUE,
    HTML_FIRST_PAGE,
    HTML_LAST_PAGE,
    HTML_DOI,
    HTML_URL,
    HTML_LANG,
    HTML_ABSTRACT,
    HTML_RUBRIC,
    HTML_AUTHORS, /* lists from here on */
    HTML_KEYWORDS,
    HTML_IDENTIFIERS,
    HTML_FIELDS
};

enum { HTML_LIST_MAX = 256, HTML_VALUE_BYTES = 65536 };

struct html_value {
    struct span text;
    enum lang lang; /* stated by the tag, else LANG_UND */
};

/* All that was said about one field with the highest rank so far. */
struct html_said {
    struct html_value values[HTML_LIST_MAX];
    size_t count;
    unsigned rank;
};

struct html_meta {
    struct arena *arena;
    struct html_said *fields; /* HTML_FIELDS of them */
};

/* errors  ST_NOMEM, ST_LIMIT */
MUST_USE enum status html_meta_read(struct html_meta *meta, const GumboNode *document,
                                    struct arena *arena, struct error *err);
/* Say something about a field; longer values are cut, empty ones ignored. */
void html_meta_say(struct html_meta *meta, enum html_field field, unsigned rank,
                   struct span text, enum lang lang);
/* The first value of a field, or an empty one. */
struct html_value html_meta_get(const struct html_meta *meta, enum html_field field);
/* Put it into an article whose body is read already (its language is the hint). */
MUST_USE enum status html_meta_put(const struct html_meta *meta,
                                   struct article *article, struct error *err);
/* The fields of a JSON-LD script that is about an article; anything else is ignored. */
void html_json_ld_read(struct html_meta *meta, struct span json);

#endif
