/* spill_sort.c - multikey quicksort over eight bytes at a time.
 *
 *   keys  | < pivot | = pivot: go on with the next eight bytes | > pivot |
 *
 * Invariant: all terms of a range agree in their first `depth` bytes, and `prefix`
 * holds the next eight (short terms are filled up with zero bytes).
 */
#include "build/spill_sort.h"

#include <string.h>

enum { SMALL = 12, PREFIX_BYTES = 8, DEPTH_MAX = 256 };

static struct span term_of(const struct chain *chain)
{
    return span_of(chain + 1, chain->term_len);
}

static uint64_t load_prefix(const struct chain *chain, size_t depth)
{
    struct span term = term_of(chain);
    uint64_t prefix = 0;

    for (size_t i = depth; i < depth + PREFIX_BYTES; i++)
        prefix = prefix << 8 | (i < term.len ? term.data[i] : 0u);
    return prefix;
}

static void load_prefixes(struct sort_key *keys, size_t count, size_t depth)
{
    for (size_t i = 0; i < count; i++)
        keys[i].prefix = load_prefix(keys[i].chain, depth);
}

static int compare(const struct sort_key *a, const struct sort_key *b)
{
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    return span_compare(term_of(a->chain), term_of(b->chain));
}

static void insertion_sort(struct sort_key *keys, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct sort_key moving = keys[i];
        size_t at = i;

        for (; at > 0 && compare(&keys[at - 1], &moving) > 0; at--)
            keys[at] = keys[at - 1];
        keys[at] = moving;
    }
}

static uint64_t middle(uint64_t a, uint64_t b, uint64_t c)
{
    if (a < b)
        return b < c ? b : a < c ? c : a;
    return a < c ? a : b < c ? c : b;
}

static void swap(struct sort_key *a, struct sort_key *b)
{
    struct sort_key keep = *a;

    *a = *b;
    *b = keep;
}

/* Three ways: keys below *low are less than the pivot, from *high on greater. */
static void partition(struct sort_key *keys, size_t count, size_t *low, size_t *high)
{
    uint64_t pivot = middle(keys[count / 4].prefix, keys[count / 2].prefix,
                            keys[count * 3 / 4].prefix);
    size_t less = 0, at = 0, more = count;

    while (at < more) {
        if (keys[at].prefix < pivot)
            swap(&keys[less++], &keys[at++]);
        else if (keys[at].prefix > pivot)
            swap(&keys[at], &keys[--more]);
        else
            at++;
    }
    *low = less;
    *high = more;
}

struct range {
    struct sort_key *keys;
    size_t count, depth;
};

static void sort_range(struct range range);

/* The two smaller parts at once, the largest is left to the caller: the recursion is
 * at most log2(count) deep. */
static struct range sort_smaller(struct range parts[3])
{
    size_t largest = 0;

    for (size_t i = 1; i < 3; i++)
        if (parts[i].count > parts[largest].count)
            largest = i;
    for (size_t i = 0; i < 3; i++)
        if (i != largest)
            sort_range(parts[i]);
    return parts[largest];
}

/* Loops at most count + DEPTH_MAX / 8 times: each turn drops the pivot's own key from
 * two parts, or goes deeper in the third. */
static void sort_range(struct range range)
{
    while (range.count > SMALL && range.depth < DEPTH_MAX) {
        struct range parts[3];
        size_t low, high;

        partition(range.keys, range.count, &low, &high);
        parts[0] = (struct range){range.keys, low, range.depth};
        parts[1] =
            (struct range){range.keys + low, high - low, range.depth + PREFIX_BYTES};
        parts[2] = (struct range){range.keys + high, range.count - high, range.depth};
        load_prefixes(parts[1].keys, parts[1].count, parts[1].depth);
        range = sort_smaller(parts);
    }
    insertion_sort(range.keys, range.count);
}

void spill_sort(struct sort_key *keys, size_t count)
{
    load_prefixes(keys, count, 0);
    sort_range((struct range){keys, count, 0});
}
