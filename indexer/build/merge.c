/* merge.c
 *
 *   source 0  | а | бюджет | жол |  \                 articles: 0's, 1's, 2's in order
 *   source 1  | бюджет | суу |       > heap by term -> terms in ascending order; the
 *   source 2  | а | суу | тоо |     /                 postings of 0, 1, 2 follow
 *                                                     each other
 *
 * Invariant: the heap holds every source that has terms left, and its top is the least
 * (term, source): popping equal terms gives the sources in document order.
 */
#include "build/merge.h"

#include <assert.h>

#include "base/memory.h"
#include "build/merge_forms.h"
#include "build/merge_map.h"
#include "build/pair_lists.h"
#include "segment/dict_read.h"
#include "segment/postings_bulk.h"
#include "segment/postings_read.h"
#include "segment/segment_write.h"

struct source {
    const struct segment *segment;
    struct merge_map map;
    struct dict_cursor cursor; /* points into itself: is never moved */
    size_t form_base;          /* of the current term: number of its first form put */
};

struct merge {
    struct source *sources;
    size_t source_count;
    size_t heap[MERGE_SOURCES_MAX];
    size_t heap_count;
    size_t group[MERGE_SOURCES_MAX]; /* sources that have the current term, in order */
    size_t group_count;
    struct merge_forms forms;
    struct postings_reader reader;
    struct postings_bulk bulk; /* the block at hand */
    struct pair_words pairs;   /* that all sources have */
    struct segment_writer *writer;
};

static bool source_before(const struct merge *merge, size_t a, size_t b)
{
    int order =
        span_compare(merge->sources[a].cursor.term, merge->sources[b].cursor.term);

    return order != 0 ? order < 0 : a < b;
}

static void heap_swap(struct merge *merge, size_t a, size_t b)
{
    size_t keep = merge->heap[a];

    merge->heap[a] = merge->heap[b];
    merge->heap[b] = keep;
}

