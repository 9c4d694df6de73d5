/* deflate_codes.c - tokens to bits, RFC 1951.
 *
 *   counts --lengths_of--> code lengths --codes_of--> codes
 *   block := 1  10  HLIT HDIST HCLEN  code lengths of the code lengths
 *            the code lengths, runs shortened   tokens   end
 *
 * or with the fixed codes, or stored: whatever is smallest.
 */
#include <string.h>

#include "codec/deflate_private.h"
#include "codec/wire.h"

enum {
    BITS_MOST = 15,       /* of a literal's or distance's code */
    LENGTH_BITS_MOST = 7, /* of a code length's code */
    LENGTH_CODES = 19,
    LENGTHS_FIRST = 257, /* codes that a header has at least */
    SYMBOLS_MOST = LITERAL_CODES + 2,
    SORT_BITS = 7, /* twice: counts are below 2^14 */
    HEADER_BITS = 3,
    STORED_BYTES = 5
};

const uint8_t deflate_length_codes[MATCH_MOST + 1] = {
    0,  0,  0,  0,  1,  2,  3,  4,  5,  6,  7,  8,  8,  9,  9,  10, 10, 11, 11, 12,
    12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15, 16, 16, 16, 16, 16,
    16, 16, 16, 17, 17, 17, 17, 17, 17, 17, 17, 18, 18, 18, 18, 18, 18, 18, 18, 19,
    19, 19, 19, 19, 19, 19, 19, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20,
    20, 20, 20, 21, 21, 21, 21, 21, 21, 21, 21, 21, 21, 21, 21, 21, 21, 21, 21, 22,
    22, 22, 22, 22, 22, 22, 22, 22, 22, 22, 22, 22, 22, 22, 22, 23, 23, 23, 23, 23,
    23, 23, 23, 23, 23, 23, 23, 23, 23, 23, 23, 24, 24, 24, 24, 24, 24, 24, 24, 24,
    24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24,
    24, 24, 24, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25,
    25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 26, 26, 26, 26, 26,
    26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26,
    26, 26, 26, 26, 26, 26, 26, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27,
    27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 28,
};

static const uint8_t length_order[LENGTH_CODES] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                   11, 4,  12, 3, 13, 2, 14, 1, 15};

struct code {
    uint16_t bits; /* lowest first */
    uint8_t len;   /* 0: not used */
};

/* --- Codes ------------------------------------------------------------------- */

struct used {
    uint32_t count;
    uint16_t symbol;
};

/* The symbols that are used, ascending by count, then by symbol. */
static size_t sort_used(struct used *out, const uint32_t *counts, size_t symbols)
{
    struct used other[SYMBOLS_MOST];
    size_t used = 0;

    for (size_t i = 0; i < symbols; i++)
        if (counts[i] != 0)
            out[used++] = (struct used){counts[i], (uint16_t)i};
    for (unsigned pass = 0; pass < 2; pass++) {
        const struct used *from = pass == 0 ? out : other;
        struct used *to = pass == 0 ? other : out;
        uint16_t starts[(1 << SORT_BITS) + 1] = {0};
        const uint32_t mask = (1 << SORT_BITS) - 1;

        for (size_t i = 0; i < used; i++)
            starts[(from[i].count >> (pass * SORT_BITS) & mask) + 1]++;
        for (size_t i = 1; i <= mask; i++)
            starts[i] = (uint16_t)(starts[i] + starts[i - 1]);
        for (size_t i = 0; i < used; i++)
            to[starts[from[i].count >> (pass * SORT_BITS) & mask]++] = from[i];
    }
    return used;
}

/* Counts in ascending order become a tree: of its inner nodes, all but the last tell
 * their parent, the last is at n - 2. */
static void make_tree(uint32_t *a, size_t n)
{
    size_t root = 0, leaf = 0;

    for (size_t next = 0; next + 1 < n; next++) {
        uint32_t sum = 0;

        for (unsigned side = 0; side < 2; side++) {
            if (leaf >= n || (root < next && a[root] < a[leaf])) {
                sum += a[root];
                a[root++] = (uint32_t)next;
            } else {
                sum += a[leaf++];
            }
        }
        a[next] = sum;
    }
}

/* Counts in ascending order become the code lengths of their symbols, descending
 * (Moffat & Katajainen): parents, then depths of inner nodes, then depths of leaves. */
