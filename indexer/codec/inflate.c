/*   bits     |.....|  distance  | extra | length code | <- the lowest bit is next
 *   tables   literals[next 10 bits]   -> literal | length | end | second table
 *            distances[next 8 bits]   -> distance         | second table
 *
 * Invariant: while codes are read, out[done] is not past `limit`, and one round writes no
 * further than INFLATE_SLACK bytes.
 */
#include "codec/inflate.h"

#include <string.h>

#include "codec/inflate_table.h"
#include "codec/wire.h"

enum {
    LITERAL_BITS = 10,
    DISTANCE_BITS = 8,
    LENGTHS_BITS = 7,
    LITERALS = INFLATE_SYMBOLS_MAX,
    DISTANCES = 32,
    LENGTHS = 19,
    LITERALS_MAX = 286,
    DISTANCES_MAX = 30,
    END_OF_BLOCK = 256,
    COPY_STEP = 8
};
/* --- Bits ----------------------------------------------------------------------------
 */

static void refill_slowly(struct inflate_bits *in)
{
    for (; in->count < 56; in->count += 8) {
        if (in->next < in->end)
            in->buffer |= (uint64_t)*in->next++ << in->count;
        else
            in->overread++;
    }
}

/* At least 56 bits, zeros past the end. Bits above `count` are those that follow. */
static inline void refill(struct inflate_bits *in)
{
    if (in->end - in->next >= 8) {
        in->buffer |= wire_load_u64(in->next) << in->count;
        in->next += (63 - in->count) >> 3;
        in->count |= 56;
    } else {
        struct inflate_bits copy = *in; /* so that *in can stay in registers */
        refill_slowly(&copy);
        *in = copy;
    }
}

static inline void drop(struct inflate_bits *in, unsigned count)
{
    in->buffer >>= count;
    in->count -= count;
}

static inline uint32_t low_bits(uint64_t buffer, unsigned count)
{
    return (uint32_t)(buffer & (((uint64_t)1 << count) - 1));
}

static uint32_t take(struct inflate_bits *in, unsigned count)
{
    if (in->count < count)
        refill(in);
    uint32_t bits = low_bits(in->buffer, count);
    drop(in, count);
    return bits;
}

/* More bits were used than there are. */
static bool overrun(const struct inflate_bits *in)
{
    return in->overread > in->count / 8;
}

/* --- Codes ---------------------------------------------------------------------------
 */

/* Base and number of extra bits (RFC 1951, 3.2.5). */
#define EXTRA(base, bits) ((uint32_t)(base) << 16 | (bits))
#define BAD ENTRY_ODD

static const uint32_t length_bases[LITERALS - END_OF_BLOCK] = {
    ENTRY_ODD | ENTRY_END, EXTRA(3, 0),   EXTRA(4, 0),   EXTRA(5, 0),
    EXTRA(6, 0),           EXTRA(7, 0),   EXTRA(8, 0),   EXTRA(9, 0),
    EXTRA(10, 0),          EXTRA(11, 1),  EXTRA(13, 1),  EXTRA(15, 1),
    EXTRA(17, 1),          EXTRA(19, 2),  EXTRA(23, 2),  EXTRA(27, 2),
    EXTRA(31, 2),          EXTRA(35, 3),  EXTRA(43, 3),  EXTRA(51, 3),
    EXTRA(59, 3),          EXTRA(67, 4),  EXTRA(83, 4),  EXTRA(99, 4),
    EXTRA(115, 4),         EXTRA(131, 5), EXTRA(163, 5), EXTRA(195, 5),
    EXTRA(227, 5),         EXTRA(258, 0), BAD,           BAD};
static const uint32_t distance_bases[DISTANCES] = {EXTRA(1, 0),
                                                   EXTRA(2, 0),
                                                   EXTRA(3, 0),
                                                   EXTRA(4, 0),
                                                   EXTRA(5, 1),
                                                   EXTRA(7, 1),
                                                   EXTRA(9, 2),
                                                   EXTRA(13, 2),
                                                   EXTRA(17, 3),
                                                   EXTRA(25, 3),
                                                   EXTRA(33, 4),
                                                   EXTRA(49, 4),
                                                   EXTRA(65, 5),
                                                   EXTRA(97, 5),
                                                   EXTRA(129, 6),
                                                   EXTRA(193, 6),
                                                   EXTRA(257, 7),
                                                   EXTRA(385, 7),
                                                   EXTRA(513, 8),
                                                   EXTRA(769, 8),
                                                   EXTRA(1025, 9),
                                                   EXTRA(1537, 9),
                                                   EXTRA(2049, 10),
                                                   EXTRA(3073, 10),
                                                   EXTRA(4097, 11),
                                                   EXTRA(6145, 11),
                                                   EXTRA(8193, 12),
                                                   EXTRA(12289, 12),
                                                   EXTRA(16385, 13),
                                                   EXTRA(24577, 13),
                                                   BAD,
                                                   BAD};

