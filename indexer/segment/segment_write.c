/* segment_write.c - write one immutable segment: articles, then terms.
 *
 *   stage      goes straight to the file      waits in spools and memory
 *   articles   STORE                          lengths, columns, ids
 *   terms      PLACES                         postings, directory, forms, dictionary
 *   finish     all that waits, checksums, footer
 *
 * Invariant: sections 0 .. placed - 1 are in the file, and page_crcs has their pages.
 */
#include "segment/segment_write.h"

#include <assert.h>
#include <inttypes.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "codec/wire.h"
#include "segment/columns_read.h"
#include "segment/columns_write.h"
#include "segment/dict_write.h"
#include "segment/forms_write.h"
#include "segment/lengths.h"
#include "segment/manifest.h"
#include "segment/postings_write.h"
#include "segment/segment_private.h"
#include "segment/store_write.h"

enum { SPOOLS = 4, SPOOL_BYTES_MIN = 1 << 16 };
/* Room for the store's dictionaries: a batch makes one or two, a merge brings those of
 * all its sources. Blocks whose dictionary finds no room are compressed again. */
enum { DICT_ROOM_MIN = 4 * STORE_DICT_BYTES };

struct segment_writer {
    uint64_t id;
    struct file_sink *sink;
    struct section_writer sections[SECTION_COUNT];
    uint64_t offs[SECTION_COUNT], lens[SECTION_COUNT];
    unsigned placed;
    bool in_terms;
    struct buf page_crcs;
    struct buf lengths[FIELD_COUNT];
    struct store_writer store;
    struct buf store_index, store_dicts;
    struct columns_writer columns;
    struct postings_writer postings;
    struct forms_writer forms;
    struct dict_writer dict;
    struct dict_entry entry;
    size_t term_len;
    uint8_t term[256];
    uint32_t doc_count;
    const struct segment *copied; /* the source of copies at present; NULL: none yet */
    uint32_t copied_docs;         /* of the sources before it */
    uint64_t field_totals[FIELD_COUNT], posting_count, place_count;
    struct error error; /* sticky */
};

static void put_header(struct segment_writer *writer)
{
    uint8_t bytes[SEGMENT_HEADER_BYTES] = {0};
    struct buf head;

    buf_init(&head, 0);
    wire_put_u64(&head, SEGMENT_MAGIC);
    wire_put_u32(&head, SEGMENT_VERSION);
    wire_put_u32(&head, 0);
    wire_put_u64(&head, writer->id);
    if (head.status != ST_OK) {
        (void)fail(&writer->error, head.status, "segment: no memory for the header");
        buf_release(&head);
        return;
    }
    memcpy(bytes, head.data, head.len);
    buf_reset(&head);
    wire_put_u32(&head, hash_crc32(0, span_of(bytes, sizeof bytes - 4)));
    memcpy(bytes + sizeof bytes - 4, head.data, 4);
    buf_release(&head);
    file_sink_put(writer->sink, bytes, sizeof bytes);
}

static enum status open_spools(struct segment_writer *writer, const char *dir,
                               size_t memory_bytes, struct error *err)
{
    static const enum section spooled[SPOOLS] = {SECTION_POSTINGS, SECTION_DIRECTORY,
                                                 SECTION_FORMS, SECTION_DICT};
    size_t each = memory_bytes / 2 / SPOOLS;
    enum status status = ST_OK;

    each = each < SPOOL_BYTES_MIN ? SPOOL_BYTES_MIN : each;
    for (unsigned i = 0; i < SPOOLS && status == ST_OK; i++)
        status = section_open_spool(&writer->sections[spooled[i]], dir, each, err);
    return status;
}

static enum status open_parts(struct segment_writer *writer, struct error *err)
{
    struct section_writer *sections = writer->sections;
    enum status status;

    for (unsigned field = 0; field < FIELD_COUNT; field++)
        buf_init(&writer->lengths[field], DOC_COUNT_MAX);
    buf_init(&writer->page_crcs, SIZE_MAX / 4);
    buf_init(&writer->store_index, SIZE_MAX / 4);
    buf_init(&writer->store_dicts, 0);
    columns_writer_open(&writer->columns);
    dict_writer_open(&writer->dict, &sections[SECTION_DICT]);
    status = forms_writer_open(&writer->forms, &sections[SECTION_FORMS]);
    if (status == ST_OK)
        status = postings_writer_open(&writer->postings, &sections[SECTION_POSTINGS],
                                      &sections[SECTION_PLACES],
                                      &sections[SECTION_DIRECTORY], writer->lengths);
    if (status == ST_OK)
        status = section_open(&sections[SECTION_STORE], writer->sink, err);
    if (status == ST_OK)
        status = store_writer_open(&writer->store, &sections[SECTION_STORE], err);
    return status;
}

