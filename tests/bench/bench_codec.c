/* bench_codec.c - what it costs to unpack, a number at a time: nanoseconds of one core.
 *
 *   bench_codec            blocks made at random, by form and by level of the machine
 *   bench_codec INDEX      and the postings lists of an index: documents, frequencies
 *
 * Each figure is the least of many short runs, so other work on the machine matters
 * little. Blocks lie one behind the other, as in a list.
 */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/cpu.h"
#include "base/memory.h"
#include "bench/bench.h"
#include "codec/pack.h"
#include "segment/manifest.h"
#include "segment/postings_scan.h"
#include "segment/segment_read.h"

enum { BLOCKS = 64, ROUNDS = 400, LIST_ROUNDS = 9 };

static uint64_t now_ns(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static volatile uint32_t sink; /* so that nothing is left out as unused */

/* --- blocks made at random --- */

struct blocks {
    struct buf bytes;
    size_t count; /* numbers in each */
    bool docs;
};

struct kind {
    const char *name;
    size_t count;
    bool docs;
    unsigned bits;       /* of a gap or number */
    unsigned exceptions; /* of 256 */
    unsigned odds;       /* not 0: each document with one chance in so many */
};

static const struct kind kinds[] = {
    {"documents, 2 bits", 256, true, 2, 0, 0},
    {"documents, 5 bits", 256, true, 5, 0, 0},
    {"documents, 9 bits", 256, true, 9, 0, 0},
    {"documents, 14 bits", 256, true, 14, 0, 0},
    {"documents, 5 bits, 12 exceptions", 256, true, 5, 12, 0},
    {"documents, one of 2 (bitset)", 256, true, 0, 0, 2},
    {"documents, one of 4 (split)", 256, true, 0, 0, 4},
    {"documents, one of 100 (split)", 256, true, 0, 0, 100},
    {"numbers, half of them 0 (split)", 256, false, 0, 0, 2},
    {"documents, 7 bits, 100 in a block", 100, true, 7, 0, 0},
    {"numbers, 1 bit", 256, false, 1, 0, 0},
    {"numbers, 3 bits", 256, false, 3, 0, 0},
    {"numbers, 2 bits, 12 exceptions", 256, false, 2, 12, 0},
    {"numbers, 3 bits, 100 in a block", 100, false, 3, 0, 0},
};

static void fill(const struct kind *kind, struct chance *chance, uint32_t *values)
{
    uint32_t next = 0;

    for (size_t i = 0; i < kind->count; i++) {
        uint32_t gap = (uint32_t)chance_below(chance, UINT64_C(1) << kind->bits);

        if (chance_below(chance, 256) < kind->exceptions)
            gap += 1U << (kind->bits + chance_below(chance, 4));
        while (kind->odds && chance_below(chance, kind->odds) > 0)
            gap++;
        values[i] = kind->docs ? next + gap : gap;
        next = values[i] + 1;
    }
}

static void make(const struct kind *kind, struct blocks *blocks)
{
    struct chance chance = {1};
    uint32_t values[PACK_ARRAY];

    *blocks = (struct blocks){.count = kind->count, .docs = kind->docs};
    buf_init(&blocks->bytes, 0);
    for (unsigned i = 0; i < BLOCKS; i++) {
        fill(kind, &chance, values);
        if (kind->docs)
            pack_encode_docs(&blocks->bytes, UINT32_MAX, values, kind->count);
        else
            pack_encode(&blocks->bytes, values, kind->count);
    }
    if (blocks->bytes.status != ST_OK)
        bench_die("no memory", NULL);
}

static void decode(const struct blocks *blocks)
{
    static uint32_t values[PACK_BLOCK + 64];
    struct wire_reader in = wire_open(buf_span(&blocks->bytes));

    for (unsigned i = 0; i < BLOCKS; i++) {
        bool good = blocks->docs
                        ? pack_decode_docs(&in, UINT32_MAX, values, blocks->count)
                        : pack_decode(&in, values, blocks->count);

        if (!good)
            bench_die("a block that is not read", NULL);
        sink += values[blocks->count - 1];
    }
}

static double time_blocks(const struct blocks *blocks)
{
    uint64_t best = UINT64_MAX;

    for (unsigned round = 0; round < ROUNDS; round++) {
        uint64_t from = now_ns(), took;

        decode(blocks);
        took = now_ns() - from;
        best = took < best ? took : best;
    }
    return (double)best / (double)(BLOCKS * blocks->count);
}

static void print_head(const char *what)
{
    printf("\n| %s | bits |", what);
    for (unsigned level = 0; level < CPU_LEVELS; level++)
        if (cpu_has((enum cpu_level)level))
            printf(" %s |", cpu_level_name((enum cpu_level)level));
    printf("\n|---|---|");
    for (unsigned level = 0; level < CPU_LEVELS; level++)
        if (cpu_has((enum cpu_level)level))
            printf("---|");
    printf("\n");
}

static void run_kinds(void)
{
    enum cpu_level best = cpu_level();

    print_head("ns a number");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct blocks blocks;

        make(&kinds[i], &blocks);
        printf("| %s | %.2f |", kinds[i].name,
               (double)blocks.bytes.len * 8 / (double)(BLOCKS * blocks.count));
        for (unsigned level = 0; level < CPU_LEVELS; level++)
            if (cpu_force((enum cpu_level)level))
                printf(" %.3f |", time_blocks(&blocks));
        printf("\n");
        (void)cpu_force(best);
        buf_release(&blocks.bytes);
    }
}

