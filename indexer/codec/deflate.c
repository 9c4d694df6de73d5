/* deflate.c - matches.
 *
 *   window   | dictionary | block ........|      positions: dictionary from 0 on,
 *                  ^---<-----^                   block behind it
 *   heads    of the dictionary: made once; of the block: empty at its beginning
 *
 * A position is the beginning of a letter; the other bytes of one are neither indexed
 * nor looked up: a match that begins in the middle of a letter is hardly ever better
 * than the one that begins with it. So a chain holds half as many positions, and each
 * of them is worth looking at.
 *
 * Invariant: heads and prevs hold positions + 1 of their own part; 0 ends a chain.
 */
#include "codec/deflate.h"

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "codec/deflate_private.h"

enum {
    DICT_BITS = 15,
    BLOCK_BITS = 12,
    KEY_BYTES = 6, /* what a match has at least: three letters */
    DICT_PROBES = 8,
    BLOCK_PROBES = 4,
    GOOD_MATCH = 32, /* of the block: the dictionary is not asked for a better one */
    LAZY_MOST = 12,  /* up to here the next letter is asked for a better one, */
    LAZY_GAIN = 2,   /* which must have more than so many bytes more */
    SLACK = 8        /* a key is read with the bytes behind it */
};

struct deflate_dict {
    size_t len;
    uint16_t starts[(1 << DICT_BITS) + 1];
    uint32_t entries[DEFLATE_DICT_BYTES]; /* tag << 16 | position */
    uint8_t window[DEFLATE_DICT_BYTES + DEFLATE_BLOCK_BYTES + SLACK];
};

struct deflate_packer {
    uint16_t heads[1 << BLOCK_BITS];
    uint16_t prevs[DEFLATE_BLOCK_BYTES];
    struct deflate_tokens tokens;
};

