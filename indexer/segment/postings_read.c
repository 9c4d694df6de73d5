/* postings_read.c - walk one term's postings in ascending document order.
 *
 *   directory   last docs  | 90 | 310 | 702 | ...     where to go, without decoding
 *   loaded      docs[256]    ^ block `block`, posting `at`
 *
 * Invariant: while doc is not DOC_END and a posting was reached,
 * doc == docs[at] of the loaded block. A broken block ends the list, with the reason.
 */
#include "segment/postings_read.h"

#include "segment/bounds.h"
#include "segment/postings_private.h"
#include "segment/segment_private.h"

static void open_directory(struct postings_reader *r)
{
    struct span bytes = segment_bytes(r->segment, SECTION_DIRECTORY,
                                      r->info.directory_off, r->info.directory_bytes);

    if (!bytes.data || !directory_open(&r->directory, bytes, r->block_count))
        postings_broken(r, "directory: rule B1: too short for its blocks");
}

static void place_arrays(struct postings_reader *r)
{
    size_t over = (uintptr_t)r->arrays % POSTINGS_ALIGN;
    uint32_t *from = r->arrays + (over ? (POSTINGS_ALIGN - over) / sizeof *from : 0);

    r->docs = from;
    r->tf = from + POSTINGS_ARRAY;
    r->extra = from + (size_t)2 * POSTINGS_ARRAY;
    r->field_tf = from + (size_t)3 * POSTINGS_ARRAY;
}

void postings_open(struct postings_reader *r, const struct segment *segment,
                   const struct term_info *info)
{
    r->doc = 0;
    r->status = ST_OK;
    r->segment = segment;
    r->info = *info;
    r->block_count = block_count_of(info->doc_freq);
    r->block = UINT32_MAX;
    r->bound_block = UINT32_MAX;
    r->at = UINT32_MAX;
    r->in_block = 0;
    r->tf_ready = false;
    r->place_block = UINT32_MAX;
    r->error.status = ST_OK;
    r->error.text[0] = 0;
    r->field_count = 0;
    r->extra_clear = 0;
    memset(r->bound.pair_count, 0, sizeof r->bound.pair_count);
    place_arrays(r);
    r->directory.count = 0;
    if (r->block_count > 1)
        open_directory(r);
}

static doc_id end(struct postings_reader *r)
{
    r->doc = DOC_END;
    return DOC_END;
}

doc_id postings_next(struct postings_reader *r)
{
    if (r->doc == DOC_END)
        return DOC_END;
    if (r->block == UINT32_MAX && !postings_load_block(r, 0))
        return DOC_END;
    if (r->at + 1 == r->in_block) {
        if (r->block + 1 >= r->block_count)
            return end(r);
        if (!postings_load_block(r, r->block + 1))
            return DOC_END;
    }
    r->at++;
    r->doc = r->docs[r->at];
    return r->doc;
}

/* Load the block that may hold `target`. False: the list ends before it. */
static bool seek_block(struct postings_reader *r, doc_id target)
{
    uint32_t block = 0;

    if (r->block_count > 1)
        block = directory_find(&r->directory, r->block == UINT32_MAX ? 0 : r->block,
                               target);
    if (block >= r->block_count)
        return false;
    return postings_load_block(r, block);
}

doc_id postings_seek(struct postings_reader *r, doc_id target)
{
    uint32_t at;

    if (r->doc == DOC_END || target == DOC_END)
        return end(r);
    if (r->at != UINT32_MAX && target <= r->doc)
        return r->doc;
    if (r->block == UINT32_MAX || target > r->docs[r->in_block - 1])
        if (!seek_block(r, target))
            return end(r);
    at = postings_find(r, r->at + 1, target); /* from 0 before the first */
    if (at == r->in_block)
        return end(r);
    postings_pick(r, at);
    return r->doc;
}

/* A list of one block has no directory: its bound is counted out. */
static doc_id seek_bound_short(struct postings_reader *r, doc_id target)
{
    if (!postings_load_block(r, 0))
        return DOC_END;
    if (r->bound_block != 0) {
        if (!postings_load_tf(r))
            return DOC_END;
        postings_count_bound(r, &r->bound);
        if (r->status != ST_OK)
            return DOC_END;
        r->bound_block = 0;
    }
    return r->docs[r->in_block - 1] < target ? DOC_END : r->docs[r->in_block - 1];
}

static bool read_bound(struct postings_reader *r, uint32_t block)
{
    struct block_range range = directory_bound(&r->directory, block);
    struct span bytes = r->directory.bounds;
    struct wire_reader in;

    if (range.off > bytes.len || range.len > bytes.len - range.off)
        return false;
    in = wire_open(span_part(bytes, (size_t)range.off, (size_t)range.len));
    return bound_get(&in, &r->bound) && wire_left(&in) == 0;
}

doc_id postings_seek_bound(struct postings_reader *r, doc_id target)
{
    uint32_t block;

    if (r->status != ST_OK || target == DOC_END)
        return DOC_END;
    if (r->block_count == 1)
        return seek_bound_short(r, target);
    block = directory_find(&r->directory,
                           r->bound_block == UINT32_MAX ? 0 : r->bound_block, target);
    if (block == r->block_count)
        return DOC_END;
    if (block != r->bound_block && !read_bound(r, block)) {
        postings_broken(r, "directory: rule B5: a bound that cannot be read");
        return DOC_END;
    }
    r->bound_block = block;
    return directory_last(&r->directory, block);
}

const struct block_bound *postings_bound(const struct postings_reader *r)
{
    return &r->bound;
}

void postings_list_bound(const struct postings_reader *r, struct block_bound *bound)
{
    memset(bound, 0, sizeof *bound);
    if (r->status != ST_OK)
        return;
    if (r->block_count > 1) {
        struct wire_reader in = wire_open(r->directory.list_bound);

        /* What cannot be read bounds nothing; segment_verify tells of it (B5). */
        if (!bound_get(&in, bound))
            memset(bound, 0, sizeof *bound);
        return;
    }
    struct postings_reader copy;

    postings_open(&copy, r->segment, &r->info);
    if (seek_bound_short(&copy, 0) != DOC_END || copy.bound_block == 0)
        *bound = copy.bound;
}

void postings_freqs(struct postings_reader *r, uint32_t tf[FIELD_COUNT])
{
    if (r->doc == DOC_END || !postings_load_tf(r)) {
        for (unsigned field = 0; field < FIELD_COUNT; field++)
            tf[field] = 0;
        return;
    }
    (void)postings_field_tf(r, r->at, tf);
}
