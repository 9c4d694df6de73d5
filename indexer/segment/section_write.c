/* section_write.c - one section on its way to disk, with a checksum a page.
 *
 *   put ... put -> | page of 4,096 | -> crc -> sink or spool
 *
 * Invariant: len = bytes handed on + page_len, and crcs holds one value for each
 * page handed on.
 */
#include "segment/section_write.h"

#include "base/hash.h"
#include "base/memory.h"
#include "codec/wire.h"

enum status section_open(struct section_writer *section, struct file_sink *sink,
                         struct error *err)
{
    *section = (struct section_writer){.sink = sink};
    buf_init(&section->crcs, 0);
    section->page = memory_alloc(PAGE_BYTES);
    if (!section->page)
        return fail(err, ST_NOMEM, "segment: no memory for a page");
    return ST_OK;
}

enum status section_open_spool(struct section_writer *section, const char *dir,
                               size_t memory_bytes, struct error *err)
{
    enum status status = section_open(section, NULL, err);

    if (status != ST_OK)
        return status;
    return file_spool_create(&section->spool, dir, memory_bytes, err);
}

void section_close(struct section_writer *section)
{
    file_spool_close(section->spool);
    memory_free(section->page);
    buf_release(&section->crcs);
    *section = (struct section_writer){0};
}

static void flush_page(struct section_writer *section)
{
    struct span page = span_of(section->page, section->page_len);

    wire_put_u32(&section->crcs, hash_crc32(0, page));
    if (section->spool)
        file_spool_put(section->spool, page.data, page.len);
    else
        file_sink_put(section->sink, page.data, page.len);
    section->page_len = 0;
}

void section_put(struct section_writer *section, const void *data, size_t len)
{
    const uint8_t *from = data;

    section->len += len;
    while (len > 0) {
        size_t room = PAGE_BYTES - section->page_len;
        size_t part = len < room ? len : room;

        memcpy(section->page + section->page_len, from, part);
        section->page_len += part;
        from += part;
        len -= part;
        if (section->page_len == PAGE_BYTES)
            flush_page(section);
    }
}

enum status section_finish(struct section_writer *section, struct file_sink *sink,
                           struct buf *crcs, struct error *err)
{
    if (section->page_len > 0)
        flush_page(section);
    if (section->crcs.status != ST_OK)
        return fail(err, section->crcs.status, "segment: no memory for a section");
    buf_put_span(crcs, buf_span(&section->crcs));
    return section->spool ? file_spool_drain(section->spool, sink, err) : ST_OK;
}
