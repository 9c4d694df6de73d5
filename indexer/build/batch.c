/* batch.c
 *
 *   docs  | doc 0 | doc 1 (dropped) | doc 2 | ...        ids: "A" -> 3, "B" -> 1
 *             |id meta body paragraphs samples authors values
 *             v
 *   pool  | ...bytes... |
 *
 * Invariant: an id's slot names the newest document with that id; at most that one is
 * live.
 */
#include "build/batch.h"

#include "base/memory.h"

/* A sample is an offset shifted by 4 bits, and a place has 28 bits for the number of
 * the word: both hold when no field has more bytes than this. */
#define FIELD_BYTES_MAX ((size_t)1 << 28)
/* Every author and keyword adds a gap of a few positions to its field. */
enum { LIST_ITEMS_MAX = 1 << 20 };
_Static_assert(ARTICLE_ID_BYTES <= (int)ID_BYTES_MAX, "what is read can be stored");

void batch_init(struct batch *batch, struct pool *pool)
{
    *batch = (struct batch){.pool = pool};
    buf_init(&batch->meta, 0);
}

void batch_release(struct batch *batch)
{
    memory_free(batch->docs);
    memory_free(batch->authors);
    ref_table_release(&batch->ids);
    buf_release(&batch->meta);
    batch_init(batch, batch->pool);
}

void batch_reset(struct batch *batch)
{
    batch->doc_count = 0;
    batch->live_count = 0;
    ref_table_reset(&batch->ids);
}

size_t batch_bytes(const struct batch *batch)
{
    /* The last term is the map of the flush. */
    return batch->doc_capacity * sizeof *batch->docs + ref_table_bytes(&batch->ids) +
           batch->meta.capacity + batch->doc_count * sizeof(doc_id);
}

static size_t l10n_bytes(const struct text_l10n *text)
{
    size_t bytes = 0;

    for (int lang = 0; lang < LANG_COUNT; lang++)
        bytes += text->in[lang].len;
    return bytes;
}

static size_t body_bytes(const struct article *article)
{
    size_t bytes = 0;

    for (size_t i = 0; i < article->paragraph_count; i++)
        bytes += article->paragraphs[i].text.len + 1;
    return bytes ? bytes - 1 : 0;
}

static size_t head_bytes(const struct article *article)
{
    size_t bytes = l10n_bytes(&article->title) + l10n_bytes(&article->rubric) +
                   l10n_bytes(&article->abstract);

    for (size_t i = 0; i < article->author_count; i++)
        bytes += article->authors[i].as_printed.len;
    for (size_t i = 0; i < article->keyword_count; i++)
        bytes += article->keywords[i].text.len;
    return bytes;
}

size_t batch_text_bytes(const struct article *article)
{
    return body_bytes(article) + head_bytes(article);
}

enum status batch_accepts(const struct article *article, struct error *err)
{
    if (article->id.len == 0 || article->id.len > ID_BYTES_MAX)
        return fail(err, ST_ARGUMENT, "an article's id has 1 to %d bytes, not %zu",
                    ID_BYTES_MAX, article->id.len);
    if (body_bytes(article) >= FIELD_BYTES_MAX)
        return fail(err, ST_LIMIT, "the article's text has %zu bytes, more than %zu",
                    body_bytes(article), FIELD_BYTES_MAX);
    if (head_bytes(article) >= FIELD_BYTES_MAX / 2)
        return fail(err, ST_LIMIT,
                    "the article's title, names and abstract have %zu bytes",
                    head_bytes(article));
    if (article->author_count > LIST_ITEMS_MAX ||
        article->keyword_count > LIST_ITEMS_MAX)
        return fail(err, ST_LIMIT, "the article has more than %d authors or keywords",
                    LIST_ITEMS_MAX);
    return ST_OK;
}

static struct span piece_span(const struct batch *batch, struct piece piece)
{
    return span_of(pool_at(batch->pool, piece.at), piece.len);
}

static uint32_t id_hash(struct span id)
{
    return pool_hash(id, 0);
}