static bool build_both(struct inflate *z, const uint8_t *lens, unsigned literals,
                       unsigned distances)
{
    uint32_t bases[LITERALS];
    for (uint32_t i = 0; i < END_OF_BLOCK; i++)
        bases[i] = ENTRY_LITERAL | i << 16;
    memcpy(bases + END_OF_BLOCK, length_bases, sizeof length_bases);
    struct inflate_code literal = {
        z->literals, INFLATE_LITERAL_TABLE, LITERAL_BITS, lens, bases, literals, true};
    struct inflate_code distance = {z->distances,
                                    INFLATE_DISTANCE_TABLE,
                                    DISTANCE_BITS,
                                    lens + literals,
                                    distance_bases,
                                    distances,
                                    true};
    return inflate_table_build(&literal) && inflate_table_build(&distance);
}

static bool build_fixed(struct inflate *z)
{
    uint8_t lens[LITERALS + DISTANCES];
    memset(lens, 8, 144);
    memset(lens + 144, 9, 112);
    memset(lens + 256, 7, 24);
    memset(lens + 280, 8, 8);
    memset(lens + LITERALS, 5, DISTANCES);
    return build_both(z, lens, LITERALS, DISTANCES);
}

/* The code in which the codes' lengths are told. */
static bool read_lengths_code(struct inflate_bits *in, uint32_t *table, unsigned count)
{
    static const uint8_t order[LENGTHS] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                           11, 4,  12, 3, 13, 2, 14, 1, 15};
    uint32_t bases[LENGTHS];
    uint8_t lens[LENGTHS] = {0};
    for (unsigned i = 0; i < LENGTHS; i++)
        bases[i] = i << 16;
    for (unsigned i = 0; i < count; i++)
        lens[order[i]] = (uint8_t)take(in, 3);
    struct inflate_code code = {table, 1 << LENGTHS_BITS, LENGTHS_BITS, lens,
                                bases, LENGTHS,           false};
    return inflate_table_build(&code);
}

/* One length, or a run of equal ones; 0: impossible. */
static unsigned read_run(struct inflate_bits *in, const uint32_t *table,
                         const uint8_t *lens, unsigned at, uint8_t *value)
{
    refill(in);
    uint32_t entry = table[low_bits(in->buffer, LENGTHS_BITS)];
    unsigned symbol = entry >> 16;
    if (entry & ENTRY_ODD)
        return 0;
    drop(in, entry & 255);
    *value = 0;
    if (symbol < 16) {
        *value = (uint8_t)symbol;
        return 1;
    }
    if (symbol == 17)
        return 3 + take(in, 3);
    if (symbol == 18)
        return 11 + take(in, 7);
    if (at == 0)
        return 0;
    *value = lens[at - 1];
    return 3 + take(in, 2);
}

static bool read_codes(struct inflate *z)
{
    uint8_t lens[LITERALS_MAX + DISTANCES], value;
    uint32_t table[1 << LENGTHS_BITS];
    struct inflate_bits *in = &z->in;
    unsigned literals = 257 + take(in, 5), distances = 1 + take(in, 5);
    unsigned all = literals + distances, run;
    if (literals > LITERALS_MAX || distances > DISTANCES_MAX ||
        !read_lengths_code(in, table, 4 + take(in, 4)))
        return false;
    for (unsigned at = 0; at < all; at += run) {
        run = read_run(in, table, lens, at, &value);
        if (run == 0 || run > all - at)
            return false;
        lens[at] = value;
        if (run > 1)
            memset(lens + at, value, run);
    }
    return lens[END_OF_BLOCK] != 0 && build_both(z, lens, literals, distances);
}

/* --- Data ----------------------------------------------------------------------------
 */

/* May write INFLATE_SLACK bytes too many. */
static inline void copy_match(uint8_t *out, size_t distance, size_t len)
{
    const uint8_t *from = out - distance;
    if (distance < COPY_STEP) {
        for (size_t i = 0; i < len; i++)
            out[i] = from[i];
        return;
    }
    for (size_t i = 0; i < len; i += COPY_STEP)
        memcpy(out + i, from + i, COPY_STEP);
}

/* Base and extra bits of an entry; its bits are dropped. */
static inline size_t take_value(struct inflate_bits *in, uint32_t entry)
{
    uint64_t buffer = in->buffer;
    drop(in, entry & 255);
    return (entry >> 16) + (low_bits(buffer, entry & 255) >> (entry >> 8 & 15));
}

static inline uint32_t second(struct inflate_bits *in, const uint32_t *table,
                              uint32_t entry)
{
    drop(in, entry & 255);
    return table[(entry >> 16) + low_bits(in->buffer, entry >> 8 & 15)];
}

static inline uint32_t peek_literal(const struct inflate *z,
                                    const struct inflate_bits *in)
{
    return z->literals[low_bits(in->buffer, LITERAL_BITS)];
}