enum status segment_writer_create(struct segment_writer **writer, const char *dir,
                                  uint64_t segment_id, size_t memory_bytes,
                                  struct error *err)
{
    struct segment_writer *made = memory_zeroed(1, sizeof *made);
    char path[4096];
    enum status status;

    if (!made)
        return fail(err, ST_NOMEM, "segment: no memory for a writer");
    made->id = segment_id;
    made->error = ERROR_NONE;
    manifest_segment_path(path, sizeof path, dir, segment_id);
    status = file_sink_create(&made->sink, path, err);
    if (status == ST_OK)
        status = open_parts(made, err);
    if (status == ST_OK)
        status = open_spools(made, dir, memory_bytes, err);
    made->store.dict_room =
        memory_bytes / 4 > DICT_ROOM_MIN ? memory_bytes / 4 : (size_t)DICT_ROOM_MIN;
    if (status != ST_OK) {
        segment_writer_abort(made);
        return status;
    }
    put_header(made);
    made->offs[SECTION_STORE] = SEGMENT_HEADER_BYTES;
    *writer = made;
    return ST_OK;
}

static void release(struct segment_writer *writer)
{
    store_writer_close(&writer->store);
    columns_writer_close(&writer->columns);
    postings_writer_close(&writer->postings);
    forms_writer_close(&writer->forms);
    dict_writer_close(&writer->dict);
    for (unsigned i = 0; i < SECTION_COUNT; i++)
        section_close(&writer->sections[i]);
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        buf_release(&writer->lengths[field]);
    buf_release(&writer->page_crcs);
    buf_release(&writer->store_index);
    buf_release(&writer->store_dicts);
    memory_free(writer);
}

void segment_writer_abort(struct segment_writer *writer)
{
    if (!writer)
        return;
    file_sink_abort(writer->sink);
    release(writer);
}

static void add_lengths(struct segment_writer *writer, const uint8_t codes[FIELD_COUNT])
{
    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        wire_put_u8(&writer->lengths[field], codes[field]);
        writer->field_totals[field] += lengths_decode(codes[field]);
        if (writer->lengths[field].status != ST_OK)
            (void)fail(&writer->error, writer->lengths[field].status,
                       "segment: no memory for lengths");
    }
    if (++writer->doc_count == DOC_COUNT_MAX)
        (void)fail(&writer->error, ST_LIMIT, "segment: too many articles");
}

void segment_writer_add_doc(struct segment_writer *writer,
                            const struct segment_doc *doc)
{
    uint8_t codes[FIELD_COUNT];

    assert(!writer->in_terms);
    if (writer->error.status != ST_OK)
        return;
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        codes[field] = lengths_encode(doc->lengths[field]);
    add_lengths(writer, codes);
    columns_writer_add(&writer->columns, doc);
    store_writer_add(&writer->store, doc);
}

/* Sources come one after the other, and so do their parts of the archive. */
static uint32_t copied_order(struct segment_writer *writer, const struct segment *from,
                             doc_id doc)
{
    if (writer->copied && writer->copied != from)
        writer->copied_docs += segment_info(writer->copied)->doc_count;
    writer->copied = from;
    return writer->copied_docs + columns_order(from, doc);
}

/* What the columns of `from` say of the article. */
static void copy_columns(struct segment_writer *writer, const struct segment *from,
                         doc_id doc)
{
    struct segment_doc copy = {.id = columns_id(from, doc),
                               .content_hash = columns_hash(from, doc),
                               .date = columns_date(from, doc),
                               .order = copied_order(writer, from, doc),
                               .lang = columns_lang(from, doc)};
    struct span *authors = NULL;
    size_t capacity = 0;
    uint32_t author;

    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        if (i != COLUMN_AUTHOR)
            copy.values[i] = columns_value(from, (enum column)i,
                                           columns_ordinal(from, (enum column)i, doc));
    while ((author = columns_author(from, doc, (uint32_t)copy.author_count)) !=
           COLUMN_NONE) {
        struct span *grown =
            memory_grow(authors, &capacity, copy.author_count + 1, sizeof *authors);

        if (!grown) {
            (void)fail(&writer->error, ST_NOMEM, "segment: no memory for authors");
            break;
        }
        authors = grown;
        authors[copy.author_count++] = columns_value(from, COLUMN_AUTHOR, author);
    }
    copy.authors = authors;
    if (copy.id.len < 1 || copy.id.len > ID_BYTES_MAX)
        (void)segment_broken(from, &writer->error, "ids: rule I1: no id to copy");
    else
        columns_writer_add(&writer->columns, &copy);
    memory_free(authors);
}

