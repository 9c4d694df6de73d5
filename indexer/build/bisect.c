/* bisect.c
 *
 *   a whole   | left half        | right half       |   pull(article) = sum over its terms
 *               0 3 4 9 ..          1 2 5 6 ..          of lean(term) = log right - log left
 *                   4 ->              <- 2
 *             the articles that are pulled least to the right become the left half; again,
 *             a few times; then each half is a whole
 *
 * A list costs about the logarithm of its gaps; a term's gaps are short in the half that
 * has most of its articles, so it pulls its other articles there.
 *
 * The terms of a whole lie side by side in the order of its articles, so that all reading
 * goes straight on. When a whole is split, its halves are laid out in the other of two
 * layouts, in the same range; the layout they came from is then free for their halves.
 *
 * Invariant: articles of a whole keep the order of their numbers; between rounds
 * left[t] and right[t] are the articles of the two halves that have term t.
 */
#include "build/bisect.h"

#include <stddef.h>
#include <string.h>

#include "base/memory.h"

enum {
    ROUNDS = 6,         /* of swapping in one whole */
    SETTLED = 200,      /* fewer than 1 in so many articles moved: it is settled */
    LOG_BITS = 10,      /* fraction bits of a logarithm */
    LOG_TABLE = 1 << 12 /* numbers whose logarithm is looked up */
};

struct layout {
    uint32_t *docs;
    uint32_t *starts; /* of the article at each place; one more behind the last */
    uint16_t *terms;
};

struct bisection {
    uint32_t term_count;
    struct layout layouts[2];
    uint32_t *order; /* the result */
    /* of the article at each place */
    int32_t *pulls, *spare;
    uint8_t *sides; /* 1: right half */
    /* of each term */
    uint32_t *left, *right;
    int16_t *lean;
    int16_t logs[LOG_TABLE]; /* log2(i + 1) */
};

/* A range of places of one layout. */
struct whole {
    const struct layout *layout;
    uint32_t first, count, half; /* half: how many are left */
};

/* log2(n) in 1 / 2^LOG_BITS, rounded down; n >= 1. */
static int16_t log_of(uint32_t n)
{
    unsigned whole = 31U - (unsigned)__builtin_clz(n);
    uint64_t x = (uint64_t)n << (31 - whole); /* 1.31 */
    int log = (int)whole;

    for (int bit = 0; bit < LOG_BITS; bit++) {
        x = x * x >> 31;
        log = log * 2 + (int)(x >> 32);
        x >>= x >> 32;
    }
    return (int16_t)log;
}

static inline int log_plus_one(const struct bisection *b, uint32_t n)
{
    int above = 0;

    for (; n >= LOG_TABLE; n >>= 1)
        above += 1 << LOG_BITS;
    return b->logs[n] + above;
}

static void weigh_terms(struct bisection *b)
{
    for (uint32_t t = 0; t < b->term_count; t++)
        b->lean[t] =
            (int16_t)(log_plus_one(b, b->right[t]) - log_plus_one(b, b->left[t]));
}

static int32_t pull_of(const int16_t *lean, const uint16_t *terms, uint32_t count)
{
    int32_t pull = 0;

    for (uint32_t i = 0; i < count; i++)
        pull += lean[terms[i]];
    return pull;
}

static void weigh_docs(struct bisection *b, const struct whole *w)
{
    const struct layout *layout = w->layout;

    for (uint32_t i = w->first; i < w->first + w->count; i++)
        b->pulls[i] = pull_of(b->lean, layout->terms + layout->starts[i],
                              layout->starts[i + 1] - layout->starts[i]);
}

static void count_terms(const struct bisection *b, const struct whole *w)
{
    const struct layout *layout = w->layout;
    uint32_t at = layout->starts[w->first];
    uint32_t middle = layout->starts[w->first + w->half];
    uint32_t end = layout->starts[w->first + w->count];
    size_t bytes = b->term_count * sizeof *b->left;

    memset(b->left, 0, bytes);
    memset(b->right, 0, bytes);
    for (; at < middle; at++)
        b->left[layout->terms[at]]++;
    for (; at < end; at++)
        b->right[layout->terms[at]]++;
}

static int32_t middle_of(int32_t a, int32_t b, int32_t c)
{
    int32_t low = a < b ? a : b, high = a < b ? b : a;

    return c < low ? low : c > high ? high : c;
}

/* values[wanted] after sorting (quickselect; Hoare's partition leaves equal values on
 * both sides, so that they cost no more). The values are put about. */
static int32_t select_value(int32_t *values, uint32_t count, uint32_t wanted)
{
    int64_t low = 0, high = (int64_t)count - 1;

    while (low < high) {
        int32_t pivot =
            middle_of(values[low], values[low + (high - low) / 2], values[high]);
        int64_t i = low, j = high;

        while (i <= j) {
            while (values[i] < pivot)
                i++;
            while (values[j] > pivot)
                j--;
            if (i <= j) {
                int32_t value = values[i];

                values[i++] = values[j];
                values[j--] = value;
            }
        }
        if (wanted <= j)
            high = j;
        else if (wanted >= i)
            low = i;
        else
            break;
    }
    return values[wanted];
}

