/* deflate_private.h - what the two halves of the packer share.
 *
 * Layer    codec (includes base)
 * Threads  plain data
 */
#ifndef MSEARCH_CODEC_DEFLATE_PRIVATE_H
#define MSEARCH_CODEC_DEFLATE_PRIVATE_H

#include <stdint.h>

#include "codec/deflate.h"

enum {
    MATCH_LEAST = 3,
    MATCH_MOST = 258,
    DISTANCE_MOST = 32768,
    END_OF_BLOCK = 256,
    LITERAL_CODES = 286, /* bytes, the end, lengths */
    DISTANCE_CODES = 30
};

/* A byte below 256, else distance << 9 | length of a match: lengths need nine bits, and
 * a distance is 1 at least. */
typedef uint32_t deflate_token;

struct deflate_tokens {
    size_t count;
    uint32_t literals[LITERAL_CODES + 2]; /* how often each code is used */
    uint32_t distances[DISTANCE_CODES + 2];
    deflate_token all[DEFLATE_BLOCK_BYTES + 1];
};

/* The code of a distance: 0 .. 29. */
static inline unsigned deflate_distance_code(uint32_t distance)
{
    uint32_t less = distance - 1;
    unsigned top = less < 4 ? 1 : 31U - (unsigned)__builtin_clz(less);

    return less < 4 ? less : 2 * top + (less >> (top - 1) & 1);
}
/* The code of a length, less 257: 0 .. 28. */
extern const uint8_t deflate_length_codes[MATCH_MOST + 1];

/* Append the tokens, of which `block` consists, in the smallest of the three forms. */
void deflate_put(struct deflate_tokens *tokens, struct span block, struct buf *out);

#endif