void segment_writer_copy_doc(struct segment_writer *writer, const struct segment *from,
                             doc_id doc)
{
    uint8_t codes[FIELD_COUNT];

    assert(!writer->in_terms);
    if (writer->error.status != ST_OK)
        return;
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        codes[field] = segment_lengths(from, (enum field)field)[doc];
    add_lengths(writer, codes);
    copy_columns(writer, from, doc);
    store_writer_copy(&writer->store, from, doc);
    if (segment_status(from, &writer->error) != ST_OK)
        return; /* sticky in writer->error */
}

/* The section that is next in the file ends here; the one after begins. */
static void place(struct segment_writer *writer, enum section number)
{
    struct section_writer *section = &writer->sections[number];

    if (writer->error.status != ST_OK)
        return;
    assert(writer->placed == (unsigned)number);
    writer->lens[number] = section->len;
    if (section_finish(section, writer->sink, &writer->page_crcs, &writer->error) !=
        ST_OK)
        return;
    file_sink_align(writer->sink, SECTION_ALIGN);
    writer->placed++;
    if (writer->placed < SECTION_COUNT)
        writer->offs[writer->placed] = file_sink_off(writer->sink);
}

/* Whether nothing has failed, this included. */
static bool begin_direct(struct segment_writer *writer, enum section number)
{
    return writer->error.status == ST_OK &&
           section_open(&writer->sections[number], writer->sink, &writer->error) ==
               ST_OK;
}

/* From articles to terms: the store's blocks end, its index waits. */
static void begin_terms(struct segment_writer *writer)
{
    if (writer->in_terms)
        return;
    writer->in_terms = true;
    postings_writer_scale(&writer->postings, writer->doc_count, writer->field_totals);
    if (writer->error.status == ST_OK &&
        store_writer_finish(&writer->store, &writer->store_index, &writer->store_dicts,
                            &writer->error) == ST_OK)
        place(writer, SECTION_STORE);
    (void)begin_direct(writer, SECTION_PLACES);
}

void segment_writer_begin_term(struct segment_writer *writer, struct span term,
                               const struct span *forms, const uint32_t *form_counts,
                               size_t form_count)
{
    begin_terms(writer);
    if (writer->error.status != ST_OK)
        return;
    assert(term.len >= 1 && term.len <= 255 && form_count >= 1);
    assert(span_compare(span_of(writer->term, writer->term_len), term) < 0);
    memcpy(writer->term, term.data, term.len);
    writer->term_len = term.len;
    forms_writer_add(&writer->forms, term, forms, form_counts, form_count,
                     &writer->entry);
    postings_writer_begin(&writer->postings, &writer->entry);
}

void segment_writer_add_posting(struct segment_writer *writer,
                                const struct posting *posting)
{
    if (writer->error.status == ST_OK)
        postings_writer_add(&writer->postings, posting);
}

void segment_writer_add_run(struct segment_writer *writer,
                            const struct posting_run *run)
{
    if (writer->error.status == ST_OK)
        postings_writer_add_run(&writer->postings, run);
}

void segment_writer_end_term(struct segment_writer *writer)
{
    if (writer->postings.status != ST_OK)
        (void)!fail(&writer->error, writer->postings.status,
                    "segment: cannot keep a term's postings");
    if (writer->error.status != ST_OK)
        return;
    postings_writer_end(&writer->postings, &writer->entry);
    writer->posting_count += writer->entry.doc_freq;
    writer->place_count += writer->entry.total_freq;
    dict_writer_add(&writer->dict, span_of(writer->term, writer->term_len),
                    &writer->entry);
}

uint32_t segment_writer_doc_count(const struct segment_writer *writer)
{
    return writer->doc_count;
}

/* A section whose bytes are in a buf, which is emptied. */
static void place_buf(struct segment_writer *writer, enum section number,
                      struct buf *buf)
{
    if (buf->status != ST_OK)
        (void)fail(&writer->error, buf->status, "segment: no memory for a section");
    if (begin_direct(writer, number)) {
        section_put_buf(&writer->sections[number], buf);
        place(writer, number);
    }
    buf_release(buf);
}

static void place_terms(struct segment_writer *writer)
{
    struct buf keys, slots, endings;

    buf_init(&keys, SIZE_MAX / 4);
    buf_init(&slots, SIZE_MAX / 4);
    buf_init(&endings, 0);
    if (writer->postings.status != ST_OK)
        (void)fail(&writer->error, writer->postings.status, "segment: postings: %s",
                   status_text(writer->postings.status));
    if (writer->error.status == ST_OK &&
        forms_writer_finish(&writer->forms, &endings, &writer->error) == ST_OK &&
        dict_writer_finish(&writer->dict, &keys, &slots, &writer->error) == ST_OK)
        for (unsigned i = SECTION_PLACES; i <= SECTION_DICT; i++)
            place(writer, (enum section)i);
    place_buf(writer, SECTION_KEYS, &keys);
    place_buf(writer, SECTION_TERM_SLOTS, &slots);
    place_buf(writer, SECTION_ENDINGS, &endings);
}

