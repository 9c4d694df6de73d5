/* store_train.c - pick a preset dictionary out of sample text.
 *
 *   sample   |  stretch  |  stretch  |  stretch  |    as many as pieces fit
 *                 ^piece      ^piece  ^piece          the best window of each
 *
 * A window's worth is the sum of how often its substrings of 8 bytes occur in the whole
 * sample, each counted once, and nothing for those a piece before has already.
 * Invariant: counts[] is 0 for every substring of a chosen piece.
 */
#include "segment/store_train.h"

#include <stdlib.h>

#include "base/memory.h"
#include "codec/wire.h"

enum { PIECE_BYTES = 64, SUB_BYTES = 8, TABLE_BITS = 17, SAMPLE_PER_BYTE = 4 };

struct piece {
    size_t off;
    uint64_t worth;
};

struct trainer {
    struct span sample;
    uint32_t *counts; /* of substrings, by hash */
    uint16_t *inside; /* of substrings in the window */
};

static uint32_t hash_at(const struct trainer *trainer, size_t off)
{
    uint64_t value = wire_load_u64(trainer->sample.data + off);

    return (uint32_t)(value * UINT64_C(0x9E3779B97F4A7C15) >> (64 - TABLE_BITS));
}

static uint64_t enter(struct trainer *trainer, size_t off)
{
    uint32_t at = hash_at(trainer, off);

    return trainer->inside[at]++ == 0 ? trainer->counts[at] : 0;
}

static uint64_t leave(struct trainer *trainer, size_t off)
{
    uint32_t at = hash_at(trainer, off);

    return --trainer->inside[at] == 0 ? trainer->counts[at] : 0;
}

/* The best window that begins within [from, to). */
static struct piece best_piece(struct trainer *trainer, size_t from, size_t to)
{
    size_t subs = PIECE_BYTES - SUB_BYTES + 1;
    struct piece best = {from, 0};
    uint64_t worth = 0;

    for (size_t i = 0; i < subs; i++)
        worth += enter(trainer, from + i);
    for (size_t off = from; off < to; off++) {
        if (worth > best.worth)
            best = (struct piece){off, worth};
        worth -= leave(trainer, off);
        worth += enter(trainer, off + subs);
    }
    for (size_t i = 0; i < subs; i++)
        leave(trainer, to + i);
    for (size_t i = 0; i < subs; i++)
        trainer->counts[hash_at(trainer, best.off + i)] = 0;
    return best;
}

static int compare_worth(const void *a, const void *b)
{
    const struct piece *left = a, *right = b;

    return (left->worth > right->worth) - (left->worth < right->worth);
}

static void pick(struct trainer *trainer, struct piece *pieces, size_t count,
                 struct buf *out)
{
    size_t last = trainer->sample.len - PIECE_BYTES - SUB_BYTES;

    for (size_t off = 0; off + SUB_BYTES <= trainer->sample.len; off++)
        trainer->counts[hash_at(trainer, off)]++;
    for (size_t i = 0; i < count; i++)
        pieces[i] = best_piece(trainer, last / count * i, last / count * (i + 1));
    qsort(pieces, count, sizeof *pieces, compare_worth);
    for (size_t i = 0; i < count; i++)
        buf_put(out, trainer->sample.data + pieces[i].off, PIECE_BYTES);
}

enum status store_train(struct span sample, size_t bytes, struct buf *out)
{
    struct trainer trainer = {sample, NULL, NULL};
    size_t count = bytes / PIECE_BYTES;
    struct piece *pieces;

    if (count > sample.len / PIECE_BYTES / SAMPLE_PER_BYTE)
        count = sample.len / PIECE_BYTES / SAMPLE_PER_BYTE;
    if (count == 0)
        return ST_OK;
    trainer.counts = memory_zeroed((size_t)1 << TABLE_BITS, sizeof *trainer.counts);
    trainer.inside = memory_zeroed((size_t)1 << TABLE_BITS, sizeof *trainer.inside);
    pieces = memory_zeroed(count, sizeof *pieces);
    if (trainer.counts && trainer.inside && pieces)
        pick(&trainer, pieces, count, out);
    memory_free(trainer.counts);
    memory_free(trainer.inside);
    memory_free(pieces);
    if (trainer.counts && trainer.inside && pieces)
        return out->status;
    return ST_NOMEM;
}
