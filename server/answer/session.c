/* A thread's tools, and what every answer does with one article: load it, find the
 * query's words in it, fill the fields of a hit.
 *
 * Invariant: nothing in an answer outlives the arena's reset, and nothing of a snapshot
 * outlives it: texts are copied by the store into the arena.
 */
#include "answer/session.h"

#include "segment/columns_read.h"

enum { TEXTS_GAP = 8 }; /* words left free between two texts of a field (build/) */

enum status session_open(struct session **out, struct error *err)
{
    struct session *session = memory_zeroed(1, sizeof *session);
    if (!session)
        return fail(err, ST_NOMEM, "no memory for a session");
    record_setup();
    arena_init(&session->arena, SESSION_ARENA_BYTES);
    enum status status = analysis_open(&session->analysis, err);
    if (status == ST_OK)
        status = store_cache_open(&session->cache, err);
    if (status != ST_OK) {
        session_close(session);
        return status;
    }
    *out = session;
    return ST_OK;
}

void session_close(struct session *session)
{
    if (!session)
        return;
    store_cache_close(session->cache);
    analysis_close(session->analysis);
    arena_release(&session->arena);
    memory_free(session);
}

struct arena *session_arena(struct session *session)
{
    return &session->arena;
}

struct analysis *session_analysis(struct session *session)
{
    return session->analysis;
}

void session_reset(struct session *session)
{
    arena_reset(&session->arena);
    store_cache_forget(session->cache, NULL);
}

/* --- One article --------------------------------------------------------------------
 */

static const struct segment *segment_of(const struct session_doc *doc)
{
    return doc->snapshot->segments[doc->at.segment];
}

enum status session_doc_load(struct session_doc *doc, struct error *err)
{
    struct arena *arena = &doc->session->arena;
    enum status status = store_get(segment_of(doc), doc->at.doc, doc->session->cache,
                                   arena, &doc->stored, err);
    if (status == ST_OK)
        status = record_read(&doc->record, doc->stored.meta, arena, err);
    doc->places = NULL;
    doc->place_count = 0;
    if (status != ST_OK || !doc->root)
        return status;
    struct place_finder **finder = &doc->finders[doc->at.tier];
    marked_leaves_fill(&doc->leaves, doc->root);
    if (!*finder)
        status = place_finder_open(finder, doc->snapshot, doc->root, err);
    if (status == ST_OK)
        status = place_finder_get(*finder, &doc->at, arena, &doc->places,
                                  &doc->place_count, err);
    if (status == ST_OK)
        marked_sort(doc->places, doc->place_count);
    return status;
}

void session_doc_done(struct session_doc *doc)
{
    for (unsigned i = 0; i < SEARCH_TIERS_MAX; i++) {
        place_finder_close(doc->finders[i]);
        doc->finders[i] = NULL;
    }
}

static struct span value_of(const struct session_doc *doc, enum column column)
{
    uint32_t ordinal = columns_ordinal(segment_of(doc), column, doc->at.doc);
    if (ordinal == COLUMN_NONE)
        return (struct span){NULL, 0};
    return arena_copy(&doc->session->arena,
                      columns_value(segment_of(doc), column, ordinal));
}

/* What is shown is what filters and facets know, so that a click finds it again. */
static void fill_source(const struct session_doc *doc, struct answer_hit *hit)
{
    const struct record *record = &doc->record;
    hit->journal = value_of(doc, COLUMN_JOURNAL);
    hit->issue = value_of(doc, COLUMN_ISSUE);
    hit->rubric = value_of(doc, COLUMN_RUBRIC);
    hit->id = record->id;
    if (hit->id.len == 0)
        hit->id =
            arena_copy(&doc->session->arena, columns_id(segment_of(doc), doc->at.doc));
    hit->url = record->url;
    hit->pages = record->pages;
    hit->authors = record->authors;
    hit->author_count = record->author_count;
    hit->date = columns_date(segment_of(doc), doc->at.doc);
    hit->lang = (enum lang)(columns_lang(segment_of(doc), doc->at.doc) % LANG_COUNT);
}

/* Walk the texts as indexing did; only the ranges of the one shown are kept. */
static size_t walk_texts(struct marked_walk *walk, const struct record_texts *texts,
                         enum lang own, enum lang shown)
{
    size_t first = 0;
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        struct span text = texts->in[lang];
        if (text.len == 0)
            continue;
        if (walk->next_pos > 0)
            walk->next_pos += TEXTS_GAP;
        if (lang == (int)shown)
            for (first = 0; first < walk->places.count; first++)
                walk->ranges[first].len = 0;
        marked_walk_text(walk, text, lang == LANG_UND ? own : (enum lang)lang, 0);
        if (lang == (int)shown)
            return marked_walk_finish(walk);
    }
    return 0;
}

bool session_doc_marks(struct session_doc *doc, enum field field,
                       const struct record_texts *texts, enum lang lang,
                       const struct answer_mark **marks, size_t *count)
{
    struct marked_walk walk;
    struct marked_places places = marked_field(doc->places, doc->place_count, field);
    *marks = NULL;
    *count = 0;
    if (places.count == 0 || texts->in[lang].len == 0)
        return true;
    if (!marked_walk_open(&walk, doc->session->analysis, &doc->leaves, places, 0,
                          &doc->session->arena))
        return false;
    size_t found = walk_texts(&walk, texts, doc->record.lang, lang);
    *count = marked_part(walk.ranges, found, 0, (uint32_t)texts->in[lang].len,
                         &doc->session->arena, marks);
    return *marks != NULL;
}

enum status session_doc_head(struct session_doc *doc, struct answer_hit *hit,
                             struct error *err)
{
    struct answer_hit made = {.at = doc->at, .score = doc->at.score};
    const struct record *record = &doc->record;
    fill_source(doc, &made);
    made.title = record_text(&record->title, made.lang, &made.title_lang);
    if (!session_doc_marks(doc, FIELD_TITLE, &record->title, made.title_lang,
                           &made.title_marks, &made.title_mark_count) ||
        doc->session->arena.status != ST_OK)
        return fail(err, ST_NOMEM, "answer: out of memory");
    if (made.title_lang == LANG_UND)
        made.title_lang = made.lang;
    *hit = made;
    return ST_OK;
}

static enum status read_body(void *context, uint32_t off, uint32_t len,
                             struct span *out, struct error *err)
{
    struct session_doc *doc = context;
    return store_body(segment_of(doc), doc->at.doc, off, len, doc->session->cache,
                      &doc->session->arena, out, err);
}

struct snippet_text session_doc_body(struct session_doc *doc)
{
    return (struct snippet_text){
        .read = read_body,
        .context = doc,
        .bytes = doc->stored.body_bytes,
        .paragraphs = doc->stored.paragraphs,
        .paragraph_count = doc->stored.paragraph_count,
        .lang = doc->record.lang,
        .samples = doc->stored.body_samples,
        .sample_count = doc->stored.body_sample_count,
    };
}