static void minimal_lengths(uint32_t *a, size_t n)
{
    size_t root = n - 1, next = n, available = 1;

    if (n == 1) {
        a[0] = 1;
        return;
    }
    make_tree(a, n);
    a[n - 2] = 0;
    for (size_t i = n - 2; i-- > 0;)
        a[i] = a[a[i]] + 1;
    for (uint32_t depth = 0; available > 0; depth++) {
        size_t inner = 0;

        for (; root > 0 && a[root - 1] == depth; root--)
            inner++;
        for (; available > inner; available--)
            a[--next] = depth;
        available = 2 * inner;
    }
}

/* Lengths descend; none may be over `most`: the code is made full again by lengthening
 * the longest codes that are shorter. */
static void bound_lengths(uint32_t *lengths, size_t n, unsigned most)
{
    uint32_t room = (uint32_t)1 << most, taken = 0;

    for (size_t i = 0; i < n; i++) {
        lengths[i] = lengths[i] < most ? lengths[i] : most;
        taken += room >> lengths[i];
    }
    for (size_t i = 0; taken > room; i = i + 1 < n ? i + 1 : 0) {
        if (lengths[i] == most)
            continue;
        taken -= room >> (lengths[i] + 1);
        lengths[i]++;
    }
    for (size_t i = n; i-- > 0;) {
        while (lengths[i] > 1 && taken + (room >> lengths[i]) <= room) {
            taken += room >> lengths[i];
            lengths[i]--;
        }
    }
}

/* The lowest `len` bits the other way round. */
static uint16_t turned(uint32_t bits, unsigned len)
{
    bits = (bits >> 1 & 0x5555) | (bits & 0x5555) << 1;
    bits = (bits >> 2 & 0x3333) | (bits & 0x3333) << 2;
    bits = (bits >> 4 & 0x0F0F) | (bits & 0x0F0F) << 4;
    bits = (bits >> 8 & 0x00FF) | (bits & 0x00FF) << 8;
    return (uint16_t)(bits >> (16 - len));
}

/* Code lengths to codes, by length, then by symbol. */
static void codes_of(struct code *codes, size_t symbols)
{
    uint32_t next[BITS_MOST + 2] = {0};

    for (size_t i = 0; i < symbols; i++)
        next[codes[i].len + 1]++;
    next[1] = 0; /* those that are not used */
    for (unsigned len = 1; len <= BITS_MOST; len++)
        next[len + 1] = (next[len] + next[len + 1]) << 1;
    for (size_t i = 0; i < symbols; i++)
        if (codes[i].len != 0)
            codes[i].bits = turned(next[codes[i].len]++, codes[i].len);
}

/* The code that writes the counts in the fewest bits. */
static void make_code(struct code *codes, const uint32_t *counts, size_t symbols,
                      unsigned most)
{
    struct used used[SYMBOLS_MOST];
    uint32_t lengths[SYMBOLS_MOST];
    size_t n = sort_used(used, counts, symbols);

    memset(codes, 0, symbols * sizeof *codes);
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++)
        lengths[i] = used[i].count;
    minimal_lengths(lengths, n);
    if (lengths[0] > most)
        bound_lengths(lengths, n, most);
    for (size_t i = 0; i < n; i++)
        codes[used[i].symbol].len = (uint8_t)lengths[i];
    codes_of(codes, symbols);
}

static unsigned fixed_length(unsigned literal)
{
    return literal < 144 ? 8 : literal < 256 ? 9 : literal < 280 ? 7 : 8;
}

static void fixed_codes(struct code *literals, struct code *distances)
{
    for (unsigned i = 0; i < SYMBOLS_MOST; i++)
        literals[i].len = (uint8_t)fixed_length(i);
    for (unsigned i = 0; i < DISTANCE_CODES; i++)
        distances[i].len = 5;
    codes_of(literals, SYMBOLS_MOST);
    codes_of(distances, DISTANCE_CODES);
}

/* --- The header's code lengths ------------------------------------------------ */

struct header {
    size_t literals, distances; /* how many code lengths of each are written */
    size_t count;
    struct {
        uint8_t symbol, extra, extra_bits;
    } runs[SYMBOLS_MOST + DISTANCE_CODES];
    struct code codes[LENGTH_CODES];
    size_t length_codes; /* written, in their order */
};