/* The id's slot, or the free one where it belongs. The table has a free slot. */
static struct ref_slot *id_slot(const struct batch *batch, struct span id,
                                uint32_t hash)
{
    struct ref_slot *slot = &batch->ids.slots[hash & batch->ids.mask];

    for (; slot->ref; slot = slot == &batch->ids.slots[batch->ids.mask]
                                 ? batch->ids.slots
                                 : slot + 1) {
        const struct batch_doc *doc = &batch->docs[slot->ref - 1];

        if (slot->hash == hash && span_equal(piece_span(batch, doc->id), id))
            break;
    }
    return slot;
}

uint32_t batch_find(const struct batch *batch, struct span id)
{
    const struct ref_slot *slot;

    if (!batch->ids.slots)
        return BATCH_NONE;
    slot = id_slot(batch, id, id_hash(id));
    if (!slot->ref || batch->docs[slot->ref - 1].dropped)
        return BATCH_NONE;
    return slot->ref - 1;
}

static struct piece keep(struct batch *batch, struct span bytes)
{
    if (bytes.len == 0)
        return (struct piece){0, 0};
    return (struct piece){pool_copy(batch->pool, bytes), (uint32_t)bytes.len};
}

static struct piece keep_body(struct batch *batch, const struct article *article)
{
    size_t len = body_bytes(article);
    pool_ref ref = pool_alloc(batch->pool, len + 1);
    uint8_t *at;

    if (!ref)
        return (struct piece){0, 0};
    at = pool_at(batch->pool, ref);
    for (size_t i = 0; i < article->paragraph_count; i++) {
        struct span text = article->paragraphs[i].text;

        if (i > 0)
            *at++ = '\n';
        if (text.len > 0)
            memcpy(at, text.data, text.len);
        at += text.len;
    }
    return (struct piece){ref, (uint32_t)len};
}

static struct piece keep_paragraphs(struct batch *batch, const struct article *article)
{
    size_t count = article->paragraph_count;
    struct segment_paragraph *out;
    pool_ref ref = pool_alloc(batch->pool, count * sizeof *out);
    uint32_t off = 0;

    if (!ref)
        return (struct piece){0, 0};
    out = pool_at(batch->pool, ref);
    for (size_t i = 0; i < count; i++) {
        const struct paragraph *from = &article->paragraphs[i];

        out[i] =
            (struct segment_paragraph){off, (uint8_t)from->lang, (uint8_t)from->kind};
        off += (uint32_t)from->text.len + 1;
    }
    return (struct piece){ref, (uint32_t)count};
}

static struct piece keep_authors(struct batch *batch, const struct article *article)
{
    size_t count = article->author_count;
    pool_ref ref = pool_alloc(batch->pool, count * sizeof(struct piece));

    for (size_t i = 0; ref && i < count; i++) {
        struct piece name = keep(batch, article->authors[i].as_printed);

        memcpy((struct piece *)pool_at(batch->pool, ref) + i, &name, sizeof name);
    }
    return (struct piece){ref, (uint32_t)count};
}

/* The record without body, as the store keeps it. */
static struct piece keep_meta(struct batch *batch, const struct article *article)
{
    struct article head = *article;
    struct piece meta;

    head.paragraphs = NULL;
    head.paragraph_count = 0;
    buf_reset(&batch->meta);
    article_put_json(&batch->meta, &head);
    meta = keep(batch, buf_span(&batch->meta));
    if (batch->meta.status != ST_OK && batch->pool->status == ST_OK)
        batch->pool->status = batch->meta.status;
    return meta;
}

static void keep_values(struct batch *batch, struct batch_doc *doc,
                        const struct article *article)
{
    struct span values[COLUMN_COUNT] = {
        [COLUMN_JOURNAL] = article_text(&article->journal, article->lang, NULL),
        [COLUMN_ISSUE] = article->issue,
        [COLUMN_RUBRIC] = article_text(&article->rubric, article->lang, NULL),
        [COLUMN_SOURCE] = article->source_file,
    };

    for (int i = 0; i < COLUMN_COUNT; i++)
        doc->values[i] = keep(batch, values[i]);
    doc->authors = keep_authors(batch, article);
    doc->date = article->date;
    doc->lang = (uint8_t)article->lang;
}

