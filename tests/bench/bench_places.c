/* bench_places.c - what reading places costs, over the frequent terms of an index:
 *
 *   bench_places INDEX
 *
 *   in order   every posting of a term, nanoseconds a place
 *   a jump     the places of each hundredth posting, nanoseconds a posting
 *
 * The same walk without places is subtracted, and told. The terms are those with at least 1,024 postings; the least of seven rounds counts.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "bench/bench.h"
#include "segment/dict_read.h"
#include "segment/postings_scan.h"
#include "segment/segment_read.h"

enum { ROUNDS = 7, LEAST = 1024, JUMP = 100, ROOM = 1 << 16 };

struct sums {
    uint64_t places, postings, checksum;
};

static void walk(const struct segment *segment, const struct term_info *info,
                 uint32_t step, bool reads, struct sums *sums)
{
    static struct postings_reader r;
    static uint32_t out[ROOM];

    postings_open(&r, segment, info);
    for (uint32_t at = 0; at < info->doc_freq; at += step) {
        uint32_t count;

        if (!postings_block(&r, at / POSTINGS_BLOCK))
            bench_die("broken postings", &r.error);
        postings_pick(&r, at % POSTINGS_BLOCK);
        sums->postings++;
        if (!postings_block_tf(&r))
            bench_die("broken postings", &r.error);
        count = reads ? places_count(&r) : 0;
        if (count == 0 || count > ROOM)
            continue;
        if (!places_read(&r, out))
            bench_die("broken places", &r.error);
        sums->places += count;
        sums->checksum += out[count - 1];
    }
}

/* Nanoseconds of the quickest round. */
static double measure(const struct segment *segment, uint32_t step, bool reads,
                      struct sums *sums)
{
    uint64_t best = UINT64_MAX;

    for (unsigned round = 0; round < ROUNDS; round++) {
        struct error err = ERROR_NONE;
        struct dict_cursor cursor;
        uint64_t from = clock_monotonic_ns(), took;
        enum status status = dict_seek(&cursor, segment, span_text(""), &err);

        *sums = (struct sums){0, 0, 0};
        for (; status == ST_OK; status = dict_next(&cursor, &err))
            if (cursor.info.doc_freq >= LEAST)
                walk(segment, &cursor.info, step, reads, sums);
        took = clock_monotonic_ns() - from;
        best = took < best ? took : best;
    }
    return (double)best;
}

int main(int argc, char **argv)
{
    struct error err = ERROR_NONE;
    struct manifest manifest;
    struct segment *segment;
    struct sums sums, none;
    double order, order_walk, jump, jump_walk;

    if (argc != 2)
        bench_die("usage: bench_places INDEX", NULL);
    manifest_init(&manifest);
    if (manifest_load(&manifest, argv[1], &err) != ST_OK ||
        manifest.segment_count == 0 ||
        segment_open(&segment, argv[1], &manifest.segments[0], &err) != ST_OK)
        bench_die("cannot open the index", &err);
    order = measure(segment, 1, true, &sums);
    order_walk = measure(segment, 1, false, &none);
    printf("in order: %" PRIu64
           " places, %.2f ns a place (%.2f with postings), sum %" PRIu64 "\n",
           sums.places, (order - order_walk) / (double)sums.places,
           order / (double)sums.places, sums.checksum);
    jump = measure(segment, JUMP, true, &sums);
    jump_walk = measure(segment, JUMP, false, &none);
    printf("a jump of %d postings: %" PRIu64 " jumps, %.1f ns (%.1f with postings)\n",
           JUMP, sums.postings, (jump - jump_walk) / (double)sums.postings,
           jump / (double)sums.postings);
    segment_close(segment);
    manifest_release(&manifest);
    return 0;
}