/* The article at place i changes sides: take it over in the counts. */
static void move_doc(struct bisection *b, const struct layout *layout, uint32_t i)
{
    uint32_t *from = b->sides[i] ? b->right : b->left;
    uint32_t *to = b->sides[i] ? b->left : b->right;

    b->sides[i] ^= 1;
    for (uint32_t j = layout->starts[i]; j < layout->starts[i + 1]; j++) {
        from[layout->terms[j]]--;
        to[layout->terms[j]]++;
    }
}

/* The `half` articles that are pulled least go left, of equally pulled ones the first.
 * Returns how many moved. */
static uint32_t choose_sides(struct bisection *b, const struct whole *w)
{
    const int32_t *pulls = b->pulls + w->first;
    uint32_t moved = 0, below = 0, equal;
    int32_t limit;

    memcpy(b->spare, pulls, w->count * sizeof *pulls);
    limit = select_value(b->spare, w->count, w->half);
    for (uint32_t i = 0; i < w->count; i++)
        below += pulls[i] < limit;
    equal = w->half - below;
    for (uint32_t i = 0; i < w->count; i++) {
        bool left = pulls[i] < limit || (pulls[i] == limit && equal > 0);

        equal -= left && pulls[i] == limit;
        if (b->sides[w->first + i] == left) {
            move_doc(b, w->layout, w->first + i);
            moved++;
        }
    }
    return moved;
}

static void copy_doc(const struct layout *from, uint32_t i, struct layout *to,
                     uint32_t at)
{
    uint32_t count = from->starts[i + 1] - from->starts[i];

    to->docs[at] = from->docs[i];
    to->starts[at + 1] = to->starts[at] + count;
    memcpy(to->terms + to->starts[at], from->terms + from->starts[i],
           count * sizeof *to->terms);
}

/* Lay the halves out in the other layout, in the same range. */
static void lay_out(const struct bisection *b, const struct whole *w, struct layout *to)
{
    uint32_t at = w->first;

    to->starts[at] = w->layout->starts[at];
    for (unsigned side = 0; side < 2; side++)
        for (uint32_t i = w->first; i < w->first + w->count; i++)
            if (b->sides[i] == side)
                copy_doc(w->layout, i, to, at++);
}

/* The depth is that of halving 2^32 articles at most. */
static void bisect(struct bisection *b, unsigned depth, uint32_t first, uint32_t count)
{
    struct whole w = {&b->layouts[depth % 2], first, count, count / 2};

    if (count < 2 * BISECT_LEAF) {
        memcpy(b->order + first, w.layout->docs + first, count * sizeof *b->order);
        return;
    }
    memset(b->sides + first, 0, w.half);
    memset(b->sides + first + w.half, 1, count - w.half);
    count_terms(b, &w);
    for (int round = 0; round < ROUNDS; round++) {
        weigh_terms(b);
        weigh_docs(b, &w);
        if (choose_sides(b, &w) < count / SETTLED)
            break;
    }
    lay_out(b, &w, &b->layouts[(depth + 1) % 2]);
    bisect(b, depth + 1, first, w.half);
    bisect(b, depth + 1, first + w.half, count - w.half);
}

static bool layouts_open(struct bisection *b, const struct forward *forward)
{
    struct layout *own = &b->layouts[0], *other = &b->layouts[1];
    size_t docs = forward->doc_count;

    own->starts = forward->starts;
    own->terms = forward->terms;
    own->docs = memory_zeroed(2 * docs + 1, sizeof *own->docs);
    other->starts = memory_zeroed(docs + 1, sizeof *other->starts);
    other->terms =
        memory_zeroed((size_t)forward->starts[docs] + 1, sizeof *other->terms);
    for (uint32_t doc = 0; own->docs && doc < docs; doc++)
        own->docs[doc] = doc;
    other->docs = own->docs ? own->docs + docs : NULL;
    return own->docs && other->starts && other->terms;
}

static bool bisection_open(struct bisection *b, const struct forward *forward)
{
    size_t docs = forward->doc_count, terms = forward->term_count;

    b->term_count = forward->term_count;
    b->pulls = memory_zeroed(2 * docs + 1, sizeof *b->pulls);
    b->spare = b->pulls ? b->pulls + docs : NULL;
    b->sides = memory_zeroed(docs + 1, sizeof *b->sides);
    b->left = memory_zeroed(2 * terms + 1, sizeof *b->left);
    b->right = b->left ? b->left + terms : NULL;
    b->lean = memory_zeroed(terms + 1, sizeof *b->lean);
    for (uint32_t i = 0; i < LOG_TABLE; i++)
        b->logs[i] = log_of(i + 1);
    return b->pulls && b->sides && b->left && b->lean && layouts_open(b, forward);
}

static void bisection_close(struct bisection *b)
{
    memory_free(b->pulls);
    memory_free(b->sides);
    memory_free(b->left);
    memory_free(b->lean);
    memory_free(b->layouts[0].docs);
    memory_free(b->layouts[1].starts);
    memory_free(b->layouts[1].terms);
    memory_free(b);
}

bool bisect_order(const struct forward *forward, uint32_t *order)
{
    struct bisection *b = memory_zeroed(1, sizeof *b);
    bool ok = b && bisection_open(b, forward);

    if (ok) {
        b->order = order;
        bisect(b, 0, 0, forward->doc_count);
    }
    if (b)
        bisection_close(b);
    return ok;
}
