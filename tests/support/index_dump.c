/* index_dump.c - lines are gathered in one buf, sorted by their offsets, and joined. */
#include "support/index_dump.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "build/check.h"
#include "segment/columns_read.h"
#include "segment/dict_read.h"
#include "segment/pairs.h"
#include "segment/postings_read.h"
#include "segment/segment_read.h"
#include "segment/store_read.h"

struct dump {
    struct buf lines; /* each ends with a line feed; others in it are escaped */
    const struct segment *segment;
    struct store_cache *cache;
    struct arena arena;
    struct postings_reader *reader;
};

/* Bytes with everything odd escaped. */
static void put_escaped(struct buf *out, struct span bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        uint8_t byte = bytes.data[i];

        if (byte < ' ' || byte == '\\')
            buf_print(out, "\\%02x", byte);
        else
            buf_put_byte(out, byte);
    }
}

static void put_numbers(struct buf *out, const uint32_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_print(out, " %u", numbers[i]);
}

static void put_columns(struct dump *dump, doc_id doc)
{
    const struct segment *segment = dump->segment;
    struct buf *out = &dump->lines;

    buf_print(out, " date=%u lang=%u hash=%016llx", columns_date(segment, doc),
              columns_lang(segment, doc),
              (unsigned long long)columns_hash(segment, doc));
    for (int i = 0; i < COLUMN_COUNT; i++) {
        uint32_t ordinal;

        if (i == COLUMN_AUTHOR)
            continue;
        ordinal = columns_ordinal(segment, (enum column)i, doc);
        buf_print(out, " column%d=", i);
        if (ordinal != COLUMN_NONE)
            put_escaped(out, columns_value(segment, (enum column)i, ordinal));
    }
    for (uint32_t at = 0; columns_author(segment, doc, at) != COLUMN_NONE; at++) {
        buf_put_text(out, " author=");
        put_escaped(out, columns_value(segment, COLUMN_AUTHOR,
                                       columns_author(segment, doc, at)));
    }
    buf_put_text(out, " lengths=");
    for (int i = 0; i < FIELD_COUNT; i++)
        buf_print(out, " %u", segment_lengths(segment, (enum field)i)[doc]);
}

static enum status put_doc(struct dump *dump, doc_id doc, struct error *err)
{
    struct buf *out = &dump->lines;
    struct store_doc stored = {.meta = {NULL, 0}};
    struct span body = {NULL, 0};
    enum status status;

    arena_reset(&dump->arena);
    status = store_get(dump->segment, doc, dump->cache, &dump->arena, &stored, err);
    if (status == ST_OK)
        status = store_body(dump->segment, doc, 0, stored.body_bytes, dump->cache,
                            &dump->arena, &body, err);
    if (status != ST_OK)
        return status;
    buf_put_text(out, "A ");
    put_escaped(out, columns_id(dump->segment, doc));
    put_columns(dump, doc);
    buf_put_text(out, " samples=");
    put_numbers(out, stored.body_samples, stored.body_sample_count);
    for (size_t i = 0; i < stored.paragraph_count; i++)
        buf_print(out, " p=%u,%u,%u", stored.paragraphs[i].off,
                  stored.paragraphs[i].lang, stored.paragraphs[i].kind);
    buf_put_text(out, " meta=");
    put_escaped(out, stored.meta);
    buf_put_text(out, " body=");
    put_escaped(out, body);
    buf_put_byte(out, '\n');
    return ST_OK;
}

/* The forms of the cursor's term, in the arena. */
static enum status list_forms(struct dump *dump, const struct dict_cursor *cursor,
                              struct span **forms, struct error *err)
{
    struct forms_reader reader;
    struct span *out =
        arena_zeroed(&dump->arena, (size_t)cursor->info.form_count + 1, sizeof *out);
    enum status status =
        forms_open(&reader, dump->segment, &cursor->info, cursor->term, err);

    for (size_t i = 0; out && status == ST_OK; i++) {
        status = forms_next(&reader, err);
        if (status == ST_OK)
            out[i] = arena_copy(&dump->arena, reader.form);
    }
    *forms = out;
    return status == ST_END ? ST_OK : status;
}

static enum status put_posting(struct dump *dump, struct span term,
                               const struct span *forms, struct error *err)
{
    struct postings_reader *reader = dump->reader;
    struct buf *out = &dump->lines;
    uint32_t tf[FIELD_COUNT];
    struct places places;
    enum status status = places_get(reader, &dump->arena, &places, err);

    if (status != ST_OK)
        return status;
    postings_freqs(reader, tf);
    buf_put_text(out, "P ");
    put_escaped(out, term);
    buf_put_byte(out, ' ');
    put_escaped(out, columns_id(dump->segment, reader->doc));
    buf_put_text(out, " tf=");
    put_numbers(out, tf, FIELD_COUNT);
    for (uint32_t i = 0; i < places.count; i++) {
        buf_print(out, " %x:", places.places[i]);
        put_escaped(out, forms[places.forms ? places.forms[i] : 0]);
    }
    buf_put_byte(out, '\n');
    return ST_OK;
}

