/* Codes are canonical: words of one length are consecutive numbers, in the order of their
 * symbols, and begin where the shorter ones end. Read from the lowest bit on, the next
 * word is the one before it counted up from its highest bit down.
 *
 *   first table    every entry whose low bits are a short code's word; for a longer one
 *                  the entry of its first bits leads to
 *   second table   the same for the bits behind them
 */
#include "codec/inflate_table.h"

#include <string.h>

enum { CODE_MAX = 15 };

struct builder {
    unsigned counts[CODE_MAX + 1];
    uint16_t sorted[INFLATE_SYMBOLS_MAX]; /* symbols by length, then number */
    size_t used;                          /* entries of the table */
    uint32_t word;                        /* the next code, its first bit lowest */
};

/* Sorts; false when there are more codes than bits can tell apart, or too few. */
static bool sort_symbols(struct builder *b, const struct inflate_code *code)
{
    unsigned offs[CODE_MAX + 2] = {0}, most = 0;
    int left = 1;
    memset(b->counts, 0, sizeof b->counts);
    for (unsigned i = 0; i < code->symbols; i++)
        b->counts[code->lens[i]]++;
    b->counts[0] = 0;
    for (unsigned len = 1; len <= CODE_MAX; len++) {
        left = 2 * left - (int)b->counts[len];
        if (left < 0)
            return false;
        offs[len + 1] = offs[len] + b->counts[len];
        most = b->counts[len] ? len : most;
    }
    for (unsigned i = 0; i < code->symbols; i++)
        if (code->lens[i])
            b->sorted[offs[code->lens[i]]++] = (uint16_t)i;
    return left == 0 || most == 0 || (code->may_be_single && most == 1);
}

/* The code after this one of the same length, or the last one lengthened. */
static void next_word(struct builder *b, unsigned len)
{
    uint32_t bit = UINT32_C(1) << (len - 1);
    while (b->word & bit)
        bit >>= 1;
    b->word = bit ? (b->word & (bit - 1)) | bit : 0;
}

static inline uint32_t entry_of(const struct inflate_code *code, unsigned symbol,
                                unsigned len)
{
    return code->bases[symbol] + (len << 8) + len;
}

/* How many bits of a second table tell its codes apart. */
static unsigned second_bits(const struct builder *b, unsigned len, unsigned bits)
{
    unsigned more = len - bits;
    int left = 1 << more;
    for (; bits + more < CODE_MAX; more++, left *= 2) {
        left -= (int)b->counts[bits + more];
        if (left <= 0)
            break;
    }
    return more;
}

/* Codes that are longer than the first table's bits: `at` of `sorted` is the first. */
static bool fill_second(struct builder *b, const struct inflate_code *code, size_t at,
                        unsigned len)
{
    uint32_t mask = (UINT32_C(1) << code->bits) - 1, prefix = UINT32_MAX;
    size_t start = 0, size = 0;
    for (; len <= CODE_MAX; len++) {
        for (; b->counts[len] > 0; b->counts[len]--) {
            if ((b->word & mask) != prefix) {
                unsigned more = second_bits(b, len, code->bits);
                prefix = b->word & mask;
                start = b->used;
                size = (size_t)1 << more;
                if (start + size > code->room)
                    return false;
                b->used += size;
                code->table[prefix] = (uint32_t)start << 16 | ENTRY_ODD | ENTRY_SECOND |
                                      more << 8 | code->bits;
            }
            uint32_t entry = entry_of(code, b->sorted[at++], len - code->bits);
            for (size_t k = b->word >> code->bits; k < size;
                 k += (size_t)1 << (len - code->bits))
                code->table[start + k] = entry;
            next_word(b, len);
        }
    }
    return true;
}

bool inflate_table_build(const struct inflate_code *code)
{
    struct builder b;
    size_t size = (size_t)1 << code->bits, at = 0;
    unsigned len = 1;
    if (!sort_symbols(&b, code))
        return false;
    b.used = size;
    b.word = 0;
    for (size_t i = 0; i < size; i++) /* what no code leads to */
        code->table[i] = ENTRY_ODD | 1;
    for (; len <= code->bits; len++)
        for (unsigned i = 0; i < b.counts[len]; i++) {
            uint32_t entry = entry_of(code, b.sorted[at++], len);
            for (size_t k = b.word; k < size; k += (size_t)1 << len)
                code->table[k] = entry;
            next_word(&b, len);
        }
    return fill_second(&b, code, at, len);
}