/* Eight bytes, the first the lowest. */
static inline uint64_t load8(const uint8_t *at)
{
    uint64_t eight;

    memcpy(&eight, at, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

static inline uint64_t key_at(const uint8_t *at)
{
    return (load8(at) << (64 - 8 * KEY_BYTES)) * UINT64_C(0x9E3779B97F4A7C15);
}

static inline uint32_t load4(const uint8_t *at)
{
    uint32_t four; /* only compared */

    memcpy(&four, at, sizeof four);
    return four;
}

static inline bool is_inner(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* How many bytes the letter has that begins with this one. Of bytes that are no text
 * anything may be said: it costs no more than a match. */
static inline size_t letter_bytes(uint8_t first)
{
    static const uint8_t bytes[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4};

    return bytes[first >> 4];
}

static inline size_t bucket_of(uint64_t key)
{
    return key >> (64 - DICT_BITS);
}

/* Bits of the key that the bucket does not tell. */
static inline uint32_t tag_of(uint64_t key)
{
    return (uint32_t)(key >> (48 - DICT_BITS)) & 0xFFFF;
}

/* Positions by bucket, in each the last first. */
static void make_index(struct deflate_dict *dict)
{
    const uint8_t *window = dict->window;
    size_t end = dict->len < KEY_BYTES ? 0 : dict->len - KEY_BYTES + 1;
    uint16_t *starts = dict->starts;

    for (size_t at = 0; at < end; at += letter_bytes(window[at]))
        starts[bucket_of(key_at(window + at))]++;
    for (size_t i = 1; i <= 1 << DICT_BITS; i++)
        starts[i] = (uint16_t)(starts[i] + starts[i - 1]); /* ends, for now */
    for (size_t at = 0; at < end; at += letter_bytes(window[at])) {
        uint64_t key = key_at(window + at);

        dict->entries[--starts[bucket_of(key)]] = tag_of(key) << 16 | (uint32_t)at;
    }
}

struct deflate_dict *deflate_dict_open(struct span bytes)
{
    struct deflate_dict *dict = memory_zeroed(1, sizeof *dict);

    if (!dict)
        return NULL;
    dict->len = bytes.len;
    if (bytes.len > 0)
        memcpy(dict->window, bytes.data, bytes.len);
    make_index(dict);
    return dict;
}

void deflate_dict_close(struct deflate_dict *dict)
{
    memory_free(dict);
}

struct deflate_packer *deflate_packer_open(void)
{
    return memory_zeroed(1, sizeof(struct deflate_packer));
}

void deflate_packer_close(struct deflate_packer *packer)
{
    memory_free(packer);
}

/* How many bytes agree, `most` at most; both have SLACK bytes behind. */
static inline size_t common(const uint8_t *a, const uint8_t *b, size_t most)
{
    for (size_t len = 0; len < most; len += 8) {
        uint64_t differ = load8(a + len) ^ load8(b + len);

        if (differ != 0) {
            len += (size_t)__builtin_ctzll(differ) / 8;
            return len < most ? len : most;
        }
    }
    return most;
}

struct match {
    size_t len; /* 0: none */
    size_t distance;
};

/* Where the packer is: `window` + at, `end` being behind the block. */
struct place {
    const uint8_t *window;
    size_t base; /* of the block in the window */
    size_t at, end;
};

/* Is what stands there longer than the best, which is below `most`? */
static inline void try(const uint8_t *here, const uint8_t *there, size_t most,
                       struct match *best)
{
    size_t len;

    if (load4(there + best->len - 3) != load4(here + best->len - 3))
        return;
    len = common(here, there, most);
    if (len > best->len)
        *best = (struct match){len, (size_t)(here - there)};
}

/* In the block's own chain; `next` is a position + 1 in it. */
static inline void look_back(const uint8_t *here, const uint8_t *block,
                             const uint16_t *prevs, size_t next, size_t most,
                             struct match *best)
{
    for (unsigned probes = BLOCK_PROBES; next > 0 && probes > 0; probes--) {
        try(here, block + next - 1, most, best);
        if (best->len == most)
            return;
        next = prevs[next - 1];
    }
}

/* In the dictionary; positions below `least` are too far. */
static inline void look_up(const struct deflate_dict *dict, const uint8_t *here,
                           uint64_t key, size_t least, size_t most, struct match *best)
{
    const uint32_t *entry = dict->entries + dict->starts[bucket_of(key)];
    const uint32_t *end = dict->entries + dict->starts[bucket_of(key) + 1];
    uint32_t tag = tag_of(key);

    for (unsigned probes = DICT_PROBES; entry < end && probes > 0; entry++) {
        if (*entry >> 16 != tag)
            continue;
        if ((*entry & 0xFFFF) < least || best->len == most)
            return;
        try(here, dict->window + (*entry & 0xFFFF), most, best);
        probes--;
    }
}

/* The best match at a position, which is put into its chain; it has more bytes than
 * `len`, which is 3 at least. */
static inline struct match find(struct deflate_packer *packer,
                                const struct deflate_dict *dict,
                                const struct place *place, size_t len)
{
    const uint8_t *here = place->window + place->at,
                  *block = place->window + place->base;
    size_t most = place->end - place->at, off = place->at - place->base;
    struct match best = {len, 0};
    uint64_t key = key_at(here);
    uint16_t *head = &packer->heads[key >> (64 - BLOCK_BITS)];

    if (most < KEY_BYTES || most <= len)
        return (struct match){0, 0};
    most = most < MATCH_MOST ? most : MATCH_MOST;
    look_back(here, block, packer->prevs, *head, most, &best);
    packer->prevs[off] = *head;
    *head = (uint16_t)(off + 1);
    if (best.len < GOOD_MATCH && best.len < most)
        look_up(dict, here, key,
                place->at > DISTANCE_MOST ? place->at - DISTANCE_MOST : 0, most, &best);
    return best.distance != 0 ? best : (struct match){0, 0};
}

/* The letters that begin in [from, to) into their chains. */
static inline void enter(struct deflate_packer *packer, const struct place *place,
                         size_t from, size_t to)
{
    const uint8_t *block = place->window + place->base;

    to = to + KEY_BYTES <= place->end ? to : place->end - KEY_BYTES + 1;
    to -= place->base;
    for (size_t off = from - place->base; off < to; off += letter_bytes(block[off])) {
        uint16_t *head = &packer->heads[key_at(block + off) >> (64 - BLOCK_BITS)];

        packer->prevs[off] = *head;
        *head = (uint16_t)(off + 1);
    }
}

static inline void put_literal(struct deflate_tokens *tokens, uint8_t byte)
{
    tokens->literals[byte]++;
    tokens->all[tokens->count++] = byte;
}

static inline void put_match(struct deflate_tokens *tokens, struct match match)
{
    tokens->literals[END_OF_BLOCK + 1 + deflate_length_codes[match.len]]++;
    tokens->distances[deflate_distance_code((uint32_t)match.distance)]++;
    tokens->all[tokens->count++] = (uint32_t)(match.distance << 9 | match.len);
}

/* The letter at place->at, as literals. */
static inline void pass_letter(struct deflate_tokens *tokens, struct place *place)
{
    size_t next = place->at + letter_bytes(place->window[place->at]);

    next = next < place->end ? next : place->end;
    while (place->at < next)
        put_literal(tokens, place->window[place->at++]);
}

/* As long as the next letter has a longer match, this one's letter is passed. */
static struct match be_lazy(struct deflate_packer *packer,
                            const struct deflate_dict *dict, struct place *place,
                            struct match match)
{
    size_t entered = place->at + letter_bytes(place->window[place->at]);

    while (match.len < LAZY_MOST && entered + KEY_BYTES <= place->end) {
        struct place next = *place;
        struct match other;

        next.at = entered;
        entered += letter_bytes(next.window[next.at]);
        other = find(packer, dict, &next, match.len + LAZY_GAIN);
        if (other.len == 0)
            break;
        pass_letter(&packer->tokens, place);
        match = other;
    }
    enter(packer, place, entered, place->at + match.len);
    return match;
}

static void tokenize(struct deflate_packer *packer, const struct deflate_dict *dict,
                     struct place *place)
{
    struct deflate_tokens *tokens = &packer->tokens;

    while (place->at < place->end) {
        struct match match;

        if (is_inner(place->window[place->at])) {
            put_literal(tokens, place->window[place->at++]);
            continue;
        }
        match = find(packer, dict, place, KEY_BYTES - 1);
        if (match.len == 0) {
            pass_letter(tokens, place);
            continue;
        }
        match = be_lazy(packer, dict, place, match);
        put_match(tokens, match);
        place->at += match.len;
    }
}

void deflate_pack(struct deflate_packer *packer, struct deflate_dict *dict,
                  struct span block, struct buf *out)
{
    struct place place = {dict->window, dict->len, dict->len, dict->len + block.len};
    struct deflate_tokens *tokens = &packer->tokens;

    if (block.len > 0)
        memcpy(dict->window + dict->len, block.data, block.len);
    memset(dict->window + dict->len + block.len, 0, SLACK);
    memset(packer->heads, 0, sizeof packer->heads);
    memset(tokens->literals, 0, sizeof tokens->literals);
    memset(tokens->distances, 0, sizeof tokens->distances);
    tokens->count = 0;
    tokenize(packer, dict, &place);
    tokens->literals[END_OF_BLOCK]++;
    deflate_put(tokens, block, out);
}