/* --- the lists of an index --- */

struct lists {
    struct term_info *infos;
    size_t count, capacity;
    uint64_t postings, bytes, directory_bytes;
};

/* The lists with more than `above` and at most `most` documents. */
static void collect(const struct segment *segment, uint32_t above, uint32_t most,
                    struct lists *lists)
{
    struct dict_cursor cursor;
    enum status status = dict_seek(&cursor, segment, span_of("", 0), NULL);

    *lists = (struct lists){0};
    for (; status == ST_OK; status = dict_next(&cursor, NULL)) {
        const struct term_info *info = &cursor.info;

        if (info->rare || info->doc_freq <= above || info->doc_freq > most)
            continue;
        lists->infos = memory_grow(lists->infos, &lists->capacity, lists->count + 1,
                                   sizeof *lists->infos);
        if (!lists->infos)
            bench_die("no memory", NULL);
        lists->infos[lists->count++] = *info;
        lists->postings += info->doc_freq;
        lists->bytes += info->postings_bytes;
        lists->directory_bytes += info->directory_bytes;
    }
}

enum depth { DEPTH_DOCS, DEPTH_TF, DEPTH_SEEK };

static void scan(const struct segment *segment, const struct lists *lists,
                 enum depth depth)
{
    static struct postings_reader r;

    for (size_t i = 0; i < lists->count; i++) {
        postings_open(&r, segment, &lists->infos[i]);
        for (uint32_t block = 0; block < postings_block_count(&r); block++) {
            if (depth == DEPTH_SEEK) {
                struct postings_columns columns = postings_columns(&r);
                doc_id last = wire_load_u32(columns.last_docs + (size_t)block * 4);

                sink += postings_find_block(&r, 0, last);
                continue;
            }
            if (!postings_block(&r, block) ||
                (depth == DEPTH_TF && !postings_block_tf(&r)))
                bench_die("a list that is not read", &r.error);
            sink += r.docs[r.in_block - 1] + r.tf[0];
        }
    }
}

static double time_lists(const struct segment *segment, const struct lists *lists,
                         enum depth depth)
{
    uint64_t best = UINT64_MAX;

    for (unsigned round = 0; round < LIST_ROUNDS; round++) {
        uint64_t from = now_ns(), took;

        scan(segment, lists, depth);
        took = now_ns() - from;
        best = took < best ? took : best;
    }
    return (double)best;
}

static void run_lists(const struct segment *segment, const char *name, uint32_t above,
                      uint32_t most)
{
    static const char *const depths[] = {"documents", "documents and tf",
                                         "a block found, ns"};
    enum cpu_level best = cpu_level();
    struct lists lists;

    collect(segment, above, most, &lists);
    for (unsigned depth = DEPTH_DOCS; depth <= DEPTH_SEEK; depth++) {
        double each = (double)(lists.postings + 1);

        if (depth == DEPTH_SEEK && most != UINT32_MAX)
            continue;
        printf("| %s: %zu of %" PRIu64 " postings: %s | %.2f + %.2f |", name,
               lists.count, lists.postings, depths[depth],
               (double)lists.bytes * 8 / each,
               (double)lists.directory_bytes * 8 / each);
        for (unsigned level = 0; level < CPU_LEVELS; level++)
            if (cpu_force((enum cpu_level)level))
                printf(" %.3f |", time_lists(segment, &lists, (enum depth)depth) /
                                      each * (depth == DEPTH_SEEK ? 256 : 1));
        printf("\n");
        (void)cpu_force(best);
    }
    memory_free(lists.infos);
}

static void run_index(const char *dir)
{
    struct error err = ERROR_NONE;
    struct manifest manifest;

    if (manifest_load(&manifest, dir, &err) != ST_OK)
        bench_die("no index", &err);
    for (size_t i = 0; i < manifest.segment_count; i++) {
        struct segment *segment;

        if (segment_open(&segment, dir, &manifest.segments[i], &err) != ST_OK)
            bench_die("no segment", &err);
        print_head("ns a posting");
        run_lists(segment, "short lists", 0, 255);
        run_lists(segment, "long lists", 255, UINT32_MAX);
        run_lists(segment, "lists above 1/8", segment_info(segment)->doc_count / 8,
                  UINT32_MAX);
        segment_close(segment);
    }
    manifest_release(&manifest);
}

int main(int argc, char **argv)
{
    run_kinds();
    if (argc > 1)
        run_index(argv[1]);
    return 0;
}