static void put_run(struct header *header, uint32_t *counts, unsigned symbol,
                    unsigned extra, unsigned extra_bits)
{
    counts[symbol]++;
    header->runs[header->count].symbol = (uint8_t)symbol;
    header->runs[header->count].extra = (uint8_t)extra;
    header->runs[header->count++].extra_bits = (uint8_t)extra_bits;
}

/* `times` code lengths of one value. */
static void put_same(struct header *header, uint32_t *counts, unsigned value,
                     size_t times)
{
    while (value == 0 && times >= 11) {
        size_t part = times < 138 ? times : 138;

        put_run(header, counts, 18, (unsigned)part - 11, 7);
        times -= part;
    }
    if (value == 0 && times >= 3) {
        put_run(header, counts, 17, (unsigned)times - 3, 3);
        return;
    }
    if (value != 0 && times > 0) {
        put_run(header, counts, value, 0, 0);
        times--;
    }
    while (value != 0 && times >= 3) {
        size_t part = times < 6 ? times : 6;

        put_run(header, counts, 16, (unsigned)part - 3, 2);
        times -= part;
    }
    for (; times > 0; times--)
        put_run(header, counts, value, 0, 0);
}

static size_t codes_used(const struct code *codes, size_t symbols, size_t least)
{
    while (symbols > least && codes[symbols - 1].len == 0)
        symbols--;
    return symbols;
}

static void make_header(struct header *header, const struct code *literals,
                        const struct code *distances)
{
    uint8_t all[SYMBOLS_MOST + DISTANCE_CODES];
    uint32_t counts[LENGTH_CODES] = {0};
    size_t n = 0;

    header->count = 0;
    header->literals = codes_used(literals, LITERAL_CODES, LENGTHS_FIRST);
    header->distances = codes_used(distances, DISTANCE_CODES, 1);
    for (size_t i = 0; i < header->literals; i++)
        all[n++] = literals[i].len;
    for (size_t i = 0; i < header->distances; i++)
        all[n++] = distances[i].len;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && all[end] == all[i];)
            end++;
        put_same(header, counts, all[i], end - i);
    }
    make_code(header->codes, counts, LENGTH_CODES, LENGTH_BITS_MOST);
    header->length_codes = LENGTH_CODES;
    while (header->length_codes > 4 &&
           header->codes[length_order[header->length_codes - 1]].len == 0)
        header->length_codes--;
}

static size_t header_bits(const struct header *header)
{
    size_t bits = 5 + 5 + 4 + 3 * header->length_codes;

    for (size_t i = 0; i < header->count; i++)
        bits += (size_t)header->codes[header->runs[i].symbol].len +
                header->runs[i].extra_bits;
    return bits;
}

/* --- Bits --------------------------------------------------------------------- */

struct bits {
    uint8_t *at;
    uint64_t held; /* below 2^count */
    unsigned count;
};

/* At most 48 bits between two calls of flush_bits. */
static inline void put_bits(struct bits *bits, uint64_t value, unsigned count)
{
    bits->held |= value << bits->count;
    bits->count += count;
}

static inline void flush_bits(struct bits *bits)
{
    for (unsigned i = 0; i < sizeof bits->held; i++) /* one store, when it can be */
        bits->at[i] = (uint8_t)(bits->held >> (8 * i));
    bits->at += bits->count / 8;
    bits->held >>= bits->count & ~7U;
    bits->count &= 7;
}

static void put_header(struct bits *bits, const struct header *header)
{
    put_bits(bits, header->literals - LENGTHS_FIRST, 5);
    put_bits(bits, header->distances - 1, 5);
    put_bits(bits, header->length_codes - 4, 4);
    for (size_t i = 0; i < header->length_codes; i++) {
        flush_bits(bits);
        put_bits(bits, header->codes[length_order[i]].len, 3);
    }
    for (size_t i = 0; i < header->count; i++) {
        const struct code *code = &header->codes[header->runs[i].symbol];

        flush_bits(bits);
        put_bits(bits, code->bits, code->len);
        put_bits(bits, header->runs[i].extra, header->runs[i].extra_bits);
    }
}

/* The bits of a distance's number that its code leaves open. */
static inline unsigned distance_extra(unsigned code)
{
    return code < 4 ? 0 : code / 2 - 1;
}

static inline unsigned length_extra(unsigned code)
{
    return code < 8 || code == 28 ? 0 : code / 4 - 1;
}

