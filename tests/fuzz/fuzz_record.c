/* fuzz_record.c - what the quick reader of records takes, the library reads the same.
 *
 * A member that the quick reader gives up on is put before the others, so that the same
 * text goes to the library. */
#include <stdlib.h>
#include <string.h>

#include "answer/record_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same(struct span a, struct span b)
{
    if (!span_equal(a, b))
        abort();
}

static void same_texts(const struct record_texts *a, const struct record_texts *b)
{
    for (unsigned lang = 0; lang < LANG_COUNT; lang++)
        same(a->in[lang], b->in[lang]);
}

static void same_list(const struct span *a, size_t a_count, const struct span *b,
                      size_t b_count)
{
    if (a_count != b_count)
        abort();
    for (size_t i = 0; i < a_count; i++)
        same(a[i], b[i]);
}

static void same_record(const struct record *a, const struct record *b)
{
    same(a->id, b->id);
    same(a->url, b->url);
    same(a->doi, b->doi);
    same(a->issn, b->issn);
    same(a->volume, b->volume);
    same(a->number, b->number);
    same(a->issue, b->issue);
    same(a->pages, b->pages);
    if (a->lang != b->lang || a->date != b->date)
        abort();
    same_texts(&a->title, &b->title);
    same_texts(&a->journal, &b->journal);
    same_texts(&a->rubric, &b->rubric);
    same_texts(&a->abstract, &b->abstract);
    same_list(a->authors, a->author_count, b->authors, b->author_count);
    same_list(a->keywords, a->keyword_count, b->keywords, b->keyword_count);
    same_list(a->translations, a->translation_count, b->translations,
              b->translation_count);
}

static void check(struct span meta, struct arena *arena)
{
    struct record quick, slow;
    struct buf other;
    if (!record_scan(&quick, meta, arena))
        return;
    size_t open = span_find(meta, '{', 0) + 1;
    struct span rest = span_part(meta, open, meta.len);
    buf_init(&other, 0);
    buf_put_text(&other, "{\"-\":null");
    if (span_trim(rest).data[0] != '}')
        buf_put_byte(&other, ',');
    buf_put_span(&other, rest);
    if (record_scan(&slow, buf_span(&other), arena) ||
        record_read(&slow, buf_span(&other), arena, NULL) != ST_OK)
        abort();
    same_record(&quick, &slow);
    buf_release(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct record record;
    struct arena arena;
    struct span meta = span_of(data, size);
    arena_init(&arena, 1 << 24);
    record_setup();
    check(meta, &arena);
    if (record_read(&record, meta, &arena, NULL) == ST_OK && arena.status != ST_OK)
        abort();
    arena_release(&arena);
    return 0;
}