static void place_columns(struct segment_writer *writer)
{
    struct section_writer *sections = writer->sections;
    struct error *err = &writer->error;

    if (begin_direct(writer, SECTION_COLUMNS) &&
        columns_writer_check(&writer->columns, err) == ST_OK &&
        columns_writer_put(&writer->columns, &sections[SECTION_COLUMNS], err) == ST_OK)
        place(writer, SECTION_COLUMNS);
    if (begin_direct(writer, SECTION_IDS)) {
        columns_writer_put_ids(&writer->columns, &sections[SECTION_IDS]);
        place(writer, SECTION_IDS);
    }
    if (begin_direct(writer, SECTION_ID_SLOTS) &&
        columns_writer_put_id_slots(&writer->columns, &sections[SECTION_ID_SLOTS],
                                    err) == ST_OK)
        place(writer, SECTION_ID_SLOTS);
}

static void place_lengths(struct segment_writer *writer)
{
    if (!begin_direct(writer, SECTION_LENGTHS))
        return;
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        if (writer->field_totals[field] > 0)
            section_put_buf(&writer->sections[SECTION_LENGTHS],
                            &writer->lengths[field]);
    place(writer, SECTION_LENGTHS);
}

static void put_footer(struct segment_writer *writer, uint32_t checksums_crc,
                       struct buf *foot)
{
    wire_put_u64(foot, writer->id);
    wire_put_u32(foot, writer->doc_count);
    wire_put_u32(foot, writer->dict.term_count);
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        wire_put_u64(foot, writer->field_totals[field]);
    wire_put_u64(foot, writer->posting_count);
    wire_put_u64(foot, writer->place_count);
    wire_put_u64(foot, writer->store.plain_total);
    for (unsigned i = 0; i < SECTION_COUNT; i++) {
        wire_put_u64(foot, writer->offs[i]);
        wire_put_u64(foot, writer->lens[i]);
    }
    wire_put_u32(foot, checksums_crc);
    wire_put_u32(foot, SEGMENT_VERSION);
    wire_put_u64(foot, SEGMENT_END_MAGIC);
    wire_put_u32(foot, hash_crc32(0, buf_span(foot)));
}

/* The checksums have no pages of their own: the footer has their CRC. */
static uint32_t place_checksums(struct segment_writer *writer)
{
    struct buf *crcs = &writer->page_crcs;

    if (crcs->status != ST_OK)
        (void)fail(&writer->error, crcs->status, "segment: no memory for checksums");
    writer->lens[SECTION_CHECKSUMS] = crcs->len;
    file_sink_put(writer->sink, crcs->data, crcs->len);
    file_sink_align(writer->sink, SECTION_ALIGN);
    return hash_crc32(0, buf_span(crcs));
}

static void place_all(struct segment_writer *writer, struct buf *foot)
{
    begin_terms(writer);
    if (writer->error.status == ST_OK)
        place_terms(writer);
    if (writer->error.status == ST_OK)
        place_lengths(writer);
    if (writer->error.status == ST_OK)
        place_columns(writer);
    if (writer->error.status == ST_OK)
        place_buf(writer, SECTION_STORE_INDEX, &writer->store_index);
    if (writer->error.status == ST_OK)
        place_buf(writer, SECTION_STORE_DICTS, &writer->store_dicts);
    put_footer(writer, place_checksums(writer), foot);
    if (foot->status != ST_OK)
        (void)fail(&writer->error, foot->status, "segment: no memory for the footer");
    file_sink_put(writer->sink, foot->data, foot->len);
}

enum status segment_writer_finish(struct segment_writer *writer, uint64_t *file_bytes,
                                  uint32_t *file_crc, struct error *err)
{
    struct buf foot;
    uint64_t bytes;
    uint32_t crc = 0;
    enum status status;

    buf_init(&foot, SEGMENT_FOOTER_BYTES);
    place_all(writer, &foot);
    status = writer->error.status;
    if (status != ST_OK) {
        (void)fail(err, status, "%s", writer->error.text);
        buf_release(&foot);
        segment_writer_abort(writer);
        return status;
    }
    assert(foot.len == SEGMENT_FOOTER_BYTES);
    crc = wire_load_u32(foot.data + foot.len - 4);
    buf_release(&foot);
    bytes = file_sink_off(writer->sink);
    status = file_sink_finish(writer->sink, err);
    release(writer);
    if (status != ST_OK)
        return status;
    *file_bytes = bytes;
    *file_crc = crc;
    return ST_OK;
}
