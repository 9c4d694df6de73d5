/* result.h - a request answered: ids turned into titles, sources, snippets, counts.
 *
 * Layer    answer (includes base, text, segment, query, match)
 * Memory   an answer lives in the session's arena until the next request
 * Threads  one struct session per thread
 */
#ifndef MSEARCH_ANSWER_RESULT_H
#define MSEARCH_ANSWER_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "match/search.h"
#include "match/snapshot.h"
#include "match/suggest.h"
#include "query/query.h"
#include "query/query_parse.h"

struct terms;

/* What a thread needs to answer: analysis, inflate state, one arena. */
struct session;
enum { SESSION_ARENA_BYTES = 32 << 20 };
MUST_USE enum status session_open(struct session **session, struct error *err);
void session_close(struct session *session); /* NULL is fine */
struct arena *session_arena(struct session *session);
struct analysis *session_analysis(struct session *session);

struct answer_request {
    struct span q;
    enum query_mode mode;
    uint32_t page;     /* from 1 */
    uint32_t per_page; /* 1..100 */
    /* Sort, facets, filters, dates, langs, relax, deadline; offset and limit come from
     * page and per_page, the ladder from what follows. */
    struct search_options search;
    bool as_typed;             /* no ladder: neither repairs nor terms */
    bool no_terms;             /* the ladder without terms and synonyms */
    const struct terms *terms; /* shared by all threads, read only; NULL: none */
    unsigned snippets;         /* passages a hit, 0..3 */
    bool explain;
};

struct answer_mark {
    uint32_t off, len; /* bytes in the snippet's text */
};
struct answer_snippet {
    struct span text; /* whole sentences or a cut with … where cut_before / cut_after */
    bool cut_before, cut_after;
    enum lang lang;
    const struct answer_mark *marks; /* ascending, not overlapping */
    size_t mark_count;
};

struct answer_hit {
    struct span id, url, title, journal, issue, pages, rubric;
    enum lang title_lang, lang;
    const struct answer_mark *title_marks;
    size_t title_mark_count;
    const struct span *authors;
    size_t author_count;
    uint32_t date; /* yyyymmdd, 0 none */
    float score;
    const struct answer_snippet *snippets;
    size_t snippet_count;
    struct span explain; /* lines; empty unless asked */
    enum search_rung rung;
    struct search_hit at; /* at.tier: of answer.result.tiers */
};

struct answer {
    struct query query;
    struct search_result result;
    struct answer_hit *hits;
    size_t hit_count;
    uint32_t page, per_page;
    uint64_t took_us;
    uint64_t generation; /* of the index */
    uint64_t articles;   /* in the index */
};

/* One whole article, for /article/ID and `msearch show`. */
enum answer_kind { /* as stored: the numbers of ingest's enum paragraph_kind */
                   ANSWER_TEXT = 0,
                   ANSWER_HEADING,
                   ANSWER_LIST_ITEM,
                   ANSWER_TABLE,
                   ANSWER_NOTE,
                   ANSWER_REFERENCE /* shown, not indexed */
};
struct answer_paragraph {
    struct span text;
    enum lang lang;
    uint8_t kind; /* enum answer_kind */
    const struct answer_mark *marks;
    size_t mark_count;
};
struct answer_article {
    struct answer_hit head; /* no snippets */
    struct span meta;       /* the record's JSON without body */
    struct span abstract, issn, doi, volume, number;
    struct span *keywords;
    size_t keyword_count;
    struct answer_paragraph *paragraphs;
    size_t paragraph_count;
    struct span *translations; /* ids */
    size_t translation_count;
};

/* What of the ladder the request may climb. */
struct search_ladder answer_ladder(const struct answer_request *request,
                                   const struct session *session);
/* The tier that the answer is mainly of: the first one that found something; 0 when none
 * did. Its number does not depend on the page. */
size_t answer_lead(const struct search_result *result);
/* Are the hits of the first tier those of the query as it was typed? Else it was relaxed,
 * or repaired and relaxed. */
bool answer_is_typed(const struct search_result *result);
/* Does the text of a repaired tier say all of it? Not when words were left out of it, when
 * one word became several, nor for names and terms: their changes do. */
bool answer_says_text(const struct answer *answer, const struct search_tier *tier);

/* Resets the session's arena, then fills it. ST_OK with zero hits is an answer. Free text
 * (QUERY_MODE_FREE) is not repaired. */
MUST_USE enum status answer_search(struct answer *answer, struct session *session,
                                   const struct snapshot *snapshot,
                                   const struct answer_request *request,
                                   struct error *err);
/* The words of the request's q are marked (NULL, or empty: none), and when the search
 * finds the article by other words, those. ST_NOT_FOUND. */
MUST_USE enum status answer_article(struct answer_article *article,
                                    struct session *session,
                                    const struct snapshot *snapshot, struct span id,
                                    const struct answer_request *request,
                                    struct error *err);
MUST_USE enum status answer_suggest(struct suggestion **suggestions, size_t *count,
                                    struct session *session,
                                    const struct snapshot *snapshot, struct span typed,
                                    size_t limit, struct error *err);

#endif
