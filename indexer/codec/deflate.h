/* deflate.h - blocks of text to raw deflate, fast, against a dictionary.
 *
 * Layer    codec (includes base)
 * Memory   open/close objects; a dictionary is about 140 KiB, a packer 70 KiB
 * Threads  one packer per thread
 * Source   RFC 1951; Moffat & Katajainen 1995 (code lengths in place)
 *
 * What comes out is read by zlib's inflate (inflateSetDictionary). zlib's own deflate
 * does the same work for text of any kind and size; here a block is a few KiB, the
 * dictionary is indexed once and not copied for every block, and a letter has two
 * bytes more often than one (FORMAT.md 12 has what that is worth).
 */
#ifndef MSEARCH_CODEC_DEFLATE_H
#define MSEARCH_CODEC_DEFLATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum {
    DEFLATE_BLOCK_BYTES = 8192, /* the largest block */
    DEFLATE_DICT_BYTES = 32768  /* the largest dictionary */
};

struct deflate_dict;
struct deflate_packer;

/* The dictionary's bytes (at most DEFLATE_DICT_BYTES, perhaps none), indexed.
 * NULL: no memory. */
struct deflate_dict *deflate_dict_open(struct span bytes);
void deflate_dict_close(struct deflate_dict *dict); /* NULL is fine */

struct deflate_packer *deflate_packer_open(void); /* NULL: no memory */
void deflate_packer_close(struct deflate_packer *packer);
/* Append the block, at most DEFLATE_BLOCK_BYTES, as one whole raw deflate stream.
 * errors  sticky in `out` */
void deflate_pack(struct deflate_packer *packer, struct deflate_dict *dict,
                  struct span block, struct buf *out);

#endif
