/* One query out: parse, search, then only for the page's hits the stored article.
 *
 *   q -> query_parse -> search_run -> hits --store_get--> fields, title marks
 *                                        \--store_body--> snippets
 *
 * A hit has a passage of its body when a word matched there, else one of its abstract,
 * else its beginning, so that every hit says something.
 */
#include "answer/result.h"

#include "answer/session.h"
#include "base/clock.h"
#include "match/readings.h"
#include "text/utf8.h"
#include "text/words.h"

enum { EXPLAIN_BYTES = 1 << 16 };

/* --- Snippets
 * -------------------------------------------------------------------------- */

static enum status read_span(void *context, uint32_t off, uint32_t len,
                             struct span *out, struct error *err)
{
    const struct span *text = context;
    (void)err;
    *out = span_part(*text, off, len);
    return ST_OK;
}

static struct snippet_maker maker_of(struct session_doc *doc, unsigned limit)
{
    return (struct snippet_maker){doc->session->analysis, &doc->session->arena,
                                  &doc->leaves, limit};
}

static enum status body_snippets(struct session_doc *doc, unsigned limit,
                                 struct answer_snippet *out, size_t *count,
                                 struct error *err)
{
    struct snippet_text body = session_doc_body(doc);
    struct snippet_maker maker = maker_of(doc, limit);
    struct marked_places places =
        marked_field(doc->places, doc->place_count, FIELD_BODY);
    if (places.count == 0 || body.bytes == 0)
        return ST_OK;
    return snippet_make(&maker, &body, places, out, count, err);
}

/* The abstract's passages with matches, or its beginning. */
static enum status abstract_snippets(struct session_doc *doc, unsigned limit,
                                     struct answer_snippet *out, size_t *count,
                                     struct error *err)
{
    enum lang lang;
    struct span text = record_text(&doc->record.abstract, doc->record.lang, &lang);
    struct snippet_text abstract = {
        .read = read_span, .context = &text, .bytes = (uint32_t)text.len, .lang = lang};
    struct snippet_maker maker = maker_of(doc, limit);
    struct marked_places places =
        marked_field(doc->places, doc->place_count, FIELD_ABSTRACT);
    bool first = true; /* the words of the text before it would have to be counted */
    for (int other = 0; other < (int)lang; other++)
        first = first && doc->record.abstract.in[other].len == 0;
    if (text.len == 0)
        return ST_OK;
    if (abstract.lang == LANG_UND)
        abstract.lang = doc->record.lang;
    if (first && places.count > 0) {
        enum status status = snippet_make(&maker, &abstract, places, out, count, err);
        if (status != ST_OK || *count > 0)
            return status;
    }
    return snippet_lead(&maker, &abstract, out, count, err);
}

static enum status lead_snippet(struct session_doc *doc, struct answer_snippet *out,
                                size_t *count, struct error *err)
{
    struct snippet_text body = session_doc_body(doc);
    struct snippet_maker maker = maker_of(doc, 1);
    return body.bytes > 0 ? snippet_lead(&maker, &body, out, count, err) : ST_OK;
}

static enum status fill_snippets(struct session_doc *doc, unsigned limit,
                                 struct answer_hit *hit, struct error *err)
{
    struct answer_snippet *made =
        arena_zeroed(&doc->session->arena, SNIPPET_PASSAGES_MAX, sizeof *made);
    size_t count = 0;
    if (!made)
        return fail(err, ST_NOMEM, "answer: out of memory");
    enum status status = body_snippets(doc, limit, made, &count, err);
    if (status == ST_OK && count == 0)
        status = abstract_snippets(doc, limit, made, &count, err);
    if (status == ST_OK && count == 0)
        status = lead_snippet(doc, made, &count, err);
    if (status != ST_OK)
        return status;
    hit->snippets = made;
    hit->snippet_count = count;
    return ST_OK;
}

/* --- Hits
 * ------------------------------------------------------------------------------- */

static enum status fill_explain(struct session_doc *doc,
                                const struct search_options *options,
                                struct answer_hit *hit, struct error *err)
{
    struct buf lines;
    buf_init(&lines, EXPLAIN_BYTES);
    enum status status =
        search_explain(&lines, doc->snapshot, doc->root, &doc->at, options, err);
    if (status == ST_OK)
        hit->explain = arena_copy(&doc->session->arena, buf_span(&lines));
    buf_release(&lines);
    return status;
}

static enum status fill_hit(struct session_doc *doc,
                            const struct answer_request *request,
                            const struct search_options *options,
                            struct answer_hit *hit, struct error *err)
{
    enum status status = session_doc_load(doc, err);
    if (status == ST_OK)
        status = session_doc_head(doc, hit, err);
    if (status == ST_OK && request->snippets > 0)
        status = fill_snippets(doc, request->snippets, hit, err);
    if (status == ST_OK && request->explain)
        status = fill_explain(doc, options, hit, err);
    return status;
}

static enum status fill_hits(struct answer *answer, struct session *session,
                             const struct snapshot *snapshot,
                             const struct answer_request *request,
                             const struct search_options *options, struct error *err)
{
    const struct search_result *result = &answer->result;
    struct session_doc doc = {
        .session = session, .snapshot = snapshot, .root = answer->query.root};
    enum status status = ST_OK;
    answer->hits =
        arena_zeroed(&session->arena, result->hit_count + 1, sizeof *answer->hits);
    if (!answer->hits)
        return fail(err, ST_NOMEM, "answer: out of memory");
    for (size_t i = 0; i < result->hit_count && status == ST_OK; i++) {
        doc.at = result->hits[i];
        doc.root = result->tiers[doc.at.tier].root;
        status = fill_hit(&doc, request, options, &answer->hits[i], err);
        answer->hits[i].rung = result->tiers[doc.at.tier].rung;
    }
    session_doc_done(&doc);
    answer->hit_count = status == ST_OK ? result->hit_count : 0;
    return status;
}

