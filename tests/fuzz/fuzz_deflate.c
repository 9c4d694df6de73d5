/* fuzz_deflate.c - any bytes as dictionary and block: zlib gives the block back. The
 * first two bytes say how much is the dictionary. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "codec/deflate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void must_inflate(struct span packed, struct span dict, struct span plain)
{
    static uint8_t out[DEFLATE_BLOCK_BYTES + 1];
    z_stream z;
    memset(&z, 0, sizeof z);
    must(inflateInit2(&z, -15) == Z_OK);
    if (dict.len > 0)
        must(inflateSetDictionary(&z, dict.data, (unsigned)dict.len) == Z_OK);
    z.next_in = (uint8_t *)(uintptr_t)packed.data;
    z.avail_in = (unsigned)packed.len;
    z.next_out = out;
    z.avail_out = sizeof out;
    must(inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_in == 0);
    must(span_equal(span_of(out, z.total_out), plain));
    inflateEnd(&z);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size_t most = (size_t)data[0] << 8 | data[1];
    struct span all = span_of(data + 2, size - 2);
    size_t cut = most < all.len ? most : all.len;
    struct span dict =
        span_part(all, 0, cut < DEFLATE_DICT_BYTES ? cut : DEFLATE_DICT_BYTES);
    struct span block = span_part(all, dict.len, DEFLATE_BLOCK_BYTES);
    struct deflate_dict *opened = deflate_dict_open(dict);
    struct deflate_packer *packer = deflate_packer_open();
    struct buf out;
    buf_init(&out, 0);
    must(opened && packer);
    deflate_pack(packer, opened, block, &out);
    must(out.status == ST_OK);
    must_inflate(buf_span(&out), dict, block);
    buf_release(&out);
    deflate_packer_close(packer);
    deflate_dict_close(opened);
    return 0;
}
