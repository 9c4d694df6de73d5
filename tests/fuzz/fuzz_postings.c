/* fuzz_postings.c - the postings of a forged segment: every way of moving in a list. */
#include "segment_input.h"

#include "segment/postings_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_end(const struct postings_reader *r)
{
    must(r->doc == DOC_END);
    must((r->status == ST_CORRUPT) == (r->error.text[0] != 0));
}

static void walk(struct postings_reader *r, const struct segment *segment)
{
    doc_id before = DOC_END;
    uint32_t tf[FIELD_COUNT];

    while (postings_next(r) != DOC_END) {
        /* Rule P1 */
        must(r->doc < segment->info.doc_count &&
             (before == DOC_END || r->doc > before));
        before = r->doc;
        postings_freqs(r, tf);
        if (r->status != ST_OK)
            break;
        must(tf[0] + tf[1] + tf[2] + tf[3] + tf[4] + tf[5] >= 1);
    }
    check_end(r);
}

static void skip(struct postings_reader *r, uint32_t step)
{
    doc_id target = step;

    while (postings_seek(r, target) != DOC_END) {
        must(r->doc >= target);
        target = r->doc < DOC_END - step ? r->doc + step : DOC_END;
    }
    check_end(r);
}

static void look_ahead(struct postings_reader *r, uint32_t step)
{
    struct block_bound list;

    postings_list_bound(r, &list);
    for (uint64_t target = 0; target < DOC_END;) {
        doc_id last = postings_seek_bound(r, (doc_id)target);

        if (last == DOC_END)
            break;
        must(last >= target);
        must(postings_bound(r)->pair_count[FIELD_BODY] <= BOUND_PAIRS);
        target = (uint64_t)last + step;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input;
    struct dict_cursor cursor;
    static struct postings_reader r;
    enum status status;

    if (!input_open(&input, data, size))
        return 0;
    status = dict_seek(&cursor, input.segment, span_of("", 0), NULL);
    for (; status == ST_OK; status = dict_next(&cursor, NULL)) {
        postings_open(&r, input.segment, &cursor.info);
        walk(&r, input.segment);
        postings_open(&r, input.segment, &cursor.info);
        skip(&r, 1 + data[size / 2] % 64);
        postings_open(&r, input.segment, &cursor.info);
        look_ahead(&r, 1);
    }
    input_close(&input);
    return 0;
}