/* Every rung but those that were not asked for; free text has no words to repair. */
struct search_ladder answer_ladder(const struct answer_request *request,
                                   const struct session *session)
{
    const struct terms *terms = request->no_terms ? NULL : request->terms;
    struct search_ladder ladder = {
        .rungs = (1U << RUNG_COUNT) - 1, .analysis = session->analysis, .terms = terms};
    if (request->as_typed || request->mode == QUERY_MODE_FREE)
        ladder.rungs = 0;
    else if (!terms)
        ladder.rungs &= ~(1U << RUNG_TERMS);
    return ladder;
}

static struct search_options options_of(const struct answer_request *request)
{
    struct search_options options = request->search;
    uint64_t page = request->page ? request->page : 1;
    uint64_t offset = (page - 1) * request->per_page;
    options.limit = request->per_page;
    options.offset = offset > SEARCH_LIMIT_MAX ? SEARCH_LIMIT_MAX : (uint32_t)offset;
    return options;
}

static enum status find(struct answer *answer, struct session *session,
                        const struct snapshot *snapshot,
                        const struct answer_request *request, struct error *err)
{
    struct search_options options = options_of(request);
    struct search_ladder ladder = answer_ladder(request, session);
    options.ladder = ladder.rungs ? &ladder : NULL;
    options.free_text = request->mode == QUERY_MODE_FREE;
    enum status status = query_parse(&answer->query, request->q, request->mode,
                                     session->analysis, &session->arena, err);
    if (status == ST_OK && request->mode != QUERY_MODE_FREE)
        status = readings_settle(answer->query.root, snapshot, session->analysis, err);
    if (status == ST_OK)
        status = search_run(&answer->result, snapshot, &answer->query, &options,
                            &session->arena, err);
    if (status == ST_OK)
        status = fill_hits(answer, session, snapshot, request, &options, err);
    return status;
}

enum status answer_search(struct answer *out, struct session *session,
                          const struct snapshot *snapshot,
                          const struct answer_request *request, struct error *err)
{
    uint64_t start_us = clock_monotonic_us();
    struct answer answer = {.page = request->page ? request->page : 1,
                            .per_page = request->per_page,
                            .generation = snapshot->manifest.generation,
                            .articles = snapshot->live_count};
    session_reset(session);
    enum status status = find(&answer, session, snapshot, request, err);
    if (status != ST_OK)
        return status;
    answer.took_us = clock_monotonic_us() - start_us;
    *out = answer;
    return ST_OK;
}

size_t answer_lead(const struct search_result *result)
{
    for (size_t i = 0; i < result->tier_count; i++)
        if (result->tiers[i].total > 0)
            return i;
    return 0;
}

bool answer_is_typed(const struct search_result *result)
{
    return result->tiers[0].rung == RUNG_TYPED && result->dropped_count == 0 &&
           !result->any_word && !result->loosened;
}

bool answer_says_text(const struct answer *answer, const struct search_tier *tier)
{
    bool spelt = tier->rung != RUNG_TERMS && tier->rung != RUNG_NAMES &&
                 answer->result.dropped_count == 0 &&
                 !span_equal(tier->text, answer->query.text);
    for (size_t i = 0; i < tier->change_count; i++) {
        struct span to = tier->changes[i].to;
        spelt = spelt && span_find(to, ',', 0) == to.len;
    }
    return spelt;
}

/* --- Suggestions
 * ------------------------------------------------------------------------ */

/* The word that the text ends in, as a part of it; empty when it ends in something
 * else. */
static struct span last_word(struct span text)
{
    struct words words = words_open(text);
    struct span word, last = {NULL, 0};
    while (words_next(&words, &word))
        last = word;
    bool at_end = last.len > 0 && last.data + last.len == text.data + text.len;
    return at_end ? last : (struct span){NULL, 0};
}

static bool keep_before(struct arena *arena, struct span before,
                        struct suggestion *suggestion)
{
    size_t len = before.len + suggestion->text.len;
    uint8_t *both = arena_alloc(arena, len);
    if (!both)
        return false;
    if (before.len > 0)
        memcpy(both, before.data, before.len);
    memcpy(both + before.len, suggestion->text.data, suggestion->text.len);
    suggestion->text = span_of(both, len);
    return true;
}

static struct span valid_copy(struct arena *arena, struct span text)
{
    struct buf valid;
    buf_init(&valid, 4 * QUERY_BYTES_MAX);
    (void)utf8_repair(&valid, span_part(text, 0, QUERY_BYTES_MAX));
    struct span copy = arena_copy(arena, buf_span(&valid));
    buf_release(&valid);
    return copy;
}

enum status answer_suggest(struct suggestion **out, size_t *count,
                           struct session *session, const struct snapshot *snapshot,
                           struct span typed, size_t limit, struct error *err)
{
    session_reset(session);
    struct arena *arena = &session->arena;
    struct span text = valid_copy(arena, typed), word = last_word(text);
    struct span before = span_part(text, 0, text.len - word.len);
    struct suggestion *found = NULL;
    size_t found_count = 0;
    if (word.len > 0) {
        enum status status =
            suggest_run(snapshot, word, limit, arena, &found, &found_count, err);
        if (status != ST_OK)
            return status;
    }
    for (size_t i = 0; i < found_count; i++)
        if (!keep_before(arena, before, &found[i]))
            return fail(err, ST_NOMEM, "suggestions: out of memory");
    *out = found;
    *count = found_count;
    return ST_OK;
}
