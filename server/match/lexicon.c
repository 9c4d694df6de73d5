/* lexicon.c
 *
 *   word -> terms, one a reading -> dictionaries of all segments -> the most frequent
 *
 * The sums are over the segments; deleted articles count until a merge drops them.
 */
#include "match/lexicon.h"

#include "match/cursor.h"
#include "match/expand.h"
#include "match/places.h"
#include "query/query_build.h"
#include "query/query_tree.h"

enum { SCRATCH_BYTES = 16 << 20 };

struct lexicon {
    const struct snapshot *snapshot;
    struct analysis *analysis;
    struct meter *meter;
    struct arena planned, scratch, places; /* of a node; of a segment; of an article */
};

enum status lexicon_open(struct lexicon **lexicon, const struct snapshot *snapshot,
                         struct analysis *analysis, struct meter *meter,
                         struct error *err)
{
    struct lexicon *made = memory_zeroed(1, sizeof *made);
    if (!made)
        return fail(err, ST_NOMEM, "search: out of memory");
    made->snapshot = snapshot;
    made->analysis = analysis;
    made->meter = meter;
    arena_init(&made->planned, SCRATCH_BYTES);
    arena_init(&made->scratch, SCRATCH_BYTES);
    arena_init(&made->places, SCRATCH_BYTES);
    *lexicon = made;
    return ST_OK;
}

void lexicon_close(struct lexicon *lexicon)
{
    if (!lexicon)
        return;
    arena_release(&lexicon->planned);
    arena_release(&lexicon->scratch);
    arena_release(&lexicon->places);
    memory_free(lexicon);
}

const struct snapshot *lexicon_snapshot(const struct lexicon *lexicon)
{
    return lexicon->snapshot;
}

bool lexicon_late(const struct lexicon *lexicon)
{
    return meter_look(lexicon->meter);
}

struct meter *lexicon_meter(const struct lexicon *lexicon)
{
    return lexicon->meter;
}

bool lexicon_means(const struct query_node *node, struct span term)
{
    if (!node || node->kind != QUERY_WORD)
        return false;
    for (unsigned i = 0; i < node->as.word.term_count; i++)
        if (span_equal(node->as.word.terms[i], term))
            return true;
    return false;
}

/* How often the term is written so in this segment. */
static enum status count_form(const struct segment *segment,
                              const struct term_info *info, struct span term,
                              struct span form, uint32_t *count, struct error *err)
{
    struct forms_reader reader;
    enum status status = forms_open(&reader, segment, info, term, err);
    while (status == ST_OK && (status = forms_next(&reader, err)) == ST_OK)
        if (span_equal(reader.form, form)) {
            *count = reader.count;
            return ST_OK;
        }
    return status == ST_END ? ST_OK : status;
}

/* One reading, over all segments. */
static enum status find_term(const struct snapshot *snapshot, unsigned t,
                             const struct query_word *word, struct lexicon_entry *entry,
                             struct error *err)
{
    struct span term = word->terms[t];
    bool exact = word->exact || (word->as_written >> t & 1);
    *entry = (struct lexicon_entry){.term = term};
    for (size_t s = 0; s < snapshot->segment_count; s++) {
        struct term_info info;
        uint32_t count = 0;
        enum status status = dict_find(snapshot->segments[s], term, &info, err);
        if (status == ST_NOT_FOUND)
            continue;
        if (status == ST_OK)
            status =
                count_form(snapshot->segments[s], &info, term, word->form, &count, err);
        if (status != ST_OK)
            return status;
        entry->written += count;
        entry->doc_freq += exact && count == 0 ? 0 : info.doc_freq;
    }
    return ST_OK;
}

enum status lexicon_find(struct lexicon *lexicon, const struct query_word *word,
                         struct lexicon_entry *entry, struct error *err)
{
    struct lexicon_entry best = {0}, one;
    uint64_t written = 0;
    for (unsigned t = 0; t < word->term_count; t++) {
        enum status status = find_term(lexicon->snapshot, t, word, &one, err);
        if (status != ST_OK)
            return status;
        written = one.written > written ? one.written : written;
        if (one.doc_freq > best.doc_freq)
            best = one;
    }
    best.written = written;
    *entry = best;
    return ST_OK;
}

/* The first article that any segment's cursor confirms. */
static enum status first_match(struct lexicon *v, const struct plan *plan,
                               const struct query_node *node, bool *matches,
                               struct error *err)
{
    struct cursor_context context;
    for (uint32_t s = 0; s < v->snapshot->segment_count && !*matches; s++) {
        doc_id target = 0;
        arena_reset(&v->scratch);
        enum status status =
            places_context(&context, plan, s, &v->scratch, &v->places, v->meter, err);
        if (status != ST_OK)
            return status;
        struct cursor *c = cursor_open(&context, node);
        while (c && !*matches && !meter_step(v->meter) &&
               (target = cursor_seek(c, target)) != DOC_END) {
            *matches = cursor_confirm(c);
            target++;
        }
        if (context.status != ST_OK)
            return context.status;
    }
    return ST_OK;
}