static void keep_article(struct batch *batch, struct batch_doc *doc,
                         const struct article *article)
{
    doc->meta = keep_meta(batch, article);
    doc->body = keep_body(batch, article);
    doc->paragraphs = keep_paragraphs(batch, article);
    keep_values(batch, doc, article);
}

struct batch_doc *batch_add(struct batch *batch, const struct article *article,
                            uint64_t content_hash, bool bare)
{
    uint32_t hash = id_hash(article->id);
    struct batch_doc *docs, *doc;
    struct ref_slot *slot;

    docs = memory_grow(batch->docs, &batch->doc_capacity, batch->doc_count + 1,
                       sizeof *docs);
    if (docs)
        batch->docs = docs;
    if (!docs || !ref_table_reserve(&batch->ids))
        return NULL;
    doc = &batch->docs[batch->doc_count];
    *doc = (struct batch_doc){.content_hash = bare ? 0 : content_hash};
    doc->id = keep(batch, article->id);
    if (!bare)
        keep_article(batch, doc, article);
    if (batch->pool->status != ST_OK)
        return NULL;
    slot = id_slot(batch, article->id, hash);
    batch->doc_count++;
    batch->live_count++;
    if (slot->ref)
        slot->ref = (uint32_t)batch->doc_count;
    else
        ref_table_fill(&batch->ids, slot, hash, (uint32_t)batch->doc_count);
    return doc;
}

void batch_drop(struct batch *batch, uint32_t doc)
{
    batch->docs[doc].dropped = true;
    batch->live_count--;
}

/* The authors as spans, in the scratch array. */
static enum status open_authors(struct batch *batch, const struct batch_doc *doc,
                                struct error *err)
{
    const struct piece *names = pool_at(batch->pool, doc->authors.at);
    struct span *spans = memory_grow(batch->authors, &batch->author_capacity,
                                     (size_t)doc->authors.len + 1, sizeof *spans);

    if (!spans)
        return fail(err, ST_NOMEM, "no memory for an article's authors");
    batch->authors = spans;
    for (size_t i = 0; i < doc->authors.len; i++)
        spans[i] = piece_span(batch, names[i]);
    return ST_OK;
}

static void write_doc(const struct batch *batch, const struct batch_doc *doc,
                      struct segment_writer *writer)
{
    struct segment_doc out = {
        .id = piece_span(batch, doc->id),
        .content_hash = doc->content_hash,
        .meta = piece_span(batch, doc->meta),
        .body = piece_span(batch, doc->body),
        .paragraphs = pool_at(batch->pool, doc->paragraphs.at),
        .paragraph_count = doc->paragraphs.len,
        .body_samples = pool_at(batch->pool, doc->samples.at),
        .body_sample_count = doc->samples.len,
        .date = doc->date,
        .order = (uint32_t)(doc - batch->docs),
        .lang = doc->lang,
        .authors = batch->authors,
        .author_count = doc->authors.len,
    };

    memcpy(out.lengths, doc->lengths, sizeof out.lengths);
    for (int i = 0; i < COLUMN_COUNT; i++)
        out.values[i] = piece_span(batch, doc->values[i]);
    segment_writer_add_doc(writer, &out);
}

static enum status write_numbered(struct batch *batch, uint32_t i,
                                  struct segment_writer *writer, struct error *err)
{
    const struct batch_doc *doc = &batch->docs[i];
    enum status status = open_authors(batch, doc, err);

    if (status == ST_OK)
        write_doc(batch, doc, writer);
    return status;
}

/* The live document at or after `i`; there is one. */
static uint32_t next_live(const struct batch *batch, uint32_t i)
{
    while (batch->docs[i].dropped)
        i++;
    return i;
}

enum status batch_write(struct batch *batch, const uint32_t *order,
                        struct segment_writer *writer, doc_id *map, struct error *err)
{
    enum status status = ST_OK;
    uint32_t doc = 0;

    for (size_t i = 0; i < batch->doc_count; i++)
        map[i] = DOC_END;
    for (doc_id next = 0; status == ST_OK && next < batch->live_count; next++, doc++) {
        doc = order ? order[next] : next_live(batch, doc);
        map[doc] = next;
        status = write_numbered(batch, doc, writer, err);
    }
    return status;
}