/* The match whose length has this entry, at out[at]; 0: impossible. */
static inline size_t put_match(const struct inflate *z, struct inflate_bits *in,
                               uint32_t entry, size_t at)
{
    size_t len = take_value(in, entry);
    refill(in);
    uint32_t other = z->distances[low_bits(in->buffer, DISTANCE_BITS)];
    if (other & ENTRY_SECOND)
        other = second(in, z->distances, other);
    if (other & ENTRY_ODD)
        return 0;
    size_t distance = take_value(in, other);
    if (distance > at + z->history)
        return 0;
    copy_match(z->out + at, distance, len);
    return len;
}

/* Literals in a row, three at most: they leave bits enough for what follows. Returns
 * the entry behind them. */
static inline uint32_t put_literals(const struct inflate *z, struct inflate_bits *in,
                                    uint8_t *out, size_t *at)
{
    uint32_t entry = peek_literal(z, in);
    for (unsigned i = 0; i < 3 && (entry & ENTRY_LITERAL); i++) {
        drop(in, entry & 255);
        out[(*at)++] = (uint8_t)(entry >> 16);
        entry = peek_literal(z, in);
    }
    return entry;
}

static bool run_codes(struct inflate *z, size_t want)
{
    struct inflate_bits in = z->in; /* a copy stays in registers */
    uint8_t *out = z->out;
    size_t at = z->done;
    bool good = true;
    while (at < want && good) {
        refill(&in);
        uint32_t entry = put_literals(z, &in, out, &at);
        if (entry & ENTRY_SECOND)
            entry = second(&in, z->literals, entry);
        if (entry & ENTRY_LITERAL) {
            drop(&in, entry & 255);
            out[at++] = (uint8_t)(entry >> 16);
        } else if (entry & ENTRY_ODD) {
            good = entry & ENTRY_END;
            drop(&in, entry & 255);
            z->state = z->last ? INFLATE_END : INFLATE_HEADER;
            break;
        } else {
            size_t len = put_match(z, &in, entry, at);
            at += len;
            good = len > 0;
        }
    }
    z->in = in;
    z->done = at;
    return good && at <= z->limit && !overrun(&in);
}

/* Whole bytes go back to where they came from. */
static bool begin_stored(struct inflate *z)
{
    struct inflate_bits *in = &z->in;
    drop(in, in->count & 7);
    if (overrun(in))
        return false;
    in->next -= in->count / 8 - in->overread;
    in->buffer = 0;
    in->count = in->overread = 0;
    if (in->end - in->next < 4)
        return false;
    z->stored = (size_t)(in->next[0] | in->next[1] << 8);
    bool right =
        (in->next[0] ^ in->next[2]) == 255 && (in->next[1] ^ in->next[3]) == 255;
    in->next += 4;
    z->state = INFLATE_STORED;
    return right && z->stored <= (size_t)(in->end - in->next);
}

static bool run_stored(struct inflate *z, size_t want)
{
    size_t part = want - z->done < z->stored ? want - z->done : z->stored;
    if (z->stored > z->limit - z->done)
        return false;
    memcpy(z->out + z->done, z->in.next, part);
    z->in.next += part;
    z->done += part;
    z->stored -= part;
    if (z->stored == 0)
        z->state = z->last ? INFLATE_END : INFLATE_HEADER;
    return true;
}

static bool run_header(struct inflate *z)
{
    refill(&z->in);
    z->last = take(&z->in, 1);
    unsigned kind = take(&z->in, 2);
    if (kind == 0)
        return begin_stored(z);
    z->state = INFLATE_CODES;
    if (kind == 1)
        return build_fixed(z);
    return kind == 2 && read_codes(z) && !overrun(&z->in);
}

void inflate_begin(struct inflate *z, struct span packed, uint8_t *out, size_t history,
                   size_t limit)
{
    z->in = (struct inflate_bits){0, 0, 0, packed.data, packed.data + packed.len};
    z->out = out;
    z->done = z->stored = 0;
    z->history = history;
    z->limit = limit;
    z->state = INFLATE_HEADER;
    z->last = false;
}

bool inflate_until(struct inflate *z, size_t want)
{
    bool good = true;
    /* Past the last byte only the end of the data may come. */
    bool whole = want == z->limit;
    while (good && z->state != INFLATE_END && (z->done < want || whole)) {
        if (z->state == INFLATE_HEADER)
            good = run_header(z);
        else if (z->state == INFLATE_STORED)
            good = run_stored(z, want);
        else
            good = run_codes(z, whole ? want + 1 : want);
    }
    return good;
}

bool inflate_whole(const struct inflate *z)
{
    const struct inflate_bits *in = &z->in;
    return z->state == INFLATE_END && z->done == z->limit &&
           in->next - (in->count / 8 - in->overread) == in->end;
}