enum status lexicon_matches(struct lexicon *lexicon, const struct query_node *node,
                            bool *matches, struct error *err)
{
    struct plan plan;
    bool any = false;
    arena_reset(&lexicon->planned);
    arena_reset(&lexicon->places);
    enum status status =
        plan_make(&plan, lexicon->snapshot, node, NULL, &lexicon->planned, err);
    if (status == ST_OK)
        status = first_match(lexicon, &plan, node, &any, err);
    if (status == ST_OK)
        *matches = any;
    return status;
}

static enum status word_freq(struct lexicon *v, const struct query_node *node,
                             const struct query_word *word, uint64_t *doc_freq,
                             struct error *err)
{
    struct lexicon_entry entry;
    bool there = true;
    enum status status = lexicon_find(v, word, &entry, err);
    if (status == ST_OK && entry.doc_freq && node->kind == QUERY_WORD &&
        node->fields != QUERY_FIELDS_ALL)
        status = lexicon_matches(v, node, &there, err);
    if (status == ST_OK)
        *doc_freq = there ? entry.doc_freq : 0;
    return status;
}

static enum status phrase_freq(struct lexicon *v, const struct query_node *node,
                               uint64_t *doc_freq, struct error *err)
{
    *doc_freq = UINT64_MAX;
    for (unsigned i = 0; i < node->as.phrase.count; i++) {
        uint64_t one;
        enum status status = word_freq(v, node, &node->as.phrase.words[i], &one, err);
        if (status != ST_OK)
            return status;
        *doc_freq = one < *doc_freq ? one : *doc_freq;
    }
    bool there = *doc_freq > 0;
    enum status status = there ? lexicon_matches(v, node, &there, err) : ST_OK;
    if (!there)
        *doc_freq = 0;
    return status;
}

/* The depth is that of a parsed tree. */
enum status lexicon_freq(struct lexicon *lexicon, const struct query_node *node,
                         uint64_t *doc_freq, struct error *err)
{
    bool least = node->kind == QUERY_AND;
    if (node->kind == QUERY_WORD)
        return word_freq(lexicon, node, &node->as.word, doc_freq, err);
    if (node->kind == QUERY_PHRASE)
        return phrase_freq(lexicon, node, doc_freq, err);
    *doc_freq = least || !query_tree_is_inner(node) ? UINT64_MAX : 0;
    if (!query_tree_is_inner(node) || node->kind == QUERY_NOT)
        return ST_OK;
    for (unsigned i = 0; i < node->as.children.count; i++) {
        uint64_t one;
        enum status status =
            lexicon_freq(lexicon, node->as.children.nodes[i], &one, err);
        if (status != ST_OK)
            return status;
        if (least ? one < *doc_freq : one > *doc_freq)
            *doc_freq = one;
    }
    return ST_OK;
}

/* The first form of every segment, with its count there: the one with the most. */
enum status lexicon_form(struct lexicon *lexicon, struct span term, struct arena *arena,
                         struct span *form, struct error *err)
{
    const struct snapshot *snapshot = lexicon->snapshot;
    uint32_t most = 0;
    struct span best = arena_copy(arena, term);
    for (size_t s = 0; s < snapshot->segment_count; s++) {
        struct forms_reader reader;
        struct term_info info;
        enum status status = dict_find(snapshot->segments[s], term, &info, err);
        if (status == ST_NOT_FOUND)
            continue;
        if (status == ST_OK)
            status = forms_open(&reader, snapshot->segments[s], &info, term, err);
        if (status == ST_OK)
            status = forms_next(&reader, err);
        if (status != ST_OK && status != ST_END)
            return status;
        if (status == ST_END || reader.count <= most)
            continue;
        most = reader.count;
        best = arena_copy(arena, reader.form);
    }
    if (!best.data)
        return plan_nomem(arena, err);
    *form = best;
    return ST_OK;
}

struct query_node *lexicon_read(struct lexicon *lexicon, struct span text,
                                unsigned fields, struct arena *arena)
{
    struct query query = {.text = text};
    struct query_builder builder;
    if (!query_build_init(&builder, &query, lexicon->analysis, arena))
        return NULL;
    struct query_node *node = query_build_word(&builder, text, fields);
    return builder.nomem ? NULL : node;
}