static void heap_push(struct merge *merge, size_t source)
{
    size_t at = merge->heap_count++;

    merge->heap[at] = source;
    while (at > 0 && source_before(merge, merge->heap[at], merge->heap[(at - 1) / 2])) {
        heap_swap(merge, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

static size_t heap_pop(struct merge *merge)
{
    size_t top = merge->heap[0], count = --merge->heap_count, at = 0;

    merge->heap[0] = merge->heap[count];
    for (size_t child = 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count &&
            source_before(merge, merge->heap[child + 1], merge->heap[child]))
            child++;
        if (!source_before(merge, merge->heap[child], merge->heap[at]))
            break;
        heap_swap(merge, at, child);
        at = child;
    }
    return top;
}

/* Put a source back after its cursor has moved; one at its end stays out. */
static enum status heap_return(struct merge *merge, size_t source, enum status moved)
{
    if (moved == ST_OK)
        heap_push(merge, source);
    return moved == ST_END ? ST_OK : moved;
}

static enum status open_cursors(struct merge *merge, struct error *err)
{
    enum status status = ST_OK;

    for (size_t i = 0; status == ST_OK && i < merge->source_count; i++) {
        struct source *source = &merge->sources[i];
        enum status moved =
            dict_seek(&source->cursor, source->segment, span_text(""), err);

        status = heap_return(merge, i, moved);
    }
    return status;
}

/* The sources that have the least term. */
static void take_group(struct merge *merge)
{
    struct span term;

    merge->group_count = 0;
    do {
        size_t source = heap_pop(merge);

        term = merge->sources[source].cursor.term;
        merge->group[merge->group_count++] = source;
    } while (merge->heap_count > 0 &&
             span_equal(term, merge->sources[merge->heap[0]].cursor.term));
}

static enum status no_memory(struct error *err)
{
    return fail(err, ST_NOMEM, "no memory to merge a term");
}

/* Put the forms of one source; with deletions the counts start at nothing. */
static enum status put_forms(struct merge *merge, struct source *source,
                             struct error *err)
{
    struct forms_reader reader;
    enum status status = forms_open(&reader, source->segment, &source->cursor.info,
                                    source->cursor.term, err);

    source->form_base = merge->forms.put_count;
    while (status == ST_OK && (status = forms_next(&reader, err)) == ST_OK)
        if (!merge_forms_put(&merge->forms, reader.form,
                             source->map.deleted ? 0 : reader.count))
            return no_memory(err);
    return status == ST_END ? ST_OK : status;
}

/* The next block of a source's list, its articles in numbers of the result, deleted ones
 * left out; maybe all of them. */
static enum status read_block(struct merge *merge, const struct source *source,
                              uint32_t block, struct error *err)
{
    struct postings_bulk *bulk = &merge->bulk;
    enum status status = postings_bulk_read(bulk, &merge->reader, block, err);

    if (status != ST_OK)
        return status;
    if (!source->map.deleted) {
        for (uint32_t i = 0; i < bulk->count; i++)
            bulk->docs[i] += source->map.first;
        return ST_OK;
    }
    for (uint32_t i = 0; i < bulk->count; i++)
        bulk->docs[i] = merge_map_get(&source->map, bulk->docs[i]);
    postings_bulk_drop(bulk);
    return ST_OK;
}

static uint32_t open_postings(struct merge *merge, const struct source *source)
{
    postings_open(&merge->reader, source->segment, &source->cursor.info);
    return postings_block_count(&merge->reader);
}

/* What the forms of a source with deletions count in its live articles. */
static enum status count_forms(struct merge *merge, struct source *source,
                               struct error *err)
{
    const struct place_numbers *forms = &merge->bulk.parts[PLACE_FORMS];
    uint32_t blocks = open_postings(merge, source);
    enum status status = ST_OK;

    for (uint32_t block = 0; status == ST_OK && block < blocks; block++) {
        status = read_block(merge, source, block, err);
        if (status != ST_OK)
            break;
        if (source->cursor.info.form_count > 1)
            for (size_t i = 0; i < forms->count; i++)
                merge_forms_count(&merge->forms, source->form_base + forms->values[i],
                                  1);
        else
            for (uint32_t i = 0; i < merge->bulk.count; i++)
                merge_forms_count(&merge->forms, source->form_base, merge->bulk.tf[i]);
    }
    return status;
}

/* Whether the term is its only form in all sources: most terms of names and numbers, and
 * all of the plain analyzer. */
static bool is_own_form(const struct merge *merge)
{
    for (size_t i = 0; i < merge->group_count; i++) {
        const struct term_info *info = &merge->sources[merge->group[i]].cursor.info;

        if (info->form_count != 1 || info->form.len != 0)
            return false;
    }
    return true;
}

/* Whether one of the term's articles in the source is live. */
static enum status find_live(struct merge *merge, const struct source *source,
                             bool *found, struct error *err)
{
    struct postings_reader *reader = &merge->reader;

    *found = !source->map.deleted;
    if (*found)
        return ST_OK;
    (void)open_postings(merge, source);
    while (!*found && postings_next(reader) != DOC_END)
        *found = merge_map_get(&source->map, reader->doc) != DOC_END;
    return reader->status == ST_OK
               ? ST_OK
               : fail(err, reader->status, "%s", reader->error.text);
}

static enum status take_own_form(struct merge *merge, struct error *err)
{
    enum status status = ST_OK;
    bool found = false;

    for (size_t i = 0; status == ST_OK && !found && i < merge->group_count; i++)
        status = find_live(merge, &merge->sources[merge->group[i]], &found, err);
    for (size_t i = 0; i < merge->group_count; i++)
        merge->sources[merge->group[i]].form_base = 0;
    if (status == ST_OK && found &&
        !merge_forms_only(&merge->forms, merge->sources[merge->group[0]].cursor.term))
        status = no_memory(err);
    return status;
}

static enum status gather_forms(struct merge *merge, struct error *err)
{
    enum status status = ST_OK;

    merge_forms_reset(&merge->forms);
    if (is_own_form(merge))
        return take_own_form(merge, err);
    for (size_t i = 0; status == ST_OK && i < merge->group_count; i++) {
        struct source *source = &merge->sources[merge->group[i]];

        status = put_forms(merge, source, err);
        if (status == ST_OK && source->map.deleted)
            status = count_forms(merge, source, err);
    }
    if (status == ST_OK && !merge_forms_number(&merge->forms, merge->group_count == 1))
        status = no_memory(err);
    return status;
}

/* The forms of the block in new ordinals. */
static bool renumber_forms(struct merge *merge, const struct source *source)
{
    struct place_numbers *forms = &merge->bulk.parts[PLACE_FORMS];
    const struct merge_forms *numbers = &merge->forms;

    if (numbers->form_count == 1)
        return true;
    if (source->cursor.info.form_count == 1)
        return postings_bulk_one_form(&merge->bulk,
                                      merge_forms_ordinal(numbers, source->form_base));
    for (size_t i = 0; i < forms->count; i++)
        forms->values[i] =
            merge_forms_ordinal(numbers, source->form_base + forms->values[i]);
    return true;
}

static enum status copy_postings(struct merge *merge, const struct source *source,
                                 struct error *err)
{
    uint32_t blocks = open_postings(merge, source);
    enum status status = ST_OK;

    for (uint32_t block = 0; status == ST_OK && block < blocks; block++) {
        struct posting_run run;

        status = read_block(merge, source, block, err);
        if (status != ST_OK || merge->bulk.count == 0)
            continue;
        if (!renumber_forms(merge, source))
            return no_memory(err);
        run = postings_bulk_run(&merge->bulk);
        segment_writer_add_run(merge->writer, &run);
    }
    return status;
}

/* The term of the group: unless none of its articles is live, into the segment. */
static enum status merge_term(struct merge *merge, struct error *err)
{
    const struct merge_forms *forms = &merge->forms;
    enum status status = gather_forms(merge, err);

    if (status != ST_OK || forms->form_count == 0)
        return status;
    segment_writer_begin_term(merge->writer,
                              merge->sources[merge->group[0]].cursor.term, forms->forms,
                              forms->counts, forms->form_count);
    for (size_t i = 0; status == ST_OK && i < merge->group_count; i++)
        status = copy_postings(merge, &merge->sources[merge->group[i]], err);
    if (status == ST_OK) /* else the writer is going to be aborted */
        segment_writer_end_term(merge->writer);
    return status;
}

/* Pairs stay what they are where all sources pair both words; else nothing is known of
 * them in some articles, and they go. */
static enum status merge_pair_term(struct merge *merge, struct error *err)
{
    struct span first, second;

    pair_words(merge->sources[merge->group[0]].cursor.term, &first, &second);
    if (pair_words_find(&merge->pairs, first) == merge->pairs.count)
        return ST_OK;
    if (second.len == 0) {
        pair_lists_put_marker(merge->writer, first);
        return ST_OK;
    }
    return pair_words_find(&merge->pairs, second) < merge->pairs.count
               ? merge_term(merge, err)
               : ST_OK;
}

static enum status read_pairs(struct merge *merge, struct error *err)
{
    struct pair_words words;
    enum status status = pair_words_read(&merge->pairs, merge->sources[0].segment, err);

    for (size_t i = 1; status == ST_OK && i < merge->source_count; i++) {
        status = pair_words_read(&words, merge->sources[i].segment, err);
        if (status == ST_OK)
            pair_words_keep(&merge->pairs, &words);
    }
    return status;
}

static enum status merge_terms(struct merge *merge, struct error *err)
{
    enum status status = read_pairs(merge, err);

    if (status == ST_OK)
        status = open_cursors(merge, err);
    while (status == ST_OK && merge->heap_count > 0) {
        take_group(merge);
        status = is_pair_term(merge->sources[merge->group[0]].cursor.term)
                     ? merge_pair_term(merge, err)
                     : merge_term(merge, err);
        for (size_t i = 0; status == ST_OK && i < merge->group_count; i++) {
            size_t source = merge->group[i];

            status = heap_return(merge, source,
                                 dict_next(&merge->sources[source].cursor, err));
        }
    }
    return status;
}

static void copy_docs(struct merge *merge)
{
    for (size_t i = 0; i < merge->source_count; i++) {
        const struct source *source = &merge->sources[i];

        for (doc_id doc = 0; doc < source->map.doc_count; doc++)
            if (merge_map_get(&source->map, doc) != DOC_END)
                segment_writer_copy_doc(merge->writer, source->segment, doc);
    }
}

static enum status merge_init(struct merge *merge, const struct merge_source *sources,
                              size_t count, uint32_t *doc_count, struct error *err)
{
    enum status status = ST_OK;
    doc_id first = 0;

    merge_forms_init(&merge->forms);
    merge->sources = memory_zeroed(count, sizeof *merge->sources);
    if (!merge->sources)
        return fail(err, ST_NOMEM, "no memory to merge %zu segments", count);
    merge->source_count = count;
    for (size_t i = 0; status == ST_OK && i < count; i++) {
        struct source *source = &merge->sources[i];

        source->segment = sources[i].segment;
        status = merge_map_init(&source->map, first,
                                segment_info(source->segment)->doc_count,
                                sources[i].deleted, err);
        first += source->map.live_count;
    }
    *doc_count = first;
    return status;
}

static void merge_release(struct merge *merge)
{
    for (size_t i = 0; i < merge->source_count; i++)
        merge_map_release(&merge->sources[i].map);
    memory_free(merge->sources);
    merge_forms_release(&merge->forms);
    postings_bulk_release(&merge->bulk);
    memory_free(merge);
}

/* Lengths and columns tell of damage here alone. */
static enum status sources_sound(const struct merge *merge, struct error *err)
{
    enum status status = ST_OK;
    for (size_t i = 0; status == ST_OK && i < merge->source_count; i++)
        status = segment_status(merge->sources[i].segment, err);
    return status;
}

static enum status write_merged(struct merge *merge, const char *dir,
                                size_t memory_bytes, struct manifest_segment *made,
                                struct error *err)
{
    enum status status =
        segment_writer_create(&merge->writer, dir, made->id, memory_bytes, err);

    if (status != ST_OK)
        return status;
    copy_docs(merge);
    status = merge_terms(merge, err);
    if (status == ST_OK)
        status = sources_sound(merge, err);
    if (status != ST_OK) {
        segment_writer_abort(merge->writer);
        return status;
    }
    return segment_writer_finish(merge->writer, &made->file_bytes, &made->file_crc,
                                 err);
}

enum status merge_segments(const char *dir, uint64_t segment_id,
                           const struct merge_source *sources, size_t count,
                           size_t memory_bytes, struct manifest_segment *entry,
                           struct error *err)
{
    struct merge *merge = memory_zeroed(1, sizeof *merge);
    struct manifest_segment made = {.id = segment_id};
    enum status status;

    assert(count >= 1 && count <= MERGE_SOURCES_MAX);
    if (!merge)
        return fail(err, ST_NOMEM, "no memory to merge %zu segments", count);
    status = merge_init(merge, sources, count, &made.doc_count, err);
    assert(status != ST_OK || made.doc_count > 0);
    if (status == ST_OK)
        status = write_merged(merge, dir, memory_bytes, &made, err);
    merge_release(merge);
    if (status == ST_OK)
        *entry = made;
    return status;
}
