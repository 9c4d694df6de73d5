/* fuzz_postings.c - the postings of a forged segment: every way of moving in a list, on
 * every level of the machine. */
#include "segment_input.h"

#include "base/cpu.h"
#include "segment/postings_scan.h"

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

/* Blocks by number, backwards: what next gives, or a refusal. */
static void scan(struct postings_reader *r, const struct segment *segment)
{
    uint32_t tf[FIELD_COUNT], blocks = postings_block_count(r);

    while (blocks > 0 && postings_block(r, --blocks) && postings_block_tf(r)) {
        for (uint32_t i = 0; i < r->in_block; i++) {
            must(r->docs[i] < segment->info.doc_count);
            must(i == 0 || r->docs[i - 1] < r->docs[i]);
            if (!postings_field_tf(r, i, tf))
                break;
            must((postings_field_mask(r, i) != 0) <= (r->field_count != 0));
        }
    }
    must((r->status == ST_CORRUPT) == (r->error.text[0] != 0));
}

static void every_way(const struct segment *segment, const struct term_info *info,
                      uint32_t step)
{
    static struct postings_reader r;

    postings_open(&r, segment, info);
    walk(&r, segment);
    postings_open(&r, segment, info);
    skip(&r, step);
    postings_open(&r, segment, info);
    look_ahead(&r, 1);
    postings_open(&r, segment, info);
    scan(&r, segment);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input;
    enum cpu_level before = cpu_level();

    if (!input_open(&input, data, size))
        return 0;
    for (unsigned level = 0; level < CPU_LEVELS; level++) {
        struct dict_cursor cursor;
        enum status status;

        if (!cpu_force((enum cpu_level)level))
            continue;
        status = dict_seek(&cursor, input.segment, span_of("", 0), NULL);
        for (; status == ST_OK; status = dict_next(&cursor, NULL))
            every_way(input.segment, &cursor.info, 1 + data[size / 2] % 64);
    }
    (void)cpu_force(before);
    input_close(&input);
    return 0;
}
