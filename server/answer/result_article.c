/* One whole article: its record, its paragraphs, the query's words marked in all of
 * them.
 */
#include "answer/result.h"
#include "answer/session.h"
#include "match/readings.h"
#include "segment/columns_read.h"
#include "segment/segment_read.h"

/* The live article with this id; the newest segment is asked first. */
static bool find_article(const struct snapshot *snapshot, struct span id,
                         struct search_hit *at)
{
    for (size_t i = snapshot->segment_count; i-- > 0;) {
        const struct segment *segment = snapshot->segments[i];
        doc_id doc = columns_find_id(segment, id);
        if (doc == DOC_END || segment_bit(segment_deleted(segment), doc))
            continue;
        *at = (struct search_hit){.segment = (uint32_t)i, .doc = doc};
        return true;
    }
    return false;
}

struct body {
    struct session_doc *doc;
    struct snippet_text text;
    struct span bytes;
    struct marked_range *ranges;
    size_t range_count;
};

static struct segment_paragraph paragraph_of(const struct body *body, size_t number,
                                             uint32_t *end)
{
    const struct snippet_text *text = &body->text;
    if (text->paragraph_count == 0) {
        *end = text->bytes;
        return (struct segment_paragraph){0, (uint8_t)text->lang, ANSWER_TEXT};
    }
    struct segment_paragraph at = text->paragraphs[number];
    *end = text->bytes;
    if (number + 1 < text->paragraph_count && text->paragraphs[number + 1].off > at.off)
        *end = text->paragraphs[number + 1].off - 1;
    at.lang %= LANG_COUNT;
    return at;
}

static size_t paragraph_total(const struct body *body)
{
    if (body->text.bytes == 0)
        return 0;
    return body->text.paragraph_count ? body->text.paragraph_count : 1;
}

static bool mark_body(struct body *body)
{
    struct session_doc *doc = body->doc;
    struct marked_walk walk;
    struct marked_places places =
        marked_field(doc->places, doc->place_count, FIELD_BODY);
    if (!marked_walk_open(&walk, doc->session->analysis, &doc->leaves, places, 0,
                          &doc->session->arena))
        return false;
    for (size_t i = 0; i < paragraph_total(body) && !marked_walk_done(&walk); i++) {
        uint32_t end;
        struct segment_paragraph at = paragraph_of(body, i, &end);
        if (at.kind != ANSWER_REFERENCE)
            marked_walk_text(&walk, span_part(body->bytes, at.off, end - at.off),
                             (enum lang)at.lang, at.off);
    }
    body->ranges = walk.ranges;
    body->range_count = marked_walk_finish(&walk);
    return true;
}

/* Ranges are in text order: those of a paragraph stand together. */
static void fill_paragraph(struct body *body, size_t number, size_t *next,
                           struct answer_paragraph *out)
{
    uint32_t end;
    struct segment_paragraph at = paragraph_of(body, number, &end);
    size_t first = *next;
    while (*next < body->range_count && body->ranges[*next].off < end)
        (*next)++;
    out->text = span_part(body->bytes, at.off, end - at.off);
    out->lang = (enum lang)at.lang;
    out->kind = at.kind;
    out->mark_count =
        marked_part(body->ranges + first, *next - first, at.off, end - at.off,
                    &body->doc->session->arena, &out->marks);
}

static enum status fill_body(struct session_doc *doc, struct answer_article *article,
                             struct error *err)
{
    struct body body = {.doc = doc, .text = session_doc_body(doc)};
    struct arena *arena = &doc->session->arena;
    enum status status = body.text.read(doc, 0, body.text.bytes, &body.bytes, err);
    if (status != ST_OK)
        return status;
    size_t count = paragraph_total(&body), next = 0;
    article->paragraphs = arena_zeroed(arena, count + 1, sizeof *article->paragraphs);
    if (!article->paragraphs || !mark_body(&body))
        return fail(err, ST_NOMEM, "article: out of memory");
    for (size_t i = 0; i < count; i++)
        fill_paragraph(&body, i, &next, &article->paragraphs[i]);
    article->paragraph_count = count;
    return arena->status == ST_OK ? ST_OK
                                  : fail(err, arena->status, "article: out of memory");
}

static enum status fill_article(struct session_doc *doc, struct answer_article *article,
                                struct error *err)
{
    enum status status = session_doc_load(doc, err);
    if (status == ST_OK)
        status = session_doc_head(doc, &article->head, err);
    if (status != ST_OK)
        return status;
    const struct record *record = &doc->record;
    article->meta = doc->stored.meta;
    article->abstract = record_text(&record->abstract, article->head.lang, NULL);
    article->issn = record->issn;
    article->doi = record->doi;
    article->volume = record->volume;
    article->number = record->number;
    article->keywords = record->keywords;
    article->keyword_count = record->keyword_count;
    article->translations = record->translations;
    article->translation_count = record->translation_count;
    return fill_body(doc, article, err);
}

/* The tree that finds this article: an answer's pages lead here from any tier. */
static const struct query_node *root_of(const struct search_result *result,
                                        const struct search_hit *at)
{
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct search_hit *hit = &result->hits[i];
        if (hit->segment == at->segment && hit->doc == at->doc)
            return result->tiers[hit->tier].root;
    }
    return result->tiers[answer_lead(result)].root;
}

/* What is asked for, without what narrows it: the search again, for its trees. */
static enum status choose_root(struct session_doc *doc,
                               const struct answer_request *request, struct error *err)
{
    struct query query;
    struct search_result result;
    struct session *session = doc->session;
    struct search_ladder ladder = answer_ladder(request, session);
    struct search_options options = {.limit = SEARCH_LIMIT_MAX,
                                     .relax = request->search.relax,
                                     .deadline_us = request->search.deadline_us,
                                     .ladder = ladder.rungs ? &ladder : NULL};
    enum status status = query_parse(&query, request->q, request->mode,
                                     session->analysis, &session->arena, err);
    if (status == ST_OK && request->mode != QUERY_MODE_FREE)
        status = readings_settle(query.root, doc->snapshot, session->analysis, err);
    if (status == ST_OK)
        doc->root = query.root;
    if (status != ST_OK || (!options.ladder && !options.relax))
        return status;
    status = search_run(&result, doc->snapshot, &query, &options, &session->arena, err);
    if (status == ST_OK)
        doc->root = root_of(&result, &doc->at);
    return status;
}

enum status answer_article(struct answer_article *out, struct session *session,
                           const struct snapshot *snapshot, struct span id,
                           const struct answer_request *request, struct error *err)
{
    struct session_doc doc = {.session = session, .snapshot = snapshot};
    struct answer_article article = {.meta = {NULL, 0}};
    enum status status = ST_OK;

    session_reset(session);
    if (!find_article(snapshot, id, &doc.at))
        return fail(err, ST_NOT_FOUND, "no article has this id");
    if (request && request->q.len > 0)
        status = choose_root(&doc, request, err);
    if (status == ST_OK)
        status = fill_article(&doc, &article, err);
    session_doc_done(&doc);
    if (status == ST_OK)
        *out = article;
    return status;
}