static void put_match(struct bits *bits, deflate_token token,
                      const struct code *literals, const struct code *distances)
{
    uint32_t len = token & 0x1FF, distance = token >> 9;
    unsigned length_code = deflate_length_codes[len];
    unsigned distance_code = deflate_distance_code(distance);
    unsigned length_open = length_extra(length_code);
    unsigned distance_open = distance_extra(distance_code);
    struct code code = literals[END_OF_BLOCK + 1 + length_code];

    put_bits(bits, code.bits, code.len);
    put_bits(bits, (len - MATCH_LEAST) & ((1U << length_open) - 1), length_open);
    code = distances[distance_code];
    put_bits(bits, code.bits, code.len);
    put_bits(bits, (distance - 1) & ((1U << distance_open) - 1), distance_open);
}

static void put_tokens(struct bits *bits, const struct deflate_tokens *tokens,
                       const struct code *literals, const struct code *distances)
{
    struct code end = literals[END_OF_BLOCK];

    for (size_t i = 0; i < tokens->count; i++) {
        deflate_token token = tokens->all[i];

        flush_bits(bits);
        if (token < 256)
            put_bits(bits, literals[token].bits, literals[token].len);
        else
            put_match(bits, token, literals, distances);
    }
    flush_bits(bits);
    put_bits(bits, end.bits, end.len);
    flush_bits(bits);
    bits->at += bits->count > 0; /* the last byte is stored already */
}

/* What the tokens take with codes of these lengths; NULL: the fixed ones. */
static size_t tokens_bits(const struct deflate_tokens *tokens,
                          const struct code *literals, const struct code *distances)
{
    size_t bits = 0;

    for (unsigned i = 0; i <= END_OF_BLOCK; i++)
        bits += (size_t)tokens->literals[i] *
                (literals ? literals[i].len : fixed_length(i));
    for (unsigned i = END_OF_BLOCK + 1; i < LITERAL_CODES; i++)
        bits += (size_t)tokens->literals[i] *
                ((literals ? literals[i].len : fixed_length(i)) +
                 length_extra(i - END_OF_BLOCK - 1));
    for (unsigned i = 0; i < DISTANCE_CODES; i++)
        bits += (size_t)tokens->distances[i] *
                ((distances ? distances[i].len : 5) + distance_extra(i));
    return bits;
}

static void put_stored(struct span block, struct buf *out)
{
    wire_put_u8(out, 1);
    wire_put_u16(out, (uint16_t)block.len);
    wire_put_u16(out, (uint16_t)~block.len);
    buf_put_span(out, block);
}

/* `bits` is what the block takes with these codes; `header` NULL: the fixed ones. */
static void put_coded(const struct deflate_tokens *tokens, const struct header *header,
                      const struct code *literals, const struct code *distances,
                      size_t bits, struct buf *out)
{
    size_t before = out->len;
    struct bits to = {buf_grow(out, (bits + 7) / 8 + sizeof(uint64_t)), 0, 0};

    if (!to.at)
        return;
    put_bits(&to, header ? 1 | 2 << 1 : 1 | 1 << 1, HEADER_BITS);
    if (header)
        put_header(&to, header);
    put_tokens(&to, tokens, literals, distances);
    out->len = before + (size_t)(to.at - (out->data + before));
}

void deflate_put(struct deflate_tokens *tokens, struct span block, struct buf *out)
{
    struct code literals[SYMBOLS_MOST], distances[DISTANCE_CODES];
    struct header header;
    size_t made_bits, fixed_bits, stored_bits = 8 * (block.len + STORED_BYTES);

    make_code(literals, tokens->literals, LITERAL_CODES, BITS_MOST);
    make_code(distances, tokens->distances, DISTANCE_CODES, BITS_MOST);
    make_header(&header, literals, distances);
    made_bits =
        HEADER_BITS + header_bits(&header) + tokens_bits(tokens, literals, distances);
    fixed_bits = HEADER_BITS + tokens_bits(tokens, NULL, NULL);
    if (stored_bits < made_bits && stored_bits < fixed_bits) {
        put_stored(block, out);
    } else if (made_bits < fixed_bits) {
        put_coded(tokens, &header, literals, distances, made_bits, out);
    } else {
        fixed_codes(literals, distances);
        put_coded(tokens, NULL, literals, distances, fixed_bits, out);
    }
}