static enum status put_term(struct dump *dump, const struct dict_cursor *cursor,
                            struct error *err)
{
    struct span *forms = NULL;
    enum status status;

    arena_reset(&dump->arena);
    status = list_forms(dump, cursor, &forms, err);
    if (status != ST_OK)
        return status;
    postings_open(dump->reader, dump->segment, &cursor->info);
    while (status == ST_OK && postings_next(dump->reader) != DOC_END)
        if (!segment_bit(segment_deleted(dump->segment), dump->reader->doc))
            status = put_posting(dump, cursor->term, forms, err);
    if (status == ST_OK && dump->reader->status != ST_OK)
        status = fail(err, dump->reader->status, "%s", dump->reader->error.text);
    return status;
}

static enum status put_segment(struct dump *dump, struct error *err)
{
    uint32_t doc_count = segment_info(dump->segment)->doc_count;
    struct dict_cursor cursor;
    enum status status = ST_OK;

    for (doc_id doc = 0; status == ST_OK && doc < doc_count; doc++)
        if (!segment_bit(segment_deleted(dump->segment), doc))
            status = put_doc(dump, doc, err);
    if (status != ST_OK)
        return status;
    status = dict_seek(&cursor, dump->segment, span_text(""), err);
    while (status == ST_OK) {
        if (!is_pair_term(
                cursor.term)) /* whether there are some is the batch's matter */
            status = put_term(dump, &cursor, err);
        if (status == ST_OK)
            status = dict_next(&cursor, err);
    }
    return status == ST_END ? ST_OK : status;
}

static int compare_lines(const void *a, const void *b)
{
    const struct span *left = a, *right = b;

    return span_compare(*left, *right);
}

static void put_sorted(struct buf *out, struct span text)
{
    struct span *lines;
    size_t count = 0;

    for (size_t off = 0; off < text.len; off++)
        count += text.data[off] == '\n';
    lines = calloc(count + 1, sizeof *lines);
    if (!lines)
        abort();
    count = 0;
    for (size_t off = 0; off < text.len;) {
        size_t end = span_find(text, '\n', off) + 1;

        lines[count++] = span_part(text, off, end - off);
        off = end;
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++)
        buf_put_span(out, lines[i]);
    free(lines);
}

static enum status dump_manifest(struct dump *dump, const struct manifest *manifest,
                                 const char *dir, struct error *err)
{
    enum status status = store_cache_open(&dump->cache, err);

    for (size_t i = 0; status == ST_OK && i < manifest->segment_count; i++) {
        struct segment *segment = NULL;

        status = segment_open(&segment, dir, &manifest->segments[i], err);
        dump->segment = segment;
        if (status == ST_OK)
            status = put_segment(dump, err);
        store_cache_forget(dump->cache, segment);
        segment_close(segment);
    }
    store_cache_close(dump->cache);
    return status;
}

enum status index_dump(struct buf *out, const char *dir, uint64_t *generation,
                       struct error *err)
{
    struct dump dump = {.reader = calloc(1, sizeof *dump.reader)};
    struct error why = ERROR_NONE;
    struct manifest manifest;
    enum status status;

    if (!dump.reader)
        abort();
    buf_init(&dump.lines, 0);
    arena_init(&dump.arena, SIZE_MAX / 2);
    manifest_init(&manifest);
    status = manifest_load(&manifest, dir, &why);
    if (status == ST_OK)
        status = dump_manifest(&dump, &manifest, dir, &why);
    else if (status == ST_NOT_FOUND)
        status = ST_OK;
    if (status == ST_OK)
        put_sorted(out, buf_span(&dump.lines));
    if (generation)
        *generation = manifest.generation;
    manifest_release(&manifest);
    arena_release(&dump.arena);
    buf_release(&dump.lines);
    free(dump.reader);
    return status == ST_OK ? ST_OK : fail(err, status, "%s", why.text);
}

static void tell(void *context, const struct check_problem *problem)
{
    (void)context;
    fprintf(stderr, "check: %s at %llu: %s\n", problem->file,
            (unsigned long long)problem->off, problem->text);
}

void index_expect_sound(const char *dir)
{
    struct check_totals totals = {0};
    struct error err = ERROR_NONE;
    enum status status = check_index(dir, tell, NULL, &totals, &err);

    if (status != ST_OK)
        fprintf(stderr, "check: %s: %s\n", dir, err.text);
    if (status != ST_OK || totals.problems > 0)
        abort();
}
